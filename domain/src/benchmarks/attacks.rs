//! A solver that has every figure ever published, and knows one board from within, tries to work
//! out what was withheld. It shares no code with the rule.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::kernel::Instant;

const BOARDS: usize = 18;

/// Which of the responses (one of each board, and of some a second one later) a figure is over.
type Row = Vec<i128>;

fn id<T>(number: usize) -> Id<T> {
    Id::from(Uuid::from_u128(u128::try_from(number).unwrap()))
}

fn board(place: usize, (sector, region, size): (usize, usize, usize), again: bool) -> Contribution {
    let response = if again { BOARDS + place } else { place };
    let code = region.to_string();
    Contribution {
        board: id(place),
        response: id(response),
        standing: Standing {
            sectors: [vec![Sector::Po], vec![Sector::Vo], vec![Sector::Po, Sector::Vo]][sector]
                .clone(),
            sizes: [vec![SizeClass::Small], vec![SizeClass::Large], vec![]][size].clone(),
            regions: [RegionKey { scheme: "rpa".into(), code }].into(),
        },
        scores: Scores { overall: Some(50.into()), ..Scores::default() },
    }
}

/// Two editions: some boards come later, some answer again.
fn editions() -> impl Strategy<Value = Editions> {
    let places = vec((0_usize..3, 0_usize..3, 0_usize..3), BOARDS);
    (places, vec(0_usize..4, BOARDS)).prop_map(|(places, lives)| {
        let mut editions = Editions::default();
        for period in 0..2 {
            let counts = places.iter().zip(&lives).enumerate();
            let counts = counts.filter(|(_, (_, life))| period == 1 || **life != 0);
            let contributions = counts
                .map(|(place, (standing, life))| board(place, *standing, period == 1 && *life == 1))
                .collect();
            let at = Instant::default() + chrono::Duration::days(period);
            editions.0.extend(editions.next((id(0), id(1)), contributions, at));
        }
        editions
    })
}

fn row(edition: &Edition, cell: &Cell) -> Row {
    let over: BTreeSet<Uuid> = edition.members(cell).map(|it| it.response.uuid()).collect();
    (0..2 * BOARDS).map(|place| i128::from(over.contains(&id::<()>(place).uuid()))).collect()
}

/// The rank of rows over the responses that the reader does not know (fraction-free elimination).
fn rank(rows: &[Row], known: usize) -> usize {
    let unknown = |row: &Row| -> Row {
        row.iter().enumerate().filter(|(at, _)| at % BOARDS != known).map(|(_, it)| *it).collect()
    };
    let mut rows: Vec<Row> = rows.iter().map(unknown).collect();
    let (width, mut rank) = (rows.first().map_or(0, Vec::len), 0);
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

/// Whether the reader who is `known` can work out the total over `hidden`.
fn recovers(published: &[Row], hidden: &Row, known: usize) -> bool {
    let with: Vec<Row> = published.iter().chain([hidden]).cloned().collect();
    rank(&with, known) == rank(published, known)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_withheld_is_recovered_from_all_that_was_ever_published(editions in editions()) {
        let published: Vec<Row> = editions.0.iter()
            .flat_map(|edition| edition.published.iter().map(|cell| row(edition, cell)))
            .collect();
        let mut hidden: BTreeMap<Row, String> = BTreeMap::new();
        for edition in &editions.0 {
            for group in edition.contributions.iter().flat_map(|it| it.standing.groups()) {
                let cell = Cell { group, dimension: None };
                let row = row(edition, &cell);
                let few = row.iter().sum::<i128>() < 5;
                if few && !published.contains(&row) {
                    hidden.insert(row, format!("{:?} of edition {}", cell.group, edition.number));
                }
            }
        }
        for board in 0..2 * BOARDS {
            let single = (0..2 * BOARDS).map(|place| i128::from(place == board)).collect();
            hidden.insert(single, format!("response {board}"));
        }
        for known in 0..BOARDS {
            for (row, what) in &hidden {
                let others = row.iter().enumerate().any(|(at, it)| *it != 0 && at % BOARDS != known);
                prop_assert!(!others || !recovers(&published, row, known), "{known} reads {what}");
            }
        }
    }
}
