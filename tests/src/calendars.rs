//! Calendars as a calendar program reads them, with a parser that is not ours.
//!
//! ```text
//! let read = app.calendar(&address).await;          // also: Calendar::read(&text)
//! assert_eq!(read.events[0].starts, "2026-09-16T07:00:00Z");
//! ```

use icalendar::parser::{Component, Property, read_calendar, unfold};
use leerkring_domain::kernel::CivilMoment;
use leerkring_domain::kernel::civil::Resolved;

use crate::app::TestApp;

/// A calendar that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    pub name: String,
    pub method: String,
    pub events: Vec<Event>,
}

/// An event in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub uid: String,
    pub sequence: u32,
    /// When it last became another, in the form of iCalendar.
    pub changed: String,
    pub status: String,
    pub summary: String,
    pub description: String,
    /// In UTC, by the zone that the event names.
    pub starts: String,
    pub ends: String,
    pub url: Option<String>,
    pub location: Option<String>,
}

impl Calendar {
    /// Reads a calendar, and insists on what programs count on.
    pub fn read(text: &str) -> Self {
        assert!(text.ends_with("END:VCALENDAR\r\n"), "{text}");
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
        let unfolded = unfold(text);
        let calendar = read_calendar(&unfolded).expect("a calendar");
        let of_calendar =
            |name: &str| calendar.properties.iter().find(|it| it.name.as_str() == name).map(value);
        assert_eq!(of_calendar("VERSION").as_deref(), Some("2.0"));
        let named = |name: &'static str| {
            let components = calendar.components.iter();
            components.filter(move |component| component.name.as_str() == name)
        };
        let zones: Vec<_> = named("VTIMEZONE").map(|it| of(it, "TZID").expect("a name")).collect();
        assert_eq!(zones, ["Europe/Amsterdam"]);
        Self {
            name: of_calendar("X-WR-CALNAME").unwrap_or_default(),
            method: of_calendar("METHOD").unwrap_or_default(),
            events: named("VEVENT").map(event).collect(),
        }
    }
}

fn event(component: &Component<'_>) -> Event {
    let must = |name: &str| of(component, name).unwrap_or_else(|| panic!("no {name}"));
    for stamp in ["DTSTAMP", "LAST-MODIFIED"] {
        assert!(must(stamp).ends_with('Z'), "{stamp}");
    }
    Event {
        uid: must("UID"),
        changed: must("LAST-MODIFIED"),
        sequence: must("SEQUENCE").parse().expect("a number"),
        status: must("STATUS"),
        summary: must("SUMMARY"),
        description: must("DESCRIPTION"),
        starts: instant(component, "DTSTART"),
        ends: instant(component, "DTEND"),
        url: of(component, "URL"),
        location: of(component, "LOCATION"),
    }
}

fn of(component: &Component<'_>, name: &str) -> Option<String> {
    let all: Vec<_> = component.properties.iter().filter(|it| it.name.as_str() == name).collect();
    assert!(all.len() < 2, "{name} twice");
    all.first().map(|property| value(property))
}

fn value(property: &Property<'_>) -> String {
    property.val.clone().into_owned().unescape_text().as_str().to_owned()
}

fn instant(component: &Component<'_>, name: &str) -> String {
    let property = component.find_prop(name).unwrap_or_else(|| panic!("no {name}"));
    let zone =
        property.params.iter().find(|it| it.key.as_str() == "TZID").and_then(|it| it.val.as_ref());
    assert_eq!(zone.map(icalendar::parser::ParseString::as_str), Some("Europe/Amsterdam"));
    let form = "%Y%m%dT%H%M%S";
    let local = chrono::NaiveDateTime::parse_from_str(property.val.as_str(), form).expect(name);
    match (CivilMoment { on: local.date(), at: local.time() }).resolve() {
        Resolved::Once(at) | Resolved::FirstOfTwo(at) => at.format("%FT%TZ").to_string(),
        Resolved::Skipped => panic!("{local} does not exist"),
    }
}

impl TestApp {
    /// The path of an address of this server's.
    pub fn path_of(&self, address: &str) -> String {
        address.strip_prefix(&self.app.public_url).expect("an address of this server").to_owned()
    }

    /// What a calendar program without a token reads at `address`.
    pub async fn calendar(&self, address: &str) -> Calendar {
        let answer = self.visitor().get(&self.path_of(address)).await.expect(200);
        assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
        Calendar::read(&answer.text)
    }
}
