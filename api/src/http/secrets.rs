//! Secrets in requests and answers: texts that nothing shows by accident.

use leerkring_domain::passwords;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::refresh_tokens;

/// A password as it was typed. What it must be is the domain's to say, all at once.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct PasswordText(pub SecretString);

/// One character can be typed as a few, which count as one.
const MOST_TYPED: usize = 4 * passwords::MOST;

impl PartialSchema for PasswordText {
    fn schema() -> RefOr<Schema> {
        let most = format!("{} to {} characters", passwords::LEAST, passwords::MOST);
        text(MOST_TYPED).description(Some(most)).write_only(true).into()
    }
}

impl ToSchema for PasswordText {}

/// The code of a link in a mail.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct CodeText(pub SecretString);

/// Codes have 43 characters; one with blanks around it is told that it does not work.
const LONGEST_CODE: usize = 100;

impl PartialSchema for CodeText {
    fn schema() -> RefOr<Schema> {
        let about = "What follows `=` in the link of the mail";
        text(LONGEST_CODE).description(Some(about)).write_only(true).into()
    }
}

impl ToSchema for CodeText {}

/// An access token.
#[derive(Debug)]
pub struct Token(pub SecretString);

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose_secret())
    }
}

impl PartialSchema for Token {
    fn schema() -> RefOr<Schema> {
        text(2_000).into()
    }
}

impl ToSchema for Token {}

/// A refresh token.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct RefreshToken(pub SecretString);

impl Serialize for RefreshToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose_secret())
    }
}

impl PartialSchema for RefreshToken {
    fn schema() -> RefOr<Schema> {
        text(2 * refresh_tokens::LENGTH).into()
    }
}

impl ToSchema for RefreshToken {}

/// The secret of a machine client.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct ClientSecretText(pub SecretString);

impl Serialize for ClientSecretText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose_secret())
    }
}

impl PartialSchema for ClientSecretText {
    fn schema() -> RefOr<Schema> {
        text(200).into()
    }
}

impl ToSchema for ClientSecretText {}

/// An address that opens something to whoever has it.
#[derive(Debug)]
pub struct AddressText(pub SecretString);

impl Serialize for AddressText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose_secret())
    }
}

impl PartialSchema for AddressText {
    fn schema() -> RefOr<Schema> {
        let uri = SchemaFormat::Custom("uri".to_owned());
        text(2_000).format(Some(uri)).into()
    }
}

impl ToSchema for AddressText {}

fn text(most: usize) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
        .min_length(Some(1))
        .max_length(Some(most))
}
