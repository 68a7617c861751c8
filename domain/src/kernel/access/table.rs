//! Who may do what: one table, read by the server at start-up and by every request.
//!
//! An operation without a row fails start-up (deny by default). The table says which *function* a
//! role opens, and which scope a machine needs besides; which *objects* they reach is asked of
//! [`Actor`] and answered inside each query.

use super::{Actor, Place, Role, RoleKind};
use crate::kernel::Code;

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody; a token is neither asked nor needed, but widens what is seen.
    Public,
    /// Anybody, whatever token they send: a password or a code in the request shows who it is from.
    OwnProof,
    /// Whoever is signed in, with whatever role or none.
    SignedIn,
    /// Whoever has a good token: a person as well as a machine, whatever its scopes.
    Identified,
    /// Whoever holds one of these roles, somewhere.
    AnyOf(&'static [RoleKind]),
}

/// The access of one operation.
#[derive(Debug, PartialEq, Eq)]
pub struct Access {
    /// Its `operationId`.
    pub operation: &'static str,
    pub who: Who,
    /// What a machine needs besides its role, as `resource:read` or `resource:write`; machines may
    /// not call what has none.
    pub scope: Option<&'static str>,
}

const fn anybody(operation: &'static str, scope: &'static str) -> Access {
    Access { operation, who: Who::Public, scope: Some(scope) }
}

const fn by_proof(operation: &'static str) -> Access {
    Access { operation, who: Who::OwnProof, scope: None }
}

/// A code shows who somebody is; a token, whose account or identity it is for.
const fn by_code_or_token(operation: &'static str) -> Access {
    Access { operation, who: Who::Public, scope: None }
}

const fn signed_in(operation: &'static str) -> Access {
    Access { operation, who: Who::SignedIn, scope: None }
}

const fn people(operation: &'static str, kinds: &'static [RoleKind]) -> Access {
    Access { operation, who: Who::AnyOf(kinds), scope: None }
}

const fn staff(operation: &'static str, kinds: &'static [RoleKind], scope: &'static str) -> Access {
    Access { operation, who: Who::AnyOf(kinds), scope: Some(scope) }
}

const fn person(operation: &'static str) -> Access {
    Access { operation, who: Who::SignedIn, scope: None }
}

const fn identified(operation: &'static str) -> Access {
    Access { operation, who: Who::Identified, scope: None }
}

const ADMINISTRATOR: &[RoleKind] = &[RoleKind::Administrator];
const ORGANISER: &[RoleKind] =
    &[RoleKind::Administrator, RoleKind::OrganiserAdministrator, RoleKind::OrganiserEditor];
const BOARD: &[RoleKind] =
    &[RoleKind::Administrator, RoleKind::BoardAdministrator, RoleKind::BoardEditor];
const ORGANISER_MANAGERS: &[RoleKind] =
    &[RoleKind::Administrator, RoleKind::OrganiserAdministrator];
const MANAGERS: &[RoleKind] =
    &[RoleKind::Administrator, RoleKind::OrganiserAdministrator, RoleKind::BoardAdministrator];
const ANY_ROLE: &[RoleKind] = <RoleKind as Code>::ALL;

