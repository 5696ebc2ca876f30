//! What a channel keeps is asked for where it tells it only when asked: Stripe, once the money came. Whoever is not asked
//! tells it in the statement.

use channels::Ask;
use settlement::payment::Channel;

use super::{
    AskError, Cashier,
    turns::{PAGE_ROWS, Round, Subject},
};

/// How long after a payment its fee is asked for, in days; later the statement has told it.
const FEE_DAYS: i64 = 7;

impl Cashier {
    pub(super) async fn ask_about_fees(&self, round: &mut Round) -> Result<(), app::Error> {
        let Some(desk) = self.desk(Channel::Stripe) else {
            return Ok(());
        };
        let since = round.now.plus_days(-FEE_DAYS);
        let rows = self.app.read().fees_untold(desk.channel, since, PAGE_ROWS);
        for row in rows.map_err(app::error::Fault::from)? {
            let subject = Subject::Fee(row.payment);
            round.seen.insert(subject);
            let Some(capture) = row.state.capture() else {
                continue;
            };
            let at = capture.value_at;
            let due = self.turns.is_due(subject, at.plus_days(-1), at, round.now);
            if round.questions == 0 || !due {
                continue;
            }
            round.questions -= 1;
            self.turns.note(subject, round.now);
            let ask = Ask::Fee(capture.transaction.clone());
            match self.inquire(desk, &ask).await {
                Ok(_) => {}
                Err(AskError::App(error)) => return Err(error),
                Err(error) => {
                    tracing::warn!(payment = %row.payment, %error, "no answer about a fee");
                }
            }
        }
        Ok(())
    }
}
