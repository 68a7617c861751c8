//! Two sides that have nothing to do with each other, and somebody of every kind on the first.

use std::collections::BTreeMap;

use leerkring::work::Author;
use leerkring_domain::boards::Board;
use leerkring_domain::kernel::access::{Place, RoleKind, scopes};
use leerkring_domain::kernel::{EmailAddress, Id, Language};
use leerkring_domain::notifications::{Addressee, Letter, Message};
use leerkring_domain::organisers::Organiser;
use leerkring_tests::assessments::ten_questions;
use leerkring_tests::document::Operation;
use leerkring_tests::given::{Thing, duo};
use leerkring_tests::{Client, TestApp, json};
use uuid::Uuid;

use super::super::samples::About;
use super::super::unknown;
use super::proofs::{calendar_of, proofs_of};
use super::things::{
    Offer, booked_slot, entry_about, invoice_of, payment_of, quota_shared, shared,
};
use crate::register::{BOARDS, SCHOOLS, file, imported, some};

const AREAS: &str = "rpa-gebieden.csv";
const PARTNERSHIPS: &str = "08-samenwerkingsverbanden-po.csv";

/// An organiser with what it organises, and a board with what it registered for there.
pub struct Side {
    pub about: About,
    organiser: Thing,
    board: Board,
    /// The id for each parameter of a path.
    ids: BTreeMap<&'static str, String>,
    /// What opens something of this side to whoever has it.
    proofs: BTreeMap<&'static str, String>,
    /// The same where it is not public yet.
    drafts: BTreeMap<&'static str, String>,
}

/// What belongs to nobody: a school, a partnership and an import of the register.
type Common = BTreeMap<&'static str, String>;

async fn common(app: &TestApp) -> Common {
    let administrator = app.administrator().await;
    for content in [file(AREAS), file(BOARDS), file(PARTNERSHIPS), some(SCHOOLS, 0..40)] {
        imported(&administrator, content).await;
    }
    let lists = [
        ("schoolId", "/v1/schools"),
        ("partnershipId", "/v1/partnerships"),
        ("importId", "/v1/imports"),
    ];
    let mut ids = Common::new();
    for (name, path) in lists {
        let page = administrator.get(path).await.expect(200).body;
        let id = page["items"][0]["id"].as_str().unwrap_or_else(|| panic!("{path} is empty"));
        ids.insert(name, id.to_owned());
    }
    ids.insert("letterId", letter(app).await);
    ids
}

/// A letter to somebody without an account.
async fn letter(app: &TestApp) -> String {
    app.in_server(|app| async move {
        app.work(Author::server("test"), |work| {
            Box::pin(async move {
                let to = Addressee::Address(EmailAddress::new("somebody@example.nl"));
                let message = Message::PasswordChanged { at: work.now };
                work.send(Letter { to, language: Language::Dutch, message });
                Ok(())
            })
        })
        .await
        .unwrap();
    })
    .await;
    let list = app.administrator().await.get("/v1/letters").await.expect(200).body;
    list["items"][0]["id"].as_str().expect("a letter").to_owned()
}

impl Side {
    async fn new(app: &TestApp, common: &Common) -> Self {
        let (organiser, board) = (app.given_organiser(|_| {}).await, app.given_board(|_| {}).await);
        let Offer { programme, cohort, draft, hidden } = Offer::of(app, &organiser).await;
        let registration = app.given_registration(&cohort, &board, duo(&board)).await;
        let certificate = app.given_certificate(&cohort, &registration).await;
        let invoice = invoice_of(app, &cohort).await;
        let slot = booked_slot(app, &cohort, &registration).await;
        let membership = app.given_member(&organiser, &board).await;
        let questionnaire = app.given_questionnaire(&organiser, ten_questions()).await;
        let version = app.last_version(&questionnaire).await;
        let unpublished = app.given_draft_questionnaire(&organiser, ten_questions()).await;
        let unpublished_version = app.last_version(&unpublished).await;
        let guide = app.given_guide(&organiser).await;
        let unpublished_guide = app.given_draft_guide(&organiser).await;
        let response = app.given_response(&questionnaire, &board, 3).await;
        shared(app, &response).await;
        quota_shared(app, &board, &organiser).await;
        let first = |thing: &Thing, list: &str| {
            thing.body[list][0]["id"].as_str().unwrap_or_else(|| panic!("no {list}")).to_owned()
        };
        let mut ids = BTreeMap::from([
            ("organiserId", organiser.id.clone()),
            ("boardId", board.id.uuid().to_string()),
            ("sessionId", first(&cohort, "sessions")),
            ("participantId", first(&registration, "participants")),
            ("participationSecret", app.personal_link(&first(&registration, "participants"))),
            ("intakeSlotId", slot),
            ("programmeId", programme.id),
            ("cohortId", cohort.id),
            ("registrationId", registration.id),
            ("membershipId", membership.id),
            ("jobId", app.given_job(&board, |_| {}).await.id),
            ("questionnaireId", questionnaire.id),
            ("questionnaireVersionId", version.id),
            ("discussionGuideId", guide.id),
            ("responseId", response.id),
            ("invoiceId", invoice),
            ("certificateId", certificate.id.to_string()),
            ("code", certificate.code.to_string()),
        ]);
        ids.extend(common.clone());
        let machine = app.given_machine(Place::Organiser(id_of(&organiser)), &[]).await;
        ids.extend(machine.ids());
        ids.extend(people_of(app, &board).await);
        ids.insert("auditEntryId", entry_about(app, &ids["registrationId"]).await);
        let drafts = BTreeMap::from([
            ("programmeId", hidden.id),
            ("sessionId", first(&draft, "sessions")),
            ("cohortId", draft.id),
            ("questionnaireId", unpublished.id),
            ("questionnaireVersionId", unpublished_version.id),
            ("discussionGuideId", unpublished_guide.id),
        ]);
        let payment = payment_of(app, &ids["invoiceId"]).await;
        let board_id = ids["boardId"].clone();
        let about = About { board: board_id, organiser: organiser.id.clone(), payment };
        let proofs = proofs_of(app, &ids["participantId"]);
        Self { about, organiser, board, ids, proofs, drafts }
    }

