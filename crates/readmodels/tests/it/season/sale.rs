//! The sale: campaigns are written, trees are held, paid, paid too late.

use adoption::adoption::{Agreement, CancelReason, Event as Bond};
use adoption::campaign::{Bilingual, Event as Campaign, RiskClause, Terms};
use adoption::tree_share::{Event as Share, Part};
use kernel::{Grams, Money, PersonId};
use settlement::channel_fact::{Event as ChannelFact, Purpose};
use settlement::payment::{Channel, Event as Payment};
use settlement::refund::{self, Event as Refund, RefundReason};

use super::{FEE, PRICE, bond, buyer, campaign, late_buyer, orchard, payment, refund, tree, year};
use crate::pen::{Pen, at, code, day, hash, sealed};

pub(crate) fn terms() -> Terms {
    Terms {
        price: PRICE,
        shares_per_tree: 2,
        sale_from: at(0),
        sale_until: at(100_000),
        ship_from: day(2026, 11, 20),
        ship_until: day(2027, 1, 31),
        promised_grams: Grams(20_000),
        boxes: 2,
        risk_clause: RiskClause::TopUp,
        per_buyer_limit: 3,
        hold_minutes: 30,
        photo_max_age_days: 90,
        forecast_grams_per_tree: Grams(50_000),
        cover_percent: 90,
    }
}

pub(crate) fn words(zh: &str) -> Bilingual {
    Bilingual {
        zh: zh.into(),
        en: format!("{zh} (en)"),
    }
}

/// Campaign 1 offers trees 1 to 3, withdraws 3 and opens; campaign 2 stays a draft.
pub(crate) fn campaigns_are_written(pen: &mut Pen) {
    for number in [1, 2] {
        let drafted = Campaign::CampaignDrafted {
            campaign: campaign(number),
            orchard: orchard(),
            season: year(),
            title: words("old title"),
            story: words("story"),
            terms: terms(),
        };
        pen.write(&campaign(number).to_string(), &drafted);
    }
    let stream = campaign(1).to_string();
    let changed = Campaign::TermsChanged {
        title: words("橙"),
        story: words("story"),
        terms: terms(),
    };
    pen.write(&stream, &changed);
    pen.write(
        &stream,
        &Campaign::ContractPublished {
            hash: hash(90),
            text: words("contract"),
        },
    );
    pen.write(
        &stream,
        &Campaign::TreesOffered {
            trees: vec![tree(1), tree(2), tree(3)],
        },
    );
    pen.write(&stream, &Campaign::TreeWithdrawn { tree: tree(3) });
    pen.write(&stream, &Campaign::CampaignOpened { at: at(200) });
}

fn part(number: u8) -> Part {
    Part { number, of: 2 }
}

pub(crate) fn agreement(buyer: PersonId, of: u8, number: u8, hold_until: i64) -> Agreement {
    Agreement {
        campaign: campaign(1),
        buyer,
        tree: tree(of),
        season: year(),
        part: part(number),
        price: PRICE,
        promised_grams: Grams(20_000),
        boxes: 2,
        risk_clause: RiskClause::TopUp,
        contract: hash(90),
        hold_until: at(hold_until),
    }
}

/// A buyer holds a part of a tree, accepts the contract and asks to pay.
pub(crate) fn starts(pen: &mut Pen, number: u8, agreement: &Agreement) {
    let (adoption, holder) = (bond(number), agreement.buyer);
    let Agreement {
        tree,
        season,
        part,
        campaign,
        hold_until: until,
        ..
    } = agreement.clone();
    let shares = format!("{tree}.{season}");
    pen.write(
        &shares,
        &Share::TreeShareHeld {
            tree,
            season,
            part,
            campaign,
            adoption,
            holder,
            until,
        },
    );
    let agreement = agreement.clone();
    let stream = adoption.to_string();
    let contract = agreement.contract;
    pen.write(
        &stream,
        &Bond::AdoptionStarted {
            adoption,
            agreement,
        },
    );
    let accepted = Bond::ContractAccepted {
        contract,
        risk_clause: RiskClause::TopUp,
        no_return_confirmed: true,
        at: at(205),
    };
    pen.write(&stream, &accepted);
    let opened = Payment::PaymentOpened {
        payment: payment(number),
        adoption,
        payer: holder,
        amount: PRICE,
        channel: Channel::Manual,
        reference: code(200 + u64::from(number)),
        expires_at: until,
        lines: vec![],
    };
    pen.write(&payment(number).to_string(), &opened);
}

