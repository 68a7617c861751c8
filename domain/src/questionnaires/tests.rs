use uuid::Uuid;

use super::given::{all, band, choices, definition, dutch, question, scale, ten};
use super::*;
use crate::kernel::Language;

fn codes(definition: Definition) -> Vec<(&'static str, String)> {
    let refusal = definition.checked().expect_err("a contradiction");
    let reasons = refusal.reasons.into_iter();
    reasons.map(|reason| (reason.code, reason.location.unwrap_or_default())).collect()
}

fn if_answered(question: &str, words: &[&str]) -> Condition {
    let one_of = words.iter().map(|word| (*word).to_owned()).collect();
    Condition { question: question.to_owned(), one_of }
}

fn version() -> QuestionnaireVersion {
    let (id, of) = (Uuid::nil(), Uuid::from_u128(7));
    QuestionnaireVersion::draft(id.into(), of.into(), 1, ten()).unwrap()
}

#[test]
fn a5_a_published_version_never_changes_and_says_how_to_go_on() {
    let published = version().publish(Instant::default()).unwrap();
    let refusal = published.clone().change(ten()).unwrap_err();
    assert_eq!(refusal.code(), "version-published");
    assert!(refusal.reasons[0].text.en.contains("POST /v1/questionnaires/"));
    assert_eq!(published.clone().publish(Instant::default()).unwrap_err(), refusal);
    assert!(refuse_second_draft(&published).is_ok());
    assert_eq!(refuse_second_draft(&version()).unwrap_err().code(), "draft-exists");
}

#[test]
fn a_text_is_there_in_every_language_of_the_questionnaire() {
    let mut both = definition(vec![question("a", None, scale(1, 2))]);
    both.dimensions.clear();
    both.languages = vec![Language::Dutch, Language::English];
    let missing = ["/title/en", "/questions/0/text/en"];
    assert_eq!(codes(both), missing.map(|at| ("translation-missing", at.to_owned())));
}

#[test]
fn a_key_stands_once() {
    let mut same = definition(vec![question("a", None, scale(1, 2)); 2]);
    same.dimensions.push(same.dimensions[0].clone());
    let twice = ["/dimensions/3/key", "/questions/1/key"];
    assert_eq!(codes(same), twice.map(|at| ("twice", at.to_owned())));
}

#[test]
fn a_dimension_that_is_named_is_there() {
    let mut lost = definition(vec![question("a", Some("none"), scale(1, 2))]);
    lost.bands = vec![band(Some("none"), 0, 100)];
    let places = ["/questions/0/dimension", "/bands/0/dimension"];
    assert_eq!(codes(lost), places.map(|at| ("unknown-dimension", at.to_owned())));
}

#[test]
fn what_is_scored_has_answers_that_differ() {
    let alike = choices(&[("a", Some(1)), ("b", Some(1))]);
    let some = choices(&[("a", Some(1)), ("b", None)]);
    let forms = [
        (Form::Text, "nothing-to-score"),
        (Form::Choice(alike), "nothing-to-score"),
        (Form::Choice(some), "value-missing"),
        (Form::Choice(choices(&[("a", Some(1)), ("a", Some(2))])), "twice"),
        (Form::Number(Range { least: 3.into(), most: 3.into() }), "range-empty"),
        (scale(1, 0), "nothing-to-score"),
        (
            Form::Scale([2, 1].map(|value| Point { value, label: None }).to_vec()),
            "points-not-ascending",
        ),
    ];
    for (form, code) in forms {
        assert_eq!(codes(definition(vec![question("a", None, form)]))[0].0, code);
    }
}

#[test]
fn a_condition_names_an_earlier_question_and_an_answer_to_it() {
    let mut asked = definition(vec![
        question("first", None, scale(1, 3)),
        question("own", None, scale(1, 3)),
        question("impossible", None, scale(1, 3)),
        question("fine", None, scale(1, 3)),
    ]);
    asked.questions[1].shown_if = Some(if_answered("own", &["1"]));
    asked.questions[2].shown_if = Some(if_answered("first", &["1", "4"]));
    asked.questions[3].shown_if = Some(if_answered("first", &["1", "3"]));
    assert_eq!(
        codes(asked),
        [
            ("condition-not-earlier", "/questions/1/shownIf/question".to_owned()),
            ("condition-impossible", "/questions/2/shownIf/oneOf/1".to_owned()),
        ]
    );
}

#[test]
fn bands_neither_overlap_nor_leave_a_gap() {
    let with = |bands: &[(i64, i64)]| {
        let bands = bands.iter().map(|(from, until)| band(Some("plan"), *from, *until)).collect();
        Definition { bands, ..ten() }
    };
    assert!(with(&[(50, 100), (0, 50)]).checked().is_ok());
    for (bands, code, at) in [
        (vec![(0, 50), (40, 100)], "band-overlap", "/bands/1/from"),
        (vec![(0, 50), (60, 100)], "band-gap", "/bands/1/from"),
        (vec![(10, 100)], "band-gap", "/bands/0/from"),
        (vec![(0, 90)], "band-gap", "/bands/0/until"),
        (vec![(0, 100), (100, 100)], "band-empty", "/bands/1/until"),
    ] {
        assert_eq!(codes(with(&bands)), [(code, at.to_owned())], "{bands:?}");
    }
    // The bands of another subject are another ladder.
    let mut two = with(&[(0, 100)]);
    two.bands.push(band(None, 0, 100));
    assert!(two.checked().is_ok());
}

