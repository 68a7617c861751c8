//! Teams of people that do not exist, so that no list of registrations is empty.

use leerkring_domain::boards::{Board, Sector};
use leerkring_domain::kernel::{EmailAddress, Id, Instant, Language};
use leerkring_domain::registrations::{
    Admission, Contact, Details, GivenNeeds, Move, Needs, Participant, Team,
};
use leerkring_persistence::registrations::{self, Asked};
use leerkring_persistence::{boards, needs};

use super::ids::{Block, skip_to};
use super::offer::Planned;
use super::people::boards_of;
use super::{MEMBER, STRANGER, board, lacks};
use crate::app::App;
use crate::commands::registrations::desk::Desk;
use crate::error::Error;
use crate::work::Work;

/// Whose team it is.
#[derive(Clone, Copy)]
enum Whose {
    /// Some member of PO-Raad.
    Member,
    /// Some board in secondary education.
    Secondary,
    /// The board with this number.
    Named(&'static str),
}

/// The roles of a team.
type Roles = &'static [&'static str];

const DUO: Roles = &["board-executive", "hr-professional"];
const PAIR: Roles = &["hr-professional", "school-leader"];
const ALONE: Roles = &["hr-professional"];
const BOARD: Roles = &["board-executive"];
const TEN: Roles = &["teacher"; 10];
const PRACTICE: Roles = &["teacher", "workplace-coach"];

/// So many teams of some roles.
type Teams = (usize, Whose, Roles);

/// The teams of a programme's cohort, by its place among the programme's, in order of arrival.
const TEAMS: &[(&str, u8, &[Teams])] = {
    use Whose::{Member, Named, Secondary};
    &[
        ("leergang-strategisch-hr", 0, &[(6, Member, DUO)]),
        ("leergang-strategisch-hr", 1, &[(3, Member, DUO)]),
        ("leergang-strategisch-hr", 2, &[(4, Member, DUO)]),
        (
            "masterclass-strategisch-hrm",
            0,
            &[(2, Member, DUO), (1, Member, ALONE), (1, Named(STRANGER), PAIR)],
        ),
        ("ontwikkeltraject-hr-beter-voor-elkaar", 0, &[(2, Member, DUO)]),
        // Seven pairs and one alone fill it; then the first who wait.
        (
            "lerend-netwerk-banenafspraak",
            0,
            &[(7, Member, PAIR), (1, Member, ALONE), (1, Named(MEMBER), PAIR), (1, Member, ALONE)],
        ),
        ("lerend-netwerk-bestuursakkoord", 0, &[(2, Member, BOARD)]),
        ("kennissessie-ambassadeur", 0, &[(3, Secondary, PRACTICE)]),
        ("alliantiefabriek-functiemix", 0, &[(2, Member, DUO)]),
        ("alliantiefabriek-functiemix", 3, &[(1, Member, BOARD)]),
        // Full, with four teams that wait; see [`withdraw`].
        (
            "alliantiefabriek-functiemix",
            1,
            &[
                (2, Member, TEN),
                (4, Member, DUO),
                (2, Member, ALONE),
                (1, Named(MEMBER), DUO),
                (2, Member, DUO),
                (1, Member, ALONE),
            ],
        ),
        // It has been: see [`super::held`].
        ("basisleergang-hr", 0, &[(2, Member, DUO), (1, Named(MEMBER), DUO)]),
    ]
};

const GIVEN: [&str; 12] = [
    "Anouk", "Bilal", "Chantal", "Dirk", "Eline", "Farid", "Greet", "Hugo", "Iris", "Joost",
    "Kaoutar", "Lars",
];
const FAMILY: [&str; 5] = ["Voorbeeld", "Fictief", "Verzonnen", "Bedacht", "Proef"];

/// Registers all teams.
pub(super) async fn register_all(
    work: &mut Work,
    app: &App,
    planned: &[Planned],
    members: Vec<Board>,
) -> Result<(), Error> {
    let named = |board: &Board| [MEMBER, STRANGER].contains(&board.number.to_string().as_str());
    let members = members.into_iter().filter(|board| !named(board)).step_by(11);
    let secondary = boards_of(work, Sector::Vo).await?.into_iter().step_by(17);
    let mut cast = Cast {
        members: members.map(|board| board.id).collect(),
        secondary: secondary.map(|board| board.id).collect(),
        persons: 0,
        needs: Vec::new(),
    };
    for (nth, (slug, place, groups)) in (0..).zip(TEAMS) {
        skip_to(app, Block::Registrations(nth));
        let cohort = planned.iter().find(|it| it.slug == *slug && it.place == *place);
        let cohort = cohort.ok_or_else(|| lacks(&format!("cohort {place} of {slug}")))?;
        let mut teams = Vec::new();
        for (count, whose, roles) in *groups {
            for _ in 0..*count {
                let board = cast.board(work, *whose).await?;
                teams.push(cast.team(work, board, roles).await?);
            }
        }
        register(work, cohort, teams).await?;
        needs::insert_all(&work.tx, std::mem::take(&mut cast.needs)).await?;
        if (*slug, *place) == LEFT.0 {
            for arrival in LEFT.1 {
                withdraw(work, cohort, arrival).await?;
            }
        }
    }
    Ok(())
}

