//! Rules of an orchard, told as given, when, then.

use kernel::{BlockId, FarmId, OrchardId, PersonId, testing::given};

use super::*;

fn place() -> Place {
    Place {
        province: "江西省".into(),
        county: "信丰县".into(),
        village: "安西镇".into(),
        lat_e7: 253_850_000,
        lon_e7: 1_149_270_000,
    }
}

fn register(name: &str, place: Place) -> Command {
    Command::RegisterOrchard {
        orchard: OrchardId::from_bytes([1; 16]),
        farm: FarmId::from_bytes([2; 16]),
        farm_name: " 圈橙果业 ".into(),
        name: name.into(),
        place,
    }
}

fn registered() -> Event {
    Event::OrchardRegistered {
        orchard: OrchardId::from_bytes([1; 16]),
        farm: FarmId::from_bytes([2; 16]),
        farm_name: "圈橙果业".into(),
        name: "东坡园".into(),
        place: place(),
    }
}

fn block(seed: u8) -> BlockId {
    BlockId::from_bytes([seed; 16])
}

fn add(seed: u8, name: &str) -> Command {
    Command::AddBlock {
        block: block(seed),
        name: name.into(),
    }
}

fn added(seed: u8, name: &str) -> Event {
    Event::BlockAdded {
        block: block(seed),
        name: name.into(),
    }
}

fn farmer() -> PersonId {
    PersonId::from_bytes([9; 16])
}

#[test]
fn an_orchard_is_registered_with_trimmed_names() {
    given::<Orchard>(&[])
        .when(register(" 东坡园\n", place()))
        .then(&[registered()]);
}

#[test]
fn every_command_repeated_is_quiet() {
    let history = [
        registered(),
        added(3, "A区"),
        Event::FarmerAssigned { person: farmer() },
    ];
    let repeated = [
        register("东坡园", place()),
        add(3, " A区 "),
        Command::AssignFarmer { person: farmer() },
    ];
    for command in repeated {
        given::<Orchard>(&history).when(command).then(&[]);
    }
    given::<Orchard>(&[registered()])
        .when(Command::RemoveFarmer { person: farmer() })
        .then(&[]);
}

#[test]
fn the_same_id_with_other_words_is_refused() {
    given::<Orchard>(&[registered()])
        .when(register("西坡园", place()))
        .then_rejected(&Rejection::OrchardExists);
}

#[test]
fn names_have_1_to_60_characters() {
    for name in ["", "  ", &"橙".repeat(61)] {
        given::<Orchard>(&[])
            .when(register(name, place()))
            .then_rejected(&Rejection::NameInvalid);
        given::<Orchard>(&[registered()])
            .when(add(3, name))
            .then_rejected(&Rejection::NameInvalid);
    }
    let nowhere = Place {
        village: String::new(),
        ..place()
    };
    given::<Orchard>(&[])
        .when(register("东坡园", nowhere))
        .then_rejected(&Rejection::NameInvalid);
    let longest = "橙".repeat(60);
    given::<Orchard>(&[registered()])
        .when(add(3, &longest))
        .then(&[added(3, &longest)]);
}

#[test]
fn a_place_lies_on_the_globe() {
    for (lat_e7, lon_e7) in [
        (900_000_001, 0),
        (-900_000_001, 0),
        (0, 1_800_000_001),
        (0, i32::MIN),
    ] {
        let off = Place {
            lat_e7,
            lon_e7,
            ..place()
        };
        given::<Orchard>(&[])
            .when(register("东坡园", off))
            .then_rejected(&Rejection::PlaceInvalid);
    }
}

#[test]
fn blocks_have_their_own_ids_and_names() {
    let history = [registered(), added(3, "A区")];
    given::<Orchard>(&history)
        .when(add(4, "B区"))
        .then(&[added(4, "B区")]);
    for taken in [add(3, "B区"), add(4, "A区")] {
        given::<Orchard>(&history)
            .when(taken)
            .then_rejected(&Rejection::BlockExists {
                name: "A区".into()
            });
    }
}

#[test]
fn an_orchard_has_at_most_200_blocks() {
    let mut history = vec![registered()];
    history.extend((1..=200).map(|seed| added(seed, &format!("{seed}"))));
    given::<Orchard>(&history)
        .when(add(201, "201"))
        .then_rejected(&Rejection::TooManyBlocks { max: 200 });
    given::<Orchard>(&history[..200])
        .when(add(201, "201"))
        .then(&[added(201, "201")]);
}

#[test]
fn farmers_come_and_go() {
    let person = farmer();
    let assigned = Event::FarmerAssigned { person };
    let removed = Event::FarmerRemoved { person };
    given::<Orchard>(&[registered()])
        .when(Command::AssignFarmer { person })
        .then(std::slice::from_ref(&assigned));
    given::<Orchard>(&[registered(), assigned.clone()])
        .when(Command::RemoveFarmer { person })
        .then(std::slice::from_ref(&removed));
    given::<Orchard>(&[registered(), assigned.clone(), removed])
        .when(Command::AssignFarmer { person })
        .then(&[assigned]);
}

#[test]
fn an_unknown_orchard_has_neither_blocks_nor_farmers() {
    let person = farmer();
    for command in [
        add(3, "A区"),
        Command::AssignFarmer { person },
        Command::RemoveFarmer { person },
    ] {
        given::<Orchard>(&[])
            .when(command)
            .then_rejected(&Rejection::OrchardUnknown);
    }
}

fn outline() -> Vec<Spot> {
    [(0, 0), (0, 10), (10, 10)]
        .map(|(lat_e7, lon_e7)| Spot { lat_e7, lon_e7 })
        .to_vec()
}

fn draw(seed: u8, outline: Vec<Spot>) -> Command {
    Command::OutlineBlock {
        block: block(seed),
        outline,
    }
}

#[test]
fn a_block_is_outlined_and_outlined_anew() {
    let outlined = |outline: Vec<Spot>| Event::BlockOutlined {
        block: block(3),
        outline,
    };
    let mut history = vec![registered(), added(3, "A区")];
    given::<Orchard>(&history)
        .when(draw(3, outline()))
        .then(&[outlined(outline())]);
    history.push(outlined(outline()));
    given::<Orchard>(&history)
        .when(draw(3, outline()))
        .then(&[]);
    let mut other_way = outline();
    other_way[1..].reverse();
    given::<Orchard>(&history)
        .when(draw(3, other_way))
        .then(&[]);
    let mut other = outline();
    other[2].lat_e7 = 20;
    given::<Orchard>(&history)
        .when(draw(3, other.clone()))
        .then(&[outlined(other)]);
}

#[test]
fn an_outline_is_of_a_known_block_and_does_not_cross_itself() {
    let history = [registered(), added(3, "A区")];
    given::<Orchard>(&[])
        .when(draw(3, outline()))
        .then_rejected(&Rejection::OrchardUnknown);
    given::<Orchard>(&history)
        .when(draw(4, outline()))
        .then_rejected(&Rejection::BlockUnknown);
    given::<Orchard>(&history)
        .when(draw(3, outline()[..2].to_vec()))
        .then_rejected(&Rejection::OutlineInvalid);
}
