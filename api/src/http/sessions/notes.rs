//! What deserves a thought about sessions although they are accepted.

use chrono::NaiveDate;
use leerkring_domain::cohorts::Session;
use leerkring_domain::holidays::public_holiday;
use leerkring_domain::kernel::civil::day_in_words;
use leerkring_domain::kernel::{Language, RegionKey, Text, text};
use leerkring_persistence::{ConnectionTrait, sessions};

use crate::error::Error;
use crate::http::wire::WarningView;

/// Sessions that are held on public and school holidays, and times that happen twice.
pub async fn warnings(
    db: &impl ConnectionTrait,
    region: Option<&RegionKey>,
    planned: &[Session],
    language: Language,
) -> Result<Vec<WarningView>, Error> {
    let held = || planned.iter().filter(|session| session.is_held());
    let days = held().map(|session| session.on);
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else {
        return Ok(Vec::new());
    };
    let (holidays, regions) = sessions::school_holidays(db, region, first, last).await?;
    let mut notes = Vec::new();
    for session in held() {
        let on = session.on;
        let day = day_in_words(on);
        if let Some(name) = public_holiday(on) {
            notes.push(("public-holiday", on_holiday(on, &name)));
        }
        for holiday in holidays.iter().filter(|holiday| holiday.holds(on, &regions)) {
            let name = format!("{}vakantie ({})", holiday.name, holiday.region);
            notes.push(("school-holiday", on_holiday(on, &text(name.clone(), name))));
        }
        for at in session.ambiguous_times() {
            notes.push((
                "time-happens-twice",
                text(
                    format!("op {} is het twee keer {at}; de eerste keer is bedoeld", day.nl),
                    format!("on {} the clock shows {at} twice; the first is meant", day.en),
                ),
            ));
        }
    }
    let view = |(code, text): (&str, Text)| WarningView {
        code: code.to_owned(),
        detail: text.in_language(language).to_owned(),
    };
    Ok(notes.into_iter().map(view).collect())
}

fn on_holiday(on: NaiveDate, name: &Text) -> Text {
    let day = day_in_words(on);
    text(
        format!("de bijeenkomst van {} valt op {}", day.nl, name.nl),
        format!("the session of {} falls on {}", day.en, name.en),
    )
}
