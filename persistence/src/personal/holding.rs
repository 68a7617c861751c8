//! The words in which the inventory is written.

/// What one table keeps about people.
#[derive(Debug)]
pub struct Holding {
    pub table: &'static str,
    /// What it is, in Dutch and in English, as exports call it.
    pub what: (&'static str, &'static str),
    /// What for.
    pub why: &'static str,
    /// The columns that tell its rows apart.
    pub key: &'static [&'static str],
    /// How a person's rows are found: by any of these.
    pub of: &'static [By],
    /// When a row came into being.
    pub born: Born,
    pub columns: &'static [Column],
    pub end: End,
    /// Which of the rows found there is still something to erase in.
    pub only: Only,
    /// Whether a change raises its `version`, so that nobody writes back what they read before.
    pub versioned: bool,
}

/// How a person's rows are found.
#[derive(Debug)]
pub enum By {
    /// The column holds the id of a user.
    User(&'static str),
    /// The column holds an address in lower case.
    Key(&'static str),
    /// The column holds an address as it was written.
    Address(&'static str),
    /// The column holds what `key` holds in the person's rows of another holding.
    Within { column: &'static str, table: &'static str, key: &'static str },
}

/// When a row came into being.
#[derive(Debug)]
pub enum Born {
    /// The column is a UUIDv7.
    Id(&'static str),
    /// The column is an instant.
    At(&'static str),
}

/// How rows end when the person is erased.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    Deleted,
    /// The row stays, for what is counted; its columns become what they say.
    Replaced,
}

/// Which rows there is something to erase in.
#[derive(Debug)]
pub enum Only {
    All,
    Null(&'static str),
    Set(&'static str),
}

/// A column with personal data.
#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    /// What exports call it, in Dutch and in English.
    pub label: (&'static str, &'static str),
    pub shown: Shown,
    pub becomes: Becomes,
}

/// How a column is exported.
#[derive(Debug, Clone, Copy)]
pub enum Shown {
    /// Not: it says nothing that another column does not, or must stay secret.
    No,
    Text,
    Instant,
    Day,
    /// What this expression makes of it.
    As(&'static str),
}

/// What is in a column after the person was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// What it was: without the rest it tells about nobody.
    Kept,
    Nothing,
    Empty,
    /// The word that stands for everybody who was erased.
    Name,
    /// An address to which no mail goes, another one for each row.
    Address,
    /// When the person was erased.
    Now,
    /// The same text without the names and addresses of the person.
    Scrubbed,
}

type Label = (&'static str, &'static str);

impl Column {
    const fn new(name: &'static str, label: Label, shown: Shown, becomes: Becomes) -> Self {
        Self { name, label, shown, becomes }
    }

    pub(super) const fn name(name: &'static str) -> Self {
        Self::new(name, ("naam", "name"), Shown::Text, Becomes::Name)
    }

    pub(super) const fn address(name: &'static str) -> Self {
        Self::new(name, ("e-mailadres", "e-mail address"), Shown::Text, Becomes::Address)
    }

    pub(super) const fn text(name: &'static str, label: Label, becomes: Becomes) -> Self {
        Self::new(name, label, Shown::Text, becomes)
    }

    pub(super) const fn kept(name: &'static str, label: Label) -> Self {
        Self::new(name, label, Shown::Text, Becomes::Kept)
    }

    pub(super) const fn instant(name: &'static str, label: Label) -> Self {
        Self::new(name, label, Shown::Instant, Becomes::Kept)
    }

    pub(super) const fn day(name: &'static str, label: Label) -> Self {
        Self::new(name, label, Shown::Day, Becomes::Kept)
    }

    /// A column that is exported as what `expression` makes of it.
    pub(super) const fn told(name: &'static str, label: Label, expression: &'static str) -> Self {
        Self::new(name, label, Shown::As(expression), Becomes::Kept)
    }

    pub(super) const fn hidden(name: &'static str, becomes: Becomes) -> Self {
        Self::new(name, ("", ""), Shown::No, becomes)
    }
}
