//! What stands on the pages, before it is written: things at places, and what they mean.

use super::shape::Line;
use super::{Area, Colour, Style};
use crate::pictures::Picture;

/// What something means to somebody who does not see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    Heading { level: u8, title: String },
    Paragraph,
    Table,
    Row,
    HeadCell,
    Cell,
    Figure { says: String },
}

/// A thing with a meaning; the order of nodes is the order in which they are read.
#[derive(Debug)]
pub(super) struct Node {
    pub parent: Option<NodeId>,
    pub role: Role,
    /// Where it begins: page and height.
    pub begins: (usize, f32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeId(pub usize);

/// Something drawn. Without a node it is decoration, and nobody reads it aloud.
#[derive(Debug)]
pub(super) enum Drawn {
    Text { node: Option<NodeId>, at: (f32, f32), style: Style, line: Line },
    Picture { node: Option<NodeId>, area: Area, picture: Picture },
    Box { area: Area, height: f32, colour: Colour },
}

#[derive(Debug)]
pub(super) struct Draft {
    pub pages: Vec<Vec<Drawn>>,
    pub nodes: Vec<Node>,
}

impl Default for Draft {
    fn default() -> Self {
        Self { pages: vec![Vec::new()], nodes: Vec::new() }
    }
}

impl Draft {
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    pub fn next_page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// Announces something that comes next in the order of reading.
    pub fn node(&mut self, parent: Option<NodeId>, role: Role) -> NodeId {
        self.nodes.push(Node { parent, role, begins: (self.pages.len() - 1, 0.0) });
        NodeId(self.nodes.len() - 1)
    }

    pub fn text(&mut self, node: Option<NodeId>, area: Area, style: Style, line: Line) {
        if let Some(node) = node.and_then(|node| self.nodes.get_mut(node.0))
            && node.begins.1 <= 0.0
        {
            node.begins = (self.pages.len() - 1, area.y);
        }
        let drawn = placed(node, area, style, line);
        self.draw(drawn);
    }

    pub fn picture(&mut self, node: Option<NodeId>, area: Area, picture: Picture) {
        self.draw(Drawn::Picture { node, area, picture });
    }

    pub fn rule(&mut self, area: Area, height: f32, colour: Colour) {
        self.draw(Drawn::Box { area, height, colour });
    }

    /// Text on any page that belongs to the page, not to what is read.
    pub fn artifact(&mut self, page: usize, area: Area, style: Style, line: Line) {
        if let Some(page) = self.pages.get_mut(page) {
            page.push(placed(None, area, style, line));
        }
    }

    fn draw(&mut self, drawn: Drawn) {
        if let Some(page) = self.pages.last_mut() {
            page.push(drawn);
        }
    }
}

fn placed(node: Option<NodeId>, area: Area, style: Style, line: Line) -> Drawn {
    let left = area.width - line.width * style.size;
    let indent = match style.align {
        super::Align::Left => 0.0,
        super::Align::Centre => left / 2.0,
        super::Align::Right => left,
    };
    Drawn::Text { node, at: (area.x + indent, area.y + style.ascent()), style, line }
}
