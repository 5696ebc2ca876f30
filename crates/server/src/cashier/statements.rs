//! Statements of channels: fetched where the channel offers them, read by the channel's own reader.

use app::{
    Done, Intent,
    commands::reconciling,
    permission::{Operator, Signed},
};
use channels::{Answer, Ask, StatementError, wechat::WeChatPay};
use kernel::Day;
use settlement::payment::Channel;

use super::{AnyRail, AskError, Cashier};

/// Why a day was not compared. Nothing was kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StatementProblem {
    /// The channel gave no file.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The file is none of its statements.
    #[error(transparent)]
    File(#[from] StatementError),
    /// Anything else.
    #[error(transparent)]
    App(#[from] app::Error),
}

impl Cashier {
    /// Whether a channel's statements can be fetched.
    pub(crate) const fn fetches(channel: Channel) -> bool {
        matches!(
            channel,
            Channel::WechatPay | Channel::Alipay | Channel::Sandbox
        )
    }

    /// Compares a statement that somebody brought with what we recorded.
    pub(crate) async fn compare(
        &self,
        channel: Channel,
        day: Day,
        intent: &Intent,
        (who, file): (&Signed<Operator>, &[u8]),
    ) -> Result<Done, StatementProblem> {
        let desk = self.desk(channel).ok_or(AskError::Off)?;
        let statement = desk.rail.read().get().statement(file)?;
        Ok(reconciling::run(&self.app, who, intent, (channel, day), statement).await?)
    }

    /// Fetches the statement of a day.
    pub(crate) async fn fetch(
        &self,
        channel: Channel,
        day: Day,
    ) -> Result<Vec<u8>, StatementProblem> {
        let desk = self.desk(channel).ok_or(AskError::Off)?;
        if let Some(vendor) = &desk.vendor {
            return Ok(vendor.lock().statement(day));
        }
        let answered = self.ask(desk, &Ask::Statement(day)).await?;
        let Answer::StatementAt { url, sha1 } = answered.answer else {
            return Err(StatementError::NotOffered.into());
        };
        let request = match &*desk.rail.read() {
            AnyRail::WeChat(rail) => rail.ask_file(&url, self.moment()).map_err(AskError::from)?,
            AnyRail::Alipay(rail) => rail.ask_file(&url).map_err(AskError::from)?,
            AnyRail::Stripe(_) | AnyRail::Sandbox(_) => {
                return Err(StatementError::NotOffered.into());
            }
        };
        let reply = self.exchange(desk, request).await?;
        if let Some(sha1) = sha1 {
            WeChatPay::check_file(&reply.body, &sha1)?;
        }
        Ok(reply.body)
    }
}
