//! Lists as tables: the whole of what a filter finds, sent as it is read.
//!
//! One function reads the pages of a list, for JSON one of them and for a table all, so that every
//! form has the same filters. No connection to the database is held between pages, and no more than
//! one page is in memory: whoever reads slowly keeps nobody waiting. What changes meanwhile: a row
//! that is there all the time is there once; one that comes or goes may be there or not
//! (`docs/adr/0029-tables-are-read-page-by-page.md`).

mod export;
mod sending;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, Responder};
use futures_util::Stream;
use leerkring_domain::kernel::{Code, Language};
use leerkring_domain::registrations::role_in_words;
use leerkring_persistence::page::Sort;
use leerkring_persistence::{Page, PageRequest};
use serde::Serialize;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

pub use self::export::Export;
use self::sending::{BrokenOff, PATIENCE, following, in_time, written};
use super::kinds::{AnswerKind, Wanted};
use super::page::{self, Paging};
use super::wire::Word;
use crate::app::App;
use crate::error::Error;
use crate::reply::Reply;
use crate::tables::{self, Cell, Column, Form, Head, Row, TableError, Writer};

/// A table: comma-separated (RFC 4180), UTF-8 with a mark at the beginning, the names in the first
/// line. Where there is one, there is the same as a workbook.
#[derive(Debug)]
pub struct CsvTable;

impl PartialSchema for CsvTable {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("Comma-separated values in UTF-8, the names in the first line"))
            .max_length(Some(2_000_000_000))
            .examples(["year,share\r\n2017,72.9\r\n"])
            .into()
    }
}

impl ToSchema for CsvTable {}

/// What stands in a list as an item and in a table as rows.
pub trait Tabled: Sized {
    /// As it stands in a list.
    type View: From<Self> + Serialize;
    const COLUMNS: &'static [Column];

    /// Its rows: one, for most.
    fn rows(self) -> Vec<Row>;
}

/// Which list is asked for, and as what.
#[derive(Debug)]
pub struct Asked {
    /// The name of the list, which its cursors carry.
    pub list: String,
    pub wanted: Wanted,
    pub paging: Paging,
    pub language: Language,
    /// How the table is called: `invoices`; the name of the file and of the sheet.
    pub title: &'static str,
    /// Told to the audit log where the table is about people.
    pub export: Option<Export>,
}

impl Asked {
    pub fn new(list: &'static str, wanted: Wanted, paging: Paging, language: Language) -> Self {
        let (title, list) = (list, list.to_owned());
        Self { list, wanted, paging, language, title, export: None }
    }

    /// The same of one thing of many: the list of its cohorts, its sessions.
    pub fn of(self, whole: impl fmt::Display) -> Self {
        Self { list: format!("{} of {whole}", self.title), ..self }
    }

    /// The same in this order. Where it is not the usual one, its cursors are of no other.
    pub fn sorted<B: Code>(self, sort: Sort<B>) -> Self
    where
        Sort<B>: Default + PartialEq,
    {
        if sort == Sort::default() {
            return self;
        }
        Self { list: format!("{} by {}", self.list, sort.word()), ..self }
    }

    /// The same where a table of it is told to the audit log.
    pub fn told(self, export: Export) -> Self {
        Self { export: Some(export), ..self }
    }
}

/// A page of a list, or all of it as a table.
#[derive(Debug)]
pub enum Listed {
    Page(Reply),
    Table(Table),
}

/// What a handler of a list returns.
pub type Listing = Result<Listed, Error>;

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, BrokenOff>>>>;

/// A table that is sent piece by piece.
pub struct Table {
    kind: AnswerKind,
    title: &'static str,
    language: Language,
    pieces: Pieces,
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({}, {:?})", self.title, self.kind)
    }
}

impl Listed {
    /// A list that reads the same for everybody without a token.
    pub fn public(self) -> Self {
        match self {
            Self::Page(reply) => Self::Page(reply.public()),
            table @ Self::Table(_) => table,
        }
    }

    /// A list with texts in `language`; a table has them in that of who asks.
    pub fn in_language(self, language: Language) -> Self {
        match self {
            Self::Page(reply) => Self::Page(reply.in_language(language)),
            table @ Self::Table(_) => table,
        }
    }
}