    /// The path with the ids of this side; nothing where it has no such thing.
    pub fn fill(&self, path: &str) -> Option<String> {
        fill(path, &self.ids)
    }

    /// The same with the ids of what is this character's alone.
    pub fn fill_for(&self, character: &Character, path: &str) -> Option<String> {
        fill(path, &self.ids.clone().into_iter().chain(character.ids.clone()).collect())
    }

    /// The path with the ids of what is not public yet, where it is about such a thing.
    pub fn fill_drafts(&self, path: &str) -> Option<String> {
        fill(path, &self.drafts)
    }

    /// The query without a filter, and with each filter that takes the id of something of this side.
    pub fn filters(&self, operation: &Operation) -> Vec<String> {
        let parameters = operation.value["parameters"].as_array().into_iter().flatten();
        let names = parameters.filter_map(|parameter| parameter["name"].as_str());
        let ids = names.filter_map(|name| Some((name, self.ids.get(name)?)));
        let filters = ids.map(|(name, id)| format!("?{name}={id}"));
        std::iter::once(String::new()).chain(filters).collect()
    }

    /// The ids that nobody of another side may come across.
    pub fn secrets(&self) -> Vec<&str> {
        let public = ["organiserId", "boardId", "programmeId", "cohortId", "sessionId"];
        let common = ["schoolId", "partnershipId", "importId"];
        let asked = ["questionnaireId", "questionnaireVersionId", "discussionGuideId"];
        let public = [&public[..], &common, &asked].concat();
        let private = self.ids.iter().filter(|(name, _)| !public.contains(*name));
        private.chain(&self.drafts).map(|(_, id)| id.as_str()).collect()
    }
}

/// Somebody at the board with a role and a sign-in, and somebody who was invited there.
async fn people_of(app: &TestApp, board: &Board) -> BTreeMap<&'static str, String> {
    let colleague = app.board_editor(board).await;
    let user = colleague.user.unwrap();
    let manager = app.board_administrator(board).await;
    BTreeMap::from([
        ("userId", user.to_string()),
        ("roleId", role_of(&colleague).await.expect("a role")),
        ("calendarId", calendar_of(&colleague, Place::Board(board.id)).await),
        ("signInId", app.given_sign_in(user).await),
        ("invitationId", invitation_of(&manager, app.number()).await.expect("a place")),
    ])
}

fn id_of(organiser: &Thing) -> Id<Organiser> {
    organiser.id.parse::<Uuid>().unwrap().into()
}

async fn role_of(client: &Client) -> Option<String> {
    let me = client.get("/v1/me").await.expect(200).body;
    me["roles"][0]["id"].as_str().map(ToOwned::to_owned)
}

/// An invitation to the place where this person holds their role, where they may invite.
async fn invitation_of(client: &Client, number: u64) -> Option<String> {
    let me = client.get("/v1/me").await.expect(200).body;
    let held = &me["roles"][0];
    let place = |name: &str| held[name]["id"].as_str().map(ToOwned::to_owned);
    let mut body = json!({ "role": held["role"], "email": format!("invited{number}@example.nl") });
    for (name, field) in [("organiser", "organiserId"), ("board", "boardId")] {
        if let Some(id) = place(name) {
            body[field] = json!(id);
        }
    }
    let may = held["operations"].as_array()?.contains(&json!("createInvitation"));
    if may { Some(client.post("/v1/invitations", body).await.expect(201).id()) } else { None }
}

fn fill(path: &str, ids: &BTreeMap<&str, String>) -> Option<String> {
    let segments = path.split('/').map(|segment| {
        let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        name.map_or(Some(segment), |name| ids.get(name).map(String::as_str))
    });
    Some(segments.collect::<Option<Vec<_>>>()?.join("/"))
}

