//! Who somebody is, which roles they hold, what they see; and the table of who may do what.

mod needed;
mod scopes;
mod table;

use uuid::Uuid;

pub use needed::Needed;
pub use scopes::text_of_scope;
pub use table::{Access, TABLE, Who, of, opened_by, scopes};

use super::event::Subject;
use super::id::Id;
use crate::boards::Board;
pub use crate::clients::Client;
use crate::organisers::Organiser;
pub use crate::people::User;
pub use crate::sign_ins::SignIn;

/// Who acts: a person or a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal {
    User(Id<User>),
    Client(Id<Client>),
}

impl Principal {
    /// The word for what it is.
    pub fn kind(self) -> &'static str {
        match self {
            Self::User(_) => User::KIND,
            Self::Client(_) => Client::KIND,
        }
    }

    pub fn uuid(self) -> Uuid {
        match self {
            Self::User(user) => user.uuid(),
            Self::Client(client) => client.uuid(),
        }
    }
}

/// What somebody is, somewhere. Held in the database, never taken from a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Runs the platform.
    Administrator,
    /// Does what editors do, and manages the organiser's people, machines and audit log.
    OrganiserAdministrator(Id<Organiser>),
    OrganiserEditor(Id<Organiser>),
    /// Does what editors do, and manages the board's people, machines and audit log.
    BoardAdministrator(Id<Board>),
    BoardEditor(Id<Board>),
}

/// The kind of a role, wherever it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoleKind {
    Administrator,
    OrganiserAdministrator,
    OrganiserEditor,
    BoardAdministrator,
    BoardEditor,
}

impl RoleKind {
    /// The role of who manages the people of such a place.
    pub fn administering(self) -> Self {
        match self {
            Self::Administrator => self,
            Self::OrganiserAdministrator | Self::OrganiserEditor => Self::OrganiserAdministrator,
            Self::BoardAdministrator | Self::BoardEditor => Self::BoardAdministrator,
        }
    }

    /// Whether whoever holds such a role manages the people of its place.
    pub fn administers(self) -> bool {
        match self {
            Self::Administrator | Self::OrganiserAdministrator | Self::BoardAdministrator => true,
            Self::OrganiserEditor | Self::BoardEditor => false,
        }
    }
}

impl super::Code for RoleKind {
    const ALL: &'static [Self] = &[
        Self::Administrator,
        Self::OrganiserAdministrator,
        Self::OrganiserEditor,
        Self::BoardAdministrator,
        Self::BoardEditor,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::OrganiserAdministrator => "organiser-administrator",
            Self::OrganiserEditor => "organiser-editor",
            Self::BoardAdministrator => "board-administrator",
            Self::BoardEditor => "board-editor",
        }
    }
}

/// Where a role is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Platform,
    Organiser(Id<Organiser>),
    Board(Id<Board>),
}

impl Role {
    /// The role of this kind at this place, where there is such a role.
    pub fn at(kind: RoleKind, place: Place) -> Option<Self> {
        match (kind, place) {
            (RoleKind::Administrator, Place::Platform) => Some(Self::Administrator),
            (RoleKind::OrganiserAdministrator, Place::Organiser(id)) => {
                Some(Self::OrganiserAdministrator(id))
            }
            (RoleKind::OrganiserEditor, Place::Organiser(id)) => Some(Self::OrganiserEditor(id)),
            (RoleKind::BoardAdministrator, Place::Board(id)) => Some(Self::BoardAdministrator(id)),
            (RoleKind::BoardEditor, Place::Board(id)) => Some(Self::BoardEditor(id)),
            _ => None,
        }
    }

    pub fn kind(self) -> RoleKind {
        match self {
            Self::Administrator => RoleKind::Administrator,
            Self::OrganiserAdministrator(_) => RoleKind::OrganiserAdministrator,
            Self::OrganiserEditor(_) => RoleKind::OrganiserEditor,
            Self::BoardAdministrator(_) => RoleKind::BoardAdministrator,
            Self::BoardEditor(_) => RoleKind::BoardEditor,
        }
    }

