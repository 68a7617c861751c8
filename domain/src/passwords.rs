//! What a password must be. Length and not being guessed at once are all that is asked (NIST SP
//! 800-63B, 3.1.1.2): no rules about signs and capitals, which only make people write it down.

mod guessable;

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

use crate::kernel::{EmailAddress, Kind, Reason, Refusal, text};

/// The fewest characters.
pub const LEAST: usize = 12;
/// The most characters.
pub const MOST: usize = 128;

/// A password as somebody typed it, in the one form (NFC) in which keyboards agree.
#[derive(Clone)]
pub struct Password(SecretString);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Whose password it is: what others know of them is no secret.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    pub name: &'a str,
    pub email: &'a EmailAddress,
}

impl Password {
    /// The password that somebody gives to show who they are.
    pub fn given(typed: &SecretString) -> Self {
        let normal: String = typed.expose_secret().nfc().collect();
        Self(normal.into())
    }

    /// The password that somebody chooses, sent in the field at `location`.
    ///
    /// # Errors
    /// Everything that is wrong with it: `too-short`, `too-long`, `too-common`, `too-personal`.
    pub fn chosen(typed: &SecretString, owner: Owner<'_>, location: &str) -> Result<Self, Refusal> {
        let password = Self::given(typed);
        let reasons = password.flaws(owner).into_iter().map(|flaw| flaw.at(location));
        Refusal::unless_empty(Kind::Invalid, reasons.collect())?;
        Ok(password)
    }

    /// For the one place that hashes it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    fn flaws(&self, owner: Owner<'_>) -> Vec<Reason> {
        let (password, mut flaws) = (self.expose(), Vec::new());
        let length = password.chars().count();
        if length < LEAST {
            let nl = format!("een wachtwoord heeft minstens {LEAST} tekens");
            flaws.push(Reason::new(
                "too-short",
                text(nl, format!("a password has at least {LEAST} characters")),
            ));
        }
        if MOST < length {
            let nl = format!("een wachtwoord heeft hoogstens {MOST} tekens");
            flaws.push(Reason::new(
                "too-long",
                text(nl, format!("a password has at most {MOST} characters")),
            ));
        }
        // What is too short is guessed for that alone: it need not be common as well.
        if LEAST <= length && guessable::is_common(password) {
            flaws.push(Reason::new(
                "too-common",
                text(
                    "dit wachtwoord kiezen te veel mensen: neem een paar woorden die niet bij elkaar horen",
                    "too many people choose this password: take a few words that do not belong together",
                ),
            ));
        }
        if guessable::is_about(password, owner) {
            flaws.push(Reason::new(
                "too-personal",
                text(
                    "dit wachtwoord is weinig meer dan uw naam of e-mailadres",
                    "this password is little more than your name or e-mail address",
                ),
            ));
        }
        flaws
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaws_of(password: &str) -> Vec<&'static str> {
        let email = EmailAddress::new("n.jansen@librijn.example");
        let owner = Owner { name: "Noor van den Jansen", email: &email };
        match Password::chosen(&password.into(), owner, "/password") {
            Ok(_) => Vec::new(),
            Err(refusal) => {
                assert_eq!(refusal.kind, Kind::Invalid);
                let at = |reason: &Reason| reason.location.as_deref() == Some("/password");
                assert!(refusal.reasons.iter().all(at));
                refusal.reasons.iter().map(|reason| reason.code).collect()
            }
        }
    }

    #[test]
    fn a_password_has_twelve_to_a_hundred_and_twenty_eight_characters() {
        assert_eq!(flaws_of("kaas fiets 9"), [""; 0]);
        assert_eq!(flaws_of("kaas fiets9"), ["too-short"]);
        let phrase = "paard accu nietje klopt ".repeat(6);
        assert_eq!(flaws_of(&phrase[..128]), [""; 0]);
        assert_eq!(flaws_of(&phrase[..129]), ["too-long"]);
        assert_eq!(flaws_of(&"ëéüïàç".repeat(2)), [""; 0]);
    }

    #[test]
    fn no_signs_or_capitals_are_asked_for() {
        assert_eq!(flaws_of("paardaccunietje"), [""; 0]);
        assert_eq!(flaws_of("🐴🔋📎 juist ja ✓"), [""; 0]);
    }

    #[test]
    fn what_many_choose_is_refused_also_in_disguise() {
        for common in [
            "wachtwoord123",
            "W@chtw00rd2026!",
            "Welkom-123456",
            "welkomwelkom",
            "Welkom01Welkom01",
            "Zomer2026!!!",
            "amsterdam-ajax-1",
            "P@ssw0rd!2024",
            "123456789012",
            "098765432109",
            "qwertyuiop12",
            "1q2w3e4r5t6y",
            "aaaaaaaaaaaa",
            "abababababab",
            "abcdefghijklm",
            "correct horse battery staple",
            "leerkring2026",
        ] {
            assert_eq!(flaws_of(common), ["too-common"], "{common}");
        }
        assert_eq!(flaws_of("welkom1"), ["too-short"]);
    }

    #[test]
    fn a_name_or_an_address_with_little_more_is_refused() {
        for personal in [
            "noor jansen 26",
            "n.jansen@librijn.example",
            "JansenJansen!",
            "librijn-2026!",
            "Noor-Jansen-Noor",
        ] {
            assert_eq!(flaws_of(personal), ["too-personal"], "{personal}");
        }
        assert_eq!(flaws_of("jansen eet graag haring"), [""; 0]);
    }

    #[test]
    fn every_flaw_is_named_at_once() {
        assert_eq!(flaws_of("noor"), ["too-short", "too-personal"]);
        assert_eq!(flaws_of("jan welkom"), ["too-short"]);
    }

    #[test]
    fn one_password_typed_on_two_keyboards_is_the_same() {
        let (composed, decomposed) = (
            SecretString::from("caf\u{e9} crème brulée"),
            SecretString::from("cafe\u{301} crème brulée"),
        );
        assert_eq!(Password::given(&composed).expose(), Password::given(&decomposed).expose());
    }

    #[test]
    fn a_password_is_not_shown() {
        let password = Password::given(&"paard accu nietje".into());
        assert!(!format!("{password:?}").contains("paard"));
    }
}