/// The path with ids of what does not exist.
pub fn fill_unknown(path: &str) -> String {
    let (id, secret) = (unknown(), "A".repeat(48));
    let filled = path.split('/').map(|segment| match segment {
        _ if segment.ends_with("Secret}") => secret.as_str(),
        _ if segment.starts_with('{') => id.as_str(),
        _ => segment,
    });
    filled.collect::<Vec<_>>().join("/")
}

/// Somebody who asks.
pub struct Character {
    pub name: String,
    pub client: Client,
    /// Nothing for a visitor and for somebody without a role.
    pub kind: Option<RoleKind>,
    pub signed_in: bool,
    /// What a machine may; nothing for people.
    scopes: Option<Vec<&'static str>>,
    /// The id for each parameter of a path about what is this character's alone.
    ids: BTreeMap<&'static str, String>,
}

impl Character {
    async fn new(app: &TestApp, name: String, client: Client, kind: Option<RoleKind>) -> Self {
        let mut ids = BTreeMap::new();
        if let Some(user) = client.user {
            ids.insert("signInId", app.given_sign_in(user).await);
            ids.extend(role_of(&client).await.map(|role| ("roleId", role)));
            let invitation = invitation_of(&client, app.number()).await;
            ids.extend(invitation.map(|invitation| ("invitationId", invitation)));
        }
        Self { name, signed_in: client.user.is_some(), client, kind, scopes: None, ids }
    }

    /// A machine that acts for `place` with these scopes.
    async fn machine(app: &TestApp, place: Place, scopes: Vec<&'static str>) -> Self {
        let client = app.given_machine(place, &scopes).await.client;
        let kind = match place {
            Place::Board(_) => RoleKind::BoardEditor,
            Place::Platform | Place::Organiser(_) => RoleKind::OrganiserEditor,
        };
        let name = format!("machine as {kind:?} with {} scopes", scopes.len());
        let (scopes, ids) = (Some(scopes), BTreeMap::new());
        Self { name, client, kind: Some(kind), signed_in: true, scopes, ids }
    }

    /// The kinds of role that they have; a machine reads the log of its organisation as an
    /// administrator does.
    pub fn counts_as(&self) -> impl Iterator<Item = RoleKind> {
        let administers = self.scopes.as_ref().and(self.kind).map(|kind| match kind {
            RoleKind::BoardEditor => RoleKind::BoardAdministrator,
            RoleKind::OrganiserEditor => RoleKind::OrganiserAdministrator,
            kind => kind,
        });
        self.kind.into_iter().chain(administers)
    }

    /// Whether this is somebody whom the lack of `scope` does not keep out.
    pub fn has_scope(&self, scope: Option<&str>) -> bool {
        let Some(scopes) = &self.scopes else { return true };
        scope.is_some_and(|scope| scopes.contains(&scope))
    }

    /// Whether somebody like this can have something at `path`.
    pub fn can_own(&self, path: &str) -> bool {
        self.ids.contains_key("roleId") || !path.contains("{roleId}")
    }
}

/// What a row of the matrix is tried on.
pub struct World {
    pub own: Side,
    pub foreign: Side,
    pub characters: Vec<Character>,
    common: Common,
}

impl World {
    pub async fn new(app: &TestApp) -> Self {
        Self::around(app, common(app).await).await
    }

    /// The same anew, where what the operations did would be in the way.
    pub async fn renew(&mut self, app: &TestApp) {
        *self = Self::around(app, self.common.clone()).await;
    }

    async fn around(app: &TestApp, common: Common) -> Self {
        let (own, foreign) = (Side::new(app, &common).await, Side::new(app, &common).await);
        let (organiser, board) = (&own.organiser, &own.board);
        let held = [
            (RoleKind::Administrator, app.administrator().await),
            (RoleKind::OrganiserAdministrator, app.organiser_administrator(organiser).await),
            (RoleKind::OrganiserEditor, app.organiser_editor(organiser).await),
            (RoleKind::BoardAdministrator, app.board_administrator(board).await),
            (RoleKind::BoardEditor, app.board_editor(board).await),
        ];
        let mut characters = Vec::new();
        for (kind, client) in held {
            let place = match kind.administering() {
                RoleKind::OrganiserAdministrator => Place::Organiser(id_of(organiser)),
                _ => Place::Board(board.id),
            };
            let mut character = Character::new(app, format!("{kind:?}"), client, Some(kind)).await;
            let calendar = calendar_of(&character.client, place).await;
            character.ids.insert("calendarId", calendar);
            if kind == RoleKind::BoardAdministrator {
                character.ids.extend(app.given_machine(Place::Board(board.id), &[]).await.ids());
            }
            characters.push(character);
        }
        for place in [Place::Organiser(id_of(organiser)), Place::Board(board.id)] {
            for scopes in [scopes(), Vec::new()] {
                characters.push(Character::machine(app, place, scopes).await);
            }
        }
        for (name, client) in
            [("visitor", app.visitor()), ("somebody without a role", app.given_person(None).await)]
        {
            characters.push(Character::new(app, name.to_owned(), client, None).await);
        }
        for character in &mut characters {
            character.ids.extend(own.proofs.clone());
        }
        Self { own, foreign, characters, common }
    }
}
