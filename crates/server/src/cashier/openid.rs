//! Who a user of our public account is: inside WeChat a payment needs WeChat's name for its payer. The user's page brings a
//! code, the account's secret turns it into the name. Source: the public account's web authorization (`snsapi_base`).

use channels::{BaseUrl, HttpRequest, Method};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::{AskError, Cashier};

/// Where a user's browser is sent to fetch a code.
const AUTHORIZE: &str = "https://open.weixin.qq.com/connect/oauth2/authorize";
/// Longest code or name that is believed, in bytes.
const WORD_BYTES_MAX: usize = 128;

/// Our public account, where its secret is known.
pub(super) struct Account {
    pub(super) base: BaseUrl,
    pub(super) app_id: String,
    pub(super) secret: SecretString,
}

#[derive(Deserialize)]
struct Said {
    openid: Option<String>,
}

fn is_word(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (1..=WORD_BYTES_MAX).contains(&text.len()) && text.bytes().all(plain)
}

impl Cashier {
    /// Whether a payer inside WeChat can be told apart.
    pub(crate) const fn knows_users(&self) -> bool {
        self.account.is_some()
    }

    /// Where a page inside WeChat leads to, to come back with a code.
    pub(crate) fn authorize_url(&self, back: &str) -> Option<String> {
        let account = self.account.as_ref()?;
        let back: String = back.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let app_id = &account.app_id;
        Some(format!(
            "{AUTHORIZE}?appid={app_id}&redirect_uri={back}&response_type=code&scope=snsapi_base&state=pay#wechat_redirect"
        ))
    }

    /// WeChat's name for whoever brought this code.
    pub(crate) async fn openid(&self, code: &str) -> Result<String, AskError> {
        let account = self.account.as_ref().ok_or(AskError::Off)?;
        let wrong = |field| AskError::from(channels::Error::Form { field });
        if !is_word(code) {
            return Err(wrong("code"));
        }
        let (base, app_id) = (account.base.as_str(), &account.app_id);
        let secret = account.secret.expose_secret();
        let request = HttpRequest {
            method: Method::Get,
            url: format!(
                "{base}/sns/oauth2/access_token?appid={app_id}&secret={secret}&code={code}&grant_type=authorization_code"
            ),
            headers: vec![],
            body: vec![],
        };
        let sender = self.sender.as_ref().ok_or(AskError::Off)?;
        let reply = sender.send(request).await?;
        let said: Said = serde_json::from_slice(&reply.body).map_err(|_| wrong("openid"))?;
        said.openid
            .filter(|openid| is_word(openid))
            .ok_or_else(|| wrong("openid"))
    }
}