/// A cohort that some teams leave, by their arrival. What comes free is offered to the two teams
/// at the head of the list; the third does not fit in the last seat, the fourth would.
const LEFT: ((&str, u8), [i64; 3]) = (("alliantiefabriek-functiemix", 1), [3, 4, 7]);

async fn withdraw(work: &mut Work, planned: &Planned, arrival: i64) -> Result<(), Error> {
    let mut desk = Desk::open(work, planned.id).await?;
    let live = registrations::live(&work.tx, planned.id).await?;
    let team = live.into_iter().find(|it| it.arrival == arrival);
    let team = team.ok_or_else(|| lacks("a team that leaves"))?;
    let from = team.status;
    let withdrawn = team.withdraw(&desk.cohort, work.now)?;
    desk.enter(work, Move::from(from, withdrawn));
    desk.close(work).await?;
    Ok(())
}

async fn register(work: &mut Work, planned: &Planned, teams: Vec<Team>) -> Result<(), Error> {
    let boards: Vec<Id<Board>> = teams.iter().map(|team| team.board).collect();
    let persons = teams.iter().flat_map(|team| &team.participants);
    let persons: Vec<String> = persons.map(|person| person.email.key()).collect();
    let asked = Asked { boards: &boards, persons: &persons, now: work.now };
    let mut desk = Desk::open(work, planned.id).await?;
    let mut admission =
        registrations::locked_admission(&work.tx, desk.cohort.clone(), asked).await?;
    let at = moment(work, &admission);
    for team in teams {
        let registration = admission.register(team, work.id(), at)?;
        desk.enter(work, Move::made(registration));
    }
    desk.close(work).await?;
    Ok(())
}

/// Now, or while registration was open.
fn moment(work: &Work, admission: &Admission) -> Instant {
    let window = admission.cohort.plan.window;
    if window.contains(work.now) { work.now } else { window.end - chrono::Duration::days(1) }
}

/// Boards that have not been given a team yet, and people that do not exist.
struct Cast {
    members: std::collections::VecDeque<Id<Board>>,
    secondary: std::collections::VecDeque<Id<Board>>,
    persons: usize,
    /// What those who were thought up last need.
    needs: Vec<GivenNeeds>,
}

impl Cast {
    async fn board(&mut self, work: &Work, whose: Whose) -> Result<Id<Board>, Error> {
        let next = match whose {
            Whose::Member => self.members.pop_front(),
            Whose::Secondary => self.secondary.pop_front(),
            Whose::Named(number) => Some(board(&work.tx, number).await?),
        };
        next.ok_or_else(|| lacks("boards enough"))
    }

    async fn team(&mut self, work: &Work, board: Id<Board>, roles: Roles) -> Result<Team, Error> {
        let number = boards::find(&work.tx, board).await?.number;
        let participants: Vec<Participant> =
            roles.iter().map(|role| self.person(work, role)).collect();
        let first = participants.first().ok_or_else(|| lacks("people in a team"))?;
        let contact = Contact { name: first.name.clone(), email: first.email.clone(), phone: None };
        let details = Details {
            contact,
            motivation: Some("Dit team is verzonnen voor de demo.".to_owned()),
            invoice_reference: Some(format!("DEMO-{number}")),
        };
        Ok(Team { board, details, participants, language: Language::Dutch })
    }

    fn person(&mut self, work: &Work, role: &str) -> Participant {
        let one_of = |names: &[&'static str]| names.get(self.persons % names.len()).copied();
        let (given, family) = (one_of(&GIVEN), one_of(&FAMILY));
        let name = format!("{} {}", given.unwrap_or_default(), family.unwrap_or_default());
        self.persons += 1;
        let count = self.persons;
        let address = format!("{}.{count}@example.nl", name.to_lowercase().replace(' ', "."));
        let diet = count.is_multiple_of(7).then(|| "vegetarisch".to_owned());
        let (id, needs) = (work.id(), Needs::new(diet, None));
        let needs_known = needs.is_some();
        self.needs.extend(needs.map(|needs| GivenNeeds { participant: id, needs }));
        let (email, role) = (EmailAddress::new(&address), role.to_owned());
        Participant { id, name, email, role, needs_known }
    }
}
