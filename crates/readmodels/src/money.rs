//! Payments and refunds: what is awaited, what came, what goes back. It does not know trees or people; the
//! books are in [`crate::books`]; kept by `money/apply.rs`.

pub(crate) mod apply;
mod channels;
mod fees;
mod payers;
mod payments;
mod refunds;

pub use self::fees::ChannelFees;
pub use self::payers::OwnMoney;
pub use self::payments::{Capture, PaymentFilter, PaymentRow, PaymentState};
pub use self::refunds::{RefundRow, RefundState};
pub(crate) use self::{
    payments::{payments_of, payments_where, surplus_of},
    refunds::refunds_of,
};

/// Most payments or refunds one page holds.
pub const MONEY_PAGE_MAX: usize = 500;
