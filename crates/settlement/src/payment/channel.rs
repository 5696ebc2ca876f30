//! The ways by which money comes in and goes back. It must not know how any of them works.

use serde::{Deserialize, Serialize};

/// By which way money comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// A bank transfer or cash that an operator records from a statement line.
    Manual,
    /// WeChat Pay, API v3.
    WechatPay,
    /// Alipay.
    Alipay,
    /// Stripe.
    Stripe,
    /// Play money of the demo; no real money ever moves by it.
    Sandbox,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 5] = [
        Self::Manual,
        Self::WechatPay,
        Self::Alipay,
        Self::Stripe,
        Self::Sandbox,
    ];

    /// The name within ids of streams, where a hyphen would end the category.
    #[must_use]
    pub const fn in_stream_names(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::WechatPay => "wechat_pay",
            Self::Alipay => "alipay",
            Self::Stripe => "stripe",
            Self::Sandbox => "sandbox",
        }
    }

    /// The stored and spoken name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::WechatPay => "wechat-pay",
            Self::Alipay => "alipay",
            Self::Stripe => "stripe",
            Self::Sandbox => "sandbox",
        }
    }
}
