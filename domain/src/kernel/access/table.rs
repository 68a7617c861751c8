//! Who may do what: one table, read by the server at start-up and by every request.
//!
//! An operation without a row fails start-up (deny by default). The table says which *function* a
//! role opens, and which scope a machine needs besides; which *objects* they reach is asked of
//! [`Actor`] and answered inside each query.

use super::{Actor, Role, RoleKind};
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
    staff("registerTeam", BOARD, "registrations:write"),
    staff("listRegistrations", ANY_ROLE, "registrations:read"),
    staff("getRegistration", ANY_ROLE, "registrations:read"),
    staff("changeRegistration", BOARD, "registrations:write"),
    staff("withdrawRegistration", BOARD, "registrations:write"),
    staff("replaceParticipant", BOARD, "registrations:write"),
    staff("acceptOffer", BOARD, "registrations:write"),
    staff("declineOffer", BOARD, "registrations:write"),
    staff("offerSeats", ORGANISER, "registrations:write"),
    staff("confirmRegistration", ORGANISER, "registrations:write"),
    staff("waitlistRegistration", ORGANISER, "registrations:write"),
    staff("rejectRegistration", ORGANISER, "registrations:write"),
    staff("decideRegistrations", ORGANISER, "registrations:write"),
    staff("listHistory", ANY_ROLE, "registrations:read"),
    staff("changeNeeds", BOARD, "registrations:write"),
    staff("getNeeds", ORGANISER, "needs:read"),
    staff("listNeeds", ORGANISER, "needs:read"),
    anybody("getFunctionMix", "function-mix:read"),
    anybody("getBoardFunctionMix", "function-mix:read"),
    staff("recordFunctionMix", BOARD, "function-mix:write"),
    staff("importFunctionMix", BOARD, "function-mix:write"),
    anybody("listQuotaPercentages", "jobs:read"),
    staff("getJobQuota", ANY_ROLE, "jobs:read"),
    staff("getBoardJobQuota", BOARD, "jobs:read"),
    staff("listFormations", BOARD, "jobs:read"),
    staff("recordFormation", BOARD, "jobs:write"),
    staff("importFormations", BOARD, "jobs:write"),
    staff("listJobs", BOARD, "jobs:read"),
    staff("createJob", BOARD, "jobs:write"),
    staff("importJobs", BOARD, "jobs:write"),
    staff("getJob", BOARD, "jobs:read"),
    staff("changeJob", BOARD, "jobs:write"),
    staff("deleteJob", BOARD, "jobs:write"),
    staff("getBoardOverview", BOARD, "boards:read"),
    anybody("listQuestionnaires", "assessments:read"),
    anybody("getQuestionnaire", "assessments:read"),
    staff("createQuestionnaire", ORGANISER, "assessments:write"),
    staff("copyQuestionnaire", ORGANISER, "assessments:write"),
    anybody("listQuestionnaireVersions", "assessments:read"),
    anybody("getQuestionnaireVersion", "assessments:read"),
    staff("createQuestionnaireVersion", ORGANISER, "assessments:write"),
    staff("changeQuestionnaireVersion", ORGANISER, "assessments:write"),
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
    staff("createDiscussionGuide", ORGANISER, "assessments:write"),
    staff("changeDiscussionGuide", ORGANISER, "assessments:write"),
    staff("publishDiscussionGuide", ORGANISER, "assessments:write"),
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
mod tests {
    use uuid::Uuid;

    use super::super::{Place, Principal, Scope};
    use super::*;
    use crate::kernel::Id;

    fn nil<T>() -> Id<T> {
        Id::from(Uuid::nil())
    }

    fn person(role: Role) -> Actor {
        Actor::person(nil(), vec![role])
    }

    fn machine(role: Role, scope: &str) -> Actor {
        let principal = Principal::Client(nil());
        Actor { principal, roles: vec![role], scopes: Some(vec![scope.to_owned()]) }
    }

    #[test]
    fn every_operation_stands_once_in_the_table() {
        for (index, Access { operation, .. }) in TABLE.iter().enumerate() {
            let later = TABLE.iter().skip(index + 1);
            assert!(later.clone().all(|other| other.operation != *operation), "{operation} twice");
        }
    }

