//! The season that all tests ask about: one orchard, four trees, two campaigns, four adoptions, two lots,
//! two boxes. The names of the functions are the story in order.

use std::time::Duration;

use adoption::adoption::{Agreement, CancelReason, Event as Bond};
use adoption::campaign::{Bilingual, Event as Campaign, RiskClause, Terms};
use adoption::tree_share::{Event as Share, Part};
use community::member::{Event as Member, Locale, Role};
use fulfilment::box_plan::{Event as BoxPlan, LotGrams, PlannedBox};
use fulfilment::parcel::{Event as Parcel, ScanStatus};
use kernel::{
    AdoptionId, BlockId, BoxId, CampaignId, FarmId, Grams, LotId, Money, ObservationId, OrchardId,
    ParcelId, PaymentId, PersonId, RefundId, Season as Year, TreeId,
};
use readmodels::ReadModels;
use settlement::channel_fact::{Event as ChannelFact, Purpose};
use settlement::payment::{Channel, Event as Payment};
use settlement::refund::{Event as Refund, RefundReason};
use traceability::allocation::Policy;
use traceability::lot::{
    Allocation, Certificate, CertificateBasis, Event as Lot, Grade, TreeYield,
};
use traceability::observation::{Event as Observation, Flag, PhotoFacts, Stage};
use traceability::orchard::{Event as Orchard, Place};
use traceability::tag::Event as Tag;
use traceability::tree::{Event as Tree, TreeFacts};

use crate::pen::{Pen, at, code, day, hash, id, sealed};

pub(crate) const PRICE: Money = Money::fen(168_000);
pub(crate) const FEE: Money = Money::fen(1_008);
pub(crate) const WAIT: Duration = Duration::from_secs(10);

pub(crate) fn orchard() -> OrchardId {
    id(b'o', 1, OrchardId::from_bytes)
}
pub(crate) fn block(number: u8) -> BlockId {
    id(b'b', number, BlockId::from_bytes)
}
pub(crate) fn tree(number: u8) -> TreeId {
    id(b't', number, TreeId::from_bytes)
}
pub(crate) fn campaign(number: u8) -> CampaignId {
    id(b'c', number, CampaignId::from_bytes)
}
pub(crate) fn bond(number: u8) -> AdoptionId {
    id(b'a', number, AdoptionId::from_bytes)
}
pub(crate) fn person(number: u8) -> PersonId {
    id(b'p', number, PersonId::from_bytes)
}
pub(crate) fn payment(number: u8) -> PaymentId {
    id(b'y', number, PaymentId::from_bytes)
}
pub(crate) fn refund(number: u8) -> RefundId {
    id(b'r', number, RefundId::from_bytes)
}
pub(crate) fn seen(number: u8) -> ObservationId {
    id(b's', number, ObservationId::from_bytes)
}
pub(crate) fn lot(number: u8) -> LotId {
    id(b'l', number, LotId::from_bytes)
}
pub(crate) fn box_id(number: u8) -> BoxId {
    id(b'x', number, BoxId::from_bytes)
}
pub(crate) fn parcel(number: u8) -> ParcelId {
    id(b'k', number, ParcelId::from_bytes)
}
pub(crate) fn year() -> Year {
    Year::new(2026).unwrap()
}
pub(crate) fn farmer() -> PersonId {
    person(1)
}
pub(crate) fn buyer() -> PersonId {
    person(2)
}
pub(crate) fn late_buyer() -> PersonId {
    person(3)
}

/// The whole story in a log, and the read models that know all of it.
pub(crate) fn season() -> (Pen, ReadModels) {
    let mut pen = Pen::new();
    tell(&mut pen);
    let reads = ReadModels::temporary(&pen.log).unwrap();
    (pen, reads)
}

/// Waits until the read models know all that was written.
pub(crate) fn catch_up(pen: &Pen, reads: &ReadModels) {
    reads
        .wait_until_blocking(pen.log.durable_position(), WAIT)
        .unwrap();
}

