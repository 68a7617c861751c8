//! A body for each operation that takes one.

use leerkring_tests::assessments::{all_answered, guide, ten_questions};
use leerkring_tests::document::Operation;
use leerkring_tests::given::{course, four_wednesdays, intake_slots, person, session};
use leerkring_tests::issuer::IssuerKey;
use leerkring_tests::{Value, json};
use uuid::Uuid;

/// Whom a sample is about.
#[derive(Debug, Clone)]
pub struct About {
    /// A board that the register has, by number or id.
    pub board: String,
    pub organiser: String,
    /// A payment of the invoice.
    pub payment: String,
}

impl About {
    /// A board with this number and an organiser that does not exist.
    pub fn board(number: &str) -> Self {
        let [organiser, payment] = [1, 2].map(|it| Uuid::from_u128(it).to_string());
        Self { board: number.to_owned(), organiser, payment }
    }
}

/// A body with which the operation would work, apart from what it is for.
pub fn sample(operation: &Operation, about: &About) -> Option<Value> {
    operation.value.get("requestBody")?;
    let id = operation.id.as_str();
    let known = of_offer(id, about).or_else(|| of_people(id, about));
    let known = known.or_else(|| of_figures(id, about)).or_else(|| of_assessments(id, about));
    let empty = operation.method == "PATCH" || EMPTY.contains(&id);
    let known = known.or_else(|| empty.then(|| json!({})));
    Some(known.unwrap_or_else(|| panic!("give a sample of the body of {id} here")))
}

/// What takes a body in which nothing has to be.
const EMPTY: [&str; 15] = [
    "addClientSecret",
    "cancelIntakeSlot",
    "confirmRegistration",
    "declineOffer",
    "endClient",
    "endRole",
    "issueCertificates",
    "removeClientKey",
    "removeParticipant",
    "revokeClientSecret",
    "unblockClient",
    "unblockUser",
    "waitlistRegistration",
    "withdrawInvitation",
    "withdrawRegistration",
];

fn of_offer(id: &str, about: &About) -> Option<Value> {
    let (board, organiser) = (&about.board, &about.organiser);
    Some(match id {
        "mergeBoard" => {
            json!({ "successorId": board, "mergedOn": "2026-08-01", "reason": "Fusie" })
        }
        "startImport" => json!("A;B\n1;2\n"),
        "createCalendar" => json!({ "boardId": board }),
        "createOrganiser" => json!({ "slug": "a-b", "name": "A", "members": "none" }),
        "createMembership" => json!({ "boardId": board, "number": "1", "fromOn": "2026-01-01" }),
        "createProgramme" => {
            let mut programme = course();
            programme["leadOrganiserId"] = json!(organiser);
            programme
        }
        "createCohort" => four_wednesdays(),
        "publishIntakeSlots" => intake_slots("2026-09-08"),
        "bookIntake" | "moveIntake" => json!({ "intakeSlotId": Uuid::from_u128(1) }),
        "chooseBreakout" | "chooseOwnBreakout" => {
            let [session, breakout] = [1, 2].map(Uuid::from_u128);
            json!({ "sessionId": session, "breakoutId": breakout })
        }
        "leaveBreakout" | "leaveOwnBreakout" => json!({ "sessionId": Uuid::from_u128(1) }),
        "createSession" => session("2026-12-16", "09:00:00", "17:00:00"),
        "registerTeam" => json!({
            "boardId": board,
            "contact": { "name": "A", "email": "a@example.nl" },
            "participants": [person("board-executive"), person("hr-professional")],
        }),
        "replaceParticipant" => person("board-executive"),
        "cancelCohort" | "cancelSession" | "offerSeats" | "rejectRegistration" => {
            json!({ "reason": "Meer plaats" })
        }
        "decideCohort" => json!({ "verdict": "go" }),
        "decideRegistrations" => {
            let row = json!({ "registrationId": Uuid::from_u128(1), "decision": "confirm" });
            json!({ "rows": [row] })
        }
        "markAttendances" => {
            let row = json!({ "participantId": Uuid::from_u128(1), "mark": "excused" });
            json!({ "rows": [row] })
        }
        "revokeCertificate" => json!({ "reason": "Naam verkeerd gespeld" }),
        "markInvoicePaid" => json!({ "paidOn": "2026-07-01" }),
        "undoPayment" => json!({ "paymentId": about.payment, "reason": "Vergissing" }),
        _ => return None,
    })
}

