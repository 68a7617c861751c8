//! Questionnaires and responses that a scenario takes for granted.

use leerkring::work::Author;
use leerkring_domain::boards::{Address, Board, School, SchoolKind};
use leerkring_domain::kernel::RegionKey;
use leerkring_persistence::register::{Link, add_links};
use leerkring_persistence::schools;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::given::Thing;

/// A text in Dutch.
pub fn dutch(text: &str) -> Value {
    json!({ "nl": text })
}

/// Ten scale questions 1–5 in three dimensions (A1).
pub fn ten_questions() -> Value {
    let dimensions = ["plan", "plan", "plan", "people", "people", "people", "people", "mix"];
    let questions = dimensions.iter().chain(&["mix", "mix"]).enumerate().map(|(index, key)| {
        json!({
            "key": format!("q{index}"),
            "text": dutch("Hoe staat het ervoor?"),
            "dimension": key,
            "weight": "1",
            "required": true,
            "kind": "scale",
            "points": (1..=5).map(|value| json!({ "value": value })).collect::<Vec<_>>(),
        })
    });
    let named = ["plan", "people", "mix"].map(|key| json!({ "key": key, "title": dutch(key) }));
    json!({
        "title": dutch("Personeelsbeleid"),
        "languages": ["nl"],
        "dimensions": named,
        "questions": questions.collect::<Vec<_>>(),
        "bands": [
            { "from": "0", "until": "50", "label": dutch("Begin") },
            { "from": "50", "until": "100", "label": dutch("Sterk") },
        ],
    })
}

/// Every one of the ten questions answered with this point.
pub fn all_answered(point: i64) -> Value {
    (0..10).map(|index| json!({ "question": format!("q{index}"), "point": point })).collect()
}

/// A guide with a section for everybody and one for HR professionals.
pub fn guide() -> Value {
    let questions = json!([dutch("Waar staan wij?")]);
    json!({
        "title": dutch("Het goede gesprek"),
        "languages": ["nl"],
        "sections": [
            { "title": dutch("Samen"), "questions": questions },
            { "title": dutch("Praktijk"), "roles": ["hr-professional"], "questions": questions },
        ],
    })
}

impl TestApp {
    /// A guide that was never published.
    pub async fn given_draft_guide(&self, organiser: &Thing) -> Thing {
        let body = json!({ "organiserId": organiser.id, "content": guide() });
        self.administrator().await.post("/v1/discussion-guides", body).await.expect(201).into()
    }

    /// A guide that everybody reads.
    pub async fn given_guide(&self, organiser: &Thing) -> Thing {
        let path = format!(
            "/v1/discussion-guides/{}/_publish",
            self.given_draft_guide(organiser).await.id
        );
        self.administrator().await.post(&path, None).await.expect(200).into()
    }

    /// A questionnaire that was never published.
    pub async fn given_draft_questionnaire(&self, organiser: &Thing, definition: Value) -> Thing {
        let body = json!({ "organiserId": organiser.id, "definition": definition });
        self.administrator().await.post("/v1/questionnaires", body).await.expect(201).into()
    }

    /// The last version of a questionnaire.
    pub async fn last_version(&self, questionnaire: &Thing) -> Thing {
        let administrator = self.administrator().await;
        let path = format!("/v1/questionnaires/{}/versions?limit=1", questionnaire.id);
        let page = administrator.get(&path).await.expect(200).body;
        let id = page["items"][0]["id"].as_str().unwrap();
        administrator.get(&format!("/v1/questionnaire-versions/{id}")).await.expect(200).into()
    }

    /// A published questionnaire.
    pub async fn given_questionnaire(&self, organiser: &Thing, definition: Value) -> Thing {
        let questionnaire = self.given_draft_questionnaire(organiser, definition).await;
        let version = self.last_version(&questionnaire).await;
        let path = format!("/v1/questionnaire-versions/{}/_publish", version.id);
        self.administrator().await.post(&path, None).await.expect(200);
        questionnaire
    }

    /// A board's draft with these answers.
    pub async fn given_draft_response(
        &self,
        questionnaire: &Thing,
        board: &Board,
        answers: Value,
    ) -> Thing {
        let path = format!("/v1/questionnaires/{}/responses", questionnaire.id);
        let body = json!({ "boardId": board.id.uuid(), "answers": answers });
        self.administrator().await.post(&path, body).await.expect(201).into()
    }

    /// What a board submitted: every question answered with this point.
    pub async fn given_response(&self, questionnaire: &Thing, board: &Board, point: i64) -> Thing {
        let draft = self.given_draft_response(questionnaire, board, all_answered(point)).await;
        let path = format!("/v1/responses/{}/_submit", draft.id);
        self.administrator().await.post(&path, None).await.expect(200).into()
    }

    /// A school of the board in the RPA area with this code.
    pub async fn given_school(&self, board: &Board, code: &str) -> School {
        let number = self.number();
        let school = School {
            id: self.app.ids.next(self.now()).into(),
            location: format!("{:02}AA{:02}", number / 100, number % 100).parse().unwrap(),
            board: board.id,
            kind: SchoolKind::Bo,
            name: format!("School {number}"),
            address: Address {
                line: "Schoolstraat 1".to_owned(),
                postcode: "2611AA".parse().unwrap(),
                city: "DELFT".to_owned(),
            },
            municipality: "DELFT".to_owned(),
            province: "Zuid-Holland".to_owned(),
            denomination: None,
            website: None,
            closed_on: None,
            version: 1,
        };
        let region = RegionKey { scheme: "rpa".to_owned(), code: code.to_owned() };
        let (stored, link) = (school.clone(), Link { school: school.id, region });
        self.in_server(|app| async move {
            app.work(Author::server("test"), move |work| {
                Box::pin(async move {
                    schools::store(&work.tx, &[stored]).await?;
                    Ok(add_links(&work.tx, &[link]).await?)
                })
            })
            .await
        })
        .await
        .expect("a school");
        school
    }
}
