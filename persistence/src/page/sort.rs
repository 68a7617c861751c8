//! The orders that can be asked for of a list.

use leerkring_domain::kernel::Code;

/// In which direction a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

/// One of the orders of a list, and whether it is turned around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<B> {
    pub by: B,
    pub direction: Direction,
}

impl<B: Code> Sort<B> {
    pub const fn ascending(by: B) -> Self {
        Self { by, direction: Direction::Ascending }
    }

    pub const fn descending(by: B) -> Self {
        Self { by, direction: Direction::Descending }
    }

    /// Every order of the list.
    pub fn all() -> impl Iterator<Item = Self> {
        B::ALL.iter().flat_map(|by| [Self::ascending(*by), Self::descending(*by)])
    }

    /// `title`, and `-title` the other way around.
    pub fn word(self) -> String {
        match self.direction {
            Direction::Ascending => self.by.code().to_owned(),
            Direction::Descending => format!("-{}", self.by.code()),
        }
    }

    /// The order with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.strip_prefix('-') {
            Some(word) => B::from_code(word).map(Self::descending),
            None => B::from_code(word).map(Self::ascending),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Shelf {
        Title,
        Year,
    }

    impl Code for Shelf {
        const ALL: &'static [Self] = &[Self::Title, Self::Year];

        fn code(self) -> &'static str {
            match self {
                Self::Title => "title",
                Self::Year => "year",
            }
        }
    }

    #[test]
    fn every_order_has_a_word_and_the_word_is_that_order() {
        let words: Vec<_> = Sort::<Shelf>::all().map(Sort::word).collect();
        assert_eq!(words, ["title", "-title", "year", "-year"]);
        assert!(Sort::<Shelf>::all().all(|sort| Sort::from_word(&sort.word()) == Some(sort)));
        for unknown in ["", "-", "--title", "Title", "title,year"] {
            assert_eq!(Sort::<Shelf>::from_word(unknown), None, "{unknown}");
        }
    }
}
