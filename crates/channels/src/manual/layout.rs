//! How a bank writes its CSV, as data: read from the operator's settings. It must not know what is read with it.

use kernel::{Currency, Day};
use serde::Deserialize;

/// How the file writes characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextEncoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// GB 18030, which holds GBK and GB 2312.
    Gb18030,
}

/// How the file writes days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateForm {
    /// `2026-11-28`, and a time after it if need be.
    YearMonthDay,
    /// `20261128`
    Compact,
    /// `2026/11/28`, and a time after it if need be.
    Slashes,
    /// `28.11.2026`
    DottedDayFirst,
    /// `28/11/2026`
    SlashedDayFirst,
    /// `11/28/2026`
    SlashedMonthFirst,
}

impl DateForm {
    const fn pattern(self) -> &'static str {
        match self {
            Self::YearMonthDay => "%Y-%m-%d",
            Self::Compact => "%Y%m%d",
            Self::Slashes => "%Y/%m/%d",
            Self::DottedDayFirst => "%d.%m.%Y",
            Self::SlashedDayFirst => "%d/%m/%Y",
            Self::SlashedMonthFirst => "%m/%d/%Y",
        }
    }

    pub(super) fn read(self, text: &str) -> Option<Day> {
        let day = text.split([' ', 'T']).next()?;
        let date = chrono::NaiveDate::parse_from_str(day, self.pattern()).ok()?;
        let near = Day::from(date);
        (near.date() == date).then_some(near)
    }
}

/// What stands before the decimals; the other one may separate thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecimalMark {
    /// `1,680.00`
    Point,
    /// `1.680,00`
    Comma,
}

/// Which columns say how much came or went.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum AmountColumns {
    /// One column, below zero for what went.
    Signed {
        /// Its name.
        column: String,
    },
    /// One column for what came and one for what went; the other is empty or zero.
    Split {
        /// What came.
        credit: String,
        /// What went.
        debit: String,
    },
    /// One column for the amount and one that says which way.
    Marked {
        /// How much.
        column: String,
        /// Which way.
        marker: String,
        /// What the marker says of what came, such as `贷`.
        credit: String,
        /// What the marker says of what went, such as `借`.
        debit: String,
    },
}

/// Which columns say what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Columns {
    /// The day of booking.
    pub booked: String,
    /// The value date; the day of booking if there is none.
    pub value: Option<String>,
    /// How much.
    pub amount: AmountColumns,
    /// What the payer wrote, one or several columns.
    pub text: Vec<String>,
    /// Who paid.
    pub counterparty: Option<String>,
    /// The bank's own number of the movement.
    pub bank_reference: Option<String>,
}

/// How a bank writes its CSV.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CsvLayout {
    /// What the file is of: part of every line's name.
    pub account: String,
    /// Characters.
    pub encoding: TextEncoding,
    /// Between cells: `,` or `;` or a tab.
    pub delimiter: char,
    /// Lines before the header.
    pub preamble_lines: usize,
    /// What the columns say.
    pub columns: Columns,
    /// Days.
    pub dates: DateForm,
    /// Amounts.
    pub decimals: DecimalMark,
    /// The account's currency.
    pub currency: Currency,
}
