//! Files of banks and channels that cannot be read, as problems: what is wrong with the file, and that nothing was kept.

use app::commands::bank::{FileError, ImportError};
use channels::{
    ArchiveProblem, StatementError,
    manual::{CamtError, CsvError},
};
use serde_json::json;

use super::{Kind, Problem};
use crate::cashier::{AskError, StatementProblem};

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::App(error) => error.into(),
            ImportError::File(error) => {
                let detail = error.to_string();
                let (code, column) = match error {
                    FileError::Csv(CsvError::TooLarge { .. }) => ("statement-too-large", None),
                    FileError::Csv(CsvError::TooManyLines { .. })
                    | FileError::Camt(CamtError::TooManyLines { .. }) => {
                        ("statement-too-long", None)
                    }
                    FileError::Csv(CsvError::Layout { .. }) => ("statement-layout", None),
                    FileError::Csv(CsvError::Encoding) => ("statement-encoding", None),
                    FileError::Csv(CsvError::ColumnMissing { column }) => {
                        ("statement-column-missing", Some(column))
                    }
                    FileError::Camt(CamtError::Xml(_) | CamtError::NotCamt053) => {
                        ("statement-not-camt", None)
                    }
                };
                unread(code, detail, column.as_deref())
            }
        }
    }
}

impl From<StatementProblem> for Problem {
    fn from(error: StatementProblem) -> Self {
        match error {
            StatementProblem::App(error) | StatementProblem::Ask(AskError::App(error)) => {
                error.into()
            }
            StatementProblem::Ask(AskError::Off) => Self::not_found(),
            StatementProblem::Ask(error @ (AskError::Send(_) | AskError::Channel(_))) => {
                unread("statement-not-fetched", error.to_string(), None)
            }
            StatementProblem::File(error) => {
                let detail = error.to_string();
                let (code, column) = match error {
                    StatementError::NotOffered => ("statement-not-offered", None),
                    StatementError::TooLarge { .. } => ("statement-too-large", None),
                    StatementError::TooManyRows { .. } => ("statement-too-long", None),
                    StatementError::Encoding => ("statement-encoding", None),
                    StatementError::ColumnMissing { column } => {
                        ("statement-column-missing", Some(column))
                    }
                    StatementError::Archive(ArchiveProblem::TooLarge { .. }) => {
                        ("statement-too-large", None)
                    }
                    StatementError::Archive(_) => ("statement-archive", None),
                    StatementError::HashDiffers => ("statement-not-the-one", None),
                };
                unread(code, detail, column.as_deref())
            }
        }
    }
}

fn unread(code: &'static str, detail: String, column: Option<&str>) -> Problem {
    Problem::new(Kind::Refused, code, detail).with_facts(json!({ "column": column }))
}
