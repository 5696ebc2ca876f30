//! Notifications good and tampered, and the bill.

use super::*;

fn notified(change: impl Fn(&mut Vec<(&str, String)>)) -> Delivery {
    let mut fields = vec![
        ("app_id", "2026000000000001".to_owned()),
        ("buyer_logon_id", "张***@x.cn".to_owned()),
        ("charset", "utf-8".to_owned()),
        ("gmt_payment", "2026-11-28 10:05:00".to_owned()),
        ("notify_id", "2026112800222100501000001".to_owned()),
        ("notify_time", "2026-11-28 10:05:01".to_owned()),
        ("out_trade_no", payment().to_string()),
        ("passback_params", String::new()),
        ("seller_id", "2088000000000001".to_owned()),
        ("total_amount", "1680.00".to_owned()),
        ("trade_no", TRADE.to_owned()),
        ("trade_status", "TRADE_SUCCESS".to_owned()),
    ];
    change(&mut fields);
    fields.sort_unstable();
    let pairs: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let signature = their_key().sign(&pairs.join("&"));
    fields.push(("sign", signature));
    fields.push(("sign_type", "RSA2".to_owned()));
    delivery(&[], &form::encode(&fields))
}

fn with(name: &'static str, value: &'static str) -> impl Fn(&mut Vec<(&str, String)>) {
    move |fields| {
        fields.retain(|(other, _)| *other != name);
        fields.push((name, value.to_owned()));
    }
}

#[test]
fn a_notification_heard_twice_is_one_fact() {
    let delivery = notified(|_| ());
    let first = channel().heard(&delivery, now()).unwrap();
    assert_eq!(first.fact, Fact::Payment(captured()));
    assert_eq!(channel().heard(&delivery, now()), Ok(first));
    let heard = channel()
        .heard(&notified(with("refund_fee", "600.00")), now())
        .unwrap();
    let expected = Fact::RefundedInTotal {
        transaction: TRADE.into(),
        refunded: Money::fen(60_000),
    };
    assert_eq!(heard.fact, expected);
    for (status, state) in [
        ("TRADE_CLOSED", PaymentState::Closed),
        ("WAIT_BUYER_PAY", PaymentState::Waiting),
    ] {
        let heard = channel()
            .heard(&notified(with("trade_status", status)), now())
            .unwrap();
        assert_eq!(
            heard.fact,
            Fact::Payment(PaymentReport {
                payment: payment(),
                state
            })
        );
    }
}

#[test]
fn a_notification_that_is_forged_old_or_about_others_is_refused() {
    let heard = |delivery: &Delivery| channel().heard(delivery, now()).map(|notice| notice.fact);
    let mut changed = notified(|_| ());
    changed.body = String::from_utf8(changed.body)
        .unwrap()
        .replace("1680.00", "1.00")
        .into_bytes();
    assert_eq!(heard(&changed), Err(Error::SignatureWrong));
    let mut added = notified(|_| ());
    added.body.extend(b"&refund_fee=1680.00");
    assert_eq!(heard(&added), Err(Error::SignatureWrong));
    for (field, value) in [
        ("app_id", "2026000000000002"),
        ("seller_id", "2088000000000002"),
        ("out_trade_no", "1"),
    ] {
        assert_eq!(
            heard(&notified(with(field, value))),
            Err(Error::NotOurs { field })
        );
    }
    let old = heard(&notified(with("notify_time", "2026-11-27 07:59:59")));
    assert_eq!(old, Err(Error::Stale { seconds: 93_601 }));
    let much = heard(&notified(with("total_amount", "1,680")));
    assert_eq!(
        much,
        Err(Error::Form {
            field: "total_amount"
        })
    );
    let mut md5 = notified(|_| ());
    md5.body = String::from_utf8(md5.body)
        .unwrap()
        .replace("RSA2", "MD5")
        .into_bytes();
    assert_eq!(heard(&md5), Err(Error::Form { field: "sign_type" }));
}

pub(super) const BILL: &[u8] = include_bytes!("../../../tests/data/alipay-trade-bill.csv");

#[test]
fn a_bill_reads_in_gb18030_and_utf_8() {
    let bill = channel().statement(BILL).unwrap();
    let told: Vec<_> = bill
        .lines
        .iter()
        .map(|line| {
            (
                line.kind,
                line.number.clone(),
                line.amount.minor,
                line.fee.minor,
            )
        })
        .collect();
    let expected = [
        (LineKind::Payment, payment().to_string(), 168_000, 1008),
        (LineKind::Refund, refund().to_string(), 60_000, -360),
    ];
    assert_eq!(told, expected);
    assert_eq!(bill.lines[1].transaction, format!("{TRADE}.{}", refund()));
    let skipped: Vec<_> = bill
        .skipped
        .iter()
        .map(|row| (row.row, row.problem))
        .collect();
    let expected = [
        (
            8,
            RowProblem::Cell {
                column: "完成时间"
            },
        ),
        (9, RowProblem::OtherMovement),
    ];
    assert_eq!(skipped, expected);
    let (utf8, _, _) = encoding_rs::GB18030.decode(BILL);
    assert_eq!(
        channel().statement(utf8.as_bytes()).unwrap().lines,
        bill.lines
    );
    let missing = StatementError::ColumnMissing {
        column: "支付宝交易号".into(),
    };
    assert_eq!(channel().statement(b"# nothing\n"), Err(missing));
}

#[test]
fn a_bill_is_fetched_from_alipay_over_tls_only() {
    let asked = |url: &str| channel().ask_file(url).map(|request| request.url);
    let bill = "dwbillcenter.alipay.com/downloadBillFile.resource?bizType=trade&fileId=1";
    for scheme in ["http", "https"] {
        let url = format!("{scheme}://{bill}");
        assert_eq!(asked(&url), Ok(format!("https://{bill}")));
    }
    let own = "https://openapi.alipay.com/bill/1";
    assert_eq!(asked(own).as_deref(), Ok(own));
    for elsewhere in [
        "https://evil.example/?x=.alipay.com",
        "https://evilalipay.com/x",
        "https://dwbillcenter.alipay.com@evil.example/x",
        "ftp://dwbillcenter.alipay.com/x",
        "x",
    ] {
        let field = "bill_download_url";
        assert_eq!(
            asked(elsewhere),
            Err(Error::NotOurs { field }),
            "{elsewhere}"
        );
    }
}
