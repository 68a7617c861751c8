//! The kinds of body that an operation takes.

use actix_web::http::Method;
use actix_web::{HttpMessage, HttpRequest};

/// What a body is written in. An operation takes one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    Json,
    /// As browsers and OAuth libraries send it: names with values.
    Form,
    Csv,
}

impl BodyKind {
    /// The kind with this media type.
    pub fn of(media_type: &str) -> Option<Self> {
        [Self::Json, Self::Form, Self::Csv].into_iter().find(|kind| kind.media_type() == media_type)
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Csv => "text/csv",
        }
    }

    /// Whether it has fields, which the document describes.
    pub fn has_fields(self) -> bool {
        match self {
            Self::Json | Self::Form => true,
            Self::Csv => false,
        }
    }

    /// Whether the body of `request` is of this kind.
    pub fn is_sent_in(self, request: &HttpRequest) -> bool {
        let sent = request.content_type().to_ascii_lowercase();
        let is_merge_patch = self == Self::Json
            && request.method() == Method::PATCH
            && sent == "application/merge-patch+json";
        is_merge_patch || sent == self.media_type()
    }
}
