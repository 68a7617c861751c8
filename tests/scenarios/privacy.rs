//! A person's data: where it is, how they get it, how it goes.

mod erasing;
mod exporting;
mod inventory;
mod logs;
mod restoring;
mod retention;

use leerkring::work::Author;
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{EmailAddress, Id, Language, Role};
use leerkring_domain::notifications::{Addressee, Letter, Message};
use leerkring_persistence::roles::Grant;
use leerkring_persistence::{identities, roles, users};
use leerkring_tests::accounts::Account;
use leerkring_tests::{Client, TestApp, Thing, Value, json, person, team};

const NAME: &str = "Kanarievogel Zangvogel";
const ADDRESS: &str = "Kanarievogel.Zangvogel@Example.nl";
/// What of somebody like this is looked for, in whatever case.
const TRACES: [&str; 2] = ["kanarievogel", "zangvogel"];
const PHONE: &str = "0612349876";

/// Somebody with an account that has this name and address.
async fn given_canary(app: &TestApp, role: Option<Role>) -> (Account, Client) {
    let user = app
        .in_server(move |app| async move {
            let make = app.work(Author::server("test"), move |work| {
                Box::pin(async move {
                    let new =
                        User::new(work.id(), NAME.to_owned(), EmailAddress::new(ADDRESS), work.now);
                    users::insert(&work.tx, &new.clone().confirmed(work.now)).await?;
                    if let Some(role) = role {
                        let grant = Grant { id: work.id(), user: new.id, role, by: None };
                        roles::grant(&work.tx, grant, work.now).await?;
                    }
                    let whose = ("https://login.example.nl", "kanarievogel-zangvogel");
                    identities::link(&work.tx, new.id, whose, work.now).await?;
                    let letter = |to| Letter {
                        to,
                        language: Language::Dutch,
                        message: Message::PasswordChanged { at: work.now },
                    };
                    let (to_user, to_address) = (
                        letter(Addressee::User(new.id)),
                        letter(Addressee::Address(EmailAddress::new(ADDRESS))),
                    );
                    work.send(to_user);
                    work.send(to_address);
                    Ok(new.id)
                })
            });
            make.await.unwrap()
        })
        .await;
    let user: Id<User> = user;
    app.set_password(user, leerkring_tests::accounts::PASSWORD).await;
    let account = Account { user, email: ADDRESS.to_owned() };
    (account, app.visitor().signed_in(user))
}

/// A cohort that ends on 11 November 2026, in which the canary and somebody else take part, and
/// for which the canary is asked.
async fn given_team(app: &TestApp) -> (Thing, Thing) {
    let cohort = app.given_cohort(|_| {}).await;
    let board = app.given_board(|_| {}).await;
    let mut duo = team(&board, &["board-executive", "hr-professional"]);
    duo["participants"][0] = canary("board-executive");
    duo["contact"] = json!({ "name": NAME, "email": ADDRESS, "phone": PHONE });
    duo["motivation"] = json!(format!("{NAME} ({ADDRESS}) wil dit graag."));
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let editor = app.board_editor(&board).await;
    let made = editor.post(&path, duo).key("a-key-of-sixteen-characters").await.expect(201);
    app.wait_for_mail().await;
    (cohort, made.into())
}

fn canary(role: &str) -> Value {
    json!({
        "name": NAME,
        "email": ADDRESS.to_uppercase(),
        "role": role,
        "needs": { "diet": "geen zaad, zegt Kanarievogel Zangvogel" },
    })
}

/// Somebody without an account in another's team, who was replaced later.
async fn given_replaced(app: &TestApp) {
    let cohort = app.given_cohort(|_| {}).await;
    let board = app.given_board(|_| {}).await;
    let mut duo = team(&board, &["board-executive", "hr-professional"]);
    duo["participants"][0] = canary("board-executive");
    duo["motivation"] = json!(format!("{NAME} kan dit het best."));
    let made: Thing = app.given_registration(&cohort, &board, duo).await;
    let who = made.body["participants"][0]["id"].as_str().unwrap();
    let path = format!("/v1/registrations/{}/participants/{who}/_replace", made.id);
    let editor = app.board_editor(&board).await;
    editor.post(&path, person("board-executive")).await.expect(200);
}

/// A person's membership of an organiser of persons.
async fn given_membership(app: &TestApp) -> Thing {
    let organiser = app.given_organiser(|it| it["members"] = json!("persons")).await;
    let path = format!("/v1/organisers/{}/memberships", organiser.id);
    let member = json!({
        "personName": NAME,
        "personEmail": ADDRESS,
        "number": "1",
        "fromOn": "2025-01-01",
    });
    app.administrator().await.post(&path, member).await.expect(201).into()
}

/// Where the canary is found: in tables, in mail, in the lists outside the database.
async fn found(app: &TestApp) -> Vec<String> {
    let mut found = Vec::new();
    for trace in TRACES.into_iter().chain([PHONE]) {
        found.extend(app.where_is(trace).await);
        for folder in [app.config.data_dir.clone(), app.config.mail_dir()] {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let is_database = entry.file_name().to_string_lossy().contains("sqlite");
                if entry.path().is_file() && !is_database {
                    let content = std::fs::read(entry.path()).unwrap();
                    let text = String::from_utf8_lossy(&content).to_lowercase();
                    found.extend(text.contains(trace).then(|| entry.path().display().to_string()));
                }
            }
        }
    }
    found
}
