//! An adoption that is paid for is confirmed: its share, its place in the allowance, its count and its place on the
//! waiting list, in one commit. It must not know whether money or credit paid for it.

use adoption::{
    adoption::{self as bond, Adoption, Agreement},
    allowance::{self, Allowance},
    campaign::{self, Campaign},
    tree_share::{self, TreeShare},
    waiting_list::{self, WaitingList},
};
use kernel::{AdoptionId, PaymentId};

use crate::{
    Error, Intent,
    commands::{
        adopt::{allowance_id, phase_of, share_id},
        contracts, counting,
    },
    work::Work,
};

/// Confirms an adoption if its share can still be had.
///
/// # Errors
/// The share is gone, the buyer's limit is reached, or the adoption is over.
pub(crate) fn confirm(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    agreement: &Agreement,
    payment: PaymentId,
) -> Result<(), Error> {
    let was = phase_of(work, adoption)?;
    let share = tree_share::Command::RetakeTreeShare {
        part: agreement.part,
        campaign: agreement.campaign,
        adoption,
        holder: agreement.buyer,
        at: intent.now(),
    };
    work.decide::<TreeShare>(&share_id(agreement), share)?;
    let campaign = work.state::<Campaign>(&campaign::stream_id(agreement.campaign))?;
    let allowance = allowance::Command::UseAllowance {
        campaign: agreement.campaign,
        buyer: agreement.buyer,
        adoption,
        limit: campaign.offer()?.terms.per_buyer_limit,
    };
    let id = allowance_id(agreement.campaign, agreement.buyer);
    work.decide::<Allowance>(&id, allowance)?;
    let confirm = bond::Command::ConfirmAdoption {
        payment,
        at: intent.now(),
    };
    if work.decide::<Adoption>(&bond::stream_id(adoption), confirm)? {
        counting::count_paid(work, adoption, agreement, was)?;
        contracts::begin_cooling_off(work, intent, adoption)?;
        let taken = waiting_list::Command::TakePlace {
            adoption,
            at: intent.now(),
        };
        work.decide::<WaitingList>(&waiting_list::stream_id(agreement.campaign), taken)?;
    }
    Ok(())
}
