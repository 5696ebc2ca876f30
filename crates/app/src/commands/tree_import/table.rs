//! A CSV file as rows. It does not know what becomes of them.

use kernel::OrchardId;
use traceability::orchard;

use super::{
    ROWS_MAX, Row, refused,
    row::{NEEDED, Reader, WELCOME},
    unreadable,
};
use crate::Error;

const COLUMNS: usize = NEEDED.len() + WELCOME.len();

pub(super) fn read(
    bytes: &[u8],
    orchard: OrchardId,
    known: &orchard::State,
) -> Result<Vec<Row>, Error> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut csv = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text);
    let headings = csv
        .headers()
        .map_err(|_| unreadable("csv-malformed"))?
        .clone();
    let place = |name: &str| {
        headings
            .iter()
            .position(|heading| heading.eq_ignore_ascii_case(name))
    };
    let mut places: [(&str, Option<usize>); COLUMNS] = [("", None); COLUMNS];
    for (slot, name) in places.iter_mut().zip(NEEDED.into_iter().chain(WELCOME)) {
        *slot = (name, place(name));
    }
    if places[..NEEDED.len()].iter().any(|(_, at)| at.is_none()) {
        return Err(unreadable("csv-column-missing"));
    }
    let mut reader = Reader::new(orchard, known);
    let mut rows = Vec::new();
    for (index, record) in csv.records().enumerate() {
        if index >= ROWS_MAX {
            return Err(unreadable("csv-too-many-rows"));
        }
        let line = match &record {
            Ok(record) => record.position().map(csv::Position::line),
            Err(error) => error.position().map(csv::Position::line),
        };
        let wanted = match &record {
            Ok(record) => {
                let cell = |wanted: &'static str| {
                    let found = places.iter().find(|(name, _)| *name == wanted)?;
                    record.get(found.1?)
                };
                reader.tree(cell, None)
            }
            Err(_) => Err(refused("csv-malformed", None)),
        };
        let line = line.and_then(|line| usize::try_from(line).ok());
        rows.push(Row {
            line: line.unwrap_or(index + 2),
            wanted,
        });
    }
    Ok(rows)
}
