//! What a scenario takes for granted. A test names only what it cares about; all else is as in
//! the worked example R1.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use leerkring::commands::imports::{Options, import};
use leerkring::work::Author;
use leerkring_domain::boards::{Board, RegionRecord, Sector};
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{EmailAddress, Id, RegionKey, Role};
use leerkring_domain::participations::address;
use leerkring_domain::secret_addresses::Opening;
use leerkring_persistence::roles::{self, Grant};
use leerkring_persistence::{boards, regions, users};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::{Answer, Client};

/// Something that came into being over HTTP.
#[derive(Debug, Clone)]
pub struct Thing {
    pub id: String,
    pub etag: String,
    pub body: Value,
}

impl From<Answer> for Thing {
    fn from(answer: Answer) -> Self {
        Self { id: answer.id(), etag: answer.etag().to_owned(), body: answer.body }
    }
}

impl TestApp {
    /// A person with this role.
    pub async fn given_person(&self, role: Option<Role>) -> Client {
        let number = self.number();
        let user: Id<User> = self
            .in_server(move |app| async move {
                app.work(Author::server("test"), move |work| {
                    Box::pin(async move {
                        let email = EmailAddress::new(&format!("person{number}@example.nl"));
                        let name = format!("Person {number}");
                        let person = User::new(work.id(), name, email, work.now);
                        users::insert(&work.tx, &person.clone().confirmed(work.now)).await?;
                        if let Some(role) = role {
                            let grant = Grant { id: work.id(), user: person.id, role, by: None };
                            roles::grant(&work.tx, grant, work.now).await?;
                        }
                        Ok(person.id)
                    })
                })
                .await
            })
            .await
            .expect("a person");
        Client::new(self, Some(user))
    }

    /// Gives this person one role more.
    pub async fn given_role(&self, person: &Client, role: Role) {
        let user = person.user.expect("somebody");
        self.in_server(move |app| async move {
            app.work(Author::server("test"), move |work| {
                Box::pin(async move {
                    let grant = Grant { id: work.id(), user, role, by: None };
                    Ok(roles::grant(&work.tx, grant, work.now).await?)
                })
            })
            .await
        })
        .await
        .expect("a role");
    }

    pub async fn administrator(&self) -> Client {
        self.given_person(Some(Role::Administrator)).await
    }

    pub async fn organiser_editor(&self, organiser: &Thing) -> Client {
        let organiser = organiser.id.parse::<uuid::Uuid>().unwrap();
        self.given_person(Some(Role::OrganiserEditor(organiser.into()))).await
    }

    pub async fn organiser_administrator(&self, organiser: &Thing) -> Client {
        let organiser = organiser.id.parse::<uuid::Uuid>().unwrap();
        self.given_person(Some(Role::OrganiserAdministrator(organiser.into()))).await
    }

    pub async fn board_administrator(&self, board: &Board) -> Client {
        self.given_person(Some(Role::BoardAdministrator(board.id))).await
    }

    pub async fn board_editor(&self, board: &Board) -> Client {
        self.given_person(Some(Role::BoardEditor(board.id))).await
    }

    /// A board that works in primary education.
    pub async fn given_board(&self, change: impl FnOnce(&mut Board)) -> Board {
        let mut board = self.new_board();
        change(&mut board);
        self.store_boards(vec![board.clone()]).await;
        board
    }

    /// Many boards at once.
    pub async fn given_boards(&self, count: usize) -> Vec<Board> {
        let boards: Vec<Board> = (0..count).map(|_| self.new_board()).collect();
        for some in boards.chunks(250) {
            self.store_boards(some.to_vec()).await;
        }
        boards
    }

    fn new_board(&self) -> Board {
        // The real boards have none of these numbers.
        let number = format!("{:05}", 1_000 + self.number());
        Board {
            id: self.app.ids.next(self.now()).into(),
            number: number.parse().unwrap(),
            name: format!("Stichting {number}"),
            sectors: vec![Sector::Po],
            kinds: Vec::new(),
            size: None,
            one_school: None,
            address: None,
            municipality: None,
            denomination: None,
            website: None,
            kvk_number: None,
            in_boards_file: true,
            closed_on: None,
            successor: None,
            version: 1,
        }
    }

    async fn store_boards(&self, list: Vec<Board>) {
        self.in_server(|app| async move {
            app.work(Author::server("test"), move |work| {
                Box::pin(async move { Ok(boards::store(&work.tx, &list).await?) })
            })
            .await
        })
        .await
        .expect("boards");
    }

