//! The rules of a written entry, command by command and rejection by rejection (D 11, 19).

use kernel::{AdoptionId, Currency, testing::given};
use proptest::prelude::*;

use super::*;

const ENTRY: EntryId = EntryId::from_bytes([1; 16]);

fn at() -> Timestamp {
    "2026-03-02T08:00:00Z".parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn line(account: Account, fen: i64) -> Posting {
    Posting {
        account,
        adoption: Some(AdoptionId::from_bytes([3; 16])),
        farm: None,
        amount: Money::fen(fen),
    }
}

fn lines(fen: i64) -> Vec<Posting> {
    vec![
        line(Account::Corrections, fen),
        line(Account::Deposits, -fen),
    ]
}

fn written(entry: u8, lines: Vec<Posting>) -> Written {
    Written {
        entry: EntryId::from_bytes([entry; 16]),
        day: day("2026-03-02"),
        lines,
        memo: "bank charge found".to_owned(),
        by: PersonId::from_bytes([9; 16]),
    }
}

fn post(lines: Vec<Posting>) -> Command {
    Command::PostEntry {
        written: written(1, lines),
        closed_through: None,
        at: at(),
    }
}

fn posted(fen: i64) -> Event {
    Event::EntryPosted {
        written: written(1, lines(fen)),
        at: at(),
    }
}

fn reverse(entry: u8, lines: Vec<Posting>) -> Command {
    Command::ReverseEntry {
        original: Original::Entry(ENTRY),
        posted: vec![],
        written: written(entry, lines),
        closed_through: None,
        at: at(),
    }
}

fn reversed(entry: u8, fen: i64) -> Event {
    Event::EntryReversed {
        reverses: Original::Entry(ENTRY),
        posted: vec![],
        written: written(entry, lines(fen)),
        at: at(),
    }
}

#[test]
fn d11_an_entry_balances_in_each_currency() {
    given::<Entry>(&[])
        .when(post(lines(500)))
        .then(&[posted(500)]);
    given::<Entry>(&[posted(500)])
        .when(post(lines(500)))
        .then(&[]);
    given::<Entry>(&[posted(500)])
        .when(post(lines(501)))
        .then_rejected(&Rejection::EntryExists);
    given::<Entry>(&[])
        .when(post(vec![line(Account::Corrections, 1)]))
        .then_rejected(&Rejection::EntryUnbalanced {
            difference: Money::fen(1),
        });
    let euro = Posting {
        amount: Money::new(-500, Currency::EUR),
        ..line(Account::Deposits, 0)
    };
    given::<Entry>(&[])
        .when(post(vec![line(Account::Corrections, 500), euro]))
        .then_rejected(&Rejection::EntryUnbalanced {
            difference: Money::fen(500),
        });
    for lines in [vec![], lines(0), vec![line(Account::Deposits, 1); 101]] {
        given::<Entry>(&[])
            .when(post(lines))
            .then_rejected(&Rejection::LinesInvalid { max: 100 });
    }
}

#[test]
fn an_entry_says_why() {
    for (memo, rejection) in [
        (" \n".to_owned(), Rejection::ReasonMissing),
        ("字".repeat(201), Rejection::ReasonTooLong { max: 200 }),
    ] {
        let command = Command::PostEntry {
            written: Written {
                memo,
                ..written(1, lines(1))
            },
            closed_through: None,
            at: at(),
        };
        given::<Entry>(&[]).when(command).then_rejected(&rejection);
    }
}

#[test]
fn d19_a_closed_day_takes_nothing_and_the_next_takes_the_reversal() {
    let on = |closed: &str| Command::PostEntry {
        written: written(1, lines(1)),
        closed_through: Some(day(closed)),
        at: at(),
    };
    given::<Entry>(&[])
        .when(on("2026-03-02"))
        .then_rejected(&Rejection::DayClosed {
            through: day("2026-03-02"),
        });
    given::<Entry>(&[])
        .when(on("2026-03-01"))
        .then(&[posted(1)]);
    let back = Command::ReverseEntry {
        original: Original::Entry(ENTRY),
        posted: vec![],
        written: written(2, lines(-1)),
        closed_through: Some(day("2026-03-02")),
        at: at(),
    };
    given::<Entry>(&[posted(1)])
        .when(back)
        .then_rejected(&Rejection::DayClosed {
            through: day("2026-03-02"),
        });
}

#[test]
fn d19_a_reversal_names_what_it_reverses_and_cannot_exceed_it() {
    given::<Entry>(&[])
        .when(reverse(2, lines(-1)))
        .then_rejected(&Rejection::EntryUnknown);
    given::<Entry>(&[posted(500)])
        .when(reverse(2, lines(-200)))
        .then(&[reversed(2, -200)]);
    let partly = [posted(500), reversed(2, -200)];
    given::<Entry>(&partly)
        .when(reverse(2, lines(-200)))
        .then(&[]);
    given::<Entry>(&partly)
        .when(reverse(2, lines(-100)))
        .then_rejected(&Rejection::EntryExists);
    for (fen, left) in [(-301, 300), (100, 300)] {
        given::<Entry>(&partly)
            .when(reverse(3, lines(fen)))
            .then_rejected(&Rejection::ReversalExceeds {
                account: Account::Corrections,
                left: Money::fen(left),
            });
    }
    let elsewhere = vec![line(Account::Claims, -1), line(Account::Deposits, 1)];
    given::<Entry>(&partly)
        .when(reverse(3, elsewhere))
        .then_rejected(&Rejection::ReversalExceeds {
            account: Account::Claims,
            left: Money::fen(0),
        });
}

#[test]
fn d19_what_a_fact_posted_is_remembered_with_its_first_reversal() {
    let fact = |entry, fen, posted: Vec<Posting>| Command::ReverseEntry {
        original: Original::Fact(42),
        posted,
        written: written(entry, lines(fen)),
        closed_through: None,
        at: at(),
    };
    let first = Event::EntryReversed {
        reverses: Original::Fact(42),
        posted: lines(500),
        written: written(2, lines(-200)),
        at: at(),
    };
    given::<Entry>(&[])
        .when(fact(2, -200, lines(500)))
        .then(std::slice::from_ref(&first));
    // What is said to have been posted counts only once: nobody makes room by telling another story.
    given::<Entry>(&[first])
        .when(fact(3, -301, lines(9_999)))
        .then_rejected(&Rejection::ReversalExceeds {
            account: Account::Corrections,
            left: Money::fen(300),
        });
    assert_eq!(stream_id(Original::Fact(42)), "fact.42");
}

#[test]
fn rejections_have_stable_codes() {
    for (rejection, code) in [
        (Rejection::EntryUnknown, "entry-unknown"),
        (Rejection::EntryExists, "entry-exists"),
        (Rejection::LinesInvalid { max: 100 }, "lines-invalid"),
        (Rejection::ReasonMissing, "reason-missing"),
        (Rejection::ReasonTooLong { max: 200 }, "reason-too-long"),
    ] {
        assert_eq!(rejection.code(), code);
    }
}

proptest! {
    #[test]
    fn d19_all_reversals_together_stay_within_the_original(
        original in 1..1_000_i64,
        parts in prop::collection::vec(-400..400_i64, 0..20),
    ) {
        let mut state = kernel::fold::<Entry>(&[posted(original)]);
        for (number, fen) in (2_u8..).zip(parts) {
            for event in Entry::decide(&state, reverse(number, lines(fen))).unwrap_or_default() {
                Entry::evolve(&mut state, &event);
            }
            let back: i64 = state
                .reversed
                .iter()
                .filter(|line| line.account == Account::Corrections)
                .map(|line| line.amount.minor)
                .sum();
            prop_assert!((-original..=0).contains(&back));
        }
    }
}
