//! Databases of earlier versions: what the definition has and they have not is added, and nothing is taken away.

use std::collections::BTreeSet;

use gangyao_definition::tables;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::Error;
use crate::{APPLICATION, VERSION, schema};

/// Brings the schema up to date, or says why this is no database to write to. One transaction: the file changes as a
/// whole or not at all.
pub(crate) fn up_to_date(connection: &mut Connection) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let pragma = |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    match (pragma("application_id")?, pragma("user_version")?) {
        (APPLICATION, VERSION) => {}
        (APPLICATION, newer) if newer > VERSION => {
            return Err(Error::new(
                "database-newer",
                format!(
                    "was made by a newer gangyao (version {newer} of its tables, this one knows {VERSION}); update gangyao or choose another output folder"
                ),
            ));
        }
        (APPLICATION, 1..) => migrate(&transaction)?,
        _ => {
            return Err(Error::new(
                "database-foreign",
                "is a database of another program; move it away or choose another output folder",
            ));
        }
    }
    transaction.commit()?;
    Ok(())
}

/// Adds tables and columns, and makes indexes and views anew.
fn migrate(database: &Transaction<'_>) -> Result<(), Error> {
    let names = |sql: &str| -> rusqlite::Result<BTreeSet<String>> {
        database.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    };
    for view in names("SELECT name FROM sqlite_schema WHERE type = 'view'")? {
        database.execute_batch(&format!("DROP VIEW \"{view}\""))?;
    }
    for index in names("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")? {
        database.execute_batch(&format!("DROP INDEX \"{index}\""))?;
    }
    let mut there = names("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    // Until version 2, `evidence` was the table. Its rows may say what records say.
    if there.remove(schema::EVIDENCE) {
        database.execute_batch("ALTER TABLE evidence RENAME TO spans")?;
        there.insert("spans".to_owned());
    }
    for table in tables() {
        let name = schema::name(table);
        if !there.contains(name) {
            database.execute_batch(&schema::table(table))?;
            continue;
        }
        let columns = names(&format!("SELECT name FROM pragma_table_info('{name}')"))?;
        for (_, column) in schema::own(table).filter(|(_, column)| !columns.contains(&column.name)) {
            let line = schema::added_column(table, column);
            database.execute_batch(&format!("ALTER TABLE {name} ADD COLUMN {line}"))?;
        }
    }
    database.execute_batch(schema::INDEXES_OF_RECORDS)?;
    database.execute_batch(&schema::views_and_other_indexes())?;
    database.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}
