//! Dates and times.

use crate::document::{Document, Finding, Node};
use crate::schemas::{all_properties, formats};

/// ADR /core/date-time/format: no `date-time-local`.
pub(crate) fn no_local_date_time(document: &Document<'_>) -> Vec<Finding> {
    with_format(all_properties(document), "date-time-local", "use date-time, with an offset")
}

/// ADR /core/date-time/format: no `time`, but `time-local`.
pub(crate) fn no_time_with_offset(document: &Document<'_>) -> Vec<Finding> {
    with_format(all_properties(document), "time", "use time-local, without an offset")
}

fn with_format(properties: Vec<(&str, Node<'_>)>, format: &str, advice: &str) -> Vec<Finding> {
    let wrong = properties.into_iter().filter(|(_, node)| node.text("format") == Some(format));
    wrong.map(|(_, node)| node.finding(advice)).collect()
}

/// ADR /core/date-time/format: a property named after a date has a format.
pub(crate) fn dates_have_a_format(document: &Document<'_>) -> Vec<Finding> {
    let dates = all_properties(document).into_iter().filter(|(name, _)| names_a_date(name));
    dates
        .filter(|(_, node)| formats(document, node).is_empty())
        .map(|(name, node)| node.finding(format!("{name} has no format")))
        .collect()
}

/// ADR /core/date-time/date-omit-time-portion: a property named after a date is no date-time.
pub(crate) fn dates_are_no_date_times(document: &Document<'_>) -> Vec<Finding> {
    let dates = all_properties(document).into_iter().filter(|(name, _)| names_a_date(name));
    dates
        .filter(|(_, node)| formats(document, node).contains(&"date-time"))
        .map(|(name, node)| node.finding(format!("{name} is a date-time, not a date")))
        .collect()
}

/// `date`, `datum`, or `…Date`, `…Datum`, `…_date`, `…_datum` inside the name.
fn names_a_date(name: &str) -> bool {
    let inside = ["Date", "Datum"].iter().any(|word| name.find(word).is_some_and(|at| at > 0));
    let snake = ["_date", "_datum", "_Date", "_Datum"].iter().any(|word| name.contains(word));
    matches!(name, "date" | "datum") || inside || snake
}
