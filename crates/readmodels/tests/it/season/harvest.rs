//! The harvest: lots are picked and divided, a box is packed and sent.

use fulfilment::box_plan::{Event as BoxPlan, LotGrams, PlannedBox};
use fulfilment::parcel::{Event as Parcel, ScanStatus};
use kernel::Grams;
use traceability::allocation::Policy;
use traceability::lot::{
    Allocation, Certificate, CertificateBasis, Event as Lot, Grade, TreeYield,
};

use super::{block, bond, box_id, buyer, farmer, lot, orchard, parcel, tree};
use crate::pen::{Pen, at, code, day, sealed};

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
pub(crate) fn fruit_is_picked(pen: &mut Pen) {
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
pub(crate) fn boxes_are_sent(pen: &mut Pen) {
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
