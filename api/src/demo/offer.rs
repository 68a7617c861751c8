//! The offer: organisers, programmes and cohorts, made by the commands that the API uses.

use std::collections::HashMap;

use chrono::NaiveDate;
use leerkring_domain::attendances::AttendanceRule;
use leerkring_domain::boards::region_schemes;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Actor, EmailAddress, Id, RegionKey};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::{
    Admission, Audience, Description, Fee, Programme, ProgrammeKind, Rules, TeamRule, Vat,
};
use leerkring_persistence::regions;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::catalogue::{FeeFacts, OrganiserFacts, ProgrammeFacts, Registration};
use super::ids::{Block, skip_to};
use super::meetings::{Meetings, Outline};
use super::plan::{self, Series};
use super::texts::{ADDED, Added, DRAFT, REGIONS, Run};
use super::{PO_RAAD, lacks, money};
use crate::app::App;
use crate::commands::cohorts;
use crate::commands::organisers::{self, NewOrganiser};
use crate::commands::programmes::{self, NewProgramme};
use crate::error::Error;
use crate::work::Work;

/// The value-added tax on courses, in per cent.
const VAT: u32 = 21;

/// Days of training where the catalogue does not count them.
const SESSIONS: u8 = 3;

/// The team of a programme for which the catalogue has no rule.
const ANY_TEAM: TeamRule = TeamRule { least: 1, most: 10, recommended: None, roles: Vec::new() };

/// The programme that the draft continues.
const CONTINUED: &str = "leergang-strategisch-hr";

/// The organisers by slug.
pub(super) type Organisers = HashMap<String, Id<Organiser>>;

/// The organiser with this slug.
pub(super) fn organiser(all: &Organisers, slug: &str) -> Result<Id<Organiser>, Error> {
    all.get(slug).copied().ok_or_else(|| lacks(&format!("organiser {slug}")))
}

/// Makes the organisers.
pub(super) async fn organisers(
    work: &mut Work,
    app: &App,
    facts: Vec<OrganiserFacts>,
) -> Result<Organisers, Error> {
    skip_to(app, Block::Organisers);
    let mut made = Organisers::new();
    for (nth, OrganiserFacts { slug, name, members }) in (1..).zip(facts) {
        let invoicing = money::invoicing(nth, &slug);
        let new = NewOrganiser {
            name,
            members,
            website: Some(format!("https://{slug}.example")),
            contact_email: Some(EmailAddress::new(&format!("leergangen@{slug}.example"))),
            slug: slug.clone(),
            invoicing,
        };
        made.insert(slug, organisers::create(work, new).await?.id);
    }
    Ok(made)
}

/// A cohort of the demo, by its programme's slug and its own place among the programme's.
pub(super) struct Planned {
    pub slug: String,
    pub place: u8,
    pub id: Id<Cohort>,
}

/// Makes programmes with their cohorts.
pub(super) struct Planner<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    pub organisers: &'a Organisers,
    /// The programmes that ask for a self-assessment, whose questionnaire comes later.
    pub asking: Vec<Id<Programme>>,
    /// Those of the catalogue, by slug.
    pub published: HashMap<String, Id<Programme>>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(app: &'a App, actor: &'a Actor, organisers: &'a Organisers) -> Self {
        Self { app, actor, organisers, asking: Vec::new(), published: HashMap::new() }
    }
}

