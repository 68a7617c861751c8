//! What the holder of a certificate is told about it.

use serde::{Deserialize, Serialize};

use super::words::Words;
use crate::certificates::Certificate;
use crate::kernel::{Id, text};
use crate::registrations::Registration;

/// What came of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateNews {
    pub certificate: Id<Certificate>,
    /// That of its holder.
    pub registration: Id<Registration>,
    pub number: String,
    pub organiser: String,
    pub programme: String,
    /// Why it was revoked; nothing where it was issued, and is attached.
    pub revoked_because: Option<String>,
}

impl From<&Certificate> for CertificateNews {
    fn from(certificate: &Certificate) -> Self {
        Self {
            certificate: certificate.id,
            registration: certificate.registration,
            number: certificate.number.text.clone(),
            organiser: certificate.content.organisers.first().cloned().unwrap_or_default(),
            programme: certificate.content.programme.clone(),
            revoked_because: certificate
                .revoked
                .as_ref()
                .map(|it| it.reason.clone().unwrap_or_default()),
        }
    }
}

impl CertificateNews {
    pub(super) fn words(&self) -> Words {
        match &self.revoked_because {
            None => self.issued(),
            Some(reason) => self.revoked(reason),
        }
    }

    fn issued(&self) -> Words {
        let Self { number, organiser, programme, .. } = self;
        Words {
            subject: text(format!("Certificaat: {programme}"), format!("Certificate: {programme}")),
            before: vec![
                text(
                    format!("Gefeliciteerd: u hebt {programme} van {organiser} voltooid."),
                    format!("Congratulations: you have completed {programme} of {organiser}."),
                ),
                text(
                    format!(
                        "Bijgaand vindt u uw certificaat, nummer {number}, om te bewaren of op te \
                         hangen. Wie wil weten of het echt is, scant de code die erop staat."
                    ),
                    format!(
                        "Attached is your certificate, number {number}, to keep or to hang up. \
                         Whoever wants to know whether it is genuine scans the code on it."
                    ),
                ),
                text(
                    "Het andere bestand (.jwt) is hetzelfde certificaat als digitale badge (Open \
                     Badges 3.0), voor een portfolio of digitale portemonnee.",
                    "The other file (.jwt) is the same certificate as a digital badge (Open Badges \
                     3.0), for a portfolio or digital wallet.",
                ),
            ],
            button: None,
            after: Vec::new(),
        }
    }

    fn revoked(&self, reason: &str) -> Words {
        let Self { number, organiser, programme, .. } = self;
        Words {
            subject: text(
                format!("Certificaat ingetrokken: {programme}"),
                format!("Certificate revoked: {programme}"),
            ),
            before: vec![
                text(
                    format!(
                        "{organiser} heeft certificaat {number} voor {programme} ingetrokken. Wie \
                         het controleert, ziet dat het niet meer geldt, met de reden."
                    ),
                    format!(
                        "{organiser} has revoked certificate {number} for {programme}. Whoever \
                         verifies it sees that it is no longer valid, with the reason."
                    ),
                ),
                text(format!("Toelichting: {reason}"), format!("The reason given: {reason}")),
            ],
            button: None,
            after: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::Language;
    use crate::notifications::{Facts, Message};

    #[test]
    fn the_holder_reads_what_was_completed_and_later_why_it_was_revoked() {
        let facts = Facts { name: None, by: None, ..crate::notifications::tests::facts() };
        let issued = CertificateNews {
            certificate: Id::from(Uuid::nil()),
            registration: Id::from(Uuid::nil()),
            number: "PO-RAAD-C202600007".into(),
            organiser: "PO-Raad".into(),
            programme: "Strategisch HR".into(),
            revoked_because: None,
        };
        let because = Some("Naam verkeerd gespeld".to_owned());
        let revoked = CertificateNews { revoked_because: because, ..issued.clone() };
        let mail = |news, language| Message::Certificate(news).mail(language, &facts);
        let dutch = mail(issued, Language::Dutch);
        assert_eq!(dutch.subject, "Certificaat: Strategisch HR");
        assert!(dutch.text.contains("u hebt Strategisch HR van PO-Raad voltooid"));
        let english = mail(revoked, Language::English);
        assert!(english.text.contains("has revoked certificate PO-RAAD-C202600007"));
        assert!(english.text.contains("The reason given: Naam verkeerd gespeld"));
    }
}
