//! How WeChat Pay requests are signed, and how its replies and callbacks are checked. It must not know what they say.

use super::{PlatformKeys, Settings};
use crate::{Error, Method, Moment, moment};

/// What the channel allows between its clock and ours, in seconds; older is a replay.
const TOLERANCE_SECONDS: u64 = 300;
/// How signatures begin that WeChat Pay makes wrong on purpose, to see whether we check.
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// The `Authorization` header: RSA over method, path with query, time, nonce and body, each followed by a newline.
pub(super) fn authorization(
    settings: &Settings,
    method: Method,
    path: &str,
    body: &str,
    moment: Moment,
) -> String {
    let (seconds, nonce) = (moment.seconds(), moment.nonce.text());
    let verb = method.as_str();
    let message = format!("{verb}\n{path}\n{seconds}\n{nonce}\n{body}\n");
    let signature = settings.key.sign(&message);
    let (merchant, serial) = (&settings.merchant, &settings.certificate_serial);
    format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"{merchant}\",nonce_str=\"{nonce}\",signature=\"{signature}\",\
         timestamp=\"{seconds}\",serial_no=\"{serial}\""
    )
}

/// The four headers that prove where a message is from.
pub(super) struct Proof<'a> {
    pub(super) serial: &'a str,
    timestamp: &'a str,
    nonce: &'a str,
    signature: &'a str,
}

impl<'a> Proof<'a> {
    pub(super) fn of(
        header: impl Fn(&'static str) -> Result<&'a str, Error>,
    ) -> Result<Self, Error> {
        Ok(Self {
            serial: header("wechatpay-serial")?,
            timestamp: header("wechatpay-timestamp")?,
            nonce: header("wechatpay-nonce")?,
            signature: header("wechatpay-signature")?,
        })
    }

    /// Whether the channel signed these bytes, lately.
    pub(super) fn check(
        &self,
        body: &str,
        keys: &PlatformKeys,
        moment: Moment,
    ) -> Result<(), Error> {
        if self.signature.starts_with(PROBE) {
            return Err(Error::SignatureProbe);
        }
        let said = moment::unix_seconds(self.timestamp).ok_or(Error::Header {
            name: "wechatpay-timestamp",
        })?;
        let key = keys.find(self.serial, moment.now)?;
        let (timestamp, nonce) = (self.timestamp, self.nonce);
        let message = format!("{timestamp}\n{nonce}\n{body}\n");
        key.verify(&message, self.signature)?;
        moment::check_fresh(said, moment.now, TOLERANCE_SECONDS)
    }
}
