//! A certificate on paper: A4 on its side, to be hung up.

use leerkring_domain::certificates::{Certificate, Content};
use leerkring_domain::kernel::Language;
use leerkring_domain::kernel::civil::{day_in_words, today};

use super::{ornament, qr, verification_address};
use crate::papers::{About, Area, Colour, Paper, PaperError, Sheet, Style, mm};
use crate::pictures::Picture;

/// How wide what stands in the middle may be.
const WIDE: f32 = 232.0;
/// Where what is signed stands.
const FOOT: f32 = 152.0;
const QR: f32 = 31.0;
/// How many letters the names of organisers may have together.
const MOST_ORGANISERS: usize = 220;

/// Why there is no certificate on paper.
#[derive(Debug, thiserror::Error)]
pub enum NoPaper {
    #[error(transparent)]
    Paper(#[from] PaperError),
    #[error("an ornament cannot be read: {0}")]
    Ornament(#[from] crate::pictures::PictureError),
    #[error("the address is too long for a QR code")]
    TooLong,
}

/// The certificate as PDF, to be verified at `public_url`.
///
/// # Errors
/// The PDF cannot be written.
pub fn paper(certificate: &Certificate, public_url: &str) -> Result<Vec<u8>, NoPaper> {
    let content = &certificate.content;
    let words = Words::of(content.language);
    let about = About {
        title: format!("{} {}", words.certificate, certificate.number.text),
        author: content.organisers.first().cloned().unwrap_or_default(),
        language: content.language,
        made_at: certificate.issued_at,
    };
    let mut paper = Paper::on(Sheet { margin: 0.0, ..Sheet::A4.on_its_side() }, about)?;
    let Sheet { width, height, .. } = paper.sheet();
    let frame = Picture::read(&ornament::frame((width, height)))?;
    paper.ornament_at(Area { x: 0.0, y: 0.0, width }, &frame);
    let mut sheet = Hung { paper, certificate, words };
    sheet.what_and_whose()?;
    sheet.for_what();
    sheet.signature();
    sheet.seal()?;
    sheet.verification(public_url)?;
    sheet.revoked()?;
    Ok(sheet.paper.finish()?)
}

struct Hung<'a> {
    paper: Paper,
    certificate: &'a Certificate,
    words: Words,
}

fn at(x: f32, y: f32, width: f32) -> Area {
    Area { x: mm(x), y: mm(y), width: mm(width) }
}

impl Hung<'_> {
    fn content(&self) -> &Content {
        &self.certificate.content
    }

    /// A line in the middle of the sheet, at this height in millimetres.
    fn middle(&self, y: f32) -> Area {
        let width = mm(WIDE);
        Area { x: (self.paper.sheet().width - width) / 2.0, y: mm(y), width }
    }

    fn say(&self, text: &leerkring_domain::kernel::Text) -> String {
        text.in_language(self.content().language).to_owned()
    }

    /// Who gives what to whom.
    fn what_and_whose(&mut self) -> Result<(), NoPaper> {
        let title = Style::BODY.sized(38.0).display().coloured(Colour::ACCENT).centred();
        let area = self.middle(33.5);
        self.paper.heading_at(area, title, self.words.certificate);
        let organisers = self.organisers();
        let style = Style::BODY.sized(12.5).bold().centred();
        self.above(32.0, (style, 9.5), &organisers);
        let style = Style::BODY.sized(14.0).display_italic().quiet().centred();
        let area = self.middle(56.0);
        self.paper.text_at(area, style, self.words.awarded);
        let name = self.certificate.holder.name.clone();
        let style = Style::BODY.sized(40.0).display_italic().centred();
        self.above(84.0, (style, 20.0), &name);
        let rule = Picture::read(&ornament::rule((mm(110.0), 5.0)))?;
        let area = Area { x: (self.paper.sheet().width - mm(110.0)) / 2.0, ..at(0.0, 84.5, 110.0) };
        self.paper.ornament_at(area, &rule);
        Ok(())
    }

    /// Who organised it; where they are too many to name, the lead with how many others.
    fn organisers(&self) -> String {
        let all = self.say(&self.content().organisers_in_words());
        match self.content().organisers.split_first() {
            Some((lead, others)) if MOST_ORGANISERS < all.chars().count() => {
                format!("{lead} + {}", others.len())
            }
            _ => all,
        }
    }

    /// Text in the middle that ends at this height, on one line where its letters stay larger than
    /// `least`, else on two.
    fn above(&mut self, y: f32, (style, least): (Style, f32), text: &str) {
        let one = self.paper.fitted(style, mm(WIDE), 1, text);
        let (style, lines) = if least <= one.size {
            (one, 1.0)
        } else {
            (self.paper.fitted(style.sized(least), mm(WIDE), 2, text), 2.0)
        };
        let area = self.middle(y);
        self.paper.text_at(Area { y: area.y - style.leading() * lines, ..area }, style, text);
    }

