//! The buyer says where the boxes go; the packer locks the addresses before packing (D 39).

use fulfilment::box_plan::{self, BoxPlan, Command, PlannedBox};
use kernel::{AdoptionId, BoxId, Day, Grams, split_evenly};
use traceability::tree::{self, Tree};

use crate::{
    App, Done, Error, Intent, Violation,
    address::Address,
    commands::adopt::{agreement_of, demand_confirmed, own_agreement},
    permission::{Buyer, Packer, Signed},
    work::Work,
};

/// When and where one box is wanted.
#[derive(Debug, Clone)]
pub struct BoxWish {
    /// First day of the window; the campaign's ship window if the buyer did not say.
    pub from: Option<Day>,
    /// Last day of the window.
    pub until: Option<Day>,
    /// Where it goes.
    pub address: Address,
}

/// Plans all boxes of a confirmed adoption. One wish serves for all boxes; otherwise one per box.
///
/// # Errors
/// Not confirmed, planned already, addresses that cannot be taken.
pub async fn plan(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
    wishes: Vec<BoxWish>,
) -> Result<Done, Error> {
    let mut checked = Vec::with_capacity(wishes.len());
    for (index, wish) in wishes.into_iter().enumerate() {
        let address = wish.address.parse(&format!("boxes[{index}].address"))?;
        checked.push(BoxWish { address, ..wish });
    }
    app.perform(intent, |work| {
        let agreement = own_agreement(work, adoption, who.person())?;
        demand_confirmed(work, adoption)?;
        let window = ship_window(work, agreement.campaign)?;
        let boxes = agreement.boxes;
        let wishes = one_per_box(&checked, boxes)?;
        // What a loss took or an earlier season owes changes what the boxes hold.
        let id = box_plan::stream_id(adoption);
        let owed = work.state::<BoxPlan>(&id)?.owed(agreement.promised_grams);
        let grams = split_evenly(owed.0, u64::from(boxes));
        let mut planned = Vec::with_capacity(wishes.len());
        for ((nth, wish), grams) in (1..=boxes).zip(wishes).zip(grams) {
            let box_id = BoxId::from_bytes(intent.bytes(&format!("box/{nth}")));
            planned.push(PlannedBox {
                box_id,
                nth,
                from: within(wish.from.unwrap_or(window.0), window, nth, "from")?,
                until: within(wish.until.unwrap_or(window.1), window, nth, "until")?,
                grams: Grams(grams),
                address: app.seal_address(who.person(), adoption, box_id, &wish.address)?,
            });
        }
        let command = Command::PlanBoxes {
            adoption,
            buyer: who.person(),
            promised: owed,
            boxes,
            planned,
        };
        work.decide::<BoxPlan>(&id, command)?;
        Ok(())
    })
    .await
}

fn ship_window(work: &mut Work<'_>, campaign: kernel::CampaignId) -> Result<(Day, Day), Error> {
    use adoption::campaign::{Campaign, stream_id};
    let state = work.state::<Campaign>(&stream_id(campaign))?;
    let terms = &state.offer()?.terms;
    Ok((terms.ship_from, terms.ship_until))
}

/// A box is wanted while the campaign ships.
fn within(day: Day, window: (Day, Day), nth: u8, field: &str) -> Result<Day, Error> {
    if (window.0..=window.1).contains(&day) {
        return Ok(day);
    }
    let field = format!("boxes[{}].{field}", nth - 1);
    Err(Error::Invalid(vec![Violation::new(
        field,
        "outside-ship-window",
    )]))
}

fn one_per_box(wishes: &[BoxWish], boxes: u8) -> Result<Vec<BoxWish>, Error> {
    match wishes {
        [one] => Ok(vec![one.clone(); usize::from(boxes)]),
        all if all.len() == usize::from(boxes) => Ok(all.to_vec()),
        _ => Err(Error::Invalid(vec![Violation::new(
            "boxes",
            "count-invalid",
        )])),
    }
}

/// Changes the address of one box before it is locked.
///
/// # Errors
/// Somebody else's box, locked already, or an address that cannot be taken.
pub async fn change_address(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    (adoption, box_id): (AdoptionId, BoxId),
    address: Address,
) -> Result<Done, Error> {
    let address = address.parse("address")?;
    let sealed = app.seal_address(who.person(), adoption, box_id, &address)?;
    app.perform(intent, |work| {
        own_agreement(work, adoption, who.person())?;
        demand_confirmed(work, adoption)?;
        let command = Command::ChangeBoxAddress {
            box_id,
            address: sealed.clone(),
        };
        work.edit::<BoxPlan>(&box_plan::stream_id(adoption), command)?;
        Ok(())
    })
    .await
}

/// Locks the addresses of an adoption's boxes: from now on they are what will be printed (D 39).
///
/// # Errors
/// An adoption of another orchard, or no boxes planned.
pub async fn lock_addresses(
    app: &App,
    who: &Signed<Packer>,
    intent: &Intent,
    adoption: AdoptionId,
    boxes: Vec<BoxId>,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        demand_orchard(work, who, adoption)?;
        demand_confirmed(work, adoption)?;
        let command = Command::LockAddresses {
            boxes: boxes.clone(),
            at: intent.now(),
        };
        work.decide::<BoxPlan>(&box_plan::stream_id(adoption), command)?;
        Ok(())
    })
    .await
}

/// The adoption's tree must stand in the packer's orchard; otherwise there is nothing to find.
pub(crate) fn demand_orchard(
    work: &mut Work<'_>,
    who: &Signed<Packer>,
    adoption: AdoptionId,
) -> Result<(), Error> {
    let agreement = agreement_of(work, adoption)?;
    let tree = work.state::<Tree>(&tree::stream_id(agreement.tree))?;
    match &tree.facts {
        Some(facts) if facts.orchard == who.orchard() => Ok(()),
        Some(_) | None => Err(Error::NotFound),
    }
}

/// Fruit that is in a box cannot be unsold.
pub(crate) fn refuse_if_packed(work: &mut Work<'_>, adoption: AdoptionId) -> Result<(), Error> {
    let plan = work.state::<BoxPlan>(&box_plan::stream_id(adoption))?;
    match plan.boxes.iter().find_map(|one| one.packed.as_ref()) {
        Some((parcel, _)) => Err(box_plan::Rejection::BoxAlreadyPacked { parcel: *parcel }.into()),
        None => Ok(()),
    }
}
