//! What a newer file no longer names.

use std::collections::BTreeSet;

/// The numbers that are `known` and no longer stand `in_file`, in order: these are to be closed.
///
/// `known` are the open ones that this kind of file speaks of: a file of boards in primary
/// education says nothing about a board in secondary education.
pub fn disappeared<T: Ord + Clone>(known: &BTreeSet<T>, in_file: &BTreeSet<T>) -> Vec<T> {
    known.difference(in_file).cloned().collect()
}

/// Whether a file that would close `closing` of the `known` open ones looks cut off rather than
/// newer: more than twenty, and more than a tenth.
pub fn is_mass_closing(known: usize, closing: usize) -> bool {
    20 < closing && known < closing.saturating_mul(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boards::BoardNumber;

    #[test]
    fn closing_more_than_twenty_and_more_than_a_tenth_looks_like_a_cut_file() {
        assert!(is_mass_closing(200, 21));
        assert!(!is_mass_closing(210, 21));
        assert!(!is_mass_closing(20, 20));
        assert!(!is_mass_closing(0, 0));
    }

    fn boards(numbers: &[&str]) -> BTreeSet<BoardNumber> {
        numbers.iter().map(|number| BoardNumber::parse(number).unwrap()).collect()
    }

    #[test]
    fn b3_a_board_missing_from_a_newer_file_is_to_be_closed() {
        let missing = disappeared(&boards(&["99711", "10249", "10867"]), &boards(&["10867"]));
        assert_eq!(
            missing,
            [BoardNumber::parse("10249").unwrap(), BoardNumber::parse("99711").unwrap()]
        );
    }

    #[test]
    fn b1_a_second_import_of_the_same_file_closes_nothing() {
        let known = boards(&["10249", "10867"]);
        assert_eq!(disappeared(&known, &known.clone()), []);
    }

    #[test]
    fn a_board_that_is_new_in_the_file_closes_nothing() {
        assert_eq!(disappeared(&boards(&["10249"]), &boards(&["10249", "10867"])), []);
    }
}
