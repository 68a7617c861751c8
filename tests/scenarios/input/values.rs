//! Values that cannot be meant: dates, numbers, ids, teams.

use leerkring_tests::given::{course, four_wednesdays, session};
use leerkring_tests::{Value, duo, json, team};

use super::{World, errors, set, with};

#[tokio::test]
async fn dates_and_times_that_do_not_exist_are_refused_at_their_fields() {
    let world = World::new().await;
    for (pointer, value, code) in [
        ("/sessions/0/heldOn", "2026-02-30", "wrong-form"),
        ("/sessions/0/heldOn", "2026-13-01", "wrong-form"),
        ("/sessions/0/heldOn", "16-09-2026", "wrong-form"),
        ("/sessions/0/heldOn", "2026-9-16", "wrong-form"),
        ("/sessions/0/startTime", "24:00:00", "wrong-form"),
        ("/sessions/0/startTime", "9 uur", "wrong-form"),
        ("/sessions/1/endTime", "08:59:59", "ends-before-start"),
        ("/sessions/1/endTime", "09:00:00", "ends-before-start"),
        ("/registrationOpensAt", "2026-06-31T00:00:00Z", "wrong-form"),
        ("/registrationOpensAt", "2026-06-01", "wrong-form"),
        ("/registrationOpensAt", "2026-06-01T00:00:00", "wrong-form"),
    ] {
        let cohort = set(&four_wednesdays(), pointer, json!(value));
        let answer = world.administrator.post(&world.cohorts(), cohort).await;
        let answer = answer.refused(400, "invalid-request");
        assert_eq!(answer.errors(), errors(&[(pointer, code)]), "{value}");
    }
}

#[tokio::test]
async fn a_session_in_the_hour_that_spring_skips_is_refused_at_its_field() {
    let world = World::new().await;
    let mut cohort = four_wednesdays();
    cohort["sessions"] = json!([
        session("2026-09-16", "09:00:00", "17:00:00"),
        session("2027-03-28", "02:30:00", "04:00:00"),
        session("2027-03-28", "01:00:00", "02:00:00"),
    ]);
    let answer = world.administrator.post(&world.cohorts(), cohort).await;
    let answer = answer.refused(400, "invalid-request");
    assert_eq!(answer.errors()[0], ("/sessions/1/startTime".into(), "no-such-time".into()));
}

#[tokio::test]
async fn a_window_that_does_not_last_or_closes_after_the_start_is_refused() {
    let world = World::new().await;
    for (closes, code) in [
        ("2026-06-01T07:00:00Z", "closes-before-open"),
        ("2026-05-01T07:00:00Z", "closes-before-open"),
        ("2026-09-16T07:00:01Z", "window-after-start"),
    ] {
        let cohort = with(&four_wednesdays(), "registrationClosesAt", closes);
        let answer = world.administrator.post(&world.cohorts(), cohort).await;
        let answer = answer.refused(400, "invalid-request");
        assert_eq!(answer.errors(), errors(&[("/registrationClosesAt", code)]));
    }
    let exact = with(&four_wednesdays(), "registrationClosesAt", "2026-09-16T07:00:00Z");
    world.administrator.post(&world.cohorts(), exact).await.expect(201);
}

#[tokio::test]
async fn instants_at_the_ends_of_time_are_refused_or_kept_but_never_a_bug() {
    let world = World::new().await;
    for instant in [
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "-262143-01-01T00:00:00Z",
        "+262142-12-31T23:59:59Z",
        "2026-06-01T23:59:60Z",
        "0000-01-01T00:00:00+23:59",
    ] {
        let cohort = with(&four_wednesdays(), "registrationOpensAt", instant);
        let answer = world.administrator.post(&world.cohorts(), cohort).await;
        assert!(matches!(answer.status, 201 | 400), "{instant}: {answer}");
    }
    for day in ["0001-01-01", "9999-12-31", "0000-01-01"] {
        let mut cohort = four_wednesdays();
        cohort["sessions"] = json!([session(day, "09:00:00", "17:00:00")]);
        let answer = world.administrator.post(&world.cohorts(), cohort).await;
        assert!(matches!(answer.status, 201 | 400), "{day}: {answer}");
    }
}

