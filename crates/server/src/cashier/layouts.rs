//! How banks write their CSV files: one plain layout of ours, and what the operator's file adds. It reads no statement.

use std::{collections::BTreeMap, path::Path};

use app::commands::bank::Form;
use channels::manual::{AmountColumns, Columns, CsvLayout, DateForm, DecimalMark, TextEncoding};
use kernel::Currency;

use super::{Cashier, CashierError};

/// What camt.053 is called where a form is chosen.
pub(crate) const CAMT: &str = "camt.053";
/// What our own layout is called.
const PLAIN: &str = "plain";

/// `booked,value,amount,text,payer,reference`: days as 2026-11-28, money that went below zero.
fn plain() -> CsvLayout {
    let column = |name: &str| name.to_owned();
    CsvLayout {
        account: PLAIN.to_owned(),
        encoding: TextEncoding::Utf8,
        delimiter: ',',
        preamble_lines: 0,
        columns: Columns {
            booked: column("booked"),
            value: Some(column("value")),
            amount: AmountColumns::Signed {
                column: column("amount"),
            },
            text: vec![column("text")],
            counterparty: Some(column("payer")),
            bank_reference: Some(column("reference")),
        },
        dates: DateForm::YearMonthDay,
        decimals: DecimalMark::Point,
        currency: Currency::CNY,
    }
}

/// Every layout by its name.
pub(super) fn read(file: &Path) -> Result<BTreeMap<String, CsvLayout>, CashierError> {
    let mut layouts = BTreeMap::from([(PLAIN.to_owned(), plain())]);
    if !file.as_os_str().is_empty() {
        let source = config::File::from(file).format(config::FileFormat::Toml);
        let read = config::Config::builder().add_source(source).build();
        let read = read.and_then(config::Config::try_deserialize::<BTreeMap<String, CsvLayout>>);
        layouts.extend(read.map_err(|error| CashierError::Setting {
            setting: "payments.bank_layouts_file",
            why: error.to_string(),
        })?);
    }
    Ok(layouts)
}

impl Cashier {
    /// The names of all forms that a bank statement can have.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(CAMT).chain(self.layouts.keys().map(String::as_str))
    }

    /// The form of this name.
    pub(crate) fn form(&self, name: &str) -> Option<Form> {
        if name == CAMT {
            return Some(Form::Camt053);
        }
        let layout = self.layouts.get(name)?;
        Some(Form::Csv(name.to_owned(), Box::new(layout.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_adds_layouts_in_toml() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("layouts.toml");
        let text = r#"
[icbc]
account = "6222"
encoding = "gb18030"
delimiter = ","
preamble-lines = 2
dates = "compact"
decimals = "point"
currency = "CNY"
columns.booked = "交易日期"
columns.text = ["摘要", "附言"]
columns.counterparty = "对方户名"
columns.amount = { kind = "split", credit = "贷方发生额", debit = "借方发生额" }
"#;
        std::fs::write(&path, text).unwrap();
        let layouts = read(&path).unwrap();
        assert_eq!(layouts.keys().collect::<Vec<_>>(), ["icbc", "plain"]);
        assert_eq!(layouts["icbc"].preamble_lines, 2);
        std::fs::write(&path, "icbc = 1").unwrap();
        assert!(
            read(&path)
                .unwrap_err()
                .to_string()
                .contains("bank_layouts_file")
        );
    }
}
