//! A draft to PDF.

use std::num::NonZeroU16;

use chrono::{Datelike, Timelike};
use krilla::Document;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node as TagNode, TableHeaderScope, Tag,
    TagGroup, TagKind, TagTree,
};
use krilla_svg::{SurfaceExt, SvgSettings};

use super::draft::{Draft, Drawn, Node, NodeId, Role};
use super::{About, Colour, PaperError, Sheet};
use crate::fonts::Cuts;

pub(super) fn pdf(
    about: &About,
    sheet: Sheet,
    cuts: &Cuts,
    draft: &Draft,
) -> Result<Vec<u8>, PaperError> {
    let settings =
        SerializeSettings { configuration: archivable(), ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut contents: Vec<Vec<Identifier>> = draft.nodes.iter().map(|_| Vec::new()).collect();
    for drawn in &draft.pages {
        let size = PageSettings::from_wh(sheet.width, sheet.height).ok_or(PaperError::WrongSize)?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for drawn in drawn {
            let identifier = draw(&mut surface, cuts, drawn)?;
            let node = identifier.zip(node(drawn));
            if let Some((identifier, NodeId(node))) = node
                && let Some(contents) = contents.get_mut(node)
            {
                contents.push(identifier);
            }
        }
        surface.finish();
        page.finish();
    }
    document.set_metadata(metadata(about));
    document.set_outline(outline(about, draft));
    document.set_tag_tree(tags(&draft.nodes, contents));
    document.finish().map_err(PaperError::Unwritable)
}

/// PDF/A-2a and PDF/UA-1 ask for nothing that excludes the other.
fn archivable() -> Configuration {
    ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .unwrap_or_default()
}

fn node(drawn: &Drawn) -> Option<NodeId> {
    match drawn {
        Drawn::Text { node, .. } | Drawn::Picture { node, .. } => *node,
        Drawn::Box { .. } => None,
    }
}

/// Draws one thing; says what to call it where it has a meaning.
fn draw(
    surface: &mut Surface<'_>,
    cuts: &Cuts,
    drawn: &Drawn,
) -> Result<Option<Identifier>, PaperError> {
    let tag = match node(drawn) {
        Some(_) => ContentTag::Other,
        None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
    };
    let identifier = surface.start_tagged(tag);
    match drawn {
        Drawn::Text { at: (x, y), style, line, .. } => {
            surface.set_fill(Some(fill(style.colour)));
            let font = cuts.of(style.weight).font.clone();
            let start = Point::from_xy(*x, *y);
            surface.draw_glyphs(start, &line.glyphs, font, &line.text, style.size, false);
        }
        Drawn::Box { area, height, colour } => {
            surface.set_fill(Some(fill(*colour)));
            let mut path = PathBuilder::new();
            path.push_rect(
                Rect::from_xywh(area.x, area.y, area.width, *height)
                    .ok_or(PaperError::WrongSize)?,
            );
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Drawn::Picture { area, picture, .. } => {
            let size = Size::from_wh(area.width, area.width * picture.proportion());
            let size = size.ok_or(PaperError::WrongSize)?;
            surface.push_transform(&Transform::from_translate(area.x, area.y));
            surface.draw_svg(picture.tree(), size, SvgSettings::default());
            surface.pop();
        }
    }
    surface.end_tagged();
    Ok(node(drawn).map(|_| identifier))
}

fn fill(Colour(red, green, blue): Colour) -> Fill {
    let paint = rgb::Color::new(red, green, blue).into();
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn metadata(about: &About) -> Metadata {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let made = about.made_at;
    let made = DateTime::new(u16::try_from(made.year()).unwrap_or_default())
        .month(small(made.month()))
        .day(small(made.day()))
        .hour(small(made.hour()))
        .minute(small(made.minute()))
        .second(small(made.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(about.title.clone())
        .authors(vec![about.author.clone()])
        .creator("Leerkring".to_owned())
        .language(about.language.tag().to_owned())
        .creation_date(made)
}

fn outline(about: &About, draft: &Draft) -> Outline {
    let mut outline = Outline::new();
    let headings = draft.nodes.iter().filter_map(|node| match &node.role {
        Role::Heading { title, .. } => Some((title.clone(), node.begins)),
        _ => None,
    });
    let mut entries: Vec<_> = headings.collect();
    if entries.is_empty() {
        entries.push((about.title.clone(), (0, 0.0)));
    }
    for (title, (page, y)) in entries {
        let place = XyzDestination::new(page, Point::from_xy(0.0, y));
        outline.push_child(OutlineNode::new(title, place));
    }
    outline
}

/// The tree of what means what. A node has either contents or other nodes below it.
fn tags(nodes: &[Node], contents: Vec<Vec<Identifier>>) -> TagTree {
    let mut below: Vec<Vec<TagNode>> = nodes.iter().map(|_| Vec::new()).collect();
    let mut top = Vec::new();
    for (index, (node, contents)) in nodes.iter().zip(contents).enumerate().rev() {
        let mut children = below.get_mut(index).map(std::mem::take).unwrap_or_default();
        children.reverse();
        children.extend(contents.into_iter().map(TagNode::from));
        let group: TagNode = TagGroup::with_children(kind(&node.role), children).into();
        match node.parent.and_then(|NodeId(parent)| below.get_mut(parent)) {
            Some(siblings) => siblings.push(group),
            None => top.push(group),
        }
    }
    let mut tree = TagTree::new();
    for group in top.into_iter().rev() {
        tree.push(group);
    }
    tree
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Heading { level, title } => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(title.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::HeadCell => Tag::TH(TableHeaderScope::Column).into(),
        Role::Cell => Tag::TD.into(),
        Role::Figure { says } => Tag::Figure(Some(says.clone())).into(),
    }
}
