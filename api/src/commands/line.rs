//! Registering: teams stand in line and are admitted in groups.
//!
//! A transaction per team makes every team wait for the disk; many at once for one row make each
//! other slower. So whoever comes while a transaction runs goes into the next one together: every
//! cohort is locked once, the rule decides for each in order of arrival, one commit answers all.
//! With several processes the row's lock remains the wall between them.
//!
//! PostgreSQL has a line for each cohort. SQLite writes one transaction at a time, whatever it is
//! about: there all stand in one line, and one commit is of as many cohorts as it meets.

mod accepted;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use leerkring_domain::cohorts::{Cohort, CohortStatus};
use leerkring_domain::kernel::access::{Place, Scope};
use leerkring_domain::kernel::{Author, Id, Kind, Reason};
use leerkring_domain::registrations::{Admission, GivenNeeds, Move, Registration, Team};
use leerkring_persistence::idempotency::{Outcome, Scope as KeyScope};
use leerkring_persistence::registrations::Asked;
use leerkring_persistence::{StoreError, cohorts, idempotency, needs, registrations};
use tokio::sync::oneshot;

use self::accepted::{registered, warnings};
use super::registrations::desk::Desk;
use super::registrations::{Registered, not_your_board, one};
use crate::again::again;
use crate::app::App;
use crate::error::{Error, HttpError};
use crate::problem;
use crate::reply::Reply;
use crate::work::{Caller, Work, soon, undropped};

/// The most teams that are admitted together.
const GROUP: usize = 64;

/// The lines in which somebody stands now.
#[derive(Debug, Default)]
pub struct Lines {
    waiting: Mutex<HashMap<Line, Vec<Waiting>>>,
}

/// Which line: the one of a cohort, or the only one.
type Line = Option<Id<Cohort>>;

/// A team in line, with where its answer goes.
#[derive(Debug)]
struct Waiting {
    request: Request,
    answer: oneshot::Sender<Result<Reply, Error>>,
}

/// A team that asks for seats.
#[derive(Debug, Clone)]
pub struct Request {
    pub caller: Caller,
    pub cohort: Id<Cohort>,
    pub team: Team,
    /// What its participants need: kept apart from them, and no matter of the ruling.
    pub needs: Vec<GivenNeeds>,
    /// Writes the answer of a team that was accepted.
    pub render: fn(&Registered, &[Reason], &Caller) -> Reply,
}

/// Registers a team: it gets its seats, its place in the waiting list, or every reason why not.
pub async fn register(app: &Arc<App>, request: Request) -> Result<Reply, Error> {
    if !request.caller.actor.edits_board(request.team.board) {
        return Err(not_your_board().into());
    }
    let (answer, answered) = oneshot::channel();
    let line = (!app.store.is_embedded()).then_some(request.cohort);
    let first = {
        let mut lines = app.lines.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let first = !lines.contains_key(&line);
        lines.entry(line).or_default().push(Waiting { request, answer });
        first
    };
    if first {
        app.runtime.spawn(serve(app.clone(), line));
    }
    let lost = |_| Error::Bug("a team in line got no answer".into());
    soon(async move { answered.await.map_err(lost)? }).await
}

/// Admits group after group until nobody is in line any more.
async fn serve(app: Arc<App>, line: Line) {
    loop {
        let group = {
            let mut lines = app.lines.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(waiting) = lines.get_mut(&line) else { return };
            if waiting.is_empty() {
                lines.remove(&line);
                return;
            }
            waiting.drain(..waiting.len().min(GROUP)).collect::<Vec<_>>()
        };
        let (requests, answers): (Vec<_>, Vec<_>) =
            group.into_iter().map(|one| (one.request, one.answer)).unzip();
        for (answer, result) in answers.into_iter().zip(admit(&app, requests).await) {
            // Who went away needs no answer; what was decided stands.
            let _ = answer.send(result);
        }
    }
}

/// Admits the group at once. Where the group fails as a whole, its teams are admitted one by one,
/// so that one team's trouble is not another's; but trouble of the database is everybody's, and
/// a commit of which nothing was heard is not tried again.
async fn admit(app: &Arc<App>, requests: Vec<Request>) -> Vec<Result<Reply, Error>> {
    let count = requests.len();
    match attempt(app, requests.clone()).await {
        Ok(answers) => answers,
        Err(Error::OutcomeUnknown(_)) => {
            (0..count).map(|_| Err(Error::OutcomeUnknown(StoreError::Busy))).collect()
        }
        Err(
            Error::Store(
                StoreError::Busy | StoreError::Undone | StoreError::Full(_) | StoreError::Away(_),
            )
            | Error::Http(_),
        ) => (0..count).map(|_| Err(StoreError::Busy.into())).collect(),
        Err(_) => one_by_one(app, requests).await,
    }
}

