//! The formats an example must have; unknown formats admit everything.

use serde_json::Value;

/// Whether the value has the format; formats say nothing about other kinds of values.
pub(crate) fn fits_format(format: &str, value: &Value) -> bool {
    match value {
        Value::String(text) => fits_text_format(format, text),
        Value::Number(number) if format == "int32" => {
            number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        }
        _ => true,
    }
}

fn fits_text_format(format: &str, text: &str) -> bool {
    match format {
        "date" => is_date(text),
        "date-time" => is_date_time(text),
        "time-local" => is_time(text),
        "uuid" => is_uuid(text),
        "email" => is_email(text),
        "uri" => {
            text.split_once(':').is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty())
        }
        _ => true,
    }
}

/// `YYYY-MM-DD`, a day that exists.
fn is_date(text: &str) -> bool {
    if !looks_like(text, "0000-00-00") {
        return false;
    }
    let parts: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    let &[year, month, day] = parts.as_slice() else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// A date, a `T`, a time and an offset (`Z` or `+01:00`).
fn is_date_time(text: &str) -> bool {
    let Some((date, rest)) = text.split_once('T') else {
        return false;
    };
    let offset_at = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (time, offset) = rest.split_at_checked(offset_at).unwrap_or((rest, ""));
    let is_offset = offset == "Z" || looks_like(offset, "+00:00") || looks_like(offset, "-00:00");
    is_date(date) && is_time(time) && is_offset
}

/// `HH:MM:SS`, perhaps with a fraction.
fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').map_or((text, "0"), |(whole, part)| (whole, part));
    let parts: Vec<u32> = whole.split(':').filter_map(|part| part.parse().ok()).collect();
    let in_range = parts.iter().zip([23, 59, 60]).all(|(part, most)| *part <= most);
    let digits = !fraction.is_empty() && fraction.chars().all(|digit| digit.is_ascii_digit());
    looks_like(whole, "00:00:00") && in_range && digits
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let is_hex = text.chars().all(|letter| letter.is_ascii_hexdigit() || letter == '-');
    lengths == [8, 4, 4, 4, 12] && is_hex
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && !host.is_empty() && !text.contains(' ') && !host.contains('@')
    })
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
}

/// Digits where the mould has `0`, and the same marks elsewhere.
fn looks_like(text: &str, mould: &str) -> bool {
    let same = |(letter, model): (char, char)| {
        if model == '0' { letter.is_ascii_digit() } else { letter == model }
    };
    text.len() == mould.len() && text.chars().zip(mould.chars()).all(same)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn formats_admit_what_they_should() {
        for (format, text, expected) in [
            ("date", "2024-02-29", true),
            ("date", "2025-02-29", false),
            ("date", "2025-2-1", false),
            ("date-time", "2025-01-31T12:30:00Z", true),
            ("date-time", "2025-01-31T12:30:00.123+01:00", true),
            ("date-time", "2025-01-31T12:30:00", false),
            ("time-local", "23:59:59", true),
            ("time-local", "24:00:00", false),
            ("uuid", "0198f0a0-0000-7000-8000-000000000001", true),
            ("uuid", "0198f0a0", false),
            ("email", "a@b.nl", true),
            ("email", "a.b.nl", false),
            ("uri", "https://a.nl", true),
            ("uri", "a.nl", false),
            ("anything", "else", true),
        ] {
            assert_eq!(fits_format(format, &json!(text)), expected, "{format} {text}");
        }
        assert!(!fits_format("int32", &json!(3_000_000_000_i64)));
        assert!(fits_format("int64", &json!(3_000_000_000_i64)));
    }
}