    /// What was completed, when, and how much of it.
    fn for_what(&mut self) {
        let content = self.content().clone();
        let style = Style::BODY.sized(14.0).display_italic().quiet().centred();
        let area = self.middle(91.0);
        self.paper.text_at(area, style, self.words.completed);
        let style = Style::BODY.sized(25.0).display().coloured(Colour::ACCENT).centred();
        let style = self.paper.fitted(style, mm(WIDE), 2, &content.programme);
        let area = self.middle(99.5);
        let high = self.paper.text_at(area, style, &content.programme);
        let style = Style::BODY.sized(11.5).centred();
        let below = Area { y: area.y + high + mm(2.0), ..area };
        let line = format!("{}  ·  {}", content.cohort, self.say(&content.days()));
        let style = self.paper.fitted(style, mm(WIDE), 2, &line);
        let high = self.paper.text_at(below, style, &line);
        let hours = self.say(&content.hours_in_words());
        let line = format!("{}  ·  {hours}", self.say(&content.sessions_in_words()));
        let below = Area { y: below.y + high, ..below };
        self.paper.text_at(below, style.quiet(), &line);
    }

    /// Where, when and by whom it is signed.
    fn signature(&mut self) {
        let content = self.content().clone();
        let (left, wide) = (34.0, 66.0);
        let day = self.say(&content.signed(self.certificate.issued_on));
        self.paper.text_at(at(left, FOOT, wide), Style::BODY.sized(10.5), &day);
        self.paper.colour_at(at(left, FOOT + 23.0, wide), 0.8, Colour::INK);
        let mut y = mm(FOOT + 24.5);
        let (name, position) = match &content.signatory {
            Some(it) => (it.name.clone(), it.position.clone()),
            None => (content.organisers.first().cloned().unwrap_or_default(), None),
        };
        let style = Style::BODY.sized(10.5).bold();
        let style = self.paper.fitted(style, mm(wide), 2, &name);
        y += self.paper.text_at(Area { y, ..at(left, 0.0, wide) }, style, &name);
        if let Some(position) = position {
            let style = self.paper.fitted(Style::BODY.quiet(), mm(wide), 2, &position);
            self.paper.text_at(Area { y, ..at(left, 0.0, wide) }, style, &position);
        }
    }

    fn seal(&mut self) -> Result<(), NoPaper> {
        let size = mm(30.0);
        let seal = Picture::read(&ornament::seal(size))?;
        let x = (self.paper.sheet().width - size) / 2.0;
        self.paper.ornament_at(Area { x, y: mm(FOOT), width: size }, &seal);
        let number = format!("{} {}", self.words.number, self.certificate.number.text);
        let wide = 92.0;
        let area = Area { x: (self.paper.sheet().width - mm(wide)) / 2.0, ..at(0.0, 184.0, wide) };
        let style = self.paper.fitted(Style::SMALL.centred(), mm(wide), 1, &number);
        let mut y = area.y;
        y += self.paper.text_at(area, style, &number);
        if let Some(replaces) = self.content().replaces.clone() {
            let line = format!("{} {replaces}", self.words.replaces);
            self.paper.text_at(Area { y, ..area }, style, &line);
        }
        Ok(())
    }

    /// How whoever reads it finds out whether it holds.
    fn verification(&mut self, public_url: &str) -> Result<(), NoPaper> {
        let address = verification_address(public_url, &self.certificate.code);
        let (code, right) = (self.certificate.code.to_string(), 263.0);
        let svg = qr::svg(&address, "#1d232b").ok_or(NoPaper::TooLong)?;
        let says = format!("{} {address}", self.words.qr);
        let area = at(right - QR, FOOT - 1.5, QR);
        self.paper.picture_at(area, &Picture::read(&svg)?, &says);
        let (left, wide) = (right - 74.0, 74.0);
        let mut y = mm(FOOT + QR - 2.0);
        let shown = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
        let shown = shown.rsplit_once('/').map_or(shown, |(front, _)| front);
        for (style, line) in [
            (Style::SMALL, format!("{} {shown}", self.words.verify)),
            (Style::BODY.sized(10.0).bold(), code),
        ] {
            let style = self.paper.fitted(style.right(), mm(wide), 2, &line);
            y += self.paper.text_at(Area { y, ..at(left, 0.0, wide - 4.0) }, style, &line);
        }
        Ok(())
    }
}

impl Hung<'_> {
    /// Across the whole sheet that it holds no more, where that is so.
    fn revoked(&mut self) -> Result<(), NoPaper> {
        let Some(revoked) = &self.certificate.revoked else { return Ok(()) };
        let day = self.say(&day_in_words(today(revoked.at)));
        let line = format!("{} {day}", self.words.since);
        let sheet = self.paper.sheet();
        let mark = Picture::read(&ornament::revoked(
            (sheet.width, sheet.height),
            (self.words.revoked, &line),
        ))?;
        let says = format!("{} {line}", self.words.revoked);
        self.paper.picture_at(Area { x: 0.0, y: 0.0, width: sheet.width }, &mark, &says);
        Ok(())
    }
}

/// The words on a certificate.
struct Words {
    certificate: &'static str,
    awarded: &'static str,
    completed: &'static str,
    number: &'static str,
    replaces: &'static str,
    verify: &'static str,
    qr: &'static str,
    revoked: &'static str,
    since: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        match language {
            Language::Dutch => Self {
                certificate: "Certificaat",
                awarded: "uitgereikt aan",
                completed: "voor het voltooien van",
                number: "Nummer",
                replaces: "Vervangt",
                verify: "Controleer op",
                qr: "QR-code van het adres waar dit certificaat te controleren is:",
                revoked: "INGETROKKEN",
                since: "op",
            },
            Language::English => Self {
                certificate: "Certificate",
                awarded: "awarded to",
                completed: "for completing",
                number: "Number",
                replaces: "Replaces",
                verify: "Verify at",
                qr: "QR code of the address where this certificate can be verified:",
                revoked: "REVOKED",
                since: "on",
            },
        }
    }
}
