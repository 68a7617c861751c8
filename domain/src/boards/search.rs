//! Forgiving search by name: a key to store next to each name, and the words to look for in it.
//!
//! A key holds nothing but `a`–`z`, `0`–`9` and single spaces, so a word can stand in
//! `LIKE '%word%'` as it is. A name matches if its key contains every word of the query.

/// More words of a query than this are not looked at.
pub const MOST_SEARCH_WORDS: usize = 10;

/// The key of a name.
///
/// Abbreviations that DUO uses are written out. A written-out word starts with its abbreviation,
/// so both find it. `St.` is ambiguous (Sint, or Stichting) and becomes both.
pub fn search_key(name: &str) -> String {
    let words = words(name);
    let long: Vec<&str> = words.iter().map(|word| written_out(word)).collect();
    long.join(" ")
}

/// The key of a municipality or province, however its name is written: `s-gravenhage`.
pub fn area_key(name: &str) -> String {
    search_key(name).replace(' ', "-")
}

/// The words of a query, each once; none for a query without letters and digits.
///
/// Words stay as they were typed, for they may be part of a longer word; only the abbreviations
/// that are no beginning of what they stand for are written out.
pub fn search_words(query: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in words(query) {
        let word = match word.as_str() {
            "st" | "sinte" | "sankt" => "sint",
            "stg" => "stichting",
            other => other,
        };
        if found.len() < MOST_SEARCH_WORDS && !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found
}

/// The abbreviations with a full stop that occur in DUO's names of 2018, and what they stand for.
fn written_out(word: &str) -> &str {
    match word {
        "st" => "sint stichting",
        "sinte" | "sankt" => "sint",
        "stg" | "sticht" => "stichting",
        "ver" | "veren" | "verenig" => "vereniging",
        "chr" | "christ" | "christel" => "christelijk",
        "prot" => "protestants",
        "kath" | "kathol" => "katholiek",
        "geref" | "gereform" => "gereformeerd",
        "ref" | "reform" => "reformatorisch",
        "islam" | "islamit" => "islamitisch",
        "interconf" | "interconfess" => "interconfessioneel",
        "openb" => "openbaar",
        "alg" | "algem" => "algemeen",
        "bijz" | "bijzond" => "bijzonder",
        "spec" => "speciaal",
        "prim" => "primair",
        "onderw" => "onderwijs",
        "schoolonderw" => "schoolonderwijs",
        "basisond" | "basisonderw" => "basisonderwijs",
        other => other,
    }
}

/// Words in small letters and digits. Letters with a full stop between them are one word
/// (`P.C.B.O.`, `e.o.`); an apostrophe divides nothing (`'s-Gravenhage`, `Brouwer's`).
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut after_initial = false;
    for (divider, word) in divided(text) {
        let initial = word.len() == 1;
        match words.last_mut() {
            Some(last) if after_initial && initial && divider == "." => last.push_str(&word),
            _ => words.push(word),
        }
        after_initial = initial;
    }
    words
}

/// The words as they stand, each with what divides it from the word before.
fn divided(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let (mut divider, mut word) = (String::new(), String::new());
    for letter in text.chars().flat_map(char::to_lowercase).filter(|letter| !is_silent(*letter)) {
        let before = word.len();
        fold(letter, &mut word);
        if before < word.len() {
            continue;
        }
        if !word.is_empty() {
            found.push((std::mem::take(&mut divider), std::mem::take(&mut word)));
        }
        divider.push(letter);
    }
    if !word.is_empty() {
        found.push((divider, word));
    }
    found
}

/// Apostrophes and combining accents: gone without dividing a word.
fn is_silent(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | '\u{300}'..='\u{36f}')
}

/// Adds the plain letters of a small letter; none for anything that is no letter or digit.
fn fold(letter: char, to: &mut String) {
    match letter {
        'a'..='z' | '0'..='9' => to.push(letter),
        'ß' => to.push_str("ss"),
        'æ' => to.push_str("ae"),
        'œ' => to.push_str("oe"),
        'ĳ' => to.push_str("ij"),
        'þ' => to.push_str("th"),
        _ => to.extend(plain(letter)),
    }
}

