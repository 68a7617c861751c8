//! Machine clients of the demo, with secrets that everybody may know.

use leerkring_domain::clients::{Client, LONGEST_SECRET, NewClient};
use leerkring_domain::kernel::access::Place;
use leerkring_persistence::clients;

use super::offer::{Organisers, organiser};
use super::{MEMBER, PO_RAAD, board};
use crate::client_secrets;
use crate::error::Error;
use crate::jwk::Jwk;
use crate::work::Work;

/// The secret of the organiser's client.
pub(super) const SECRET_OF_ORGANISER: &str =
    "leerkring_cs_zQrT0SjLa3EzR9eXDZwQ2v_M0Kv1uY3xFK93Tltjj34";
/// The secret of the board's client.
pub(super) const SECRET_OF_BOARD: &str = "leerkring_cs_qpeDlsREJsBnXM17XdYYt1H69lHg65MbohD7RRT1TYc";
/// The secret of a client whose days are over.
const SECRET_OF_OLD: &str = "leerkring_cs_sUf3Aid55JNAi77uTxDkvDxRfX4ZtLoHCQnsDh0ApZ8";

/// A public key of which nobody has the private part.
const KEY_OF_OLD: &str = r#"{"kty":"EC","crv":"P-256","x":"jAhBG6AfwXBr9Yi73WTDoATdk89sptxb0sDtCXqfF6Y","y":"SI55YD_lTSUa2q3OyMiyIO79v9YTDkoG8-hMRQB7_XA"}"#;

/// A client of the organiser and one of the board of the examples, and one to block and to end.
pub(super) async fn show(work: &Work, organisers: &Organisers) -> Result<(), Error> {
    let organiser = Place::Organiser(organiser(organisers, PO_RAAD)?);
    let board = Place::Board(board(&work.tx, MEMBER).await?);
    let of_organiser = [
        "boards:read",
        "memberships:read",
        "memberships:write",
        "organisers:read",
        "programmes:read",
        "registrations:read",
    ];
    let of_board = ["boards:read", "programmes:read", "registrations:read", "registrations:write"];
    client(work, ("Ledenadministratie", organiser), &of_organiser, SECRET_OF_ORGANISER).await?;
    client(work, ("Personeelssysteem", board), &of_board, SECRET_OF_BOARD).await?;
    let named = ("Oude website", organiser);
    let old = client(work, named, &["programmes:read"], SECRET_OF_OLD).await?;
    let jwk: Jwk = serde_json::from_str(KEY_OF_OLD).map_err(|it| Error::Bug(it.to_string()))?;
    let named = (jwk.thumbprint(), leerkring_domain::clients::KeyAlgorithm::Es256);
    let key = old.add_key(work.id(), named, &[], work.now)?;
    Ok(clients::insert_key(&work.tx, &key, &jwk.canonical()).await?)
}

async fn client(
    work: &Work,
    (name, place): (&str, Place),
    scopes: &[&str],
    secret: &str,
) -> Result<Client, Error> {
    let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
    let new = NewClient { name: name.to_owned(), place, scopes };
    let client = Client::create(work.id(), new, 0, work.now)?;
    clients::insert(&work.tx, &client).await?;
    let until = Some(work.now + LONGEST_SECRET);
    let known = client.add_secret(work.id(), until, &[], work.now)?;
    clients::insert_secret(&work.tx, &known, &client_secrets::hash(&secret.into())).await?;
    Ok(client)
}
