//! Who adopts what, when, and what becomes of it. Most pay and stay; some come late, leave or wait.

use app::commands::renewals::FIRST_REFUSAL_DAYS;
use kernel::Timestamp;
use settlement::payment::Channel;

use super::campaigns::{Edition, PLAIN, WHOLE};
use super::{Act, Plan, mix};
use crate::demo::calendar::{at_hour, between};
use crate::demo::words;

/// Fewest adoptions of an offer, where it has so many shares: what is told below needs them.
const ADOPTIONS_MIN: usize = 12;
/// How much one buyer may have of an offer.
pub(in crate::demo) const PER_BUYER_LIMIT: u16 = 6;
const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
/// The first of an offer pay by bank; whoever comes later pays by telephone or card.
const BY_BANK: usize = 8;
/// Whose adoption of the plain offer ended unpaid, so that a group can take the tree.
pub(super) const LEFT_NTH: usize = 2;

/// What becomes of an adoption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Fate {
    /// Paid the next day, plate approved.
    Kept,
    /// Paid; the plate waits for the operator.
    PlateWaits,
    /// Paid; the plate was refused with a reason.
    PlateRefused,
    /// Held now; the buyer has yet to accept the contract.
    Looking,
    /// Held now; the transfer is on its way.
    Waiting,
    /// Held now by several people who pay together.
    Together,
    /// The hold ended and nobody paid.
    Left,
    /// Paid after the hold ended, and the share was still free.
    LateKept,
    /// Paid after somebody else had the share: to be paid back.
    LateRefunded {
        /// Whether the money went back already.
        settled: bool,
    },
    /// Paid, then withdrawn by the buyer.
    Withdrawn {
        /// Whether the money went back already.
        settled: bool,
    },
}

impl Fate {
    /// Whether the tree is the buyer's in the end.
    pub(in crate::demo) const fn is_confirmed(self) -> bool {
        matches!(
            self,
            Self::Kept | Self::PlateWaits | Self::PlateRefused | Self::LateKept
        )
    }
}

/// One adoption.
#[derive(Debug, Clone)]
pub(in crate::demo) struct AdoptionPlan {
    pub(in crate::demo) campaign: usize,
    /// Its turn among the wishes for the offer; nothing for who was faster than one of them.
    pub(in crate::demo) nth: Option<usize>,
    /// Place of the tree at the campaign's farm.
    pub(in crate::demo) tree: usize,
    pub(in crate::demo) part: u8,
    /// Place among the buyers.
    pub(in crate::demo) buyer: usize,
    pub(in crate::demo) at: Timestamp,
    /// Place of the adoption of the season before whose holder was asked first and said yes.
    pub(in crate::demo) renews: Option<usize>,
    pub(in crate::demo) fate: Fate,
    /// By which way it is paid.
    pub(in crate::demo) channel: Channel,
    pub(in crate::demo) plate: &'static str,
}

pub(super) fn add(plan: &mut Plan, now: Timestamp) {
    for campaign in 0..plan.campaigns.len() {
        let shares = wanted_shares(plan, campaign);
        let count = shares.len();
        for (n, (tree, part)) in shares.into_iter().enumerate() {
            let fate = fate(campaign, n, count);
            let nth = plan.adoptions.len();
            let buyer = buyer(campaign, n, count, nth);
            let wanted = moment(plan, campaign, n, count, fate, now);
            let (at, renews) = beside_first_refusal(plan, (campaign, tree, part), buyer, wanted);
            let adoption = AdoptionPlan {
                campaign,
                nth: Some(n),
                tree,
                part,
                buyer,
                at,
                renews,
                fate,
                channel: channel(fate, n),
                plate: if buyer == 0 {
                    words::OWN_PLATE
                } else {
                    words::plate(nth + 1)
                },
            };
            if let Fate::LateRefunded { .. } = fate {
                push(plan, faster(&adoption));
            }
            push(plan, adoption);
        }
    }
    together(plan, now);
}

