//! The examples of the document really work: each is sent to a fresh demo, in the order of the
//! file, and answered as the document shows. `UPDATE_EXAMPLES=1` writes the answers anew.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use leerkring_domain::kernel::Id;
use leerkring_persistence::users;
use leerkring_tests::client::Client;
use leerkring_tests::{Answer, TestApp, Value, document, json};
use reqwest::Method;

const PEOPLE: [(&str, &str); 4] = [
    ("administrator", "administrator@example.nl"),
    ("organiser-administrator", "organiser-administrator-of-po-raad@example.nl"),
    ("board-administrator", "board-administrator-of-41441@example.nl"),
    ("somebody who leaves", "jip-fictief@example.nl"),
];

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../openapi/examples.json")
}

async fn demo() -> TestApp {
    let app = TestApp::start_with_ids(|_| {}, leerkring::demo::ids()).await;
    app.in_server(|app| async move { leerkring::demo::load(&app).await.unwrap() }).await;
    app
}

async fn person(app: &TestApp, who: &str) -> Client {
    let Some((_, email)) = PEOPLE.into_iter().find(|(role, _)| *role == who) else {
        return app.visitor();
    };
    let find = |app: std::sync::Arc<leerkring::app::App>| async move {
        users::by_email(app.store.reader(), email).await.unwrap().unwrap()
    };
    let user: Id<_> = app.in_server(find).await;
    app.visitor().signed_in(user)
}

async fn send(client: &Client, operation: &document::Operation, example: &Value) -> Answer {
    let mut path = operation.path.clone();
    let (mut query, mut if_match) = (Vec::new(), None);
    for (name, value) in example["parameters"].as_object().unwrap() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let place = format!("{{{name}}}");
        if path.contains(&place) {
            path = path.replace(&place, &text);
        } else if name == "If-Match" {
            if_match = Some(text);
        } else {
            query.push(format!("{name}={text}"));
        }
    }
    let separator = if query.is_empty() { "" } else { "?" };
    let path = format!("/v1{path}{separator}{}", query.join("&"));
    let method: Method = operation.method.parse().unwrap();
    let request = client
        .request(method, &path)
        .header("x-request-id", "019b76da-a800-7000-8000-0000000fffff");
    let request = match if_match {
        Some(tag) => request.header("if-match", &tag),
        None => request,
    };
    let body = &example["request"];
    match operation.written(body).filter(|_| !body.is_null()) {
        Some((media_type, body)) => request.body(media_type, body).await,
        None => request.await,
    }
}

/// What differs from run to run, as the document shows it: it is made with the server's own keys.
const SHOWN: [(&str, &str); 7] = [
    ("next", "WyJsaXN0IiwiMDE5Yjc2ZGEiXQ"),
    (
        "accessToken",
        "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTliNzZkYSJ9.c2lnbmF0dXJl",
    ),
    (
        "access_token",
        "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTliNzZkYSJ9.c2lnbmF0dXJl",
    ),
    ("secret", "leerkring_cs_dGhpcyBpcyBzaG93biBhbmQgb3BlbnMgbm90aGluZyE"),
    (
        "address",
        "https://leerkring.example.nl/v1/feeds/AZt22qgAcACAAAAAAA0AAQAAAAFvcGVucyBubyBmZWVkLS0t",
    ),
    (
        "calendarAddress",
        "https://leerkring.example.nl/v1/feeds/AZt22qgAcACAAAAAAA0AAQAAAAFvcGVucyBubyBmZWVkLS0t",
    ),
    ("refreshToken", "AZt22qgAcACAAAAAAAcCXQAAAAF0aGlzIGlzIHNob3duIGFuZCBzaWducyBub2JvZHkgaQ"),
];

/// Personal links, as the document shows them, and the participants of the demo whose they are.
const LINKS: [(&str, &str); 2] = [
    ("AZt22qgAcACAAAAAAAUUHwAAAAFvcGVucyBub2JvZHktLS0t", "019b76da-a800-7000-8000-00000005141f"),
    ("AZt22qgAcACAAAAAAAUN_gAAAAF0aGlzIGlzIHNob3duIG9u", "019b76da-a800-7000-8000-000000050e03"),
];

/// The code of a mail, as the document shows it.
const CODE: (&str, &str) = ("code", "AZt22qgAcACAAAAAAAoAAQAAAAB0aGlzIGlzIHNob3d");

