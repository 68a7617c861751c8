//! Invoices: what falls due, what is taken back, what was paid.

mod forms;
mod payments;
mod settings;
mod smaller;

use leerkring_domain::boards::{Address, Board};
use leerkring_tests::given::{Thing, anybody, duo, team};
use leerkring_tests::{TestApp, Value, json};

/// A board that the register knows well enough for an e-invoice.
async fn known_board(app: &TestApp) -> Board {
    app.given_board(|board| {
        board.address = Some(Address {
            line: "Kerkstraat 1".into(),
            postcode: "2611 AA".parse().unwrap(),
            city: "DELFT".into(),
        });
        board.kvk_number = Some("27264198".parse().unwrap());
    })
    .await
}

/// The invoices that everybody together has, the oldest first.
async fn invoices(app: &TestApp) -> Vec<Value> {
    let page = app.administrator().await.get("/v1/invoices?limit=100").await.expect(200).body;
    let mut all = page["items"].as_array().unwrap().clone();
    all.reverse();
    all
}

fn numbers(invoices: &[Value]) -> Vec<&str> {
    invoices.iter().map(|invoice| invoice["number"].as_str().unwrap()).collect()
}

fn euros(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

async fn withdraw(app: &TestApp, board: &Board, registration: &Thing) {
    let path = format!("/v1/registrations/{}/_withdraw", registration.id);
    app.board_editor(board).await.post(&path, json!({})).await.expect(200);
}

#[tokio::test]
async fn r1_a_confirmed_duo_gives_one_invoice_of_1210_euros() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, known_board(&app).await);
    let mut team = duo(&board);
    team["invoiceReference"] = json!("HR-2031-07");
    let registration = app.given_registration(&cohort, &board, team).await;
    assert_eq!(registration.body["status"], "confirmed");
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 22);

    let all = invoices(&app).await;

    assert_eq!(all.len(), 1);
    let invoice = &all[0];
    assert_eq!(invoice["gross"], euros("1210.00"));
    assert_eq!((&invoice["net"], &invoice["open"]), (&euros("1000.00"), &euros("1210.00")));
    let vat = json!([{ "percentage": "21", "exemption": null, "net": euros("1000.00"),
        "vat": euros("210.00") }]);
    assert_eq!(invoice["vat"], vat);
    assert_eq!((&invoice["kind"], &invoice["status"]), (&json!("invoice"), &json!("open")));
    assert_eq!(invoice["number"], "VVS-202600001");
    assert_eq!(
        (&invoice["issuedOn"], &invoice["dueOn"]),
        (&json!("2026-07-01"), &json!("2026-07-15"))
    );
    assert_eq!(invoice["registrationId"], registration.id);
    assert_eq!(invoice["buyer"]["reference"], "HR-2031-07");
    assert_eq!(invoice["buyer"]["kvkNumber"], "27264198");
    assert_eq!(invoice["seller"]["iban"], "NL91ABNA0417164300");
    let line = json!([{ "description": "Deelname Strategisch personeelsbeleid", "quantity": 1,
        "price": euros("1000.00"), "net": euros("1000.00"), "vatPercentage": "21" }]);
    assert_eq!(invoice["lines"], line);
}

#[tokio::test]
async fn a_confirmed_team_is_sent_its_invoice_on_paper() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, known_board(&app).await);
    app.given_registration(&cohort, &board, duo(&board)).await;

    let mail = app.last_mail_to("secretariaat@example.nl").await;

    assert!(mail.subject.contains("VVS-202600001"), "{}", mail.subject);
    assert!(mail.text.contains("1.210,00") && mail.text.contains("15 juli 2026"), "{}", mail.text);
    let (name, kind, paper) = &mail.attachments[0];
    assert_eq!((name.as_str(), kind.as_str()), ("VVS-202600001.pdf", "application/pdf"));
    assert!(paper.starts_with(b"%PDF-1.7"));
}

#[tokio::test]
async fn the_letter_is_in_the_language_of_the_registration_whatever_that_of_the_invoice() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, known_board(&app).await);
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let editor = app.board_editor(&board).await;
    editor.post(&path, duo(&board)).in_english().await.expect(201);
    let mails = app.mails_to("secretariaat@example.nl").await;
    let subjects: Vec<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert!(subjects.iter().any(|it| it.starts_with("Invoice VVS-202600001")), "{subjects:?}");
    assert!(mails.iter().all(|mail| mail.language == "en"), "{subjects:?}");
}

#[tokio::test]
async fn nothing_falls_due_where_it_is_free_or_the_team_is_not_confirmed() {
    let app = TestApp::start().await;
    let free = app.given_programme(|it| it["fee"] = Value::Null).await;
    let free = app.given_cohort(|it| it["programmeId"] = json!(free.id)).await;
    let chosen = app.given_programme(|it| it["admission"] = json!("selection")).await;
    let chosen = app.given_cohort(|it| it["programmeId"] = json!(chosen.id)).await;
    for cohort in [free, chosen] {
        let board = app.given_board(|_| {}).await;
        app.given_registration(&cohort, &board, duo(&board)).await;
    }
    assert_eq!(invoices(&app).await, Vec::<Value>::new());
}

