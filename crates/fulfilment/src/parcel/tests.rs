//! Rules of a parcel, told as given, when, then.

use kernel::{
    AdoptionId, BoxId, Grams, LotId, ParcelId, PersonId, ShortCode, Timestamp, TreeId, fold,
    testing::given,
};
use proptest::prelude::*;

use super::*;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000)
        .unwrap()
        .plus_seconds(hour * 3600)
}

fn of(lot: u8, grams: u64) -> LotGrams {
    LotGrams {
        lot: LotId::from_bytes([lot; 16]),
        grams: Grams(grams),
    }
}

fn pack(contents: Vec<LotGrams>, hour: i64) -> Command {
    Command::PackParcel {
        parcel: ParcelId::from_bytes([1; 16]),
        code: ShortCode::from_seed(5),
        box_id: BoxId::from_bytes([2; 16]),
        nth: 1,
        adoption: AdoptionId::from_bytes([3; 16]),
        buyer: PersonId::from_bytes([4; 16]),
        tree: TreeId::from_bytes([5; 16]),
        contents,
        by: PersonId::from_bytes([6; 16]),
        at: at(hour),
    }
}

fn packed() -> Event {
    Event::ParcelPacked {
        parcel: ParcelId::from_bytes([1; 16]),
        code: ShortCode::from_seed(5),
        box_id: BoxId::from_bytes([2; 16]),
        nth: 1,
        adoption: AdoptionId::from_bytes([3; 16]),
        buyer: PersonId::from_bytes([4; 16]),
        tree: TreeId::from_bytes([5; 16]),
        contents: vec![of(1, 7_000), of(2, 3_000)],
        grams: Grams(10_000),
        by: PersonId::from_bytes([6; 16]),
        at: at(0),
    }
}

fn hand_over(carrier: &str, tracking: &str, hour: i64) -> Command {
    Command::HandOver {
        carrier: carrier.into(),
        tracking: tracking.into(),
        at: at(hour),
    }
}

fn handed_over() -> Event {
    Event::ParcelHandedOver {
        carrier: "顺丰".into(),
        tracking: "SF1234567890123".into(),
        at: at(10),
    }
}

fn scan(status: ScanStatus, hour: i64) -> Command {
    Command::RecordScan {
        status,
        at: at(hour),
    }
}

fn scanned(status: ScanStatus, hour: i64) -> Event {
    Event::ParcelScanned {
        status,
        at: at(hour),
    }
}

fn delivered(hour: i64) -> Event {
    Event::ParcelDelivered {
        parcel: ParcelId::from_bytes([1; 16]),
        adoption: AdoptionId::from_bytes([3; 16]),
        nth: 1,
        at: at(hour),
    }
}

#[test]
fn a_parcel_is_packed_with_its_weight() {
    given::<Parcel>(&[])
        .when(pack(vec![of(2, 3_000), of(1, 7_000)], 0))
        .then(&[packed()]);
}

#[test]
fn every_command_repeated_is_quiet() {
    let history = [
        packed(),
        handed_over(),
        scanned(ScanStatus::Delivered, 30),
        delivered(30),
    ];
    for command in [
        pack(vec![of(1, 7_000), of(2, 3_000)], 9),
        hand_over(" 顺丰 ", "SF1234567890123", 99),
        scan(ScanStatus::Delivered, 30),
        Command::RecordDelivery { at: at(99) },
    ] {
        given::<Parcel>(&history).when(command).then(&[]);
    }
}

#[test]
fn the_same_id_with_other_contents_is_refused() {
    given::<Parcel>(&[packed()])
        .when(pack(vec![of(1, 10_000)], 0))
        .then_rejected(&Rejection::ParcelExists);
}

#[test]
fn a_parcel_is_handed_over_under_one_number() {
    given::<Parcel>(&[packed()])
        .when(hand_over(" 顺丰", "SF1234567890123 ", 10))
        .then(&[handed_over()]);
    for (carrier, tracking) in [("顺丰", "SF999"), ("中通", "SF1234567890123")] {
        given::<Parcel>(&[packed(), handed_over()])
            .when(hand_over(carrier, tracking, 10))
            .then_rejected(&Rejection::ParcelAlreadyHandedOver {
                tracking: "SF1234567890123".into(),
            });
    }
}

#[test]
fn carrier_and_number_have_1_to_40_letters_digits_or_hyphens() {
    let long = "1".repeat(41);
    for (carrier, tracking) in [
        ("", "SF1"),
        ("顺丰", " "),
        ("顺丰!", "SF1"),
        ("顺丰", "SF 1"),
        ("顺丰", "单号一"),
        ("顺丰", &long),
        (&long, "SF1"),
    ] {
        given::<Parcel>(&[packed()])
            .when(hand_over(carrier, tracking, 10))
            .then_rejected(&Rejection::TrackingInvalid);
    }
    let longest = Parcel::decide(
        &fold::<Parcel>(&[packed()]),
        hand_over("JD-express", &"1".repeat(40), 10),
    );
    assert_eq!(longest.unwrap().len(), 1);
}

