//! What cancelling an adoption comes to: a plan of steps with amounts, made before anything happens (B 14, 15). Pure: facts
//! go in, steps come out. It must not know where the facts come from, nor carry anything out.

use kernel::{BoxId, ContentHash, Grams, Money};
use serde::Serialize;
use settlement::{
    postings::revenue_of_box,
    refund::{FeeBearer, LostFee},
};
use sha2::{Digest, Sha256};

/// How far a box is when the plan is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoxStage {
    /// Nobody has packed it.
    Planned,
    /// It is packed or on its way: its fruit arrives.
    Packed,
    /// It is delivered.
    Delivered,
}

/// A box when the plan is made; cancelled ones are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoxFacts {
    /// The box.
    pub box_id: BoxId,
    /// Its number.
    pub nth: u8,
    /// What it is to hold.
    pub grams: Grams,
    /// How far it is.
    pub stage: BoxStage,
}

/// All that a plan depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What is owed to the buyer for it: received or sold, not delivered. As the books say.
    pub owed: Money,
    /// What of the captured money may still go back.
    pub refundable: Money,
    /// What credit paid for it and did not come back.
    pub by_credit: Money,
    /// What went back before, or is on its way.
    pub gone_back: Money,
    /// What became credit before.
    pub credited: Money,
    /// What is owed from the next season on its account, and would come back.
    pub carried: Money,
    /// What the channel keeps of what goes back, and who bears it (B 22).
    pub fee: Option<LostFee>,
    /// The boxes that are not cancelled.
    pub boxes: Vec<BoxFacts>,
    /// How many boxes still earn something: agreed, less delivered and cancelled.
    pub boxes_left: u8,
    /// Whether a nameplate hangs or may hang.
    pub plate: bool,
    /// A remedy that waits for a choice.
    pub offer: Option<u16>,
    /// Fruit of other trees that was chosen and has not come.
    pub fruit_waiting: Grams,
    /// Whether a dispute is open.
    pub disputed: bool,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// The adoption ends.
    EndAdoption,
    /// The part of the tree is free for somebody else.
    FreeShare,
    /// Its fruit is partly packed, so the part stays as it is this season.
    KeepShare,
    /// These boxes are never packed.
    CancelBoxes {
        /// Which, by number.
        boxes: Vec<u8>,
        /// What they were to hold.
        grams: Grams,
    },
    /// This box cannot be called back.
    KeepBox {
        /// Its number.
        nth: u8,
        /// How far it is.
        stage: BoxStage,
        /// What is kept for it; nothing for a delivered box, which is paid for already.
        kept: Money,
    },
    /// An open offer of remedies is withdrawn.
    WithdrawOffer {
        /// Which.
        offer: u16,
    },
    /// Fruit of other trees is no longer looked for.
    ForgetFruit {
        /// How much.
        grams: Grams,
    },
    /// What was carried over to the next season comes back first.
    ReturnCarried {
        /// How much.
        amount: Money,
    },
    /// Money goes back by the way it came.
    Refund {
        /// How much.
        amount: Money,
    },
    /// What credit paid for becomes credit again.
    ReturnCredit {
        /// How much.
        amount: Money,
    },
    /// The channel keeps its fee.
    LoseFee {
        /// How much, and who bears it.
        fee: LostFee,
    },
    /// This went back before and stays there.
    WentBack {
        /// How much.
        amount: Money,
    },
    /// This became credit before and stays there.
    WasCredited {
        /// How much.
        amount: Money,
    },
    /// The money waits until the dispute is decided.
    WaitForDispute,
    /// The nameplate comes down.
    TakePlateDown,
}

/// What cancelling comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// In the order in which they are told.
    pub steps: Vec<Step>,
    /// What goes back in cash.
    pub refund: Money,
    /// What of the channel's fee the buyer bears: so much less goes back.
    #[serde(skip_serializing_if = "is_nothing")]
    pub fee_of_buyer: Money,
    /// What becomes credit again.
    pub credit: Money,
    /// What is kept for boxes on their way.
    pub kept: Money,
    /// Boxes that are never packed.
    #[serde(skip)]
    pub cancel: Vec<BoxId>,
    /// Whether the part of the tree becomes free.
    pub frees_share: bool,
}

