//! The audit log: who did or was refused what. Events become its first entries.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, blob_null, json_binary_null, text, text_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::{create, drop, id, index, instant, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![entries(), chain()], indexes()).await?;
        let nothing = Vec::<u8>::new();
        let begin = Query::insert()
            .into_table("audit_chain")
            .columns(["id", "head_number", "head_seal", "anchor_number", "anchor_seal"])
            .values_panic([1.into(), 0.into(), nothing.clone().into(), 0.into(), nothing.into()])
            .to_owned();
        manager.execute(begin).await?;
        let connection = manager.get_connection();
        connection.execute_unprepared(&moved_events()).await?;
        drop(manager, &["events"]).await?;
        for guard in guards(manager.get_database_backend(), &CONTENT) {
            connection.execute_unprepared(&guard).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            id(),
            text("what"),
            uuid("subject"),
            instant("at"),
            uuid_null("actor"),
            text_null("reason"),
        ];
        let events = table("events", columns);
        create(manager, vec![events], vec![index("events", &["subject", "id"])]).await?;
        let connection = manager.get_connection();
        let back = "INSERT INTO events (id, what, subject, at, actor, reason) \
                    SELECT id, what, subject_id, at, principal_id, reason FROM audit_entries \
                    WHERE code IS NULL AND subject_id IS NOT NULL";
        connection.execute_unprepared(back).await?;
        drop(manager, &["audit_entries", "audit_chain"]).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            for function in ["refuse_change", "refuse_cut"] {
                let gone = format!("DROP FUNCTION audit_entries_{function}()");
                connection.execute_unprepared(&gone).await?;
            }
        }
        Ok(())
    }
}

/// What an entry tells, apart from the reason, which may be erased.
pub(crate) const CONTENT: [&str; 13] = [
    "id",
    "at",
    "principal_kind",
    "principal_id",
    "request_id",
    "operation",
    "what",
    "subject_kind",
    "subject_id",
    "code",
    "changed",
    "organiser_id",
    "board_id",
];

fn entries() -> TableCreateStatement {
    let mut principal_kind = text_null("principal_kind");
    principal_kind.check(Expr::col("principal_kind").is_in(["user", "client"]));
    let columns = vec![
        id(),
        instant("at"),
        principal_kind,
        uuid_null("principal_id"),
        uuid_null("request_id"),
        text("operation"),
        text("what"),
        text_null("subject_kind"),
        uuid_null("subject_id"),
        text_null("code"),
        text_null("reason"),
        json_binary_null("changed"),
        uuid_null("organiser_id"),
        uuid_null("board_id"),
        big_integer_null("seal_number"),
        blob_null("seal"),
        blob_null("reason_salt"),
        blob_null("reason_hash"),
    ];
    table("audit_entries", columns)
}

fn big_integer_null(column: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(column);
    column.big_integer().null();
    column
}

/// One row: where the sealed part ends and, once the oldest part was cut off, where it begins.
fn chain() -> TableCreateStatement {
    let mut id = big_integer("id");
    id.primary_key().check(Expr::col("id").eq(1));
    let columns = vec![
        id,
        big_integer("head_number"),
        blob("head_seal"),
        big_integer("anchor_number"),
        blob("anchor_seal"),
        blob_null("anchor_proof"),
    ];
    table("audit_chain", columns)
}

fn indexes() -> Vec<IndexCreateStatement> {
    let of = |column: &'static str| {
        index("audit_entries", &[column, "id"])
            .and_where(Expr::col(column).is_not_null())
            .to_owned()
    };
    let unsealed = Index::create()
        .name("audit_entries_unsealed")
        .table("audit_entries")
        .col("id")
        .and_where(Expr::col("seal_number").is_null())
        .to_owned();
    let sealed = index("audit_entries", &["seal_number"])
        .unique()
        .and_where(Expr::col("seal_number").is_not_null())
        .to_owned();
    let columns = ["subject_id", "principal_id", "organiser_id", "board_id", "request_id"];
    columns.map(of).into_iter().chain([unsealed, sealed]).collect()
}

