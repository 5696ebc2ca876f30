//! A canonical text of the whole file: two files that answer alike dump alike, byte for byte (D 46).

use std::io::Write;
use std::path::Path;

use rusqlite::{Connection, Result};

use crate::error::DumpError;
use crate::store::open_reader;

/// Writes every table of the file at `path`, by name, its rows in the order of the primary key, one a line as
/// SQL literals between tabs.
///
/// # Errors
/// [`DumpError`] when the file cannot be read or the text cannot be written.
pub fn canonical_dump(path: &Path, mut out: impl Write) -> std::result::Result<(), DumpError> {
    let db = open_reader(path)?;
    let snapshot = db.unchecked_transaction()?;
    for table in tables(&snapshot)? {
        writeln!(out, "# {table}")?;
        dump_table(&snapshot, &table, &mut out)?;
    }
    Ok(())
}

fn tables(db: &Connection) -> Result<Vec<String>> {
    db.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
         ORDER BY name",
    )?
    .query_map([], |row| row.get(0))?
    .collect()
}

fn dump_table(
    db: &Connection,
    table: &str,
    out: &mut impl Write,
) -> std::result::Result<(), DumpError> {
    let columns = names(
        db,
        "SELECT name FROM pragma_table_info(?1) ORDER BY cid",
        table,
    )?;
    let key = names(
        db,
        "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk",
        table,
    )?;
    let literals: Vec<String> = columns
        .iter()
        .map(|name| format!("quote(\"{name}\")"))
        .collect();
    let key: Vec<String> = key.iter().map(|name| format!("\"{name}\"")).collect();
    let sql = format!(
        "SELECT {} FROM \"{table}\" ORDER BY {}",
        literals.join(", "),
        key.join(", ")
    );
    writeln!(out, "{}", columns.join("\t"))?;
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let fields = (0..columns.len())
            .map(|n| row.get(n))
            .collect::<Result<Vec<String>>>()?;
        writeln!(out, "{}", fields.join("\t"))?;
    }
    Ok(())
}

fn names(db: &Connection, sql: &str, table: &str) -> Result<Vec<String>> {
    db.prepare(sql)?
        .query_map([table], |row| row.get(0))?
        .collect()
}
