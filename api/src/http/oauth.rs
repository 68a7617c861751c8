//! Tokens for machine clients (RFC 6749, section 4.4; RFC 7523).

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leerkring_domain::clients::ACCESS;
use leerkring_domain::kernel::{Reason, text};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::address::Address;
use super::anybody::Anybody;
use super::form::{Form, pairs};
use super::operations::Operations;
use super::respond::Answer;
use super::secrets::Token;
use crate::app::App;
use crate::commands::client_tokens::{Asking, Shows, grant};
use crate::error::{Error, HttpError, Part};
use crate::reply::Reply;

/// The one way to get a token.
const GRANT: &str = "client_credentials";
/// What an assertion is called (RFC 7523, section 2.2).
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

pub fn routes(config: &mut Operations) {
    config.service(issue_token);
}

/// What a client sends to get a token, in the names of RFC 6749 and RFC 7521.
#[derive(Debug, Deserialize)]
pub struct TokenRequest {
    grant_type: String,
    scope: Option<String>,
    client_id: Option<String>,
    client_secret: Option<SecretString>,
    client_assertion_type: Option<String>,
    client_assertion: Option<SecretString>,
}

impl PartialSchema for TokenRequest {
    fn schema() -> RefOr<Schema> {
        let field = |most: usize, about: &str| {
            let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(most));
            text.description(Some(about))
        };
        let secret = |most: usize, about: &str| {
            let format = SchemaFormat::KnownFormat(KnownFormat::Password);
            field(most, about).format(Some(format)).write_only(true)
        };
        let others = field(4000, "What OAuth libraries send besides is not looked at (RFC 6749)");
        ObjectBuilder::new()
            .description(Some("What a client sends to get a token"))
            .property("grant_type", field(100, "`client_credentials`"))
            .required("grant_type")
            .property(
                "scope",
                field(
                    4000,
                    "Scopes of the client, with a space between them; all where it is left out",
                ),
            )
            .property("client_id", field(100, "The client's id, unless it is in `Authorization`"))
            .property(
                "client_secret",
                secret(200, "One of its secrets, unless that is in `Authorization`"),
            )
            .property("client_assertion_type", field(100, ASSERTION))
            .property("client_assertion", secret(6000, "A JWT that it signed, instead of a secret"))
            .additional_properties(Some(Schema::from(others)))
            .into()
    }
}

impl ToSchema for TokenRequest {}

/// A token, in the names of RFC 6749.
#[derive(Debug, Serialize, ToSchema)]
pub struct MachineToken {
    /// For the header `Authorization: Bearer`.
    #[schema(inline)]
    pub access_token: Token,
    #[schema(max_length = 10, pattern = "^Bearer$")]
    pub token_type: &'static str,
    /// In how many seconds it ends.
    #[schema(minimum = 1, maximum = 900)]
    pub expires_in: i64,
    /// What it opens, with a space between them.
    #[schema(max_length = 4000)]
    pub scope: String,
}

/// Get a token for a machine
///
/// OAuth 2.0 client credentials (RFC 6749, section 4.4). The client shows who it is by a secret, in
/// `Authorization: Basic` (`client_secret_basic`) or in the form (`client_secret_post`), or by a
/// JWT that it signed (`private_key_jwt`, RFC 7523): `iss` and `sub` are its id, `aud` the issuer or
/// the address of this operation, `exp` at most five minutes from now, `jti` another one each
/// time, `kid` in the head. The token lives fifteen minutes; there is no refresh token.
///
/// Refusals are problems with the members `error` and `error_description` of RFC 6749.
#[utoipa::path(tag = "clients", operation_id = "issueToken", extensions(("x-secret" = json!(true))),
    responses((status = 200, description = "The token", body = MachineToken)))]
