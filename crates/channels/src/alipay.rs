//! Alipay, version 2 gateway with RSA2: pages for computers and phones, QR codes, refunds, notifications, the bill.
//! Source: the channel's documentation of `alipay.trade.*`. It must not know what an adoption is.

use serde_json::{Value, json};

use crate::{
    Answer, Ask, BaseUrl, Channel, ChannelName, Delivery, Error, HttpReply, HttpRequest, Method,
    Moment, Notice, Order, Presentation, RefundOrder, Scene, Statement, StatementError, Step,
    amount, form,
    keys::{SigningKey, VerifyingKey},
    shanghai,
};

mod bill;
mod notify;
mod reply;
mod signature;

/// Characters that a subject must not hold.
const SUBJECT_FORBIDDEN: [char; 3] = ['/', '=', '&'];

/// Who we are at Alipay, and our keys.
#[derive(Debug)]
pub struct Settings {
    /// `https://openapi.alipay.com/gateway.do`.
    pub gateway: BaseUrl,
    /// Our application.
    pub app_id: String,
    /// Our merchant account (PID), which notifications name.
    pub seller_id: String,
    /// The application's private key.
    pub key: SigningKey,
    /// Alipay's public key for this application.
    pub alipay_key: VerifyingKey,
    /// Where notifications go.
    pub notify_url: String,
}

/// Where Alipay keeps bills, such as `dwbillcenter.alipay.com`.
const FILES_HOST: &str = ".alipay.com";

/// The channel.
#[derive(Debug)]
pub struct Alipay {
    settings: Settings,
}

impl Alipay {
    /// Takes the settings.
    #[must_use]
    pub const fn new(settings: Settings) -> Self {
        Self { settings }
    }

    fn start(&self, order: &Order, moment: Moment) -> Result<Step, Error> {
        let (method, product) = match order.scene {
            Scene::Desktop => ("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY"),
            Scene::Phone => ("alipay.trade.wap.pay", "QUICK_WAP_WAY"),
            Scene::QrCode => ("alipay.trade.precreate", "FACE_TO_FACE_PAYMENT"),
            Scene::WeChat { .. } => return Err(Error::NotOffered),
        };
        let content = json!({
            "out_trade_no": order.payment.to_string(),
            "product_code": product,
            "subject": order.title.as_str().replace(SUBJECT_FORBIDDEN, " "),
            "time_expire": shanghai::plain(order.expires_at),
            "total_amount": yuan(order.amount)?,
        });
        if order.scene == Scene::QrCode {
            return Ok(Step::Send(self.request(method, &content, moment)));
        }
        let query = self.signed(method, &content, Some(&order.return_url), moment);
        let url = format!("{}?{query}", self.settings.gateway.as_str());
        let attempt = None;
        Ok(Step::Done(Answer::Present(Presentation::Redirect {
            url,
            attempt,
        })))
    }

    fn refund(&self, order: &RefundOrder, moment: Moment) -> Result<Step, Error> {
        let content = json!({
            "trade_no": order.transaction,
            "out_request_no": order.refund.to_string(),
            "refund_amount": yuan(order.amount)?,
            "refund_reason": order.reason.as_str(),
        });
        Ok(Step::Send(self.request(
            "alipay.trade.refund",
            &content,
            moment,
        )))
    }

    fn request(&self, method: &str, content: &Value, moment: Moment) -> HttpRequest {
        HttpRequest {
            method: Method::Post,
            url: self.settings.gateway.as_str().to_owned(),
            headers: vec![(
                "content-type",
                "application/x-www-form-urlencoded;charset=utf-8".to_owned(),
            )],
            body: self.signed(method, content, None, moment).into_bytes(),
        }
    }

