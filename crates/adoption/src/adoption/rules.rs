//! How an adoption decides and remembers. It must not know of anything beyond its own past.

use kernel::{AdoptionId, ContentHash, PaymentId, Timestamp};

use super::{
    Agreement, CancelReason, Command, Event, Nameplate, Phase, Rejection, State, Verdict, plate,
    sharing::{self, NewHolder},
};
use crate::campaign::RiskClause;

/// Longest reason for a rejected nameplate, in characters: the buyer reads it beside the plate.
pub const REASON_CHARS_MAX: usize = 200;

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::StartAdoption {
            adoption,
            agreement,
        } => start(state, adoption, agreement),
        Command::ProposeNameplate { text, at } => plate::propose(state, text, at),
        Command::ApproveNameplate { at } => plate::approve(state, at),
        Command::RejectNameplate { reason, at } => plate::reject(state, &reason, at),
        Command::PrintNameplate { batch, at } => plate::print(state, batch, at),
        Command::HangNameplate { photo, at } => plate::hang(state, photo, at),
        Command::SplitAdoption { into, at } => sharing::split(state, &into, at),
        Command::BeginSplit {
            adoption,
            agreement,
            payment,
            at,
        } => sharing::begin(state, adoption, agreement, payment, at),
        Command::TransferAdoption {
            to,
            contract,
            risk_clause,
            no_return_confirmed,
            nameplate,
            gift,
            at,
        } => {
            let new = NewHolder {
                to,
                contract,
                risk_clause,
                no_return_confirmed,
                nameplate,
                gift,
                at,
            };
            sharing::transfer(state, new)
        }
        Command::AcceptContract {
            contract,
            risk_clause,
            no_return_confirmed,
            at,
        } => accept_contract(state, contract, risk_clause, no_return_confirmed, at),
        Command::CheckReadyToPay { now } => check_ready_to_pay(state, now).map(|()| vec![]),
        Command::ConfirmAdoption { payment, at } => confirm(state, payment, at),
        Command::CancelAdoption { reason, at } => cancel(state, reason, at),
        Command::CompleteAdoption { at } => complete(state, at),
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::AdoptionStarted {
            adoption,
            agreement,
        } => {
            state.bought_by = Some(agreement.buyer);
            state.started = Some((*adoption, agreement.clone()));
        }
        Event::NameplateProposed { text, at: _ } => {
            state.nameplate = Some(Nameplate {
                text: text.clone(),
                verdict: Verdict::Proposed,
            });
            state.may_renew_plate = false;
        }
        Event::NameplateApproved { at: _ } => plate::judged(state, Verdict::Approved),
        Event::NameplateRejected { reason: _, at: _ } => plate::judged(state, Verdict::Rejected),
        Event::NameplatePrinted { batch: _, at: _ } => plate::judged(state, Verdict::Printed),
        Event::NameplateHung { photo: _, at: _ } => plate::judged(state, Verdict::Hung),
        Event::AdoptionSplit { into, at: _ } => {
            if let Some((own, (_, agreement))) = into.first().zip(state.started.as_mut()) {
                *agreement = agreement.narrowed_to(own);
            }
            state.split_into = into.iter().map(|share| share.adoption).collect();
        }
        Event::AdoptionTransferred { to, nameplate, .. } => {
            if let Some((_, agreement)) = state.started.as_mut() {
                agreement.buyer = *to;
            }
            plate::moved(state, nameplate.clone());
        }
        Event::ContractAccepted { at, .. } => state.accepted_at = Some(*at),
        Event::AdoptionConfirmed { payment, at: _ } => {
            state.phase = Phase::Confirmed;
            state.payment = Some(*payment);
        }
        // What is promised stands in the agreement; the event tells readers from when it is owed.
        Event::EntitlementPromised { grams: _, boxes: _ } => {}
        Event::AdoptionCancelled { reason, at: _ } => {
            state.phase = Phase::Cancelled { reason: *reason };
        }
        Event::AdoptionCompleted { at: _ } => state.phase = Phase::Completed,
    }
}

fn complete(state: &State, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.agreement()?;
    match state.phase {
        Phase::Started => Err(Rejection::AdoptionNotConfirmed),
        Phase::Confirmed => Ok(vec![Event::AdoptionCompleted { at }]),
        Phase::Cancelled { reason } => Err(Rejection::AdoptionCancelled { reason }),
        Phase::Completed => Ok(vec![]),
    }
}