#[tokio::test]
async fn withdrawing_in_time_gives_a_credit_note_for_the_whole_and_sets_it_off() {
    let app = TestApp::start().await;
    let cohort =
        app.given_cohort(|it| it["freeCancellationUntilAt"] = json!("2026-08-01T00:00:00Z")).await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;

    withdraw(&app, &board, &registration).await;

    let all = invoices(&app).await;
    assert_eq!(numbers(&all), ["VVS-202600001", "VVS-202600002"]);
    let (invoice, note) = (&all[0], &all[1]);
    assert_eq!((&invoice["status"], &invoice["open"]), (&json!("credited"), &euros("0.00")));
    assert_eq!((&note["kind"], &note["status"]), (&json!("credit-note"), &json!("paid")));
    assert_eq!((&note["gross"], &note["correctsInvoiceId"]), (&invoice["gross"], &invoice["id"]));
    assert_eq!(note["payments"][0]["setOff"], true);
    assert_eq!(note["payments"][0]["reference"], "VVS-202600001");
    let mail = app.last_mail_to("secretariaat@example.nl").await;
    assert_eq!(mail.attachments[0].0, "VVS-202600002.pdf");
}

#[tokio::test]
async fn after_the_date_for_free_cancellation_the_fee_stays_due() {
    let app = TestApp::start().await;
    let cohort =
        app.given_cohort(|it| it["freeCancellationUntilAt"] = json!("2026-08-01T00:00:00Z")).await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    app.set_now("2026-08-01T00:00:00Z");

    withdraw(&app, &board, &registration).await;

    let all = invoices(&app).await;
    assert_eq!((all.len(), &all[0]["status"]), (1, &json!("open")));
}

#[tokio::test]
async fn a_cancelled_cohort_credits_every_invoice_and_what_was_paid_is_to_be_paid_back() {
    let app = TestApp::start().await;
    let cohort =
        app.given_cohort(|it| it["freeCancellationUntilAt"] = json!("2026-07-02T00:00:00Z")).await;
    for board in app.given_boards(3).await {
        app.given_registration(&cohort, &board, duo(&board)).await;
    }
    let administrator = app.administrator().await;
    let first = invoices(&app).await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/invoices/{first}/_pay");
    administrator.post(&path, json!({ "paidOn": "2026-07-01" })).await.expect(200);
    app.set_now("2026-09-02T10:00:00Z");

    let path = format!("/v1/cohorts/{}/_cancel", cohort.id);
    administrator.post(&path, json!({ "reason": "Te weinig teams" })).await.expect(200);

    let all = invoices(&app).await;
    let expected: Vec<_> = (1..=6).map(|number| format!("VVS-2026{number:05}")).collect();
    assert_eq!(numbers(&all), expected);
    let open: Vec<_> = all.iter().map(|it| it["open"]["amount"].as_str().unwrap()).collect();
    assert_eq!(open, ["0.00", "0.00", "0.00", "1210.00", "0.00", "0.00"]);
    assert!(all[..3].iter().all(|it| it["status"] == "credited"));
    assert_eq!(all[3]["status"], "open");
}

#[tokio::test]
async fn who_had_withdrawn_too_late_owes_nothing_once_the_cohort_is_cancelled() {
    let app = TestApp::start().await;
    let until = json!("2026-07-10T00:00:00Z");
    let cohort = app.given_cohort(|it| it["freeCancellationUntilAt"] = until).await;
    let mut teams = Vec::new();
    for board in app.given_boards(3).await {
        let mut team = duo(&board);
        team["contact"]["email"] = json!(format!("contact{}@example.nl", teams.len()));
        let registration = app.given_registration(&cohort, &board, team).await;
        teams.push((board, registration));
    }
    withdraw(&app, &teams[0].0, &teams[0].1).await;
    app.set_now("2026-07-20T10:00:00Z");
    let administrator = app.administrator().await;
    let late = invoices(&app).await[1]["id"].clone();
    let path = format!("/v1/invoices/{}/_pay", late.as_str().unwrap());
    administrator.post(&path, json!({ "paidOn": "2026-07-02" })).await.expect(200);
    withdraw(&app, &teams[1].0, &teams[1].1).await;
    assert_eq!(invoices(&app).await.len(), 4, "withdrawing too late credits nothing");

    let path = format!("/v1/cohorts/{}/_cancel", cohort.id);
    administrator.post(&path, json!({ "reason": "De docent is ziek" })).await.expect(200);

    let all = invoices(&app).await;
    let expected: Vec<_> = (1..=6).map(|number| format!("VVS-2026{number:05}")).collect();
    assert_eq!(numbers(&all), expected, "none is credited twice, and there is no gap");
    assert!(all[..3].iter().all(|it| it["status"] == "credited"), "{all:?}");
    assert_eq!(all[5]["correctsInvoiceId"], late);
    assert_eq!(all[5]["open"], euros("1210.00"), "what was paid is to be paid back");
    let here = format!("/v1/registrations/{}", teams[1].1.id);
    assert_eq!(administrator.get(&here).await.expect(200).body["status"], "withdrawn");
    let mail = app.last_mail_to("contact1@example.nl").await;
    assert_eq!(mail.attachments[0].0, "VVS-202600006.pdf");
}

