//! Calendars as calendar programs read them.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, get};
use leerkring_domain::calendars::{Calendar, CalendarOf, Viewer, name_of_board, name_of_group};
use leerkring_domain::kernel::Language;
use leerkring_domain::secret_addresses::{Opening, SecretAddress};
use leerkring_persistence::{agendas, boards, cohorts, organisers, participations};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::extract::{Path, Reader};
use super::kinds::{AnswerKind, CalendarText};
use super::operations::Operations;
use super::respond::Answer;
use super::secret_paths;
use crate::app::App;
use crate::calendars::calendar;
use crate::commands::calendars as commands;
use crate::error::Error;
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config.service(get_feed).service(get_cohort_calendar);
}

/// How long whoever reads a calendar may keep it, in seconds.
const KEPT: u32 = 300;
/// Under what name a browser keeps it.
const FILE: &str = "leerkring.ics";
/// The parameter of the path with the address of a calendar.
const PARAMETER: &str = "feedSecret";

/// Where a calendar program reads what `address` opens.
pub fn address_of_feed(app: &App, address: SecretAddress) -> SecretString {
    let secret = app.keys.secret_address(address);
    format!("{}/v1/feeds/{}", app.public_url, secret.expose_secret()).into()
}

/// What the address in a path opens.
#[derive(Debug)]
pub struct Feed(SecretAddress);

impl FromRequest for Feed {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let openings = [Opening::Calendar, Opening::ParticipantCalendar];
        let opened = secret_paths::opened(request, PARAMETER, &openings);
        std::future::ready(opened.map(|(_, address)| Self(address)))
    }
}

/// Read a calendar
///
/// For calendar programs, by the secret in the address; `METHOD:PUBLISH`, in Europe/Amsterdam, looked at again every
/// hour. What is not certain is `TENTATIVE`, what is off stays as `CANCELLED`, a session keeps its `UID`
/// for ever. An address that is not good any more is absent, whatever it was.
#[utoipa::path(tag = "calendars", operation_id = "getFeed",
    params(("feedSecret" = String, Path, description = "The secret at the end of the address",
        min_length = 1, max_length = 100)),
    responses((status = 200, description = "The calendar",
        content((CalendarText = "text/calendar")))))]
#[get("/feeds/{feedSecret}")]
pub async fn get_feed(app: Data<Arc<App>>, feed: Feed) -> Answer {
    let SecretAddress { opening, id, edition } = feed.0;
    let text = match opening {
        Opening::ParticipantCalendar | Opening::Participation => {
            of_participant(&app, id, edition).await?
        }
        Opening::Calendar => {
            let (calendar, owner) = commands::opened(&app, id.into(), edition).await?;
            commands::note_read(&app, &calendar).await;
            of_calendar(&app, &calendar, owner.language).await?
        }
    };
    Ok(Reply::file(AnswerKind::Calendar, text).named(FILE).private_for(KEPT))
}

async fn of_participant(app: &App, id: Uuid, edition: u32) -> Result<String, Error> {
    let (db, now) = (app.store.reader(), app.now());
    let found = participations::opened(db, id.into(), edition).await?;
    let registration = found.registration.as_of(now);
    let groups = agendas::of_registration(db, &registration).await?;
    let name = groups.first().map(name_of_group).unwrap_or_default();
    Ok(calendar(&name, &groups, registration.language, now))
}

async fn of_calendar(app: &App, of: &Calendar, language: Language) -> Result<String, Error> {
    let (db, now) = (app.store.reader(), app.now());
    let (name, groups) = match of.of {
        CalendarOf::Board(board) => {
            let groups = agendas::of_board(db, board, now).await?;
            (name_of_board(&boards::find(db, board).await?, language), groups)
        }
        CalendarOf::Organiser(organiser) => {
            let groups = agendas::of_organiser(db, organiser, now).await?;
            (organisers::find(db, organiser).await?.name, groups)
        }
        CalendarOf::Cohort(cohort) => {
            let groups = agendas::of_cohort(db, cohort, Viewer::Organiser).await?;
            (groups.first().map(name_of_group).unwrap_or_default(), groups)
        }
    };
    Ok(calendar(&name, &groups, language, now))
}

/// Read the calendar of a cohort
///
/// The dates of a cohort for everybody, without a secret and without meeting links: a link on a page
/// from which somebody takes them over. An organiser's or a board's own calendar shows the links.
#[utoipa::path(tag = "calendars", operation_id = "getCohortCalendar",
    responses((status = 200, description = "The calendar",
        content((CalendarText = "text/calendar")))))]
#[get("/cohorts/{cohortId}/calendar")]
pub async fn get_cohort_calendar(
    app: Data<Arc<App>>,
    reader: Reader,
    cohort: Path<Uuid>,
) -> Answer {
    let (db, now) = (app.store.reader(), app.now());
    let cohort = cohorts::find(db, cohort.0.into(), &reader.scope).await?;
    let groups = agendas::of_cohort(db, cohort.id, Viewer::Anybody).await?;
    let name = groups.first().map(name_of_group).unwrap_or_default();
    let text = calendar(&name, &groups, reader.language, now);
    let reply = Reply::file(AnswerKind::Calendar, text).named(FILE).public();
    Ok(reply.in_language(reader.language))
}
