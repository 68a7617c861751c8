//! The unit of work: the only place that begins and commits a transaction.
//!
//! It runs in a task of its own that nobody drops: a client that goes away does not leave a
//! connection inside a transaction (sqlx 0.9 `begin()` is not cancel-safe). What the database undid
//! for the sake of another is done again from its beginning (`again`), which is why what is done
//! can be copied: a command changes nothing but through its [`Work`], which ends with the attempt.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use leerkring_domain::certificates::VerificationCode;
pub use leerkring_domain::kernel::Author;
use leerkring_domain::kernel::access::{self, Place, SignIn};
use leerkring_domain::kernel::{Actor, Event, Id, Instant, Kind, Language};
use leerkring_domain::notifications::Letter;
use leerkring_persistence::idempotency::{self, Outcome, Scope as KeyScope};
use leerkring_persistence::{StoreError, Tx, audit, outbox, users};
use uuid::Uuid;

use crate::again::again;
use crate::app::App;
use crate::error::{Error, HttpError};
use crate::problem;
use crate::reply::{AnswerKind, Reply};

/// Who asks, and how they want to be answered.
#[derive(Debug, Clone)]
pub struct Caller {
    pub actor: Actor,
    /// The sign-in that the token is of; none for machines.
    pub sign_in: Option<Id<SignIn>>,
    pub language: Language,
    pub request_id: Uuid,
    /// The `operationId` of what they ask.
    pub operation: &'static str,
    /// Set where the client may repeat the request.
    pub idempotency: Option<Idempotency>,
}

/// The key of a repeatable request, and what the request was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    pub key: String,
    pub fingerprint: String,
}

impl Caller {
    pub fn key_scope(&self) -> Option<KeyScope> {
        let key = self.idempotency.as_ref()?.key.clone();
        Some(KeyScope { principal: self.actor.principal.uuid(), key })
    }

    /// The answer to give instead of acting, where the key was used before.
    pub fn replay(&self, known: Option<Outcome>) -> Result<Option<Reply>, Error> {
        match (known, &self.idempotency) {
            (Some(outcome), Some(asked)) if outcome.fingerprint == asked.fingerprint => {
                Ok(Some(outcome.into()))
            }
            (Some(_), _) => Err(HttpError::KeyReused.into()),
            (None, _) => Ok(None),
        }
    }
}

impl From<&Caller> for Author {
    fn from(caller: &Caller) -> Self {
        Self::of(&caller.actor, caller.request_id, caller.operation)
    }
}

/// What a command works with while its transaction is open.
#[derive(Debug)]
pub struct Work {
    pub tx: Tx,
    pub now: Instant,
    pub author: Author,
    app: Arc<App>,
    events: Vec<(Author, Event)>,
    letters: Vec<Letter>,
    /// Whether the next offer lapses at another instant than before.
    offers_changed: bool,
    afterwards: Afterwards,
}

/// What is done outside the database, once what it goes with is committed.
#[derive(Default)]
struct Afterwards(Vec<Afterward>);

type Afterward = Box<dyn FnOnce(&App) + Send + Sync>;

impl fmt::Debug for Afterwards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Afterwards({})", self.0.len())
    }
}

/// What a command returns: a future that may borrow the unit of work.
pub type Acting<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

impl Work {
    pub(crate) async fn begin(app: &Arc<App>, author: Author) -> Result<Self, Error> {
        let tx = app.store.begin().await?;
        Ok(Self {
            tx,
            now: app.now(),
            author,
            app: app.clone(),
            events: Vec::new(),
            letters: Vec::new(),
            offers_changed: false,
            afterwards: Afterwards::default(),
        })
    }

    /// The server that this is a work of.
    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// A new id.
    pub fn id<T>(&self) -> Id<T> {
        self.app.ids.next(self.now).into()
    }

    /// A new code by which anybody verifies what they hold.
    pub fn verification_code(&self) -> Result<VerificationCode, Error> {
        let bytes = self.app.ids.lot();
        let bytes =
            bytes.map_err(|_| Error::Bug("the machine gives no random bytes".to_owned()))?;
        Ok(VerificationCode::new(bytes))
    }

    /// Who acts, as they are in this transaction: what they were when they asked may be over by the
    /// time that they have the locks they need.
    ///
    /// # Errors
    /// As at the gate: for nobody any more, and for somebody who may not do this any more.
    pub async fn recheck(&self, actor: &Actor) -> Result<Actor, Error> {
        let Some(user) = actor.user() else { return Ok(actor.clone()) };
        let found = users::actor(&self.tx, user, None, self.now).await?;
        let actor = found.ok_or(HttpError::Unauthenticated)?;
        let access = access::of(self.author.operation)
            .ok_or_else(|| Error::Bug("an operation without its access".to_owned()))?;
        if access.admits(&actor) {
            Ok(actor)
        } else {
            Err(HttpError::Forbidden(access.needed_by(&actor)).into())
        }
    }

    /// Says for which of `places` the actor acts from here on: the first where they hold a role, or
    /// the platform. What happens is entered so.
    pub fn acts_for(&mut self, actor: &Actor, places: impl IntoIterator<Item = Place>) {
        self.author.acting_for = actor.acts_for(places);
    }

    /// Says what happened; it is written with the commit, in the author's name.
    pub fn record(&mut self, event: Event) {
        self.record_by(self.author, event);
    }

    /// The same in the name of somebody else: of whoever stands in line, or of the server itself.
    pub fn record_by(&mut self, author: Author, event: Event) {
        self.events.push((author, event));
    }

    /// Tells somebody by e-mail; it is written with the commit, and sent after it.
    pub fn send(&mut self, letter: Letter) {
        self.letters.push(letter);
    }

