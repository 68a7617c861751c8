use super::*;

fn paper() -> Paper {
    let about = About {
        title: "Presentielijst".into(),
        author: "PO-Raad".into(),
        language: Language::Dutch,
        made_at: "2026-11-27T09:00:00Z".parse().unwrap(),
    };
    Paper::new(about).unwrap()
}

fn width(text: &str) -> f32 {
    let line = lines(fonts::cuts().unwrap(), Style::BODY, 1000.0, text).remove(0);
    line.width * Style::BODY.size
}

#[test]
fn text_is_broken_where_words_end_and_fits() {
    let text = "De vier bijeenkomsten zijn op woensdag, van negen tot vijf uur.";
    let broken = lines(fonts::cuts().unwrap(), Style::BODY, 120.0, text);
    let words: String = broken.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(words, text);
    assert!(2 < broken.len());
    assert!(broken.iter().all(|line| line.width * Style::BODY.size <= 120.0));
}

#[test]
fn a_word_wider_than_the_line_is_cut() {
    let broken = lines(fonts::cuts().unwrap(), Style::BODY, 60.0, &"onderwijs".repeat(10));
    assert!(5 < broken.len());
    assert!(broken.iter().all(|line| line.width * Style::BODY.size <= 60.0));
}

#[test]
fn widths_are_those_of_the_letters() {
    assert!(width("iiii") < width("mmmm") / 2.0);
    assert!((width("1111") - width("8888")).abs() < 0.01, "digits are equally wide");
}

#[test]
fn a_table_goes_on_on_the_next_pages() {
    let mut paper = paper();
    paper.heading(1, "Presentielijst");
    let rows = (1..=100).map(|number| Row::new([number.to_string(), "Zoë de Vries".into()]));
    let columns = vec![Column::amounts("Nr.", 40.0), Column::share("Naam", 1.0)];
    paper.table(&Table { columns, rows: rows.collect() });
    assert_eq!(paper.draft.pages(), 4);
    let heads = paper.draft.pages.iter().map(|page| {
        let texts = page.iter().filter_map(|drawn| match drawn {
            draft::Drawn::Text { line, .. } => Some(line.text.as_str()),
            _ => None,
        });
        texts.filter(|text| *text == "Naam").count()
    });
    assert_eq!(heads.collect::<Vec<_>>(), [1, 1, 1, 1]);
    assert!(paper.finish().unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn a_row_higher_than_a_page_is_cut_and_nothing_is_lost() {
    let mut paper = paper();
    let text = "Dit is een lange toelichting. ".repeat(400);
    let columns = vec![Column::share("Toelichting", 1.0)];
    paper.table(&Table { columns, rows: vec![Row::new([text.as_str()])] });
    let written: String = (paper.draft.pages.iter().flatten())
        .filter_map(|drawn| match drawn {
            draft::Drawn::Text { line, .. } => Some(line.text.as_str()),
            _ => None,
        })
        .filter(|text| *text != "Toelichting")
        .collect();
    assert_eq!(written.trim(), text.trim());
    assert!(1 < paper.draft.pages());
    paper.finish().unwrap();
}

#[test]
fn a_picture_and_names_in_any_script_can_be_archived() {
    let mut paper = paper();
    paper.heading(1, "Certificaat 李");
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">
        <rect width="40" height="20" fill="teal"/><text x="4" y="14">Zoë 李</text></svg>"#;
    paper.picture(&Picture::read(svg).unwrap(), mm(60.0), "Een groen vlak met een naam");
    paper.footer("Stichting Zo");
    paper.text(Style::BODY, "Zoë\n\nBrontë");
    assert!(paper.finish().unwrap().len() < 40_000);
}
