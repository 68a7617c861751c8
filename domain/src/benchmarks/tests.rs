use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::kernel::Instant;
use crate::questionnaires::Questionnaire;

fn id<T>(number: u128) -> Id<T> {
    Id::from(Uuid::from_u128(number))
}

fn region(code: &str) -> RegionKey {
    RegionKey { scheme: "rpa".to_owned(), code: code.to_owned() }
}

fn cell(group: Group) -> Cell {
    Cell { group, dimension: None }
}

/// A board in primary education in this region, with this score.
fn contribution(board: u128, code: &str, score: i64) -> Contribution {
    Contribution {
        board: id(board),
        response: id(1_000 + board),
        standing: Standing {
            sectors: vec![Sector::Po],
            regions: [region(code)].into(),
            ..Standing::default()
        },
        scores: Scores { overall: Some(score.into()), ..Scores::default() },
    }
}

fn boards(numbers: std::ops::Range<u128>, code: &str) -> Vec<Contribution> {
    numbers.map(|board| contribution(board, code, 50)).collect()
}

fn at(hours: i64) -> Instant {
    Instant::default() + chrono::Duration::hours(hours)
}

fn next(editions: &Editions, contributions: Vec<Contribution>, hours: i64) -> Option<Edition> {
    editions.next((id(1), id::<Questionnaire>(2)), contributions, at(hours))
}

fn first(contributions: Vec<Contribution>) -> Editions {
    Editions(next(&Editions::default(), contributions, 0).into_iter().collect())
}

fn shows(editions: &Editions, group: Group, known: &Known) -> bool {
    editions.figure(&cell(group), known).is_some()
}

#[test]
fn a3_four_others_in_the_region_are_withheld_and_forty_in_the_sector_shown() {
    // The board itself is the fifth in its region.
    let editions = first([boards(0..5, "05"), boards(5..41, "06")].concat());
    let own = Known::Own(id(0));
    assert!(!shows(&editions, Group::Region(region("05")), &own));
    let sector = editions.figure(&cell(Group::Sector(Sector::Po)), &own).unwrap();
    assert_eq!((sector.boards, sector.mean), (40, 50.into()));
}

#[test]
fn a4_five_and_four_in_two_regions_are_both_withheld_beside_the_whole() {
    for many in [5, 6] {
        let whole = [boards(0..many, "05"), boards(10..14, "06")].concat();
        let editions = first(whole);
        for known in [Known::Own(id(0)), Known::Own(id(10)), Known::Shared(BTreeSet::new())] {
            assert!(shows(&editions, Group::Overall, &known));
            assert!(!shows(&editions, Group::Region(region("05")), &known));
            assert!(!shows(&editions, Group::Region(region("06")), &known));
        }
    }
}

#[test]
fn withheld_looks_as_nobody_does() {
    let editions = first(boards(0..9, "05"));
    let own = Known::Own(id(0));
    let nobody = editions.figure(&cell(Group::Sector(Sector::Mbo)), &own);
    let few = first(boards(0..5, "05")).figure(&cell(Group::Overall), &own);
    assert_eq!((nobody, few), (None, None));
}

#[test]
fn the_own_figures_are_left_out() {
    let mut all = boards(1..6, "05");
    all.push(contribution(0, "05", 100));
    let editions = first(all);
    let of = |known| editions.figure(&cell(Group::Overall), &known).unwrap().mean;
    assert_eq!(of(Known::Own(id(0))), 50.into());
    assert_eq!(of(Known::Own(id(1))), 60.into());
}

#[test]
fn an_edition_stands_for_a_day_and_until_six_boards_have_changed() {
    let editions = first(boards(0..9, "05"));
    assert!(next(&editions, boards(0..20, "05"), 23).is_none());
    assert!(next(&editions, boards(0..14, "05"), 24).is_none());
    assert!(next(&editions, boards(0..15, "05"), 24).is_some());
    assert!(next(&Editions::default(), boards(0..5, "05"), 0).is_none());
}

#[test]
fn a_region_that_changed_by_a_few_boards_keeps_the_figure_it_had() {
    let of = |fifth, sixth| {
        [boards(0..fifth, "05"), boards(20..sixth, "06"), boards(40..50, "07")].concat()
    };
    let mut editions = first(of(9, 30));
    editions.0.extend(next(&editions, of(12, 33), 24));
    let as_of = |group| editions.figure(&cell(group), &Known::Own(id(99))).unwrap().as_of;
    assert_eq!(as_of(Group::Overall), at(24));
    assert_eq!(as_of(Group::Region(region("05"))), at(0));
    assert_eq!(as_of(Group::Region(region("07"))), at(24));
}

#[test]
fn an_organiser_reads_no_figure_of_which_it_has_seen_all_but_a_few() {
    let editions = first(boards(0..9, "05"));
    let seen = |count: u128| Known::Shared((0..count).map(id).collect());
    assert!(shows(&editions, Group::Overall, &seen(4)));
    assert!(!shows(&editions, Group::Overall, &seen(5)));
    // Who has seen all of them learns nothing from their mean.
    assert!(shows(&editions, Group::Overall, &seen(9)));
}

#[test]
fn quartiles_are_means_of_five_boards_and_only_over_twenty() {
    let scored =
        |count: u128| (0_i64..).zip(0..count).map(|(it, board)| contribution(board, "05", it));
    let figure = |count: u128| {
        let editions = first(scored(count).collect());
        editions.figure(&cell(Group::Overall), &Known::Own(id(999))).unwrap()
    };
    assert_eq!(figure(19).quartiles, None);
    // The 3rd to 7th, the 8th to 12th and the 13th to 17th of 0, 1, 2 …
    assert_eq!(figure(20).quartiles, Some([4, 9, 14].map(Decimal::from)));
    assert_eq!(figure(23).boards, 20);
}
