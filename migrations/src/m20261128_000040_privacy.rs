//! When what tells of people went out of an invoice: the one change that an invoice knows.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::timestamp_with_time_zone_null;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

const SAME: [&str; 12] = [
    "id",
    "kind",
    "year",
    "place",
    "number",
    "issued_at",
    "issued_on",
    "organiser_id",
    "board_id",
    "cohort_id",
    "registration_id",
    "corrects_id",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = timestamp_with_time_zone_null("anonymous_at");
        let invoices = Table::alter().table("invoices").add_column(column).to_owned();
        manager.alter_table(invoices).await?;
        match manager.get_database_backend() {
            DbBackend::Sqlite => replace_trigger(manager, &sqlite_but_for_people()).await,
            _ => guard(manager, POSTGRES_BUT_FOR_PEOPLE).await,
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            // No column goes while a trigger names it.
            DbBackend::Sqlite => replace_trigger(manager, "").await?,
            _ => guard(manager, "").await?,
        }
        let invoices = Table::alter().table("invoices").drop_column("anonymous_at").to_owned();
        manager.alter_table(invoices).await
    }
}

/// Lets through what takes people out of `content`, once; everything else stays refused.
const POSTGRES_BUT_FOR_PEOPLE: &str = "\
    IF OLD.anonymous_at IS NULL AND NEW.anonymous_at IS NOT NULL \
        AND to_jsonb(NEW) - 'content' - 'anonymous_at' \
            = to_jsonb(OLD) - 'content' - 'anonymous_at' \
        AND NEW.content = jsonb_set(jsonb_set(OLD.content, '{buyer,reference}', 'null'), \
            '{seller,email}', '\"gewist@erased.invalid\"') \
    THEN RETURN NEW; END IF; ";

fn sqlite_but_for_people() -> String {
    let same = SAME.map(|column| format!("NEW.{column} IS OLD.{column}")).join(" AND ");
    format!(
        "WHEN NOT (OLD.anonymous_at IS NULL AND NEW.anonymous_at IS NOT NULL AND {same} \
         AND NEW.content IS json_set(OLD.content, '$.buyer.reference', NULL, \
         '$.seller.email', 'gewist@erased.invalid'))"
    )
}

async fn replace_trigger(manager: &SchemaManager<'_>, when: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    db.execute_unprepared("DROP TRIGGER invoices_never_change").await?;
    let trigger = format!(
        "CREATE TRIGGER invoices_never_change BEFORE UPDATE ON invoices {when} \
         BEGIN SELECT RAISE(ABORT, 'an invoice that was issued never changes'); END"
    );
    db.execute_unprepared(&trigger).await?;
    Ok(())
}

async fn guard(manager: &SchemaManager<'_>, but: &str) -> Result<(), DbErr> {
    let function = format!(
        "CREATE OR REPLACE FUNCTION invoices_refuse_change() RETURNS trigger LANGUAGE plpgsql \
         AS $$ BEGIN {but}RAISE EXCEPTION 'an invoice that was issued never changes'; END $$"
    );
    manager.get_connection().execute_unprepared(&function).await?;
    Ok(())
}
