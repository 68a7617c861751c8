//! A form that is as the document says, with every field once.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use leerkring_domain::kernel::{Reason, text};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::extract::{BODY_LIMIT, all, body, passport, remember_body, typed};
use super::json;
use crate::error::{Error, Part};

/// A form. A field without a value counts as left out (RFC 6749, section 3.2).
#[derive(Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = body(&request, payload, BODY_LIMIT).await?;
            let (fields, mut wrong) = fields(&bytes)?;
            let passport = passport(&request)?;
            wrong.extend(passport.operation.check_body(&fields));
            if !wrong.is_empty() {
                return Err(all(Part::Body, wrong));
            }
            remember_body(&request, &fields);
            typed(fields, Part::Body).map(Self)
        })
    }
}

/// The fields, and what is wrong with them whatever the document says.
fn fields(bytes: &[u8]) -> Result<(Value, Vec<Reason>), Error> {
    let pairs = std::str::from_utf8(bytes).ok().and_then(pairs).ok_or_else(|| {
        let sentence = text("dit is geen leesbaar formulier", "this is not a readable form");
        Error::invalid(Part::Body, Reason::new("not-a-form", sentence).at(""))
    })?;
    let (mut fields, mut wrong) = (Map::new(), Vec::new());
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        let at = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        if value.chars().chain(name.chars()).any(json::deceives) {
            let sentence =
                text("een teken hierin is niet toegestaan", "a character in it is not allowed");
            wrong.push(Reason::new("character", sentence).at(at.clone()));
        }
        if fields.insert(name, Value::String(value)).is_some() {
            let twice = text("dit staat er meer dan eens", "this is there more than once");
            wrong.push(Reason::new("twice", twice).at(at));
        }
    }
    wrong.truncate(100);
    Ok((Value::Object(fields), wrong))
}

/// Names with values, as they are written in forms and in queries.
pub(super) fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    actix_web::web::Query::from_query(text).ok().map(actix_web::web::Query::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(form: &str) -> Vec<(&'static str, Option<String>)> {
        let (_, wrong) = fields(form.as_bytes()).unwrap();
        wrong.into_iter().map(|reason| (reason.code, reason.location)).collect()
    }

    #[test]
    fn a_field_stands_once_and_without_a_value_it_is_left_out() {
        let (read, wrong) = fields(b"a=1&b=%C3%A9+x&c=&a~/=2").unwrap();
        assert_eq!(read, serde_json::json!({ "a": "1", "b": "\u{e9} x", "a~/": "2" }));
        assert!(wrong.is_empty());
        assert_eq!(codes("a=1&b=2&a=1"), [("twice", Some("/a".to_owned()))]);
        assert!(codes("a=1&a=").is_empty());
    }

    #[test]
    fn characters_that_deceive_are_refused() {
        assert_eq!(codes("a=%00"), [("character", Some("/a".to_owned()))]);
        assert!(fields(b"a=\xff").is_err());
    }
}
