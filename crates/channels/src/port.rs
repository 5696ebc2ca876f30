//! The one port to all channels: a question becomes a request, bytes become an answer. No IO.

use crate::{
    Answer, Ask, Delivery, Error, HttpReply, HttpRequest, Moment, Notice, Statement, StatementError,
};

/// Which channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChannelName {
    /// WeChat Pay.
    WeChat,
    /// Alipay.
    Alipay,
    /// Stripe.
    Stripe,
    /// No money at all.
    Sandbox,
}

impl ChannelName {
    /// The stored and spoken name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WeChat => "wechat",
            Self::Alipay => "alipay",
            Self::Stripe => "stripe",
            Self::Sandbox => "sandbox",
        }
    }

    /// Whether money of people moves. What does not must say so on every page.
    #[must_use]
    pub const fn moves_money(self) -> bool {
        match self {
            Self::WeChat | Self::Alipay | Self::Stripe => true,
            Self::Sandbox => false,
        }
    }
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// This request is to be sent, and its reply given to [`Channel::answer`].
    Send(HttpRequest),
    /// The answer, for which nothing needs to be sent.
    Done(Answer),
}

/// A channel. Every question may be asked again after any failure: ids are ours, so the second order is the first.
pub trait Channel {
    /// Which.
    fn name(&self) -> ChannelName;

    /// The signed request for a question.
    ///
    /// # Errors
    /// The channel does not offer it, or the order does not fit the channel's limits.
    fn ask(&self, ask: &Ask, moment: Moment) -> Result<Step, Error>;

    /// The answer that a reply holds, once its signature fits.
    ///
    /// # Errors
    /// Not signed by the channel, out of form, about something else, or a refusal.
    fn answer(&self, ask: &Ask, reply: &HttpReply, moment: Moment) -> Result<Answer, Error>;

    /// What a callback says, once its signature fits and it is fresh.
    ///
    /// # Errors
    /// Not signed by the channel, too old, out of form, or about another merchant.
    fn heard(&self, delivery: &Delivery, moment: Moment) -> Result<Notice, Error>;

    /// What the channel wants to read when a callback was taken: status and body.
    fn receipt(&self) -> (u16, &'static str);

    /// Reads a statement file of the channel.
    ///
    /// # Errors
    /// Too large, or not a statement of this channel.
    fn statement(&self, file: &[u8]) -> Result<Statement, StatementError>;
}
