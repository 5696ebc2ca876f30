//! Lines beside open payments: matches, suggestions, and what must never be matched.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn open(seed: u64, fen: i64) -> OpenPayment {
    OpenPayment {
        payment: PaymentId::from_bytes([u8::try_from(seed % 251).unwrap(); 16]),
        reference: ShortCode::from_seed(seed),
        amount: Money::fen(fen),
        opened: day("2026-11-25"),
        payer: Some("张三".into()),
    }
}

fn line(text: &str, fen: i64) -> BankLine {
    BankLine {
        transaction: format!("bank-{text}-{fen}"),
        row: 1,
        booked: day("2026-11-28"),
        value: day("2026-11-28"),
        amount: Money::fen(fen),
        direction: Direction::In,
        reversal: false,
        text: text.into(),
        counterparty: None,
    }
}

fn verdict(line: &BankLine, open: &[OpenPayment]) -> Verdict {
    match_lines(std::slice::from_ref(line), open)
        .remove(0)
        .verdict
}

fn reasons(verdict: &Verdict) -> &[Reason] {
    match verdict {
        Verdict::Suggest(suggestions) => &suggestions[0].reasons,
        Verdict::Match(_) | Verdict::Unmatched(_) => panic!("{verdict:?}"),
    }
}

#[test]
fn reference_and_amount_together_match_however_they_are_written() {
    let payments = [open(101, 168_000), open(102, 168_000)];
    let code = payments[0].reference;
    let (plain, grouped) = (code.as_str().to_owned(), code.grouped());
    let spaced = grouped.replace('-', " ");
    for text in [
        &plain,
        &grouped,
        &spaced,
        &plain.to_lowercase(),
        &format!("认养{grouped}谢谢"),
        &format!("REF: {grouped}, tree"),
    ] {
        let found = verdict(&line(text, 168_000), &payments);
        assert_eq!(found, Verdict::Match(payments[0].payment), "{text}");
    }
    let glued = verdict(&line(&format!("X{plain}"), 1), &payments);
    assert_eq!(
        glued,
        Verdict::Unmatched(Unmatched::NothingLike),
        "a part of a longer word is no reference"
    );
}

#[test]
fn another_amount_or_a_slip_of_the_pen_is_only_suggested() {
    let payments = [open(101, 168_000), open(102, 90_000)];
    let code = payments[0].reference.as_str().to_owned();
    let less = verdict(&line(&code, 160_000), &payments);
    assert_eq!(reasons(&less), [Reason::Reference, Reason::Time]);
    let mut slip = code.into_bytes();
    slip[2] = if slip[2] == b'5' { b'6' } else { b'5' };
    let slip = String::from_utf8(slip).unwrap();
    let mistyped = verdict(&line(&slip, 168_000), &payments);
    assert_eq!(
        reasons(&mistyped),
        [Reason::ReferenceMistyped, Reason::Amount, Reason::Time]
    );
    let mut named = line("no reference", 168_000);
    named.counterparty = Some(" 张 三 ".into());
    let by_name = verdict(&named, &payments);
    assert_eq!(
        reasons(&by_name),
        [Reason::Amount, Reason::PayerName, Reason::Time]
    );
    named.value = day("2026-12-25");
    assert_eq!(
        reasons(&verdict(&named, &payments)),
        [Reason::Amount, Reason::PayerName]
    );
}

#[test]
fn two_references_in_one_line_are_for_a_person() {
    let payments = [open(101, 168_000), open(102, 168_000)];
    let both = format!("{} {}", payments[0].reference, payments[1].reference);
    let Verdict::Suggest(suggestions) = verdict(&line(&both, 168_000), &payments) else {
        panic!("suggestions");
    };
    assert_eq!(suggestions.len(), 2);
    assert_eq!(suggestions[0].points(), suggestions[1].points());
}

#[test]
fn the_first_by_value_date_pays_and_the_second_is_for_a_person() {
    let payments = [open(101, 168_000)];
    let code = payments[0].reference.as_str();
    let (late, mut early) = (line(code, 168_000), line(code, 168_000));
    early.value = day("2026-11-27");
    let lines = [late, early];
    let judged = match_lines(&lines, &payments);
    assert_eq!(judged[1].verdict, Verdict::Match(payments[0].payment));
    assert_eq!(reasons(&judged[0].verdict)[0], Reason::Reference);
}

