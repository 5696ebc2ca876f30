//! Bank files of several banks, good and bad.

use kernel::Currency;
use proptest::prelude::*;

use super::*;
use crate::manual::DateForm;

fn chinese_bank() -> CsvLayout {
    serde_json::from_value(serde_json::json!({
        "account": "6222 0000", "encoding": "gb18030", "delimiter": ",", "preamble-lines": 2,
        "columns": {
            "booked": "交易日期", "amount": { "kind": "split", "credit": "收入", "debit": "支出" },
            "text": ["摘要", "附言"], "counterparty": "对方户名", "bank-reference": "流水号",
        },
        "dates": "compact", "decimals": "point", "currency": "CNY",
    }))
    .unwrap()
}

fn german_bank() -> CsvLayout {
    serde_json::from_value(serde_json::json!({
        "account": "DE00", "encoding": "utf8", "delimiter": ";", "preamble-lines": 0,
        "columns": {
            "booked": "Buchungstag", "value": "Valuta",
            "amount": { "kind": "signed", "column": "Betrag" }, "text": ["Verwendungszweck"],
        },
        "dates": "dotted-day-first", "decimals": "comma", "currency": "EUR",
    }))
    .unwrap()
}

const CHINESE: &str = "账户明细\n2026年11月\n\
    交易日期,收入,支出,摘要,附言,对方户名,流水号\n\
    20261128,\"1,680.00\",,转账,认养 7F3K-9Q2M,张三,A001\n\
    20261128,,25.50,手续费,,,A002\n\
    20261128,1.00,1.00,两边,,,A003\n\
    20261131,1.00,,坏日子,,,A004\n\
    20261128,\"16,80.00\",,坏分组,,,A005\n\
    20261128,0.00,,零,,,A006\n\
    ,,,,,,\n\
    20261128,1.00\n";

