//! What people may ask about their own data: to have it, and to have it erased.

use std::sync::Arc;

use leerkring_domain::kernel::access::{Place, User};
use leerkring_domain::kernel::{EmailAddress, Event, Id, Instant};
use leerkring_domain::people::last_administrator;
use leerkring_domain::privacy::{StillCountedOn, nobody_counts_on, without};
use leerkring_persistence::erasures::{self, Erasure, Kind};
use leerkring_persistence::personal::{self, Person, Receipt, Records};
use leerkring_persistence::roles;

use crate::app::App;
use crate::error::Error;
use crate::work::{Author, Work};

/// Whose data.
#[derive(Debug, Clone)]
pub enum Whose {
    /// Somebody with an account.
    User(Id<User>),
    /// Whoever has this address, with or without an account.
    Address(EmailAddress),
}

/// What an erasure did.
#[derive(Debug)]
pub struct Done {
    pub at: Instant,
    pub receipt: Receipt,
}

impl Whose {
    async fn person(&self, work: &Work) -> Result<Person, Error> {
        Ok(match self {
            Self::User(user) => Person::with_account(&work.tx, *user).await?,
            Self::Address(address) => Person::with_address(&work.tx, address).await?,
        })
    }
}

/// Everything that is kept about the person with this address, for whoever asks in their name.
pub async fn export(
    work: &mut Work,
    address: &EmailAddress,
    reason: &str,
) -> Result<Vec<Records>, Error> {
    let person = Person::with_address(&work.tx, address).await?;
    let records = personal::export(&work.tx, &person).await?;
    // Whose data it was is not for the log: it would outlive them.
    let reason = without(reason, address.as_str(), "…");
    work.record(Event::of_the_platform("personal-data-exported").because(Some(reason)));
    Ok(records)
}

/// Erases a person everywhere, at once and for good. Who was erased before is erased again.
pub async fn erase(
    work: &mut Work,
    app: &App,
    whose: Whose,
    reason: Option<String>,
) -> Result<Done, Error> {
    let person = whose.person(work).await?;
    for user in &person.users {
        keeps_administrators(work, *user).await?;
    }
    let there = personal::standings(&work.tx, &person, work.now).await?;
    let there = there.into_iter().map(|it| StillCountedOn {
        participates: it.participates,
        is_contact: it.is_contact,
        board: it.board,
        programme: it.programme,
        cohort: it.cohort,
    });
    nobody_counts_on(&there.collect::<Vec<_>>())?;
    let receipt = for_good(work, app, &person).await?;
    let reason = reason.map(|reason| receipt.known.scrubbed(&reason));
    let event = match person.users.first() {
        Some(user) => Event::new("user-erased", *user, Place::Platform),
        None => Event::of_the_platform("person-erased"),
    };
    work.record(event.because(reason));
    Ok(Done { at: work.now, receipt })
}

/// # Errors
/// `last-administrator` where they are one somewhere.
async fn keeps_administrators(work: &Work, user: Id<User>) -> Result<(), Error> {
    let held = roles::of(&work.tx, user).await?;
    for place in held.iter().filter(|it| it.role.administers()).map(|it| it.role.place()) {
        roles::lock_place(&work.tx, place).await?;
        if roles::other_administrators(&work.tx, place, user).await? == 0 {
            return Err(last_administrator().into());
        }
    }
    Ok(())
}

/// Erases, and remembers by keyed hashes who was erased.
async fn for_good(work: &mut Work, app: &App, person: &Person) -> Result<Receipt, Error> {
    let receipt = personal::erase(&work.tx, person, work.now).await?;
    let users = person.users.iter().map(|user| (Kind::User, user.to_string()));
    let addresses = person.addresses.iter().map(|address| (Kind::Address, address.clone()));
    let erased: Vec<Erasure> = users
        .chain(addresses)
        .map(|(kind, text)| Erasure { kind, hash: app.keys.erasure(&text), erased_at: work.now })
        .collect();
    for erasure in &erased {
        erasures::remember(&work.tx, erasure.clone()).await?;
    }
    let letters = receipt.letters.clone();
    work.afterwards(move |app| {
        app.mail.forget(&letters);
        app.erasures.add(&erased);
    });
    Ok(receipt)
}

/// Erases everybody again who is in the table or in `lists`, as far as what is there came before:
/// after a copy of the database was put back. Tells how many were back.
pub async fn erase_again(app: &Arc<App>, lists: Vec<Erasure>) -> Result<u64, Error> {
    let mut all = erasures::all(app.store.reader()).await?;
    all.extend(lists);
    let (db, mut people) = (app.store.reader(), Vec::new());
    for address in personal::addresses(db).await? {
        if let Some(before) = newest(&all, Kind::Address, &app.keys.erasure(&address)) {
            let person = Person::with_address(db, &EmailAddress::new(&address)).await?;
            people.push(Person { before: Some(before), ..person });
        }
    }
    for user in personal::people(db).await? {
        let before = newest(&all, Kind::User, &app.keys.erasure(&user.to_string()));
        let whose = |it| Person { users: vec![user], before: Some(it), ..Person::default() };
        people.extend(before.map(whose));
    }
    let mut back = 0;
    for person in people {
        let receipt = app
            .work(Author::server("erase-again"), move |work| {
                Box::pin(async move {
                    let receipt = personal::erase(&work.tx, &person, work.now).await?;
                    let letters = receipt.letters.clone();
                    work.afterwards(move |app| app.mail.forget(&letters));
                    Ok(receipt)
                })
            })
            .await?;
        back += u64::from(!receipt.tables.is_empty());
    }
    app.work(Author::server("erase-again"), move |work| {
        Box::pin(async move {
            for erasure in all {
                erasures::remember(&work.tx, erasure).await?;
            }
            work.record(Event::of_the_platform("erased-again"));
            Ok(())
        })
    })
    .await?;
    Ok(back)
}

fn newest(all: &[Erasure], kind: Kind, hash: &str) -> Option<Instant> {
    let same = all.iter().filter(|it| it.kind == kind && it.hash == hash);
    same.map(|it| it.erased_at).max()
}
