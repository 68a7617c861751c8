//! From here until there: one rule for every query that has both.

use chrono::DateTime;
use leerkring_domain::kernel::{Reason, text};
use serde_json::Value;

/// What ends before it begins in a query that is right otherwise: each `until…` that is less than the `from…` beside it.
pub(super) fn reversed(query: &Value) -> Vec<Reason> {
    let fields = query.as_object().into_iter().flatten();
    let untils = fields.filter_map(|(name, until)| {
        let rest = name.strip_prefix("until")?;
        let from = query.get(format!("from{rest}"))?;
        comes_before(until, from).then(|| reason(rest).at(name))
    });
    untils.collect()
}

fn reason(rest: &str) -> Reason {
    let sentence = text(
        format!("until{rest} komt voor from{rest}"),
        format!("until{rest} comes before from{rest}"),
    );
    Reason::new("ends-before-start", sentence)
}

/// Numbers, days or instants: what is neither was refused before.
fn comes_before(one: &Value, other: &Value) -> bool {
    if let (Some(one), Some(other)) = (one.as_i64(), other.as_i64()) {
        return one < other;
    }
    let (Some(one), Some(other)) = (one.as_str(), other.as_str()) else { return false };
    match (DateTime::parse_from_rfc3339(one), DateTime::parse_from_rfc3339(other)) {
        (Ok(one), Ok(other)) => one < other,
        _ => one < other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn wrong(query: &Value) -> Vec<String> {
        reversed(query).into_iter().filter_map(|reason| reason.location).collect()
    }

    #[test]
    fn what_ends_before_it_begins_is_refused_at_its_end() {
        assert_eq!(wrong(&json!({ "fromYear": 2026, "untilYear": 2024 })), ["untilYear"]);
        assert_eq!(wrong(&json!({ "from": "2026-09-02", "until": "2026-09-01" })), ["until"]);
        let (morning, night) = ("2026-09-01T10:00:00+02:00", "2026-09-01T07:59:00Z");
        assert_eq!(wrong(&json!({ "from": morning, "until": night })), ["until"]);
    }

    #[test]
    fn one_day_or_an_open_end_is_a_range() {
        for query in [
            json!({ "fromYear": 2026, "untilYear": 2026 }),
            json!({ "from": "2026-09-01T10:00:00+02:00", "until": "2026-09-01T08:00:00Z" }),
            json!({ "from": "2026-09-02", "untilYear": 2024 }),
            json!({ "until": "2026-09-01" }),
        ] {
            assert_eq!(wrong(&query), Vec::<String>::new());
        }
    }
}