fn of_people(id: &str, about: &About) -> Option<Value> {
    let (board, organiser) = (&about.board, &about.organiser);
    Some(match id {
        "createClient" => {
            json!({ "name": "Koppeling", "organiserId": organiser, "scopes": ["boards:read"] })
        }
        "addClientKey" => json!({ "jwk": jwk() }),
        "issueToken" => json!({
            "grant_type": "client_credentials",
            "client_id": Uuid::from_u128(1).to_string(),
            "client_secret": "leerkring_cs_of_nobody",
        }),
        "signIn" | "eraseMe" => {
            json!({ "email": "nobody@example.nl", "password": "paard accu nietje" })
        }
        "refreshSignIn" => json!({ "refreshToken": "A".repeat(70) }),
        "createInvitation" => {
            json!({ "role": "board-editor", "boardId": board, "email": "new@example.nl" })
        }
        "requestAccount" => json!({ "name": "Noor", "email": "noor@example.nl" }),
        "requestNewPassword" | "requestPersonalLinks" | "changeEmail" => {
            json!({ "email": "noor@example.nl" })
        }
        "acceptInvitation" | "confirmAddress" | "resetPassword" => {
            json!({ "code": "A".repeat(43), "password": "paard accu nietje" })
        }
        "lookAtCode" => json!({ "code": "A".repeat(43) }),
        "changePassword" => {
            json!({ "password": "paard accu nietje", "newPassword": "paard accu nietje klopt" })
        }
        "blockUser" | "blockClient" => json!({ "reason": "Verloren telefoon" }),
        "eraseUser" => json!({ "reason": "Verzoek van de betrokkene" }),
        "exportPerson" | "erasePerson" => {
            json!({ "email": "nobody@example.nl", "reason": "Verzoek van de betrokkene" })
        }
        _ => return None,
    })
}

fn of_figures(id: &str, about: &About) -> Option<Value> {
    Some(match id {
        "recordFunctionMix" => json!({
            "sector": "bo",
            "year": 2025,
            "scheme": "lb-le",
            "scales": [{ "scale": "LB", "fte": "10.5" }],
        }),
        "importFunctionMix" => json!("sector;year;scheme;LB\nbo;2025;lb-le;10,5\n"),
        "recordFormation" => {
            json!({ "sector": "po", "year": 2024, "fte": "200", "accuracy": "measured" })
        }
        "importFormations" => json!("sector;year;fte;accuracy\npo;2024;200;measured\n"),
        "assumeQuotaPercentage" => json!({
            "sector": "po",
            "base": "formation",
            "year": 2030,
            "percentage": "4.50",
            "source": "Begroting 2030",
        }),
        "forgetQuotaPercentage" => json!({ "sector": "po", "base": "formation", "year": 2030 }),
        "shareJobQuota" | "unshareJobQuota" => json!({ "organiserId": about.organiser }),
        "createJob" => json!({
            "status": "filled",
            "engagement": "employed",
            "hoursPerWeek": "25.5",
            "fromOn": "2026-01-01",
        }),
        "importJobs" => {
            json!("status;engagement;hoursPerWeek;fromOn\nfilled;employed;25,5;2026-01-01\n")
        }
        _ => return None,
    })
}

fn of_assessments(id: &str, about: &About) -> Option<Value> {
    let (board, organiser) = (&about.board, &about.organiser);
    Some(match id {
        "createQuestionnaire" => {
            json!({ "organiserId": organiser, "definition": ten_questions() })
        }
        "copyQuestionnaire" => json!({ "organiserId": organiser }),
        "previewQuestionnaireVersion" => json!({ "answers": all_answered(3) }),
        "startResponse" => json!({ "boardId": board, "answers": all_answered(3) }),
        "createDiscussionGuide" => json!({ "organiserId": organiser, "content": guide() }),
        _ => return None,
    })
}

/// A public key that no client has yet.
fn jwk() -> Value {
    let mut key = IssuerKey::p256("").public;
    key.as_object_mut().unwrap().remove("kid");
    key
}