#[tokio::test]
async fn numbers_out_of_range_are_refused_and_whole_floats_are_integers() {
    let world = World::new().await;
    let huge: Value = serde_json::from_str("9223372036854775808").unwrap();
    for (capacity, code) in [
        (json!(0), "too-small"),
        (json!(-1), "too-small"),
        (huge, "too-large"),
        (json!(1e300), "too-large"),
        (json!(100_001), "too-large"),
        (json!(2.5), "wrong-type"),
        (json!("2"), "wrong-type"),
        (Value::Null, "wrong-type"),
    ] {
        let cohort = with(&four_wednesdays(), "capacity", capacity.clone());
        let answer = world.administrator.post(&world.cohorts(), cohort).await;
        let answer = answer.refused(400, "invalid-request");
        let found = answer.errors();
        assert!(found.contains(&("/capacity".into(), code.into())), "{capacity}: {found:?}");
    }
    let whole = with(&four_wednesdays(), "capacity", 2.0);
    assert!(whole.to_string().contains("2.0"));
    let answer = world.administrator.post(&world.cohorts(), whole).await.expect(201);
    assert_eq!(answer.body["capacity"], 2);
}

#[tokio::test]
async fn ids_that_are_no_ids_and_ids_of_nothing_are_named() {
    let world = World::new().await;
    let editor = &world.administrator;
    for path in [
        "/v1/cohorts/1",
        "/v1/registrations/..%2f..%2fetc",
        "/v1/programmes/019f1d1f-0500-7000-8000-00000000000g",
        "/v1/sessions/'%20OR%201=1--",
        "/v1/organisers/%00",
        "/v1/memberships/%F0%9F%92%A9",
    ] {
        let answer = editor.get(path).await.refused(400, "invalid-request");
        assert_eq!(answer.body["errors"][0]["in"], "path", "{path}: {answer}");
    }
    let nothing = uuid::Uuid::from_u128(1).to_string();
    for board in ["99999", nothing.as_str()] {
        let team = with(&duo(&world.board), "boardId", board);
        let answer = editor.post(&world.registrations(), team).await;
        let answer = answer.refused(400, "invalid-request");
        assert_eq!(answer.errors(), errors(&[("/boardId", "unknown-board")]));
    }
    let mut programme = course();
    programme["leadOrganiserId"] = json!(nothing);
    programme["partnerOrganiserIds"] = json!([nothing, uuid::Uuid::from_u128(2).to_string()]);
    programme["audience"] = json!({ "membersOfOrganiserId": nothing });
    let answer = editor.post("/v1/programmes", programme).await.refused(400, "invalid-request");
    let places: Vec<_> = answer.errors().into_iter().map(|(place, _)| place).collect();
    let expected = ["/audience/membersOfOrganiserId", "/leadOrganiserId", "/partnerOrganiserIds/1"];
    assert_eq!(places, expected);
}

#[tokio::test]
async fn a_team_that_is_too_small_or_too_big_or_wrong_is_refused_with_every_reason() {
    let world = World::new().await;
    for (roles, expected) in [
        (vec!["board-executive"], vec!["team-too-small", "role-missing"]),
        (vec!["board-executive", "hr-professional", "teacher"], vec!["team-too-large"]),
        (vec!["teacher", "teacher"], vec!["role-missing", "role-missing"]),
    ] {
        let team = team(&world.board, &roles);
        let answer = world.administrator.post(&world.registrations(), team).await.expect(409);
        assert_eq!(answer.reasons(), expected);
        assert_eq!(answer.code(), expected[0]);
    }
    let nobody = with(&duo(&world.board), "participants", json!([]));
    let answer = world.administrator.post(&world.registrations(), nobody).await;
    assert_eq!(answer.expect(400).errors(), errors(&[("/participants", "too-few")]));
    let crowd = team(&world.board, &["teacher"; 101]);
    let answer = world.administrator.post(&world.registrations(), crowd).await;
    assert_eq!(answer.expect(400).errors(), errors(&[("/participants", "too-many")]));
}

