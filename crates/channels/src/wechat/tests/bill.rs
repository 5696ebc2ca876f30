//! The trade bill and its announcement.

use super::*;

pub(super) const BILL: &str = include_str!("../../../tests/data/wechat-trade-bill.csv");

#[test]
fn a_bill_reads_with_its_refunds_and_without_its_summary() {
    let bill = channel().statement(BILL.as_bytes()).unwrap();
    let told: Vec<_> = bill
        .lines
        .iter()
        .map(|line| {
            (
                line.kind,
                line.transaction.as_str(),
                line.amount.minor,
                line.fee.minor,
            )
        })
        .collect();
    let expected = [
        (
            crate::LineKind::Payment,
            "4200002026112800001",
            168_000,
            1008,
        ),
        (crate::LineKind::Payment, "4200002026112800002", 90_000, 540),
        (crate::LineKind::Refund, "50300000001", 60_000, -360),
        (crate::LineKind::Refund, "50300000002", 90_000, 0),
    ];
    assert_eq!(told, expected);
    assert_eq!(bill.lines[0].at, at("2026-11-28T02:05:00Z"));
    assert_eq!(bill.lines[2].number, refund().to_string());
    assert_eq!(bill.lines[3].status, crate::LineStatus::Pending);
    let skipped: Vec<_> = bill
        .skipped
        .iter()
        .map(|row| (row.row, row.problem))
        .collect();
    let expected = [
        (
            6,
            crate::RowProblem::Cell {
                column: "订单金额"
            },
        ),
        (7, crate::RowProblem::OtherMovement),
        (8, crate::RowProblem::Cells),
    ];
    assert_eq!(skipped, expected);
    assert_eq!(
        bill.file,
        channel().statement(BILL.as_bytes()).unwrap().file
    );
}

#[test]
fn a_bill_is_the_one_that_was_announced() {
    let ask = Ask::Statement("2026-11-27".parse().unwrap());
    let said = json!({
        "hash_type": "SHA1", "hash_value": "A9993E364706816ABA3E25717850C26C9CD0D89D",
        "download_url": "https://api.mch.weixin.qq.com/v3/billdownload/file?token=t1",
    });
    let Ok(Answer::StatementAt { url, sha1 }) = channel().answer(&ask, &signed(200, &said), now())
    else {
        panic!("an address");
    };
    check_authorization(&channel().ask_file(&url, now()).unwrap());
    let sha1 = sha1.unwrap();
    assert_eq!(WeChatPay::check_file(b"abc", &sha1), Ok(()));
    assert_eq!(
        WeChatPay::check_file(b"abd", &sha1),
        Err(StatementError::HashDiffers)
    );
}