/// A group takes the part that somebody had left.
fn together(plan: &mut Plan, now: Timestamp) {
    let left = plan.adoption_of(PLAIN, LEFT_NTH);
    let adoption = AdoptionPlan {
        nth: None,
        buyer: 0,
        at: at_hour(now, -1, 20, 10),
        renews: None,
        fate: Fate::Together,
        channel: Channel::Manual,
        plate: words::plate(3),
        ..plan.adoptions[left].clone()
    };
    push(plan, adoption);
}

/// Money that has to come or go by hand in this story comes by bank.
const fn channel(fate: Fate, n: usize) -> Channel {
    match fate {
        Fate::Kept | Fate::PlateWaits if n >= BY_BANK => match n % 4 {
            0 | 2 => Channel::WechatPay,
            1 => Channel::Alipay,
            _ => Channel::Stripe,
        },
        Fate::Kept
        | Fate::PlateWaits
        | Fate::PlateRefused
        | Fate::Looking
        | Fate::Waiting
        | Fate::Together
        | Fate::Left
        | Fate::LateKept
        | Fate::LateRefunded { .. }
        | Fate::Withdrawn { .. } => Channel::Manual,
    }
}

/// The shares that somebody wants, in the order of time. The first tree's first part comes first.
fn wanted_shares(plan: &Plan, campaign: usize) -> Vec<(usize, u8)> {
    let offer = &plan.campaigns[campaign];
    if offer.edition == Edition::NextSeason {
        return Vec::new();
    }
    let mut shares: Vec<(usize, u8)> = offer
        .trees
        .iter()
        .flat_map(|tree| (1..=offer.parts).map(|part| (*tree, part)))
        .collect();
    shares.sort_by_key(|(tree, part)| match (tree, part) {
        (0, 1) => 0,
        _ => mix(campaign * 100_000 + tree * 8 + usize::from(*part)),
    });
    let wanted = (shares.len() * offer.adopted_percent / 100).max(ADOPTIONS_MIN);
    shares.truncate(wanted);
    shares
}

fn fate(campaign: usize, n: usize, count: usize) -> Fate {
    let from_end = count - n;
    match (campaign, n, from_end) {
        (0, 4, _) | (1, 5, _) | (PLAIN, LEFT_NTH, _) | (3, 3, _) => Fate::Left,
        (1, 3, _) | (2, 5, _) => Fate::Withdrawn { settled: true },
        (2, 6, _) => Fate::Withdrawn { settled: false },
        (2, 3, _) => Fate::LateKept,
        (1, 2, _) | (2, 4, _) => Fate::LateRefunded { settled: true },
        (3, 1, _) => Fate::LateRefunded { settled: false },
        (2, 7, _) => Fate::PlateRefused,
        (2 | 3, _, 1) => Fate::Waiting,
        (2, _, 2) => Fate::Looking,
        (2, _, 3 | 4) | (3, _, 2) => Fate::PlateWaits,
        _ => Fate::Kept,
    }
}

/// The first of each offer, and the newest hold, are those of the buyer whose sign-in is printed.
fn buyer(campaign: usize, n: usize, count: usize, nth: usize) -> usize {
    let first = n == 0 && (campaign < 3 || campaign == WHOLE);
    let own = first || (campaign == 3 && n + 1 == count);
    if own {
        0
    } else {
        1 + nth * 6 % (words::BUYERS.len() - 1)
    }
}

