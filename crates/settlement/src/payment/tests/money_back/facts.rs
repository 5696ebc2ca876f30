//! Lines, small refunds and disputes that the tests start from.

use super::*;

pub(super) const DISPUTE: DisputeId = DisputeId::from_bytes([8; 16]);

pub(super) fn refund(byte: u8) -> RefundId {
    RefundId::from_bytes([byte; 16])
}

pub(super) fn line(kind: LineKind, fen: i64) -> Line {
    let amount = Money::fen(fen);
    Line { kind, amount }
}

pub(super) fn three_lines() -> Vec<Line> {
    vec![
        line(LineKind::Fruit, 150_000),
        line(LineKind::Shipping, 10_000),
        line(LineKind::Nameplate, 8_000),
    ]
}

pub(super) fn opened_with(lines: Vec<Line>) -> Event {
    let Event::PaymentOpened {
        payment,
        adoption,
        payer,
        amount,
        channel,
        reference,
        expires_at,
        lines: _,
    } = opened()
    else {
        unreachable!()
    };
    Event::PaymentOpened {
        payment,
        adoption,
        payer,
        amount,
        channel,
        reference,
        expires_at,
        lines,
    }
}

pub(super) fn open_with(lines: Vec<Line>) -> Command {
    let Event::PaymentOpened {
        payment,
        adoption,
        payer,
        amount,
        channel,
        reference,
        expires_at,
        lines,
    } = opened_with(lines)
    else {
        unreachable!()
    };
    Command::OpenPayment {
        payment,
        adoption,
        payer,
        amount,
        channel,
        reference,
        expires_at,
        lines,
    }
}

pub(super) fn part(line: u8, fen: i64) -> LinePart {
    let amount = Money::fen(fen);
    LinePart { line, amount }
}

pub(super) fn reserve_parts(byte: u8, fen: i64, parts: &[LinePart]) -> Command {
    Command::ReserveRefund {
        refund: refund(byte),
        amount: Money::fen(fen),
        parts: parts.to_vec(),
    }
}

pub(super) fn reserved_parts(byte: u8, fen: i64, parts: &[LinePart]) -> Event {
    Event::RefundReserved {
        refund: refund(byte),
        amount: Money::fen(fen),
        parts: parts.to_vec(),
    }
}

pub(super) fn at() -> Timestamp {
    moment("2026-11-02T08:00:00Z")
}

pub(super) fn queue(byte: u8, fen: i64, at: Timestamp) -> Command {
    Command::QueueRefund {
        refund: refund(byte),
        amount: Money::fen(fen),
        parts: vec![],
        at,
    }
}

pub(super) fn queued(byte: u8, fen: i64, at: Timestamp) -> Event {
    Event::RefundQueued {
        refund: refund(byte),
        amount: Money::fen(fen),
        parts: vec![],
        at,
    }
}

pub(super) fn batch(byte: u8, items: &[u8]) -> Command {
    Command::BatchRefunds {
        refund: refund(byte),
        items: items.iter().copied().map(refund).collect(),
    }
}

pub(super) fn batched(byte: u8, items: &[u8], fen: i64) -> Event {
    Event::RefundsBatched {
        refund: refund(byte),
        items: items.iter().copied().map(refund).collect(),
        amount: Money::fen(fen),
    }
}

pub(super) fn dispute(fen: i64) -> Command {
    Command::RecordDispute {
        dispute: DISPUTE,
        amount: Money::fen(fen),
        at: at(),
    }
}

pub(super) fn disputed(fen: i64) -> Event {
    Event::PaymentDisputed {
        dispute: DISPUTE,
        amount: Money::fen(fen),
        at: at(),
    }
}

pub(super) fn end(lost: Option<i64>) -> Command {
    Command::EndDispute {
        dispute: DISPUTE,
        lost: lost.map(Money::fen),
        at: at(),
    }
}

pub(super) fn ended(lost: Option<i64>) -> Event {
    Event::PaymentDisputeEnded {
        dispute: DISPUTE,
        lost: lost.map(Money::fen),
        at: at(),
    }
}
