//! Lists in pages: keyset paging, so that concurrent inserts neither repeat nor skip a row.

use uuid::Uuid;

mod key;
mod sort;

pub(crate) use key::{By, Key, fetch};
pub use sort::{Direction, Sort};

/// Which page of a list is asked for.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// Rows, 1–100.
    pub limit: u64,
    /// The row after which the page starts.
    pub after: Option<Position>,
    /// Whether the total is asked for.
    pub count: bool,
}

/// Where a row stands in a list: the value it is sorted by, and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub key: String,
    pub id: Uuid,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The last row of the page, where more follow.
    pub next: Option<Position>,
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// The same page with every item changed.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
            total: self.total,
        }
    }

    /// The same page, if every item can be changed.
    ///
    /// # Errors
    /// The first that `change` gives.
    pub fn try_map<U, E>(self, change: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page {
            items: self.items.into_iter().map(change).collect::<Result<_, E>>()?,
            next: self.next,
            total: self.total,
        })
    }
}

impl<T> Page<T> {
    /// The page that is asked for of a list that is known as a whole, in the order of its ids.
    pub fn of(items: Vec<T>, request: &PageRequest, id: fn(&T) -> Uuid) -> Self {
        let total = request.count.then(|| u64::try_from(items.len()).unwrap_or(u64::MAX));
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let beyond = |item: &T| request.after.as_ref().is_none_or(|after| after.id < id(item));
        let mut rest = items.into_iter().filter(beyond);
        let items: Vec<T> = rest.by_ref().take(limit).collect();
        let last = items.last().map(|item| Position { key: String::new(), id: id(item) });
        Self { items, next: last.filter(|_| rest.next().is_some()), total }
    }
}