/// The access of every operation, by `operationId`.
pub const TABLE: &[Access] = &[
    identified("getMe"),
    person("changeMe"),
    person("listRoles"),
    person("getRole"),
    people("changeRole", MANAGERS),
    person("endRole"),
    people("listInvitations", MANAGERS),
    people("createInvitation", MANAGERS),
    people("getInvitation", MANAGERS),
    people("resendInvitation", MANAGERS),
    people("withdrawInvitation", MANAGERS),
    by_code_or_token("acceptInvitation"),
    by_proof("requestAccount"),
    by_proof("confirmAddress"),
    by_proof("requestNewPassword"),
    by_proof("resetPassword"),
    by_proof("lookAtCode"),
    person("changePassword"),
    person("changeEmail"),
    people("listUsers", ADMINISTRATOR),
    people("getUser", ADMINISTRATOR),
    people("blockUser", ADMINISTRATOR),
    people("unblockUser", ADMINISTRATOR),
    people("listClients", MANAGERS),
    people("createClient", MANAGERS),
    people("getClient", MANAGERS),
    people("changeClient", MANAGERS),
    people("blockClient", MANAGERS),
    people("unblockClient", MANAGERS),
    people("endClient", MANAGERS),
    people("addClientSecret", MANAGERS),
    people("revokeClientSecret", MANAGERS),
    people("addClientKey", MANAGERS),
    people("removeClientKey", MANAGERS),
    by_proof("issueToken"),
    anybody("listBoards", "boards:read"),
    anybody("getBoard", "boards:read"),
    people("mergeBoard", ADMINISTRATOR),
    anybody("listSchools", "boards:read"),
    anybody("getSchool", "boards:read"),
    anybody("listPartnerships", "boards:read"),
    anybody("getPartnership", "boards:read"),
    anybody("listRegions", "boards:read"),
    people("startImport", ADMINISTRATOR),
    people("listImports", ADMINISTRATOR),
    people("getImport", ADMINISTRATOR),
    people("listLetters", ADMINISTRATOR),
    people("getLetter", ADMINISTRATOR),
    people("resendLetter", ADMINISTRATOR),
    anybody("listOrganisers", "organisers:read"),
    anybody("getOrganiser", "organisers:read"),
    people("createOrganiser", ADMINISTRATOR),
    staff("changeOrganiser", ORGANISER, "organisers:write"),
    staff("listMemberships", ORGANISER, "memberships:read"),
    staff("createMembership", ORGANISER, "memberships:write"),
    staff("getMembership", ORGANISER, "memberships:read"),
    staff("changeMembership", ORGANISER, "memberships:write"),
    anybody("listProgrammes", "programmes:read"),
    anybody("getProgramme", "programmes:read"),
    staff("createProgramme", ORGANISER, "programmes:write"),
    staff("changeProgramme", ORGANISER, "programmes:write"),
    staff("publishProgramme", ORGANISER, "programmes:write"),
    staff("archiveProgramme", ORGANISER, "programmes:write"),
    anybody("listCohorts", "programmes:read"),
    anybody("listAllCohorts", "programmes:read"),
    anybody("listParticipantRoles", "programmes:read"),
    anybody("getCohort", "programmes:read"),
    staff("getEligibility", ANY_ROLE, "registrations:read"),
    staff("createCohort", ORGANISER, "programmes:write"),
    staff("changeCohort", ORGANISER, "programmes:write"),
    staff("publishCohort", ORGANISER, "programmes:write"),
    staff("cancelCohort", ORGANISER, "programmes:write"),
    staff("decideCohort", ORGANISER, "programmes:write"),
    anybody("listSessions", "programmes:read"),
    anybody("getSession", "programmes:read"),
    staff("createSession", ORGANISER, "programmes:write"),
    staff("changeSession", ORGANISER, "programmes:write"),
    staff("cancelSession", ORGANISER, "programmes:write"),
    staff("deleteSession", ORGANISER, "programmes:write"),
    anybody("getCohortCalendar", "programmes:read"),
    people("listCalendars", ANY_ROLE),
    people("createCalendar", ANY_ROLE),
    people("getCalendar", ANY_ROLE),
    people("renewCalendar", ANY_ROLE),
    people("revokeCalendar", ANY_ROLE),
    by_proof("getFeed"),
    by_proof("requestPersonalLinks"),
    by_proof("getParticipation"),
    by_proof("renewOwnLink"),
    staff("renewPersonalLink", ANY_ROLE, "registrations:write"),
    staff("listBreakoutChoices", ANY_ROLE, "registrations:read"),
    staff("chooseBreakout", ANY_ROLE, "registrations:write"),
    staff("leaveBreakout", ANY_ROLE, "registrations:write"),
    by_proof("listOwnBreakouts"),
    by_proof("chooseOwnBreakout"),
    by_proof("leaveOwnBreakout"),
    staff("publishIntakeSlots", ORGANISER, "programmes:write"),
    staff("listIntakeSlots", ANY_ROLE, "registrations:read"),
    staff("getIntakeSlot", ANY_ROLE, "registrations:read"),
    staff("cancelIntakeSlot", ORGANISER, "programmes:write"),
    staff("bookIntake", BOARD, "registrations:write"),
    staff("moveIntake", BOARD, "registrations:write"),
    staff("cancelIntake", BOARD, "registrations:write"),
    staff("registerTeam", BOARD, "registrations:write"),
    staff("listRegistrations", ANY_ROLE, "registrations:read"),
    staff("getRegistration", ANY_ROLE, "registrations:read"),
    staff("changeRegistration", BOARD, "registrations:write"),
    staff("withdrawRegistration", BOARD, "registrations:write"),
    staff("replaceParticipant", BOARD, "registrations:write"),
    staff("removeParticipant", BOARD, "registrations:write"),
    staff("acceptOffer", BOARD, "registrations:write"),
    staff("declineOffer", BOARD, "registrations:write"),
    staff("offerSeats", ORGANISER, "registrations:write"),
    staff("confirmRegistration", ORGANISER, "registrations:write"),
    staff("waitlistRegistration", ORGANISER, "registrations:write"),
    staff("rejectRegistration", ORGANISER, "registrations:write"),
    staff("decideRegistrations", ORGANISER, "registrations:write"),
    staff("listHistory", ANY_ROLE, "registrations:read"),
    staff("changeNeeds", BOARD, "registrations:write"),
    staff("listAttendances", ANY_ROLE, "attendances:read"),
    staff("markAttendances", ORGANISER, "attendances:write"),
    staff("getCompletion", ANY_ROLE, "attendances:read"),
    staff("listCompletion", ORGANISER, "attendances:read"),
    staff("completeCohort", ORGANISER, "registrations:write"),
    staff("getNeeds", ORGANISER, "needs:read"),
    staff("listNeeds", ORGANISER, "needs:read"),
    staff("listParticipants", ORGANISER, "registrations:read"),
    staff("getSignInSheet", ORGANISER, "registrations:read"),
    staff("getBadges", ORGANISER, "registrations:read"),
    staff("getAttendanceTable", ORGANISER, "attendances:read"),
    staff("getCohortFigures", ORGANISER, "registrations:read"),
    staff("getProgrammeFigures", ORGANISER, "registrations:read"),
    staff("getOrganiserFigures", ORGANISER, "registrations:read"),
    anybody("getFunctionMix", "function-mix:read"),
    anybody("getBoardFunctionMix", "function-mix:read"),
    anybody("getFunctionMixComparison", "function-mix:read"),
    staff("recordFunctionMix", BOARD, "function-mix:write"),
    staff("importFunctionMix", BOARD, "function-mix:write"),
    anybody("listQuotaPercentages", "jobs:read"),
    staff("getJobQuota", ANY_ROLE, "jobs:read"),
    staff("getBoardJobQuota", ANY_ROLE, "jobs:read"),
    staff("assumeQuotaPercentage", ORGANISER, "jobs:write"),
    staff("forgetQuotaPercentage", ORGANISER, "jobs:write"),
    staff("listQuotaSharings", BOARD, "jobs:read"),
    staff("shareJobQuota", BOARD, "jobs:write"),
    staff("unshareJobQuota", BOARD, "jobs:write"),
    staff("listFormations", BOARD, "jobs:read"),
    staff("recordFormation", BOARD, "jobs:write"),
    staff("importFormations", BOARD, "jobs:write"),
    staff("listJobs", BOARD, "jobs:read"),
    staff("createJob", BOARD, "jobs:write"),
    staff("importJobs", BOARD, "jobs:write"),
    staff("getJob", BOARD, "jobs:read"),
    staff("changeJob", BOARD, "jobs:write"),
    staff("deleteJob", BOARD, "jobs:write"),
    people("getBoardOverview", BOARD),
    anybody("listQuestionnaires", "assessments:read"),
    anybody("getQuestionnaire", "assessments:read"),
    staff("createQuestionnaire", ORGANISER, "assessments:write"),
    staff("copyQuestionnaire", ORGANISER, "assessments:write"),
    anybody("listQuestionnaireVersions", "assessments:read"),
    anybody("getQuestionnaireVersion", "assessments:read"),
    staff("createQuestionnaireVersion", ORGANISER, "assessments:write"),
    staff("changeQuestionnaireVersion", ORGANISER, "assessments:write"),
    staff("discardQuestionnaireVersion", ORGANISER, "assessments:write"),
    staff("publishQuestionnaireVersion", ORGANISER, "assessments:write"),
    staff("previewQuestionnaireVersion", ORGANISER, "assessments:write"),
    staff("getBenchmarks", ORGANISER, "assessments:read"),
    staff("startResponse", BOARD, "assessments:write"),
    staff("listResponses", ANY_ROLE, "assessments:read"),
    staff("getResponse", ANY_ROLE, "assessments:read"),
    staff("changeResponse", BOARD, "assessments:write"),
    staff("submitResponse", BOARD, "assessments:write"),
    staff("withdrawResponse", BOARD, "assessments:write"),
    staff("shareResponse", BOARD, "assessments:write"),
    staff("unshareResponse", BOARD, "assessments:write"),
    staff("getResults", ANY_ROLE, "assessments:read"),
    staff("listInvoices", ANY_ROLE, "invoices:read"),
    staff("getInvoice", ANY_ROLE, "invoices:read"),
    staff("markInvoicePaid", ORGANISER, "invoices:write"),
    staff("undoPayment", ORGANISER, "invoices:write"),
    staff("getInvoicing", ORGANISER, "invoices:read"),
    people("changeInvoicing", ORGANISER_MANAGERS),
    anybody("listDiscussionGuides", "assessments:read"),
    anybody("getDiscussionGuide", "assessments:read"),
    anybody("listDiscussionGuideVersions", "assessments:read"),
    staff("createDiscussionGuide", ORGANISER, "assessments:write"),
    staff("changeDiscussionGuide", ORGANISER, "assessments:write"),
    staff("publishDiscussionGuide", ORGANISER, "assessments:write"),
    staff("listCertificates", ANY_ROLE, "certificates:read"),
    staff("getCertificate", ANY_ROLE, "certificates:read"),
    staff("issueCertificates", ORGANISER, "certificates:write"),
    staff("revokeCertificate", ORGANISER, "certificates:write"),
    anybody("getVerification", "certificates:read"),
    by_proof("signIn"),
    by_proof("refreshSignIn"),
    signed_in("listSignIns"),
    signed_in("getSignIn"),
    signed_in("endSignIn"),
    signed_in("endAllSignIns"),
    staff("listAuditEntries", MANAGERS, "audit:read"),
    staff("getAuditEntry", MANAGERS, "audit:read"),
    person("getMyData"),
    person("eraseMe"),
    people("eraseUser", ADMINISTRATOR),
    people("exportPerson", ADMINISTRATOR),
    people("erasePerson", ADMINISTRATOR),
    people("listRetentionRuns", ADMINISTRATOR),
];

