//! What is configured about an issuer that is trusted.

use jsonwebtoken::Algorithm;
use serde::{Deserialize, Serialize};

/// An issuer whose tokens say who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedIssuer {
    /// Its name, to the letter as in the claim `iss`.
    pub issuer: String,
    /// What its tokens for this API have in the claim `aud`.
    pub audience: String,
    /// Where its public keys are.
    pub jwks_url: String,
    /// How it signs. One algorithm, so that nobody chooses another for it.
    pub algorithm: IssuerAlgorithm,
    /// What its access tokens have in the header `typ`: told apart by it from other tokens that it
    /// signs.
    #[serde(default = "access_token")]
    pub token_type: String,
    /// How often its keys are fetched.
    #[serde(default = "five_minutes")]
    pub refresh_seconds: u32,
}

/// The type of access tokens (RFC 9068).
fn access_token() -> String {
    "at+jwt".to_owned()
}

fn five_minutes() -> u32 {
    300
}

/// An algorithm with a public key. There is no word for any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IssuerAlgorithm {
    #[serde(rename = "RS256")]
    Rs256,
    #[serde(rename = "PS256")]
    Ps256,
    #[serde(rename = "ES256")]
    Es256,
    #[serde(rename = "ES384")]
    Es384,
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl From<IssuerAlgorithm> for Algorithm {
    fn from(algorithm: IssuerAlgorithm) -> Self {
        match algorithm {
            IssuerAlgorithm::Rs256 => Self::RS256,
            IssuerAlgorithm::Ps256 => Self::PS256,
            IssuerAlgorithm::Es256 => Self::ES256,
            IssuerAlgorithm::Es384 => Self::ES384,
            IssuerAlgorithm::EdDsa => Self::EdDSA,
        }
    }
}

/// Why an issuer cannot be trusted as configured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the setting issuers, for the issuer {issuer:?}: {wrong}")]
pub struct WrongIssuer {
    issuer: String,
    wrong: &'static str,
}

/// The longest time between two fetches: a day.
const SELDOM: u32 = 86_400;

/// Looks `issuers` over, for a server that is an issuer under the name `own`.
pub fn check(issuers: &[TrustedIssuer], own: &str) -> Result<(), WrongIssuer> {
    for (index, issuer) in issuers.iter().enumerate() {
        let twice = issuers.iter().take(index).any(|other| other.issuer == issuer.issuer);
        let wrong = if twice {
            Some("it is there twice; say everything about an issuer once")
        } else if issuer.issuer == own {
            Some("that is this server (public_url), which believes its own tokens anyway")
        } else {
            issuer.wrong()
        };
        if let Some(wrong) = wrong {
            return Err(WrongIssuer { issuer: issuer.issuer.clone(), wrong });
        }
    }
    Ok(())
}

impl TrustedIssuer {
    fn wrong(&self) -> Option<&'static str> {
        if [&self.issuer, &self.audience, &self.token_type].iter().any(|it| it.trim().is_empty()) {
            return Some("issuer, audience and token_type are not empty");
        }
        let Ok(url) = reqwest::Url::parse(&self.jwks_url) else {
            return Some("jwks_url is no web address; write for example https://…/jwks.json");
        };
        if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
            return Some(
                "jwks_url starts with https://, because whoever can change what comes from there \
                 can be anybody (http:// is for this machine only)",
            );
        }
        if !(1..=SELDOM).contains(&self.refresh_seconds) {
            return Some("refresh_seconds is from 1 to 86400");
        }
        None
    }
}

/// Whether an address is on this machine.
pub fn is_loopback(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://leerkring.example.nl";

    fn issuer() -> TrustedIssuer {
        TrustedIssuer {
            issuer: "https://login.example.nl".into(),
            audience: "leerkring".into(),
            jwks_url: "https://login.example.nl/jwks".into(),
            algorithm: IssuerAlgorithm::Rs256,
            token_type: access_token(),
            refresh_seconds: five_minutes(),
        }
    }

    fn wrong(issuers: &[TrustedIssuer]) -> String {
        check(issuers, OWN).unwrap_err().to_string()
    }

    fn at(jwks_url: &str) -> TrustedIssuer {
        TrustedIssuer { jwks_url: jwks_url.into(), ..issuer() }
    }

    #[test]
    fn what_cannot_be_trusted_is_named_with_the_reason() {
        assert_eq!(check(&[issuer()], OWN), Ok(()));
        assert!(wrong(&[issuer(), issuer()]).contains("twice"));
        let ours = TrustedIssuer { issuer: OWN.into(), ..issuer() };
        assert!(wrong(&[ours]).contains("public_url"));
        let nothing = TrustedIssuer { audience: " ".into(), ..issuer() };
        assert!(wrong(&[nothing]).contains("not empty"));
        let never = TrustedIssuer { refresh_seconds: 0, ..issuer() };
        assert!(wrong(&[never]).contains("refresh_seconds"));
        assert!(wrong(&[at("login.example.nl")]).contains("no web address"));
    }

    #[test]
    fn keys_come_over_tls_or_from_this_machine() {
        for url in ["http://login.example.nl/jwks", "http://127.0.0.1.example.nl/", "ftp://[::1]/"]
        {
            assert!(wrong(&[at(url)]).contains("https://"), "{url}");
        }
        for url in ["http://127.0.0.1:9/jwks", "http://localhost/jwks", "http://[::1]:9/"] {
            assert_eq!(check(&[at(url)], OWN), Ok(()), "{url}");
        }
    }
}
