//! Payment channels: who we are there, and where our keys are. A channel is on when it says who we are. Secrets are given
//! as text (best by the environment) or as a file, and never printed.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use settlement::{fees::FeeSchedule, payment::Channel};

use super::{ConfigError, Secret};

fn check(fees: FeeSchedule, setting: &'static str) -> Result<(), ConfigError> {
    if fees.is_sound() {
        return Ok(());
    }
    Err(ConfigError::Invalid {
        setting,
        why: "a rate is 0 to 1000 basis points (a tenth), a fixed part 0 to 10000 minor units",
    })
}

/// WeChat Pay, API version 3.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WechatPay {
    /// Our public account; empty to leave the channel off.
    pub app_id: String,
    /// Our merchant number.
    pub merchant: String,
    /// The serial number of our merchant certificate.
    pub certificate_serial: String,
    /// The certificate's private key, PEM.
    #[serde(skip_serializing)]
    pub key: Secret,
    /// The file that holds it.
    pub key_file: PathBuf,
    /// The APIv3 key, 32 characters.
    #[serde(skip_serializing)]
    pub seal_key: Secret,
    /// The file that holds it.
    pub seal_key_file: PathBuf,
    /// The id of the channel's public key (`PUB_KEY_ID_…`); empty where the channel still signs with certificates, which
    /// are fetched.
    pub public_key_id: String,
    /// The channel's public key, PEM.
    pub public_key_file: PathBuf,
    /// The account's secret, by which a page inside WeChat learns who pays; without it payment inside WeChat is not
    /// offered.
    #[serde(skip_serializing)]
    pub app_secret: Secret,
    /// The file that holds it.
    pub app_secret_file: PathBuf,
    /// Where the channel lives.
    pub base: String,
    /// Where WeChat tells who its user is.
    pub account_base: String,
    /// What the channel keeps of a payment by your contract with it, in basis points: reckoned with until it tells.
    pub fee_basis_points: u16,
    /// And so much for each payment, in minor units.
    pub fee_fixed_minor: i64,
    /// Whether a refund gives back its share of the fee.
    pub fee_returned: bool,
}

impl Default for WechatPay {
    fn default() -> Self {
        Self {
            app_id: String::new(),
            merchant: String::new(),
            certificate_serial: String::new(),
            key: Secret::default(),
            key_file: PathBuf::new(),
            seal_key: Secret::default(),
            seal_key_file: PathBuf::new(),
            public_key_id: String::new(),
            public_key_file: PathBuf::new(),
            app_secret: Secret::default(),
            app_secret_file: PathBuf::new(),
            base: "https://api.mch.weixin.qq.com".to_owned(),
            account_base: "https://api.weixin.qq.com".to_owned(),
            fee_basis_points: FeeSchedule::of(Channel::WechatPay).basis_points,
            fee_fixed_minor: FeeSchedule::of(Channel::WechatPay).fixed_minor,
            fee_returned: FeeSchedule::of(Channel::WechatPay).returned,
        }
    }
}

impl WechatPay {
    /// Whether the channel is on.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        !self.app_id.is_empty()
    }

    /// What it keeps of a payment.
    #[must_use]
    pub const fn fees(&self) -> FeeSchedule {
        FeeSchedule {
            basis_points: self.fee_basis_points,
            fixed_minor: self.fee_fixed_minor,
            returned: self.fee_returned,
        }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        check(self.fees(), "wechat_pay.fee_basis_points")
    }
}

/// Alipay.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Alipay {
    /// Our application; empty to leave the channel off.
    pub app_id: String,
    /// Our merchant account (PID).
    pub seller_id: String,
    /// The application's private key, PEM or its base64 alone.
    #[serde(skip_serializing)]
    pub key: Secret,
    /// The file that holds it.
    pub key_file: PathBuf,
    /// The file with Alipay's public key.
    pub alipay_key_file: PathBuf,
    /// Where the channel lives.
    pub gateway: String,
    /// What the channel keeps of a payment by your contract with it, in basis points: reckoned with until it tells.
    pub fee_basis_points: u16,
    /// And so much for each payment, in minor units.
    pub fee_fixed_minor: i64,
    /// Whether a refund gives back its share of the fee.
    pub fee_returned: bool,
}

impl Default for Alipay {
    fn default() -> Self {
        Self {
            app_id: String::new(),
            seller_id: String::new(),
            key: Secret::default(),
            key_file: PathBuf::new(),
            alipay_key_file: PathBuf::new(),
            gateway: "https://openapi.alipay.com/gateway.do".to_owned(),
            fee_basis_points: FeeSchedule::of(Channel::Alipay).basis_points,
            fee_fixed_minor: FeeSchedule::of(Channel::Alipay).fixed_minor,
            fee_returned: FeeSchedule::of(Channel::Alipay).returned,
        }
    }
}

impl Alipay {
    /// Whether the channel is on.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        !self.app_id.is_empty()
    }

    /// What it keeps of a payment.
    #[must_use]
    pub const fn fees(&self) -> FeeSchedule {
        FeeSchedule {
            basis_points: self.fee_basis_points,
            fixed_minor: self.fee_fixed_minor,
            returned: self.fee_returned,
        }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        check(self.fees(), "alipay.fee_basis_points")
    }
}

/// Stripe.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stripe {
    /// Whether the channel is on.
    pub on: bool,
    /// `sk_…`, or better a restricted `rk_…`.
    #[serde(skip_serializing)]
    pub key: Secret,
    /// The file that holds it.
    pub key_file: PathBuf,
    /// The signing secret of our endpoint (`whsec_…`); two on two lines while one is being replaced.
    #[serde(skip_serializing)]
    pub webhook_secret: Secret,
    /// The file that holds it.
    pub webhook_secret_file: PathBuf,
    /// Where the channel lives.
    pub base: String,
    /// Where it takes files: evidence against disputes.
    pub files_base: String,
    /// What the channel keeps of a payment by your contract with it, in basis points: reckoned with until it tells.
    pub fee_basis_points: u16,
    /// And so much for each payment, in minor units.
    pub fee_fixed_minor: i64,
    /// Whether a refund gives back its share of the fee.
    pub fee_returned: bool,
}

impl Default for Stripe {
    fn default() -> Self {
        Self {
            on: false,
            key: Secret::default(),
            key_file: PathBuf::new(),
            webhook_secret: Secret::default(),
            webhook_secret_file: PathBuf::new(),
            base: "https://api.stripe.com".to_owned(),
            files_base: "https://files.stripe.com".to_owned(),
            fee_basis_points: FeeSchedule::of(Channel::Stripe).basis_points,
            fee_fixed_minor: FeeSchedule::of(Channel::Stripe).fixed_minor,
            fee_returned: FeeSchedule::of(Channel::Stripe).returned,
        }
    }
}

impl Stripe {
    /// Whether the channel is on.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.on
    }

    /// What it keeps of a payment.
    #[must_use]
    pub const fn fees(&self) -> FeeSchedule {
        FeeSchedule {
            basis_points: self.fee_basis_points,
            fixed_minor: self.fee_fixed_minor,
            returned: self.fee_returned,
        }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        check(self.fees(), "stripe.fee_basis_points")
    }
}