/// The money of an adoption comes in time and it is confirmed.
pub(crate) fn pays(pen: &mut Pen, number: u8, agreement: &Agreement, minute: i64) {
    let transaction = format!("tx-{number}");
    let recorded = ChannelFact::ChannelFactRecorded {
        channel: Channel::Manual,
        transaction: transaction.clone(),
        purpose: Purpose::Capture(payment(number)),
        amount: PRICE,
        at: at(minute),
    };
    pen.write(&format!("manual.{}", hash(number)), &recorded);
    let captured = Payment::PaymentCaptured {
        payment: payment(number),
        adoption: bond(number),
        channel: Channel::Manual,
        transaction,
        amount: PRICE,
        fee: FEE,
        value_at: at(minute),
    };
    pen.write(&payment(number).to_string(), &captured);
    let taken = Share::TreeShareTaken {
        part: agreement.part,
        campaign: agreement.campaign,
        adoption: bond(number),
        holder: agreement.buyer,
        at: at(minute),
    };
    pen.write(&format!("{}.{}", agreement.tree, agreement.season), &taken);
    let stream = bond(number).to_string();
    pen.write(
        &stream,
        &Bond::AdoptionConfirmed {
            payment: payment(number),
            at: at(minute),
        },
    );
    pen.write(
        &stream,
        &Bond::EntitlementPromised {
            grams: agreement.promised_grams,
            boxes: 2,
        },
    );
}

pub(crate) fn first_buyer_adopts_tree_1(pen: &mut Pen) {
    let agreement = agreement(buyer(), 1, 1, 230);
    starts(pen, 1, &agreement);
    let stream = bond(1).to_string();
    pen.write(
        &stream,
        &Bond::NameplateProposed {
            text: sealed("rude"),
            at: at(206),
        },
    );
    let reason = "another word, please".to_owned();
    pen.write(
        &stream,
        &Bond::NameplateRejected {
            reason,
            at: at(207),
        },
    );
    pen.write(
        &stream,
        &Bond::NameplateProposed {
            text: sealed("小满一家"),
            at: at(208),
        },
    );
    pays(pen, 1, &agreement, 210);
    pen.write(&stream, &Bond::NameplateApproved { at: at(220) });
}

/// The hold of adoption 2 expires, then the money comes, then it goes back.
pub(crate) fn second_buyer_pays_too_late(pen: &mut Pen) {
    let agreement = agreement(late_buyer(), 1, 2, 240);
    starts(pen, 2, &agreement);
    let shares = format!("{}.{}", tree(1), year());
    let expired = Share::HoldExpired {
        part: part(2),
        adoption: bond(2),
        at: at(241),
    };
    pen.write(&shares, &expired);
    let reason = CancelReason::HoldExpired;
    pen.write(
        &bond(2).to_string(),
        &Bond::AdoptionCancelled {
            reason,
            at: at(241),
        },
    );
    let late = Payment::LatePaymentReceived {
        payment: payment(2),
        adoption: bond(2),
        channel: Channel::Manual,
        transaction: "tx-2".into(),
        amount: PRICE,
        fee: Money::fen(0),
        value_at: at(250),
    };
    pen.write(&payment(2).to_string(), &late);
    let requested = Refund::RefundRequested {
        refund: refund(1),
        payment: payment(2),
        adoption: bond(2),
        channel: Channel::Manual,
        amount: PRICE,
        reason: RefundReason::PaidTooLate,
        terms: refund::Terms::default(),
        at: at(251),
    };
    pen.write(&refund(1).to_string(), &requested);
}

pub(crate) fn refund_is_settled(pen: &mut Pen) {
    let stream = refund(1).to_string();
    pen.write(&stream, &Refund::RefundAccepted { at: at(252) });
    let settled = Refund::RefundSettled {
        refund: refund(1),
        payment: payment(2),
        adoption: bond(2),
        channel: Channel::Manual,
        transaction: "back-1".into(),
        amount: PRICE,
        at: at(253),
    };
    pen.write(&stream, &settled);
}

pub(crate) fn second_buyer_holds_tree_2(pen: &mut Pen) {
    starts(pen, 3, &agreement(late_buyer(), 2, 1, 300));
}

pub(crate) fn first_buyer_adopts_tree_2(pen: &mut Pen) {
    let agreement = agreement(buyer(), 2, 2, 320);
    starts(pen, 4, &agreement);
    pays(pen, 4, &agreement, 310);
    let proposed = Bond::NameplateProposed {
        text: sealed("waiting"),
        at: at(311),
    };
    pen.write(&bond(4).to_string(), &proposed);
}
