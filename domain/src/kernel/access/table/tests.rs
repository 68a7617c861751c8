//! Who may do what, as sentences.

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
    let reading = [
        "getEligibility",
        "listBreakoutChoices",
        "listIntakeSlots",
        "getIntakeSlot",
        "listRegistrations",
        "getRegistration",
        "listHistory",
    ];
    assert_eq!(open, reading);
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

#[test]
fn somebody_acts_for_the_place_that_they_may_act_for() {
    let (ours, theirs) = (Id::from(Uuid::from_u128(1)), Id::from(Uuid::from_u128(2)));
    let several = Actor::person(
        nil(),
        vec![Role::OrganiserEditor(ours), Role::OrganiserEditor(theirs), Role::BoardEditor(nil())],
    );
    let confirms = of("confirmRegistration").unwrap();
    assert_eq!(confirms.only_place_of(&several), None);
    assert_eq!(of("acceptOffer").unwrap().only_place_of(&several), Some(Place::Board(nil())));
    let partners = [Place::Organiser(Id::from(Uuid::from_u128(3))), Place::Organiser(theirs)];
    assert_eq!(several.acts_for(partners), Some(Place::Organiser(theirs)));
    assert_eq!(several.acts_for([]), None);

    let machine = machine(Role::OrganiserEditor(ours), "registrations:write");
    assert_eq!(confirms.only_place_of(&machine), Some(Place::Organiser(ours)));
    let administrator = person(Role::Administrator);
    assert_eq!(confirms.only_place_of(&administrator), Some(Place::Platform));
    assert_eq!(administrator.acts_for(partners), Some(Place::Platform));
}
