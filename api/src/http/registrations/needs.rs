//! What participants need, over HTTP: apart from everything else about a registration.

use crate::http::kinds::Wanted;
use crate::http::operations::Operations;
use crate::http::tables::{self, Asked, CsvTable, Listing, Tabled, role};
use crate::tables::{Column, Row, column};
use std::fmt;
use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, patch};
use leerkring_domain::registrations::Needs;
use leerkring_persistence::needs::{CohortNeeds, ParticipantNeeds};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shown;
use super::wire::{NeedText, NeedsView, RegistrationView};
use crate::app::App;
use crate::commands::needs as commands;
use crate::http::extract::{IfMatch, Json, Path, Query, SignedIn};
use crate::http::page::{PageView, Paging};
use crate::http::respond::Answer;
use crate::http::wire::Patch;
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config.service(get_needs).service(list_needs).service(change_needs);
}

/// The needs of a team.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationNeedsView {
    pub registration_id: Uuid,
    /// Everybody in the team, in its order.
    #[schema(max_items = 100)]
    pub participants: Vec<ParticipantNeedsView>,
}

/// A participant with what they need.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantNeedsView {
    pub participant_id: Uuid,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(max_length = 60)]
    pub role: String,
    /// Null where nothing was said.
    pub needs: Option<NeedsView>,
}

/// Somebody who takes part in a cohort and needs something.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CohortNeedsView {
    pub registration_id: Uuid,
    #[schema(max_length = 300)]
    pub board_name: String,
    pub participant_id: Uuid,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(max_length = 60)]
    pub role: String,
    /// Null where they were deleted in the meantime.
    pub needs: Option<NeedsView>,
}

fn view(needs: &Needs) -> NeedsView {
    let said = |text: Option<&str>| text.map(|text| text.to_owned().into());
    NeedsView { diet: said(needs.diet()), access: said(needs.access()) }
}

impl From<ParticipantNeeds> for ParticipantNeedsView {
    fn from(person: ParticipantNeeds) -> Self {
        Self {
            participant_id: person.participant.uuid(),
            name: person.name,
            role: person.role,
            needs: person.needs.as_ref().map(view),
        }
    }
}

impl From<CohortNeeds> for CohortNeedsView {
    fn from(CohortNeeds { board_name, person }: CohortNeeds) -> Self {
        Self {
            registration_id: person.registration.uuid(),
            board_name,
            participant_id: person.participant.uuid(),
            name: person.name,
            role: person.role,
            needs: person.needs.as_ref().map(view),
        }
    }
}

/// Get a team's needs
///
/// Diet and access needs of everybody in a registration. For those who organise its cohort, as lead
/// or partner; not for the board that gave them. Each reading is recorded. Needs are deleted when
/// the registration falls away, and some time after the last session.
#[utoipa::path(tag = "registrations", operation_id = "getNeeds",
    responses((status = 200, description = "What the team needs", body = RegistrationNeedsView)))]
#[get("/registrations/{registrationId}/needs")]
pub async fn get_needs(app: Data<Arc<App>>, who: SignedIn, registration: Path<Uuid>) -> Answer {
    let (actor, registration) = (who.0.actor.clone(), registration.0);
    let people = app
        .act(&who.0, move |work| {
            Box::pin(
                async move { commands::of_registration(work, &actor, registration.into()).await },
            )
        })
        .await?;
    let participants = people.into_iter().map(Into::into).collect();
    let view = RegistrationNeedsView { registration_id: registration, participants };
    Ok(Reply::ok(&view, None))
}

/// List a cohort's needs
///
/// Everybody who takes part in a cohort and needs something, for whoever prepares its sessions:
/// participants of confirmed and offered registrations of whom needs are known. For those who
/// organise the cohort, as lead or partner. Each reading is recorded.
#[utoipa::path(tag = "registrations", operation_id = "listNeeds", params(Paging),
    responses((status = 200, description = "A page of participants with needs", content(
        (PageView<CohortNeedsView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/cohorts/{cohortId}/needs")]
pub async fn list_needs(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    wanted: Wanted,
    query: Query<Paging>,
) -> Listing {
    let caller = who.0;
    let asked = Asked::new("needs", wanted, query.0, caller.language);
    tables::list(&app, asked, async move |app, request| {
        let (actor, cohort) = (caller.actor.clone(), cohort.0.into());
        let read = app.act(&caller, move |work| {
            Box::pin(async move { commands::of_cohort(work, &actor, cohort, &request).await })
        });
        Ok(read.await?.map(CohortNeedsView::from))
    })
    .await
}

impl Tabled for CohortNeedsView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("registrationId", "aanmelding", 38),
        column("boardName", "bestuur", 40),
        column("participantId", "deelnemer", 38),
        column("name", "naam", 28),
        column("role", "rol", 22),
        column("diet", "dieet", 40),
        column("access", "toegankelijkheid", 40),
    ];

    fn rows(self) -> Vec<Row> {
        let (diet, access) = self.needs.map(|it| (it.diet, it.access)).unwrap_or_default();
        vec![vec![
            self.registration_id.into(),
            self.board_name.into(),
            self.participant_id.into(),
            self.name.into(),
            role(self.role),
            diet.map(|text| text.0).into(),
            access.map(|text| text.0).into(),
        ]]
    }
}

/// What to change about what a participant needs.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NeedsChange {
    #[serde(default)]
    #[schema(inline, required = false)]
    pub diet: NeedPatch,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub access: NeedPatch,
}

type NeedPatch = Patch<NeedText>;

/// Health and belief show in needs: no log line shows them.
impl fmt::Debug for NeedsChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NeedsChange(…)")
    }
}

impl NeedsChange {
    fn apply(self, old: Option<&Needs>) -> Option<Needs> {
        let said = |field: fn(&Needs) -> Option<&str>| old.and_then(field).map(str::to_owned);
        let (diet, access) = (said(Needs::diet), said(Needs::access));
        Needs::new(self.diet.apply(diet), self.access.apply(access))
    }
}

/// Change what a participant needs
///
/// For the board, which gave the needs and does not read them back: `needsKnown` says whether there
/// are any. Merge patch (RFC 7396): what is left out stays, `null` deletes. Give both for an answer
/// that depends on nothing that was said before. Needs are taken away at any time, and given while
/// the registration is live, until the last session starts. `If-Match` is the registration's.
#[utoipa::path(tag = "registrations", operation_id = "changeNeeds",
    responses((status = 200, description = "The registration as it is now",
        body = RegistrationView)))]
#[patch("/registrations/{registrationId}/participants/{participantId}/needs")]
pub async fn change_needs(
    app: Data<Arc<App>>,
    who: SignedIn,
    path: Path<(Uuid, Uuid)>,
    if_match: IfMatch,
    body: Json<NeedsChange>,
) -> Answer {
    let (actor, language, change) = (who.0.actor.clone(), who.0.language, body.0);
    let (registration, participant) = path.0;
    app.act(&who.0, move |work| {
        Box::pin(async move {
            let whose = (registration.into(), participant.into());
            let changed = commands::correct(work, &actor, whose, |registration, old| {
                if_match.meets(registration.version)?;
                Ok(change.apply(old))
            });
            Ok(shown(changed.await?, language))
        })
    })
    .await
}