    /// Whoever waits for the next offer to lapse looks again after the commit.
    pub fn offers_changed(&mut self) {
        self.offers_changed = true;
    }

    /// Does `act` after the commit, and only then.
    pub fn afterwards(&mut self, act: impl FnOnce(&App) + Send + Sync + 'static) {
        self.afterwards.0.push(Box::new(act));
    }

    pub(crate) async fn commit(self) -> Result<(), Error> {
        let letters: Vec<_> =
            self.letters.into_iter().map(|letter| (self.app.ids.next(self.now), letter)).collect();
        let any = !letters.is_empty();
        outbox::insert_all(&self.tx, letters, self.now).await?;
        let entry = |(author, event)| self.app.audit.entry(event, author, self.now);
        audit::insert_all(&self.tx, self.events.into_iter().map(entry).collect()).await?;
        self.tx.commit().await.map_err(|error| match StoreError::from(error) {
            away @ StoreError::Away(_) => Error::OutcomeUnknown(away),
            other => Error::Store(other),
        })?;
        if any {
            self.app.mail.wake();
        }
        if self.offers_changed {
            self.app.offers.notify_one();
        }
        for act in self.afterwards.0 {
            act(&self.app);
        }
        Ok(())
    }
}

impl App {
    /// Does `act` in one transaction: all of it is committed, or nothing.
    pub async fn work<T, F>(self: &Arc<Self>, author: Author, act: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Work) -> Acting<'a, T> + Clone + Send + 'static,
    {
        let app = self.clone();
        let attempt = move || {
            let (app, act) = (app.clone(), act.clone());
            async move {
                let mut work = Work::begin(&app, author).await?;
                let done = act(&mut work).await?;
                work.commit().await?;
                Ok(done)
            }
        };
        undropped(self, again(attempt)).await
    }

    /// The same for somebody who waits for the answer.
    pub async fn act<T, F>(self: &Arc<Self>, caller: &Caller, act: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Work) -> Acting<'a, T> + Clone + Send + 'static,
    {
        soon(self.work(caller.into(), act)).await
    }

    /// Does `act` once for the caller's key: a repeated request is given the answer of the first.
    /// What the rules refuse is an answer too.
    pub async fn once<F>(self: &Arc<Self>, caller: Caller, act: F) -> Result<Reply, Error>
    where
        F: for<'a> FnOnce(&'a mut Work) -> Acting<'a, Reply> + Clone + Send + 'static,
    {
        let Some(scope) = caller.key_scope() else {
            return self.act(&caller, act).await;
        };
        let app = self.clone();
        let attempt = move || {
            let (app, caller) = (app.clone(), caller.clone());
            let (scope, act) = (scope.clone(), act.clone());
            async move { app.attempt_once(&caller, scope, act).await }
        };
        soon(undropped(self, again(attempt))).await
    }

    async fn attempt_once<F>(
        self: &Arc<Self>,
        caller: &Caller,
        scope: KeyScope,
        act: F,
    ) -> Result<Reply, Error>
    where
        F: for<'a> FnOnce(&'a mut Work) -> Acting<'a, Reply> + Send,
    {
        let mut work = Work::begin(self, caller.into()).await?;
        let known = idempotency::find(&work.tx, &[scope], work.now).await?;
        if let Some(reply) = caller.replay(known.into_values().next())? {
            return Ok(reply);
        }
        match act(&mut work).await {
            Ok(reply) => self.keep(work, caller, reply).await,
            Err(Error::Refused(refusal)) if refusal.kind == Kind::Conflict => {
                drop(work);
                let refused = problem::reply(self, caller, &Error::Refused(refusal));
                let work = Work::begin(self, caller.into()).await?;
                self.keep(work, caller, refused).await
            }
            Err(error) => Err(error),
        }
    }

    /// Commits the work together with its answer, unless a twin was first: then gives its answer.
    async fn keep(&self, work: Work, caller: &Caller, reply: Reply) -> Result<Reply, Error> {
        let (Some(scope), Some(asked)) = (caller.key_scope(), &caller.idempotency) else {
            work.commit().await?;
            return Ok(reply);
        };
        let told = reply.shown_once.clone().map(|refusal| {
            let told = problem::reply(self, caller, &Error::Refused(refusal));
            Reply { location: reply.location.clone(), ..told }
        });
        let kept = told.as_ref().unwrap_or(&reply);
        if kept.secret || kept.kind != AnswerKind::Json {
            let why = "an answer with something secret in it, or that is no JSON, is not kept";
            return Err(Error::Bug(why.to_owned()));
        }
        let outcome = kept.outcome(asked.fingerprint.clone());
        match idempotency::insert_all(&work.tx, vec![(scope.clone(), outcome)], work.now).await {
            Ok(()) => {
                work.commit().await?;
                Ok(reply)
            }
            Err(StoreError::Busy) => Err(HttpError::InProgress.into()),
            Err(StoreError::Taken) => {
                drop(work);
                let known = idempotency::find(self.store.reader(), &[scope], self.now()).await?;
                match caller.replay(known.into_values().next())? {
                    Some(first) => Ok(first),
                    None => Err(HttpError::InProgress.into()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// How long somebody at the other end of a connection waits for a unit of work.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// The answer to somebody who waits: when the database hangs, they are told in time that the
/// outcome is unknown, while the unit of work goes on to its end.
pub async fn soon<T>(answer: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let answered = tokio::time::timeout(PATIENCE, answer).await;
    answered.unwrap_or_else(|_| Err(Error::OutcomeUnknown(StoreError::Busy)))
}

/// Runs `act` to its end, also when nobody waits for it any more.
pub async fn undropped<T: Send + 'static>(
    app: &App,
    act: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    app.runtime
        .spawn(act)
        .await
        .map_err(|error| Error::Bug(format!("a unit of work ended: {error}")))?
}