pub(crate) fn tell(pen: &mut Pen) {
    members_register(pen);
    orchard_is_planted(pen);
    trees_are_photographed(pen);
    campaigns_are_written(pen);
    first_buyer_adopts_tree_1(pen);
    second_buyer_pays_too_late(pen);
    second_buyer_holds_tree_2(pen);
    first_buyer_adopts_tree_2(pen);
    fruit_is_picked(pen);
    boxes_are_sent(pen);
}

fn members_register(pen: &mut Pen) {
    for (number, locale) in [(1, Locale::ZhCn), (2, Locale::ZhCn), (3, Locale::En)] {
        let person = person(number);
        let name = sealed(&format!("name-{number}"));
        let event = Member::MemberRegistered {
            person,
            name,
            locale,
            at: at(0),
        };
        pen.write(&person.to_string(), &event);
    }
    let role = Role::Farmer { orchard: orchard() };
    pen.write(
        &farmer().to_string(),
        &Member::RoleGranted { role, at: at(1) },
    );
    pen.write(
        &farmer().to_string(),
        &Member::RoleGranted {
            role: Role::Auditor,
            at: at(1),
        },
    );
    pen.write(
        &farmer().to_string(),
        &Member::RoleRevoked {
            role: Role::Auditor,
            at: at(2),
        },
    );
}

fn orchard_is_planted(pen: &mut Pen) {
    let stream = orchard().to_string();
    pen.write(
        &stream,
        &Orchard::OrchardRegistered {
            orchard: orchard(),
            farm: id(b'f', 1, FarmId::from_bytes),
            farm_name: "三标果园".into(),
            name: "东坡".into(),
            place: place(),
        },
    );
    pen.write(
        &stream,
        &Orchard::BlockAdded {
            block: block(1),
            name: "甲".into(),
        },
    );
    pen.write(
        &stream,
        &Orchard::BlockAdded {
            block: block(2),
            name: "乙".into(),
        },
    );
    pen.write(&stream, &Orchard::FarmerAssigned { person: farmer() });
    pen.write(&stream, &Orchard::FarmerAssigned { person: buyer() });
    pen.write(&stream, &Orchard::FarmerRemoved { person: buyer() });
    for (number, in_block, place) in [(1, 1, 1), (2, 1, 2), (3, 1, 3), (4, 2, 1)] {
        tree_is_registered(pen, number, in_block, place);
    }
    let new = code(101);
    let replaced = Tree::TagReplaced {
        old: code(1),
        code: new,
        reason: "broken".into(),
        at: at(5),
    };
    pen.write(
        new.as_str(),
        &Tag::TagIssued {
            code: new,
            tree: tree(1),
            at: at(5),
        },
    );
    pen.write(code(1).as_str(), &Tag::TagRetired { at: at(5) });
    pen.write(&tree(1).to_string(), &replaced);
}

pub(crate) fn place() -> Place {
    Place {
        province: "江西".into(),
        county: "寻乌".into(),
        village: "三标".into(),
        lat_e7: 249_000_000,
        lon_e7: 1_156_000_000,
    }
}

fn tree_is_registered(pen: &mut Pen, number: u8, in_block: u8, place: u16) {
    let facts = TreeFacts {
        orchard: orchard(),
        block: block(in_block),
        row: 1,
        number: place,
        variety: if number == 4 { "脐橙" } else { "纽荷尔" }.into(),
        planted: 2011,
        name: format!("树{number}"),
    };
    let (tree, code) = (tree(number), code(u64::from(number)));
    pen.write(
        &tree.to_string(),
        &Tree::TreeRegistered {
            tree,
            facts,
            at: at(3),
        },
    );
    pen.write(
        code.as_str(),
        &Tag::TagIssued {
            code,
            tree,
            at: at(3),
        },
    );
    pen.write(&tree.to_string(), &Tree::TagAttached { code, at: at(3) });
}

