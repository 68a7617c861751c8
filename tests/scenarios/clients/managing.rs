//! Clients are managed by administrators of the organisation that they act for.

use leerkring_tests::issuer::IssuerKey;
use leerkring_tests::machines::asking;
use leerkring_tests::{TestApp, Value, json};

use super::machine;

fn new(board: &leerkring_domain::boards::Board, scopes: &[&str]) -> Value {
    json!({ "name": "Personeelssysteem", "boardId": board.number.to_string(), "scopes": scopes })
}

#[tokio::test]
async fn an_administrator_of_the_board_gives_a_program_what_it_needs_and_nobody_else_does() {
    let app = TestApp::start().await;
    let (board, other) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let ours = app.board_administrator(&board).await;
    let scopes = ["registrations:read", "boards:read", "boards:read"];

    let created = ours.post("/v1/clients", new(&board, &scopes)).await.expect(201);
    assert_eq!(created.body["scopes"], json!(["boards:read", "registrations:read"]));
    assert_eq!(created.body["board"]["number"], board.number.to_string());
    assert_eq!(created.body["organiser"], Value::Null);
    let path = created.header("location").unwrap().to_owned();
    ours.get(&path).await.expect(200);
    assert_eq!(app.recorded("client-created").await, 1);

    let editor = app.board_editor(&board).await;
    editor.post("/v1/clients", new(&board, &[])).await.refused(403, "forbidden");
    editor.get(&path).await.refused(403, "forbidden");
    let theirs = app.board_administrator(&other).await;
    theirs.post("/v1/clients", new(&board, &[])).await.refused(403, "not-the-administrator");
    theirs.get(&path).await.refused(404, "not-found");
    assert_eq!(theirs.get("/v1/clients").await.body["items"], json!([]));
    let all = app.administrator().await.get("/v1/clients?count=true").await.expect(200);
    assert_eq!(all.body["count"], 1);
}

#[tokio::test]
async fn a_client_is_for_one_organisation_and_for_scopes_of_the_table() {
    let app = TestApp::start().await;
    let (board, organiser) = (app.given_board(|_| {}).await, app.given_organiser(|_| {}).await);
    let administrator = app.administrator().await;
    let mut both = new(&board, &[]);
    both["organiserId"] = json!(organiser.id);
    for body in [both, json!({ "name": "Nergens", "scopes": [] })] {
        let refused = administrator.post("/v1/clients", body).await.refused(400, "invalid-request");
        assert_eq!(refused.errors(), [(String::new(), "one-organisation".to_owned())]);
    }
    let nowhere = json!({ "name": "A", "scopes": [], "organiserId": uuid::Uuid::from_u128(9) });
    let refused = administrator.post("/v1/clients", nowhere).await.expect(400);
    assert_eq!(refused.errors(), [("/organiserId".to_owned(), "unknown-organiser".to_owned())]);
    for beyond in ["clients:write", "roles:write", "registrations:*", "administrator"] {
        let refused = administrator.post("/v1/clients", new(&board, &[beyond])).await;
        let refused = refused.refused(400, "invalid-request");
        assert_eq!(refused.errors(), [("/scopes/0".to_owned(), "unknown-word".to_owned())]);
    }
    for _ in 0..20 {
        administrator.post("/v1/clients", new(&board, &[])).await.expect(201);
    }
    let more = administrator.post("/v1/clients", new(&board, &[])).await;
    more.refused(409, "too-many-clients");
}

