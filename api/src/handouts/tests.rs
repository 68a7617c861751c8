//! Papers for the room, with the longest names that there are.

use leerkring_domain::kernel::{Language, text};

use super::badges::lay;
use super::*;

fn guest(name: &str, role: &str, board: &str) -> Guest {
    Guest { name: name.to_owned(), role: role.to_owned(), board: board.to_owned() }
}

fn guests() -> Vec<Guest> {
    let long =
        "Stichting voor Protestants-Christelijk Primair Onderwijs De Noordoostpolder en Omstreken";
    let mut guests = vec![
        guest("Zoë Brontë-Šćepanović", "hr-professional", "Stichting Tabijn"),
        guest("Émile van 's-Gravenhage", "board-executive", long),
        guest(
            "Jonkvrouw Wilhelmina Maria Adriana van der Bruggen-Cortenbach van Wassenaer",
            "participation-council-member",
            long,
        ),
        guest("Bo Ng", "teacher", "Onderwijsgroep Fier"),
        guest(&"W".repeat(200), "supervisory-board-member", &"Onderwijs ".repeat(20)),
        guest("Hoogerwerf-Schoonderwaldtenberg", "night-watch", "PCBO Apeldoorn"),
    ];
    for number in 1..=8 {
        guests.push(guest(&format!("Deelnemer Nummer {number}"), "teacher", "Stichting Flore"));
    }
    guests
}

fn sheet() -> SignInSheet {
    SignInSheet {
        organiser: "PO-Raad".to_owned(),
        programme: "Leergang strategisch HR voor bestuurders en HR-professionals".to_owned(),
        cohort: "Groep Midden".to_owned(),
        session: text(
            "Bijeenkomst 2, 7 oktober 2026, 09:00–17:00, Domstad, Koningsbergerstraat 9, Utrecht",
            "Session 2, 7 October 2026, 09:00–17:00, Domstad, Koningsbergerstraat 9, Utrecht",
        ),
        guests: guests(),
        language: Language::Dutch,
        made_at: "2026-10-01T10:00:00Z".parse().unwrap(),
    }
}

fn name_badges() -> Badges {
    let SignInSheet { organiser, programme, guests, language, made_at, .. } = sheet();
    Badges { organiser, programme, guests, language, made_at }
}

/// Puts a paper where `HANDOUTS` says, to be looked at.
fn show(name: &str, pdf: &[u8]) {
    if let Some(place) = std::env::var_os("HANDOUTS") {
        std::fs::write(std::path::Path::new(&place).join(name), pdf).unwrap();
    }
}

#[test]
fn people_stand_by_name_without_regard_to_accents() {
    let guests = guests();
    let names: Vec<&str> = by_name(&guests).into_iter().map(|guest| guest.name.as_str()).collect();
    assert_eq!(names[0], "Bo Ng");
    assert!(names.iter().position(|name| name.starts_with("Émile")) < Some(11), "{names:?}");
    assert_eq!(names.last(), Some(&"Zoë Brontë-Šćepanović"));
}

#[test]
fn a_sign_in_sheet_is_a_paper_also_without_anybody() {
    let pdf = sign_in_sheet(&sheet()).unwrap();
    show("sign-in-sheet.pdf", &pdf);
    assert!(pdf.starts_with(b"%PDF"));
    let nobody = SignInSheet { guests: Vec::new(), language: Language::English, ..sheet() };
    assert!(sign_in_sheet(&nobody).unwrap().starts_with(b"%PDF"));
}

#[test]
fn ten_badges_stand_on_a_sheet_whatever_the_names() {
    let pdf = badges(&name_badges()).unwrap();
    show("badges.pdf", &pdf);
    assert!(pdf.starts_with(b"%PDF"));
    assert_eq!(lay(&name_badges()).unwrap().pages(), 2);
    let ten = Badges { guests: guests().split_off(4), ..name_badges() };
    assert_eq!(lay(&ten).unwrap().pages(), 1);
}
