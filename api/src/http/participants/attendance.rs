//! Attendance as a table: a row for each participant, a column for each session.

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use leerkring_domain::attendances::{Completion, Course};
use leerkring_domain::cohorts::Session;
use leerkring_domain::kernel::Code;
use leerkring_domain::kernel::civil::day_in_words;
use leerkring_domain::registrations::Participant;
use leerkring_persistence::{attendances, boards};
use uuid::Uuid;

use super::organised;
use crate::app::App;
use crate::error::Error;
use crate::http::extract::{Path, SignedIn};
use crate::http::kinds::Wanted;
use crate::http::operations::Operations;
use crate::http::respond::Answer;
use crate::http::tables::{self, CsvTable, Export, role};
use crate::tables::{Cell, Column, Row, column};

pub fn routes(config: &mut Operations) {
    config.service(get_attendance_table);
}

/// Get a cohort's attendance as a table
///
/// A row for each participant with a seat; for each session that is held a column, named by its number
/// and day, with what attendance there came to (`attended`, `too-short`, `absent`, `excused`,
/// `before-joining`, `unmarked`, `to-come`); then how many of the sessions that are expected of them
/// count, and whether they complete the programme. For those who organise the cohort, as lead or
/// partner. Told to the audit log.
#[utoipa::path(tag = "registrations", operation_id = "getAttendanceTable",
    responses((status = 200, description = "The table", content((CsvTable = "text/csv")))))]
#[get("/cohorts/{cohortId}/attendance-table")]
pub async fn get_attendance_table(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    wanted: Wanted,
) -> Answer {
    let db = app.store.reader();
    let cohort = organised(db, cohort.0.into(), &who.scope()).await?;
    let course = attendances::course(db, cohort.programme, cohort.id).await?;
    let people = attendances::attendees(db, cohort.id).await?;
    let boards = boards::labels(db, people.iter().map(|person| person.board)).await?;
    let language = who.0.language;
    let export = Export::new("attendance-exported", who.0);
    let export = export.in_cohort(db, cohort.id, cohort.id).await?;
    export.tell(&app, u64::try_from(people.len()).unwrap_or(u64::MAX)).await?;
    let now = app.now();
    let rows = people.iter().map(|person| {
        let board = boards.get(&person.board).map(|board| board.name.as_str());
        row(&course.completion(person, now), &person.participant, board)
    });
    let table = tables::whole(wanted, ("attendance", language), &columns(&course), rows)?;
    table.ok_or_else(|| Error::Bug("attendance in another form than a table".to_owned()))
}

fn columns(course: &Course) -> Vec<Column> {
    let before = [
        column("participantId", "deelnemer", 38),
        column("name", "naam", 30),
        column("role", "rol", 24),
        column("boardName", "naam bestuur", 40),
    ];
    let session = |session: &Session| {
        let (number, on) = (session.ordinal, session.on);
        let day = day_in_words(on);
        Column {
            name: Cow::Owned(format!("session{number} {on}")),
            dutch: Cow::Owned(format!("bijeenkomst {number}, {}", day.nl)),
            english: Some(Cow::Owned(format!("session {number}, {}", day.en))),
            width: 30,
        }
    };
    let after = [
        column("expected", "verwacht", 10),
        column("counted", "telt mee", 10),
        column("standing", "voltooiing", 14),
    ];
    let held = course.sessions.iter().filter(|session| session.is_held()).map(session);
    before.into_iter().chain(held).chain(after).collect()
}

/// What completion says of the sessions that are held stands in the order of their columns.
fn row(completion: &Completion, who: &Participant, board: Option<&str>) -> Row {
    let outcomes = completion.sessions.iter().map(|judged| {
        let outcome = judged.outcome;
        Cell::Word(outcome.code().to_owned(), outcome.in_words())
    });
    let before =
        [who.id.uuid().into(), who.name.as_str().into(), role(who.role.clone()), board.into()];
    let standing = completion.standing;
    let standing = Cell::Word(standing.code().to_owned(), standing.in_words());
    let after = [completion.expected.into(), completion.counted.into(), standing];
    before.into_iter().chain(outcomes).chain(after).collect()
}
