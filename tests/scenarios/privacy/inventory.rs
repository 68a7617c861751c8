//! The inventory of personal data is that of the schema, and its page is made of it.

use leerkring_persistence::personal::{HOLDINGS, differences};
use leerkring_tests::TestApp;
use sea_orm::{ConnectionTrait, Statement};

async fn columns(app: &TestApp) -> Vec<(String, String)> {
    let question = if app.is_on_postgres() {
        "SELECT table_name::text, column_name::text FROM information_schema.columns \
         WHERE table_schema = current_schema()"
    } else {
        "SELECT tables.name, columns.name FROM sqlite_schema tables, \
         pragma_table_info(tables.name) columns WHERE tables.type = 'table'"
    };
    app.in_server(move |app| async move {
        let db = app.store.reader();
        let question = Statement::from_string(db.get_database_backend(), question);
        let rows = db.query_all_raw(question).await.unwrap();
        let text = |row: &sea_orm::QueryResult, place| row.try_get_by_index(place).unwrap();
        rows.iter().map(|row| (text(row, 0), text(row, 1))).collect()
    })
    .await
}

#[tokio::test]
async fn every_column_of_the_schema_is_in_the_inventory() {
    let app = TestApp::start().await;
    let columns = columns(&app).await;
    assert!(columns.len() > 200, "the schema has more than {} columns", columns.len());
    let differences = differences(&columns);
    assert!(differences.is_empty(), "\n{}", differences.join("\n\n"));
}

#[test]
fn the_page_names_every_table_with_what_it_is_for() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/privacy.md"));
    let page = page.unwrap();
    for holding in HOLDINGS {
        let line = format!("| {} | `{}` | {} |", holding.what.1, holding.table, holding.why);
        assert!(page.contains(&line), "docs/privacy.md lacks a line that begins with\n{line}");
    }
}