impl Responder for Listed {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        match self {
            Self::Page(reply) => reply.respond_to(request),
            Self::Table(Table { kind, title, language, pieces }) => {
                let name = file_name(title, kind);
                HttpResponse::Ok()
                    .content_type(kind.content_type())
                    .insert_header((header::CONTENT_LANGUAGE, language.tag()))
                    .insert_header((
                        header::CONTENT_DISPOSITION,
                        format!("attachment; filename=\"{name}\""),
                    ))
                    .streaming(pieces)
            }
        }
    }
}

fn file_name(title: &str, kind: AnswerKind) -> String {
    let extension = if kind == AnswerKind::Xlsx { "xlsx" } else { "csv" };
    format!("{title}.{extension}")
}

fn form(kind: AnswerKind) -> Option<Form> {
    match kind {
        AnswerKind::Csv => Some(Form::Csv),
        AnswerKind::Xlsx => Some(Form::Xlsx),
        _ => None,
    }
}

/// How many items are read at once for a table.
const AT_ONCE: u64 = 500;

/// Answers a list: the page that is asked for, or a table of all that `read` finds.
///
/// # Errors
/// What `read` says of the first page; a table breaks off where a later one cannot be read.
pub async fn list<T, F>(app: &Arc<App>, asked: Asked, read: F) -> Listing
where
    T: Tabled + 'static,
    F: AsyncFn(&Arc<App>, PageRequest) -> Result<Page<T>, Error> + 'static,
{
    let Some(form) = form(asked.wanted.0) else {
        let page = read(app, asked.paging.request(&app.keys, &asked.list)?).await?;
        return Ok(Listed::Page(page::reply(app, &asked.list, page.map(T::View::from))));
    };
    let count = asked.export.is_some();
    let first = read(app, PageRequest { limit: AT_ONCE, after: None, count }).await?;
    if let Some(export) = asked.export {
        export.tell(app, first.total.unwrap_or_default()).await?;
    }
    let head = Head { title: asked.title, columns: T::COLUMNS, language: asked.language };
    let mut writer = Writer::begin(form, &head)?;
    let start = written(&mut writer, first.items)?;
    let app = app.clone();
    let rest = following(writer, first.next, async move |request| read(&app, request).await);
    let pieces = Box::pin(in_time(start, rest, PATIENCE));
    let (kind, title, language) = (asked.wanted.0, asked.title, asked.language);
    Ok(Listed::Table(Table { kind, title, language, pieces }))
}

/// A table of which all rows are there, where one is wanted.
///
/// # Errors
/// It cannot be written, which is a bug.
pub fn whole(
    wanted: Wanted,
    (title, language): (&'static str, Language),
    columns: &[Column],
    rows: impl IntoIterator<Item = Row>,
) -> Result<Option<Reply>, Error> {
    let Some(form) = form(wanted.0) else { return Ok(None) };
    let table = tables::whole(form, &Head { title, columns, language }, rows)?;
    let reply = Reply::file(wanted.0, table).named(file_name(title, wanted.0));
    Ok(Some(reply.in_language(language)))
}

/// What becomes of a list that is one page.
#[derive(Debug)]
pub enum Shown<T> {
    Items(Vec<T>),
    Table(Reply),
}

/// The items of a list that is one page, or the same as a table where one is wanted.
///
/// # Errors
/// It cannot be written, which is a bug.
pub fn all<T: Tabled>(
    wanted: Wanted,
    named: (&'static str, Language),
    items: Vec<T>,
) -> Result<Shown<T>, Error> {
    if form(wanted.0).is_none() {
        return Ok(Shown::Items(items));
    }
    let table = whole(wanted, named, T::COLUMNS, items.into_iter().flat_map(T::rows))?;
    Ok(table.map_or_else(|| Shown::Items(Vec::new()), Shown::Table))
}

/// The words of a list in one cell.
pub fn words<T: Code>(words: Vec<Word<T>>) -> Cell {
    words.into_iter().map(|word| word.0.code()).collect::<Vec<_>>().join(" ").into()
}

/// The role of a participant.
pub fn role(role: String) -> Cell {
    let words = role_in_words(&role);
    Cell::Word(role, words)
}

impl<T: Code> From<Word<T>> for Cell {
    fn from(word: Word<T>) -> Self {
        word.0.code().into()
    }
}

impl From<TableError> for Error {
    fn from(error: TableError) -> Self {
        Self::Bug(error.to_string())
    }
}
