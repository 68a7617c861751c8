//! A course that has been: its sessions, who was there, and so what completes it.

use chrono::NaiveTime;
use leerkring_domain::attendances::{AttendanceRule, Expected, Mark, Marking, Part};
use leerkring_domain::cohorts::{Cohort, CohortStatus, NewSession, Plan};
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Actor, Id};
use leerkring_domain::programmes::{
    Admission, Audience, Completion, ProgrammeKind, RequiredRole, Rules, TeamRule,
};
use leerkring_domain::registrations::Participant;
use leerkring_persistence::{cohorts, registrations, sessions};

use super::ids::{Block, skip_to};
use super::meetings::{Meetings, Outline};
use super::offer::{Planned, Planner, description, organiser};
use super::texts::{ADDED, HELD};
use super::{PO_RAAD, lacks, plan};
use crate::commands::programmes::NewProgramme;
use crate::commands::{attendances, cohorts as planning, programmes};
use crate::error::Error;
use crate::work::Work;

fn rules() -> Rules {
    let required = |role: &str| RequiredRole { role: role.to_owned(), count: 1 };
    let roles = vec![required("board-executive"), required("hr-professional")];
    let mornings = Expected { role: Some("board-executive".to_owned()), part: Part::Morning };
    Rules {
        team: TeamRule { least: 2, most: 2, recommended: None, roles },
        audience: Audience::default(),
        admission: Admission::Automatic,
        fee: None,
        intake: false,
        completion: Some(Completion { share: 75 }),
        attendance: AttendanceRule {
            expected: vec![mornings],
            may_miss_minutes: 15,
            ..AttendanceRule::default()
        },
    }
}

/// Makes the programme and its cohort, as if they had been published in time.
pub(super) async fn plan_it(work: &mut Work, planner: &Planner<'_>) -> Result<Planned, Error> {
    let place = u8::try_from(ADDED.len() + 1).unwrap_or(u8::MAX);
    skip_to(planner.app, Block::Programme(place));
    let new = NewProgramme {
        lead: organiser(planner.organisers, PO_RAAD)?,
        partners: Vec::new(),
        description: description(ProgrammeKind::Course, "Basisleergang HR", &HELD),
        entry_assessment: None,
        rules: rules(),
    };
    let programme = programmes::create(work, planner.actor, new).await?.id;
    programmes::publish(work, planner.actor, programme).await?;
    skip_to(planner.app, Block::Cohort(place, 0));
    let (plan, days) = past(work)?;
    let (cohort, _) = planning::create(work, planner.actor, programme, plan, days).await?;
    let id = cohort.id;
    let version = cohort.version + 1;
    let published = Cohort { status: CohortStatus::Published, version, ..cohort };
    cohorts::update(&work.tx, &published).await?;
    Ok(Planned { slug: HELD.slug.to_owned(), place: 0, id })
}

fn past(work: &Work) -> Result<(Plan, Vec<NewSession>), Error> {
    let (name, days) = ("Afgelopen reeks".to_owned(), plan::held(today(work.now)));
    let outline = Outline { name, region: None, days, registration: None };
    Meetings::of_draft(&HELD)?.plan(work, outline)
}

/// Marks who was there: the first team always, but for a train; the second twice; of the third the
/// last session has yet to be marked.
pub(super) async fn mark(work: &mut Work, actor: &Actor, planned: &[Planned]) -> Result<(), Error> {
    let cohort = planned.iter().find(|it| it.slug == HELD.slug);
    let cohort = cohort.ok_or_else(|| lacks("a course that has been"))?.id;
    let teams = registrations::live(&work.tx, cohort).await?;
    let people: Vec<Id<Participant>> =
        teams.iter().flat_map(|team| &team.participants).map(|person| person.id).collect();
    let &[_, first_hr, second, second_hr, third, ..] = people.as_slice() else {
        return Err(lacks("three teams that were there"));
    };
    let train = late()?;
    let rows: [&[(Id<Participant>, Mark)]; 4] = [
        &[(second, Mark::Absent), (second_hr, Mark::Absent)],
        &[(first_hr, train), (second, Mark::Excused), (second_hr, Mark::Absent)],
        &[(third, Mark::Excused)],
        &[],
    ];
    let all = sessions::of(&work.tx, &[cohort]).await?;
    let last = all.last().map(|session| session.id);
    for (session, rows) in all.iter().zip(rows) {
        let row = |(participant, mark): &(Id<Participant>, Mark)| Marking {
            participant: *participant,
            mark: *mark,
            seen: None,
        };
        let others = (Some(session.id) != last).then_some(Mark::Present);
        let mut rows: Vec<Marking> = rows.iter().map(row).collect();
        if others.is_none() {
            rows.extend(people.iter().take(4).map(|person| row(&(*person, Mark::Present))));
        }
        attendances::mark(work, actor, session.id, (rows, others)).await?;
    }
    Ok(())
}

/// Somebody came ten minutes late, which may be missed.
fn late() -> Result<Mark, Error> {
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
    let times = at(9, 40).zip(at(16, 30)).ok_or_else(|| lacks("a train that was late"))?;
    Ok(Mark::Partly { from: times.0, until: times.1 })
}
