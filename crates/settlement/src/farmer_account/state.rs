//! What is remembered of a farmer's account, and the sums that are read off it. It must not decide anything.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AdoptionId, Currency, DisputeId, EntryId, FarmId, Money, PayoutId, Season};

use super::{ChargeCause, Event, PERMILLE, Rejection, Statement, Terms};

/// What was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// The farm.
    pub farm: FarmId,
    /// The season.
    pub season: Season,
    /// The division.
    pub terms: Terms,
}

/// How far a payout of the account has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferPhase {
    /// On its way.
    InFlight,
    /// Arrived.
    Paid,
    /// Did not arrive.
    NotPaid,
}

/// A payout of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// How much.
    pub amount: Money,
    /// A tranche of the advance; otherwise a settlement.
    pub advance: bool,
    /// How far it has come.
    pub phase: TransferPhase,
}

/// A settlement that was proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed {
    /// Its number, from 1.
    pub number: u32,
    /// How it was reckoned.
    pub statement: Statement,
    /// Whether the farm has not answered.
    pub open: bool,
}

/// What is remembered of a farmer's account. Sums are in minor units of the account's currency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was agreed; `None` before that.
    pub agreed: Option<Agreed>,
    /// The currency, from the first amount on.
    pub currency: Currency,
    /// Whether any amount was recorded.
    pub used: bool,
    /// Prices of the adoptions that cover advances.
    pub covered: BTreeMap<AdoptionId, i64>,
    /// Payouts.
    pub transfers: BTreeMap<PayoutId, Transfer>,
    /// Delivered fruit.
    pub revenue: i64,
    /// The farm's part.
    pub earned: i64,
    /// Kept of it for the advance.
    pub recovered: i64,
    /// Kept of it for claims.
    pub held_back: i64,
    /// Boxes that earned.
    pub boxes: BTreeSet<(AdoptionId, u8)>,
    /// Revenue by adoption.
    pub revenue_by: BTreeMap<AdoptionId, i64>,
    /// Earned, not recovered and not held back, by adoption.
    pub free_by: BTreeMap<AdoptionId, i64>,
    /// Charges.
    pub charges: BTreeMap<EntryId, (AdoptionId, ChargeCause, Money)>,
    /// Open disputes by adoption.
    pub frozen: BTreeSet<(AdoptionId, DisputeId)>,
    /// The last settlement that was proposed.
    pub proposed: Option<Proposed>,
}

impl State {
    /// What was agreed.
    ///
    /// # Errors
    /// `FarmerTermsMissing` before that.
    pub fn agreed(&self) -> Result<&Agreed, Rejection> {
        self.agreed.as_ref().ok_or(Rejection::FarmerTermsMissing)
    }

    /// An amount in the account's currency.
    pub(super) const fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    fn sent(&self, advance: bool) -> i64 {
        self.transfers
            .values()
            .filter(|transfer| {
                transfer.advance == advance && transfer.phase != TransferPhase::NotPaid
            })
            .fold(0, |sum, transfer| sum.saturating_add(transfer.amount.minor))
    }

    /// What is advanced, in flight included, and not earned: the platform's asset (D 17).
    #[must_use]
    pub fn outstanding(&self) -> Money {
        self.money(self.sent(true).saturating_sub(self.recovered))
    }

    /// What may be outstanding: the undelivered part of what confirmed adoptions paid, times the cover ratio (D 17).
    #[must_use]
    pub fn limit(&self) -> Money {
        let cover = self.agreed.map_or(0, |agreed| agreed.terms.cover_permille);
        let undelivered = self.covered.iter().fold(0_i64, |sum, (adoption, price)| {
            let delivered = self.revenue_by.get(adoption).copied().unwrap_or_default();
            sum.saturating_add(price.saturating_sub(delivered).max(0))
        });
        self.money(permille_of(undelivered, cover))
    }

    /// What can be advanced now; never less than zero.
    #[must_use]
    pub fn available(&self) -> Money {
        let left = self.limit().minor.saturating_sub(self.outstanding().minor);
        self.money(left.max(0))
    }