#[tokio::test]
async fn a_secret_is_shown_once_and_one_takes_the_place_of_the_other_without_a_pause() {
    let app = TestApp::start().await;
    let (board, machine) = machine(&app).await;
    let ours = app.board_administrator(&board).await;
    let path = format!("/v1/clients/{}", machine.id);
    let secrets = format!("{path}/secrets");

    let second = ours.post(&secrets, json!({ "expiresAt": "2027-01-01T00:00:00Z" })).await;
    let second = second.expect(201);
    let text = second.body["secret"].as_str().unwrap();
    assert!(text.starts_with("leerkring_cs_") && text.len() == 56, "{text}");
    assert_eq!(second.header("cache-control"), Some("no-store"));
    ours.post(&secrets, json!({})).await.refused(409, "too-many-secrets");
    let mut form = machine.with_secret();
    app.ask_token(form.clone()).await.expect(200);
    form["client_secret"] = json!(text);
    app.ask_token(form.clone()).await.expect(200);

    let old = format!("/v1/client-secrets/{}/_revoke", machine.secret_id);
    ours.post(&old, json!({ "reason": "Vervangen" })).await.expect(204);
    app.ask_token(machine.with_secret()).await.refused(401, "wrong-client");
    app.ask_token(form.clone()).await.expect(200);
    ours.post(&old, json!({})).await.refused(404, "not-found");
    let seen = ours.get(&path).await.expect(200);
    assert_eq!(seen.body["secrets"][0]["id"], second.body["id"]);
    assert_eq!(seen.body["secrets"][0]["lastUsedAt"], "2026-07-01T10:00:00Z");
    assert_eq!(seen.body["secrets"].as_array().unwrap().len(), 1);
    let piece = |text: &str| text.split('_').max_by_key(|it| it.len()).unwrap().to_owned();
    for text in [text, &machine.secret] {
        assert!(!seen.text.contains(text));
        assert_eq!(app.where_is(&piece(text)).await, [""; 0]);
    }
}

#[tokio::test]
async fn a_secret_ends_and_lasts_two_years_at_most() {
    let app = TestApp::start().await;
    let (board, machine) = machine(&app).await;
    let ours = app.board_administrator(&board).await;
    let secrets = format!("/v1/clients/{}/secrets", machine.id);
    for (end, code) in [("2026-07-01T10:00:00Z", "too-early"), ("2028-07-01T10:00:01Z", "too-late")]
    {
        let refused = ours.post(&secrets, json!({ "expiresAt": end })).await;
        assert_eq!(refused.expect(400).errors(), [("/expiresAt".to_owned(), code.to_owned())]);
    }
    let short = ours.post(&secrets, json!({ "expiresAt": "2026-07-01T10:05:00Z" })).await;
    let short = short.expect(201);
    let mut form = machine.with_secret();
    form["client_secret"] = short.body["secret"].clone();
    let bearer = app.bearer_of(form.clone()).await;
    app.set_now("2026-07-01T10:04:59Z");
    bearer.get("/v1/me").await.expect(200);
    app.ask_token(form.clone()).await.expect(200);
    app.set_now("2026-07-01T10:05:00Z");
    app.ask_token(form).await.refused(401, "wrong-client");
    bearer.get("/v1/me").await.refused(401, "unauthenticated");
    // What is over makes room.
    ours.post(&secrets, json!({})).await.expect(201);
}

#[tokio::test]
async fn only_public_keys_that_are_strong_enough_are_taken() {
    let app = TestApp::start().await;
    let (board, machine) = machine(&app).await;
    let ours = app.board_administrator(&board).await;
    let keys = format!("/v1/clients/{}/keys", machine.id);
    let with = |name: &str, value: Value| {
        let mut jwk = IssuerKey::p256("another").public;
        jwk[name] = value;
        jwk
    };
    let (p256, rsa) = (IssuerKey::p256("a"), IssuerKey::rsa("b", 0));
    let mut short = rsa.public.clone();
    short["n"] = json!(&short["n"].as_str().unwrap()[..171]);
    for jwk in [
        with("crv", json!("P-384")),
        with("crv", json!("secp256k1")),
        with("y", p256.public["x"].clone()),
        with("alg", json!("HS256")),
        with("alg", json!("none")),
        with("use", json!("enc")),
        with("key_ops", json!(["sign"])),
        json!({ "kty": "oct", "alg": "HS256" }),
        short,
    ] {
        let refused = ours.post(&keys, json!({ "jwk": jwk })).await.expect(400);
        let place = ("/jwk".to_owned(), "key-not-admitted".to_owned());
        assert_eq!(refused.errors(), [place], "{jwk}");
    }
    for private in ["d", "k", "p", "x5c", "jku"] {
        let jwk = with(private, json!("AQAB"));
        let refused = ours.post(&keys, json!({ "jwk": jwk })).await.expect(400);
        assert_eq!(refused.errors(), [(format!("/jwk/{private}"), "unknown-field".to_owned())]);
    }
    for (key, algorithm) in [
        (rsa, "PS256"),
        (IssuerKey::p384("c"), "ES384"),
        (IssuerKey::ed25519("d"), "EdDSA"),
        (p256, "ES256"),
    ] {
        let added = ours.post(&keys, json!({ "jwk": key.public })).await.expect(201);
        assert_eq!(added.body["algorithm"], algorithm);
        let again = ours.post(&keys, json!({ "jwk": key.public })).await;
        again.refused(409, "kid-taken");
    }
    let sixth = json!({ "jwk": IssuerKey::p256("e").public });
    ours.post(&keys, sixth).await.refused(409, "too-many-keys");
    assert_eq!(app.recorded("client-key-added").await, 5);
}

