//! Refunds go out: each is asked for with its own id until the channel has told what became of it (B 16, B 20).

use app::commands::channel_refunds::{self, Next};
use channels::{Answer, Ask, RefundOrder, RefundState};
use kernel::RefundId;
use readmodels::money::RefundRow;

use super::{
    AskError, Cashier, Desk,
    turns::{PAGE_ROWS, Round, Subject},
};

/// Refusals after which the same order may be taken later. Sources: the channels' lists of codes.
const LATER: [&str; 8] = [
    "SYSTEM_ERROR",
    "SYSTEMERROR",
    "FREQUENCY_LIMITED",
    "RATELIMIT_EXCEEDED",
    "ACQ.SYSTEM_ERROR",
    "aop.ACQ.SYSTEM_ERROR",
    "rate_limit",
    "lock_timeout",
];

impl Cashier {
    pub(super) async fn see_to_refunds(&self, round: &mut Round) -> Result<(), app::Error> {
        let mut after = 0;
        loop {
            let rows = self.app.read().refunds_at_channels(after, PAGE_ROWS);
            let rows = rows.map_err(app::error::Fault::from)?;
            let Some((last, _)) = rows.last() else {
                return Ok(());
            };
            after = *last;
            for (_, row) in &rows {
                self.consider_refund(row, round).await?;
            }
        }
    }

    async fn consider_refund(&self, row: &RefundRow, round: &mut Round) -> Result<(), app::Error> {
        let subject = Subject::Refund(row.refund);
        round.seen.insert(subject);
        let Some(desk) = self.desk(row.channel) else {
            return Ok(());
        };
        // Due the moment it is requested; the wait begins with the first question.
        let since = row.requested_at.plus_days(-1);
        let due = self
            .turns
            .is_due(subject, since, row.requested_at, round.now);
        if round.questions == 0 || !due {
            return Ok(());
        }
        round.questions -= 1;
        self.turns.note(subject, round.now);
        let asked = match channel_refunds::next(&self.app, row.refund).await? {
            Next::Order(order) => self.order(desk, row.refund, order).await,
            Next::Inquire(order) => self.inquire(desk, &Ask::RefundState(order)).await.map(drop),
            Next::Wait(_) | Next::Rest => Ok(()),
        };
        match asked {
            Ok(()) => Ok(()),
            Err(AskError::App(error)) => Err(error),
            Err(error) => {
                let channel = row.channel.as_str();
                tracing::warn!(channel, refund = %row.refund, %error, "no answer about a refund");
                Ok(())
            }
        }
    }

    /// A refusal is believed only when the channel, asked again, does not know the refund.
    async fn order(
        &self,
        desk: &Desk,
        refund: RefundId,
        order: RefundOrder,
    ) -> Result<(), AskError> {
        let refused = match self.inquire(desk, &Ask::Refund(order.clone())).await {
            Err(AskError::Channel(channels::Error::Refused { status, code })) => (status, code),
            answer => {
                answer?;
                return self.play_refund(desk, &order).await;
            }
        };
        let (status, code) = refused;
        if status >= 500 || status == 429 || LATER.contains(&code.as_str()) {
            return Err(channels::Error::Refused { status, code }.into());
        }
        let answer = self.inquire(desk, &Ask::RefundState(order)).await;
        let unknown = match &answer {
            Ok(Answer::Refund(report)) => report.state == RefundState::Unknown,
            Ok(_) => false,
            Err(AskError::Channel(channels::Error::Refused { status, .. })) => *status < 500,
            Err(_) => false,
        };
        if unknown {
            channel_refunds::refused(&self.app, refund, &code).await?;
            return Ok(());
        }
        answer.map(drop)
    }

    /// Play money comes back at once.
    async fn play_refund(&self, desk: &Desk, order: &RefundOrder) -> Result<(), AskError> {
        let Some(vendor) = &desk.vendor else {
            return Ok(());
        };
        let (payment, refund) = (order.payment, order.refund);
        let told = vendor
            .lock()
            .finish_refund(payment, refund, true, self.moment());
        if let Some(delivery) = told {
            self.hear(desk.channel, &delivery).await?;
        }
        Ok(())
    }
}
