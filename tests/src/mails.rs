//! The mail that people got.
//!
//! ```text
//! app.visitor().post("/v1/accounts", account).await.expect(204);
//! let mail = app.last_mail_to("noor@example.nl").await;   // waits until it was delivered
//! assert_eq!(mail.subject, "Bevestig uw e-mailadres");
//! let code = mail.code("confirm");                        // of …/account#confirm=CODE
//! ```

use std::path::Path;
use std::time::{Duration, Instant};

use mail_parser::{MessageParser, MimeHeaders};
use sea_orm::{ConnectionTrait, Statement};

use crate::app::TestApp;

/// A mail as whoever got it reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub message_id: String,
    pub from: String,
    pub to: String,
    /// Where an answer goes, where that is not whom it is from.
    pub reply_to: Option<String>,
    pub subject: String,
    pub language: String,
    pub text: String,
    pub html: String,
    /// The addresses in the text.
    pub links: Vec<String>,
    /// The files that came with it: name, media type, content.
    pub attachments: Vec<(String, String, Vec<u8>)>,
}

impl Received {
    /// Reads a mail as it was sent.
    pub fn parse(content: &[u8]) -> Self {
        let mail = MessageParser::default().parse(content).expect("a mail");
        let address = |list: Option<&mail_parser::Address>| {
            let first = list.and_then(|list| list.first()).and_then(|one| one.address());
            first.expect("an address").to_owned()
        };
        let text = mail.body_text(0).expect("a text").into_owned();
        let is_html = |part: &&mail_parser::MessagePart| {
            part.content_type().is_some_and(|it| it.subtype() == Some("html"))
        };
        let html = mail.parts.iter().find(is_html).and_then(|part| part.text_contents());
        let language = mail.header_raw("Content-Language").unwrap_or_default().trim().to_owned();
        let attachments = mail.attachments().map(|part| {
            let kind = part.content_type().expect("a media type");
            let kind = format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default());
            let name = part.attachment_name().unwrap_or_default();
            (name.to_owned(), kind, part.contents().to_vec())
        });
        Self {
            attachments: attachments.collect(),
            message_id: mail.message_id().expect("a Message-ID").to_owned(),
            from: address(mail.from()),
            to: address(mail.to()),
            reply_to: mail.reply_to().map(|list| address(Some(list))),
            subject: mail.subject().expect("a subject").to_owned(),
            language,
            links: text.split_whitespace().filter(is_link).map(str::to_owned).collect(),
            html: html.expect("a text in HTML").to_owned(),
            text,
        }
    }

    /// All mails that stand as files in `directory`, in the order of their names.
    pub fn all_in(directory: &Path) -> Vec<Self> {
        let mut files: Vec<_> = std::fs::read_dir(directory)
            .expect("the mail directory")
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .collect();
        files.sort();
        files.iter().map(|path| Self::parse(&std::fs::read(path).unwrap())).collect()
    }

    /// The code that a link of this mail carries behind `#{purpose}=`.
    #[track_caller]
    pub fn code(&self, purpose: &str) -> String {
        let mark = format!("#{purpose}=");
        let code = self.links.iter().find_map(|link| link.split_once(&mark));
        code.unwrap_or_else(|| panic!("no {mark} in {}", self.text)).1.to_owned()
    }

    /// The code that a link of this mail carries, whatever it is for.
    pub fn any_code(&self) -> Option<String> {
        let (_, code) =
            self.links.iter().find_map(|link| link.split_once('#')?.1.split_once('='))?;
        Some(code.to_owned())
    }
}

fn is_link(word: &&str) -> bool {
    word.starts_with("http://") || word.starts_with("https://")
}

impl TestApp {
    /// All mail to `address`, oldest first, after everything that is due was delivered.
    pub async fn mails_to(&self, address: &str) -> Vec<Received> {
        self.wait_for_mail().await;
        let mails = Received::all_in(&self.config.mail_dir()).into_iter();
        mails.filter(|mail| mail.to.eq_ignore_ascii_case(address)).collect()
    }

    /// The newest mail to `address`.
    #[track_caller]
    pub fn last_mail_to(&self, address: &str) -> impl Future<Output = Received> {
        let (address, caller) = (address.to_owned(), std::panic::Location::caller());
        async move {
            let last = self.mails_to(&address).await.pop();
            last.unwrap_or_else(|| panic!("{caller}: no mail to {address}"))
        }
    }

    /// Waits until no letter is due or on its way.
    pub async fn wait_for_mail(&self) {
        let end = Instant::now() + Duration::from_secs(20);
        while self.letters_on_their_way().await > 0 {
            assert!(Instant::now() < end, "mail was not delivered");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    async fn letters_on_their_way(&self) -> i64 {
        self.in_server(|app| async move {
            let db = app.store.reader();
            let question = Statement::from_sql_and_values(
                db.get_database_backend(),
                "SELECT COUNT(*) FROM outbox WHERE finished_at IS NULL \
                 AND (due_at <= $1 OR state = 'claimed')",
                [app.now().into()],
            );
            let row = db.query_one_raw(question).await.unwrap().unwrap();
            row.try_get_by_index(0).unwrap()
        })
        .await
    }
}
