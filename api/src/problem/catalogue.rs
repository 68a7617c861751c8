//! Every kind of problem there is, each with a page of its own at `/problems/{code}`.

use leerkring_domain::kernel::{Text, text};

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub code: &'static str,
    pub status: u16,
    title: [&'static str; 2],
    text: [&'static str; 2],
}

impl Entry {
    pub fn title(&self) -> Text {
        let [nl, en] = self.title;
        text(nl, en)
    }

    pub fn text(&self) -> Text {
        let [nl, en] = self.text;
        text(nl, en)
    }
}

/// All kinds, in the order of the documentation.
pub fn entries() -> &'static [Entry] {
    ENTRIES
}

/// The kind with this code; one that is missing here is a bug, and reads as one.
pub fn entry(code: &str) -> Entry {
    let known = ENTRIES.iter().find(|entry| entry.code == code);
    known.copied().unwrap_or(INTERNAL)
}

const INTERNAL: Entry = Entry {
    code: "internal-error",
    status: 500,
    title: ["Fout in de server", "Server error"],
    text: [
        "Er ging iets mis bij ons; noem bij een melding de waarde van `instance`.",
        "Something went wrong on our side; name the value of `instance` when you report it.",
    ],
};

const ENTRIES: &[Entry] = &[
    Entry {
        code: "invalid-request",
        status: 400,
        title: ["Ongeldig verzoek", "Invalid request"],
        text: [
            "Het verzoek voldoet niet aan de beschrijving; `errors` noemt alles wat er mis is, met de plaats.",
            "The request is not as described; `errors` names everything that is wrong, with its place.",
        ],
    },
    Entry {
        code: "unauthenticated",
        status: 401,
        title: ["Niet aangemeld", "Not signed in"],
        text: [
            "Stuur een geldig toegangstoken in de kop Authorization: Bearer.",
            "Send a valid access token in the header Authorization: Bearer.",
        ],
    },
    Entry {
        code: "forbidden",
        status: 403,
        title: ["Niet toegestaan", "Not allowed"],
        text: [
            "Uw rol geeft geen recht op deze bewerking.",
            "Your role does not allow this operation.",
        ],
    },
    Entry {
        code: "not-your-board",
        status: 403,
        title: ["Niet uw bestuur", "Not your board"],
        text: ["U handelt niet namens dit bestuur.", "You do not act for this board."],
    },
    Entry {
        code: "not-your-organiser",
        status: 403,
        title: ["Niet uw organisator", "Not your organiser"],
        text: ["U handelt niet namens deze organisator.", "You do not act for this organiser."],
    },
    Entry {
        code: "not-found",
        status: 404,
        title: ["Niet gevonden", "Not found"],
        text: [
            "Dit bestaat niet, of u mag het niet zien.",
            "This does not exist, or you may not see it.",
        ],
    },
    Entry {
        code: "no-such-path",
        status: 404,
        title: ["Onbekend adres", "Unknown address"],
        text: [
            "Dit adres kent de API niet; de adressen staan in /v1/openapi.json.",
            "The API has no such address; the addresses are in /v1/openapi.json.",
        ],
    },
    Entry {
        code: "method-not-allowed",
        status: 405,
        title: ["Methode niet mogelijk", "Method not allowed"],
        text: [
            "Dit adres kent deze methode niet; de kop Allow noemt de methoden.",
            "This address does not know this method; the header Allow names those it does.",
        ],
    },
    Entry {
        code: "not-acceptable",
        status: 406,
        title: ["Antwoord niet in die vorm", "Not available in that form"],
        text: [
            "Het antwoord is er niet in de gevraagde vorm.",
            "The answer is not available in the form that was asked for.",
        ],
    },
    Entry {
        code: "request-in-progress",
        status: 409,
        title: ["Verzoek is nog bezig", "Request still running"],
        text: [
            "Hetzelfde verzoek is nog bezig; herhaal het zo met dezelfde Idempotency-Key.",
            "The same request is still running; repeat it soon with the same Idempotency-Key.",
        ],
    },
    Entry {
        code: "stale",
        status: 412,
        title: ["Inmiddels gewijzigd", "Changed in the meantime"],
        text: [
            "Iemand wijzigde dit na uw laatste blik; haal het opnieuw op en probeer het nog eens.",
            "Somebody changed this after you looked; read it again and try once more.",
        ],
    },
    Entry {
        code: "too-large",
        status: 413,
        title: ["Te groot", "Too large"],
        text: ["De inhoud van het verzoek is te groot.", "The request's body is too large."],
    },
    Entry {
        code: "unsupported-media-type",
        status: 415,
        title: ["Onbekende soort inhoud", "Unsupported media type"],
        text: [
            "Deze bewerking verwacht een andere soort inhoud.",
            "This operation expects another kind of body.",
        ],
    },
    Entry {
        code: "unsupported-encoding",
        status: 415,
        title: ["Gecomprimeerde inhoud", "Encoded body"],
        text: [
            "Stuur de inhoud zonder Content-Encoding.",
            "Send the body without Content-Encoding.",
        ],
    },
    Entry {
        code: "idempotency-key-reused",
        status: 422,
        title: ["Sleutel al gebruikt", "Key used before"],
        text: [
            "Deze Idempotency-Key hoort bij een ander verzoek; kies een nieuwe.",
            "This Idempotency-Key belongs to another request; choose a new one.",
        ],
    },
    Entry {
        code: "precondition-required",
        status: 428,
        title: ["If-Match ontbreekt", "If-Match is missing"],
        text: [
            "Stuur in If-Match de ETag van wat u wijzigt, zodat u niemands wijziging overschrijft.",
            "Send the ETag of what you change in If-Match, so that you overwrite nobody's change.",
        ],
    },
    Entry {
        code: "body-too-slow",
        status: 408,
        title: ["Te traag", "Too slow"],
        text: [
            "De inhoud van het verzoek kwam niet binnen tien seconden.",
            "The request's body did not arrive within ten seconds.",
        ],
    },
    INTERNAL,
    Entry {
        code: "unavailable",
        status: 503,
        title: ["Even niet beschikbaar", "Not available now"],
        text: [
            "De server kan dit nu niet doen; er is niets gewijzigd. Probeer het zo opnieuw.",
            "The server cannot do this now; nothing was changed. Try again soon.",
        ],
    },
    Entry {
        code: "outcome-unknown",
        status: 503,
        title: ["Uitkomst onbekend", "Outcome unknown"],
        text: [
            "Het is niet zeker of het verzoek is verwerkt; herhaal het met dezelfde Idempotency-Key.",
            "It is not certain that the request was done; repeat it with the same Idempotency-Key.",
        ],
    },
    Entry {
        code: "not-published",
        status: 409,
        title: ["Niet gepubliceerd", "Not published"],
        text: ["De groep is nog niet gepubliceerd.", "The cohort is not published yet."],
    },
    Entry {
        code: "cancelled",
        status: 409,
        title: ["Afgelast", "Cancelled"],
        text: ["De groep is afgelast.", "The cohort was cancelled."],
    },
    Entry {
        code: "not-yet-open",
        status: 409,
        title: ["Nog niet open", "Not open yet"],
        text: ["De aanmelding is nog niet open.", "Registration is not open yet."],
    },
    Entry {
        code: "registration-closed",
        status: 409,
        title: ["Aanmelding gesloten", "Registration closed"],
        text: ["De aanmelding is gesloten.", "Registration is closed."],
    },
    Entry {
        code: "full",
        status: 409,
        title: ["Vol", "Full"],
        text: [
            "Er is geen plaats meer voor het hele team, ook niet op de wachtlijst.",
            "There is no room left for the whole team, nor on the waiting list.",
        ],
    },
    Entry {
        code: "board-closed",
        status: 409,
        title: ["Bestuur opgeheven", "Board closed"],
        text: ["Het bestuur bestaat niet meer.", "The board does not exist any more."],
    },
    Entry {
        code: "sector-not-admitted",
        status: 409,
        title: ["Sector past niet", "Sector not admitted"],
        text: ["Het aanbod is voor een andere sector.", "This is for another sector."],
    },
    Entry {
        code: "region-not-admitted",
        status: 409,
        title: ["Regio past niet", "Region not admitted"],
        text: ["Het aanbod is voor een andere regio.", "This is for another region."],
    },
    Entry {
        code: "membership-required",
        status: 409,
        title: ["Lidmaatschap vereist", "Membership required"],
        text: ["Het aanbod is voor leden.", "This is for members."],
    },
    Entry {
        code: "already-registered",
        status: 409,
        title: ["Al aangemeld", "Already registered"],
        text: [
            "Het bestuur heeft al een aanmelding in deze groep.",
            "The board has a registration in this cohort already.",
        ],
    },
    Entry {
        code: "team-too-small",
        status: 409,
        title: ["Team te klein", "Team too small"],
        text: ["Het team telt te weinig deelnemers.", "The team has too few participants."],
    },
    Entry {
        code: "team-too-large",
        status: 409,
        title: ["Team te groot", "Team too large"],
        text: ["Het team telt te veel deelnemers.", "The team has too many participants."],
    },
    Entry {
        code: "role-missing",
        status: 409,
        title: ["Rol ontbreekt", "Role missing"],
        text: [
            "Een vereiste rol zit niet in het team.",
            "A role that is asked for is not in the team.",
        ],
    },
    Entry {
        code: "role-not-admitted",
        status: 409,
        title: ["Rol past niet", "Role not admitted"],
        text: ["Een rol hoort niet tot de doelgroep.", "A role is not in the audience."],
    },
    Entry {
        code: "participant-twice",
        status: 409,
        title: ["Deelnemer dubbel", "Participant twice"],
        text: [
            "Dezelfde persoon staat twee keer in het team.",
            "The same person is in the team twice.",
        ],
    },
    Entry {
        code: "participant-already-in-cohort",
        status: 409,
        title: ["Deelnemer staat er al", "Participant there already"],
        text: ["Deze persoon staat al in de groep.", "This person is in the cohort already."],
    },
    Entry {
        code: "board-seats-exceeded",
        status: 409,
        title: ["Te veel plaatsen", "Too many seats"],
        text: [
            "Het bestuur zou meer plaatsen krijgen dan één bestuur hier mag hebben.",
            "The board would get more seats than one board may have here.",
        ],
    },
    Entry {
        code: "started",
        status: 409,
        title: ["Al begonnen", "Started already"],
        text: ["De eerste bijeenkomst is begonnen.", "The first session has started."],
    },
    Entry {
        code: "last-session-started",
        status: 409,
        title: ["Laatste bijeenkomst begonnen", "Last session started"],
        text: ["De laatste bijeenkomst is begonnen.", "The last session has started."],
    },
    Entry {
        code: "other-role",
        status: 409,
        title: ["Andere rol", "Another role"],
        text: ["De vervanger heeft een andere rol.", "The replacement has another role."],
    },
    Entry {
        code: "already-replaced",
        status: 409,
        title: ["Al vervangen", "Replaced already"],
        text: ["Deze deelnemer is al vervangen.", "This participant was replaced already."],
    },
    Entry {
        code: "wrong-status",
        status: 409,
        title: ["Kan niet in deze status", "Not in this status"],
        text: ["De status laat deze stap niet toe.", "The status does not allow this step."],
    },
    Entry {
        code: "capacity-below-taken",
        status: 409,
        title: ["Capaciteit te laag", "Capacity too low"],
        text: [
            "Er zijn meer plaatsen bezet dan de nieuwe capaciteit.",
            "More seats are taken than the new capacity.",
        ],
    },
    Entry {
        code: "programme-not-published",
        status: 409,
        title: ["Programma niet gepubliceerd", "Programme not published"],
        text: ["Publiceer eerst het programma.", "Publish the programme first."],
    },
    Entry {
        code: "no-session",
        status: 409,
        title: ["Geen bijeenkomst", "No session"],
        text: ["De groep heeft nog geen bijeenkomst.", "The cohort has no session yet."],
    },
    Entry {
        code: "last-session-of-cohort",
        status: 409,
        title: ["Laatste bijeenkomst", "Only session"],
        text: [
            "Een gepubliceerde groep houdt minstens één bijeenkomst.",
            "A published cohort keeps at least one session.",
        ],
    },
    Entry {
        code: "session-in-the-past",
        status: 409,
        title: ["Bijeenkomst is geweest", "Session in the past"],
        text: ["De bijeenkomst is al begonnen.", "The session has started already."],
    },
    Entry {
        code: "sessions-overlap",
        status: 409,
        title: ["Bijeenkomsten overlappen", "Sessions overlap"],
        text: [
            "Twee bijeenkomsten van de groep overlappen.",
            "Two sessions of the cohort overlap.",
        ],
    },
    Entry {
        code: "completed",
        status: 409,
        title: ["Afgerond", "Completed"],
        text: ["De laatste bijeenkomst is geweest.", "The last session has been."],
    },
    Entry {
        code: "cohorts-still-open",
        status: 409,
        title: ["Groepen lopen nog", "Cohorts still open"],
        text: [
            "Het programma heeft groepen die nog niet zijn afgerond.",
            "The programme has cohorts that have not ended.",
        ],
    },
    Entry {
        code: "slug-taken",
        status: 409,
        title: ["Kenmerk bezet", "Slug taken"],
        text: ["Dit kenmerk is al van een andere organisator.", "Another organiser has this slug."],
    },
    Entry {
        code: "number-taken",
        status: 409,
        title: ["Nummer bezet", "Number taken"],
        text: [
            "Dit lidmaatschapsnummer is al uitgegeven.",
            "This membership number is given out already.",
        ],
    },
    Entry {
        code: "wrong-member",
        status: 409,
        title: ["Geen lid mogelijk", "No such members"],
        text: [
            "De organisator heeft niet dit soort leden.",
            "The organiser has no members of this kind.",
        ],
    },
    Entry {
        code: "already-closed",
        status: 409,
        title: ["Al opgeheven", "Closed already"],
        text: ["Het bestuur is al opgeheven.", "The board was closed before."],
    },
    Entry {
        code: "same-board",
        status: 409,
        title: ["Zelfde bestuur", "Same board"],
        text: ["Een bestuur gaat niet op in zichzelf.", "A board does not merge into itself."],
    },
    Entry {
        code: "successor-closed",
        status: 409,
        title: ["Opvolger opgeheven", "Successor closed"],
        text: [
            "Het opvolgende bestuur bestaat zelf niet meer.",
            "The successor does not exist any more itself.",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once_and_an_unknown_one_reads_as_a_bug() {
        for (index, entry) in ENTRIES.iter().enumerate() {
            assert!(ENTRIES.iter().skip(index + 1).all(|other| other.code != entry.code));
        }
        assert_eq!(entry("never-heard-of").code, "internal-error");
        assert_eq!(entry("full").status, 409);
    }
}
