//! How often a letter is sent, and when it is given up.

use chrono::TimeDelta;

use super::{Letter, Message};
use crate::kernel::event::Subject;
use crate::kernel::{Code, Instant, Refusal, text};

impl Subject for Letter {
    const KIND: &'static str = "letter";
}

/// How far a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterState {
    Waiting,
    /// Somebody is sending it, or was when they stopped.
    Claimed,
    Sent,
    /// Given up.
    Dead,
}

impl Code for LetterState {
    const ALL: &'static [Self] = &[Self::Waiting, Self::Claimed, Self::Sent, Self::Dead];

    fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Claimed => "claimed",
            Self::Sent => "sent",
            Self::Dead => "dead",
        }
    }
}

/// How often a message is sent before it is given up: about a day.
pub const MOST_ATTEMPTS: u32 = 20;

/// How long a message waits after it could not be sent for the `attempts`th time: twice as long as
/// before, up to two hours. `chance` (0 to 255) spreads those that failed together.
pub fn wait_after(attempts: u32, chance: u8) -> TimeDelta {
    let doublings = attempts.saturating_sub(1).min(9);
    let seconds = (15_i64 << doublings).min(7_200);
    let spread = seconds * 1_000 * i64::from(chance) / 1_020;
    TimeDelta::seconds(seconds) + TimeDelta::milliseconds(spread)
}

/// Whether a letter in this state may be sent again at `now`; a message that this version of the
/// server does not know is one that it cannot send.
///
/// # Errors
/// `not-given-up` unless it was given up; `nothing-to-send` where its link has expired.
pub fn send_again(
    state: LetterState,
    message: Option<&Message>,
    now: Instant,
) -> Result<(), Refusal> {
    if state != LetterState::Dead {
        let sentence = text(
            "deze brief is niet opgegeven: hij is verstuurd of wordt dat nog",
            "this letter was not given up: it was sent or will be",
        );
        return Err(Refusal::conflict("not-given-up", sentence));
    }
    let useful = message.is_some_and(|message| message.useful_until().is_none_or(|it| now < it));
    if useful {
        return Ok(());
    }
    let sentence = text(
        "de link in deze brief is verlopen; laat de ontvanger een nieuwe aanvragen",
        "the link in this letter has expired; let its addressee ask for a new one",
    );
    Err(Refusal::conflict("nothing-to-send", sentence))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::notifications::Link;

    fn at(time: &str) -> Instant {
        format!("2026-07-01T{time}Z").parse().unwrap()
    }

    #[test]
    fn only_what_was_given_up_is_sent_again() {
        let notice = Message::PasswordChanged { at: at("09:00:00") };
        for state in [LetterState::Waiting, LetterState::Claimed, LetterState::Sent] {
            let refused = send_again(state, Some(&notice), at("10:00:00")).unwrap_err();
            assert_eq!(refused.code(), "not-given-up");
        }
        assert_eq!(send_again(LetterState::Dead, Some(&notice), at("10:00:00")), Ok(()));
    }

    #[test]
    fn a_letter_whose_link_has_expired_helps_nobody() {
        let link = Link { code: Uuid::nil().into(), expires_at: at("10:00:00") };
        let reset = Message::PasswordReset(link);
        assert_eq!(send_again(LetterState::Dead, Some(&reset), at("09:59:59")), Ok(()));
        for message in [Some(&reset), None] {
            let refused = send_again(LetterState::Dead, message, at("10:00:00")).unwrap_err();
            assert_eq!(refused.code(), "nothing-to-send");
        }
    }
}