fn start(
    state: &State,
    adoption: AdoptionId,
    agreement: Agreement,
) -> Result<Vec<Event>, Rejection> {
    match &state.started {
        None => Ok(vec![Event::AdoptionStarted {
            adoption,
            agreement,
        }]),
        Some((known, agreed)) if (*known, agreed) == (adoption, &agreement) => Ok(vec![]),
        Some(_) => Err(Rejection::AdoptionExists),
    }
}

fn accept_contract(
    state: &State,
    contract: ContentHash,
    risk_clause: RiskClause,
    no_return_confirmed: bool,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let agreement = state.agreement()?;
    if contract != agreement.contract {
        let offered = agreement.contract;
        return Err(Rejection::ContractDiffers { offered });
    }
    if risk_clause != agreement.risk_clause {
        let offered = agreement.risk_clause;
        return Err(Rejection::RiskClauseDiffers { offered });
    }
    if !no_return_confirmed {
        return Err(Rejection::NoReturnNotConfirmed);
    }
    if state.accepted_at.is_some() {
        return Ok(vec![]);
    }
    state.check_active()?;
    Ok(vec![Event::ContractAccepted {
        contract,
        risk_clause,
        no_return_confirmed,
        at,
    }])
}

fn check_ready_to_pay(state: &State, now: Timestamp) -> Result<(), Rejection> {
    state.check_active()?;
    if state.phase == Phase::Confirmed {
        return Err(Rejection::AdoptionAlreadyConfirmed);
    }
    if state.accepted_at.is_none() {
        return Err(Rejection::ContractNotAccepted);
    }
    let until = state.agreement()?.hold_until;
    if now >= until {
        return Err(Rejection::HoldEnded { until });
    }
    Ok(())
}

fn confirm(state: &State, payment: PaymentId, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let agreement = state.agreement()?;
    let repeated = state.payment == Some(payment);
    match state.phase {
        Phase::Confirmed | Phase::Completed if repeated => return Ok(vec![]),
        Phase::Confirmed => return Err(Rejection::AdoptionAlreadyConfirmed),
        Phase::Completed => return Err(Rejection::AdoptionCompleted),
        Phase::Started
        | Phase::Cancelled {
            reason: CancelReason::HoldExpired,
        } => {}
        Phase::Cancelled { reason } => return Err(Rejection::AdoptionCancelled { reason }),
    }
    if state.accepted_at.is_none() {
        return Err(Rejection::ContractNotAccepted);
    }
    Ok(vec![
        Event::AdoptionConfirmed { payment, at },
        Event::EntitlementPromised {
            grams: agreement.promised_grams,
            boxes: agreement.boxes,
        },
    ])
}

fn cancel(state: &State, reason: CancelReason, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.agreement()?;
    let cancelled = Event::AdoptionCancelled { reason, at };
    match (state.phase, reason) {
        (Phase::Started, _)
        | (
            Phase::Confirmed,
            CancelReason::Withdrawn | CancelReason::ByOperator | CancelReason::GoalMissed,
        )
        | (
            Phase::Cancelled {
                reason: CancelReason::HoldExpired,
            },
            CancelReason::PaidTooLate,
        ) => Ok(vec![cancelled]),
        (Phase::Confirmed, CancelReason::HoldExpired | CancelReason::PaidTooLate) => {
            Err(Rejection::AdoptionAlreadyConfirmed)
        }
        (Phase::Cancelled { .. }, _) => Ok(vec![]),
        (Phase::Completed, _) => Err(Rejection::AdoptionCompleted),
    }
}

impl State {
    /// What was fixed at the start.
    ///
    /// # Errors
    /// `AdoptionUnknown` before the start.
    pub fn agreement(&self) -> Result<&Agreement, Rejection> {
        self.started
            .as_ref()
            .map(|(_, agreement)| agreement)
            .ok_or(Rejection::AdoptionUnknown)
    }

    /// Started or confirmed.
    pub(super) fn check_active(&self) -> Result<(), Rejection> {
        self.agreement()?;
        match self.phase {
            Phase::Started | Phase::Confirmed => Ok(()),
            Phase::Cancelled { reason } => Err(Rejection::AdoptionCancelled { reason }),
            Phase::Completed => Err(Rejection::AdoptionCompleted),
        }
    }

    /// Whether a plate is made and does not hang yet.
    #[must_use]
    pub fn has_printed_plate(&self) -> bool {
        self.verdict() == Some(Verdict::Printed)
    }

    pub(super) fn verdict(&self) -> Option<Verdict> {
        self.nameplate.as_ref().map(|plate| plate.verdict)
    }
}
