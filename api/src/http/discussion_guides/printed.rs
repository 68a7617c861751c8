//! Discussion guides to print: Markdown and PDF.

use leerkring_domain::discussion_guides::{GuideContent, Section};
use leerkring_domain::kernel::{Instant, Language};
use leerkring_domain::registrations::role_in_words;

use crate::papers::{About, Paper, PaperError, Style};

/// Room to write in under a question, in points.
const ROOM: f32 = 42.0;
/// What the line below that takes.
const LINE: f32 = 1.0;

/// For whom a section is, in words.
fn audience(section: &Section, language: Language) -> String {
    let name = |role: &String| role_in_words(role).in_language(language).to_owned();
    let names = section.roles.iter().map(name).collect::<Vec<_>>();
    match (names.is_empty(), language) {
        (true, Language::Dutch) => "Voor iedereen".to_owned(),
        (true, Language::English) => "For everybody".to_owned(),
        (false, Language::Dutch) => format!("Voor: {}", names.join(", ")),
        (false, Language::English) => format!("For: {}", names.join(", ")),
    }
}

/// The guide as Markdown (`CommonMark`), in one language.
pub fn markdown(content: &GuideContent, language: Language) -> String {
    let mut lines = vec![format!("# {}", escaped(content.title.in_language(language)))];
    lines.extend(content.introduction.iter().map(|text| escaped(text.in_language(language))));
    for section in &content.sections {
        lines.push(format!("## {}", escaped(section.title.in_language(language))));
        lines.push(format!("*{}*", escaped(&audience(section, language))));
        let questions = (1..).zip(&section.questions);
        let questions = questions
            .map(|(number, text)| format!("{number}. {}", one_line(text.in_language(language))));
        lines.push(questions.collect::<Vec<_>>().join("\n"));
    }
    lines.join("\n\n") + "\n"
}

/// A text whose signs mean nothing to Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\`*_{}[]<>#|~+-!&".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

fn one_line(text: &str) -> String {
    escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The guide as a paper with room to write under each question.
///
/// # Errors
/// The paper cannot be written.
pub fn pdf(
    content: &GuideContent,
    (author, made_at): (String, Instant),
    language: Language,
) -> Result<Vec<u8>, PaperError> {
    let title = content.title.in_language(language);
    let mut paper = Paper::new(About { title: title.to_owned(), author, language, made_at })?;
    paper.heading(1, title);
    if let Some(introduction) = &content.introduction {
        paper.text(Style::BODY, introduction.in_language(language));
    }
    for section in &content.sections {
        let questions: Vec<String> = (1..)
            .zip(&section.questions)
            .map(|(number, question)| format!("{number}. {}", question.in_language(language)))
            .collect();
        let (above, audience) = (Style::BODY.size, audience(section, language));
        let width = paper.across().width;
        let high = |paper: &Paper, question: &String| {
            above + paper.height(Style::BODY, width, question) + ROOM + LINE
        };
        // A heading without a question below it says nothing.
        let first = questions.first().map_or(0.0, |question| high(&paper, question));
        let follows = paper.height(Style::SMALL, width, &audience) + first;
        paper.heading_with(2, section.title.in_language(language), follows);
        paper.text(Style::SMALL, &audience);
        for question in &questions {
            paper.keep(high(&paper, question));
            paper.space(above);
            paper.text(Style::BODY, question);
            paper.space(ROOM);
            paper.rule();
        }
    }
    paper.finish()
}

#[cfg(test)]
mod tests {
    use leerkring_domain::kernel::Wording;

    use super::*;

    fn both(nl: &str, en: &str) -> Wording {
        Wording { nl: Some(nl.to_owned()), en: Some(en.to_owned()) }
    }

    fn content() -> GuideContent {
        GuideContent {
            title: both("Het goede gesprek", "A good talk"),
            introduction: Some(both("Neem een uur.", "Take an hour.")),
            languages: vec![Language::Dutch, Language::English],
            sections: vec![Section {
                title: both("Koers", "Direction"),
                roles: vec!["hr-professional".to_owned(), "night-watch".to_owned()],
                questions: vec![both("Wat *moet*\nanders?", "What <b>has</b> to change?")],
            }],
        }
    }

    #[test]
    fn a_guide_reads_as_markdown_and_no_text_breaks_out_of_it() {
        let dutch = "# Het goede gesprek\n\nNeem een uur.\n\n## Koers\n\n\
                     *Voor: HR\\-professional, night watch*\n\n1. Wat \\*moet\\* anders?\n";
        assert_eq!(markdown(&content(), Language::Dutch), dutch);
        let english = markdown(&content(), Language::English);
        assert!(english.contains("1. What \\<b\\>has\\</b\\> to change?"), "{english}");
    }

    #[test]
    fn a_guide_is_a_paper() {
        let pdf = pdf(&content(), ("PO-Raad".to_owned(), Instant::default()), Language::Dutch);
        assert!(pdf.unwrap().starts_with(b"%PDF"));
    }
}