/// The answer with what differs from run to run as the document shows it.
fn steady(answer: &Value, app: &TestApp) -> Value {
    let text = answer.to_string().replace(&app.app.public_url, "https://leerkring.example.nl");
    let mut answer: Value = serde_json::from_str(&text).unwrap();
    for (name, shown) in SHOWN {
        if let Some(field) = answer.get_mut(name).filter(|field| field.is_string()) {
            *field = shown.into();
        }
    }
    answer
}

/// What somebody has to give back that the document cannot show.
struct Given(BTreeMap<&'static str, Value>);

impl Given {
    /// The code in the newest mail to whoever `example` is about.
    async fn read_mail(&mut self, app: &TestApp, example: &Value) {
        let names = |list: &Value| list["email"].as_str().map(str::to_owned);
        let Some(address) = names(&example["request"]).or_else(|| names(&example["answer"])) else {
            return;
        };
        let code = app.mails_to(&address).await.pop().and_then(|mail| mail.any_code());
        self.0.extend(code.map(|code| (CODE.0, json!(code))));
    }

    /// The personal links of the participants whom the document shows.
    fn links(app: &TestApp) -> Self {
        let real = |(shown, participant)| (shown, json!(app.personal_link(participant)));
        Self(LINKS.map(real).into())
    }

    /// What stands in the path in the place of a secret that is shown.
    fn secret(&self, name: &str, shown: &Value) -> Option<Value> {
        match name {
            "feedSecret" => {
                let address = self.0.get("address").and_then(Value::as_str)?;
                address.rsplit('/').next().map(|secret| json!(secret))
            }
            _ => self.0.get(shown.as_str()?).cloned(),
        }
    }

    fn remember(&mut self, answer: &Value) {
        let given = SHOWN.iter().filter_map(|(name, _)| Some((*name, answer.get(name)?.clone())));
        self.0.extend(given);
    }

    /// The example with what was given in the place of what is shown.
    fn real(&self, example: &Value) -> Value {
        let mut example = example.clone();
        for (name, shown) in SHOWN.into_iter().chain([CODE]) {
            let field = example.pointer_mut(&format!("/request/{name}"));
            let field = field.filter(|field| **field == json!(shown));
            if let Some((field, given)) = field.zip(self.0.get(name)) {
                *field = given.clone();
            }
        }
        for name in ["feedSecret", "participationSecret"] {
            let Some(field) = example.pointer_mut(&format!("/parameters/{name}")) else { continue };
            if let Some(given) = self.secret(name, field) {
                *field = given;
            }
        }
        example
    }
}

async fn finished(client: &Client, operation: &document::Operation, example: &Value) -> Answer {
    for _ in 0..100 {
        let answer = send(client, operation, example).await;
        let state = &answer.body["state"];
        if *state != json!("queued") && *state != json!("running") {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the import of the demo does not end");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_works_against_the_demo_as_the_document_shows_it() {
    let text = std::fs::read_to_string(file()).unwrap();
    let mut examples: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
    let operations = document::operations();
    for operation in &operations {
        let id = &operation.id;
        assert!(examples.contains_key(id), "the operation {id} has no example");
    }
    let app = demo().await;
    let mut given = Given::links(&app);
    let update = std::env::var_os("UPDATE_EXAMPLES").is_some();
    for (id, example) in &mut examples {
        let operation = operations.iter().find(|operation| operation.id == *id);
        let operation = operation.unwrap_or_else(|| panic!("there is no operation {id}"));
        let client = person(&app, example["who"].as_str().unwrap()).await;
        let answer = if id == "getImport" {
            finished(&client, operation, example).await
        } else {
            send(&client, operation, &given.real(example)).await
        };
        given.remember(&answer.body);
        given.read_mail(&app, example).await;
        assert!(answer.status < 300, "{id}: {} {}", answer.status, answer.body);
        let answered = steady(&answer.body, &app);
        if update {
            example["status"] = answer.status.into();
            example["answer"] = answered;
        } else {
            assert_eq!(example["status"], answer.status, "{id}");
            assert_eq!(example["answer"], answered, "{id}");
        }
    }
    if update {
        let text = serde_json::to_string_pretty(&examples).unwrap() + "\n";
        std::fs::write(file(), text).unwrap();
    }
}