    /// A region that the register knows.
    pub async fn given_region(&self, scheme: &str, code: &str) {
        let key = RegionKey { scheme: scheme.to_owned(), code: code.to_owned() };
        let region = RegionRecord { key, name: format!("Regio {code}") };
        self.in_server(|app| async move {
            app.work(Author::server("test"), move |work| {
                Box::pin(async move { Ok(regions::store(&work.tx, &[region]).await?) })
            })
            .await
        })
        .await
        .expect("a region");
    }

    /// The RPA area `05` in the register.
    pub async fn given_rpa_area(&self) {
        let file = b"RPA-code;RPA-indeling\n5;Zuid- en Midden-Drenthe\n".to_vec();
        let read = |app| async move {
            import(&app, file, Options::default(), Arc::new(|_, _| {})).await.unwrap()
        };
        assert!(self.in_server(read).await.summary.applied);
    }

    /// An organiser that has boards as members.
    pub async fn given_organiser(&self, change: impl FnOnce(&mut Value)) -> Thing {
        let mut organiser = json!({
            "slug": format!("organiser-{}", self.number()),
            "name": "Vereniging van Schoolbesturen",
            "members": "boards",
        });
        change(&mut organiser);
        let administrator = self.administrator().await;
        let organiser = administrator.post("/v1/organisers", organiser).await.expect(201).into();
        self.given_invoicing(&organiser).await;
        Thing { etag: "\"2\"".to_owned(), ..organiser }
    }

    /// What the organiser says on its invoices.
    pub async fn given_invoicing(&self, organiser: &Thing) {
        let settings = json!({
            "address": { "line": "Aidadreef 4", "postcode": "3561 GE", "city": "Utrecht" },
            "kvkNumber": "12345678",
            "vatNumber": "NL123456789B01",
            "iban": "NL91 ABNA 0417 1643 00",
            "email": "facturen@example.nl",
            "paymentDays": 14,
            "numberPrefix": "VVS-",
        });
        let path = format!("/v1/organisers/{}/invoicing", organiser.id);
        self.administrator().await.patch(&path, &organiser.etag, settings).await.expect(200);
    }

    /// Makes the board a member of the organiser since the beginning of the year.
    pub async fn given_member(&self, organiser: &Thing, board: &Board) -> Thing {
        let path = format!("/v1/organisers/{}/memberships", organiser.id);
        let membership = json!({
            "boardId": board.number.to_string(),
            "number": format!("M{}", self.number()),
            "fromOn": "2026-01-01",
        });
        self.administrator().await.post(&path, membership).await.expect(201).into()
    }

    /// A published programme: a course for a duo, of an organiser of its own.
    pub async fn given_programme(&self, change: impl FnOnce(&mut Value)) -> Thing {
        let draft = self.given_draft_programme(change).await;
        let path = format!("/v1/programmes/{}/_publish", draft.id);
        self.administrator().await.post(&path, None).await.expect(200).into()
    }

    pub async fn given_draft_programme(&self, change: impl FnOnce(&mut Value)) -> Thing {
        let mut programme = course();
        change(&mut programme);
        if programme["leadOrganiserId"].is_null() {
            programme["leadOrganiserId"] = self.given_organiser(|_| {}).await.id.into();
        }
        let administrator = self.administrator().await;
        administrator.post("/v1/programmes", programme).await.expect(201).into()
    }

    /// A published cohort on four Wednesdays, open now; `programmeId` chooses its programme.
    pub async fn given_cohort(&self, change: impl FnOnce(&mut Value)) -> Thing {
        let draft = self.given_draft_cohort(change).await;
        let path = format!("/v1/cohorts/{}/_publish", draft.id);
        self.administrator().await.post(&path, None).await.expect(200).into()
    }

    pub async fn given_draft_cohort(&self, change: impl FnOnce(&mut Value)) -> Thing {
        let mut cohort = four_wednesdays();
        change(&mut cohort);
        let programme = cohort.as_object_mut().unwrap().remove("programmeId");
        let programme = match programme {
            Some(id) => id.as_str().unwrap().to_owned(),
            None => self.given_programme(|_| {}).await.id,
        };
        let path = format!("/v1/programmes/{programme}/cohorts");
        self.administrator().await.post(&path, cohort).await.expect(201).into()
    }

