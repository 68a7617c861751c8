//! How many of the teams that wait are passed over: they hold up nobody.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::integer;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COUNT: &str = "UPDATE cohorts SET passed_over_teams = (\
    SELECT COUNT(*) FROM registrations WHERE registrations.cohort_id = cohorts.id \
    AND registrations.status = 'waitlisted' AND registrations.passed_over_for IS NOT NULL) \
    WHERE waiting_teams > 0";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut count = integer("passed_over_teams");
        count.default(0);
        let cohorts = Table::alter().table("cohorts").add_column(count).to_owned();
        manager.alter_table(cohorts).await?;
        manager.get_connection().execute_unprepared(COUNT).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let cohorts = Table::alter().table("cohorts").drop_column("passed_over_teams").to_owned();
        manager.alter_table(cohorts).await
    }
}