#[test]
fn what_depends_on_a_hidden_question_is_hidden_too() {
    let mut asked = definition(vec![
        question("a", None, Form::YesNo),
        question("b", None, Form::YesNo),
        question("c", None, Form::YesNo),
    ]);
    asked.questions[1].shown_if = Some(if_answered("a", &["yes"]));
    asked.questions[2].shown_if = Some(if_answered("b", &["yes"]));
    let answers = |a: bool| -> Answers {
        [("a", a), ("b", true), ("c", true)]
            .map(|(key, yes)| (key.to_owned(), Answer::Yes(yes)))
            .into()
    };
    assert_eq!(asked.shown(&answers(true)).len(), 3);
    assert_eq!(asked.shown(&answers(false)).into_iter().collect::<Vec<_>>(), ["a"]);
    assert_eq!(asked.counting(&answers(false)).len(), 1);
    assert!(asked.missing(&answers(false)).is_empty());
    let only_a = Answers::from([("a".to_owned(), Answer::Yes(true))]);
    assert_eq!(asked.missing(&only_a)[0].key, "b");
}

#[test]
fn an_answer_is_of_the_kind_of_its_question() {
    let options = choices(&[("a", None), ("b", None)]);
    let keys = |keys: &[&str]| Answer::Options(keys.iter().map(|it| (*it).to_owned()).collect());
    let number = Form::Number(Range { least: 0.into(), most: 10.into() });
    let cases = [
        (scale(1, 5), Answer::Point(5), Answer::Point(6)),
        (Form::Choice(options.clone()), keys(&["a"]), keys(&["a", "b"])),
        (Form::MultipleChoice(options.clone()), keys(&["b", "a"]), keys(&["a", "a"])),
        (Form::MultipleChoice(options), keys(&["b"]), keys(&[])),
        (Form::YesNo, Answer::Yes(false), Answer::Point(1)),
        (number, Answer::Number(10.into()), Answer::Number(11.into())),
        (Form::Text, Answer::Text("Goed".to_owned()), Answer::Yes(true)),
    ];
    for (form, right, wrong) in cases {
        let question = question("a", None, form);
        assert_eq!(question.refuse_wrong(&right), Ok(()));
        assert_eq!(question.refuse_wrong(&wrong).unwrap_err().code, "wrong-answer");
    }
}

#[test]
fn every_answer_is_mapped_from_its_scale_to_0_until_100() {
    let keys = |keys: &[&str]| Answer::Options(keys.iter().map(|it| (*it).to_owned()).collect());
    let options = choices(&[("a", Some(-1)), ("b", Some(1)), ("c", Some(3))]);
    let number = Form::Number(Range { least: 10.into(), most: 20.into() });
    let cases = [
        (scale(1, 5), Answer::Point(2), 25),
        (Form::Choice(options.clone()), keys(&["b"]), 50),
        (Form::MultipleChoice(options.clone()), keys(&["a", "b"]), 20),
        (Form::MultipleChoice(options), keys(&["b", "c"]), 100),
        (Form::YesNo, Answer::Yes(true), 100),
        (number, Answer::Number(13.into()), 30),
    ];
    for (form, answer, score) in cases {
        let mut question = question("a", None, form);
        assert_eq!(question.score(&answer), Some(score.into()), "{answer:?}");
        question.reversed = true;
        assert_eq!(question.score(&answer), Some((100 - score).into()), "{answer:?}");
        question.weight = None;
        assert_eq!(question.score(&answer), None);
    }
}

#[test]
fn a_form_has_its_parts_and_no_others() {
    let points = || Some(vec![Point { value: 1, label: Some(dutch("Nee")) }]);
    assert!(Form::new(FormKind::Scale, Parts { points: points(), ..Parts::default() }).is_ok());
    for kind in [FormKind::YesNo, FormKind::Choice, FormKind::Number, FormKind::Text] {
        let wrong = Form::new(kind, Parts { points: points(), ..Parts::default() });
        assert_eq!(wrong.unwrap_err().code, "form-incomplete");
    }
    for kind in FormKind::ALL {
        let made = Form::new(*kind, Parts::default());
        assert!(made.is_err() || made.is_ok_and(|form| form.kind() == *kind));
    }
}

#[test]
fn a_definition_of_ten_questions_is_answered_with_ten_answers() {
    let ten = ten().checked().unwrap();
    assert!(ten.missing(&all(&ten, 3)).is_empty());
    assert_eq!(ten.missing(&Answers::new()).len(), 10);
    assert_eq!(ten.question("q3").unwrap().dimension.as_deref(), Some("people"));
}