/// Tree 1 is seen in blossom; an older look at it arrives later. Tree 2 is seen without a photo, then refused.
/// Tree 3 is flagged for a photo of tree 1.
fn trees_are_photographed(pen: &mut Pen) {
    look(pen, 1, 1, Stage::Blossom, &[1, 2], 100);
    pen.write(
        &seen(1).to_string(),
        &Observation::ObservationAccepted {
            at: at(101),
            by: None,
        },
    );
    look(pen, 2, 1, Stage::Budding, &[3], 50);
    pen.write(
        &seen(2).to_string(),
        &Observation::ObservationAccepted {
            at: at(102),
            by: None,
        },
    );
    look(pen, 3, 2, Stage::Blossom, &[], 110);
    pen.write(
        &seen(3).to_string(),
        &Observation::ObservationAccepted {
            at: at(111),
            by: None,
        },
    );
    look(pen, 4, 2, Stage::FruitSet, &[4], 120);
    let flags = vec![Flag::FuturePhoto {
        sha256: hash(4),
        taken_at: at(9_999),
    }];
    pen.write(
        &seen(4).to_string(),
        &Observation::ObservationFlagged { flags, at: at(121) },
    );
    let reason = "wrong tree".to_owned();
    let refused = Observation::ObservationRefused {
        by: farmer(),
        reason,
        at: at(122),
    };
    pen.write(&seen(4).to_string(), &refused);
    look(pen, 5, 3, Stage::Blossom, &[1], 130);
    pen.write(
        &seen(5).to_string(),
        &Observation::ObservationFlagged {
            flags: same_photo(),
            at: at(131),
        },
    );
}

pub(crate) fn same_photo() -> Vec<Flag> {
    vec![Flag::SamePhoto {
        sha256: hash(1),
        of: seen(1),
    }]
}

fn look(pen: &mut Pen, number: u8, of: u8, stage: Stage, photos: &[u8], minute: i64) {
    let event = Observation::ObservationCaptured {
        observation: seen(number),
        tree: tree(of),
        by: farmer(),
        stage,
        note: Some(format!("note-{number}")),
        photos: photos.iter().map(|photo| photo_facts(*photo)).collect(),
        captured_at: at(minute),
        received_at: at(minute + 1),
    };
    pen.write(&seen(number).to_string(), &event);
}