fn gb18030(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

#[test]
fn a_chinese_bank_reads_with_a_verdict_for_every_row() {
    let file = gb18030(CHINESE);
    let statement = read(&file, &chinese_bank()).unwrap();
    let [transfer, fee] = &statement.lines[..] else {
        panic!("{:?}", statement.lines);
    };
    assert_eq!(transfer.amount, Money::fen(168_000));
    assert_eq!(
        (transfer.direction, fee.direction),
        (Direction::In, Direction::Out)
    );
    assert_eq!(transfer.text, "转账 认养 7F3K-9Q2M");
    assert_eq!(transfer.counterparty.as_deref(), Some("张三"));
    assert_eq!(transfer.value.to_string(), "2026-11-28");
    assert_eq!(fee.amount, Money::fen(2550));
    let skipped: Vec<_> = statement
        .skipped
        .iter()
        .map(|row| (row.row, row.problem))
        .collect();
    let expected = [
        (6, LineProblem::Direction),
        (7, LineProblem::Day),
        (8, LineProblem::Amount),
        (9, LineProblem::Zero),
        (11, LineProblem::Cells),
    ];
    assert_eq!(skipped, expected);
    let windows = gb18030(&CHINESE.replace('\n', "\r\n"));
    let same = read(&windows, &chinese_bank()).unwrap();
    assert_eq!(
        (same.lines, same.skipped),
        (statement.lines, statement.skipped)
    );
}

#[test]
fn the_same_file_twice_is_one_import_and_overlaps_name_lines_alike() {
    let file = gb18030(CHINESE);
    let first = read(&file, &chinese_bank()).unwrap();
    assert_eq!(read(&file, &chinese_bank()).unwrap(), first);
    let longer = gb18030(&CHINESE.replace(
        "20261128,,25.50",
        "20261127,9.00,,早,,,A000\n20261128,,25.50",
    ));
    let second = read(&longer, &chinese_bank()).unwrap();
    assert_ne!(second.file, first.file);
    assert_eq!(second.lines[0].transaction, first.lines[0].transaction);
    assert_eq!(second.lines[2].transaction, first.lines[1].transaction);
    let name = &first.lines[0].transaction;
    assert!(name.starts_with("bank-") && name.len() == 45, "{name}");
}

#[test]
fn equal_lines_without_a_bank_reference_are_two_lines() {
    let file = "Buchungstag;Valuta;Betrag;Verwendungszweck\n\
        28.11.2026;27.11.2026;1.680,00;Baum\n28.11.2026;27.11.2026;1.680,00;Baum\n28.11.2026;;-3,5;Gebühr\n";
    let lines = read(file.as_bytes(), &german_bank()).unwrap().lines;
    assert_eq!(lines.len(), 3);
    assert_ne!(lines[0].transaction, lines[1].transaction);
    assert_eq!(
        (lines[0].booked.to_string(), lines[0].value.to_string()),
        ("2026-11-28".into(), "2026-11-27".into())
    );
    assert_eq!(lines[2].value, lines[2].booked);
    assert_eq!(
        (lines[2].amount, lines[2].direction),
        (Money::new(350, Currency::EUR), Direction::Out)
    );
}

#[test]
fn a_marker_says_which_way() {
    let mut layout = german_bank();
    let name = |text: &str| text.to_owned();
    layout.columns.amount = AmountColumns::Marked {
        column: name("Betrag"),
        marker: name("借贷"),
        credit: name("贷"),
        debit: name("借"),
    };
    let file = "Buchungstag;Valuta;Betrag;Verwendungszweck;借贷\n28.11.2026;;5;a;贷\n28.11.2026;;5;b;借\n28.11.2026;;5;c;?\n";
    let statement = read(file.as_bytes(), &layout).unwrap();
    let ways: Vec<_> = statement.lines.iter().map(|line| line.direction).collect();
    assert_eq!(ways, [Direction::In, Direction::Out]);
    assert_eq!(statement.skipped[0].problem, LineProblem::Direction);
}

#[test]
fn amounts_of_another_layout_are_refused_not_guessed() {
    let layout = german_bank();
    for (text, cents) in [
        ("1.680,00", 168_000),
        ("1680,5", 168_050),
        ("-2", -200),
        ("€ 3,00", 300),
        ("1 680,00", 168_000),
    ] {
        assert_eq!(
            sum(text, &layout),
            Ok(Money::new(cents, Currency::EUR)),
            "{text}"
        );
    }
    for text in [
        "1,680.00", "1680.00", "1.68,00", "", "-", "1,2,3", "1,001", "x",
    ] {
        assert_eq!(sum(text, &layout), Err(LineProblem::Amount), "{text}");
    }
}

#[test]
fn a_file_that_does_not_fit_its_layout_is_refused() {
    let layout = german_bank();
    let missing = |column: &str| {
        Err(CsvError::ColumnMissing {
            column: column.into(),
        })
    };
    assert_eq!(read(b"", &layout), missing("Betrag"));
    assert_eq!(read(b"Betrag\n", &layout), missing("Buchungstag"));
    assert_eq!(read(&gb18030(CHINESE), &layout), Err(CsvError::Encoding));
    assert!(matches!(
        read(&vec![b' '; FILE_BYTES_MAX + 1], &layout),
        Err(CsvError::TooLarge { .. })
    ));
    let mut odd = german_bank();
    odd.delimiter = '，';
    assert_eq!(
        read(b"", &odd),
        Err(CsvError::Layout { field: "delimiter" })
    );
    odd.preamble_lines = 101;
    assert_eq!(
        read(b"", &odd),
        Err(CsvError::Layout {
            field: "preamble-lines"
        })
    );
}

#[test]
fn days_are_read_in_their_form_alone() {
    for (form, text) in [
        (DateForm::YearMonthDay, "2026-11-28 10:00:00"),
        (DateForm::Compact, "20261128"),
        (DateForm::Slashes, "2026/11/28"),
        (DateForm::DottedDayFirst, "28.11.2026"),
        (DateForm::SlashedDayFirst, "28/11/2026"),
        (DateForm::SlashedMonthFirst, "11/28/2026"),
    ] {
        assert_eq!(form.read(text).unwrap().to_string(), "2026-11-28", "{text}");
        assert_eq!(form.read("2026"), None);
    }
    assert_eq!(DateForm::SlashedMonthFirst.read("28/11/2026"), None);
    assert_eq!(DateForm::YearMonthDay.read("+12026-11-28"), None);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, &german_bank());
        let with_header = [gb18030(CHINESE), bytes].concat();
        let _ = read(&with_header, &chinese_bank());
    }

    #[test]
    fn amounts_read_back_in_either_form(fen in 1_i64..10_000_000_000, comma in any::<bool>()) {
        let mut layout = german_bank();
        let (mark, group) = if comma { (',', '.') } else { ('.', ',') };
        layout.decimals = if comma { DecimalMark::Comma } else { DecimalMark::Point };
        let digits = (fen / 100).to_string();
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        text.push_str(&format!("{mark}{:02}", fen % 100));
        prop_assert_eq!(sum(&text, &layout), Ok(Money::new(fen, Currency::EUR)));
    }
}