fn moment(
    plan: &Plan,
    campaign: usize,
    n: usize,
    count: usize,
    fate: Fate,
    now: Timestamp,
) -> Timestamp {
    match fate {
        Fate::Waiting => {
            return now.plus_seconds(-(3 * HOUR) + i64::try_from(campaign).unwrap_or(0) * MINUTE);
        }
        Fate::Looking => return now.plus_seconds(-50 * MINUTE),
        Fate::Kept
        | Fate::PlateWaits
        | Fate::PlateRefused
        | Fate::Together
        | Fate::Left
        | Fate::LateKept
        | Fate::LateRefunded { .. }
        | Fate::Withdrawn { .. } => {}
    }
    let offer = &plan.campaigns[campaign];
    let end = if offer.is_open(now) {
        now
    } else {
        offer.sale_until
    };
    let first = offer.opened.plus_seconds(HOUR);
    let chance = mix(campaign * 1_000 + n);
    let hour = 8 + i64::try_from(chance % 13).unwrap_or(0);
    let minute = i64::try_from(chance / 13 % 60).unwrap_or(0);
    let day = between(first, end.plus_days(-4), n, count.max(2) - 1);
    at_hour(day, 0, hour, minute).max(first)
}

/// When a share is taken that somebody had the season before, and what is renewed by it: holders are asked first, so
/// everybody else waits until their time to answer is over.
fn beside_first_refusal(
    plan: &Plan,
    (campaign, tree, part): (usize, usize, u8),
    buyer: usize,
    wanted: Timestamp,
) -> (Timestamp, Option<usize>) {
    let offer = &plan.campaigns[campaign];
    let before = plan.adoptions.iter().position(|one| {
        plan.campaigns[one.campaign].farm == offer.farm
            && one.campaign != campaign
            && (one.tree, one.part) == (tree, part)
            && one.fate.is_confirmed()
    });
    let Some(before) = before else {
        return (wanted, None);
    };
    let asked_until = offer.opened.plus_days(FIRST_REFUSAL_DAYS);
    if plan.adoptions[before].buyer == buyer && wanted < asked_until {
        return (wanted, Some(before));
    }
    (wanted.max(asked_until.plus_days(1)), None)
}

/// Whoever took the share after the hold of the late payer had ended.
fn faster(late: &AdoptionPlan) -> AdoptionPlan {
    AdoptionPlan {
        nth: None,
        buyer: 1 + late.buyer % (words::BUYERS.len() - 1),
        at: late.at.plus_days(3),
        fate: Fate::Kept,
        renews: None,
        plate: words::plate(late.buyer + 11),
        ..*late
    }
}

fn push(plan: &mut Plan, adoption: AdoptionPlan) {
    let (k, at, fate) = (plan.adoptions.len(), adoption.at, adoption.fate);
    plan.adoptions.push(adoption);
    plan.step(at, Act::Adopt(k));
    if fate == Fate::Looking {
        return;
    }
    plan.step(at.plus_seconds(4 * MINUTE), Act::ProposePlate(k));
    plan.step(at.plus_seconds(6 * MINUTE), Act::AcceptContract(k));
    if fate == Fate::Together {
        return;
    }
    plan.step(at.plus_seconds(7 * MINUTE), Act::StartPayment(k));
    let minute = i64::try_from(k % 50).unwrap_or(0);
    let paid = at_hour(at, 1, 10, minute);
    match fate {
        Fate::Looking | Fate::Waiting | Fate::Together | Fate::Left => {}
        Fate::Kept => {
            plan.step(paid, Act::Capture(k));
            plan.step(at_hour(at, 2, 9, minute), Act::ApprovePlate(k));
        }
        Fate::PlateWaits => plan.step(paid, Act::Capture(k)),
        Fate::PlateRefused => {
            plan.step(paid, Act::Capture(k));
            plan.step(at_hour(at, 1, 15, minute), Act::RejectPlate(k));
        }
        Fate::LateKept => plan.step(at.plus_days(3), Act::Capture(k)),
        Fate::LateRefunded { settled } => {
            plan.step(at.plus_days(5), Act::Capture(k));
            if settled {
                plan.step(at.plus_days(8), Act::SettleRefund(k));
            }
        }
        Fate::Withdrawn { settled } => {
            plan.step(paid, Act::Capture(k));
            plan.step(at.plus_days(6), Act::Withdraw(k));
            if settled {
                plan.step(at.plus_days(9), Act::SettleRefund(k));
            }
        }
    }
}
