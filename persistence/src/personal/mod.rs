//! Personal data: one inventory of where it is kept, and everything that goes by it.
//!
//! [`HOLDINGS`] says for each table with data about people how a person's rows are found, what of
//! them is exported and how it is erased. [`TEXTS`] names the free texts in which somebody may be
//! mentioned, [`OTHERS`] every column without personal data. A scenario walks the schema: a column
//! that stands in none of the three fails it.

mod books;
mod due;
mod erasing;
mod exporting;
mod finding;
mod holding;
mod inventory;
mod others;
mod scrubbing;
mod standing;

pub use due::{Due, Forgotten, due, forget};
pub use erasing::{Erased, Receipt, erase};
pub use exporting::{Field, MOST_RECORDS, Records, export};
pub use finding::{Known, Person, addresses, people};
pub use holding::{Becomes, Born, By, Column, End, Holding, Only, Shown};
pub use inventory::HOLDINGS;
pub use others::{OTHERS, TEXTS, Text, Texts};
pub use standing::{Standing, standings};

/// Why the inventory does not fit the schema, for each column: what to add where.
pub fn differences(schema: &[(String, String)]) -> Vec<String> {
    let declared = declared();
    let missing = schema.iter().filter(|column| !declared.contains(column)).map(|(table, column)| {
        format!(
            "{table}.{column} is in the schema and not in the inventory of personal data. Does it \
             tell about a person? Then add it to the holding of {table} in \
             persistence/src/personal/inventory.rs (how a person is found, exported, erased). Is it \
             a text in which anybody may be mentioned? Then add it to TEXTS in others.rs; else to \
             OTHERS there."
        )
    });
    let gone = declared.iter().filter(|column| !schema.contains(column)).map(|(table, column)| {
        format!("{table}.{column} is in persistence/src/personal and not in the schema: remove it.")
    });
    missing.chain(gone).collect()
}

fn declared() -> Vec<(String, String)> {
    let pair = |table: &str, column: &str| (table.to_owned(), column.to_owned());
    let held = HOLDINGS
        .iter()
        .flat_map(|holding| holding.columns.iter().map(|column| pair(holding.table, column.name)));
    let texts = TEXTS
        .iter()
        .flat_map(|texts| texts.columns.iter().map(|column| pair(texts.table, column.name)));
    let others = OTHERS
        .iter()
        .flat_map(|(table, columns)| columns.split_whitespace().map(|column| pair(table, column)));
    held.chain(texts).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_column_is_declared_once() {
        let all = declared();
        let once: BTreeSet<_> = all.iter().collect();
        assert_eq!(once.len(), all.len());
    }

    #[test]
    fn a_text_stands_in_a_row_with_an_id_by_which_it_is_rewritten() {
        let all = declared();
        for texts in TEXTS {
            assert!(all.contains(&(texts.table.to_owned(), "id".to_owned())), "{}", texts.table);
        }
    }

    #[test]
    fn what_is_found_through_another_table_is_erased_before_it() {
        for (place, holding) in HOLDINGS.iter().enumerate() {
            for by in holding.of {
                let By::Within { table, .. } = by else { continue };
                let other = HOLDINGS.iter().position(|other| other.table == *table).unwrap();
                assert!(place < other, "{} stands after {table}", holding.table);
            }
        }
    }

    #[test]
    fn what_is_missing_or_gone_is_told_with_what_to_do() {
        let mut schema = declared();
        assert_eq!(differences(&schema), [""; 0]);
        schema.push(("participants".to_owned(), "phone".to_owned()));
        let told = differences(&schema);
        assert!(told.len() == 1 && told[0].starts_with("participants.phone is in the schema"));
        assert_eq!(differences(&schema[1..]).len(), 2);
    }
}
