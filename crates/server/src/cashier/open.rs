//! Puts the channels together that the settings turn on. It must not show a key.

use std::{collections::HashMap, fs, path::Path};

use app::App;
use channels::{
    BaseUrl,
    alipay::{self, Alipay},
    keys::{SealKey, SharedSecret, SigningKey, VerifyingKey},
    sandbox::{Sandbox, Vendor},
    send::{SendError, Sender},
    stripe::{self, Stripe},
    wechat::{self, PlatformKey, PlatformKeys, WeChatPay},
};
use parking_lot::{Mutex, RwLock};
use secrecy::{ExposeSecret, SecretString};
use settlement::payment::Channel;
use uuid::Uuid;

use super::{AnyRail, Cashier, Desk, openid::Account, turns::Turns};
use crate::config::{self, Config, Secret};

/// Why the channels cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum CashierError {
    /// A setting or the file that it names.
    #[error("{setting}: {why}")]
    Setting {
        /// The setting, as `section.key`.
        setting: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// No trusted certificates.
    #[error(transparent)]
    Sender(#[from] SendError),
}

fn wrong(setting: &'static str) -> impl Fn(String) -> CashierError {
    move |why| CashierError::Setting { setting, why }
}

/// Where the sandbox would live if it lived anywhere: it is never sent to.
const SANDBOX_BASE: &str = "http://127.0.0.1/sandbox";

impl Cashier {
    /// Opens the channels that are on.
    pub(crate) fn open(app: App, config: &Config) -> Result<Self, CashierError> {
        let mut desks = Vec::new();
        let notify_at = |channel: Channel| {
            let public_url = config.server.public_url.trim_end_matches('/');
            format!("{public_url}/channels/{}/notify", channel.as_str())
        };
        if config.wechat_pay.is_on() {
            let rail = wechat_pay(&config.wechat_pay, notify_at(Channel::WechatPay))?;
            desks.push(Desk::new(
                Channel::WechatPay,
                AnyRail::WeChat(Box::new(rail)),
            ));
        }
        if config.alipay.is_on() {
            let rail = alipay(&config.alipay, notify_at(Channel::Alipay))?;
            desks.push(Desk::new(Channel::Alipay, AnyRail::Alipay(rail)));
        }
        if config.stripe.is_on() {
            let rail = stripe(&config.stripe)?;
            desks.push(Desk::new(Channel::Stripe, AnyRail::Stripe(rail)));
        }
        let sender = if desks.is_empty() {
            None
        } else {
            Some(Sender::new()?)
        };
        if config.sandbox.payments {
            desks.push(Desk::sandbox()?);
        }
        Ok(Self {
            app,
            desks,
            sender,
            account: account(&config.wechat_pay)?,
            shown: Mutex::new(HashMap::new()),
            turns: Turns::default(),
            layouts: super::layouts::read(&config.payments.bank_layouts_file)?,
        })
    }
}

impl Desk {
    fn new(channel: Channel, rail: AnyRail) -> Self {
        Self {
            channel,
            rail: RwLock::new(rail),
            vendor: None,
            certificates_at: Mutex::new(None),
        }
    }

    /// Both sides of the sandbox share a secret that nobody else ever has.
    fn sandbox() -> Result<Self, CashierError> {
        let base: BaseUrl = url("sandbox.payments", SANDBOX_BASE)?;
        let text = Uuid::new_v4().to_string();
        let secret = || SharedSecret::new(&text.clone().into());
        let vendor = Vendor::new(&base, secret());
        let rail = AnyRail::Sandbox(Sandbox::new(base, secret()));
        Ok(Self {
            vendor: Some(Mutex::new(vendor)),
            ..Self::new(Channel::Sandbox, rail)
        })
    }
}

fn wechat_pay(settings: &config::WechatPay, notify_url: String) -> Result<WeChatPay, CashierError> {
    let key = secret("wechat_pay.key", &settings.key, &settings.key_file)?;
    let seal = secret(
        "wechat_pay.seal_key",
        &settings.seal_key,
        &settings.seal_key_file,
    )?;
    let keys = if settings.public_key_id.is_empty() {
        PlatformKeys::default()
    } else {
        let setting = "wechat_pay.public_key_file";
        let pem = text(setting, &settings.public_key_file)?;
        let key = PlatformKey::public_key(&settings.public_key_id, &pem);
        PlatformKeys::new(vec![
            key.map_err(|error| wrong(setting)(error.to_string()))?,
        ])
    };
    let settings = wechat::Settings {
        base: url("wechat_pay.base", &settings.base)?,
        app_id: settings.app_id.clone(),
        merchant: settings.merchant.clone(),
        certificate_serial: settings.certificate_serial.clone(),
        key: signing("wechat_pay.key", &key)?,
        seal: SealKey::read(&seal)
            .map_err(|error| wrong("wechat_pay.seal_key")(error.to_string()))?,
        notify_url,
    };
    Ok(WeChatPay::new(settings, keys))
}

fn account(settings: &config::WechatPay) -> Result<Option<Account>, CashierError> {
    let setting = "wechat_pay.app_secret_file";
    let found = settings.app_secret.or_file(&settings.app_secret_file);
    let found = found.map_err(|error| wrong(setting)(error.to_string()))?;
    let Some(secret) = found.filter(|_| settings.is_on()) else {
        return Ok(None);
    };
    let base = url("wechat_pay.account_base", &settings.account_base)?;
    let app_id = settings.app_id.clone();
    Ok(Some(Account {
        base,
        app_id,
        secret,
    }))
}

fn alipay(settings: &config::Alipay, notify_url: String) -> Result<Alipay, CashierError> {
    let key = secret("alipay.key", &settings.key, &settings.key_file)?;
    let setting = "alipay.alipay_key_file";
    let theirs = VerifyingKey::read(&text(setting, &settings.alipay_key_file)?);
    Ok(Alipay::new(alipay::Settings {
        gateway: url("alipay.gateway", &settings.gateway)?,
        app_id: settings.app_id.clone(),
        seller_id: settings.seller_id.clone(),
        key: signing("alipay.key", &key)?,
        alipay_key: theirs.map_err(|error| wrong(setting)(error.to_string()))?,
        notify_url,
    }))
}

fn stripe(settings: &config::Stripe) -> Result<Stripe, CashierError> {
    let key = secret("stripe.key", &settings.key, &settings.key_file)?;
    let secrets = secret(
        "stripe.webhook_secret",
        &settings.webhook_secret,
        &settings.webhook_secret_file,
    )?;
    let secrets = secrets.expose_secret().lines().map(str::trim);
    let live = key.expose_secret().contains("_live_");
    Ok(Stripe::new(stripe::Settings {
        base: url("stripe.base", &settings.base)?,
        files_base: url("stripe.files_base", &settings.files_base)?,
        webhook_secrets: secrets
            .filter(|line| !line.is_empty())
            .map(|line| SharedSecret::new(&line.to_owned().into()))
            .collect(),
        key,
        live,
    }))
}

fn url(setting: &'static str, address: &str) -> Result<BaseUrl, CashierError> {
    let parsed = address.parse();
    parsed.map_err(|error: channels::UrlError| wrong(setting)(error.to_string()))
}

fn secret(
    setting: &'static str,
    secret: &Secret,
    file: &Path,
) -> Result<SecretString, CashierError> {
    let found = secret
        .or_file(file)
        .map_err(|error| wrong(setting)(format!("{} cannot be read: {error}", file.display())))?;
    found
        .ok_or_else(|| wrong(setting)("it is missing; give it as text or name its file".to_owned()))
}

fn text(setting: &'static str, file: &Path) -> Result<String, CashierError> {
    fs::read_to_string(file)
        .map_err(|error| wrong(setting)(format!("{} cannot be read: {error}", file.display())))
}

fn signing(setting: &'static str, key: &SecretString) -> Result<SigningKey, CashierError> {
    SigningKey::read(key).map_err(|error| wrong(setting)(error.to_string()))
}
