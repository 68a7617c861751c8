//! The demo: the real boards, the real offer planned anew from today, a person for each role.
//!
//! Boards, schools and the offer are real. Memberships, persons and registrations are made up.

mod accounts;
mod assessments;
mod calendars;
mod catalogue;
mod certificates;
mod choices;
mod clients;
mod held;
mod ids;
mod letters;
mod meetings;
mod money;
mod offer;
mod people;
mod plan;
mod privacy;
mod quota;
mod register;
mod sessions;
mod teams;
mod texts;
mod welcome;

use std::sync::Arc;

use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::access::{Principal, User};
use leerkring_domain::organisers::Organiser;
use leerkring_persistence::{StoreError, boards, organisers};

pub use self::ids::ids;
pub use self::welcome::welcome;

use self::catalogue::Catalogue;
use self::ids::Block;
use crate::app::App;
use crate::error::Error;
use crate::work::{Author, Work};

/// The organiser that members' offers are for.
const PO_RAAD: &str = "po-raad";
/// The organiser of the offer for secondary education.
const VOION: &str = "voion";
/// A board with nine schools in Delft; in the demo it is a member of PO-Raad.
const MEMBER: &str = "41441";
/// A board with twelve schools in Twente; in the demo it is no member.
const STRANGER: &str = "41476";

/// Why the demo could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the demo's own catalogue cannot be read: {0}")]
    Catalogue(#[from] serde_json::Error),
    #[error("the demo's own file {0} was refused: {1}")]
    File(&'static str, String),
    #[error(
        "this database has an offer of its own; the demo changes nothing in it.\nSet LEERKRING_DATA_DIR to an empty directory for the demo, or serve this one with: leerkring serve"
    )]
    OtherOffer,
    #[error(transparent)]
    Error(#[from] Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Loads the demo, where it is not there yet.
///
/// The register comes file by file, each all or nothing and repeatable; everything else in one
/// unit of work, so that a load that broke off is taken up again by the next start.
pub async fn load(app: &Arc<App>) -> Result<(), DemoError> {
    load_once(app).await?;
    Ok(accounts::open(app).await?)
}

async fn load_once(app: &Arc<App>) -> Result<(), DemoError> {
    let db = app.store.reader();
    let first: Id<Organiser> = ids::first_of(Block::Organisers).into();
    match organisers::find(db, first).await {
        Ok(_) => return Ok(()),
        Err(StoreError::Missing(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let catalogue: Catalogue = serde_json::from_str(include_str!("../data/catalogue.json"))?;
    for organiser in &catalogue.organisers {
        if organisers::by_slug(db, &organiser.slug).await?.is_some() {
            return Err(DemoError::OtherOffer);
        }
    }
    tracing::info!("loading the demo, which is done once");
    register::load(app).await?;
    ids::skip_to(app, Block::Administrator);
    let administrator = app.ids.next(app.now()).into();
    let inner = app.clone();
    let author =
        Author { principal: Some(Principal::User(administrator)), ..Author::server("demo") };
    app.work(author, move |work| {
        Box::pin(async move { everything(work, &inner, administrator, catalogue).await })
    })
    .await?;
    Ok(())
}

async fn everything(
    work: &mut Work,
    app: &App,
    administrator: Id<User>,
    catalogue: Catalogue,
) -> Result<(), Error> {
    let actor = people::administrator(work, administrator).await?;
    let organisers = offer::organisers(work, app, catalogue.organisers).await?;
    people::editors(work, app, &organisers).await?;
    let mut cohorts = Vec::new();
    let mut planner = offer::Planner::new(app, &actor, &organisers);
    for (place, programme) in (0..).zip(catalogue.programmes) {
        cohorts.extend(planner.programme(work, place, programme).await?);
    }
    planner.draft(work).await?;
    cohorts.push(held::plan_it(work, &planner).await?);
    let asking = planner.asking;
    ids::skip_to(app, Block::Memberships);
    let members = people::members(work, &organisers).await?;
    teams::register_all(work, app, &cohorts, members.clone()).await?;
    sessions::change(work, &actor, &cohorts).await?;
    held::mark(work, &actor, &cohorts).await?;
    ids::skip_to(app, Block::IntakeSlots);
    choices::book(work, &actor, &cohorts).await?;
    choices::choose(work, &cohorts).await?;
    ids::skip_to(app, Block::Payments);
    money::show(work, &actor, &cohorts).await?;
    ids::skip_to(app, Block::Imports);
    register::show_import(work, administrator).await?;
    ids::skip_to(app, Block::Colleagues);
    people::colleagues(work, &organisers).await?;
    privacy::show_run(work).await?;
    accounts::show_sign_in(work).await?;
    ids::skip_to(app, Block::Invitations);
    accounts::show_invitation(work).await?;
    ids::skip_to(app, Block::Assessments);
    let questionnaire = assessments::fill_in(work, &actor, &organisers, &asking).await?;
    ids::skip_to(app, Block::DiscussionGuides);
    assessments::show_guide(work, &actor, &organisers).await?;
    assessments::show_draft(work, &actor, &organisers, questionnaire).await?;
    ids::skip_to(app, Block::Jobs);
    quota::report(work, members).await?;
    ids::skip_to(app, Block::Certificates);
    certificates::show(work, &actor, &cohorts).await?;
    ids::skip_to(app, Block::Clients);
    clients::show(work, &organisers).await?;
    calendars::show(work).await?;
    letters::show_given_up(work).await
}

/// The board with this number, which the register of the demo has.
async fn board(
    db: &impl leerkring_persistence::ConnectionTrait,
    number: &str,
) -> Result<Id<leerkring_domain::boards::Board>, Error> {
    let board = boards::by_number(db, number).await?;
    board.ok_or_else(|| lacks(&format!("board {number}")))
}

/// The error of a demo whose parts do not fit each other.
fn lacks(what: &str) -> Error {
    Error::Bug(format!("the demo's data lack {what}"))
}
