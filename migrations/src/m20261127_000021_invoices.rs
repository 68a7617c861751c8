//! Invoices, what is open on them and what was paid; what organisers say on theirs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, date, integer, json_binary, json_binary_null, text, text_null,
    timestamp_with_time_zone_null,
};
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::{
    create, drop, id, index, instant, table, to, to_optional, version, with_references, word,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = json_binary_null("invoicing");
        let settings = Table::alter().table("organisers").add_column(column).to_owned();
        manager.alter_table(settings).await?;
        create(manager, vec![series(), invoices(), balances(), payments()], indexes()).await?;
        for guard in guards(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(guard).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["payments", "invoice_balances", "invoices", "invoice_series"]).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            let gone = "DROP FUNCTION invoices_refuse_change()";
            manager.get_connection().execute_unprepared(gone).await?;
        }
        let settings = Table::alter().table("organisers").drop_column("invoicing").to_owned();
        manager.alter_table(settings).await
    }
}

/// The number given out last, for each organiser and year.
fn series() -> TableCreateStatement {
    let mut last = big_integer("last_place");
    last.check(Expr::col("last_place").gte(1));
    let of = vec![to("organiser_id", "organisers")];
    let mut series = with_references(table("invoice_series", vec![integer("year"), last]), of);
    series.primary_key(Index::create().col("organiser_id").col("year")).to_owned()
}

fn invoices() -> TableCreateStatement {
    let mut place = big_integer("place");
    place.check(Expr::col("place").gte(1));
    let columns = vec![
        id(),
        word("kind", &["invoice", "credit-note"]),
        integer("year"),
        place,
        text("number"),
        instant("issued_at"),
        date("issued_on"),
        json_binary("content"),
    ];
    let of = vec![
        to("organiser_id", "organisers"),
        to("board_id", "boards"),
        to("cohort_id", "cohorts"),
        to("registration_id", "registrations"),
        to_optional("corrects_id", "invoices"),
    ];
    let corrects = Expr::col("kind").eq("credit-note").eq(Expr::col("corrects_id").is_not_null());
    with_references(table("invoices", columns), of).check(corrects).to_owned()
}

fn balances() -> TableCreateStatement {
    let mut open = big_integer("open_cents");
    open.check(Expr::col("open_cents").gte(0));
    let columns = vec![open, boolean("credited"), version()];
    let of = vec![to("invoice_id", "invoices")];
    let mut balances = with_references(table("invoice_balances", columns), of);
    balances.primary_key(Index::create().col("invoice_id")).to_owned()
}

fn payments() -> TableCreateStatement {
    let mut cents = big_integer("cents");
    cents.check(Expr::col("cents").gte(1));
    let columns = vec![
        id(),
        date("paid_on"),
        cents,
        text_null("reference"),
        boolean("set_off"),
        instant("marked_at"),
        timestamp_with_time_zone_null("undone_at"),
        text_null("undone_because"),
    ];
    with_references(table("payments", columns), vec![to("invoice_id", "invoices")])
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("invoices", &["organiser_id", "year", "place"]).unique().to_owned(),
        index("invoices", &["registration_id", "kind"]).unique().to_owned(),
        index("invoices", &["corrects_id"])
            .unique()
            .and_where(Expr::col("corrects_id").is_not_null())
            .to_owned(),
        index("invoices", &["board_id", "id"]),
        index("invoices", &["cohort_id", "id"]),
        index("payments", &["invoice_id", "id"]),
    ]
}

/// What was issued never changes; deleting is for invoices that need not be kept any more.
fn guards(backend: DbBackend) -> Vec<&'static str> {
    if backend == DbBackend::Postgres {
        return vec![
            "CREATE FUNCTION invoices_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ \
             BEGIN RAISE EXCEPTION 'an invoice that was issued never changes'; END $$",
            "CREATE TRIGGER invoices_never_change BEFORE UPDATE ON invoices \
             FOR EACH ROW EXECUTE FUNCTION invoices_refuse_change()",
        ];
    }
    vec![
        "CREATE TRIGGER invoices_never_change BEFORE UPDATE ON invoices \
         BEGIN SELECT RAISE(ABORT, 'an invoice that was issued never changes'); END",
    ]
}
