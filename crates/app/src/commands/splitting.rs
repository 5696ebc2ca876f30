//! A whole tree is divided into halves or quarters, each an adoption of its own that can be given to a friend (CF13).

use adoption::{
    adoption::{self as bond, Adoption},
    shortfall::{self, Shortfall},
    tree_share::{self, TreeShare},
};
use fulfilment::box_plan::{self, BoxPlan};
use kernel::{AdoptionId, Grams};
use settlement::{
    farmer_account::{self, FarmerAccount},
    payment::{self, Payment},
};

use crate::{
    App, Done, Error, Intent,
    commands::{
        adopt::{agreement_of, own_agreement, share_id},
        counting, credits,
        farmers::account_of,
        handovers::demand_movable,
        payments::{bought_by, payments_behind},
        remedies,
    },
    permission::{Buyer, Signed},
    work::Work,
};

/// Divides one's own whole tree into `parts`, 2 or 4. The first part stays the adoption it was; the others are new
/// ones of the same holder. Money, fruit and boxes are divided exactly.
///
/// # Errors
/// Not a whole tree, not paid, disputed, addresses locked, fewer boxes than parts, money that went back already, an
/// open choice of remedies, fruit of other trees that has not come, or picked fruit that was given to it.
pub async fn split(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
    parts: u8,
) -> Result<(Vec<AdoptionId>, Done), Error> {
    let new = |part: u8| AdoptionId::from_bytes(intent.bytes(&format!("part/{part}")));
    let into: Vec<AdoptionId> = std::iter::once(adoption)
        .chain((2..=parts).map(new))
        .collect();
    let done = app
        .perform(intent, |work| {
            own_agreement(work, adoption, who.person())?;
            demand_movable(work, adoption)?;
            refuse_if_refunded(work, adoption)?;
            refuse_if_fruit_moves(work, adoption)?;
            divide(work, intent, adoption, &into)
        })
        .await?;
    Ok((into, done))
}

fn divide(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    into: &[AdoptionId],
) -> Result<(), Error> {
    let at = intent.now();
    let id = bond::stream_id(adoption);
    let state = work.state::<Adoption>(&id)?;
    let whole = state.agreement()?.clone();
    let payment = state.payment.ok_or(bond::Rejection::AdoptionNotConfirmed)?;
    let share = tree_share::Command::SplitTreeShare {
        adoption,
        into: into.to_vec(),
        at,
    };
    work.decide::<TreeShare>(&share_id(&whole), share)?;
    let split = bond::Command::SplitAdoption {
        into: into.to_vec(),
        at,
    };
    if !work.decide::<Adoption>(&id, split)? {
        return Ok(());
    }
    for part in whole.split(into)?.iter().skip(1) {
        let begin = bond::Command::BeginSplit {
            adoption: part.adoption,
            agreement: whole.narrowed_to(part),
            payment,
            at,
        };
        work.decide::<Adoption>(&bond::stream_id(part.adoption), begin)?;
        counting::count_started(work, whole.campaign, part.adoption)?;
    }
    let forget = box_plan::Command::ForgetBoxes { at };
    work.decide::<BoxPlan>(&box_plan::stream_id(adoption), forget)?;
    cover_anew(work, intent, adoption)
}

/// What covers advances to the farm is what the adoption still costs; its parts are covered when they are confirmed.
fn cover_anew(work: &mut Work<'_>, intent: &Intent, adoption: AdoptionId) -> Result<(), Error> {
    let Some(account) = account_of(work, adoption)? else {
        return Ok(());
    };
    let at = intent.now();
    let price = agreement_of(work, adoption)?.price;
    let uncover = farmer_account::Command::UncoverAdvance { adoption, at };
    if work.decide::<FarmerAccount>(&account, uncover)? {
        let cover = farmer_account::Command::CoverAdvance {
            adoption,
            price,
            at,
        };
        work.decide::<FarmerAccount>(&account, cover)?;
    }
    Ok(())
}

/// What went back cannot be told to belong to one part or another.
fn refuse_if_refunded(work: &mut Work<'_>, adoption: AdoptionId) -> Result<(), Error> {
    let payer = bought_by(work, adoption)?;
    if credits::spent_on(work, payer, adoption)? > 0 {
        return Err(bond::Rejection::PaidWithCredit.into());
    }
    for payment in payments_behind(work, adoption)? {
        let state = work.state::<Payment>(&payment::stream_id(payment))?;
        let captured = state.captured.as_ref().map(|captured| captured.amount);
        if captured != state.refundable().ok() {
            return Err(bond::Rejection::MoneyWentBack.into());
        }
    }
    Ok(())
}

/// What is missing, awaited or given was reckoned for the whole: one part would have all of it (D 13, 31).
fn refuse_if_fruit_moves(work: &mut Work<'_>, adoption: AdoptionId) -> Result<(), Error> {
    let shortfall = work.state::<Shortfall>(&shortfall::stream_id(adoption))?;
    if let Some((_, offer)) = shortfall.open() {
        let choose_by = offer.choose_by;
        return Err(bond::Rejection::RemedyChoiceOpen { choose_by }.into());
    }
    let agreement = agreement_of(work, adoption)?;
    let grams = remedies::fruit_waiting(work, adoption, &agreement)?;
    if grams > Grams::ZERO {
        return Err(bond::Rejection::FruitAwaited { grams }.into());
    }
    let plan = work.state::<BoxPlan>(&box_plan::stream_id(adoption))?;
    let grams = plan.granted_in_all();
    if grams > Grams::ZERO {
        return Err(bond::Rejection::FruitGiven { grams }.into());
    }
    Ok(())
}