    /// The team's registration, which is accepted.
    pub async fn given_registration(&self, cohort: &Thing, board: &Board, team: Value) -> Thing {
        let path = format!("/v1/cohorts/{}/registrations", cohort.id);
        self.board_editor(board).await.post(&path, team).await.expect(201).into()
    }

    /// What stands in the first personal link of this participant.
    pub fn personal_link(&self, participant: &str) -> String {
        let participant: uuid::Uuid = participant.parse().unwrap();
        let address = address(participant.into(), 1, Opening::Participation);
        self.app.keys.secret_address(address).expose_secret().to_owned()
    }

    /// The ids of the intake slots of the cohort that are published on `day`.
    pub async fn given_intake_slots(&self, cohort: &Thing, day: &str) -> Vec<String> {
        let path = format!("/v1/cohorts/{}/intake-slots/_publish", cohort.id);
        let made = self.administrator().await.post(&path, intake_slots(day)).await.expect(200);
        let slots = made.body["slots"].as_array().unwrap().iter();
        slots.map(|slot| slot["id"].as_str().unwrap().to_owned()).collect()
    }

    /// A job of the jobs agreement: 25.5 hours a week since the beginning of the year.
    pub async fn given_job(&self, board: &Board, change: impl FnOnce(&mut Value)) -> Thing {
        let mut job = json!({
            "status": "filled",
            "engagement": "employed",
            "hoursPerWeek": "25.5",
            "fromOn": "2026-01-01",
        });
        change(&mut job);
        let path = format!("/v1/boards/{}/jobs", board.number);
        self.administrator().await.post(&path, job).await.expect(201).into()
    }

    /// The cohort as everybody sees it now.
    pub async fn cohort(&self, cohort: &Thing) -> Value {
        self.visitor().get(&format!("/v1/cohorts/{}", cohort.id)).await.expect(200).body
    }
}

/// The programme of R1.
pub fn course() -> Value {
    json!({
        "kind": "course",
        "title": "Strategisch personeelsbeleid",
        "description": "Vier dagen voor een bestuurder en een HR-professional.",
        "themes": ["strategic-hr"],
        "team": {
            "least": 2,
            "most": 2,
            "roles": [
                { "role": "board-executive", "count": 1 },
                { "role": "hr-professional", "count": 1 }
            ]
        },
        "admission": "automatic",
        "fee": {
            "per": "board",
            "amount": { "amount": "1000.00", "currency": "EUR" },
            "participantsIncluded": 2,
            "vatPercentage": "21"
        }
    })
}

/// A team rule that admits anybody, from one participant on.
pub fn anybody(most: u16) -> Value {
    json!({ "least": 1, "most": most })
}

/// The cohort of R1 and R11.
pub fn four_wednesdays() -> Value {
    let days = ["2026-09-16", "2026-10-07", "2026-10-28", "2026-11-11"];
    json!({
        "name": "Najaar 2026",
        "capacity": 24,
        "registrationOpensAt": "2026-06-01T07:00:00Z",
        "registrationClosesAt": "2026-09-01T07:00:00Z",
        "sessions": days.map(|day| session(day, "09:00:00", "17:00:00")),
    })
}

/// A session on site.
pub fn session(day: &str, start: &str, end: &str) -> Value {
    json!({ "heldOn": day, "startTime": start, "endTime": end, "mode": "on-site" })
}

/// Four intake slots of half an hour, from nine to twelve.
pub fn intake_slots(day: &str) -> Value {
    json!({
        "heldOn": [day],
        "startTime": "09:00:00",
        "endTime": "12:00:00",
        "minutes": 30,
        "pauseMinutes": 15,
        "mode": "online",
        "meetingLink": "https://meet.example.nl/intake",
        "interviewer": "Noor Bakker",
    })
}

/// A person whom no other test names.
pub fn person(role: &str) -> Value {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    json!({
        "name": format!("Deelnemer {number}"),
        "email": format!("deelnemer{number}@example.nl"),
        "role": role,
    })
}

/// A team of one person for each role.
pub fn team(board: &Board, roles: &[&str]) -> Value {
    json!({
        "boardId": board.id.uuid(),
        "contact": { "name": "Bestuurssecretariaat", "email": "secretariaat@example.nl" },
        "participants": roles.iter().map(|role| person(role)).collect::<Vec<_>>(),
    })
}

/// The team of R1.
pub fn duo(board: &Board) -> Value {
    team(board, &["board-executive", "hr-professional"])
}