    /// Where the season stands.
    #[must_use]
    pub fn statement(&self) -> Statement {
        let charged = self.charges.values().fold(0_i64, |sum, (_, _, amount)| {
            sum.saturating_add(amount.minor)
        });
        let disputed: BTreeSet<AdoptionId> =
            self.frozen.iter().map(|(adoption, _)| *adoption).collect();
        let frozen = disputed
            .iter()
            .filter_map(|adoption| self.free_by.get(adoption))
            .fold(0_i64, |sum, free| sum.saturating_add(*free));
        let paid = self.sent(false);
        let taken = [self.recovered, self.held_back, charged, frozen, paid];
        let payable = taken.into_iter().fold(self.earned, i64::saturating_sub);
        Statement {
            revenue: self.money(self.revenue),
            earned: self.money(self.earned),
            advanced: self.money(self.sent(true)),
            recovered: self.money(self.recovered),
            held_back: self.money(self.held_back),
            charged: self.money(charged),
            frozen: self.money(frozen),
            paid: self.money(paid),
            payable: self.money(payable),
        }
    }

    pub(super) fn remember(&mut self, event: &Event) {
        match event {
            Event::FarmerTermsAgreed {
                farm,
                season,
                terms,
                at: _,
            } => {
                self.agreed = Some(Agreed {
                    farm: *farm,
                    season: *season,
                    terms: *terms,
                });
            }
            Event::AdvanceCovered {
                adoption, price, ..
            } => {
                self.use_currency(*price);
                self.covered.insert(*adoption, price.minor);
            }
            Event::AdvanceUncovered { adoption, .. } => {
                self.covered.remove(adoption);
            }
            Event::AdvanceGranted { payout, amount, .. } => self.send(*payout, *amount, true),
            Event::FarmerEarned { .. } => self.earn(event),
            Event::FarmerCharged {
                charge,
                adoption,
                cause,
                amount,
                at: _,
            } => {
                self.use_currency(*amount);
                self.charges.insert(*charge, (*adoption, *cause, *amount));
            }
            Event::EarningsFrozen {
                adoption, dispute, ..
            } => {
                self.frozen.insert((*adoption, *dispute));
            }
            Event::EarningsUnfrozen {
                adoption, dispute, ..
            } => {
                self.frozen.remove(&(*adoption, *dispute));
            }
            Event::HoldbackReleased { amount, .. } => {
                self.held_back = self.held_back.saturating_sub(amount.minor);
            }
            Event::SettlementProposed {
                number, statement, ..
            } => {
                self.proposed = Some(Proposed {
                    number: *number,
                    statement: *statement,
                    open: true,
                });
            }
            Event::SettlementAgreed { payout, amount, .. } => {
                self.send(*payout, *amount, false);
                self.close_proposal();
            }
            Event::SettlementDisputed { .. } => self.close_proposal(),
            Event::FarmerPaid { payout, .. } => self.reach(*payout, TransferPhase::Paid),
            Event::FarmerNotPaid {
                payout, given_back, ..
            } => {
                self.reach(*payout, TransferPhase::NotPaid);
                self.recovered = self.recovered.saturating_sub(given_back.minor);
            }
        }
    }

    const fn use_currency(&mut self, amount: Money) {
        self.currency = amount.currency;
        self.used = true;
    }

    fn send(&mut self, payout: PayoutId, amount: Money, advance: bool) {
        self.use_currency(amount);
        let phase = TransferPhase::InFlight;
        let transfer = Transfer {
            amount,
            advance,
            phase,
        };
        self.transfers.insert(payout, transfer);
    }

    fn reach(&mut self, payout: PayoutId, phase: TransferPhase) {
        if let Some(transfer) = self.transfers.get_mut(&payout) {
            transfer.phase = phase;
        }
    }

    const fn close_proposal(&mut self) {
        if let Some(proposed) = &mut self.proposed {
            proposed.open = false;
        }
    }

    fn earn(&mut self, event: &Event) {
        let Event::FarmerEarned {
            adoption,
            nth,
            revenue,
            earned,
            recovered,
            held_back,
            at: _,
        } = event
        else {
            return;
        };
        self.use_currency(*revenue);
        let add = |sum: &mut i64, amount: Money| *sum = sum.saturating_add(amount.minor);
        add(&mut self.revenue, *revenue);
        add(&mut self.earned, *earned);
        add(&mut self.recovered, *recovered);
        add(&mut self.held_back, *held_back);
        add(self.revenue_by.entry(*adoption).or_default(), *revenue);
        let kept = recovered.minor.saturating_add(held_back.minor);
        let free = self.money(earned.minor.saturating_sub(kept));
        add(self.free_by.entry(*adoption).or_default(), free);
        self.boxes.insert((*adoption, *nth));
    }
}

/// So many thousandths of an amount, rounded down.
pub(super) fn permille_of(amount: i64, permille: u16) -> i64 {
    let part = i128::from(amount.max(0)) * i128::from(permille) / i128::from(PERMILLE);
    i64::try_from(part).unwrap_or(i64::MAX)
}
