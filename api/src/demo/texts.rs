//! What the catalogue leaves open: descriptions, themes, seats, and when undated cohorts meet.

use chrono::Weekday;
use leerkring_domain::cohorts::WaitingList;

use super::catalogue::Registration;

/// What the demo adds to a programme of the catalogue.
pub(super) struct Added {
    pub slug: &'static str,
    pub text: &'static str,
    pub themes: &'static [&'static str],
    pub place: Option<&'static str>,
    /// Where the catalogue gives none.
    pub capacity: u32,
    pub waiting_list: WaitingList,
    /// Titles of the parts that participants choose from.
    pub breakouts: &'static [&'static str],
    /// Cohorts beside those that the catalogue dates.
    pub runs: &'static [Run],
}

/// A cohort that the catalogue does not date.
pub(super) struct Run {
    pub name: &'static str,
    /// Absent for a draft.
    pub registration: Option<Registration>,
    pub weekday: Weekday,
    pub begins_after: u64,
    pub weeks_between: u64,
}

/// Seats in each part of a session that participants choose.
pub(super) const BREAKOUT_SEATS: u32 = 20;

/// RPA areas for cohorts that are held per region.
pub(super) const REGIONS: [&str; 6] = ["04", "07", "09", "19", "24", "27"];

/// What the demo adds, in the order of the catalogue.
pub(super) const ADDED: &[Added] = &[
    Added {
        slug: "leergang-strategisch-hr",
        text: "In vier lesdagen werken een bestuurder en een HR-professional van hetzelfde \
               bestuur samen aan het strategisch HR-beleid van hun organisatie. De \
               HR-professional is er de hele dag; de bestuurder neemt deel aan de ochtenden en \
               is op de eerste dag desgewenst de hele dag welkom. Voor de start voert de PO-Raad \
               met ieder duo een intakegesprek.",
        themes: &["strategisch-hr", "personeelsbeleid", "leiderschap"],
        place: Some("Utrecht"),
        capacity: 24,
        waiting_list: WaitingList::Most(6),
        breakouts: &[],
        runs: &[
            Run {
                name: "Groep 4",
                registration: None,
                weekday: Weekday::Wed,
                begins_after: 26,
                weeks_between: 3,
            },
            // Far away, so that intakes on days named in examples come before it.
            Run {
                name: "Groep 5",
                registration: None,
                weekday: Weekday::Wed,
                begins_after: 240,
                weeks_between: 3,
            },
        ],
    },
    Added {
        slug: "masterclass-strategisch-hrm",
        text: "Wat vragen de onderwijskundige doelen van een bestuur van de mensen die er werken, \
               en wat betekent dat voor het HR-beleid? Deze online masterclass legt in anderhalf \
               uur de lijn van onderwijskundige doelen naar strategisch HR-beleid. Deelname is \
               kosteloos.",
        themes: &["strategisch-hr", "onderwijskwaliteit"],
        place: None,
        capacity: 100,
        waiting_list: WaitingList::None,
        breakouts: &[],
        runs: &[],
    },
    Added {
        slug: "ontwikkeltraject-hr-beter-voor-elkaar",
        text: "In dit ontwikkeltraject brengen besturen hun HR-beleid een stap verder. Het zet het \
               eerdere traject HR goed voor elkaar voort. De PO-Raad kiest de deelnemende besturen \
               uit de aanmeldingen, dus een motivatie helpt; voor de start is er een \
               intakegesprek.",
        themes: &["strategisch-hr", "organisatieontwikkeling"],
        place: Some("Utrecht"),
        capacity: 20,
        waiting_list: WaitingList::None,
        breakouts: &[],
        runs: &[Run {
            name: "Lichting 1",
            registration: Some(Registration::Open),
            weekday: Weekday::Mon,
            begins_after: 2,
            weeks_between: 6,
        }],
    },
    Added {
        slug: "lerend-netwerk-banenafspraak",
        text: "Leden van de PO-Raad leren in dit netwerk van elkaar hoe zij banen maken voor \
               mensen met een arbeidsbeperking, met als doel dat die er binnen vier tot zes \
               maanden zijn. De groep komt vier keer een dagdeel bijeen en kiest per bijeenkomst \
               zelf het thema. Deelnemers vullen vooraf een zelfevaluatie in; bij voorkeur komen \
               er twee per bestuur. SBCM is partner.",
        themes: &["banenafspraak", "inclusief-werkgeverschap"],
        place: Some("Amersfoort"),
        capacity: 15,
        waiting_list: WaitingList::Unlimited,
        breakouts: &[],
        runs: &[
            Run {
                name: "Groep 1",
                registration: Some(Registration::Open),
                weekday: Weekday::Thu,
                begins_after: 1,
                weeks_between: 4,
            },
            Run {
                name: "Groep 2",
                registration: Some(Registration::Announced),
                weekday: Weekday::Thu,
                begins_after: 12,
                weeks_between: 4,
            },
        ],
    },
    Added {
        slug: "lerend-netwerk-bestuursakkoord",
        text: "Bestuurders leren in vijf bijeenkomsten van elkaar over de uitvoering van het \
               Bestuursakkoord. Vooraf vullen zij een zelfevaluatie in, waarop de bijeenkomsten \
               voortbouwen. De PO-Raad stelt het netwerk samen uit de aanmeldingen.",
        themes: &["bestuursakkoord", "bestuur"],
        place: Some("Utrecht"),
        capacity: 16,
        waiting_list: WaitingList::Unlimited,
        breakouts: &[],
        runs: &[Run {
            name: "Groep 1",
            registration: Some(Registration::Open),
            weekday: Weekday::Tue,
            begins_after: 3,
            weeks_between: 5,
        }],
    },
    Added {
        slug: "kennissessie-ambassadeur",
        text: "Wie kan beter over het vak vertellen dan wie het uitoefent? Deze online \
               kennissessie van Voion en SOM gaat over de beroepsgroep als ambassadeur in \
               regionale samenwerking van vo en mbo. Na een inleiding en twee praktijkvoorbeelden \
               gaan de deelnemers in deelsessies uiteen; tot slot delen zij de opbrengsten.",
        themes: &["regionale-samenwerking", "personeelstekort"],
        place: None,
        capacity: 60,
        waiting_list: WaitingList::None,
        breakouts: &[
            "Ambassadeurs in de eigen school",
            "Samen optrekken in de regio",
            "Ruimte maken voor ambassadeurs",
        ],
        runs: &[],
    },
    Added {
        slug: "alliantiefabriek-functiemix",
        text: "In de alliantiefabriek brengen schoolbesturen uit een regio bij elkaar wat zij rond \
               de functiemix zoeken en te bieden hebben, en smeden zij allianties. Een bijeenkomst \
               duurt ongeveer drie uur; per jaar zijn er zes, telkens in een andere regio. AVS, \
               Berenschot en Edunamics zijn partners.",
        themes: &["functiemix", "regionale-samenwerking"],
        place: None,
        capacity: 30,
        waiting_list: WaitingList::Most(5),
        breakouts: &[],
        runs: &[],
    },
];

