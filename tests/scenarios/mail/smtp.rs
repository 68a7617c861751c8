//! Letters over a real mail server: encrypted, once, again where it was not there, never in vain.

use std::time::{Duration, Instant};

use leerkring_domain::notifications::Message;
use leerkring_tests::smtp::{MailServer, Secrecy};
use leerkring_tests::{TestApp, Value, json};

use super::{send, to};

async fn letters(app: &TestApp) -> Vec<Value> {
    let list = app.administrator().await.get("/v1/letters").await.expect(200).body;
    list["items"].as_array().unwrap().clone()
}

/// Waits until the only letter is in this state, and gives it.
async fn becomes(app: &TestApp, state: &str) -> Value {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let all = letters(app).await;
        if all[0]["state"] == state {
            return all[0].clone();
        }
        assert!(Instant::now() < end, "never {state}: {all:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until the only letter was tried once and waits for its next turn.
async fn waits_again(app: &TestApp) -> Value {
    loop {
        let letter = becomes(app, "waiting").await;
        if letter["attempts"] == 1 {
            return letter;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn notice(app: &TestApp) -> Message {
    Message::PasswordChanged { at: app.now() }
}

#[tokio::test]
async fn mail_goes_out_signed_in_over_tls_from_the_start_or_after_starttls() {
    for secrecy in [Secrecy::Implicit, Secrecy::StartTls, Secrecy::Plain] {
        let server = MailServer::start(secrecy);
        let app = TestApp::start_with(|config| server.configure(config)).await;
        send(&app, vec![to("noor@example.nl", notice(&app))], Ok(())).await.unwrap();

        let letter = becomes(&app, "sent").await;
        assert_eq!((&letter["attempts"], &letter["trouble"]), (&json!(1), &Value::Null));
        let mails = server.mails();
        assert_eq!(mails.len(), 1, "{secrecy:?}");
        assert_eq!(mails[0].to, "noor@example.nl");
        assert_eq!(mails[0].message_id, format!("{}@localhost", letter["id"].as_str().unwrap()));
    }
}

#[tokio::test]
async fn to_a_server_that_is_not_the_one_it_says_nothing_is_sent() {
    let (server, other) =
        (MailServer::start(Secrecy::Implicit), MailServer::start(Secrecy::Implicit));
    let app = TestApp::start_with(|config| {
        other.configure(config);
        let authority = config.smtp_ca_file.take();
        server.configure(config);
        config.smtp_ca_file = authority;
    })
    .await;
    send(&app, vec![to("noor@example.nl", notice(&app))], Ok(())).await.unwrap();
    let letter = waits_again(&app).await;
    assert!(letter["trouble"].as_str().unwrap().contains("TLS"), "{letter}");
    assert!(server.mails().is_empty());
}

#[tokio::test]
async fn who_is_refused_for_good_is_given_up_at_once_and_nobodys_address_stands_in_the_trouble() {
    let server = MailServer::start(Secrecy::StartTls);
    let app = TestApp::start_with(|config| server.configure(config)).await;
    send(&app, vec![to("refused@example.nl", notice(&app))], Ok(())).await.unwrap();

    let letter = becomes(&app, "dead").await;
    assert_eq!(letter["attempts"], 1);
    assert_eq!(letter["trouble"], "the mail server answered 550");
    assert!(server.mails().is_empty());
}

#[tokio::test]
async fn what_was_given_up_is_sent_again_when_an_administrator_asks() {
    let server = MailServer::start(Secrecy::Plain);
    let app = TestApp::start_with(|config| server.configure(config)).await;
    send(&app, vec![to("later@example.nl", notice(&app))], Ok(())).await.unwrap();
    let administrator = app.administrator().await;
    let waiting = waits_again(&app).await;
    let path = format!("/v1/letters/{}", waiting["id"].as_str().unwrap());
    let again = format!("{path}/_resend");
    administrator.post(&again, None).await.refused(409, "not-given-up");

    app.sql("UPDATE outbox SET attempts = 19").await;
    app.set_now(waiting["nextAttemptAt"].as_str().unwrap());
    app.app.mail.wake();
    let dead = becomes(&app, "dead").await;
    assert_eq!(dead["trouble"], "the mail server answered 451");
    server.become_willing();
    let key = "sending-it-once-more";
    let waits = administrator.post(&again, None).key(key).await.expect(200);
    assert_eq!(waits.body["state"], "waiting");
    administrator.post(&again, None).key(key).await.expect(200);

    assert_eq!(becomes(&app, "sent").await["id"], waiting["id"]);
    assert_eq!(server.mails().len(), 1);
    assert_eq!(administrator.get(&path).await.expect(200).body["state"], "sent");
}

#[tokio::test]
async fn a_letter_that_may_have_arrived_comes_again_under_the_same_message_id() {
    let server = MailServer::start(Secrecy::Implicit);
    let app = TestApp::start_with(|config| server.configure(config)).await;
    send(&app, vec![to("dropped@example.nl", notice(&app))], Ok(())).await.unwrap();
    let waiting = waits_again(&app).await;
    app.set_now(waiting["nextAttemptAt"].as_str().unwrap());
    app.app.mail.wake();

    becomes(&app, "sent").await;
    let mails = server.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].message_id, mails[1].message_id);
}

#[tokio::test]
async fn a_server_that_is_away_costs_no_letter() {
    let server = MailServer::start(Secrecy::Plain);
    let mut settings = leerkring::config::Config::default();
    server.configure(&mut settings);
    drop(server);
    let app = TestApp::start_with(|config| config.smtp_url = settings.smtp_url).await;
    let three = ["a@example.nl", "b@example.nl", "c@example.nl"];
    let all = three.map(|address| to(address, notice(&app))).to_vec();
    send(&app, all, Ok(())).await.unwrap();
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let all = letters(&app).await;
        let tried = all.iter().filter(|letter| letter["trouble"] != Value::Null).count();
        assert!(all.iter().all(|letter| letter["state"] != "dead"), "{all:?}");
        if 0 < tried {
            break;
        }
        assert!(Instant::now() < end, "{all:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn letters_are_found_by_what_became_of_them() {
    let server = MailServer::start(Secrecy::Plain);
    let app = TestApp::start_with(|config| server.configure(config)).await;
    send(&app, vec![to("refused@example.nl", notice(&app))], Ok(())).await.unwrap();
    becomes(&app, "dead").await;
    send(&app, vec![to("noor@example.nl", notice(&app))], Ok(())).await.unwrap();
    becomes(&app, "sent").await;
    let administrator = app.administrator().await;
    for (query, addresses) in [
        ("state=dead", json!(["refused@example.nl"])),
        ("state=sent&kind=password-changed", json!(["noor@example.nl"])),
        ("kind=invitation", json!([])),
        ("limit=1", json!(["noor@example.nl"])),
    ] {
        let list = administrator.get(&format!("/v1/letters?{query}")).await.expect(200).body;
        let found = list["items"].as_array().unwrap().iter().map(|letter| letter["email"].clone());
        assert_eq!(Value::Array(found.collect()), addresses, "{query}");
    }
}