async fn one_by_one(app: &Arc<App>, requests: Vec<Request>) -> Vec<Result<Reply, Error>> {
    let mut answers = Vec::new();
    for request in requests {
        answers.push(match attempt(app, vec![request]).await {
            Ok(mut one) => one.pop().unwrap_or_else(|| Err(Error::Bug("no answer".into()))),
            Err(error) => Err(error),
        });
    }
    answers
}

/// How long the line waits for a group before it goes on with the next: the unit of work ends by
/// itself, and the row's lock stays the wall.
const PATIENCE: Duration = Duration::from_secs(10);

async fn attempt(
    app: &Arc<App>,
    requests: Vec<Request>,
) -> Result<Vec<Result<Reply, Error>>, Error> {
    let group = app.clone();
    let admission = move || {
        let (app, requests) = (group.clone(), requests.clone());
        async move { together(&app, requests).await }
    };
    let work = undropped(app, again(admission));
    let ended = tokio::time::timeout(PATIENCE, work).await;
    ended.unwrap_or_else(|_| Err(Error::OutcomeUnknown(StoreError::Busy)))
}

/// A cohort of the group: its desk, and what rulings on its teams go by.
struct Counter {
    desk: Desk,
    admission: Admission,
}

type Counters = BTreeMap<Id<Cohort>, Counter>;

/// What is written for a group, once all were decided.
#[derive(Default)]
struct Decided {
    needs: Vec<GivenNeeds>,
    /// The keys of this group, with which answer is theirs.
    keys: HashMap<KeyScope, usize>,
    answers: Vec<Decision>,
}

/// What is answered to one team.
enum Decision {
    Now(Caller, Result<Reply, Error>),
    /// What it became is known when the desk has closed: by then it may have been offered seats.
    Accepted(Box<Accepted>),
    /// The same request again, which gets the answer of that one.
    Again(Caller, usize),
}

/// A team that was accepted.
struct Accepted {
    caller: Caller,
    registered: Registered,
    warnings: Vec<Reason>,
    render: fn(&Registered, &[Reason], &Caller) -> Reply,
}

/// Admits the group in one transaction.
async fn together(
    app: &Arc<App>,
    requests: Vec<Request>,
) -> Result<Vec<Result<Reply, Error>>, Error> {
    let mut work = Work::begin(app, Author::server("registerTeam")).await?;
    let mut counters = open(&mut work, &requests).await?;
    let keys: Vec<_> = requests.iter().filter_map(|it| it.caller.key_scope()).collect();
    let known = idempotency::find(&work.tx, &keys, work.now).await?;
    let mut decided = Decided::default();
    for request in requests {
        let counter = counters.get_mut(&request.cohort);
        let answer = match counter {
            Some(counter) if sees(&work, &counter.desk.cohort, &request).await? => {
                decided.answer(request, &work, counter, &known)
            }
            _ => Decision::Now(request.caller, Err(StoreError::Missing("cohort").into())),
        };
        decided.answers.push(answer);
    }
    for counter in counters.values_mut() {
        counter.desk.store(&mut work).await?;
    }
    // Needs stand beside participants, whom the desk stores.
    needs::insert_all(&work.tx, std::mem::take(&mut decided.needs)).await?;
    for (cohort, Counter { desk, admission }) in counters {
        let waiting = desk.close(&mut work).await?.seats.waiting_teams;
        if waiting != admission.cohort.seats.waiting_teams {
            refresh(&work, cohort, &mut decided.answers).await?;
        }
    }
    let (answers, outcomes) = rendered(decided);
    let kept = idempotency::insert_all(&work.tx, outcomes, work.now).await;
    kept.map_err(|error| match error {
        StoreError::Busy => Error::from(HttpError::InProgress),
        other => other.into(),
    })?;
    work.commit().await?;
    Ok(answers)
}

/// The counters of all cohorts that the group asks for, locked in the order of their ids; a cohort
/// that does not exist has none.
async fn open(work: &mut Work, requests: &[Request]) -> Result<Counters, Error> {
    let mut asked = BTreeMap::<Id<Cohort>, Vec<&Team>>::new();
    for request in requests {
        asked.entry(request.cohort).or_default().push(&request.team);
    }
    let everything = Scope { everything: true, ..Scope::default() };
    let mut counters = Counters::new();
    for (cohort, teams) in asked {
        let locked = match cohorts::lock(&work.tx, cohort, &everything).await {
            Err(StoreError::Missing(_)) => continue,
            locked => locked?,
        };
        let mut desk = Desk::of(work, locked).await?;
        desk.look_again_first(work).await?;
        let boards: Vec<_> = unique(teams.iter().map(|team| team.board));
        let persons = teams.iter().flat_map(|team| &team.participants);
        let persons: Vec<_> = unique(persons.map(|person| person.email.key()));
        let asked = Asked { boards: &boards, persons: &persons, now: work.now };
        let admission =
            registrations::locked_admission(&work.tx, desk.cohort.clone(), asked).await?;
        counters.insert(cohort, Counter { desk, admission });
    }
    Ok(counters)
}

