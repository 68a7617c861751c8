//! Attackers with everything that is published, who try to find out about fewer than five.
//!
//! They share no code with the rule: they count in fractions, know every contributor of every
//! total, and may weigh, add and subtract as they like.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{LEAST, Publication};

const BOARDS: usize = 14;

/// The published totals as rows of weights, a column for each board.
fn published(candidates: &[Vec<usize>]) -> Vec<Vec<i64>> {
    let mut publication = Publication::default();
    let mut rows = Vec::new();
    for candidate in candidates {
        if publication.admit(candidate.iter().copied()) {
            rows.push((0..BOARDS).map(|board| i64::from(candidate.contains(&board))).collect());
        }
    }
    rows
}

/// Fraction-free elimination: the rank of rows over the columns that `keep` allows.
fn rank(rows: &[Vec<i64>], keep: impl Fn(usize) -> bool) -> usize {
    let column = |row: &Vec<i64>| -> Vec<i128> {
        let kept = row.iter().enumerate().filter(|(at, _)| keep(*at));
        kept.map(|(_, value)| i128::from(*value)).collect()
    };
    let mut rows: Vec<Vec<i128>> = rows.iter().map(column).collect();
    let width = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for at in 0..width {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][at] != 0) else { continue };
        rows.swap(rank, pivot);
        let lead = rows[rank].clone();
        for row in rows.iter_mut().skip(rank + 1) {
            let factor = row[at];
            for (value, other) in row.iter_mut().zip(&lead) {
                *value = *value * lead[at] - *other * factor;
            }
            let divisor = row.iter().fold(0, |divisor, value| gcd(divisor, value.abs()));
            if 1 < divisor {
                for value in row.iter_mut() {
                    *value /= divisor;
                }
            }
        }
        rank += 1;
    }
    rank
}

fn gcd(left: i128, right: i128) -> i128 {
    if right == 0 { left } else { gcd(right, left % right) }
}

/// Every set of boards with so many members.
fn sets(sizes: RangeInclusive<usize>) -> impl Iterator<Item = Vec<usize>> {
    (1_u32..1 << BOARDS).filter_map(move |bits| {
        let members = (0..BOARDS).filter(|board| bits & (1 << board) != 0);
        let set: Vec<usize> = members.collect();
        sizes.contains(&set.len()).then_some(set)
    })
}

/// Whether some combination of the rows is about boards of `set` alone, with whatever weights:
/// then the rows have less to say without those columns.
fn says_something_about(rows: &[Vec<i64>], set: &[usize]) -> bool {
    rank(rows, |column| !set.contains(&column)) < rank(rows, |_| true)
}

fn candidates() -> impl Strategy<Value = Vec<Vec<usize>>> {
    let any_set = vec(0..BOARDS, 0..=2 * BOARDS);
    // Differences of a board or two are what attackers live on.
    let nearly_all = vec(0..BOARDS, 0..4)
        .prop_map(|left_out| (0..BOARDS).filter(|board| !left_out.contains(board)).collect());
    vec(prop_oneof![any_set, nearly_all], 1..8)
}

/// A sector with its regions by two schemes and its size classes, each in full.
fn tables() -> impl Strategy<Value = Vec<Vec<usize>>> {
    let division = || vec(0_usize..3, BOARDS);
    (division(), division(), division()).prop_map(|divisions| {
        let mut totals = vec![(0..BOARDS).collect()];
        for division in [divisions.0, divisions.1, divisions.2] {
            for class in 0..3 {
                totals.push((0..BOARDS).filter(|board| division[*board] == class).collect());
            }
        }
        totals
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_about_fewer_than_five_is_worked_out_from_any_totals(candidates in candidates()) {
        let rows = published(&candidates);
        for set in sets(LEAST - 1..=LEAST - 1) {
            prop_assert!(!says_something_about(&rows, &set), "{set:?} from {rows:?}");
        }
    }

    #[test]
    fn nothing_about_fewer_than_five_is_worked_out_from_tables_that_cross(tables in tables()) {
        let rows = published(&tables);
        for set in sets(LEAST - 1..=LEAST - 1) {
            prop_assert!(!says_something_about(&rows, &set), "{set:?} from {rows:?}");
        }
    }

    /// Knowing besides that no figure is negative, the attacker bounds a hidden figure by linear
    /// programming. The bounds never meet: other figures, none negative, give the same totals.
    #[test]
    fn bounds_on_a_hidden_figure_never_meet(tables in tables(), figures in vec(1_i64..900, BOARDS)) {
        let rows = published(&tables);
        for board in 0..BOARDS {
            let other = moved(&rows, &figures, board);
            prop_assert!(other.is_some(), "board {board} is bound by {rows:?}");
        }
    }

    #[test]
    fn the_order_of_contributors_does_not_matter(candidates in candidates()) {
        let reversed: Vec<Vec<usize>> =
            candidates.iter().map(|set| set.iter().rev().copied().collect()).collect();
        prop_assert_eq!(published(&candidates), published(&reversed));
    }
}

/// Figures with the same totals and another value for `board`, if there are any.
fn moved(rows: &[Vec<i64>], figures: &[i64], board: usize) -> Option<Vec<Decimal>> {
    let change = kernel(rows).into_iter().find(|change| !change[board].is_zero())?;
    let largest = change.iter().map(Decimal::abs).max()?;
    let moved: Vec<Decimal> = figures
        .iter()
        .zip(&change)
        .map(|(figure, change)| Decimal::from(*figure) + change / largest / Decimal::TWO)
        .collect();
    let unchanged = rows.iter().all(|row| {
        let change: Decimal = row.iter().zip(&change).map(|(w, c)| Decimal::from(*w) * c).sum();
        change.abs() < Decimal::new(1, 9)
    });
    (unchanged && moved.iter().all(|figure| Decimal::ZERO <= *figure)).then_some(moved)
}

/// A basis of the changes that leave every total as it is (Gauss and Jordan).
fn kernel(rows: &[Vec<i64>]) -> Vec<Vec<Decimal>> {
    let mut rows: Vec<Vec<Decimal>> =
        rows.iter().map(|row| row.iter().copied().map(Decimal::from).collect()).collect();
    let tiny = Decimal::new(1, 12);
    let mut pivots: Vec<usize> = Vec::new();
    for column in 0..BOARDS {
        let next = pivots.len();
        let Some(pivot) = (next..rows.len()).find(|row| tiny < rows[*row][column].abs()) else {
            continue;
        };
        rows.swap(next, pivot);
        let lead = rows[next][column];
        for value in &mut rows[next] {
            *value /= lead;
        }
        let lead = rows[next].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != next) {
            let factor = row[column];
            for (value, other) in row.iter_mut().zip(&lead) {
                *value -= factor * other;
            }
        }
        pivots.push(column);
    }
    let free = (0..BOARDS).filter(|column| !pivots.contains(column));
    free.map(|free| {
        let mut change = vec![Decimal::ZERO; BOARDS];
        change[free] = Decimal::ONE;
        for (row, pivot) in pivots.iter().enumerate() {
            change[*pivot] = -rows[row][free];
        }
        change
    })
    .collect()
}
