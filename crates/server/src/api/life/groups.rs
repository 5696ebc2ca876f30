//! Paying for one adoption together.

use actix_web::{
    http::StatusCode,
    web::{Data, Path},
};
use app::{
    App, Error,
    commands::{
        adopt::Choice,
        groups::{self, Together, link_of},
    },
};
use kernel::{AdoptionId, CampaignId, Timestamp, TreeId};
use readmodels::sharing::GroupState;
use serde::{Deserialize, Serialize};
use settlement::payment::Channel;
use utoipa::ToSchema;

use crate::{
    answer,
    api::{Answer, adoptions::PaymentOpenedView, fresh, shapes::MoneyView},
    auth::{Nothing, SignedIn, Wish},
};

/// Which tree several people want, and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TogetherForm {
    /// The tree.
    #[schema(value_type = String)]
    pub(crate) tree: TreeId,
    /// Which of its parts, from 1; the first if left out.
    #[serde(default = "first_part")]
    pub(crate) part: u8,
    /// In how many parts the price is paid, 2 to 12.
    #[schema(example = 3)]
    pub(crate) parts: u8,
    /// Within how many hours: 24, 48 or 72.
    #[schema(example = 48)]
    pub(crate) hours: u8,
}

const fn first_part() -> u8 {
    1
}

/// By which way a part is paid.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartForm {
    /// `manual`: a bank transfer.
    #[serde(default = "bank_transfer")]
    #[schema(value_type = String, example = "manual")]
    pub(crate) channel: Channel,
}

const fn bank_transfer() -> Channel {
    Channel::Manual
}

/// A part of the price.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartView {
    /// Which, from 1.
    pub(crate) number: u8,
    /// How much.
    pub(crate) amount: MoneyView,
    /// `free`, `taken` or `paid`.
    pub(crate) state: &'static str,
    /// Whether it is one's own.
    pub(crate) own: bool,
}

/// People who pay for an adoption together, for whoever has the link.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GroupView {
    /// The adoption.
    pub(crate) adoption: String,
    /// Until when all must have paid.
    #[schema(value_type = String)]
    pub(crate) until: Timestamp,
    /// `open`, `complete` or `failed`.
    pub(crate) state: &'static str,
    /// The parts, in their order.
    pub(crate) parts: Vec<PartView>,
}

/// `POST /api/v1/campaigns/{campaign}/adoptions/together`
pub(crate) async fn start_together(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<TogetherForm>,
) -> Answer {
    let TogetherForm {
        tree,
        part,
        parts,
        hours,
    } = wish.form;
    let choice = Choice {
        campaign: *campaign,
        tree,
        part,
    };
    let together = Together { parts, hours };
    let buyer = wish.who.identity.buyer();
    let held = groups::adopt_together(&app, &buyer, &wish.intent, choice, together).await;
    let (adoption, done) = held?;
    let place = format!("/api/v1/adoptions/{adoption}");
    Ok(answer::made(adoption, &place, done))
}

/// `GET /api/v1/groups/{secret}`
pub(crate) async fn show_group(app: Data<App>, secret: Path<String>, who: SignedIn) -> Answer {
    fresh(&app).await?;
    let row = app.read().group_by_link(link_of(&secret))?;
    let row = row.ok_or(Error::NotFound)?;
    let amounts = adoption::group::amounts(row.price, row.parts);
    let parts = (1..=row.parts).zip(amounts).map(|(number, amount)| {
        let taken = row.taken.iter().find(|part| part.number == number);
        PartView {
            number,
            amount: amount.into(),
            state: match taken {
                None => "free",
                Some(part) if part.paid => "paid",
                Some(_) => "taken",
            },
            own: taken.is_some_and(|part| part.by == who.identity.person()),
        }
    });
    Ok(answer::json(&GroupView {
        adoption: row.adoption.to_string(),
        until: row.until,
        state: match row.state {
            GroupState::Open => "open",
            GroupState::Complete => "complete",
            GroupState::Failed { .. } => "failed",
        },
        parts: parts.collect(),
    }))
}

/// `POST /api/v1/groups/{secret}/parts/{number}`
pub(crate) async fn take_part(
    app: Data<App>,
    path: Path<(String, u8)>,
    wish: Wish<PartForm>,
) -> Answer {
    let (secret, number) = path.into_inner();
    let part = (number, wish.form.channel);
    let buyer = wish.who.identity.buyer();
    let (payment, done) = groups::take_part(&app, &buyer, &wish.intent, &secret, part).await?;
    let view = PaymentOpenedView {
        id: payment.to_string(),
        position: done.position.to_string(),
    };
    Ok(answer::told(StatusCode::CREATED, done, &view))
}

/// `POST /api/v1/groups/{secret}/parts/{number}/leave`
pub(crate) async fn leave_part(
    app: Data<App>,
    path: Path<(String, u8)>,
    wish: Wish<Nothing>,
) -> Answer {
    let (secret, number) = path.into_inner();
    let buyer = wish.who.identity.buyer();
    let done = groups::leave_part(&app, &buyer, &wish.intent, &secret, number).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/adoptions/{adoption}/group/cancellation`
pub(crate) async fn end_group(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<Nothing>,
) -> Answer {
    let buyer = wish.who.identity.buyer();
    let done = groups::cancel(&app, &buyer, &wish.intent, *adoption).await?;
    Ok(answer::done(done))
}
