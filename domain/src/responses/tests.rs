use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::questionnaires::Condition;
use crate::questionnaires::given::{all, band as banded, definition, question, scale, ten};

fn nil<T>() -> Id<T> {
    Id::from(Uuid::nil())
}

fn draft(answers: Answers) -> Response {
    Response {
        id: nil(),
        questionnaire: nil(),
        of: nil(),
        board: nil(),
        school: None,
        reference_on: "2026-10-01".parse().unwrap(),
        answers,
        scores: None,
        status: ResponseStatus::Draft,
        submitted_at: None,
        sharing: Sharing::Never,
        version: 1,
    }
}

fn submitted() -> Response {
    draft(all(&ten(), 3)).submit(&ten(), Instant::default()).unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn a1_ten_questions_answered_with_3_of_5_score_50_everywhere() {
    let scores = submitted().scores.unwrap();
    assert_eq!(scores.overall.unwrap().to_string(), "50.0");
    let dimensions: Vec<_> = scores.dimensions.values().map(ToString::to_string).collect();
    assert_eq!(dimensions, ["50.0"; 3]);
}

#[test]
fn a2_a_required_question_without_an_answer_is_named_and_the_draft_is_kept() {
    let mut answers = all(&ten(), 3);
    answers.remove("q4");
    answers.remove("q7");
    let refusal = draft(answers).submit(&ten(), Instant::default()).unwrap_err();
    let places: Vec<_> = refusal.reasons.iter().filter_map(|it| it.location.as_deref()).collect();
    assert_eq!((refusal.code(), refusal.kind), ("answer-missing", Kind::Conflict));
    assert_eq!(places, ["/answers/q4", "/answers/q7"]);
}

#[test]
fn weights_count_and_what_was_skipped_falls_out() {
    let mut asked = definition(vec![
        question("a", Some("plan"), scale(1, 5)),
        question("b", Some("plan"), scale(1, 5)),
        question("c", Some("people"), scale(1, 5)),
    ]);
    asked.questions[0].weight = Some(3.into());
    asked.questions[2].required = false;
    let mut answers = all(&asked, 1);
    answers.insert("b".to_owned(), Answer::Point(5));
    answers.remove("c");
    let scores = scores(&asked, &answers);
    assert_eq!(scores.overall, Some(decimal("25")));
    assert_eq!(scores.of(Some("plan")), Some(decimal("25")));
    // No answer, no score: not 0.
    assert_eq!(scores.of(Some("people")), None);
    assert_eq!(super::scores(&asked, &Answers::new()), Scores::default());
}

#[test]
fn a_third_and_a_half_are_rounded_once_and_up() {
    let asked =
        definition((0..3).map(|it| question(&format!("q{it}"), None, scale(0, 3))).collect());
    let points = [1, 1, 0].into_iter().zip(0..);
    let answers = points.map(|(point, it)| (format!("q{it}"), Answer::Point(point))).collect();
    assert_eq!(scores(&asked, &answers).overall.unwrap().to_string(), "22.2");
    // 1 of 8 and nothing: 6.25 is nearer to neither; 3 of 16 and nothing: 9.375.
    let asked =
        definition((0..2).map(|it| question(&format!("q{it}"), None, scale(0, 8))).collect());
    let answers =
        [("q0", 1), ("q1", 0)].map(|(key, point)| (key.to_owned(), Answer::Point(point))).into();
    assert_eq!(scores(&asked, &answers).overall.unwrap().to_string(), "6.3");
}

#[test]
fn a_hidden_answer_is_kept_in_the_draft_and_neither_counts_nor_is_submitted() {
    let mut asked = ten();
    asked.questions[9].shown_if =
        Some(Condition { question: "q0".to_owned(), one_of: vec!["5".to_owned()] });
    let mut answers = all(&asked, 3);
    answers.insert("q9".to_owned(), Answer::Point(5));
    let saved = draft(answers).save(&asked, Vec::new(), "2026-10-01".parse().unwrap()).unwrap();
    assert!(saved.answers.contains_key("q9"));
    assert_eq!(scores(&asked, &saved.answers).overall.unwrap().to_string(), "50.0");
    let submitted = saved.submit(&asked, Instant::default()).unwrap();
    assert!(!submitted.answers.contains_key("q9"));
}

#[test]
fn a_patch_adds_replaces_and_takes_back() {
    let patch = vec![("q0".to_owned(), Some(Answer::Point(5))), ("q1".to_owned(), None)];
    let answers = patched(&ten(), all(&ten(), 3), patch).unwrap();
    assert_eq!(answers.get("q0"), Some(&Answer::Point(5)));
    assert_eq!(answers.len(), 9);
}

#[test]
fn everything_wrong_with_a_patch_is_named() {
    let answer = |key: &str, point| (key.to_owned(), Some(Answer::Point(point)));
    let patch = vec![answer("none", 1), answer("q0", 9), answer("q1", 1), answer("q1", 2)];
    let refusal = patched(&ten(), Answers::new(), patch).unwrap_err();
    let codes: Vec<_> = refusal.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, ["unknown-question", "wrong-answer", "twice"]);
}

#[test]
fn what_was_submitted_or_withdrawn_never_changes() {
    let on = "2026-10-01".parse().unwrap();
    for done in [submitted(), submitted().withdraw().unwrap()] {
        assert_eq!(done.clone().save(&ten(), vec![], on).unwrap_err().code(), "response-final");
        assert_eq!(done.submit(&ten(), Instant::default()).unwrap_err().code(), "response-final");
    }
    let twice = submitted().withdraw().unwrap().withdraw();
    assert_eq!(twice.unwrap_err().code(), "response-withdrawn");
}

#[test]
fn the_board_shares_what_it_submitted_and_takes_that_back() {
    let now = Instant::default();
    assert_eq!(draft(Answers::new()).share(now).unwrap_err().code(), "not-submitted");
    let shared = submitted().share(now).unwrap();
    assert_eq!(shared.sharing.since(), Some(now));
    assert_eq!(shared.clone().share(now).unwrap_err().code(), "already-shared");
    let ended = shared.clone().unshare().unwrap();
    assert_eq!(ended.sharing, Sharing::Ended);
    assert_eq!(ended.clone().unshare().unwrap_err().code(), "not-shared");
    assert!(ended.share(now).unwrap().sharing.since().is_some());
    assert_eq!(shared.clone().withdraw().unwrap().sharing, Sharing::Ended);
    assert_eq!(submitted().withdraw().unwrap().sharing, Sharing::Never);
    assert_eq!(submitted().changes(&submitted().withdraw().unwrap()), ["status"]);
}

#[test]
fn a_second_draft_is_refused_naming_the_first() {
    assert!(refuse_second_draft(None).is_ok());
    assert_eq!(refuse_second_draft(Some(nil())).unwrap_err().code(), "draft-exists");
}

#[test]
fn a_score_lies_in_the_band_that_begins_with_it() {
    let bands = vec![banded(None, 0, 50), banded(None, 50, 100), banded(Some("plan"), 0, 100)];
    let asked = Definition { bands, ..ten() };
    let from = |score: &str| band(&asked, None, decimal(score)).map(|band| band.from);
    assert_eq!(from("49.9"), Some(Decimal::ZERO));
    assert_eq!(from("50.0"), Some(decimal("50")));
    assert_eq!(from("100.0"), Some(decimal("50")));
    assert_eq!(band(&asked, Some("mix"), decimal("50.0")), None);
}
