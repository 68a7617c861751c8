//! Every operation × everybody × what is theirs, another's, or nobody's: generated from the
//! document and the access table, so that a new operation is in it by itself.

mod proofs;
mod things;
mod world;

use std::collections::BTreeSet;

use leerkring_domain::kernel::access::{Access, RoleKind, Who, of};
use leerkring_tests::document::{Operation, operations};
use leerkring_tests::{Client, TestApp, Value, client::Answer};

use self::world::{Character, Side, World, fill_unknown};
use super::samples::{About, sample};
use super::{has_parameters, method, with_body};

/// Operations about which the rules below cannot say what somebody's own answers. May only shrink.
const NOT_TRIED_ON_ONES_OWN: [(&str, &str); 0] = [];

/// Calls `operation` at `path`, with a body about `about`, but without `If-Match`: what exists and
/// may be changed answers 428, and stays as it is.
async fn ask(client: &Client, operation: &Operation, path: &str, about: &About) -> Answer {
    let query = match operation.id.as_str() {
        "getEligibility" => format!("?boardId={}", about.board),
        "startImport" => "?fileName=07.csv".to_owned(),
        _ => String::new(),
    };
    let request = client.request(method(operation), &format!("/v1{path}{query}"));
    with_body(request, operation, about).await
}

fn row(operation: &Operation) -> &'static Access {
    of(&operation.id).unwrap_or_else(|| panic!("{} has no row", operation.id))
}

fn who(operation: &Operation) -> Who {
    row(operation).who
}

/// Whether somebody may call: a machine also needs a scope of its own, and operations without a
/// scope are for people.
fn is_admitted(operation: &Operation, character: &Character) -> bool {
    let access = row(operation);
    let is_open = matches!(access.who, Who::Public | Who::OwnProof | Who::Identified);
    if !is_open && !character.has_scope(access.scope) {
        return false;
    }
    match access.who {
        Who::Public | Who::OwnProof => true,
        Who::SignedIn | Who::Identified => character.signed_in,
        Who::AnyOf(kinds) => character.counts_as().any(|kind| kinds.contains(&kind)),
    }
}

fn sees_everything(character: &Character) -> bool {
    character.kind.is_some_and(|kind| kind == RoleKind::Administrator)
}

/// Who may not call is told so before anything is looked up: the answer is the same for what is
/// theirs, another's and nobody's.
#[tokio::test]
async fn who_may_not_call_learns_nothing_about_what_there_is() {
    let app = TestApp::start().await;
    let World { own, foreign, characters, .. } = World::new(&app).await;
    for operation in operations() {
        let absent = fill_unknown(&operation.path);
        for character in characters.iter().filter(|it| !is_admitted(&operation, it)) {
            let expected = if character.signed_in { 403 } else { 401 };
            let mut bodies = BTreeSet::new();
            for side in [&own, &foreign] {
                for path in [side.fill(&operation.path), Some(absent.clone())].into_iter().flatten()
                {
                    let answer = ask(&character.client, &operation, &path, &side.about).await;
                    let said = format!("{} by {}: {answer}", operation.id, character.name);
                    assert_eq!(answer.status, expected, "{said}");
                    let challenge = answer.header("www-authenticate");
                    let asks = challenge.is_some_and(|it| it.starts_with("Bearer"));
                    let lacks = challenge.is_some_and(|it| it.contains("insufficient_scope"));
                    assert_eq!(asks && !lacks, !character.signed_in, "{said}");
                    bodies.insert(answer.without_instance().to_string());
                }
            }
            assert_eq!(bodies.len(), 1, "{} by {}: {bodies:?}", operation.id, character.name);
        }
    }
}

