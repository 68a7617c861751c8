//! The sheet to sign and the badges.

use leerkring_tests::TestApp;

use super::{Organised, named, organised, told};

#[tokio::test]
async fn the_sheet_and_the_badges_are_papers_for_those_who_organise() {
    let app = TestApp::start().await;
    let Organised { cohort, editor, .. } = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    app.given_registration(&cohort, &board, named(&board, &["Zoë Brontë", "Bo Ng"])).await;
    let session = cohort.body["sessions"][1]["id"].as_str().unwrap();
    for (path, name, what) in [
        (format!("/v1/sessions/{session}/sign-in-sheet"), "sign-in-sheet", "sign-in-sheet-made"),
        (format!("/v1/cohorts/{}/badges", cohort.id), "badges", "badges-made"),
    ] {
        let paper = editor.get(&path).await.expect(200);
        assert!(paper.bytes.starts_with(b"%PDF"), "{path}");
        assert_eq!(paper.header("content-type"), Some("application/pdf"));
        let file = format!("attachment; filename=\"{name}.pdf\"");
        assert_eq!(paper.header("content-disposition"), Some(file.as_str()));
        assert_eq!(told(&app, what).await["rows"], 2);
        let board = app.board_editor(&board).await;
        assert_eq!(board.get(&path).await.status, 403);
    }
}