#[tokio::test]
async fn registering_is_refused_too_early_too_late_for_a_draft_and_for_what_was_cancelled() {
    let world = World::new().await;
    let (app, board) = (&world.app, &world.board);
    let path = |id: &str| format!("/v1/cohorts/{id}/registrations");
    let editor = app.board_editor(board).await;
    let here = world.registrations();

    app.set_now("2026-06-01T06:59:59.999Z");
    editor.post(&here, duo(board)).await.refused(409, "not-yet-open");
    app.set_now("2026-09-01T07:00:00Z");
    editor.post(&here, duo(board)).await.refused(409, "registration-closed");
    app.set_now("2026-07-01T10:00:00Z");
    let draft = app.given_draft_cohort(|_| {}).await;
    editor.post(&path(&draft.id), duo(board)).await.refused(404, "not-found");
    world.administrator.post(&path(&draft.id), duo(board)).await.refused(409, "not-published");
    let cancelled = app.given_cohort(|_| {}).await;
    let cancel = format!("/v1/cohorts/{}/_cancel", cancelled.id);
    world.administrator.post(&cancel, json!({ "reason": "Ziekte" })).await.expect(200);
    editor.post(&path(&cancelled.id), duo(board)).await.refused(409, "cancelled");
    app.set_now("2026-09-01T06:59:59.999Z");
    editor.post(&here, duo(board)).await.expect(201);
}

#[tokio::test]
async fn rules_that_contradict_each_other_are_refused_at_their_fields() {
    let world = World::new().await;
    let mut programme = course();
    programme["leadOrganiserId"] = world.app.given_organiser(|_| {}).await.id.into();
    programme["team"] = json!({
        "least": 3, "most": 2, "recommended": 9, "roles": [{ "role": "teacher", "count": 4 }]
    });
    programme["audience"] = json!({ "roles": ["school-leader"] });
    let answer = world.administrator.post("/v1/programmes", programme).await;
    let answer = answer.refused(400, "invalid-request");
    let expected = [
        ("/team/most", "team-rule-contradiction"),
        ("/team/recommended", "team-rule-contradiction"),
        ("/team/roles", "team-rule-contradiction"),
        ("/team/roles/0/role", "role-not-admitted"),
    ];
    assert_eq!(answer.errors(), errors(&expected));
}

#[tokio::test]
async fn money_and_percentages_have_one_form() {
    let world = World::new().await;
    let mut programme = course();
    programme["leadOrganiserId"] = world.app.given_organiser(|_| {}).await.id.into();
    for (pointer, value, code) in [
        ("/fee/amount/amount", json!("1000"), "wrong-form"),
        ("/fee/amount/amount", json!("-1.00"), "wrong-form"),
        ("/fee/amount/amount", json!("1e3.00"), "wrong-form"),
        ("/fee/amount/amount", json!(1000.00), "wrong-type"),
        ("/fee/amount/currency", json!("USD"), "unknown-word"),
        ("/fee/vatPercentage", json!("21 %"), "wrong-form"),
        ("/fee/per", json!("school"), "unknown-word"),
    ] {
        let wrong = set(&programme, pointer, value);
        let answer = world.administrator.post("/v1/programmes", wrong).await;
        let answer = answer.refused(400, "invalid-request");
        assert_eq!(answer.errors(), errors(&[(pointer, code)]));
    }
    let answer = world.administrator.post("/v1/programmes", programme.clone()).await.expect(201);
    for (name, given) in programme["fee"].as_object().unwrap() {
        assert_eq!(answer.body["fee"][name], *given);
    }
}
