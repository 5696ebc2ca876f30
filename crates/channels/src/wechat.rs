//! WeChat Pay, API version 3: orders inside WeChat (JSAPI) and by QR code (native), refunds, callbacks, certificates,
//! the trade bill. Source: the channel's documentation of `/v3/pay/transactions`, `/v3/refund/domestic` and
//! `/v3/certificates`. It must not know what an adoption is.

use serde_json::json;

use crate::{
    Answer, Ask, BaseUrl, Channel, ChannelName, Delivery, Error, HttpReply, HttpRequest, Method,
    Moment, Notice, Order, PaymentHandle, RefundOrder, Scene, Statement, StatementError, Step,
    keys::{SealKey, SigningKey},
    shanghai, text,
};

mod bill;
mod callback;
mod certificates;
mod reply;
mod signature;

pub use certificates::{PlatformKey, PlatformKeys};

/// Longest reason of a refund in bytes.
const REASON_BYTES_MAX: usize = 80;

/// Who we are at WeChat Pay, and our keys.
#[derive(Debug)]
pub struct Settings {
    /// `https://api.mch.weixin.qq.com`.
    pub base: BaseUrl,
    /// Our public account or mini program.
    pub app_id: String,
    /// Our merchant number.
    pub merchant: String,
    /// The serial number of our merchant certificate.
    pub certificate_serial: String,
    /// The private key of that certificate.
    pub key: SigningKey,
    /// The APIv3 key.
    pub seal: SealKey,
    /// Where callbacks go: https, without a query.
    pub notify_url: String,
}

/// The channel.
#[derive(Debug)]
pub struct WeChatPay {
    settings: Settings,
    keys: PlatformKeys,
}

impl WeChatPay {
    /// Takes settings and the keys by which the channel signs.
    #[must_use]
    pub const fn new(settings: Settings, keys: PlatformKeys) -> Self {
        Self { settings, keys }
    }

    /// Whether the channel signs for us with certificates, which must be fetched, and not with one public key.
    #[must_use]
    pub fn uses_certificates(&self) -> bool {
        self.keys.public_key_id().is_none()
    }

    /// Trusts other keys from now on, as read by [`certificates`](Self::certificates).
    pub fn replace_keys(&mut self, keys: PlatformKeys) {
        self.keys = keys;
    }

    /// Asks for the channel's present certificates, which change about once a year. To be asked daily, and whenever
    /// [`Error::KeyUnknown`] is met.
    #[must_use]
    pub fn ask_certificates(&self, moment: Moment) -> HttpRequest {
        self.request(Method::Get, "/v3/certificates", String::new(), moment)
    }

    /// Reads the channel's present certificates; those that we hold and that are still valid stay.
    ///
    /// # Errors
    /// Not sealed with our key, or not signed by one of the certificates it brings.
    pub fn certificates(&self, reply: &HttpReply, moment: Moment) -> Result<PlatformKeys, Error> {
        self.keys.renewed(&self.settings.seal, reply, moment.now)
    }

    /// The request for the file that [`Answer::StatementAt`] named.
    ///
    /// # Errors
    /// The address is not the channel's.
    pub fn ask_file(&self, url: &str, moment: Moment) -> Result<HttpRequest, Error> {
        let elsewhere = Error::NotOurs {
            field: "download_url",
        };
        if !self.settings.base.has_host_of(url) {
            return Err(elsewhere);
        }
        let uri: ::http::Uri = url.parse().map_err(|_| elsewhere.clone())?;
        let path = uri.path_and_query().ok_or(elsewhere)?.as_str().to_owned();
        Ok(self.request(Method::Get, &path, String::new(), moment))
    }

    /// The file that was fetched, if it is the one that a signed reply announced.
    ///
    /// # Errors
    /// Another file.
    pub fn check_file(file: &[u8], sha1: &str) -> Result<(), StatementError> {
        crate::statement::check_sha1(file, sha1)
    }

    fn start(&self, order: &Order, moment: Moment) -> Result<Step, Error> {
        let mut body = json!({
            "appid": self.settings.app_id,
            "mchid": self.settings.merchant,
            "description": order.title.as_str(),
            "out_trade_no": order.payment.to_string(),
            "time_expire": shanghai::rfc3339(order.expires_at),
            "notify_url": self.settings.notify_url,
            "amount": { "total": fen(order.amount)?, "currency": "CNY" },
        });
        let path = match &order.scene {
            Scene::WeChat { openid } => {
                body["payer"] = json!({ "openid": openid });
                "/v3/pay/transactions/jsapi"
            }
            Scene::QrCode => "/v3/pay/transactions/native",
            Scene::Desktop | Scene::Phone => return Err(Error::NotOffered),
        };
        Ok(Step::Send(self.post(path, &body, moment)))
    }

