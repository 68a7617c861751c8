//! The words of each kind of message.

use super::{Facts, Invitation, InvoiceIssued, Link, Message, Opens, participants, sessions};
use crate::invoices::{InvoiceKind, in_euros};
use crate::kernel::access::RoleKind;
use crate::kernel::civil::{day_in_words, in_words};
use crate::kernel::{Instant, Text, text};

/// What a message says, in both languages.
pub(super) struct Words {
    pub subject: Text,
    pub before: Vec<Text>,
    /// What stands on the button, where there is one.
    pub button: Option<Text>,
    pub after: Vec<Text>,
}

/// The words of a message, and where their button leads.
pub(super) fn of<'a>(message: &Message, facts: &'a Facts) -> (Words, &'a str) {
    let mut words = said(message, facts);
    if message.calendar_of().is_some() {
        words.after.insert(0, sessions::file_for_calendar());
    }
    let words = match message.opens() {
        Opens::Participation(_) if !facts.link.is_empty() => participants::with_link(words),
        _ => words,
    };
    match &facts.background {
        Some(background) => background.with_words(message, facts, words),
        None => (words, &facts.link),
    }
}

fn said(message: &Message, facts: &Facts) -> Words {
    let sender = &facts.sender;
    match message {
        Message::Invitation(it) => invitation(it, facts),
        Message::AddressConfirmation(link) => confirmation(link, sender),
        Message::NewAddress(link) => new_address(link, sender),
        Message::PasswordReset(link) => reset(link, sender),
        Message::AccountExists(link) => account_exists(link, sender),
        Message::NoPassword {} => no_password(sender),
        Message::PasswordChanged { at } => password_changed(*at, sender),
        Message::AddressChanging { at } => address_changing(*at, sender),
        Message::AddressChanged { at } => address_changed(*at, sender),
        Message::SignInEnded { at } => sign_in_ended(*at, sender),
        Message::Registration(news) => news.words(&facts.sessions),
        Message::SessionsChanged(it) => it.words(),
        Message::SessionReminder(it) => it.words(&facts.sessions),
        Message::InvoiceIssued(it) => invoice_issued(it),
        Message::Certificate(news) => news.words(),
        Message::PersonalLinks {} => participants::links(facts),
    }
}

fn invitation(it: &Invitation, facts: &Facts) -> Words {
    let sender = &facts.sender;
    let role = role(it, sender);
    let who = match &facts.by {
        Some(by) => text(
            format!("{by} nodigt u uit om {} te worden.", role.nl),
            format!("{by} invites you to become {}.", role.en),
        ),
        None => text(
            format!("U bent uitgenodigd om {} te worden.", role.nl),
            format!("You are invited to become {}.", role.en),
        ),
    };
    Words {
        subject: text(
            format!("Uitnodiging: {}", role.nl),
            format!("Invitation: {}", without_article(&role.en)),
        ),
        before: vec![
            who,
            text(
                "Met de knop hieronder bekijkt u de uitnodiging. U beslist zelf of u die aanneemt.",
                "With the button below you see the invitation. Whether you accept it is up to you.",
            ),
        ],
        button: Some(text("Uitnodiging bekijken", "See the invitation")),
        after: vec![
            once(it.link),
            text(
                "Verwachtte u deze uitnodiging niet? Dan hoeft u niets te doen.",
                "Did you not expect this invitation? Then you need not do anything.",
            ),
        ],
    }
}

/// `beheerder van Stichting X`, in English with its article.
fn role(it: &Invitation, sender: &str) -> Text {
    let place = it.organisation.as_deref().unwrap_or(sender);
    let (nl, en) = match it.role {
        RoleKind::Administrator
        | RoleKind::OrganiserAdministrator
        | RoleKind::BoardAdministrator => ("beheerder", "an administrator"),
        RoleKind::OrganiserEditor | RoleKind::BoardEditor => ("medewerker", "an editor"),
    };
    text(format!("{nl} van {place}"), format!("{en} of {place}"))
}

fn without_article(role: &str) -> &str {
    role.strip_prefix("an ").unwrap_or(role)
}

fn confirmation(link: &Link, sender: &str) -> Words {
    Words {
        subject: text("Bevestig uw e-mailadres", "Confirm your e-mail address"),
        before: vec![text(
            format!(
                "Met dit e-mailadres is een account gevraagd bij {sender}. Bevestig dat het adres \
                 van u is; daarna kunt u inloggen."
            ),
            format!(
                "An account was asked for with this e-mail address at {sender}. Confirm that the \
                 address is yours; after that you can sign in."
            ),
        )],
        button: Some(text("E-mailadres bevestigen", "Confirm e-mail address")),
        after: vec![
            once(*link),
            text(
                "Vroeg u geen account? Dan hoeft u niets te doen: zonder bevestiging komt het er \
                 niet.",
                "Did you not ask for an account? Then you need not do anything: without a \
                 confirmation there will be none.",
            ),
        ],
    }
}

