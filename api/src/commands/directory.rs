//! The names of people and places that answers show beside their ids.

use std::collections::HashMap;

use leerkring_domain::boards::Board;
use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::access::Place;
use leerkring_domain::organisers::Organiser;
use leerkring_domain::people::User;
use leerkring_persistence::{ConnectionTrait, boards, organisers, users};

use crate::error::Error;

/// People, organisers and boards by their ids.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    pub people: HashMap<Id<User>, User>,
    pub organisers: HashMap<Id<Organiser>, Organiser>,
    pub boards: HashMap<Id<Board>, Board>,
}

impl Directory {
    /// Looks up these places and people.
    pub async fn of(
        db: &impl ConnectionTrait,
        places: impl IntoIterator<Item = Place>,
        people: impl IntoIterator<Item = Id<User>>,
    ) -> Result<Self, Error> {
        let (mut of_organisers, mut of_boards) = (Vec::new(), Vec::new());
        for place in places {
            match place {
                Place::Platform => {}
                Place::Organiser(organiser) => of_organisers.push(organiser),
                Place::Board(board) => of_boards.push(board),
            }
        }
        let mut found = Self::default();
        let people: Vec<_> = people.into_iter().collect();
        if !people.is_empty() {
            let known = users::known(db, &people).await?;
            found.people = known.into_iter().map(|user| (user.id, user)).collect();
        }
        if !of_organisers.is_empty() {
            let known = organisers::known(db, &of_organisers).await?;
            found.organisers = known.into_iter().map(|it| (it.id, it)).collect();
        }
        if !of_boards.is_empty() {
            let known = boards::known(db, &of_boards).await?;
            found.boards = known.into_iter().map(|board| (board.id, board)).collect();
        }
        Ok(found)
    }
}