impl Plan {
    /// What stands for this very plan: SHA-256 of its JSON. Confirming names it.
    #[must_use]
    pub fn hash(&self) -> ContentHash {
        // Writing plain data to memory cannot fail; an empty text is no plan's.
        let json = serde_json::to_vec(self).unwrap_or_default();
        ContentHash::from_bytes(Sha256::digest(json).into())
    }
}

fn is_nothing(amount: &Money) -> bool {
    amount.minor == 0
}

/// Plans the whole unwinding.
#[must_use]
pub fn plan(facts: &Facts) -> Plan {
    let money = |minor: i64| Money::new(minor, facts.owed.currency);
    let (kept_boxes, kept) = kept(facts);
    let back = facts.owed.minor.saturating_add(facts.carried.minor);
    let back = back.saturating_sub(kept).max(0);
    let most = facts.refundable.minor.saturating_add(facts.carried.minor);
    let (refund, credit) = if facts.disputed {
        (0, 0)
    } else {
        let refund = back.min(most);
        (refund, (back - refund).min(facts.by_credit.minor))
    };
    let frees_share = facts.boxes.iter().all(|one| one.stage == BoxStage::Planned);
    let open: Vec<&BoxFacts> = facts
        .boxes
        .iter()
        .filter(|one| one.stage == BoxStage::Planned)
        .collect();
    let mut steps = vec![Step::EndAdoption];
    steps.push(if frees_share {
        Step::FreeShare
    } else {
        Step::KeepShare
    });
    if !open.is_empty() {
        steps.push(Step::CancelBoxes {
            boxes: open.iter().map(|one| one.nth).collect(),
            grams: open.iter().map(|one| one.grams).sum(),
        });
    }
    steps.extend(kept_boxes);
    steps.extend(facts.offer.map(|offer| Step::WithdrawOffer { offer }));
    let grams = facts.fruit_waiting;
    steps.extend((grams > Grams::ZERO).then_some(Step::ForgetFruit { grams }));
    let fee = facts.fee.filter(|fee| fee.amount.minor > 0 && refund > 0);
    let borne = fee.filter(|fee| fee.bearer == FeeBearer::Buyer);
    let borne = borne.map_or(0, |fee| fee.amount.minor.min(refund));
    let refund = refund - borne;
    steps.extend(moved(facts, money(refund), money(credit)));
    steps.extend(fee.map(|fee| Step::LoseFee { fee }));
    steps.extend(facts.disputed.then_some(Step::WaitForDispute));
    steps.extend(facts.plate.then_some(Step::TakePlateDown));
    Plan {
        steps,
        refund: money(refund),
        fee_of_buyer: money(borne),
        credit: money(credit),
        kept: money(kept),
        cancel: open.iter().map(|one| one.box_id).collect(),
        frees_share,
    }
}

/// The steps that move money, those of nothing left out.
fn moved(facts: &Facts, refund: Money, credit: Money) -> impl Iterator<Item = Step> {
    let carried = facts.carried;
    let steps = [
        (carried, Step::ReturnCarried { amount: carried }),
        (refund, Step::Refund { amount: refund }),
        (credit, Step::ReturnCredit { amount: credit }),
        (
            facts.gone_back,
            Step::WentBack {
                amount: facts.gone_back,
            },
        ),
        (
            facts.credited,
            Step::WasCredited {
                amount: facts.credited,
            },
        ),
    ];
    let some = steps.into_iter().filter(|(amount, _)| amount.minor > 0);
    some.map(|(_, step)| step)
}

/// The boxes that cannot be called back, each with what the books will take for it when it arrives: an even part of
/// what is owed, as for every box, so that nothing is left over (D 18).
fn kept(facts: &Facts) -> (Vec<Step>, i64) {
    let mut left = facts.owed;
    let mut boxes_left = facts.boxes_left;
    let mut steps = Vec::new();
    for one in &facts.boxes {
        let kept = match one.stage {
            BoxStage::Planned => continue,
            BoxStage::Delivered => Money::new(0, left.currency),
            BoxStage::Packed => revenue_of_box(left, boxes_left),
        };
        if one.stage == BoxStage::Packed {
            left.minor = left.minor.saturating_sub(kept.minor);
            boxes_left = boxes_left.saturating_sub(1);
        }
        steps.push(Step::KeepBox {
            nth: one.nth,
            stage: one.stage,
            kept,
        });
    }
    (steps, facts.owed.minor.saturating_sub(left.minor))
}

#[cfg(test)]
mod tests;
