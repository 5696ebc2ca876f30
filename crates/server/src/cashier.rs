//! The cashier: asks payment channels, hears what they tell, and hands every word whose signature is good to the use
//! cases. The only place of this program that talks to channels. What a word leads to it must not know.

mod evidence;
mod fees;
mod layouts;
mod notify;
mod open;
mod openid;
mod refunds;
mod statements;
mod turns;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use app::{
    App,
    commands::{
        attempts,
        channel_facts::{self, Outcome, Told},
    },
};
use channels::{
    Answer, Ask, Channel as Rail, Delivery, HttpReply, HttpRequest, Moment, Nonce, Order,
    Presentation, Step,
    alipay::Alipay,
    manual::CsvLayout,
    sandbox::{Sandbox, Vendor},
    send::{SendError, Sender},
    stripe::Stripe,
    wechat::WeChatPay,
};
use kernel::{PaymentId, Timestamp};
use parking_lot::{Mutex, RwLock};
use settlement::payment::Channel;
use uuid::Uuid;

pub(crate) use notify::heard;
pub use open::CashierError;
pub(crate) use statements::StatementProblem;
pub(crate) use turns::keep_asking;

/// Most ways to pay whose code or address is remembered for a page that is drawn again.
const SHOWN_MAX: usize = 10_000;
/// Shortest time between two fetches of a channel's certificates, in seconds.
const CERTIFICATES_SECONDS_MIN: i64 = 60;
/// A day in seconds: after it certificates are fetched again.
const CERTIFICATES_SECONDS_MAX: i64 = 86_400;

/// Whoever talks to the channels. Holds their keys.
pub struct Cashier {
    app: App,
    desks: Vec<Desk>,
    sender: Option<Sender>,
    /// Our account inside WeChat, if its secret is known.
    account: Option<openid::Account>,
    /// What a buyer was shown to pay with, to be shown again.
    shown: Mutex<HashMap<(PaymentId, Channel), Presentation>>,
    turns: turns::Turns,
    /// How banks write their CSV files, by name.
    layouts: BTreeMap<String, CsvLayout>,
}

/// One channel and what it is reached by.
struct Desk {
    channel: Channel,
    rail: RwLock<AnyRail>,
    /// The sandbox's other side lives here, since no money does.
    vendor: Option<Mutex<Vendor>>,
    /// When its certificates were fetched last.
    certificates_at: Mutex<Option<Timestamp>>,
}

/// A channel of whichever kind.
enum AnyRail {
    WeChat(Box<WeChatPay>),
    Alipay(Alipay),
    Stripe(Stripe),
    Sandbox(Sandbox),
}

impl AnyRail {
    fn get(&self) -> &(dyn Rail + Sync) {
        match self {
            Self::WeChat(rail) => &**rail,
            Self::Alipay(rail) => rail,
            Self::Stripe(rail) => rail,
            Self::Sandbox(rail) => rail,
        }
    }
}

