//! Which passwords are guessed first: those that many choose, and those about their owner.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Owner;

/// Words and phrases that passwords are made of, in Dutch and English: without blanks, signs and
/// capitals. One to a line.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common.txt").lines().collect());

/// Fewer different characters than this are no more than a rhythm.
const FEWEST_DIFFERENT: usize = 5;

/// Whether many choose this password, or one that differs in decoration only.
pub(super) fn is_common(password: &str) -> bool {
    let plain = squeezed(password);
    let different: HashSet<char> = plain.chars().collect();
    different.len() < FEWEST_DIFFERENT
        || is_run(&plain)
        || COMMON.contains(plain.as_str())
        || readings(password).iter().any(|word| is_of_common_words(word))
}

/// Letters and digits in lower case: what is left without decoration.
fn squeezed(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The letters of a password without figures and signs; and with letters for those figures and
/// signs between them that stand for one.
fn readings(password: &str) -> [String; 2] {
    let word = password.trim_matches(|it: char| !it.is_alphabetic());
    let letter = |it: char| match it {
        '@' | '4' => 'a',
        '3' => 'e',
        '1' | '!' => 'i',
        '0' => 'o',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    };
    let letters = |text: String| squeezed(&text).chars().filter(|it| it.is_alphabetic()).collect();
    [letters(word.to_owned()), letters(word.chars().map(letter).collect())]
}

/// Whether this is a common word, two of them, or one again and again.
fn is_of_common_words(text: &str) -> bool {
    text.char_indices().map(|(place, _)| text.split_at(place)).any(|(rest, word)| {
        COMMON.contains(word)
            && (rest.is_empty() || COMMON.contains(rest) || rest.replace(word, "").is_empty())
    })
}

/// Whether each character follows the one before, up or down: `abcdef`, `987654`, `890123`.
fn is_run(plain: &str) -> bool {
    let codes: Vec<i64> = plain.chars().map(|it| i64::from(u32::from(it))).collect();
    let follows = |step: i64| {
        let follow = |pair: &[i64]| match pair {
            [one, two] => two - one == step || (two - one == -9 * step && is_digit(*one)),
            _ => true,
        };
        codes.windows(2).all(follow)
    };
    follows(1) || follows(-1)
}

fn is_digit(code: i64) -> bool {
    (i64::from(b'0')..=i64::from(b'9')).contains(&code)
}

/// How much has to be left of a password without what it says about its owner.
const LEAST_BESIDES: usize = 8;

/// Whether the password is little more than its owner's name or address.
pub(super) fn is_about(password: &str, owner: Owner<'_>) -> bool {
    let plain = squeezed(password);
    let rest = own_words(owner).iter().fold(plain.clone(), |rest, word| rest.replace(word, ""));
    rest.len() < plain.len() && rest.chars().count() < LEAST_BESIDES
}

/// The parts of a name and an address that somebody would try, the longest first.
fn own_words(owner: Owner<'_>) -> Vec<String> {
    let address = owner.email.as_str();
    let parts = address.split(['@', '.', '-', '_', '+']).chain(owner.name.split_whitespace());
    let wholes = [address, owner.name, address.split('@').next().unwrap_or_default()];
    let mut words: Vec<String> = parts.chain(wholes).map(squeezed).collect();
    words.retain(|word| 3 <= word.chars().count());
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}
