//! camt.053 in every version that is read, batches, reversals, and what is refused.

use kernel::Currency;
use proptest::prelude::*;

use super::*;

fn document(version: &str, entries: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-28T18:00:00+01:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>{entries}</Stmt>
</BkToCstmrStmt></Document>"#
    )
}

fn entry(version: u8, inside: &str) -> String {
    let status = if version < 4 { "BOOK" } else { "<Cd>BOOK</Cd>" };
    format!(
        r#"<Ntry><Amt Ccy="EUR">1680.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{status}</Sts>
<BookgDt><Dt>2026-11-28</Dt></BookgDt><ValDt><Dt>2026-11-27</Dt></ValDt><AcctSvcrRef>B-1</AcctSvcrRef>{inside}</Ntry>"#
    )
}

fn detail(version: u8) -> String {
    let name = if version < 5 {
        "<Nm>Zhang San</Nm>"
    } else {
        "<Pty><Nm>Zhang San</Nm></Pty>"
    };
    format!(
        "<NtryDtls><TxDtls><Refs><EndToEndId>E2E-7</EndToEndId></Refs><RltdPties><Dbtr>{name}</Dbtr></RltdPties>\
         <RmtInf><Ustrd>Adoption</Ustrd><Ustrd>7F3K-9Q2M</Ustrd></RmtInf></TxDtls></NtryDtls>"
    )
}

fn read_text(text: &str) -> BankStatement {
    read(text.as_bytes()).unwrap()
}

#[test]
fn every_version_from_02_to_08_reads_alike() {
    let lines: Vec<BankLine> = (2..=8)
        .map(|version| {
            let entry = entry(version, &detail(version));
            let mut lines = read_text(&document(&format!("0{version}"), &entry)).lines;
            assert_eq!(lines.len(), 1);
            lines.remove(0)
        })
        .collect();
    for line in &lines {
        assert_eq!(line, &lines[0]);
    }
    let line = &lines[0];
    assert_eq!(line.amount, Money::new(168_000, Currency::EUR));
    assert_eq!(
        (line.booked.to_string(), line.value.to_string()),
        ("2026-11-28".into(), "2026-11-27".into())
    );
    assert_eq!(line.text, "Adoption 7F3K-9Q2M E2E-7");
    assert_eq!(line.counterparty.as_deref(), Some("Zhang San"));
    assert_eq!((line.direction, line.reversal), (Direction::In, false));
    for version in ["01", "09", "8", ""] {
        let other = read(document(version, "").as_bytes());
        assert_eq!(other, Err(CamtError::NotCamt053), "{version}");
    }
    assert_eq!(read(b"<Document/>"), Err(CamtError::NotCamt053));
}

#[test]
fn a_batch_is_its_parts_if_they_add_up() {
    let part = |sum: &str, way: &str| {
        format!(
            r#"<TxDtls><Refs><TxId>T{sum}</TxId></Refs><Amt Ccy="EUR">{sum}</Amt><CdtDbtInd>{way}</CdtDbtInd></TxDtls>"#
        )
    };
    let batch = |parts: &[(&str, &str)]| {
        let parts: String = parts.iter().map(|(sum, way)| part(sum, way)).collect();
        read_text(&document(
            "08",
            &entry(8, &format!("<NtryDtls>{parts}</NtryDtls>")),
        ))
    };
    let good = batch(&[("1000.00", "CRDT"), ("700", "CRDT"), ("20.0", "DBIT")]);
    let told: Vec<_> = good
        .lines
        .iter()
        .map(|line| (line.amount.minor, line.direction))
        .collect();
    assert_eq!(
        told,
        [
            (100_000, Direction::In),
            (70_000, Direction::In),
            (2000, Direction::Out)
        ]
    );
    assert_ne!(good.lines[0].transaction, good.lines[1].transaction);
    let bad = batch(&[("1000.00", "CRDT"), ("680.01", "CRDT")]);
    assert!(bad.lines.is_empty());
    assert_eq!(bad.skipped[0].problem, LineProblem::PartsDiffer);
    let old = r#"<NtryDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">1680</Amt></TxAmt></AmtDtls></TxDtls><TxDtls/></NtryDtls>"#;
    let untold = read_text(&document("02", &entry(2, old)));
    assert_eq!(untold.skipped[0].problem, LineProblem::PartsDiffer);
}

#[test]
fn reversals_and_debits_are_told() {
    let reversed = entry(8, "")
        .replace("CRDT", "DBIT")
        .replace("<Sts>", "<RvslInd>true</RvslInd><Sts>");
    let line = &read_text(&document("08", &reversed)).lines[0];
    assert_eq!((line.direction, line.reversal), (Direction::Out, true));
}

#[test]
fn what_cannot_be_read_is_listed() {
    let good = entry(8, "");
    let bad = [
        (good.replace("BOOK", "PDNG"), LineProblem::NotBooked),
        (good.replace("\"EUR\"", "\"JPY\""), LineProblem::Currency),
        (good.replace("1680.00", "-1"), LineProblem::Amount),
        (good.replace("1680.00", "0.00"), LineProblem::Zero),
        (good.replace("CRDT", "BOTH"), LineProblem::Direction),
        (good.replace("2026-11-27", "2026-11-31"), LineProblem::Day),
        (
            good.replace("ValDt", "V").replace("BookgDt", "B"),
            LineProblem::Day,
        ),
    ];
    let entries: String = bad
        .iter()
        .map(|(entry, _)| entry.as_str())
        .chain([good.as_str()])
        .collect();
    let statement = read_text(&document("08", &entries));
    let problems: Vec<_> = statement.skipped.iter().map(|row| row.problem).collect();
    assert_eq!(problems, bad.map(|(_, problem)| problem));
    assert_eq!((statement.lines.len(), statement.lines[0].row), (1, 8));
    let moment = good.replace(
        "<Dt>2026-11-27</Dt>",
        "<DtTm>2026-11-27T23:30:00+08:00</DtTm>",
    );
    assert_eq!(
        read_text(&document("08", &moment)).lines[0]
            .value
            .to_string(),
        "2026-11-27"
    );
}

#[test]
fn the_same_entry_in_two_files_has_one_name_and_equal_ones_in_one_file_two() {
    let one = read_text(&document("08", &entry(8, "")));
    let two = read_text(&document("08", &(entry(8, "") + &entry(8, ""))));
    assert_eq!(one.lines[0].transaction, two.lines[0].transaction);
    assert_ne!(two.lines[0].transaction, two.lines[1].transaction);
    let other_account = document("08", &entry(8, "")).replace("DE02", "DE03");
    assert_ne!(
        read_text(&other_account).lines[0].transaction,
        one.lines[0].transaction
    );
}

#[test]
fn a_bomb_is_refused_as_a_whole() {
    let bomb = document("08", "&lol;").replace(
        "<Document",
        "<!DOCTYPE lolz [<!ENTITY lol \"lol\">]><Document",
    );
    assert_eq!(
        read(bomb.as_bytes()),
        Err(CamtError::Xml(XmlError::DocumentType))
    );
}

proptest! {
    #[test]
    fn no_change_of_a_byte_makes_it_panic(place in 0_usize..900, byte in any::<u8>()) {
        let mut file = document("08", &entry(8, &detail(8))).into_bytes();
        let place = place % file.len();
        file[place] = byte;
        let _ = read(&file);
    }
}
