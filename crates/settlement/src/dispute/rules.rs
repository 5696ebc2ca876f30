//! How a dispute decides and remembers. It must not know of anything beyond its own past.

use kernel::{ContentHash, Money, PersonId, Timestamp, one_line};

use super::{Command, DOCUMENTS_MAX, Event, Opened, Outcome, Rejection, State, documents};
use crate::{REASON_CHARS_MAX, payment::is_transaction_id};

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::OpenDispute { opened, at } => open(state, opened, at),
        Command::SubmitEvidence {
            by,
            documents,
            note,
            at,
        } => submit(state, by, documents, &note, at),
        Command::AttachDocument { document, by, at } => documents::attach(state, document, by, at),
        Command::RecordHandedIn { at } => documents::handed_in(state, at),
        Command::RecordWon { at } => {
            let opened = state.opened()?;
            match &state.outcome {
                Some(Outcome::Won) => Ok(vec![]),
                Some(Outcome::Lost { .. }) => Err(Rejection::DisputeOver),
                None => Ok(vec![Event::DisputeWon {
                    dispute: opened.dispute,
                    payment: opened.payment,
                    adoption: opened.adoption,
                    channel: opened.channel,
                    amount: opened.amount,
                    at,
                }]),
            }
        }
        Command::RecordLost {
            transaction,
            amount,
            fee,
            at,
        } => lose(state, transaction, amount, fee, at),
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::DisputeOpened { opened, at: _ } => state.opened = Some(opened.clone()),
        Event::EvidenceSubmitted { note, .. } => {
            state.evidence = state.evidence.saturating_add(1);
            state.note.clone_from(note);
        }
        Event::DocumentAttached { document, .. } => {
            state.documents.insert(document.kind, *document);
        }
        Event::EvidenceHandedIn { .. } => state.handed_in = true,
        Event::DisputeWon { .. } => state.outcome = Some(Outcome::Won),
        Event::DisputeLost {
            transaction,
            amount,
            ..
        } => {
            state.outcome = Some(Outcome::Lost {
                transaction: transaction.clone(),
                amount: *amount,
            });
        }
    }
}

fn open(state: &State, wanted: Opened, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    match &state.opened {
        Some(opened) if *opened == wanted => Ok(vec![]),
        Some(_) => Err(Rejection::DisputeExists),
        None if wanted.amount.minor <= 0 => Err(Rejection::AmountNotPositive),
        None if !is_transaction_id(&wanted.case) => Err(Rejection::TransactionInvalid),
        None => Ok(vec![Event::DisputeOpened { opened: wanted, at }]),
    }
}

fn submit(
    state: &State,
    by: PersonId,
    documents: Vec<ContentHash>,
    note: &str,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    state.answerable(at)?;
    if !(1..=DOCUMENTS_MAX).contains(&documents.len()) {
        return Err(Rejection::DocumentsInvalid { max: DOCUMENTS_MAX });
    }
    let note = one_line(note);
    if note.chars().count() > REASON_CHARS_MAX {
        return Err(Rejection::NoteTooLong {
            max: REASON_CHARS_MAX,
        });
    }
    Ok(vec![Event::EvidenceSubmitted {
        by,
        documents,
        note,
        at,
    }])
}

fn lose(
    state: &State,
    transaction: String,
    amount: Money,
    fee: Money,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let opened = state.opened()?;
    if !is_transaction_id(&transaction) {
        return Err(Rejection::TransactionInvalid);
    }
    match &state.outcome {
        Some(Outcome::Lost {
            transaction: known,
            amount: lost,
        }) if (known, *lost) == (&transaction, amount) => return Ok(vec![]),
        Some(_) => return Err(Rejection::DisputeOver),
        None => {}
    }
    if amount.currency != opened.amount.currency
        || !(1..=opened.amount.minor).contains(&amount.minor)
    {
        return Err(Rejection::AmountAboveDisputed {
            disputed: opened.amount,
        });
    }
    if fee.currency != amount.currency || fee.minor < 0 {
        return Err(Rejection::FeeInvalid);
    }
    Ok(vec![Event::DisputeLost {
        dispute: opened.dispute,
        payment: opened.payment,
        adoption: opened.adoption,
        channel: opened.channel,
        transaction,
        disputed: opened.amount,
        amount,
        fee,
        at,
    }])
}

impl State {
    /// What is disputed.
    ///
    /// # Errors
    /// `DisputeUnknown` before that.
    pub fn opened(&self) -> Result<&Opened, Rejection> {
        self.opened.as_ref().ok_or(Rejection::DisputeUnknown)
    }

    /// What is disputed, while evidence is still looked at.
    pub(super) fn answerable(&self, at: Timestamp) -> Result<&Opened, Rejection> {
        let opened = self.opened()?;
        if self.outcome.is_some() {
            return Err(Rejection::DisputeOver);
        }
        if self.handed_in {
            return Err(Rejection::EvidenceHandedIn);
        }
        if at > opened.respond_by {
            return Err(Rejection::EvidenceTooLate {
                respond_by: opened.respond_by,
            });
        }
        Ok(opened)
    }
}