impl Planner<'_> {
    /// Makes and publishes the programme at `place` of the catalogue, with its cohorts.
    pub(super) async fn programme(
        &mut self,
        work: &mut Work,
        place: u8,
        facts: ProgrammeFacts,
    ) -> Result<Vec<Planned>, Error> {
        let added = ADDED.iter().find(|added| added.slug == facts.slug);
        let added = added.ok_or_else(|| lacks(&format!("a text for {}", facts.slug)))?;
        skip_to(self.app, Block::Programme(place));
        let new = self.new_programme(&facts, added)?;
        let programme = programmes::create(work, self.actor, new).await?.id;
        programmes::publish(work, self.actor, programme).await?;
        self.published.insert(facts.slug.clone(), programme);
        if facts.entry_assessment {
            self.asking.push(programme);
        }
        let meetings = Meetings::of(&facts, added)?;
        let outlines = outlines(work, &facts, added).await?;
        let mut made = Vec::new();
        for (nth, outline) in (0..).zip(outlines) {
            skip_to(self.app, Block::Cohort(place, nth));
            let id = self.cohort(work, programme, &meetings, outline).await?;
            made.push(Planned { slug: facts.slug.clone(), place: nth, id });
        }
        Ok(made)
    }

    async fn cohort(
        &self,
        work: &mut Work,
        programme: Id<Programme>,
        meetings: &Meetings<'_>,
        outline: Outline,
    ) -> Result<Id<Cohort>, Error> {
        let publish = outline.registration.is_some();
        let (plan, sessions) = meetings.plan(work, outline)?;
        let (cohort, _) = cohorts::create(work, self.actor, programme, plan, sessions).await?;
        if publish {
            cohorts::publish(work, self.actor, cohort.id).await?;
        }
        Ok(cohort.id)
    }

    fn new_programme(&self, facts: &ProgrammeFacts, added: &Added) -> Result<NewProgramme, Error> {
        let slugs = facts.partners.iter();
        let partners = slugs.map(|slug| organiser(self.organisers, slug));
        Ok(NewProgramme {
            lead: organiser(self.organisers, &facts.lead)?,
            partners: partners.collect::<Result<_, _>>()?,
            description: description(facts.kind, &facts.title, added),
            rules: self.rules(facts)?,
            entry_assessment: None,
        })
    }

    fn rules(&self, facts: &ProgrammeFacts) -> Result<Rules, Error> {
        let members_of = facts.audience.members_of.as_deref();
        let members_of = members_of.map(|slug| organiser(self.organisers, slug)).transpose()?;
        let team = facts.team.as_ref().map(|team| TeamRule {
            least: team.least,
            most: team.most,
            recommended: team.recommended,
            roles: team.roles.clone(),
        });
        Ok(Rules {
            team: team.unwrap_or(ANY_TEAM),
            audience: Audience {
                sectors: facts.audience.sectors.clone(),
                roles: facts.audience.roles.clone(),
                members_of: members_of.map(Id::uuid),
                regions: Vec::new(),
            },
            admission: facts.admission,
            fee: facts.fee.as_ref().map(fee).transpose()?,
            intake: facts.intake.is_some(),
            completion: None,
            attendance: AttendanceRule::default(),
        })
    }

    /// Makes a programme and a cohort that stay drafts.
    pub(super) async fn draft(&self, work: &mut Work) -> Result<(), Error> {
        let place = u8::try_from(ADDED.len()).unwrap_or(u8::MAX);
        let rules = Rules {
            team: ANY_TEAM,
            audience: Audience::default(),
            admission: Admission::Automatic,
            fee: None,
            intake: false,
            completion: None,
            attendance: AttendanceRule::default(),
        };
        let title = "Terugkomdag Strategisch HR";
        let new = NewProgramme {
            lead: organiser(self.organisers, PO_RAAD)?,
            partners: Vec::new(),
            description: Description {
                predecessor: self.published.get(CONTINUED).copied(),
                ..description(ProgrammeKind::Course, title, &DRAFT)
            },
            rules,
            entry_assessment: None,
        };
        skip_to(self.app, Block::Programme(place));
        let programme = programmes::create(work, self.actor, new).await?.id;
        let meetings = Meetings::of_draft(&DRAFT)?;
        for (nth, run) in (0..).zip(DRAFT.runs) {
            skip_to(self.app, Block::Cohort(place, nth));
            let outline = outline(run, 1, today(work.now));
            self.cohort(work, programme, &meetings, outline).await?;
        }
        Ok(())
    }
}

pub(super) fn description(kind: ProgrammeKind, title: &str, added: &Added) -> Description {
    Description {
        kind,
        title: title.to_owned(),
        text: added.text.to_owned(),
        language: "nl".to_owned(),
        themes: added.themes.iter().map(|theme| (*theme).to_owned()).collect(),
        predecessor: None,
    }
}

fn fee(facts: &FeeFacts) -> Result<Fee, Error> {
    let cents = (facts.amount_excl_vat * Decimal::from(100)).to_i64();
    Ok(Fee {
        per: facts.per,
        cents: cents.ok_or_else(|| lacks("an amount that can be paid"))?,
        participants_included: facts.participants_included,
        additional_cents: None,
        vat: Vat::Rate(Decimal::from(VAT)),
        exemption: None,
        parts: Vec::new(),
    })
}

/// The cohorts of a programme: those that the catalogue dates, those it asks for per region, and
/// those that the demo adds.
async fn outlines(
    work: &Work,
    facts: &ProgrammeFacts,
    added: &Added,
) -> Result<Vec<Outline>, Error> {
    let today = today(work.now);
    let history: Vec<Vec<NaiveDate>> =
        facts.cohorts.iter().map(|cohort| cohort.dates.clone()).collect();
    let again = plan::again(&history, today);
    let dated = facts.cohorts.iter().zip(again).map(|(cohort, days)| Outline {
        name: Meetings::name_again(cohort, &days),
        region: None,
        days,
        registration: Some(cohort.registration),
    });
    let mut all: Vec<Outline> = dated.collect();
    if let Some(count) = facts.cohorts_per_year {
        all.extend(per_region(work, count, facts.sessions.unwrap_or(1)).await?);
    }
    let sessions = facts.sessions.unwrap_or(SESSIONS);
    all.extend(added.runs.iter().map(|run| outline(run, sessions, today)));
    Ok(all)
}

fn outline(run: &Run, sessions: u8, today: NaiveDate) -> Outline {
    let Run { weekday, begins_after, weeks_between, .. } = *run;
    Outline {
        name: run.name.to_owned(),
        region: None,
        days: Series { weekday, begins_after, sessions, weeks_between }.days(today),
        registration: run.registration,
    }
}

/// A cohort for each of `count` regions, two weeks apart.
async fn per_region(work: &Work, count: u8, sessions: u8) -> Result<Vec<Outline>, Error> {
    let known = regions::all(&work.tx).await?;
    let mut all = Vec::new();
    for (nth, code) in (0..count).zip(REGIONS) {
        let key = RegionKey { scheme: region_schemes::RPA.to_owned(), code: code.to_owned() };
        let region = known.iter().find(|region| region.key == key);
        let region = region.ok_or_else(|| lacks(&format!("region {key}")))?;
        let begins_after = 2 * u64::from(nth);
        let weekday = chrono::Weekday::Tue;
        all.push(Outline {
            name: region.name.clone(),
            region: Some(key),
            days: Series { weekday, begins_after, sessions, weeks_between: 2 }
                .days(today(work.now)),
            registration: Some(Registration::Open),
        });
    }
    Ok(all)
}