fn plain(letter: char) -> Option<char> {
    Some(match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ð' | 'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ƒ' => 'f',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What `LIKE '%word%'` for every word does.
    fn finds(query: &str, name: &str) -> bool {
        let key = search_key(name);
        search_words(query).iter().all(|word| key.contains(word.as_str()))
    }

    #[test]
    fn b4_sint_finds_boards_called_sint_and_st() {
        for name in [
            "Stichting Katholiek Primair Onderwijs Sint Antonius",
            "Stichting Schoolbestuur St. Jozef",
            "Stg. St. Martinus v. Onderwijs op Katholieke Grondslag",
            "Stichting St.-Christoffel",
            "STICHTING ST BAVO",
            "Stichting kath en interconf PO Gemeente Sint- Michielsgestel",
        ] {
            for query in ["sint", "Sint", "St.", "st", " SINT "] {
                assert!(finds(query, name), "{query} in {name}");
            }
        }
        assert!(!finds("sint", "Stichting Floréo"));
        assert!(finds("st. jozef", "Stichting Schoolbestuur Sint Jozef"));
    }

    #[test]
    fn st_that_stands_for_stichting_is_found_as_such() {
        assert!(finds("stichting samenwerkende", "St. Samenwerkende Basisscholen Alkemade"));
        assert!(finds("stg samenwerkende", "St. Samenwerkende Basisscholen Alkemade"));
        assert!(finds("stichting openbaar", "Stg. openb. primair onderwijs Papendrecht"));
    }

    #[test]
    fn case_accents_and_part_of_a_word_are_forgiven() {
        assert!(finds("FLOREO", "Stichting Floréo"));
        assert!(finds("moller", "Bisschop Möller Stichting"));
        assert!(finds("möller", "Bisschop Moller Stichting"));
        assert!(finds("fryslan", "Stichting Speciaal Onderwijs Fryslân"));
        assert!(finds("timeus son", "Stichting Bartiméus Sonneheerdt"));
        assert!(finds("ijssel", "Stichting Ĳsselgroep"));
        assert!(!finds("floreo utrecht", "Stichting Floréo"));
        assert_eq!(search_key("Mo\u{308}ller"), "moller");
    }

    #[test]
    fn both_an_abbreviation_and_its_word_find_a_name() {
        let name = "Ver. voor Prot. Chr. Onderw. te Hark. e.o.";
        assert_eq!(
            search_key(name),
            "vereniging voor protestants christelijk onderwijs te hark eo"
        );
        for query in ["chr", "christelijk onderwijs", "ver prot", "vereniging", "onderw.", "e.o."] {
            assert!(finds(query, name), "{query}");
        }
    }

    #[test]
    fn initials_are_one_word_with_and_without_full_stops() {
        assert_eq!(search_key("P.C.B.O. Baarn"), "pcbo baarn");
        assert_eq!(search_key("Scholen v. d. Bijbel (R.K.)"), "scholen v d bijbel rk");
        assert_eq!(search_key("J.A.Alberdingk Thijm"), "ja alberdingk thijm");
        assert!(finds("pcbo", "P.C.B.O. Baarn") && finds("p.c.b.o.", "PCBO Baarn"));
    }

    #[test]
    fn apostrophes_do_not_divide_and_other_marks_do() {
        assert_eq!(search_key("'S-GRAVENHAGE"), "s gravenhage");
        assert_eq!(search_key("’s-Gravenhage"), "s gravenhage");
        assert_eq!(search_key("Brouwer's \"school\" / A&B_50%"), "brouwers school a b 50");
    }

    #[test]
    fn a_query_without_letters_has_no_words_and_a_long_one_is_cut() {
        assert_eq!(search_words(" %_' - "), Vec::<String>::new());
        assert_eq!(search_words("a a A á"), ["a"]);
        let long: Vec<String> = (0..1000).map(|word| word.to_string()).collect();
        assert_eq!(search_words(&long.join(" ")).len(), MOST_SEARCH_WORDS);
    }

    proptest! {
        #[test]
        fn keys_and_words_need_no_escaping(text in ".*") {
            let plain = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            prop_assert!(search_key(&text).split(' ').all(plain));
            prop_assert!(search_words(&text).iter().all(|word| plain(word) && !word.is_empty()));
        }

        #[test]
        fn a_name_is_found_by_itself(name in "([A-Za-zéëö']{1,9}[ .-]){0,9}") {
            prop_assert!(finds(&name, &name), "{} {:?}", search_key(&name), search_words(&name));
        }
    }
}
