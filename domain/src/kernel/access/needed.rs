//! What somebody lacks who may not call an operation, in words.

use super::{Access, Actor, RoleKind, Who};
use crate::kernel::{Text, text};

/// What an operation needs that its caller does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// One of these roles, somewhere.
    Role(&'static [RoleKind]),
    /// A scope, of a machine.
    Scope(&'static str),
    /// To be a person.
    Person,
}

impl Access {
    /// What `actor` lacks, who is not admitted.
    pub fn needed_by(&self, actor: &Actor) -> Needed {
        match (self.scope, self.who) {
            (Some(scope), _) if !self.is_in_scope(actor) => Needed::Scope(scope),
            (None, _) if !self.is_in_scope(actor) => Needed::Person,
            (_, Who::AnyOf(kinds)) => Needed::Role(kinds),
            _ => Needed::Person,
        }
    }
}

impl Needed {
    pub fn in_words(self) -> Text {
        match self {
            Self::Role(kinds) => {
                let nl: Vec<&str> = kinds.iter().map(|kind| name(*kind).0).collect();
                let en: Vec<&str> = kinds.iter().map(|kind| name(*kind).1).collect();
                text(
                    format!("uw rol geeft hier geen recht op; dit mag {}", one_of(&nl, "of")),
                    format!("your role does not allow this; it is for {}", one_of(&en, "or")),
                )
            }
            Self::Scope(scope) => text(
                format!("dit token heeft de scope {scope} niet, die hiervoor nodig is"),
                format!("this token lacks the scope {scope}, which this needs"),
            ),
            Self::Person => text(
                "dit is voor een persoon met een account, niet voor een machine",
                "this is for a person with an account, not for a machine",
            ),
        }
    }
}

fn name(kind: RoleKind) -> (&'static str, &'static str) {
    match kind {
        RoleKind::Administrator => ("een beheerder", "an administrator"),
        RoleKind::OrganiserAdministrator => {
            ("een beheerder van een organisator", "an administrator of an organiser")
        }
        RoleKind::OrganiserEditor => {
            ("een medewerker van een organisator", "an editor of an organiser")
        }
        RoleKind::BoardAdministrator => {
            ("een beheerder van een bestuur", "an administrator of a board")
        }
        RoleKind::BoardEditor => ("een medewerker van een bestuur", "an editor of a board"),
    }
}

fn one_of(names: &[&str], or: &str) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} {or} {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Principal, of};
    use super::*;
    use crate::kernel::Id;
    use uuid::Uuid;

    fn actor(scopes: Option<Vec<String>>) -> Actor {
        let principal = Principal::User(Id::from(Uuid::from_u128(1)));
        Actor { principal, roles: Vec::new(), scopes }
    }

    #[test]
    fn a_person_is_told_which_roles_may() {
        let needed = of("createProgramme").unwrap().needed_by(&actor(None));
        assert_eq!(
            needed.in_words().nl,
            "uw rol geeft hier geen recht op; dit mag een beheerder, een beheerder van een \
             organisator of een medewerker van een organisator"
        );
    }

    #[test]
    fn a_machine_is_told_which_scope_it_lacks() {
        let machine = actor(Some(vec!["boards:read".to_owned()]));
        let needed = of("listInvoices").unwrap().needed_by(&machine);
        assert_eq!(needed, Needed::Scope("invoices:read"));
        assert!(needed.in_words().en.contains("invoices:read"));
        assert_eq!(of("listUsers").unwrap().needed_by(&machine), Needed::Person);
    }
}
