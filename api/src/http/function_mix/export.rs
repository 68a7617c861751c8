//! The function mix as a table: a row for each group, year and scale.

use leerkring_domain::kernel::Code;

use super::comparison::FunctionMixComparisonView;
use super::wire::{BoardFunctionMixView, FunctionMixView, MixYearView};
use crate::error::Error;
use crate::http::tables::{csv, field};

const NAMES: [&str; 12] = [
    "sector",
    "group",
    "name",
    "year",
    "scheme",
    "countedIn",
    "scale",
    "boards",
    "fte",
    "share",
    "target",
    "change",
];

pub fn groups(view: &FunctionMixView) -> Result<Vec<u8>, Error> {
    let rows = view.groups.iter().flat_map(|group| {
        let head = [
            view.sector.0.code().to_owned(),
            field(group.key.as_ref()),
            field(group.name.as_ref()),
        ];
        group.years.iter().flat_map(move |year| rows(head.clone(), year))
    });
    csv(NAMES, rows)
}

pub fn board(view: &BoardFunctionMixView) -> Result<Vec<u8>, Error> {
    let rows = view.sectors.iter().flat_map(|sector| {
        let head =
            [sector.sector.0.code().to_owned(), view.board_id.to_string(), view.board_name.clone()];
        sector.years.iter().flat_map(move |year| rows(head.clone(), year))
    });
    csv(NAMES, rows)
}

/// The group is called by its kind where it has no key.
pub fn comparison(view: &FunctionMixComparisonView) -> Result<Vec<u8>, Error> {
    let rows = view.compared.iter().flat_map(|compared| {
        let kind = compared.kind.0.code();
        let group = compared.key.clone().unwrap_or_else(|| kind.to_owned());
        let head = [view.sector.0.code().to_owned(), group, field(compared.name.as_ref())];
        compared.years.iter().flat_map(move |year| rows(head.clone(), year))
    });
    csv(NAMES, rows)
}

fn rows(head: [String; 3], year: &MixYearView) -> Vec<[String; 12]> {
    let [sector, group, name] = head;
    let row = |scale: [String; 6]| {
        let [scale, boards, fte, share, target, change] = scale;
        let (scheme, counted) =
            (year.scheme.0.code().to_owned(), year.counted_in.0.code().to_owned());
        let of = year.year.to_string();
        let (sector, group, name) = (sector.clone(), group.clone(), name.clone());
        [sector, group, name, of, scheme, counted, scale, boards, fte, share, target, change]
    };
    let boards = || field(year.boards);
    if year.scales.is_empty() {
        return vec![row(Default::default())];
    }
    let scales = year.scales.iter().map(|it| {
        let change = field(it.change.as_ref().map(|change| &change.points));
        row([
            it.scale.clone(),
            boards(),
            it.fte.clone(),
            field(it.share.as_ref()),
            field(it.target.as_ref()),
            change,
        ])
    });
    scales.collect()
}
