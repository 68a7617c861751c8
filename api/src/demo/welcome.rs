//! What the terminal says when the demo is ready.

use std::sync::Arc;

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::civil::{self, today};
use leerkring_domain::kernel::{Id, Role, Scope};
use leerkring_persistence::{
    PageRequest, StoreError, boards, cohorts, organisers, partnerships, programmes, registrations,
    schools,
};

use super::accounts::{PASSWORD, address};
use super::calendars::addresses;
use super::clients::{SECRET_OF_BOARD, SECRET_OF_ORGANISER};
use super::ids::{Block, first_of, ids_of_clients};
use super::{MEMBER, PO_RAAD, STRANGER, VOION, board};
use crate::app::App;
use crate::cli::{person, sign};
use crate::error::Error;

/// How long the printed tokens are good for.
const HOURS: u16 = 12;

/// A person of the demo, with the variable that gets the token.
struct Guest {
    variable: &'static str,
    role: Role,
    /// The organiser or board, as `leerkring token` is asked for it.
    whose: Option<&'static str>,
    in_words: String,
}

/// What is there, where to look, whom to be, what to try.
pub async fn welcome(app: &Arc<App>) -> Result<String, String> {
    let said = |error: Error| error.to_string();
    let contents = contents(app).await.map_err(said)?;
    let mut tokens = Vec::new();
    for guest in guests(app).await.map_err(said)? {
        let user = person(app, guest.role, guest.whose).await.map_err(said)?;
        let token = sign(app, user, HOURS)?;
        let address = address(guest.role.kind(), guest.whose);
        tokens.push(format!("# {}: {address}\n{}={token}\n", guest.in_words, guest.variable));
    }
    let examples = examples(app).await.map_err(said)?;
    let machines = machines();
    let calendars = addresses(app).await.map_err(said)?;
    let (url, data, tokens) = (&app.public_url, place(app), tokens.concat());
    let mail = app.mail.in_words();
    Ok(format!(
        "
Leerkring is ready: {url}/docs/

{contents}
Boards and schools are real (Bron: DUO Open Onderwijsdata, CC BY 4.0) and so is the offer, planned
anew from the day the demo was loaded. Memberships, persons and registrations are made up.

Tokens, good for {HOURS} hours. Paste one into Authorize at {url}/docs/, or paste all into a shell:
{tokens}
Or sign in (POST {url}/v1/sign-ins) with any of those addresses and the password {PASSWORD}

Machine clients, for Authorize (client_id and client_secret) and for programs:
{machines}
Secret addresses, which need no token:
{calendars}
{examples}
Mail goes to {mail}.
The data stay in {data}. Stop with Ctrl-C; the same command goes on where you were.
"
    ))
}

async fn contents(app: &App) -> Result<String, Error> {
    let (db, public) = (app.store.reader(), Scope::default());
    let all = Scope { everything: true, ..Scope::default() };
    let count = PageRequest { limit: 100, after: None, count: true };
    let boards = boards::list(db, boards::Filter::default(), today(app.now()), &count).await?;
    let schools = schools::list(db, schools::Filter::default(), &count).await?;
    let partnerships = partnerships::list(db, partnerships::Filter::default(), &count).await?;
    let organisers = organisers::list(db, &count).await?;
    let offer = programmes::list(db, &public, programmes::Filter::default(), &count).await?;
    let groups = cohorts::list(db, &public, cohorts::Filter::at(app.now()), &count).await?;
    let teams = registrations::list(db, &all, registrations::Filter::default(), &count).await?;
    let total = |total: Option<u64>| total.unwrap_or_default();
    Ok(format!(
        "{} boards, {} schools, {} partnerships, {} organisers;\n\
         {} programmes with {} cohorts, {} teams registered.\n",
        total(boards.total),
        total(schools.total),
        total(partnerships.total),
        total(organisers.total),
        total(offer.total),
        total(groups.total),
        total(teams.total),
    ))
}