#[tokio::test]
async fn a_credit_note_is_not_sent_to_a_contact_who_was_erased() {
    let app = TestApp::start().await;
    let until = json!("2026-07-01T00:00:00Z");
    let cohort = app.given_cohort(|it| it["freeCancellationUntilAt"] = until).await;
    let board = app.given_board(|_| {}).await;
    let mut team = duo(&board);
    team["contact"]["email"] = json!("gewist@example.nl");
    let registration = app.given_registration(&cohort, &board, team).await;
    withdraw(&app, &board, &registration).await;
    let administrator = app.administrator().await;
    let erase = json!({ "email": "gewist@example.nl", "reason": "Op verzoek" });
    let erased = administrator.post("/v1/persons/_erase", erase).await;
    assert!(erased.status < 300, "{erased}");

    let path = format!("/v1/cohorts/{}/_cancel", cohort.id);
    administrator.post(&path, json!({ "reason": "Te weinig teams" })).await.expect(200);

    assert_eq!(numbers(&invoices(&app).await), ["VVS-202600001", "VVS-202600002"]);
    let letters = administrator.get("/v1/letters?kind=invoice-issued").await.expect(200).body;
    let to_nobody = |it: &Value| it["email"].as_str().is_some_and(|it| it.ends_with(".invalid"));
    assert!(!letters["items"].as_array().unwrap().iter().any(to_nobody), "{letters}");
}

#[tokio::test]
async fn numbers_start_anew_with_each_organiser_and_each_year_in_the_netherlands() {
    let app = TestApp::start().await;
    app.set_now("2026-12-31T22:30:00Z");
    let winter = |it: &mut Value| {
        it["registrationClosesAt"] = json!("2027-02-01T00:00:00Z");
        it["sessions"] =
            json!([leerkring_tests::given::session("2027-03-03", "09:00:00", "17:00:00")]);
    };
    let programme = app.given_programme(|_| {}).await;
    let (one, two) = (
        app.given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            winter(it);
        })
        .await,
        app.given_cohort(winter).await,
    );
    for cohort in [&one, &two, &one] {
        let board = app.given_board(|_| {}).await;
        app.given_registration(cohort, &board, duo(&board)).await;
    }
    app.set_now("2026-12-31T23:30:00Z");
    let board = app.given_board(|_| {}).await;
    app.given_registration(&one, &board, duo(&board)).await;

    let all = invoices(&app).await;

    let expected = ["VVS-202600001", "VVS-202600001", "VVS-202600002", "VVS-202700001"];
    assert_eq!(numbers(&all), expected);
    assert_eq!(all[3]["issuedOn"], "2027-01-01");
}

#[tokio::test]
async fn a_fee_can_have_additional_participants_and_parts_with_another_rate() {
    let app = TestApp::start().await;
    let programme = app
        .given_programme(|it| {
            it["team"] = anybody(5);
            it["fee"] = json!({
                "per": "board",
                "amount": euros("500.00"),
                "participantsIncluded": 2,
                "additionalParticipantAmount": euros("100.00"),
                "vatPercentage": null,
                "vatExemption": "Vrijgesteld: kort beroepsonderwijs",
                "parts": [{ "description": "Lunch", "per": "participant",
                    "amount": euros("17.95"), "vatPercentage": "9" }],
            });
        })
        .await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let board = app.given_board(|_| {}).await;
    app.given_registration(&cohort, &board, team(&board, &["teacher"; 3])).await;

    let all = invoices(&app).await;

    let expected = json!([
        { "percentage": null, "exemption": "Vrijgesteld: kort beroepsonderwijs",
          "net": euros("600.00"), "vat": euros("0.00") },
        { "percentage": "9", "exemption": null, "net": euros("53.85"), "vat": euros("4.85") },
    ]);
    assert_eq!(all[0]["vat"], expected);
    assert_eq!(all[0]["gross"], euros("658.70"));
}

#[tokio::test]
async fn an_issued_invoice_never_changes() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    app.given_registration(&cohort, &board, duo(&board)).await;
    let before = invoices(&app).await;
    let organiser = before[0]["organiserId"].as_str().unwrap();
    let administrator = app.administrator().await;
    let path = format!("/v1/organisers/{organiser}");
    let now = administrator.get(&path).await.expect(200);
    let change = json!({ "name": "Anders" });
    administrator.patch(&path, now.etag(), change).await.expect(200);

    assert_eq!(invoices(&app).await, before);
    let now = "anonymous_at = issued_at";
    for change in ["number = 'X'".to_owned(), now.to_owned(), format!("{now}, content = '{{}}'")] {
        let refused = app
            .in_server(move |app| async move {
                use sea_orm::ConnectionTrait;
                let tx = app.store.begin().await.unwrap();
                tx.execute_unprepared(&format!("UPDATE invoices SET {change}")).await
            })
            .await;
        assert!(refused.unwrap_err().to_string().contains("never changes"));
    }
}
