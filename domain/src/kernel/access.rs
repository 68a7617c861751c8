//! Who may do what: one table, read by the server at start-up and by every request.
//!
//! An operation without a row fails start-up (deny by default). The table says which *function* a
//! role opens; which *objects* it reaches is asked of [`Actor`] and answered inside each query.

use super::id::Id;
use crate::boards::Board;
use crate::organisers::Organiser;

/// A person with an account.
#[derive(Debug)]
pub struct User;

/// What a person is, somewhere. Held in the database, never taken from a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Administrator,
    OrganiserEditor(Id<Organiser>),
    BoardEditor(Id<Board>),
}

/// The kind of a role, wherever it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleKind {
    Administrator,
    OrganiserEditor,
    BoardEditor,
}

impl super::Code for RoleKind {
    const ALL: &'static [Self] = &[Self::Administrator, Self::OrganiserEditor, Self::BoardEditor];

    fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::OrganiserEditor => "organiser-editor",
            Self::BoardEditor => "board-editor",
        }
    }
}

impl Role {
    pub fn kind(self) -> RoleKind {
        match self {
            Self::Administrator => RoleKind::Administrator,
            Self::OrganiserEditor(_) => RoleKind::OrganiserEditor,
            Self::BoardEditor(_) => RoleKind::BoardEditor,
        }
    }
}

/// Who is asking: a person with their roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub user: Id<User>,
    pub roles: Vec<Role>,
}

impl Actor {
    pub fn is_administrator(&self) -> bool {
        self.roles.contains(&Role::Administrator)
    }

    /// Whether this person edits what `organiser` organises.
    pub fn edits_organiser(&self, organiser: Id<Organiser>) -> bool {
        self.is_administrator() || self.roles.contains(&Role::OrganiserEditor(organiser))
    }

    /// Whether this person acts for `board`.
    pub fn edits_board(&self, board: Id<Board>) -> bool {
        self.is_administrator() || self.roles.contains(&Role::BoardEditor(board))
    }

    pub fn organisers(&self) -> Vec<Id<Organiser>> {
        self.roles
            .iter()
            .filter_map(|role| match role {
                Role::OrganiserEditor(organiser) => Some(*organiser),
                _ => None,
            })
            .collect()
    }

    pub fn boards(&self) -> Vec<Id<Board>> {
        self.roles
            .iter()
            .filter_map(|role| match role {
                Role::BoardEditor(board) => Some(*board),
                _ => None,
            })
            .collect()
    }
}

/// Which objects somebody sees beyond what everybody sees. Every query takes one, so that what is
/// foreign is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    pub everything: bool,
    pub organisers: Vec<Id<Organiser>>,
    pub boards: Vec<Id<Board>>,
}

impl Scope {
    /// What `actor` sees; a visitor sees what is public.
    pub fn of(actor: Option<&Actor>) -> Self {
        actor.map_or_else(Self::default, |actor| Self {
            everything: actor.is_administrator(),
            organisers: actor.organisers(),
            boards: actor.boards(),
        })
    }
}

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody; a token is neither asked nor needed, but widens what is seen.
    Public,
    /// Whoever holds one of these roles, somewhere.
    AnyOf(&'static [RoleKind]),
}

const ADMINISTRATOR: Access = Access::AnyOf(&[RoleKind::Administrator]);
const ORGANISER: Access = Access::AnyOf(&[RoleKind::Administrator, RoleKind::OrganiserEditor]);
const BOARD: Access = Access::AnyOf(&[RoleKind::Administrator, RoleKind::BoardEditor]);
const SIGNED_IN: Access =
    Access::AnyOf(&[RoleKind::Administrator, RoleKind::OrganiserEditor, RoleKind::BoardEditor]);

/// The access of every operation, by `operationId`.
pub const TABLE: &[(&str, Access)] = &[
    ("listBoards", Access::Public),
    ("getBoard", Access::Public),
    ("mergeBoard", ADMINISTRATOR),
    ("listSchools", Access::Public),
    ("getSchool", Access::Public),
    ("listPartnerships", Access::Public),
    ("getPartnership", Access::Public),
    ("listRegions", Access::Public),
    ("startImport", ADMINISTRATOR),
    ("listImports", ADMINISTRATOR),
    ("getImport", ADMINISTRATOR),
    ("listOrganisers", Access::Public),
    ("getOrganiser", Access::Public),
    ("createOrganiser", ADMINISTRATOR),
    ("changeOrganiser", ORGANISER),
    ("listMemberships", ORGANISER),
    ("createMembership", ORGANISER),
    ("getMembership", ORGANISER),
    ("changeMembership", ORGANISER),
    ("listProgrammes", Access::Public),
    ("getProgramme", Access::Public),
    ("createProgramme", ORGANISER),
    ("changeProgramme", ORGANISER),
    ("publishProgramme", ORGANISER),
    ("archiveProgramme", ORGANISER),
    ("listCohorts", Access::Public),
    ("getCohort", Access::Public),
    ("getEligibility", SIGNED_IN),
    ("createCohort", ORGANISER),
    ("changeCohort", ORGANISER),
    ("publishCohort", ORGANISER),
    ("cancelCohort", ORGANISER),
    ("listSessions", Access::Public),
    ("getSession", Access::Public),
    ("createSession", ORGANISER),
    ("changeSession", ORGANISER),
    ("deleteSession", ORGANISER),
    ("registerTeam", BOARD),
    ("listRegistrations", SIGNED_IN),
    ("getRegistration", SIGNED_IN),
    ("changeRegistration", BOARD),
    ("withdrawRegistration", BOARD),
    ("replaceParticipant", BOARD),
];

/// The access of `operation`, if the table has it.
pub fn of(operation: &str) -> Option<Access> {
    TABLE.iter().find(|(name, _)| *name == operation).map(|(_, access)| *access)
}

impl Access {
    /// Whether somebody with `roles` may call.
    pub fn admits(self, roles: &[Role]) -> bool {
        match self {
            Self::Public => true,
            Self::AnyOf(kinds) => roles.iter().any(|role| kinds.contains(&role.kind())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_stands_once_in_the_table() {
        for (index, (name, _)) in TABLE.iter().enumerate() {
            assert!(TABLE.iter().skip(index + 1).all(|(other, _)| other != name), "{name} twice");
        }
    }

    #[test]
    fn a_board_editor_may_register_but_not_publish() {
        let roles = [Role::BoardEditor(Id::from(uuid::Uuid::nil()))];
        assert!(of("registerTeam").unwrap().admits(&roles));
        assert!(!of("publishCohort").unwrap().admits(&roles));
        assert!(!of("registerTeam").unwrap().admits(&[]));
    }
}