    /// The request for the bill that [`Answer::StatementAt`] named. The address stands in a signed reply and leads to a
    /// host of Alipay's own for such files; it is only asked over TLS.
    ///
    /// # Errors
    /// The address is not the channel's.
    pub fn ask_file(&self, url: &str) -> Result<HttpRequest, Error> {
        let field = "bill_download_url";
        let secure = url.strip_prefix("http://").filter(|_| !self.is_ours(url));
        let url = secure.map_or(url.to_owned(), |rest| format!("https://{rest}"));
        let uri: ::http::Uri = url.parse().map_err(|_| Error::NotOurs { field })?;
        let authority = uri.authority().filter(|one| !one.as_str().contains('@'));
        let host = authority.map_or("", ::http::uri::Authority::host);
        let theirs = host.to_ascii_lowercase().ends_with(FILES_HOST);
        let theirs = theirs && uri.scheme_str() == Some("https");
        if !(theirs || self.is_ours(&url)) {
            return Err(Error::NotOurs { field });
        }
        Ok(HttpRequest {
            method: Method::Get,
            url,
            headers: vec![("user-agent", "pomona".to_owned())],
            body: vec![],
        })
    }

    fn is_ours(&self, url: &str) -> bool {
        self.settings.gateway.has_host_of(url)
    }

    /// The fields of a call in the order of their names, with our signature, as a form.
    fn signed(
        &self,
        method: &str,
        content: &Value,
        return_url: Option<&str>,
        moment: Moment,
    ) -> String {
        let (content, timestamp) = (content.to_string(), shanghai::plain(moment.now));
        let mut fields = vec![
            ("app_id", self.settings.app_id.as_str()),
            ("biz_content", content.as_str()),
            ("charset", "utf-8"),
            ("format", "JSON"),
            ("method", method),
            ("notify_url", self.settings.notify_url.as_str()),
            ("sign_type", signature::TYPE),
            ("timestamp", timestamp.as_str()),
            ("version", "1.0"),
        ];
        fields.extend(return_url.map(|url| ("return_url", url)));
        fields.sort_unstable();
        let signature = self.settings.key.sign(&signature::message(&fields));
        fields.push(("sign", &signature));
        form::encode(&fields)
    }
}

/// Yuan with two decimals of a positive amount; the channel takes no other currency.
fn yuan(amount: kernel::Money) -> Result<String, Error> {
    if amount.currency == kernel::Currency::CNY && amount.minor > 0 {
        return Ok(amount::to_decimal(amount));
    }
    Err(Error::OrderInvalid { field: "amount" })
}

impl Channel for Alipay {
    fn name(&self) -> ChannelName {
        ChannelName::Alipay
    }

    fn ask(&self, ask: &Ask, moment: Moment) -> Result<Step, Error> {
        let (method, content) = match ask {
            Ask::Start(order) => return self.start(order, moment),
            Ask::Refund(order) => return self.refund(order, moment),
            Ask::Payment(handle) => (
                "alipay.trade.query",
                json!({ "out_trade_no": handle.payment.to_string() }),
            ),
            Ask::Close(handle) => (
                "alipay.trade.close",
                json!({ "out_trade_no": handle.payment.to_string() }),
            ),
            Ask::RefundState(order) => (
                "alipay.trade.fastpay.refund.query",
                json!({
                    "trade_no": order.transaction,
                    "out_request_no": order.refund.to_string(),
                    "query_options": ["gmt_refund_pay"],
                }),
            ),
            Ask::Fee(_) => return Err(Error::NotOffered),
            Ask::Statement(day) => (
                "alipay.data.dataservice.bill.downloadurl.query",
                json!({ "bill_type": "trade", "bill_date": day.to_string() }),
            ),
        };
        Ok(Step::Send(self.request(method, &content, moment)))
    }

    fn answer(&self, ask: &Ask, reply: &HttpReply, _: Moment) -> Result<Answer, Error> {
        reply::answer(&self.settings.alipay_key, ask, reply)
    }

    fn heard(&self, delivery: &Delivery, moment: Moment) -> Result<Notice, Error> {
        notify::heard(&self.settings, delivery, moment)
    }

    fn receipt(&self) -> (u16, &'static str) {
        (200, "success")
    }

    fn statement(&self, file: &[u8]) -> Result<Statement, StatementError> {
        bill::read(file)
    }
}

#[cfg(test)]
mod tests;