    #[test]
    fn a_scope_is_a_resource_and_a_verb_and_reading_never_takes_the_scope_to_write() {
        for Access { operation, scope, .. } in TABLE {
            let Some((resource, verb)) = scope.and_then(|scope| scope.split_once(':')) else {
                continue;
            };
            assert!(resource.bytes().all(|it| it.is_ascii_lowercase() || it == b'-'), "{scope:?}");
            let reads = operation.starts_with("list") || operation.starts_with("get");
            assert_eq!(verb, if reads { "read" } else { "write" }, "{operation}");
        }
    }

    #[test]
    fn a_board_editor_may_register_but_not_publish() {
        let editor = person(Role::BoardEditor(nil()));
        assert!(of("registerTeam").unwrap().admits(&editor));
        assert!(!of("publishCohort").unwrap().admits(&editor));
        assert!(!of("registerTeam").unwrap().admits(&Actor::person(nil(), vec![])));
    }

    #[test]
    fn a_machine_needs_the_scope_besides_the_role() {
        let register = of("registerTeam").unwrap();
        assert!(register.admits(&machine(Role::BoardEditor(nil()), "registrations:write")));
        assert!(!register.admits(&machine(Role::BoardEditor(nil()), "registrations:read")));
        assert!(!register.admits(&machine(Role::OrganiserEditor(nil()), "registrations:write")));
        let import = of("startImport").unwrap();
        assert!(!import.admits(&machine(Role::Administrator, "imports:write")));
    }

    #[test]
    fn a_machine_may_ask_who_it_is_and_no_person_s_business() {
        let machine = machine(Role::BoardEditor(nil()), "registrations:read");
        assert!(of("getMe").unwrap().admits(&machine));
        assert!(!of("changeMe").unwrap().admits(&machine));
        assert!(of("changeMe").unwrap().admits(&Actor::person(nil(), vec![])));
    }

    #[test]
    fn the_audit_log_is_for_administrators_and_for_machines_with_the_scope() {
        let read = of("listAuditEntries").unwrap();
        assert!(read.admits(&person(Role::BoardAdministrator(nil()))));
        assert!(!read.admits(&person(Role::BoardEditor(nil()))));
        let machine = |scope| machine(Role::BoardEditor(nil()), scope);
        assert!(read.admits(&machine("audit:read")));
        assert!(!read.admits(&machine("registrations:read")));
        assert_eq!(Scope::audited_by(&machine("audit:read")).boards, [nil()]);
        let other = Id::from(Uuid::max());
        let both = vec![Role::BoardAdministrator(nil()), Role::BoardEditor(other)];
        assert_eq!(Scope::audited_by(&Actor::person(nil(), both)).boards, [nil()]);
    }

    #[test]
    fn a_role_opens_what_it_admits_and_to_a_machine_only_what_its_scopes_do() {
        let machine = machine(Role::BoardEditor(nil()), "registrations:read");
        let open: Vec<_> = opened_by(RoleKind::BoardEditor, &machine).collect();
        assert_eq!(open, ["getEligibility", "listRegistrations", "getRegistration", "listHistory"]);
    }

    #[test]
    fn administrators_open_what_editors_of_the_same_place_open() {
        let nobody = Actor::person(nil(), vec![]);
        let opened_by = |kind| opened_by(kind, &nobody);
        for (administrator, editor) in [
            (RoleKind::BoardAdministrator, RoleKind::BoardEditor),
            (RoleKind::OrganiserAdministrator, RoleKind::OrganiserEditor),
        ] {
            let open: Vec<_> = opened_by(administrator).collect();
            assert!(opened_by(editor).all(|operation| open.contains(&operation)));
            assert!(open.contains(&"changeRole"));
            assert!(!opened_by(editor).any(|operation| operation == "changeRole"));
        }
    }

    #[test]
    fn an_administrator_of_an_organisation_does_what_its_editors_do_there_and_only_there() {
        let other = Id::from(Uuid::max());
        let administrator = person(Role::BoardAdministrator(nil()));
        assert!(administrator.edits_board(nil()) && !administrator.edits_board(other));
        assert!(administrator.administers(Place::Board(nil())));
        assert!(!administrator.administers(Place::Platform));
        assert!(!person(Role::BoardEditor(nil())).administers(Place::Board(nil())));
    }
}
