//! Who is who in the demo: somebody for each role, and members of organisers. All made up.

use chrono::NaiveDate;
use leerkring_domain::boards::{Board, Sector};
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Actor, EmailAddress, Id, Role};
use leerkring_persistence::roles::{self, Grant};
use leerkring_persistence::{PageRequest, boards, users};

use super::ids::{Block, skip_to};
use super::offer::{Organisers, organiser};
use super::{MEMBER, PO_RAAD, STRANGER, VOION, board, lacks};
use crate::app::App;
use crate::cli::{stand_in, stand_in_email};
use crate::commands::organisers::{NewMember, NewMembership, add_member};
use crate::error::Error;
use crate::work::Work;

/// The organiser of school leaders, whose members are persons.
const AVS: &str = "avs";

/// Members of AVS.
const PERSONS: [&str; 5] =
    ["Amira Voorbeeld", "Bas Fictief", "Carlijn Verzonnen", "Daan Voorbeeld", "Esma Fictief"];

/// More boards than there are.
const ALL: u64 = 10_000;

/// Makes the administrator.
pub(super) async fn administrator(work: &mut Work, user: Id<User>) -> Result<Actor, Error> {
    let role = Role::Administrator;
    person(work, user, &stand_in(role.kind(), None), role).await?;
    Ok(Actor::person(user, vec![role]))
}

/// Makes an administrator and an editor of an organiser each, and of a board each.
pub(super) async fn editors(
    work: &mut Work,
    app: &App,
    organisers: &Organisers,
) -> Result<(), Error> {
    skip_to(app, Block::Editors);
    let po_raad = Role::OrganiserAdministrator(organiser(organisers, PO_RAAD)?);
    let voion = Role::OrganiserEditor(organiser(organisers, VOION)?);
    let member = Role::BoardAdministrator(board(&work.tx, MEMBER).await?);
    let stranger = Role::BoardEditor(board(&work.tx, STRANGER).await?);
    let whose = [(po_raad, PO_RAAD), (voion, VOION), (member, MEMBER), (stranger, STRANGER)];
    for (role, whose) in whose {
        person(work, work.id(), &stand_in(role.kind(), Some(whose)), role).await?;
    }
    Ok(())
}

/// Makes colleagues at the organiser and at the board of the examples: others to manage, and two who
/// want to be gone.
pub(super) async fn colleagues(work: &mut Work, organisers: &Organisers) -> Result<(), Error> {
    let po_raad = organiser(organisers, PO_RAAD)?;
    let member = board(&work.tx, MEMBER).await?;
    for (name, role) in [
        ("Femke Voorbeeld", Role::OrganiserEditor(po_raad)),
        ("Gijs Fictief", Role::OrganiserAdministrator(po_raad)),
        ("Hanna Voorbeeld", Role::BoardEditor(member)),
        ("Ilias Verzonnen", Role::BoardAdministrator(member)),
        ("Jip Fictief", Role::BoardEditor(member)),
        ("Kees Verzonnen", Role::BoardEditor(member)),
    ] {
        person(work, work.id(), name, role).await?;
    }
    Ok(())
}

async fn person(work: &Work, user: Id<User>, name: &str, role: Role) -> Result<(), Error> {
    let id = work.id();
    let email = stand_in_email(name);
    if users::by_email(&work.tx, &email).await?.is_none() {
        let person = User::new(user, name.to_owned(), EmailAddress::new(&email), work.now);
        users::insert(&work.tx, &person.confirmed(work.now)).await?;
        let grant = Grant { id, user, role, by: None };
        roles::grant(&work.tx, grant, work.now).await?;
    }
    Ok(())
}

/// The open boards of a sector, by number.
pub(super) async fn boards_of(work: &Work, sector: Sector) -> Result<Vec<Board>, Error> {
    let filter = boards::Filter { sector: Some(sector), open: Some(true), ..Default::default() };
    let request = PageRequest { limit: ALL, after: None, count: false };
    let mut all = boards::list(&work.tx, filter, today(work.now), &request).await?.items;
    all.sort_by_key(|board| board.number.to_string());
    Ok(all)
}

/// Makes every second board a member of PO-Raad and a few persons members of AVS; tells which
/// boards are members.
pub(super) async fn members(work: &mut Work, organisers: &Organisers) -> Result<Vec<Board>, Error> {
    let all = boards_of(work, Sector::Po).await?;
    let members: Vec<Board> =
        all.into_iter().filter(|board| board.in_boards_file).step_by(2).collect();
    let is_member = |number: &str| members.iter().any(|board| board.number.to_string() == number);
    if !is_member(MEMBER) || is_member(STRANGER) {
        return Err(lacks("a member and a board that is none"));
    }
    let po_raad = organiser(organisers, PO_RAAD)?;
    for (number, board) in (1..).zip(&members) {
        let member = NewMember { board: Some(board.id.to_string()), person: None };
        let membership = membership(member, format!("PO-{number:05}"))?;
        add_member(work, po_raad, membership).await?;
    }
    let avs = organiser(organisers, AVS)?;
    for (number, name) in (1..).zip(PERSONS) {
        let address = format!("{}@example.nl", name.to_lowercase().replace(' ', "."));
        let person = Some((name.to_owned(), EmailAddress::new(&address)));
        let member = NewMember { board: None, person };
        let membership = membership(member, format!("AVS-{number:05}"))?;
        add_member(work, avs, membership).await?;
    }
    Ok(members)
}

fn membership(member: NewMember, number: String) -> Result<NewMembership, Error> {
    let from_on = NaiveDate::from_ymd_opt(2020, 1, 1).ok_or_else(|| lacks("a day"))?;
    Ok(NewMembership { member, number, from_on, until_on: None })
}
