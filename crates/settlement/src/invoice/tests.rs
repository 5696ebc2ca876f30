//! The rules of invoices and their numbers (D 22).

use kernel::{Currency, testing::given};
use proptest::prelude::*;

use super::*;

fn at() -> Timestamp {
    "2026-12-02T08:00:00Z".parse().unwrap()
}

fn id(byte: u8) -> InvoiceId {
    InvoiceId::from_bytes([byte; 16])
}

fn number(nth: u32) -> InvoiceNumber {
    InvoiceNumber { year: 2026, nth }
}

fn what(fen: i64) -> Issued {
    Issued {
        invoice: id(1),
        number: number(7),
        adoption: AdoptionId::from_bytes([3; 16]),
        buyer: PersonId::from_bytes([4; 16]),
        line: LineKind::Fruit,
        amount: Money::fen(fen),
        day: "2026-12-02".parse().unwrap(),
    }
}

fn issue(fen: i64, revenue: Money) -> Command {
    Command::IssueInvoice {
        issued: what(fen),
        revenue,
        at: at(),
    }
}

fn issued(fen: i64) -> Event {
    Event::InvoiceIssued {
        issued: what(fen),
        at: at(),
    }
}

fn issue_red(byte: u8, amount: Money) -> Command {
    Command::IssueRedInvoice {
        invoice: id(byte),
        number: number(8),
        refund: Some(RefundId::from_bytes([5; 16])),
        amount,
        day: "2026-12-02".parse().unwrap(),
        at: at(),
    }
}

fn red(byte: u8, fen: i64) -> Event {
    Event::RedInvoiceIssued {
        red: IssuedRed {
            invoice: id(byte),
            number: number(8),
            corrects: number(7),
            refund: Some(RefundId::from_bytes([5; 16])),
            amount: Money::fen(fen),
            day: "2026-12-02".parse().unwrap(),
        },
        at: at(),
    }
}

#[test]
fn d22_an_invoice_is_the_posted_revenue() {
    given::<Invoice>(&[])
        .when(issue(168_000, Money::fen(168_000)))
        .then(&[issued(168_000)]);
    for revenue in [Money::fen(167_999), Money::new(168_000, Currency::EUR)] {
        given::<Invoice>(&[])
            .when(issue(168_000, revenue))
            .then_rejected(&Rejection::AmountDiffersFromRevenue { revenue });
    }
    given::<Invoice>(&[])
        .when(issue(0, Money::fen(0)))
        .then_rejected(&Rejection::AmountNotPositive);
    given::<Invoice>(&[issued(168_000)])
        .when(issue(168_000, Money::fen(1)))
        .then(&[]);
    given::<Invoice>(&[issued(168_000)])
        .when(issue(1, Money::fen(1)))
        .then_rejected(&Rejection::InvoiceExists);
}

#[test]
fn d22_a_refund_after_the_invoice_needs_the_red_letter_entry() {
    let state = kernel::fold::<Invoice>(&[issued(168_000)]);
    assert_eq!(state.red_needed(Money::fen(168_000)), Ok(Money::fen(0)));
    assert_eq!(state.red_needed(Money::fen(160_000)), Ok(Money::fen(8_000)));
    assert_eq!(state.red_needed(Money::fen(-5)), Ok(Money::fen(168_000)));
    let partly = kernel::fold::<Invoice>(&[issued(168_000), red(2, 8_000)]);
    assert_eq!(partly.standing(), Ok(Money::fen(160_000)));
    assert_eq!(partly.red_needed(Money::fen(160_000)), Ok(Money::fen(0)));
    assert_eq!(
        State::default().red_needed(Money::fen(1)),
        Err(Rejection::InvoiceUnknown)
    );
}

#[test]
fn d22_no_more_is_taken_back_than_was_invoiced() {
    given::<Invoice>(&[])
        .when(issue_red(2, Money::fen(1)))
        .then_rejected(&Rejection::InvoiceUnknown);
    given::<Invoice>(&[issued(168_000)])
        .when(issue_red(2, Money::fen(8_000)))
        .then(&[red(2, 8_000)]);
    let partly = [issued(168_000), red(2, 8_000)];
    given::<Invoice>(&partly)
        .when(issue_red(2, Money::fen(8_000)))
        .then(&[]);
    given::<Invoice>(&partly)
        .when(issue_red(2, Money::fen(1)))
        .then_rejected(&Rejection::InvoiceExists);
    for amount in [Money::fen(160_001), Money::new(1, Currency::USD)] {
        given::<Invoice>(&partly)
            .when(issue_red(3, amount))
            .then_rejected(&Rejection::RedAboveInvoice {
                left: Money::fen(160_000),
            });
    }
    given::<Invoice>(&partly)
        .when(issue_red(3, Money::fen(0)))
        .then_rejected(&Rejection::AmountNotPositive);
}

#[test]
fn rejections_have_stable_codes() {
    for (rejection, code) in [
        (Rejection::InvoiceUnknown, "invoice-unknown"),
        (Rejection::InvoiceExists, "invoice-exists"),
        (
            Rejection::RedAboveInvoice {
                left: Money::fen(1),
            },
            "red-above-invoice",
        ),
    ] {
        assert_eq!(rejection.code(), code);
    }
    let used_up = SeriesRejection::SeriesUsedUp { year: 2026 };
    assert_eq!(used_up.code(), "series-used-up");
}

#[test]
fn a_series_ends_where_numbers_end() {
    let last = SeriesEvent::InvoiceNumberTaken {
        number: number(u32::MAX),
        invoice: id(1),
    };
    given::<Series>(&[last])
        .when(SeriesCommand::TakeNumber {
            year: 2026,
            invoice: id(2),
        })
        .then_rejected(&SeriesRejection::SeriesUsedUp { year: 2026 });
    assert_eq!(number(42).to_string(), "2026-000042");
}

proptest! {
    #[test]
    fn d22_numbers_have_no_gap_and_no_number_is_taken_twice(
        takers in prop::collection::vec(0..6_u8, 0..60),
    ) {
        let (mut state, mut taken) = (SeriesState::default(), Vec::new());
        for taker in takers {
            let command = SeriesCommand::TakeNumber { year: 2026, invoice: id(taker) };
            for event in Series::decide(&state, command.clone()).unwrap() {
                Series::evolve(&mut state, &event);
                let SeriesEvent::InvoiceNumberTaken { number, .. } = event;
                taken.push(number.nth);
            }
            prop_assert_eq!(Series::decide(&state, command), Ok(vec![]));
        }
        let expected: Vec<u32> = (1..).take(taken.len()).collect();
        prop_assert_eq!(taken, expected);
    }
}
