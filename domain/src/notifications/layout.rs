//! How a message looks: as plain text, and as HTML that any reader, also a reader aloud, can use.

use super::words::Words;
use super::{Background, Facts, Mail};
use crate::kernel::{Language, Text, text};

pub(super) fn lay_out(words: &Words, language: Language, facts: &Facts, link: &str) -> Mail {
    let say = |text: &Text| text.in_language(language).to_owned();
    let (before, after) = (words.before.iter().map(say), words.after.iter().map(say));
    let button = words.button.as_ref().map(|button| (say(button), link));
    let doors = facts.doors.iter().map(|door| (door.name.clone(), door.link.as_str()));
    let parts = Parts {
        language,
        subject: one_line(&say(&words.subject)),
        greeting: say(&greeting(facts.name.as_deref())),
        before: before.collect(),
        buttons: button.into_iter().chain(doors).collect(),
        copy: say(&text(
            "Werkt de knop niet? Open dan dit adres:",
            "Does the button not work? Then open this address:",
        )),
        after: after.collect(),
        closing: say(&text("Met vriendelijke groet,", "Kind regards,")),
        sender: &facts.sender,
        automatic: say(&automatic(facts.background.as_ref())),
    };
    Mail { text: parts.text(), html: parts.html(), subject: parts.subject }
}

/// What becomes of an answer.
fn automatic(background: Option<&Background>) -> Text {
    background.and_then(|it| it.organiser.about_answers()).unwrap_or_else(|| {
        text(
            "Dit bericht is automatisch verstuurd; een antwoord wordt niet gelezen.",
            "This message was sent automatically; nobody reads an answer.",
        )
    })
}

fn greeting(name: Option<&str>) -> Text {
    match name {
        Some(name) => text(format!("Beste {name},"), format!("Dear {name},")),
        None => text("Goedendag,", "Hello,"),
    }
}

/// A subject is one line, whatever stands in the names of which it is made.
fn one_line(subject: &str) -> String {
    subject.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Parts<'a> {
    language: Language,
    subject: String,
    greeting: String,
    before: Vec<String>,
    /// What stands on each, and where it leads.
    buttons: Vec<(String, &'a str)>,
    copy: String,
    after: Vec<String>,
    closing: String,
    sender: &'a str,
    automatic: String,
}

impl Parts<'_> {
    fn text(&self) -> String {
        let mut paragraphs = vec![self.greeting.clone()];
        paragraphs.extend(self.before.iter().cloned());
        paragraphs.extend(self.buttons.iter().map(|(says, link)| format!("{says}:\n{link}")));
        paragraphs.extend(self.after.iter().cloned());
        paragraphs.push(format!("{}\n{}", self.closing, self.sender));
        paragraphs.push(format!("-- \n{}", self.automatic));
        paragraphs.join("\n\n") + "\n"
    }

    fn html(&self) -> String {
        let paragraph = |text: &String| format!("<p>{}</p>\n", with_links(text));
        let paragraphs =
            |texts: &[String]| texts.iter().map(paragraph).collect::<Vec<_>>().concat();
        format!(
            "<!doctype html>\n\
             <html lang=\"{language}\">\n\
             <head>\n\
             <meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>{subject}</title>\n\
             </head>\n\
             <body style=\"margin:0;padding:1.5rem;background:#fff;color:#1a1a1a;\
             font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Arial,sans-serif\">\n\
             <main style=\"max-width:36rem;margin:0 auto\">\n\
             <h1 style=\"font-size:1.25rem;line-height:1.3\">{subject}</h1>\n\
             <p>{greeting}</p>\n\
             {before}\
             {buttons}\
             {after}\
             <p>{closing}<br>{sender}</p>\n\
             <hr style=\"border:0;border-top:1px solid #b3b3b3;margin:1.5rem 0\">\n\
             {copy}\
             <p style=\"font-size:.875rem;color:#555\">{automatic}</p>\n\
             </main>\n\
             </body>\n\
             </html>\n",
            language = self.language.tag(),
            subject = escape(&self.subject),
            greeting = escape(&self.greeting),
            before = paragraphs(&self.before),
            buttons = self.buttons.iter().map(button_in_html).collect::<String>(),
            copy = self.copy_in_html(),
            after = paragraphs(&self.after),
            closing = escape(&self.closing),
            sender = escape(self.sender),
            automatic = escape(&self.automatic),
        )
    }
}

impl Parts<'_> {
    /// The addresses behind the buttons, for readers in which buttons do not work.
    fn copy_in_html(&self) -> String {
        let several = 1 < self.buttons.len();
        let copy = |(says, link): &(String, &str)| {
            let which = if several { format!("{}: ", escape(says)) } else { String::new() };
            format!(
                "<br>\n{which}<span style=\"overflow-wrap:anywhere\">{link}</span>",
                link = escape(link),
            )
        };
        if self.buttons.is_empty() {
            return String::new();
        }
        let addresses: String = self.buttons.iter().map(copy).collect();
        let about = escape(&self.copy);
        format!("<p style=\"font-size:.875rem;color:#555\">{about}{addresses}</p>\n")
    }
}

fn button_in_html((says, link): &(String, &str)) -> String {
    format!(
        "<p style=\"margin:1.5rem 0\"><a href=\"{link}\" style=\"display:inline-block;\
         padding:.75rem 1.25rem;border-radius:.375rem;background:#154273;color:#fff;\
         font-weight:600;text-decoration:none\">{says}</a></p>\n",
        link = escape(link),
        says = escape(says),
    )
}

/// `text` as markup in which the addresses of pages, such as that of a meeting, can be opened.
fn with_links(text: &str) -> String {
    let word = |word: &str| {
        let address = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
        let rest = word.strip_prefix(address).unwrap_or_default();
        if address.starts_with("https://") || address.starts_with("http://") {
            let address = escape(address);
            format!("<a href=\"{address}\">{address}</a>{}", escape(rest))
        } else {
            escape(word)
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// `text` so that no browser reads markup in it, also between quotes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