#[test]
fn money_that_went_or_was_taken_back_pays_nothing() {
    let payments = [open(101, 168_000)];
    let mut out = line(payments[0].reference.as_str(), 168_000);
    out.direction = Direction::Out;
    assert_eq!(
        verdict(&out, &payments),
        Verdict::Unmatched(Unmatched::Outgoing)
    );
    out.reversal = true;
    assert_eq!(
        verdict(&out, &payments),
        Verdict::Unmatched(Unmatched::Reversal)
    );
    let mut euros = line(payments[0].reference.as_str(), 168_000);
    euros.amount = Money::new(168_000, kernel::Currency::EUR);
    assert!(
        matches!(verdict(&euros, &payments), Verdict::Suggest(_)),
        "another currency"
    );
}

#[test]
fn few_suggestions_are_shown_the_likeliest_first() {
    let payments: Vec<_> = (1..20).map(|seed| open(seed, 168_000)).collect();
    let text = payments[7].reference.grouped();
    let mut second = line(&text, 168_000);
    second.row = 2;
    let lines = [line(&text, 168_000), second];
    let judged = match_lines(&lines, &payments);
    let Verdict::Suggest(suggestions) = &judged[1].verdict else {
        panic!("suggestions");
    };
    assert_eq!(suggestions.len(), SUGGESTIONS_MAX);
    assert_eq!(suggestions[0].payment, payments[7].payment);
    assert!(
        suggestions
            .windows(2)
            .all(|pair| pair[0].points() >= pair[1].points())
    );
}

#[test]
fn among_many_of_one_price_the_payer_s_own_comes_first() {
    let mut payments: Vec<_> = (1..1000).map(|seed| open(seed, 168_000)).collect();
    for payment in &mut payments {
        payment.payer = None;
    }
    payments[3].payer = Some("Li Si".into());
    payments[3].opened = day("2026-11-20");
    let mut paid = line("tree", 168_000);
    paid.counterparty = Some("LI-SI".into());
    let Verdict::Suggest(suggestions) = verdict(&paid, &payments) else {
        panic!("suggestions");
    };
    assert_eq!(suggestions[0].payment, payments[3].payment);
    assert_eq!(
        suggestions[0].reasons,
        [Reason::Amount, Reason::PayerName, Reason::Time]
    );
    paid.value = day("2026-11-19");
    let too_early = Verdict::Unmatched(Unmatched::NothingLike);
    assert_eq!(verdict(&paid, &payments), too_early, "nothing was open yet");
}

proptest! {
    /// Lines about few payments, so that they compete.
    #[test]
    fn no_line_and_no_payment_is_matched_twice(picks in prop::collection::vec((0_u64..6, 0_i64..3, 1_u32..5, any::<bool>()), 0..40)) {
        let payments: Vec<_> = (0..6).map(|seed| open(seed + 1, 1000)).collect();
        let lines: Vec<_> = picks
            .iter()
            .enumerate()
            .map(|(row, (seed, more, on, reversal))| {
                let mut line = line(ShortCode::from_seed(seed + 1).as_str(), 1000 + more % 2);
                (line.row, line.reversal) = (row, *reversal);
                line.value = Day::new(2026, 11, 20 + on).unwrap();
                line
            })
            .collect();
        let judged = match_lines(&lines, &payments);
        prop_assert_eq!(judged.len(), lines.len());
        let mut paid = BTreeSet::new();
        for (row, judgement) in judged.iter().enumerate() {
            prop_assert_eq!(judgement.line.row, row, "one verdict for every line, in order");
            if let Verdict::Match(payment) = judgement.verdict {
                prop_assert!(paid.insert(payment), "a payment matched twice");
                let expected = payments.iter().find(|open| open.payment == payment).unwrap();
                prop_assert_eq!(judgement.line.amount, expected.amount);
                prop_assert!(judgement.line.text.contains(expected.reference.as_str()));
                prop_assert!(!judgement.line.reversal);
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,80}", fen in any::<i64>()) {
        let _ = verdict(&line(&text, fen), &[open(101, 168_000)]);
    }
}