pub(crate) fn photo_facts(number: u8) -> PhotoFacts {
    PhotoFacts {
        sha256: hash(number),
        width: 4_000,
        height: 3_000,
        bytes: 5_000_000,
        dhash: "00ff00ff00ff00ff".into(),
        taken_at: Some(at(10)),
        exif: Some(sealed("exif")),
    }
}

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
fn campaigns_are_written(pen: &mut Pen) {
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

fn first_buyer_adopts_tree_1(pen: &mut Pen) {
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
fn second_buyer_pays_too_late(pen: &mut Pen) {
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

fn second_buyer_holds_tree_2(pen: &mut Pen) {
    starts(pen, 3, &agreement(late_buyer(), 2, 1, 300));
}

fn first_buyer_adopts_tree_2(pen: &mut Pen) {
    let agreement = agreement(buyer(), 2, 2, 320);
    starts(pen, 4, &agreement);
    pays(pen, 4, &agreement, 310);
    let proposed = Bond::NameplateProposed {
        text: sealed("waiting"),
        at: at(311),
    };
    pen.write(&bond(4).to_string(), &proposed);
}

pub(crate) fn certificate() -> Certificate {
    Certificate {
        number: "HGZ-1".into(),
        product: "脐橙".into(),
        origin: "江西寻乌".into(),
        producer: "三标果园".into(),
        contact: "0797-0000000".into(),
        basis: CertificateBasis::OwnTest,
        issued_on: day(2026, 11, 28),
    }
}

/// Lot 1 is certified and divided; lot 2, picked in January of the same season, is not.
fn fruit_is_picked(pen: &mut Pen) {
    pick(pen, 1, day(2026, 11, 27), &[(1, 30_000), (2, 12_000)]);
    pick(pen, 2, day(2027, 1, 5), &[(1, 5_000)]);
    let stream = lot(1).to_string();
    let certificate = certificate();
    pen.write(
        &stream,
        &Lot::CertificateIssued {
            certificate,
            at: at(401),
        },
    );
    let give = |number, of, grams| Allocation {
        adoption: bond(number),
        tree: tree(of),
        grams,
    };
    let allocated = Lot::LotAllocated {
        lot: lot(1),
        policy: Policy::OwnTree1,
        allocations: vec![give(1, 1, Grams(15_000)), give(4, 2, Grams(6_000))],
        surplus: Grams(21_000),
        at: at(402),
    };
    pen.write(&stream, &allocated);
    let granted = BoxPlan::EntitlementGranted {
        adoption: bond(1),
        lot: lot(1),
        grams: Grams(15_000),
    };
    pen.write(&bond(1).to_string(), &granted);
}

fn pick(pen: &mut Pen, number: u8, picked_on: kernel::Day, yields: &[(u8, u64)]) {
    let net: u64 = yields.iter().map(|(_, grams)| grams).sum();
    let event = Lot::LotHarvested {
        lot: lot(number),
        code: format!("L-{number}"),
        orchard: orchard(),
        block: block(1),
        picked_on,
        grade: Grade::First,
        gross: Grams(net + 2_000),
        tare: Grams(2_000),
        net: Grams(net),
        yields: yields
            .iter()
            .map(|(of, grams)| TreeYield {
                tree: tree(*of),
                grams: Grams(*grams),
            })
            .collect(),
        by: farmer(),
    };
    pen.write(&lot(number).to_string(), &event);
}

/// Adoption 1 has two boxes; the first is sent, the second waits with an open address.
fn boxes_are_sent(pen: &mut Pen) {
    let stream = bond(1).to_string();
    let planned = |number: u8| PlannedBox {
        box_id: box_id(number),
        nth: number,
        from: day(2026, 11, 20 + u32::from(number)),
        until: day(2026, 12, 20 + u32::from(number)),
        grams: Grams(10_000),
        address: sealed("old address"),
    };
    let planned = vec![planned(1), planned(2)];
    pen.write(
        &stream,
        &BoxPlan::BoxesPlanned {
            adoption: bond(1),
            buyer: buyer(),
            planned,
        },
    );
    let address = sealed("new address");
    pen.write(
        &stream,
        &BoxPlan::BoxAddressChanged {
            box_id: box_id(1),
            address,
        },
    );
    pen.write(
        &stream,
        &BoxPlan::AddressesLocked {
            boxes: vec![box_id(1)],
            at: at(500),
        },
    );
    let contents = vec![LotGrams {
        lot: lot(1),
        grams: Grams(10_100),
    }];
    let packed = BoxPlan::BoxPacked {
        box_id: box_id(1),
        parcel: parcel(1),
        contents: contents.clone(),
        at: at(501),
    };
    pen.write(&stream, &packed);
    let packed = Parcel::ParcelPacked {
        parcel: parcel(1),
        code: code(300),
        box_id: box_id(1),
        nth: 1,
        adoption: bond(1),
        buyer: buyer(),
        tree: tree(1),
        contents,
        grams: Grams(10_100),
        by: farmer(),
        at: at(501),
    };
    pen.write(&parcel(1).to_string(), &packed);
}

pub(crate) fn parcel_arrives(pen: &mut Pen) {
    let stream = parcel(1).to_string();
    let (carrier, tracking) = ("sf".to_owned(), "SF100".to_owned());
    pen.write(
        &stream,
        &Parcel::ParcelHandedOver {
            carrier,
            tracking,
            at: at(510),
        },
    );
    let status = ScanStatus::OutForDelivery;
    pen.write(
        &stream,
        &Parcel::ParcelScanned {
            status,
            at: at(530),
        },
    );
    let status = ScanStatus::InTransit;
    pen.write(
        &stream,
        &Parcel::ParcelScanned {
            status,
            at: at(520),
        },
    );
    let delivered = Parcel::ParcelDelivered {
        parcel: parcel(1),
        adoption: bond(1),
        nth: 1,
        at: at(540),
    };
    pen.write(&stream, &delivered);
}