/// Why a channel gave no answer. Asking again is always safe: our ids make the second order the first.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AskError {
    /// The channel is not on.
    #[error("this channel is not on")]
    Off,
    /// There was no reply.
    #[error(transparent)]
    Send(#[from] SendError),
    /// The reply was a refusal, or not believed.
    #[error(transparent)]
    Channel(#[from] channels::Error),
    /// What was told could not be recorded; it will be told again.
    #[error(transparent)]
    App(#[from] app::Error),
}

/// An answer, with what of it is to be recorded.
struct Answered {
    answer: Answer,
    told: Option<Told>,
}

impl Cashier {
    /// The channels that are on.
    pub(crate) fn channels(&self) -> impl Iterator<Item = Channel> + '_ {
        self.desks.iter().map(|desk| desk.channel)
    }

    fn desk(&self, channel: Channel) -> Option<&Desk> {
        self.desks.iter().find(|desk| desk.channel == channel)
    }

    fn moment(&self) -> Moment {
        Moment {
            now: self.app.now(),
            nonce: Nonce::from_bytes(Uuid::new_v4().into_bytes()),
        }
    }

    /// Lets a buyer pay an attempt that is begun, and notes the name that the channel gives it.
    pub(crate) async fn present(
        &self,
        channel: Channel,
        order: Order,
    ) -> Result<Presentation, AskError> {
        let desk = self.desk(channel).ok_or(AskError::Off)?;
        let payment = order.payment;
        let answered = self.ask(desk, &Ask::Start(order)).await?;
        let Answer::Present(shown) = answered.answer else {
            return Err(channels::Error::Form { field: "answer" }.into());
        };
        if let Presentation::Redirect {
            attempt: Some(name),
            ..
        } = &shown
        {
            attempts::name(&self.app, payment, channel, name.clone()).await?;
        }
        let mut kept = self.shown.lock();
        if kept.len() >= SHOWN_MAX {
            kept.clear();
        }
        kept.insert((payment, channel), shown.clone());
        Ok(shown)
    }

    /// What the buyer was shown, if this program still knows.
    pub(crate) fn shown(&self, payment: PaymentId, channel: Channel) -> Option<Presentation> {
        self.shown.lock().get(&(payment, channel)).cloned()
    }

    /// Reads a callback and records what it says.
    pub(crate) async fn hear(
        &self,
        channel: Channel,
        delivery: &Delivery,
    ) -> Result<Outcome, AskError> {
        let desk = self.desk(channel).ok_or(AskError::Off)?;
        let first = Told::unasked(desk.rail.read().get(), delivery, self.moment());
        let told = match first {
            Err(error @ channels::Error::KeyUnknown { .. }) => {
                if !self
                    .renew_certificates(desk, CERTIFICATES_SECONDS_MIN)
                    .await?
                {
                    return Err(error.into());
                }
                Told::unasked(desk.rail.read().get(), delivery, self.moment())?
            }
            other => other?,
        };
        Ok(channel_facts::take(&self.app, told).await?)
    }

    /// What a channel wants to read when its callback was taken.
    pub(crate) fn receipt(&self, channel: Channel) -> Option<(u16, &'static str)> {
        Some(self.desk(channel)?.rail.read().get().receipt())
    }

    /// Plays the sandbox's buyer: pays or declines, and takes in what the sandbox then tells.
    pub(crate) async fn play(&self, payment: PaymentId, pays: bool) -> Result<(), AskError> {
        let desk = self.desk(Channel::Sandbox).ok_or(AskError::Off)?;
        let moment = self.moment();
        let told = desk.vendor.as_ref().and_then(|vendor| {
            let mut vendor = vendor.lock();
            if pays {
                vendor.pay(payment, moment)
            } else {
                vendor.decline(payment, moment)
            }
        });
        if let Some(delivery) = told {
            self.hear(Channel::Sandbox, &delivery).await?;
        }
        Ok(())
    }

    /// Asks a channel. Nothing is recorded yet.
    async fn ask(&self, desk: &Desk, ask: &Ask) -> Result<Answered, AskError> {
        let step = desk.rail.read().get().ask(ask, self.moment())?;
        let request = match step {
            Step::Done(answer) => return Ok(Answered { answer, told: None }),
            Step::Send(request) => request,
        };
        let reply = self.exchange(desk, request).await?;
        let first = Told::asked(desk.rail.read().get(), ask, &reply, self.moment());
        let (answer, told) = match first {
            Err(error @ channels::Error::KeyUnknown { .. }) => {
                if !self
                    .renew_certificates(desk, CERTIFICATES_SECONDS_MIN)
                    .await?
                {
                    return Err(error.into());
                }
                Told::asked(desk.rail.read().get(), ask, &reply, self.moment())?
            }
            other => other?,
        };
        let told = Some(told);
        Ok(Answered { answer, told })
    }

    /// Asks a channel and records what it tells.
    async fn inquire(&self, desk: &Desk, ask: &Ask) -> Result<Answer, AskError> {
        let Answered { answer, told } = self.ask(desk, ask).await?;
        if let Some(told) = told {
            channel_facts::take(&self.app, told).await?;
        }
        Ok(answer)
    }

    async fn exchange(&self, desk: &Desk, request: HttpRequest) -> Result<HttpReply, AskError> {
        if let Some(vendor) = &desk.vendor {
            return Ok(vendor.lock().serve(&request, self.moment()));
        }
        let sender = self.sender.as_ref().ok_or(AskError::Off)?;
        Ok(sender.send(request).await?)
    }

    /// Fetches the certificates of a channel that has some, unless they are fresher than that. Returns whether it did.
    async fn renew_certificates(&self, desk: &Desk, seconds: i64) -> Result<bool, AskError> {
        let now = self.app.now();
        let request = match &*desk.rail.read() {
            AnyRail::WeChat(rail) if rail.uses_certificates() => {
                rail.ask_certificates(self.moment())
            }
            AnyRail::WeChat(_) | AnyRail::Alipay(_) | AnyRail::Stripe(_) | AnyRail::Sandbox(_) => {
                return Ok(false);
            }
        };
        {
            let mut last = desk.certificates_at.lock();
            if last.is_some_and(|last| now < last.plus_seconds(seconds)) {
                return Ok(false);
            }
            *last = Some(now);
        }
        let reply = self.exchange(desk, request).await?;
        if let AnyRail::WeChat(rail) = &mut *desk.rail.write() {
            let keys = rail.certificates(&reply, self.moment())?;
            rail.replace_keys(keys);
        }
        Ok(true)
    }
}

/// Shared by the workers and the rounds.
pub(crate) type SharedCashier = Arc<Cashier>;