#[post("/oauth/token")]
pub async fn issue_token(
    app: Data<Arc<App>>,
    who: Anybody,
    from: Address,
    basic: Basic,
    form: Form<TokenRequest>,
) -> Answer {
    let asking = asking(form.0, basic, from)?;
    let granted = grant(&app, who.author, asking).await?;
    let token = MachineToken {
        access_token: Token(granted.access),
        token_type: "Bearer",
        expires_in: ACCESS.num_seconds(),
        scope: granted.scopes.join(" "),
    };
    Ok(Reply::secret(200, &token))
}

/// What the client asks, if it shows who it is in one way.
fn asking(form: TokenRequest, basic: Basic, from: Address) -> Result<Asking, Error> {
    if form.grant_type != GRANT {
        return Err(HttpError::UnsupportedGrant.into());
    }
    let in_form = form.client_id;
    let assertion = form.client_assertion_type.is_some() || form.client_assertion.is_some();
    let (client, shows) = match (basic.0, form.client_secret, assertion) {
        (Some((id, text)), None, false) if in_form.as_ref().is_none_or(|other| *other == id) => {
            (Some(id), Shows::Secret(text))
        }
        (None, Some(text), false) => (in_form, Shows::Secret(text)),
        (None, None, true) => {
            let text = form.client_assertion;
            let text = text.filter(|_| form.client_assertion_type.as_deref() == Some(ASSERTION));
            let text = text.ok_or_else(|| wrong("/client_assertion_type", not_an_assertion()))?;
            (in_form, Shows::Assertion(text))
        }
        (None, None, false) => return Err(HttpError::WrongClient.into()),
        _ => return Err(wrong("", in_several_ways())),
    };
    Ok(Asking { client, shows, scope: form.scope, from: from.ip })
}

fn wrong(at: &str, reason: Reason) -> Error {
    Error::invalid(Part::Body, reason.at(at))
}

fn not_an_assertion() -> Reason {
    let sentence = text(
        format!("bij client_assertion hoort {ASSERTION}, en andersom"),
        format!("client_assertion goes with {ASSERTION}, and the other way round"),
    );
    Reason::new("not-an-assertion", sentence)
}

fn in_several_ways() -> Reason {
    let sentence = text(
        "een client toont op één manier wie zij is: in de kop, in het formulier of met een JWT",
        "a client shows who it is in one way: in the header, in the form or by a JWT",
    );
    Reason::new("one-way", sentence)
}

/// A client's id and secret in the header `Authorization`, where it has them there.
#[derive(Debug)]
pub struct Basic(Option<(String, SecretString)>);

impl FromRequest for Basic {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut headers = request.headers().get_all(header::AUTHORIZATION);
        let Some(value) = headers.next() else { return ready(Ok(Self(None))) };
        let read = value.to_str().ok().and_then(basic).filter(|_| headers.next().is_none());
        ready(read.map(|read| Self(Some(read))).ok_or_else(|| HttpError::WrongClient.into()))
    }
}

/// The two halves, each written as in a form (RFC 6749, section 2.3.1).
fn basic(value: &str) -> Option<(String, SecretString)> {
    let (scheme, encoded) = value.split_once(' ')?;
    let text =
        STANDARD.decode(encoded.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"));
    let text = String::from_utf8(text?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let mut halves = pairs(&format!("id={id}&secret={secret}"))?.into_iter();
    match (halves.next(), halves.next(), halves.next()) {
        (Some((_, id)), Some((_, secret)), None) => Some((id, secret.into())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        let (id, secret) = basic(&format!("Basic {}", STANDARD.encode(text)))?;
        Some((id, secret.expose_secret().to_owned()))
    }

    #[test]
    fn the_header_has_both_halves_written_as_in_a_form() {
        let both = Some(("a-b".to_owned(), "c_d".to_owned()));
        assert_eq!(read("a-b:c_d"), both);
        assert_eq!(read("a%2Db:c%5Fd"), both);
        assert_eq!(read("a:b:c"), Some(("a".to_owned(), "b:c".to_owned())));
        for not in ["", "a", "a&b:c", "a:b&secret=c"] {
            assert_eq!(read(not), None, "{not}");
        }
        assert!(basic("Bearer YTpi").is_none() && basic("Basic ???").is_none());
    }
}