#[tokio::test]
async fn a_key_without_a_name_has_that_of_its_thumbprint() {
    let app = TestApp::start().await;
    let (board, machine) = machine(&app).await;
    let mut jwk = IssuerKey::ed25519("a").public;
    jwk.as_object_mut().unwrap().remove("kid");
    let keys = format!("/v1/clients/{}/keys", machine.id);
    let added = app.board_administrator(&board).await.post(&keys, json!({ "jwk": jwk })).await;
    assert_eq!(added.expect(201).body["kid"].as_str().unwrap().len(), 43);
}

#[tokio::test]
async fn a_repeated_request_for_a_secret_gives_no_other_and_no_secret_is_kept() {
    let app = TestApp::start().await;
    let (board, machine) = machine(&app).await;
    let ours = app.board_administrator(&board).await;
    let kept = app.rows("idempotency_keys").await;
    let secrets = format!("/v1/clients/{}/secrets", machine.id);
    let key = "secret-once-and-for-all";
    let one = ours.post(&secrets, json!({})).key(key).await.expect(201);
    assert_eq!(one.header("idempotent-replayed"), None);
    let again = ours.post(&secrets, json!({})).key(key).await.refused(409, "secret-shown-once");
    assert!(!again.text.contains(one.body["secret"].as_str().unwrap()));
    ours.post(&secrets, json!({})).await.refused(409, "too-many-secrets");
    asking(&app.visitor(), &machine.with_secret()).key(key).await.expect(200);
    assert_eq!(app.rows("idempotency_keys").await, kept + 1);
}

#[tokio::test]
async fn what_ended_is_over_for_good() {
    let app = TestApp::start().await;
    let (board, machine) = machine(&app).await;
    let ours = app.board_administrator(&board).await;
    let path = format!("/v1/clients/{}", machine.id);
    machine.client.get("/v1/me").await.expect(200);

    let ended = ours.post(&format!("{path}/_end"), json!({ "reason": "Opgezegd" })).await;
    let ended = ended.expect(200);
    assert_eq!(ended.body["secrets"], json!([]));
    assert_eq!(ended.body["keys"], json!([]));

    machine.client.get("/v1/me").await.refused(401, "unauthenticated");
    app.ask_token(machine.with_secret()).await.refused(401, "wrong-client");
    app.ask_token(machine.signed(&machine.claims(&app))).await.refused(401, "wrong-client");
    for (path, body) in [
        (format!("{path}/_end"), json!({})),
        (format!("{path}/_unblock"), json!({})),
        (format!("{path}/_block"), json!({ "reason": "x" })),
        (format!("{path}/secrets"), json!({})),
        (format!("{path}/keys"), json!({ "jwk": machine.key.public })),
    ] {
        ours.post(&path, body).await.refused(409, "client-ended");
    }
    ours.get(&path).await.expect(200);
}
