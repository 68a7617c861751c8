//! The function mix as a table: a row for each group, year and scale.

use leerkring_domain::kernel::Code;

use super::comparison::FunctionMixComparisonView;
use super::wire::{BoardFunctionMixView, FunctionMixView, MixYearView};
use crate::tables::{Cell, Column, Row, column};

pub const COLUMNS: &[Column] = &[
    column("sector", "sector", 8),
    column("group", "groep", 38),
    column("name", "naam", 36),
    column("year", "jaar", 8),
    column("scheme", "stelsel", 12),
    column("countedIn", "geteld in", 12),
    column("scale", "schaal", 8),
    column("boards", "besturen", 10),
    column("fte", "fte", 14),
    column("share", "aandeel %", 12),
    column("target", "streefpercentage", 16),
    column("change", "verschil in procentpunten", 24),
];

pub fn groups(view: &FunctionMixView) -> impl Iterator<Item = Row> {
    view.groups.iter().flat_map(|group| {
        let head = [
            view.sector.0.code().into(),
            group.key.as_deref().into(),
            group.name.as_deref().into(),
        ];
        group.years.iter().flat_map(move |year| rows(&head, year))
    })
}

pub fn board(view: &BoardFunctionMixView) -> impl Iterator<Item = Row> {
    view.sectors.iter().flat_map(|sector| {
        let head =
            [sector.sector.0.code().into(), view.board_id.into(), view.board_name.as_str().into()];
        sector.years.iter().flat_map(move |year| rows(&head, year))
    })
}

/// The group is called by its kind where it has no key.
pub fn comparison(view: &FunctionMixComparisonView) -> impl Iterator<Item = Row> {
    view.compared.iter().flat_map(|compared| {
        let group = compared.key.as_deref().unwrap_or(compared.kind.0.code());
        let head = [view.sector.0.code().into(), group.into(), compared.name.as_deref().into()];
        compared.years.iter().flat_map(move |year| rows(&head, year))
    })
}

fn rows(head: &[Cell; 3], year: &MixYearView) -> Vec<Row> {
    let row = |scale: [Cell; 6]| {
        let of = [
            u32::from(year.year).into(),
            year.scheme.0.code().into(),
            year.counted_in.0.code().into(),
        ];
        head.iter().cloned().chain(of).chain(scale).collect()
    };
    if year.scales.is_empty() {
        return vec![row([const { Cell::Nothing }; 6])];
    }
    let scales = year.scales.iter().map(|it| {
        let number = |text: Option<&String>| text.map_or(Cell::Nothing, |it| Cell::number(it));
        row([
            it.scale.as_str().into(),
            year.boards.into(),
            Cell::number(&it.fte),
            number(it.share.as_ref()),
            number(it.target.as_ref()),
            number(it.change.as_ref().map(|change| &change.points)),
        ])
    });
    scales.collect()
}