/// A programme that is not published, for organisers to see what a draft is.
pub(super) const DRAFT: Added = Added {
    slug: "terugkomdag-strategisch-hr",
    text: "Concept, alleen in de demo: een terugkomdag voor wie de Leergang Strategisch HR heeft \
           gevolgd. De duo's van toen laten elkaar zien wat er van hun plannen terecht is gekomen. \
           Inhoud en datum staan nog niet vast.",
    themes: &["strategisch-hr"],
    place: Some("Utrecht"),
    capacity: 24,
    waiting_list: WaitingList::None,
    breakouts: &[],
    runs: &[Run {
        name: "Voorjaar",
        registration: None,
        weekday: Weekday::Fri,
        begins_after: 30,
        weeks_between: 1,
    }],
};

/// A programme of which a cohort has been, for attendance and what completes it.
pub(super) const HELD: Added = Added {
    slug: "basisleergang-hr",
    text: "Alleen in de demo: een leergang die geweest is. De HR-professional was er de hele dag, \
           de bestuurder de ochtenden. Wie bij drie van de vier dagen was, heeft haar voltooid; \
           een kwartier missen mag.",
    themes: &["strategisch-hr"],
    place: Some("Utrecht"),
    capacity: 24,
    waiting_list: WaitingList::None,
    breakouts: &[],
    runs: &[],
};

#[cfg(test)]
mod tests {
    use super::super::catalogue::Catalogue;
    use super::*;

    #[test]
    fn every_programme_of_the_catalogue_has_its_text_in_its_place() {
        let text = include_str!("../../data/catalogue.json");
        let catalogue: Catalogue = serde_json::from_str(text).unwrap();
        let slugs: Vec<&str> = catalogue.programmes.iter().map(|it| it.slug.as_str()).collect();
        assert_eq!(ADDED.iter().map(|added| added.slug).collect::<Vec<_>>(), slugs);
        assert!(ADDED.iter().all(|added| !added.text.contains("  ")));
    }
}
