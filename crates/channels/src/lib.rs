//! Payment channels: what Pomona says to them, and what it believes of what they say.
//!
//! The protocols are pure. A [`Channel`] turns an [`Ask`] into the bytes of a signed request, and the bytes of a
//! reply, a callback or a statement into closed types with amounts in minor units. It holds keys, but no socket, no
//! clock and no randomness: [`Moment`] brings the time and a nonce. One file alone, [`send`], speaks HTTP.
//!
//! What a channel says is believed only when it is signed, fresh and about us; then it becomes a [`Fact`] that names
//! the channel's own transaction. The same transaction heard twice (callback, query, statement) gives the same fact,
//! and `settlement` records it once.
//!
//! | module | channel |
//! |---|---|
//! | [`wechat`] | WeChat Pay, API version 3 |
//! | [`alipay`] | Alipay, version 2 gateway with RSA2 |
//! | [`stripe`] | Stripe Checkout |
//! | [`sandbox`] | none: a channel to try things out with, which moves no money and says so |
//! | [`manual`] | bank transfers: statements (CSV, camt.053) are read and matched with open payments |
//!
//! [`reconcile`](mod@reconcile) compares a channel's statement with what we recorded and lists every difference.
//!
//! This crate knows no event, no adoption and no page; it records nothing.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

pub mod alipay;
mod amount;
mod answer;
mod ask;
mod error;
mod form;
mod http;
pub mod keys;
pub mod manual;
mod moment;
mod port;
pub mod reconcile;
pub mod sandbox;
pub mod send;
mod shanghai;
mod statement;
pub mod stripe;
mod text;
mod unzip;
pub mod wechat;

pub use answer::{
    Answer, Capture, Fact, FeeReport, JsApiCall, Notice, PaymentReport, PaymentState, Presentation,
    RefundReport, RefundState,
};
pub use ask::{Ask, Order, PaymentHandle, RefundOrder, Scene, Title, TitleError};
pub use error::Error;
pub use http::{BaseUrl, Delivery, HttpReply, HttpRequest, Method, UrlError};
pub use moment::{Moment, Nonce};
pub use port::{Channel, ChannelName, Step};
pub use statement::{
    LineKind, LineStatus, RowProblem, SkippedRow, Statement, StatementError, StatementLine,
};
pub use unzip::ArchiveProblem;

#[cfg(test)]
mod testing;