    fn payment(&self, handle: &PaymentHandle, moment: Moment) -> HttpRequest {
        let (number, merchant) = (handle.payment, &self.settings.merchant);
        let path = format!("/v3/pay/transactions/out-trade-no/{number}?mchid={merchant}");
        self.request(Method::Get, &path, String::new(), moment)
    }

    fn close(&self, handle: &PaymentHandle, moment: Moment) -> HttpRequest {
        let number = handle.payment;
        let path = format!("/v3/pay/transactions/out-trade-no/{number}/close");
        self.post(&path, &json!({ "mchid": self.settings.merchant }), moment)
    }

    fn refund(&self, order: &RefundOrder, moment: Moment) -> Result<Step, Error> {
        let body = json!({
            "transaction_id": order.transaction,
            "out_refund_no": order.refund.to_string(),
            "reason": text::at_most_bytes(order.reason.as_str(), REASON_BYTES_MAX),
            "notify_url": self.settings.notify_url,
            "amount": {
                "refund": fen(order.amount)?,
                "total": fen(order.captured)?,
                "currency": "CNY",
            },
        });
        let path = "/v3/refund/domestic/refunds";
        Ok(Step::Send(self.post(path, &body, moment)))
    }

    fn post(&self, path: &str, body: &serde_json::Value, moment: Moment) -> HttpRequest {
        self.request(Method::Post, path, body.to_string(), moment)
    }

    /// Signs and addresses a request.
    fn request(&self, method: Method, path: &str, body: String, moment: Moment) -> HttpRequest {
        let authorization = signature::authorization(&self.settings, method, path, &body, moment);
        let mut headers = vec![
            ("accept", "application/json".to_owned()),
            ("authorization", authorization),
            ("content-type", "application/json".to_owned()),
            ("user-agent", "pomona".to_owned()),
        ];
        if let Some(id) = self.keys.public_key_id() {
            headers.push(("wechatpay-serial", id.to_owned()));
        }
        HttpRequest {
            method,
            url: format!("{}{path}", self.settings.base.as_str()),
            headers,
            body: body.into_bytes(),
        }
    }
}

/// Fen of a positive amount of yuan; the channel takes no other currency.
fn fen(amount: kernel::Money) -> Result<i64, Error> {
    if amount.currency == kernel::Currency::CNY && amount.minor > 0 {
        return Ok(amount.minor);
    }
    Err(Error::OrderInvalid { field: "amount" })
}

impl Channel for WeChatPay {
    fn name(&self) -> ChannelName {
        ChannelName::WeChat
    }

    fn ask(&self, ask: &Ask, moment: Moment) -> Result<Step, Error> {
        match ask {
            Ask::Start(order) => self.start(order, moment),
            Ask::Payment(handle) => Ok(Step::Send(self.payment(handle, moment))),
            Ask::Close(handle) => Ok(Step::Send(self.close(handle, moment))),
            Ask::Refund(order) => self.refund(order, moment),
            Ask::RefundState(order) => {
                let path = format!("/v3/refund/domestic/refunds/{}", order.refund);
                Ok(Step::Send(self.request(
                    Method::Get,
                    &path,
                    String::new(),
                    moment,
                )))
            }
            Ask::Fee(_) => Err(Error::NotOffered),
            Ask::Statement(day) => {
                let path = format!("/v3/bill/tradebill?bill_date={day}&bill_type=ALL");
                Ok(Step::Send(self.request(
                    Method::Get,
                    &path,
                    String::new(),
                    moment,
                )))
            }
        }
    }

    fn answer(&self, ask: &Ask, reply: &HttpReply, moment: Moment) -> Result<Answer, Error> {
        reply::answer(&self.settings, &self.keys, ask, reply, moment)
    }

    fn heard(&self, delivery: &Delivery, moment: Moment) -> Result<Notice, Error> {
        callback::heard(&self.settings, &self.keys, delivery, moment)
    }

    fn receipt(&self) -> (u16, &'static str) {
        (204, "")
    }

    fn statement(&self, file: &[u8]) -> Result<Statement, StatementError> {
        bill::read(file)
    }
}

#[cfg(test)]
mod tests;