fn new_address(link: &Link, sender: &str) -> Words {
    Words {
        subject: text("Bevestig uw nieuwe e-mailadres", "Confirm your new e-mail address"),
        before: vec![text(
            format!(
                "Dit e-mailadres is opgegeven als het nieuwe adres van een account bij {sender}. \
                 Het geldt zodra u het bevestigt."
            ),
            format!(
                "This e-mail address was given as the new address of an account at {sender}. It \
                 holds as soon as you confirm it."
            ),
        )],
        button: Some(text("E-mailadres bevestigen", "Confirm e-mail address")),
        after: vec![
            once(*link),
            text(
                "Gaf u dit adres niet op? Dan hoeft u niets te doen: zonder bevestiging verandert \
                 er niets.",
                "Did you not give this address? Then you need not do anything: without a \
                 confirmation nothing changes.",
            ),
        ],
    }
}

fn reset(link: &Link, sender: &str) -> Words {
    Words {
        subject: text("Kies een nieuw wachtwoord", "Choose a new password"),
        before: vec![text(
            format!("Voor uw account bij {sender} is een nieuw wachtwoord gevraagd."),
            format!("A new password was asked for your account at {sender}."),
        )],
        button: Some(text("Nieuw wachtwoord kiezen", "Choose a new password")),
        after: vec![
            once(*link),
            text(
                "Vroeg u dit niet? Dan hoeft u niets te doen: uw wachtwoord blijft zoals het is.",
                "Did you not ask for this? Then you need not do anything: your password stays as \
                 it is.",
            ),
        ],
    }
}

fn account_exists(link: &Link, sender: &str) -> Words {
    Words {
        subject: text("U hebt al een account", "You already have an account"),
        before: vec![
            text(
                format!(
                    "Met dit e-mailadres is een account gevraagd bij {sender}, maar u hebt er al \
                     een. U kunt gewoon inloggen."
                ),
                format!(
                    "An account was asked for with this e-mail address at {sender}, but you have \
                     one already. You can simply sign in."
                ),
            ),
            text(
                "Weet u uw wachtwoord niet meer? Kies dan een nieuw wachtwoord.",
                "Have you forgotten your password? Then choose a new one.",
            ),
        ],
        button: Some(text("Nieuw wachtwoord kiezen", "Choose a new password")),
        after: vec![
            once(*link),
            text(
                "Vroeg u dit niet? Dan hoeft u niets te doen: er is niets veranderd.",
                "Did you not ask for this? Then you need not do anything: nothing has changed.",
            ),
        ],
    }
}

fn no_password(sender: &str) -> Words {
    Words {
        subject: text("Geen account met dit adres", "No account with this address"),
        before: vec![
            text(
                format!(
                    "Met dit e-mailadres is een account of een nieuw wachtwoord gevraagd bij \
                     {sender}, maar bij dit adres hoort geen account waarvoor u een wachtwoord \
                     kunt kiezen."
                ),
                format!(
                    "An account or a new password was asked for with this e-mail address at \
                     {sender}, but there is no account with it for which you can choose a password."
                ),
            ),
            text(
                "Misschien gebruikt u daar een ander adres, of logt u in via uw organisatie.",
                "Perhaps you use another address there, or you sign in through your organisation.",
            ),
        ],
        button: Some(text("Ander adres proberen", "Try another address")),
        after: vec![text(
            "Vroeg u dit niet? Dan hoeft u niets te doen.",
            "Did you not ask for this? Then you need not do anything.",
        )],
    }
}

fn password_changed(at: Instant, sender: &str) -> Words {
    let moment = in_words(at);
    Words {
        subject: text("Uw wachtwoord is gewijzigd", "Your password was changed"),
        before: vec![
            text(
                format!(
                    "Het wachtwoord van uw account bij {sender} is gewijzigd op {}.",
                    moment.nl
                ),
                format!("The password of your account at {sender} was changed on {}.", moment.en),
            ),
            text(
                "Deed u dit zelf? Dan is alles in orde. Zo niet, vraag dan meteen een nieuw \
                 wachtwoord aan.",
                "Was it you? Then all is well. If not, ask for a new password right away.",
            ),
        ],
        button: Some(text("Nieuw wachtwoord aanvragen", "Ask for a new password")),
        after: Vec::new(),
    }
}

