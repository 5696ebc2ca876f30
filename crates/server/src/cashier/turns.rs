//! Rounds: what is open at a channel is asked about, so that a callback that was lost changes nothing; what is over is
//! closed there; refunds are sent; certificates are renewed. Each round asks a bounded number of questions, and each
//! subject less and less often.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use app::commands::attempts;
use channels::{Answer, Ask, PaymentHandle, PaymentState};
use kernel::{DisputeId, PaymentId, RefundId, Timestamp};
use parking_lot::Mutex;
use readmodels::cashier::AttemptRow;
use settlement::payment::Channel;
use tokio::{sync::watch, time::MissedTickBehavior};

use super::{AskError, CERTIFICATES_SECONDS_MAX, Cashier, Desk, SharedCashier};

/// Most questions of one round.
const QUESTIONS_MAX: usize = 100;
/// Rows read at a time.
pub(super) const PAGE_ROWS: usize = 200;
/// How long after a subject was asked about it is asked about again, in seconds, the more often the longer.
const WAIT_SECONDS: [i64; 6] = [15, 30, 60, 120, 300, 600];

/// However often a payer looks, a channel is asked about the payment once in so many seconds.
const IMPATIENCE_SECONDS: i64 = 3;

/// What is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    Attempt(PaymentId, Channel),
    Refund(RefundId),
    Fee(PaymentId),
    Evidence(DisputeId),
}

/// When each subject was asked about, and how often. Forgotten at a restart, which only means asking once more.
#[derive(Default)]
pub(super) struct Turns {
    asked: Mutex<HashMap<Subject, (Timestamp, usize)>>,
    /// One round at a time.
    pub(super) round: tokio::sync::Mutex<()>,
}

/// What is left of a round.
pub(super) struct Round {
    pub(super) now: Timestamp,
    pub(super) questions: usize,
    pub(super) seen: HashSet<Subject>,
}

impl Turns {
    /// Whether a subject is due. `since` is when it began, `at` a moment at which it is due whatever was asked before.
    pub(super) fn is_due(
        &self,
        subject: Subject,
        since: Timestamp,
        at: Timestamp,
        now: Timestamp,
    ) -> bool {
        let (last, times) = self
            .asked
            .lock()
            .get(&subject)
            .copied()
            .unwrap_or((since, 0));
        let wait = WAIT_SECONDS[times.min(WAIT_SECONDS.len() - 1)];
        (last < at && now >= at) || now >= last.plus_seconds(wait)
    }

    pub(super) fn note(&self, subject: Subject, now: Timestamp) {
        let mut asked = self.asked.lock();
        let entry = asked.entry(subject).or_insert((now, 0));
        *entry = (now, entry.1.saturating_add(1));
    }

    /// Whether a subject was asked about within so many seconds.
    fn was_asked(&self, subject: Subject, seconds: i64, now: Timestamp) -> bool {
        let asked = self.asked.lock();
        let last = asked.get(&subject);
        last.is_some_and(|(last, _)| now < last.plus_seconds(seconds))
    }

    /// Forgets what is no longer open.
    fn retain(&self, seen: &HashSet<Subject>) {
        self.asked
            .lock()
            .retain(|subject, _| seen.contains(subject));
    }
}

/// Keeps asking until stopped.
pub(crate) async fn keep_asking(
    cashier: SharedCashier,
    every: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    if cashier.desks.is_empty() {
        return;
    }
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => {}
        }
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            () = cashier.turn() => {}
        }
    }
}

impl Cashier {
    /// One round. What fails is tried again in a later one.
    pub(crate) async fn turn(&self) {
        let _alone = self.turns.round.lock().await;
        let mut round = Round {
            now: self.app.now(),
            questions: QUESTIONS_MAX,
            seen: HashSet::new(),
        };
        for desk in &self.desks {
            if let Err(error) = self
                .renew_certificates(desk, CERTIFICATES_SECONDS_MAX)
                .await
            {
                tracing::warn!(channel = desk.channel.as_str(), %error, "no certificates");
            }
        }
        let attempts = self.ask_about_attempts(&mut round).await;
        let refunds = self.see_to_refunds(&mut round).await;
        let fees = self.ask_about_fees(&mut round).await;
        let evidence = self.hand_in_evidence(&mut round).await;
        if let Err(failed) = attempts.and(refunds).and(fees).and(evidence) {
            tracing::error!(error = %failed, "a round was cut short; the next goes on");
            return;
        }
        if round.questions > 0 {
            self.turns.retain(&round.seen);
        }
    }