#[test]
fn d40_nothing_happens_to_a_parcel_before_it_is_packed() {
    for command in [
        hand_over("顺丰", "SF1", 1),
        Command::RecordDelivery { at: at(1) },
        scan(ScanStatus::Collected, 1),
    ] {
        given::<Parcel>(&[])
            .when(command)
            .then_rejected(&Rejection::ParcelUnknown);
    }
}

#[test]
fn d40_a_person_cannot_deliver_what_was_not_handed_over() {
    given::<Parcel>(&[packed()])
        .when(Command::RecordDelivery { at: at(30) })
        .then_rejected(&Rejection::ParcelNotHandedOver);
    given::<Parcel>(&[packed(), handed_over()])
        .when(Command::RecordDelivery { at: at(30) })
        .then(&[delivered(30)]);
}

#[test]
fn d40_every_scan_is_kept_and_only_a_delivery_moves_the_parcel() {
    for status in [
        ScanStatus::Collected,
        ScanStatus::InTransit,
        ScanStatus::OutForDelivery,
        ScanStatus::Exception,
    ] {
        for history in [
            vec![packed()],
            vec![packed(), handed_over()],
            vec![packed(), handed_over(), delivered(30)],
        ] {
            given::<Parcel>(&history)
                .when(scan(status, 20))
                .then(&[scanned(status, 20)]);
        }
    }
    given::<Parcel>(&[packed(), handed_over()])
        .when(scan(ScanStatus::Delivered, 30))
        .then(&[scanned(ScanStatus::Delivered, 30), delivered(30)]);
}

#[test]
fn d40_a_delivery_told_too_early_counts_once_the_parcel_has_left() {
    let early = scanned(ScanStatus::Delivered, 30);
    given::<Parcel>(&[packed()])
        .when(scan(ScanStatus::Delivered, 30))
        .then(std::slice::from_ref(&early));
    given::<Parcel>(&[packed(), early])
        .when(hand_over("顺丰", "SF1234567890123", 10))
        .then(&[handed_over(), delivered(30)]);
}

#[test]
fn d40_whatever_the_clocks_say_a_parcel_does_not_arrive_before_it_left() {
    given::<Parcel>(&[packed(), handed_over()])
        .when(scan(ScanStatus::Delivered, 9))
        .then(&[scanned(ScanStatus::Delivered, 9), delivered(10)]);
}

/// A journey with the hand-over somewhere among the scans, in any order of arrival.
fn journeys() -> impl Strategy<Value = Vec<Command>> {
    let all = vec![
        ScanStatus::Collected,
        ScanStatus::InTransit,
        ScanStatus::OutForDelivery,
        ScanStatus::Delivered,
        ScanStatus::Exception,
    ];
    let one = (prop::sample::select(all), 0_i64..50).prop_map(|(status, hour)| scan(status, hour));
    prop::collection::vec(one, 0..12)
        .prop_map(|mut scans| {
            scans.push(hand_over("顺丰", "SF1234567890123", 10));
            scans
        })
        .prop_shuffle()
}

proptest! {
    #[test]
    fn d40_shuffled_scans_move_nothing_back(journey in journeys()) {
        let told = journey
            .iter()
            .any(|one| matches!(one, Command::RecordScan { status: ScanStatus::Delivered, .. }));
        let mut history = vec![packed()];
        let mut before = fold::<Parcel>(&history);
        for command in journey {
            history.extend(Parcel::decide(&before, command.clone()).unwrap());
            let after = fold::<Parcel>(&history);
            prop_assert!(before.handed_over.is_none() || after.handed_over == before.handed_over);
            prop_assert!(before.delivered_at.is_none() || after.delivered_at == before.delivered_at);
            prop_assert_eq!(Parcel::decide(&after, command.clone()), Ok(vec![]), "a repeat is quiet");
            if let Command::RecordScan { status, at } = command {
                prop_assert!(after.scans.contains(&(status, at)), "every scan is kept");
            }
            before = after;
        }
        let deliveries = history.iter().filter(|event| matches!(event, Event::ParcelDelivered { .. }));
        prop_assert_eq!(deliveries.count(), usize::from(told), "delivered once if the carrier said so");
        prop_assert!(before.delivered_at.is_none_or(|moment| moment >= at(10)));
    }
}