fn address_changing(at: Instant, sender: &str) -> Words {
    let moment = in_words(at);
    Words {
        subject: text("Uw e-mailadres wordt gewijzigd", "Your e-mail address is being changed"),
        before: vec![
            text(
                format!(
                    "Op {} is een ander e-mailadres gevraagd voor uw account bij {sender}. Het \
                     geldt zodra het is bevestigd.",
                    moment.nl
                ),
                format!(
                    "On {} another e-mail address was asked for your account at {sender}. It holds \
                     as soon as it is confirmed.",
                    moment.en
                ),
            ),
            text(
                "Deed u dit zelf? Dan is alles in orde. Zo niet, kies dan meteen een nieuw \
                 wachtwoord: daarmee vervalt de wijziging.",
                "Was it you? Then all is well. If not, choose a new password right away: that \
                 stops the change.",
            ),
        ],
        button: Some(text("Nieuw wachtwoord aanvragen", "Ask for a new password")),
        after: Vec::new(),
    }
}

fn address_changed(at: Instant, sender: &str) -> Words {
    let moment = in_words(at);
    Words {
        subject: text("Uw e-mailadres is gewijzigd", "Your e-mail address was changed"),
        before: vec![
            text(
                format!(
                    "Uw account bij {sender} heeft sinds {} een ander e-mailadres. Naar dit adres \
                     schrijven wij u niet meer.",
                    moment.nl
                ),
                format!(
                    "Your account at {sender} has another e-mail address since {}. We no longer \
                     write to you at this one.",
                    moment.en
                ),
            ),
            text(
                "Deed u dit zelf? Dan is alles in orde. Zo niet, laat het dan meteen weten aan een \
                 beheerder van uw organisatie: die kan het account laten blokkeren.",
                "Was it you? Then all is well. If not, tell an administrator of your organisation \
                 right away: they can have the account blocked.",
            ),
        ],
        button: None,
        after: Vec::new(),
    }
}

fn sign_in_ended(at: Instant, sender: &str) -> Words {
    let moment = in_words(at);
    Words {
        subject: text("U bent uit voorzorg uitgelogd", "You were signed out as a precaution"),
        before: vec![
            text(
                format!(
                    "Op {} werd een sleutel waarmee u bij {sender} ingelogd bleef voor de tweede \
                     keer gebruikt. Dat kan betekenen dat iemand anders hem heeft gekopieerd; \
                     daarom werkt hij niet meer.",
                    moment.nl
                ),
                format!(
                    "On {} a key that kept you signed in at {sender} was used for the second time. \
                     This can mean that somebody else copied it; therefore it was withdrawn.",
                    moment.en
                ),
            ),
            text(
                "U kunt opnieuw inloggen. Vertrouwt u het niet? Vraag dan een nieuw wachtwoord aan.",
                "You can sign in again. Do you not trust it? Then ask for a new password.",
            ),
        ],
        button: Some(text("Nieuw wachtwoord aanvragen", "Ask for a new password")),
        after: Vec::new(),
    }
}

fn invoice_issued(it: &InvoiceIssued) -> Words {
    let InvoiceIssued { number, seller, programme, .. } = it;
    let amount = in_euros(it.gross_cents);
    let day = day_in_words(it.due_on);
    let (subject, body) = match it.kind {
        InvoiceKind::Invoice => (
            text(
                format!("Factuur {number} van {seller}"),
                format!("Invoice {number} from {seller}"),
            ),
            text(
                format!(
                    "Bijgaand vindt u factuur {number} van {seller} voor {programme}: {}, te \
                     betalen uiterlijk op {}.",
                    amount.nl, day.nl
                ),
                format!(
                    "Attached is invoice {number} from {seller} for {programme}: {}, to be paid \
                     by {}.",
                    amount.en, day.en
                ),
            ),
        ),
        InvoiceKind::CreditNote => (
            text(
                format!("Creditnota {number} van {seller}"),
                format!("Credit note {number} from {seller}"),
            ),
            text(
                format!(
                    "Bijgaand vindt u creditnota {number} van {seller} voor {programme}: {}. De \
                     factuur is daarmee geheel teruggenomen.",
                    amount.nl
                ),
                format!(
                    "Attached is credit note {number} from {seller} for {programme}: {}. It takes \
                     the whole of the invoice back.",
                    amount.en
                ),
            ),
        ),
    };
    Words { subject, before: vec![body], button: None, after: Vec::new() }
}

fn once(link: Link) -> Text {
    let until = in_words(link.expires_at);
    text(
        format!("De link werkt één keer, tot {}.", until.nl),
        format!("The link works once, until {}.", until.en),
    )
}