/// Whether who asks may know that the cohort exists: a draft is for those who organise it.
async fn sees(work: &Work, cohort: &Cohort, request: &Request) -> Result<bool, Error> {
    if cohort.status != CohortStatus::Draft {
        return Ok(true);
    }
    let scope = Scope::of(Some(&request.caller.actor));
    match cohorts::find(&work.tx, cohort.id, &scope).await {
        Ok(_) => Ok(true),
        Err(StoreError::Missing(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

impl Decided {
    fn answer(
        &mut self,
        request: Request,
        work: &Work,
        counter: &mut Counter,
        known: &HashMap<KeyScope, Outcome>,
    ) -> Decision {
        let caller = request.caller;
        let key = caller.key_scope();
        let earlier = key.as_ref().and_then(|key| known.get(key).cloned());
        match caller.replay(earlier) {
            Ok(None) => {}
            Ok(Some(reply)) => return Decision::Now(caller, Ok(reply)),
            Err(error) => return Decision::Now(caller, Err(error)),
        }
        if let Some(key) = key {
            if let Some(first) = self.keys.get(&key) {
                return Decision::Again(caller, *first);
            }
            self.keys.insert(key, self.answers.len());
        }
        let Counter { desk, admission } = counter;
        match admission.register(request.team, work.id(), work.now) {
            Ok(registration) => {
                let registered = registered(admission, registration.clone());
                let warnings = warnings(admission, &registered, work.now);
                desk.enter_by(author(&caller, &registration), Move::made(registration));
                self.needs.extend(request.needs);
                let render = request.render;
                Decision::Accepted(Box::new(Accepted { caller, registered, warnings, render }))
            }
            Err(refusal) if refusal.kind == Kind::Conflict => {
                let reply = problem::reply(work.app(), &caller, &Error::Refused(refusal));
                Decision::Now(caller, Ok(reply))
            }
            Err(refusal) => Decision::Now(caller, Err(refusal.into())),
        }
    }
}

/// In whose name a team stands in line: its board's, or the platform's.
fn author(caller: &Caller, registration: &Registration) -> Author {
    let acting_for = caller.actor.acts_for([Place::Board(registration.board)]);
    Author { acting_for, ..caller.into() }
}

/// Reads anew what accepted teams of a cohort became: its list has moved since they joined it.
async fn refresh(work: &Work, cohort: Id<Cohort>, answers: &mut [Decision]) -> Result<(), Error> {
    let everything = Scope { everything: true, ..Scope::default() };
    for answer in answers {
        let Decision::Accepted(accepted) = answer else { continue };
        let joined = &accepted.registered.registration;
        if joined.cohort == cohort && joined.waits() {
            let now = registrations::find(&work.tx, joined.id, &everything).await?;
            accepted.registered = one(work, now).await?;
        }
    }
    Ok(())
}

type Outcomes = Vec<(KeyScope, Outcome)>;

/// Every answer in the order of the requests, and those to keep for requests that are repeated.
fn rendered(decided: Decided) -> (Vec<Result<Reply, Error>>, Outcomes) {
    let mut outcomes: HashMap<usize, (KeyScope, Outcome)> = HashMap::new();
    let keyed: HashSet<usize> = decided.keys.values().copied().collect();
    let mut answers = Vec::new();
    for (place, decision) in decided.answers.into_iter().enumerate() {
        let (caller, answer) = match decision {
            Decision::Now(caller, answer) => (caller, answer),
            Decision::Accepted(accepted) => {
                let Accepted { caller, registered, warnings, render } = *accepted;
                let reply = render(&registered, &warnings, &caller);
                (caller, Ok(reply))
            }
            Decision::Again(caller, first) => {
                let earlier = outcomes.get(&first).map(|(_, outcome)| outcome.clone());
                let again = caller.replay(earlier).transpose();
                (caller, again.unwrap_or_else(|| Err(HttpError::InProgress.into())))
            }
        };
        if let (Ok(reply), Some(key), Some(asked)) =
            (&answer, caller.key_scope(), &caller.idempotency)
            && keyed.contains(&place)
        {
            outcomes.insert(place, (key, reply.outcome(asked.fingerprint.clone())));
        }
        answers.push(answer);
    }
    (answers, outcomes.into_values().collect())
}

fn unique<T: std::hash::Hash + Eq + Clone>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = HashSet::new();
    items.filter(|item| seen.insert(item.clone())).collect()
}
