//! The forms of texts in words: what people are told instead of a regular expression.

use leerkring_domain::kernel::{Text, text};

/// Each pattern that a request is checked by: its words in Dutch and in English.
const WORDS: [(&str, &str, &str); 20] = [
    (
        "^([0-9]{5}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
        "geen id (UUID) en geen bestuursnummer (vijf cijfers)",
        "not an id (UUID) nor a board number (five digits)",
    ),
    (
        r"^-?[0-9]{1,9}(\.[0-9]{1,4})?$",
        "geen getal met hoogstens vier decimalen, zoals 12.5",
        "not a number with at most four decimals, such as 12.5",
    ),
    (
        r"^[0-9]{1,2}(\.[0-9]{1,2})?$",
        "geen getal van 0 tot 100 met hoogstens twee decimalen, zoals 25.5",
        "not a number from 0 to 100 with at most two decimals, such as 25.5",
    ),
    (
        r"^(100(\.0)?|[0-9]{1,2}(\.[0-9])?)$",
        "geen getal van 0 tot en met 100 met hoogstens één decimaal, zoals 62.5",
        "not a number from 0 to 100 with at most one decimal, such as 62.5",
    ),
    (
        r"^[0-9]{1,3}(\.[0-9]{1,2})?$",
        "geen getal van 0 tot 1000 met hoogstens twee decimalen, zoals 2.56",
        "not a number from 0 to 1000 with at most two decimals, such as 2.56",
    ),
    (
        r"^[0-9]{1,6}(\.[0-9]{1,2})?$",
        "geen getal onder een miljoen met hoogstens twee decimalen, zoals 120.75",
        "not a number below a million with at most two decimals, such as 120.75",
    ),
    (
        r"^[0-9]{1,9}(\.[0-9]{1,2})?$",
        "geen getal onder een miljard met hoogstens twee decimalen, zoals 120.75",
        "not a number below a billion with at most two decimals, such as 120.75",
    ),
    (
        r"^[0-9]{1,9}\.[0-9]{2}$",
        "geen bedrag in euro's met twee decimalen, zoals 1250.00",
        "not an amount in euros with two decimals, such as 1250.00",
    ),
    ("^[0-9]{20}$", "geen twintig cijfers", "not twenty digits"),
    ("^[0-9]{8}$", "geen acht cijfers", "not eight digits"),
    ("^[0-9]{2}[A-Z]{2}$", "geen BRIN zoals 16AB", "not a BRIN such as 16AB"),
    ("^(PO|VO)[0-9]{4}$", "geen nummer zoals PO2705", "not a number such as PO2705"),
    ("^[1-9][0-9]{3} [A-Z]{2}$", "geen postcode zoals 3512 AB", "not a postcode such as 3512 AB"),
    ("^(nl|en)$", "geen nl of en", "neither nl nor en"),
    (
        "^[A-Z0-9-]*$",
        "alleen hoofdletters, cijfers en streepjes",
        "only capitals, digits and hyphens",
    ),
    (r"^[\x21-\x7e]+$", "alleen letters, cijfers en leestekens", "only letters, digits and signs"),
    (
        "^[a-z0-9-]+$",
        "alleen kleine letters, cijfers en streepjes",
        "only small letters, digits and hyphens",
    ),
    (
        "^[a-z0-9-]{1,40}/[a-z0-9-]{1,40}$",
        "geen regio zoals rpa/05: een indeling en een code",
        "not a region such as rpa/05: a scheme and a code",
    ),
    (
        "^[a-z0-9]+(-[a-z0-9]+)*$",
        "geen woorden met streepjes ertussen, zoals po-raad",
        "not words with hyphens between them, such as po-raad",
    ),
    (
        "^[a-z]+(-[a-z]+)*$",
        "geen woorden met streepjes ertussen, zoals school-leader",
        "not words with hyphens between them, such as school-leader",
    ),
];

/// What is wrong with a text that is not of this form.
pub(super) fn sentence(pattern: &str) -> Text {
    let words = WORDS.iter().find(|(known, ..)| *known == pattern);
    words.map_or_else(
        || text(format!("niet in de vorm {pattern}"), format!("not of the form {pattern}")),
        |(_, nl, en)| text(*nl, *en),
    )
}

#[cfg(test)]
mod tests {
    use super::super::{collect, document, objects};
    use super::*;
    use crate::http::wire::VISIBLE;
    use serde_json::{Map, Value};
    use std::collections::BTreeSet;

    fn patterns(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("pattern").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|field| patterns(field, found));
            }
            Value::Array(items) => items.iter().for_each(|item| patterns(item, found)),
            _ => {}
        }
    }

    /// Those by which bodies and queries are checked.
    fn in_requests() -> BTreeSet<String> {
        let (mut schemas, mut found) = (Map::new(), BTreeSet::new());
        let paths = objects(document().get("paths")).flat_map(|(_, path)| objects(Some(path)));
        for (_, operation) in paths {
            let body = operation.get("requestBody").cloned().unwrap_or_default();
            collect(document(), &body, &mut schemas);
            patterns(&body, &mut found);
            let parameters = operation.get("parameters").and_then(Value::as_array);
            let queries = parameters.into_iter().flatten().filter(|it| it["in"] == "query");
            queries.for_each(|parameter| patterns(parameter, &mut found));
        }
        patterns(&Value::Object(schemas), &mut found);
        found
    }

    #[test]
    fn every_form_is_told_in_words_and_none_that_is_not_used() {
        let told: BTreeSet<String> = WORDS.iter().map(|(known, ..)| (*known).to_owned()).collect();
        let mut used = in_requests();
        used.remove(VISIBLE);
        assert_eq!(told, used);
    }
}
