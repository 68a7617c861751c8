//! Cohorts that are over, who was there, and their certificates.

use chrono::Datelike;
use leerkring::work::{Author, Work};
use leerkring_domain::attendances::{Attendance, Mark};
use leerkring_domain::certificates::{Certificate, Content, Holder};
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{EmailAddress, Id, Language, Number};
use leerkring_persistence::certificates::Issuing;
use leerkring_persistence::{attendances, certificates};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::TestApp;
use crate::client::Request;
use crate::given::{Thing, anybody};

/// After the last of the four Wednesdays.
pub const AFTERWARDS: &str = "2026-11-28T10:00:00Z";

fn id<T>(value: &Value) -> Id<T> {
    value.as_str().unwrap().parse::<Uuid>().unwrap().into()
}

impl TestApp {
    /// A cohort on four Wednesdays, free of charge, of which 75 per cent complete the programme.
    pub async fn given_course(&self, change: impl FnOnce(&mut Value)) -> Thing {
        let programme = self
            .given_programme(|it| {
                it["team"] = anybody(10);
                it["fee"] = Value::Null;
                it["completionPercentage"] = json!(75);
                change(it);
            })
            .await;
        self.given_cohort(|it| it["programmeId"] = json!(programme.id)).await
    }

    /// Marks each participant of a registration, in their order, as present at so many of the
    /// cohort's sessions, the first ones.
    pub async fn given_presence(&self, cohort: &Thing, registration: &Thing, counts: &[usize]) {
        let sessions = cohort.body["sessions"].as_array().unwrap();
        let people = registration.body["participants"].as_array().unwrap();
        let marks: Vec<Attendance> = people
            .iter()
            .zip(counts)
            .flat_map(|(person, count)| sessions.iter().take(*count).map(move |it| (person, it)))
            .map(|(person, session)| Attendance {
                participant: id(&person["id"]),
                session: id(&session["id"]),
                mark: Mark::Present,
                version: 1,
                marked_at: self.now(),
            })
            .collect();
        self.in_server(move |app| async move {
            app.work(Author::server("test"), move |work| {
                Box::pin(async move { Ok(attendances::store(&work.tx, &marks).await?) })
            })
            .await
        })
        .await
        .expect("marks");
    }

    /// Asks for the certificates of a cohort.
    pub async fn issue(&self, cohort: &Thing, body: Value) -> Request {
        let path = format!("/v1/cohorts/{}/certificates/_issue", cohort.id);
        self.administrator().await.post(&path, body)
    }

    /// A certificate of the first participant of a registration, whatever came of the cohort.
    pub async fn given_certificate(&self, cohort: &Thing, registration: &Thing) -> Certificate {
        let (cohort, registration) = (cohort.body.clone(), registration.body.clone());
        self.in_server(move |app| async move {
            app.work(Author::server("test"), move |work| {
                Box::pin(async move {
                    let programme = id(&cohort["programmeId"]);
                    let common = certificates::issuing(&work.tx, programme).await?;
                    let year = today(work.now).year();
                    let number = certificates::take_numbers(&work.tx, common.lead, year, 1).await?;
                    let number = Number::new("TEST-C", year, number);
                    let certificate = written(work, common, (&registration, number));
                    let all = std::slice::from_ref(&certificate);
                    certificates::insert_all(&work.tx, all).await?;
                    Ok(certificate)
                })
            })
            .await
        })
        .await
        .expect("a certificate")
    }
}

fn written(work: &Work, common: Issuing, (registration, number): (&Value, Number)) -> Certificate {
    let (on, person) = (today(work.now), &registration["participants"][0]);
    let text = |name: &str| person[name].as_str().unwrap().to_owned();
    Certificate {
        id: work.id(),
        number,
        code: work.verification_code().unwrap(),
        organiser: common.lead,
        board: id(&registration["boardId"]),
        cohort: id(&registration["cohortId"]),
        registration: id(&registration["id"]),
        participant: id(&person["id"]),
        holder: Holder { name: text("name"), email: EmailAddress::new(&text("email")) },
        issued_at: work.now,
        issued_on: on,
        content: Content {
            language: Language::Dutch,
            organisers: common.organisers,
            programme: common.title,
            cohort: "Najaar 2026".to_owned(),
            first_on: on,
            last_on: on,
            sessions: 1,
            minutes_attended: 480,
            minutes_expected: 480,
            share: 75,
            place: None,
            signatory: None,
            replaces: None,
        },
        replaces: None,
        revoked: None,
        version: 1,
    }
}
