//! Tables: columns with widths, rows that break over pages under the same head.

use super::draft::{NodeId, Role};
use super::shape::{Line, lines};
use super::{Align, Area, Colour, Paper, Style};

/// Between the text of a cell and its edge.
const PADDING: f32 = 4.0;

/// A table with a head.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub head: String,
    pub width: Width,
    pub align: Align,
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    Points(f32),
    /// A part of what the others leave, in proportion.
    Share(f32),
}

impl Column {
    /// A column of texts that takes a part of the width that is left.
    pub fn share(head: impl Into<String>, share: f32) -> Self {
        Self { head: head.into(), width: Width::Share(share), align: Align::Left }
    }

    /// A column of amounts or dates, so many points wide.
    pub fn amounts(head: impl Into<String>, points: f32) -> Self {
        Self { head: head.into(), width: Width::Points(points), align: Align::Right }
    }
}

/// The cells of a row, from the left; what is missing is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub cells: Vec<String>,
    pub style: Style,
    /// The least height, such as for a signature.
    pub least: f32,
}

impl Row {
    pub fn new<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> Self {
        let cells = cells.into_iter().map(Into::into).collect();
        Self { cells, style: Style::BODY, least: 0.0 }
    }

    /// A row that stands out, such as a total.
    pub fn strong(self) -> Self {
        Self { style: self.style.bold(), ..self }
    }

    /// A row with room, such as to sign.
    pub fn at_least(self, height: f32) -> Self {
        Self { least: height, ..self }
    }
}

pub(super) fn lay(paper: &mut Paper, table: &Table) {
    let areas = areas(paper.across(), &table.columns);
    let node = paper.draft.node(None, Role::Table);
    let head: Vec<String> = table.columns.iter().map(|column| column.head.clone()).collect();
    let head_style = Style::SMALL.bold().coloured(Colour::ACCENT);
    let head = cells(paper, &areas, table, &head, head_style);
    let head_height = height(&head, head_style) + 2.0;
    paper.keep(head_height + Style::BODY.leading() + 2.0 * PADDING);
    draw_head(paper, Some(node), &areas, &head, head_style);
    for row in &table.rows {
        let mut left = cells(paper, &areas, table, &row.cells, row.style);
        let needed = height(&left, row.style).max(row.least);
        let room = paper.bottom() - paper.sheet().margin - head_height;
        if paper.bottom() < paper.y + needed && needed <= room {
            turn(paper, &areas, &head, head_style);
        }
        let parent = paper.draft.node(Some(node), Role::Row);
        let nodes: Vec<NodeId> =
            areas.iter().map(|_| paper.draft.node(Some(parent), Role::Cell)).collect();
        while left.iter().any(|cell| !cell.lines.is_empty()) {
            if paper.bottom() < paper.y + row.style.leading() + 2.0 * PADDING {
                turn(paper, &areas, &head, head_style);
            }
            let top = paper.y + PADDING;
            let mut lowest = top;
            for (cell, node) in left.iter_mut().zip(&nodes) {
                let y = draw_lines(paper, cell, Some(*node), top, row.style);
                lowest = lowest.max(y);
            }
            paper.y = (lowest + PADDING).max(paper.y + row.least.min(needed));
            let across = paper.across();
            paper.draft.rule(across, 0.5, Colour::FAINT);
        }
    }
}

/// What is still to be written in one cell.
#[derive(Debug, Clone)]
struct Cell {
    area: Area,
    align: Align,
    lines: Vec<Line>,
}

fn areas(across: Area, columns: &[Column]) -> Vec<Area> {
    let fixed: f32 = columns.iter().map(|column| points(column.width)).sum();
    let shares: f32 = columns.iter().map(|column| share(column.width)).sum();
    let unit = (across.width - fixed).max(0.0) / shares.max(f32::MIN_POSITIVE);
    let mut x = across.x;
    let areas = columns.iter().map(|column| {
        let width = points(column.width) + share(column.width) * unit;
        let area = Area { x, width, ..across };
        x += width;
        area
    });
    areas.collect()
}

fn points(width: Width) -> f32 {
    if let Width::Points(points) = width { points } else { 0.0 }
}

fn share(width: Width) -> f32 {
    if let Width::Share(share) = width { share } else { 0.0 }
}

fn cells(
    paper: &Paper,
    areas: &[Area],
    table: &Table,
    texts: &[String],
    style: Style,
) -> Vec<Cell> {
    let texts = texts.iter().map(String::as_str).chain(std::iter::repeat(""));
    let cells = areas.iter().zip(&table.columns).zip(texts).map(|((area, column), text)| {
        let area = Area { x: area.x + PADDING, width: area.width - 2.0 * PADDING, ..*area };
        let paragraphs = text.lines().chain(text.is_empty().then_some(""));
        let lines = paragraphs.flat_map(|text| lines(paper.cuts, style, area.width, text));
        Cell { area, align: column.align, lines: lines.collect() }
    });
    cells.collect()
}

fn height(cells: &[Cell], style: Style) -> f32 {
    let heights = cells.iter().map(|cell| cell.lines.iter().map(|_| style.leading()).sum::<f32>());
    heights.fold(0.0, f32::max) + 2.0 * PADDING
}

/// Draws the lines that fit on the page; says where they end.
fn draw_lines(
    paper: &mut Paper,
    cell: &mut Cell,
    node: Option<NodeId>,
    top: f32,
    style: Style,
) -> f32 {
    let (mut y, bottom) = (top, paper.bottom() - PADDING);
    let mut waiting = std::mem::take(&mut cell.lines).into_iter().peekable();
    while y + style.leading() <= bottom
        && let Some(line) = waiting.next()
    {
        let style = Style { align: cell.align, ..style };
        paper.draft.text(node, Area { y, ..cell.area }, style, line);
        y += style.leading();
    }
    cell.lines = waiting.collect();
    y
}

/// The head, once for readers and again on every page for eyes.
fn draw_head(
    paper: &mut Paper,
    table: Option<NodeId>,
    areas: &[Area],
    head: &[Cell],
    style: Style,
) {
    let (across, height) = (paper.across(), height(head, style));
    paper.draft.rule(across, height, Colour::GROUND);
    let row = table.map(|table| paper.draft.node(Some(table), Role::Row));
    let nodes: Vec<Option<NodeId>> =
        areas.iter().map(|_| row.map(|row| paper.draft.node(Some(row), Role::HeadCell))).collect();
    for (cell, node) in head.iter().zip(nodes) {
        draw_lines(paper, &mut cell.clone(), node, across.y + PADDING, style);
    }
    paper.y += height + 2.0;
}

fn turn(paper: &mut Paper, areas: &[Area], head: &[Cell], style: Style) {
    paper.next_page();
    draw_head(paper, None, areas, head, style);
}