    async fn ask_about_attempts(&self, round: &mut Round) -> Result<(), app::Error> {
        let mut after = 0;
        loop {
            let rows = self.app.read().attempts_open(after, PAGE_ROWS);
            let rows = rows.map_err(app::error::Fault::from)?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.position;
            for row in &rows {
                self.consider(row, round).await?;
            }
        }
    }

    async fn consider(&self, row: &AttemptRow, round: &mut Round) -> Result<(), app::Error> {
        let subject = Subject::Attempt(row.payment, row.channel);
        round.seen.insert(subject);
        let over = row.paid || row.lapsed || round.now >= row.expires_at;
        let at = if over {
            row.expires_at.min(round.now)
        } else {
            row.expires_at
        };
        let Some(desk) = self.desk(row.channel) else {
            return Ok(());
        };
        let due = self.turns.is_due(subject, row.started_at, at, round.now);
        if round.questions == 0 || !due {
            return Ok(());
        }
        round.questions -= 1;
        self.turns.note(subject, round.now);
        match self.look_after(desk, row, over).await {
            Ok(()) => Ok(()),
            Err(AskError::App(error)) => Err(error),
            Err(error) => {
                let channel = row.channel.as_str();
                tracing::warn!(channel, payment = %row.payment, %error, "no answer about a payment");
                Ok(())
            }
        }
    }

    /// Asks what became of an attempt. One that is over is closed at the channel, so that nobody pays in vain; what was
    /// paid all the same has been recorded before.
    pub(super) async fn look_after(
        &self,
        desk: &Desk,
        row: &AttemptRow,
        over: bool,
    ) -> Result<(), AskError> {
        let handle = PaymentHandle {
            payment: row.payment,
            attempt: row.name.clone(),
        };
        let answer = match self.inquire(desk, &Ask::Payment(handle.clone())).await {
            // An attempt whose name was never heard cannot be asked about; its callbacks still can be heard.
            Err(AskError::Channel(channels::Error::OrderInvalid { .. })) if over => {
                attempts::end(&self.app, row.payment, row.channel).await?;
                return Ok(());
            }
            answer => answer?,
        };
        let Answer::Payment(report) = answer else {
            return Ok(());
        };
        match report.state {
            PaymentState::Waiting | PaymentState::Failed { .. } if over => {
                self.close(desk, row, handle).await
            }
            PaymentState::Waiting | PaymentState::Failed { .. } => Ok(()),
            PaymentState::Unknown if !over => Ok(()),
            PaymentState::Unknown | PaymentState::Closed | PaymentState::Captured(_) => {
                attempts::end(&self.app, row.payment, row.channel).await?;
                Ok(())
            }
        }
    }

    async fn close(
        &self,
        desk: &Desk,
        row: &AttemptRow,
        handle: PaymentHandle,
    ) -> Result<(), AskError> {
        // Paid at the last moment: the next round hears of it, if this answer does not tell.
        if let Answer::Closed = self.inquire(desk, &Ask::Close(handle)).await? {
            attempts::end(&self.app, row.payment, row.channel).await?;
        }
        Ok(())
    }

    /// Asks at once about all open attempts of a payment: its payer has come back from the channel's page.
    pub(crate) async fn ask_now(&self, payment: PaymentId) -> Result<(), app::Error> {
        let rows = self.app.read().attempts_of(payment);
        for row in rows.map_err(app::error::Fault::from)? {
            let Some(desk) = self.desk(row.channel) else {
                continue;
            };
            let (subject, now) = (Subject::Attempt(payment, row.channel), self.app.now());
            if self.turns.was_asked(subject, IMPATIENCE_SECONDS, now) {
                continue;
            }
            self.turns.note(subject, now);
            let over = row.paid || row.lapsed || now >= row.expires_at;
            match self.look_after(desk, &row, over).await {
                Ok(()) => {}
                Err(AskError::App(error)) => return Err(error),
                Err(error) => tracing::warn!(%payment, %error, "no answer about a payment"),
            }
        }
        Ok(())
    }
}