    pub fn place(self) -> Place {
        match self {
            Self::Administrator => Place::Platform,
            Self::OrganiserAdministrator(id) | Self::OrganiserEditor(id) => Place::Organiser(id),
            Self::BoardAdministrator(id) | Self::BoardEditor(id) => Place::Board(id),
        }
    }

    /// Whether whoever holds it manages the people of its place.
    pub fn administers(self) -> bool {
        self.kind().administers()
    }
}

/// Who is asking: a person or a machine with their roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub principal: Principal,
    pub roles: Vec<Role>,
    /// What a machine may do besides what its role allows; nothing for people.
    pub scopes: Option<Vec<String>>,
}

impl Actor {
    /// A person with these roles.
    pub fn person(user: Id<User>, roles: Vec<Role>) -> Self {
        Self { principal: Principal::User(user), roles, scopes: None }
    }

    /// The same machine with no more than these of its scopes.
    pub fn narrowed(self, to: &[String]) -> Self {
        let scopes = self.scopes.map(|mut scopes| {
            scopes.retain(|scope| to.contains(scope));
            scopes
        });
        Self { scopes, ..self }
    }

    /// The person, where it is one.
    pub fn user(&self) -> Option<Id<User>> {
        match self.principal {
            Principal::User(user) => Some(user),
            Principal::Client(_) => None,
        }
    }

    pub fn is_administrator(&self) -> bool {
        self.roles.contains(&Role::Administrator)
    }

    /// Whether this actor edits what `organiser` organises.
    pub fn edits_organiser(&self, organiser: Id<Organiser>) -> bool {
        self.acts_at(Place::Organiser(organiser))
    }

    /// Whether this actor acts for `board`.
    pub fn edits_board(&self, board: Id<Board>) -> bool {
        self.acts_at(Place::Board(board))
    }

    fn acts_at(&self, place: Place) -> bool {
        self.is_administrator() || self.roles.iter().any(|role| role.place() == place)
    }

    /// Whether `role` opens what is open to those who hold a role of these kinds. What a machine
    /// may do is for its scopes to say, which an administrator of its organisation gave: there it
    /// stands for one.
    pub fn counts_as(&self, role: RoleKind, kinds: &[RoleKind]) -> bool {
        let is_machine = self.scopes.is_some();
        kinds.contains(&role) || (is_machine && kinds.contains(&role.administering()))
    }

    /// The one place where this actor holds a role, where it is one.
    pub fn only_place(&self) -> Option<Place> {
        let (first, others) = self.roles.split_first()?;
        let place = first.place();
        others.iter().all(|role| role.place() == place).then_some(place)
    }

    /// For which of these places this actor acts: the first where they hold a role, and else the
    /// platform, where they run it.
    pub fn acts_for(&self, places: impl IntoIterator<Item = Place>) -> Option<Place> {
        let held = |place: &Place| self.roles.iter().any(|role| role.place() == *place);
        let platform = self.is_administrator().then_some(Place::Platform);
        places.into_iter().find(held).or(platform)
    }

    /// Whether this actor manages the people of `place`.
    pub fn administers(&self, place: Place) -> bool {
        let there = |role: &Role| role.place() == place && role.administers();
        self.is_administrator() || self.roles.iter().any(there)
    }

    pub fn organisers(&self) -> Vec<Id<Organiser>> {
        let organiser = |role: &Role| match role.place() {
            Place::Organiser(organiser) => Some(organiser),
            _ => None,
        };
        self.roles.iter().filter_map(organiser).collect()
    }

    pub fn boards(&self) -> Vec<Id<Board>> {
        let board = |role: &Role| match role.place() {
            Place::Board(board) => Some(board),
            _ => None,
        };
        self.roles.iter().filter_map(board).collect()
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

    /// Whose audit log `actor` reads: all of it, or that of the organisations that they administer.
    /// A machine reads that of its organisation; whether it may, its scopes tell.
    pub fn audited_by(actor: &Actor) -> Self {
        let is_machine = actor.scopes.is_some();
        let roles = actor.roles.iter().copied();
        let roles = roles.filter(|role| is_machine || role.administers()).collect();
        Self::of(Some(&Actor { roles, ..actor.clone() }))
    }
}