/// The events as entries. Whom they concern is what the register says now; for which request and
/// operation they were recorded is not known.
fn moved_events() -> String {
    let kind = [
        ("registration", "registration-%"),
        ("registration", "participant-%"),
        ("cohort", "cohort-%"),
        ("session", "session-%"),
        ("programme", "programme-%"),
        ("organiser", "organiser-%"),
        ("membership", "membership-%"),
        ("board", "board-%"),
    ];
    let kind = kind.map(|(kind, like)| format!("WHEN what LIKE '{like}' THEN '{kind}'")).concat();
    let lead = |from: &str| {
        format!(
            "(SELECT offered.organiser_id FROM {from} JOIN programme_organisers offered \
             ON offered.programme_id = named.programme_id AND offered.leads WHERE found.id = subject)"
        )
    };
    let organiser = [
        lead("registrations found JOIN cohorts named ON named.id = found.cohort_id"),
        lead("sessions found JOIN cohorts named ON named.id = found.cohort_id"),
        lead("cohorts found JOIN cohorts named ON named.id = found.id"),
        "(SELECT organiser_id FROM programme_organisers WHERE programme_id = subject AND leads)"
            .to_owned(),
        "(SELECT organiser_id FROM memberships WHERE memberships.id = subject)".to_owned(),
        "(SELECT organisers.id FROM organisers WHERE organisers.id = subject)".to_owned(),
    ]
    .join(", ");
    format!(
        "INSERT INTO audit_entries (id, at, principal_kind, principal_id, operation, what, \
         subject_kind, subject_id, reason, organiser_id, board_id) \
         SELECT id, at, CASE WHEN actor IS NULL THEN NULL ELSE 'user' END, actor, 'unknown', what, \
         CASE {kind} ELSE 'unknown' END, subject, reason, COALESCE({organiser}), \
         COALESCE((SELECT board_id FROM registrations WHERE registrations.id = subject), \
         (SELECT board_id FROM memberships WHERE memberships.id = subject), \
         (SELECT boards.id FROM boards WHERE boards.id = subject)) FROM events"
    )
}

/// What keeps entries as they are: they may be sealed once, their reason may be erased, and what
/// is cut off is the oldest sealed part, up to the anchor.
fn guards(engine: DbBackend, content: &[&str]) -> Vec<String> {
    let changes = changes(content);
    if engine == DbBackend::Sqlite { sqlite_guards(&changes) } else { postgres_guards(&changes) }
}

/// Whether an update does something else than to seal an entry or to erase its reason.
pub(crate) fn changes(content: &[&str]) -> String {
    let same = |columns: &[&str]| {
        let of = |row: &str| columns.iter().map(|it| format!("{row}.{it}")).collect::<Vec<_>>();
        format!("({}) IS NOT DISTINCT FROM ({})", of("NEW").join(", "), of("OLD").join(", "))
    };
    let told = same(&[content, &["reason"]].concat());
    let kept = same(&[content, &["seal_number", "seal", "reason_hash"]].concat());
    let sealed = format!("OLD.seal_number IS NULL AND {told}");
    let erased = format!("NEW.reason IS NULL AND NEW.reason_salt IS NULL AND {kept}");
    format!("NOT (({sealed}) OR ({erased}))")
}

/// What is not in the oldest sealed part that may be cut off.
const OUTSIDE: &str = "OLD.seal_number IS NULL OR \
                       (SELECT anchor_number FROM audit_chain) < OLD.seal_number";
pub(crate) const UNCHANGED: &str = "an audit entry is never changed";
const UNCUT: &str = "an audit entry is never deleted";

fn sqlite_guards(changes: &str) -> Vec<String> {
    let guard = |name: &str, before: &str, when: &str, sentence: &str| {
        format!(
            "CREATE TRIGGER audit_entries_{name} BEFORE {before} ON audit_entries \
             FOR EACH ROW WHEN {when} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )
    };
    vec![
        guard("refuse_change", "UPDATE", changes, UNCHANGED),
        guard("refuse_cut", "DELETE", OUTSIDE, UNCUT),
    ]
}

fn postgres_guards(changes: &str) -> Vec<String> {
    let guard = |name: &str, body: &str| {
        format!(
            "CREATE FUNCTION audit_entries_{name}() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN {body} END $$"
        )
    };
    vec![
        guard("refuse_change", &format!("RAISE EXCEPTION '{UNCHANGED}';")),
        guard(
            "refuse_cut",
            &format!("IF {OUTSIDE} THEN RAISE EXCEPTION '{UNCUT}'; END IF; RETURN OLD;"),
        ),
        format!(
            "CREATE TRIGGER audit_entries_refuse_change BEFORE UPDATE ON audit_entries \
             FOR EACH ROW WHEN ({changes}) EXECUTE FUNCTION audit_entries_refuse_change()"
        ),
        "CREATE TRIGGER audit_entries_refuse_cut BEFORE DELETE ON audit_entries \
         FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse_cut()"
            .to_owned(),
        "CREATE TRIGGER audit_entries_refuse_emptying BEFORE TRUNCATE ON audit_entries \
         FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse_change()"
            .to_owned(),
    ]
}