/// The operations that a role of this kind opens to `actor` where it is held.
pub fn opened_by(kind: RoleKind, actor: &Actor) -> impl Iterator<Item = &'static str> {
    let opens = move |access: &&Access| match access.who {
        Who::AnyOf(kinds) => actor.counts_as(kind, kinds) && access.is_in_scope(actor),
        Who::Public | Who::OwnProof | Who::SignedIn | Who::Identified => false,
    };
    TABLE.iter().filter(opens).map(|access| access.operation)
}

/// The access of `operation`, if the table has it.
pub fn of(operation: &str) -> Option<&'static Access> {
    TABLE.iter().find(|access| access.operation == operation)
}

/// Every scope that a machine can have, each once, in order.
pub fn scopes() -> Vec<&'static str> {
    let mut scopes: Vec<_> = TABLE.iter().filter_map(|access| access.scope).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

impl Access {
    /// Whether `actor` may call: by a role and, for a machine, by a scope too.
    pub fn admits(&self, actor: &Actor) -> bool {
        match self.who {
            Who::Public | Who::OwnProof | Who::Identified => true,
            Who::SignedIn => self.is_in_scope(actor),
            Who::AnyOf(kinds) => {
                let counts = |role: &Role| actor.counts_as(role.kind(), kinds);
                self.is_in_scope(actor) && actor.roles.iter().any(counts)
            }
        }
    }

    /// The one place at which a role of `actor` opens this, where it is one.
    pub fn only_place_of(&self, actor: &Actor) -> Option<Place> {
        let Who::AnyOf(kinds) = self.who else { return None };
        let counts = |role: &&Role| actor.counts_as(role.kind(), kinds);
        let mut places = actor.roles.iter().filter(counts).map(|role| role.place());
        let place = places.next()?;
        places.all(|other| other == place).then_some(place)
    }

    /// Whether what `actor` is counts here: a machine is nobody where it lacks the scope.
    pub fn is_in_scope(&self, actor: &Actor) -> bool {
        let Some(scopes) = &actor.scopes else { return true };
        if self.who == Who::Identified {
            return true;
        }
        self.scope.is_some_and(|needed| scopes.iter().any(|scope| scope == needed))
    }
}

#[cfg(test)]
mod tests;
