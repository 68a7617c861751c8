//! Spelling of names, without regular expressions.

/// `^[a-z][a-z\d]*([A-Z][a-z\d]*)*$`: lower camelCase.
pub(crate) fn is_camel_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// Upper camelCase the way Spectral's `casing` reads it: after the first letter, a capital is
/// followed by a small letter, a digit or the end (`Iban`, not `IBAN`).
pub(crate) fn is_pascal_case(name: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    let (Some(first), rest) = (letters.first(), letters.get(1..).unwrap_or_default()) else {
        return false;
    };
    let shouting = rest.windows(2).any(|pair| pair.iter().all(char::is_ascii_uppercase));
    first.is_ascii_uppercase() && rest.iter().all(char::is_ascii_alphanumeric) && !shouting
}

/// Lowercase words and digits with single hyphens between them.
pub(crate) fn is_kebab_case(segment: &str) -> bool {
    segment.split('-').all(|word| {
        !word.is_empty()
            && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    })
}

/// `_letters`: the segment of an operation on a resource.
pub(crate) fn is_operation_segment(segment: &str) -> bool {
    segment.strip_prefix('_').is_some_and(|verb| {
        !verb.is_empty() && verb.chars().all(|letter| letter.is_ascii_lowercase())
    })
}

/// A segment that is one whole `{parameter}`.
pub(crate) fn is_parameter_segment(segment: &str) -> bool {
    segment
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|name| !name.is_empty() && !name.contains('}'))
}

/// Whether the last word of a kebab-case segment is an English plural.
pub(crate) fn is_plural(segment: &str) -> bool {
    const IRREGULAR: &[&str] = &["children", "criteria", "data", "media", "people", "staff"];
    let last = segment.rsplit('-').next().unwrap_or(segment);
    IRREGULAR.contains(&last) || (last.ends_with('s') && !last.ends_with("ss") && last.len() > 2)
}

/// The names between braces in a path, in order.
pub(crate) fn path_parameters(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

/// Semantic Versioning 2.0.0: `major.minor.patch[-pre][+build]`.
pub(crate) fn is_semver(version: &str) -> bool {
    let (rest, build) = split_optional(version, '+');
    let (core, pre) = split_optional(rest, '-');
    let numbers: Vec<&str> = core.split('.').collect();
    numbers.len() == 3
        && numbers.iter().all(|number| is_plain_number(number))
        && pre.is_none_or(|pre| pre.split('.').all(is_pre_release_part))
        && build.is_none_or(|build| build.split('.').all(is_identifier))
}

fn split_optional(text: &str, separator: char) -> (&str, Option<&str>) {
    text.split_once(separator).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn is_plain_number(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|digit| digit.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
}

fn is_pre_release_part(part: &str) -> bool {
    is_identifier(part)
        && (!part.chars().all(|digit| digit.is_ascii_digit()) || is_plain_number(part))
}

fn is_identifier(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_as_spectral_reads_them() {
        for (name, expected) in [("a", true), ("aB1", true), ("A", false), ("a-b", false)] {
            assert_eq!(is_camel_case(name), expected, "{name}");
        }
        for (name, expected) in
            [("Page", true), ("PageA", true), ("IBAN", false), ("page", false), ("A_b", false)]
        {
            assert_eq!(is_pascal_case(name), expected, "{name}");
        }
        for (name, expected) in [("a-b2", true), ("a--b", false), ("-a", false), ("aB", false)] {
            assert_eq!(is_kebab_case(name), expected, "{name}");
        }
        for (name, expected) in [("_cancel", true), ("_mark-paid", false), ("_", false)] {
            assert_eq!(is_operation_segment(name), expected, "{name}");
        }
    }

    #[test]
    fn plurals_and_versions() {
        for (name, expected) in
            [("courses", true), ("school-classes", true), ("access", false), ("staff", true)]
        {
            assert_eq!(is_plural(name), expected, "{name}");
        }
        for (version, expected) in [
            ("1.0.0", true),
            ("1.0.0-rc.1+b-7", true),
            ("1.0", false),
            ("01.0.0", false),
            ("1.0.0-01", false),
            ("v1.0.0", false),
        ] {
            assert_eq!(is_semver(version), expected, "{version}");
        }
        assert_eq!(path_parameters("/a/{b}/c/{d}"), ["b", "d"]);
    }
}
