//! Local accounts for the people of the demo, all with one password that everybody may know.

use std::sync::Arc;

use leerkring_domain::invitations::Offer;
use leerkring_domain::kernel::access::{RoleKind, User};
use leerkring_domain::kernel::{EmailAddress, Id, Language, Role};
use leerkring_domain::passwords::Password;
use leerkring_domain::sign_ins::SignIn;
use leerkring_persistence::{accounts, sign_ins};

use super::ids::{Block, first_of};
use super::{MEMBER, PO_RAAD, STRANGER, VOION, board};
use crate::app::App;
use crate::cli::{stand_in, stand_in_email};
use crate::commands::invitations;
use crate::error::Error;
use crate::work::{Author, Work};

/// The password of everybody in the demo.
pub(super) const PASSWORD: &str = "leerkring-demo-2026";

/// Everybody in the demo, by what they are and where.
const EVERYBODY: [(RoleKind, Option<&str>); 5] = [
    (RoleKind::Administrator, None),
    (RoleKind::OrganiserAdministrator, Some(PO_RAAD)),
    (RoleKind::OrganiserEditor, Some(VOION)),
    (RoleKind::BoardAdministrator, Some(MEMBER)),
    (RoleKind::BoardEditor, Some(STRANGER)),
];

/// The e-mail address of whoever stands for a role.
pub(super) fn address(kind: RoleKind, whose: Option<&str>) -> String {
    stand_in_email(&stand_in(kind, whose))
}

/// Lets everybody sign in who cannot yet.
pub(super) async fn open(app: &Arc<App>) -> Result<(), Error> {
    let mut without = Vec::new();
    for (kind, whose) in EVERYBODY {
        let account = accounts::by_email(app.store.reader(), &address(kind, whose)).await?;
        without.extend(account.filter(|it| it.hash.is_none()).map(|account| account.user));
    }
    if without.is_empty() {
        return Ok(());
    }
    let hash = app.passwords.hash(Password::given(&PASSWORD.into())).await?;
    app.work(Author::server("demo"), move |work| {
        Box::pin(async move {
            for user in without {
                accounts::set_password(&work.tx, user, &hash, work.now).await?;
                accounts::confirm(&work.tx, user, work.now).await?;
            }
            Ok(())
        })
    })
    .await
}

/// An invitation to look at, to send again and to withdraw.
pub(super) async fn show_invitation(work: &mut Work) -> Result<(), Error> {
    let board = board(&work.tx, MEMBER).await?;
    let offer = Offer {
        role: Role::BoardEditor(board),
        email: EmailAddress::new("jip-voorbeeld@example.nl"),
        name: Some("Jip Voorbeeld".to_owned()),
        language: Language::Dutch,
    };
    invitations::offer(work, offer).await?;
    Ok(())
}

/// A sign-in to look at and to end; nobody has its tokens.
pub(super) async fn show_sign_in(work: &Work) -> Result<(), Error> {
    let whose = address(RoleKind::OrganiserAdministrator, Some(PO_RAAD));
    if let Some(account) = accounts::by_email(&work.tx, &whose).await? {
        let user: Id<User> = account.user;
        let id = first_of(Block::SignIns).into();
        sign_ins::insert(&work.tx, &SignIn::begin(id, user, work.now)).await?;
    }
    Ok(())
}
