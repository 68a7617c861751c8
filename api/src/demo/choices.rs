//! Intakes that teams booked, and breakouts that participants chose.

use chrono::{Days, NaiveTime};
use leerkring_domain::cohorts::Breakout;
use leerkring_domain::intake::{self, IntakeMode, Series, Talk};
use leerkring_domain::kernel::Actor;
use leerkring_domain::registrations::{Participant, RegistrationStatus};
use leerkring_persistence::{registrations, sessions};

use super::lacks;
use super::offer::Planned;
use crate::commands::breakouts::{self, Asked, Whose};
use crate::commands::intake as intakes;
use crate::error::Error;
use crate::work::Work;

/// The cohort with an intake of which registration is open, and the one with breakouts.
const ASKED: (&str, u8) = ("leergang-strategisch-hr", 2);
const CHOSEN: (&str, u8) = ("kennissessie-ambassadeur", 0);
/// How long before the first session the calls are.
const DAYS_BEFORE: [u64; 2] = [15, 14];
/// How many participants have chosen.
const CHOOSERS: usize = 4;

fn cohort_of<'a>(planned: &'a [Planned], (slug, place): (&str, u8)) -> Result<&'a Planned, Error> {
    let found = planned.iter().find(|it| it.slug == slug && it.place == place);
    found.ok_or_else(|| lacks(&format!("cohort {place} of {slug}")))
}

/// Publishes slots on two days, of which the first two teams book one.
pub(super) async fn book(work: &mut Work, actor: &Actor, planned: &[Planned]) -> Result<(), Error> {
    let cohort = cohort_of(planned, ASKED)?.id;
    let all = sessions::of(&work.tx, &[cohort]).await?;
    let first = all.first().ok_or_else(|| lacks("a session after the intakes"))?.on;
    let series = Series {
        days: intake::Days::These(DAYS_BEFORE.map(|days| first - Days::new(days)).to_vec()),
        starts: time(9)?,
        ends: Some(time(12)?),
        minutes: 30,
        pause: 15,
        closes_hours_before: 24,
        on_holidays: true,
        talk: Talk {
            mode: IntakeMode::Online,
            meeting_link: Some("https://vergadering.example.nl/intake".to_owned()),
            interviewer: "Noor Verzonnen".to_owned(),
        },
    };
    let (planned, _) = intakes::publish(work, actor, cohort, series).await?;
    let teams = registrations::live(&work.tx, cohort).await?;
    for (team, slot) in teams.iter().zip(planned.slots.iter().step_by(3)).take(2) {
        intakes::book(work, actor, team.id, slot.id).await?;
    }
    Ok(())
}

fn time(hour: u32) -> Result<NaiveTime, Error> {
    NaiveTime::from_hms_opt(hour, 0, 0).ok_or_else(|| lacks("an hour of the day"))
}

/// The first participants spread over the breakouts.
pub(super) async fn choose(work: &mut Work, planned: &[Planned]) -> Result<(), Error> {
    let cohort = cohort_of(planned, CHOSEN)?.id;
    let all = sessions::of(&work.tx, &[cohort]).await?;
    let session = all.first().ok_or_else(|| lacks("a session with breakouts"))?;
    let teams = registrations::live(&work.tx, cohort).await?;
    let confirmed = teams.iter().filter(|team| team.status == RegistrationStatus::Confirmed);
    let people = confirmed.flat_map(|team| {
        let whose = move |it: &Participant| Whose { cohort, person: (team.id, it.id) };
        team.participants.iter().map(whose)
    });
    let asked = |breakout: &Breakout| Asked { session: session.id, breakout: breakout.id };
    let choices: Vec<_> =
        people.zip(session.breakouts.iter().cycle().map(asked)).take(CHOOSERS).collect();
    for (whose, asked) in choices {
        breakouts::choose(work, whose, asked).await?;
    }
    Ok(())
}
