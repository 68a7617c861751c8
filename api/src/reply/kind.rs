//! The kinds of answer.

/// In what form an answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    Json,
    Csv,
    Xlsx,
    Svg,
    Png,
    Pdf,
    Markdown,
    Calendar,
    Xml,
    Credential,
}

const ALL: [AnswerKind; 10] = [
    AnswerKind::Json,
    AnswerKind::Csv,
    AnswerKind::Xlsx,
    AnswerKind::Svg,
    AnswerKind::Png,
    AnswerKind::Pdf,
    AnswerKind::Markdown,
    AnswerKind::Calendar,
    AnswerKind::Xml,
    AnswerKind::Credential,
];

impl AnswerKind {
    /// The media type by which the document and `Accept` name it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
            Self::Markdown => "text/markdown",
            Self::Calendar => "text/calendar",
            Self::Xml => "application/xml",
            Self::Credential => "application/vc+jwt",
        }
    }

    /// The same as the header of an answer says it.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Calendar => "text/calendar; charset=utf-8",
            _ => self.media_type(),
        }
    }

    /// The kind with this media type.
    pub fn of(media_type: &str) -> Option<Self> {
        ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_media_type() {
        for kind in ALL {
            assert_eq!(AnswerKind::of(kind.media_type()), Some(kind));
            assert!(kind.content_type().starts_with(kind.media_type()));
        }
    }
}