/// What is absent has one answer, whoever asks for whatever.
#[tokio::test]
async fn what_does_not_exist_has_one_answer() {
    let app = TestApp::start().await;
    let World { own, characters, .. } = World::new(&app).await;
    let mut bodies = BTreeSet::new();
    for operation in operations().into_iter().filter(has_parameters) {
        let path = fill_unknown(&operation.path);
        for character in characters.iter().filter(|it| is_admitted(&operation, it)) {
            let answer = ask(&character.client, &operation, &path, &own.about).await;
            let said = format!("{} by {}: {answer}", operation.id, character.name);
            assert_eq!((answer.status, answer.code()), (404, "not-found"), "{said}");
            bodies.insert(answer.without_instance().to_string());
        }
    }
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

/// What belongs to others: where anybody may read, the answer is the one that visitors get;
/// anything else is forbidden or, byte for byte, absent.
#[tokio::test]
async fn what_is_anothers_is_forbidden_or_absent() {
    let app = TestApp::start().await;
    let World { foreign, characters, .. } = World::new(&app).await;
    for operation in operations().into_iter().filter(has_parameters) {
        let paths = [foreign.fill(&operation.path), foreign.fill_drafts(&operation.path)];
        for path in paths.into_iter().flatten() {
            for character in characters.iter().filter(|it| is_admitted(&operation, it)) {
                if !sees_everything(character) {
                    is_closed(&app, &operation, character, (&path, &foreign)).await;
                }
            }
        }
    }
}

async fn is_closed(
    app: &TestApp,
    operation: &Operation,
    character: &Character,
    (path, foreign): (&str, &Side),
) {
    // Whoever has a secret address is let in by it.
    if who(operation) == Who::OwnProof {
        return;
    }
    let answer = ask(&character.client, operation, path, &foreign.about).await;
    let said = format!("{} by {} at {path}: {answer}", operation.id, character.name);
    if who(operation) == Who::Public {
        let visitors = ask(&app.visitor(), operation, path, &foreign.about).await;
        assert_eq!(answer.without_instance(), visitors.without_instance(), "{said}");
        return;
    }
    if answer.status == 403 {
        assert!(answer.code().starts_with("not-your-"), "{said}");
        return;
    }
    let absent = fill_unknown(&operation.path);
    let absent = ask(&character.client, operation, &absent, &foreign.about).await;
    assert_eq!(answer.status, 404, "{said}");
    assert_eq!(answer.without_instance(), absent.without_instance(), "{said}");
}

/// Whoever may call an operation reaches with it what is theirs: it works, or the rules about its
/// state or its version have their say.
#[tokio::test]
async fn what_is_ones_own_is_reached() {
    let app = TestApp::start().await;
    let mut world = World::new(&app).await;
    let not_tried = NOT_TRIED_ON_ONES_OWN.map(|(operation, _)| operation);
    for operation in operations().into_iter().filter(has_parameters) {
        let tried = !not_tried.contains(&operation.id.as_str());
        let reaches = reaches_own(&app, &mut world, &operation).await;
        assert_eq!(reaches.is_ok(), tried, "{}: {reaches:?}", operation.id);
    }
}

async fn reaches_own(
    app: &TestApp,
    world: &mut World,
    operation: &Operation,
) -> Result<(), String> {
    for place in 0..world.characters.len() {
        let character = &world.characters[place];
        if !is_admitted(operation, character) || !character.can_own(&operation.path) {
            continue;
        }
        // What one did may have ended the thing for the next: then it is tried on a fresh one.
        if let Err(first) = reaches(world, place, operation).await {
            world.renew(app).await;
            reaches(world, place, operation).await.map_err(|again| format!("{first}; {again}"))?;
        }
    }
    Ok(())
}

async fn reaches(world: &World, place: usize, operation: &Operation) -> Result<(), String> {
    let character = &world.characters[place];
    let Some(path) = world.own.fill_for(character, &operation.path) else {
        return Err(format!("the world has nothing for {}", operation.path));
    };
    let answer = ask(&character.client, operation, &path, &world.own.about).await;
    match answer.status {
        200..=299 | 409 | 428 => Ok(()),
        _ => Err(format!("{}: {answer}", character.name)),
    }
}

/// No list shows anybody what is another's and private, also not where it is asked for by a filter.
#[tokio::test]
async fn no_list_shows_what_is_anothers() {
    let app = TestApp::start().await;
    let World { foreign, characters, .. } = World::new(&app).await;
    let lists = |operation: &Operation| operation.method == "GET" && !has_parameters(operation);
    for operation in operations().into_iter().filter(lists) {
        let filters = foreign.filters(&operation);
        for character in characters.iter().filter(|it| is_admitted(&operation, it)) {
            for filter in &filters {
                let path = format!("/v1{}{filter}", operation.path);
                let answer = character.client.get(&path).await;
                let said = format!("{} by {}: {path}: {answer}", operation.id, character.name);
                assert!([200, 403, 404].contains(&answer.status), "{said}");
                let seen = foreign.secrets().into_iter().any(|id| answer.text.contains(id));
                assert!(sees_everything(character) || !seen, "{said}");
            }
        }
    }
}

/// An id in a body opens nothing that the same id in a path would not.
#[tokio::test]
async fn anothers_id_in_the_body_opens_nothing() {
    let app = TestApp::start().await;
    let World { own, foreign, characters, .. } = World::new(&app).await;
    let swaps = |operation: &Operation| {
        let (ours, theirs) = (sample(operation, &own.about), sample(operation, &foreign.about));
        let names = |body: &Option<Value>| {
            let text = body.as_ref().map(ToString::to_string).unwrap_or_default();
            text.contains(&own.about.board) || text.contains(&own.about.organiser)
        };
        names(&ours) && !names(&theirs)
    };
    let mut tried = 0;
    for operation in operations().into_iter().filter(swaps) {
        let path = own.fill(&operation.path).unwrap();
        for character in characters.iter().filter(|it| is_admitted(&operation, it)) {
            // An organiser names any board as its member.
            if sees_everything(character) || operation.id == "createMembership" {
                continue;
            }
            let answer = ask(&character.client, &operation, &path, &foreign.about).await;
            let said = format!("{} by {}: {answer}", operation.id, character.name);
            assert!((400..500).contains(&answer.status), "{said}");
            tried += 1;
        }
    }
    assert!(0 < tried, "no body names a board or an organiser");
}