async fn guests(app: &App) -> Result<Vec<Guest>, Error> {
    let db = app.store.reader();
    let mut guests = vec![Guest {
        variable: "ADMINISTRATOR",
        role: Role::Administrator,
        whose: None,
        in_words: "administrator".to_owned(),
    }];
    let organisers: [(_, _, fn(_) -> _, _); 2] = [
        ("ORGANISER", PO_RAAD, Role::OrganiserAdministrator, "administrator"),
        ("OTHER_ORGANISER", VOION, Role::OrganiserEditor, "editor"),
    ];
    for (variable, slug, role, what) in organisers {
        let organiser = organisers::by_slug(db, slug).await?;
        let organiser = organiser.ok_or(StoreError::Missing("organiser"))?;
        guests.push(Guest {
            variable,
            role: role(organiser.id),
            whose: Some(slug),
            in_words: format!("organiser {what} of {}", organiser.name),
        });
    }
    let boards_there: [(_, _, fn(_) -> _, _, _); 2] = [
        ("BOARD", MEMBER, Role::BoardAdministrator, "administrator", "a member of PO-Raad"),
        ("OTHER_BOARD", STRANGER, Role::BoardEditor, "editor", "no member"),
    ];
    for (variable, number, role, what, standing) in boards_there {
        let board = boards::find(db, board(db, number).await?).await?;
        guests.push(Guest {
            variable,
            role: role(board.id),
            whose: Some(number),
            in_words: format!("board {what} of {number} {} ({standing})", board.name),
        });
    }
    Ok(guests)
}

/// The clients with their secrets.
fn machines() -> String {
    let [of_organiser, of_board] = ids_of_clients();
    format!(
        "# of PO-Raad\nORGANISER_CLIENT={of_organiser}:{SECRET_OF_ORGANISER}\n\
         # of board {MEMBER}\nBOARD_CLIENT={of_board}:{SECRET_OF_BOARD}\n"
    )
}

async fn examples(app: &App) -> Result<String, Error> {
    let url = format!("{}/v1", app.public_url);
    let course: Id<Cohort> = first_of(Block::Cohort(0, 2)).into();
    let network: Id<Cohort> = first_of(Block::Cohort(3, 0)).into();
    let over = over(app, course).await?;
    let team = format!(
        r#"{{"boardId":"{MEMBER}","contact":{{"name":"Hanna Voorbeeld","email":"hanna@example.nl"}},"participants":[{{"name":"Bob Voorbeeld","email":"bob@example.nl","role":"board-executive"}},{{"name":"Hanna Voorbeeld","email":"hanna@example.nl","role":"hr-professional"}}]}}"#
    );
    Ok(format!(
        r#"Try, with those tokens in the shell:
# the offer
curl -s "{url}/programmes"
# what a board has to meet, and does not: the network is for members
curl -s -H "Authorization: Bearer $OTHER_BOARD" "{url}/cohorts/{network}/eligibility?boardId={STRANGER}"
# a team for the course{over}
curl -s -X POST -H "Authorization: Bearer $BOARD" -H "Content-Type: application/json" -H "Idempotency-Key: welcome-to-the-demo" -d '{team}' "{url}/cohorts/{course}/registrations"
# its registrations
curl -s -H "Authorization: Bearer $BOARD" "{url}/registrations"
# a token for the board's machine
curl -s -u "$BOARD_CLIENT" -d grant_type=client_credentials "{url}/oauth/token"
"#
    ))
}

/// Says so where a demo that was loaded long ago no longer takes teams.
async fn over(app: &App, course: Id<Cohort>) -> Result<String, Error> {
    let cohort = match cohorts::find(app.store.reader(), course, &Scope::default()).await {
        Ok(cohort) => cohort,
        Err(StoreError::Missing(_)) => return Ok(String::new()),
        Err(error) => return Err(error.into()),
    };
    let closed = cohort.plan.window.end;
    if app.now() < closed {
        return Ok(String::new());
    }
    let closed = civil::in_words(closed).en;
    Ok(format!(" (closed on {closed}: remove the data and start again to plan anew)"))
}

/// Where the database is.
fn place(app: &App) -> String {
    if app.store.is_embedded() {
        let pool = app.store.reader().get_sqlite_connection_pool();
        pool.connect_options().get_filename().display().to_string()
    } else {
        "the PostgreSQL database that was set".to_owned()
    }
}
