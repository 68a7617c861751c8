//! What the document says about itself: `info` and `tags`.

use std::collections::BTreeSet;

use crate::document::{Document, Finding, Node};

/// Spectral `info-contact`.
pub(crate) fn has_contact(document: &Document<'_>) -> Vec<Finding> {
    info_field(document, "contact")
}

/// Spectral `info-description`.
pub(crate) fn has_description(document: &Document<'_>) -> Vec<Finding> {
    info_field(document, "description")
}

/// Spectral `info-license`.
pub(crate) fn has_license(document: &Document<'_>) -> Vec<Finding> {
    info_field(document, "license")
}

/// Spectral `license-url`.
pub(crate) fn license_has_url(document: &Document<'_>) -> Vec<Finding> {
    let info = document.root().child("info");
    let license = info.as_ref().and_then(|info| info.child("license"));
    match license {
        Some(license) if license.is_truthy("url") => Vec::new(),
        Some(license) => vec![license.finding("the license has no url")],
        None => vec![document.root().finding("there is no license, so no license url")],
    }
}

/// Spectral `contact-properties`.
pub(crate) fn contact_is_complete(document: &Document<'_>) -> Vec<Finding> {
    let info = document.root().child("info");
    let Some(contact) = info.and_then(|info| info.child("contact")) else {
        return Vec::new();
    };
    let missing = ["name", "url", "email"].into_iter().filter(|key| !contact.is_truthy(key));
    missing.map(|key| contact.finding(format!("the contact has no {key}"))).collect()
}

/// Spectral `openapi-tags`.
pub(crate) fn has_tags(document: &Document<'_>) -> Vec<Finding> {
    if document.root().items_of("tags").is_empty() {
        return vec![document.root().finding("there are no top-level tags")];
    }
    Vec::new()
}

/// Spectral `openapi-tags-uniqueness`.
pub(crate) fn tags_are_unique(document: &Document<'_>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let repeated = tags(document).into_iter().filter(|(name, _)| !seen.insert(*name));
    repeated.map(|(name, tag)| tag.finding(format!("the tag {name} is declared twice"))).collect()
}

/// Spectral `openapi-tags-alphabetical`.
pub(crate) fn tags_are_in_order(document: &Document<'_>) -> Vec<Finding> {
    let tags = tags(document);
    let neighbours = tags.iter().zip(tags.iter().skip(1));
    neighbours
        .filter(|((name, _), (next, _))| name.to_lowercase() > next.to_lowercase())
        .map(|((name, _), (next, tag))| tag.finding(format!("{next} belongs before {name}")))
        .collect()
}

/// Spectral `tag-description`.
pub(crate) fn tags_are_described(document: &Document<'_>) -> Vec<Finding> {
    let silent = tags(document).into_iter().filter(|(_, tag)| !tag.is_truthy("description"));
    silent.map(|(name, tag)| tag.finding(format!("the tag {name} has no description"))).collect()
}

fn tags<'a>(document: &Document<'a>) -> Vec<(&'a str, Node<'a>)> {
    let tags = document.root().items_of("tags").into_iter();
    tags.map(|tag| (tag.text("name").unwrap_or_default(), tag)).collect()
}

fn info_field(document: &Document<'_>, key: &str) -> Vec<Finding> {
    let root = document.root();
    let info = root.child("info").unwrap_or(root);
    if info.is_truthy(key) { Vec::new() } else { vec![info.finding(format!("info has no {key}"))] }
}
