//! Settings: compiled defaults, then a TOML file, then the environment; checked once, at start.
//!
//! One struct per concern, each in its own file. Nothing else in this program reads the environment. What is not
//! known is refused, so that a mistyped setting cannot be ignored in silence.
//!
//! Environment: `POMONA_<SECTION>__<KEY>`, such as `POMONA_SERVER__PUBLIC_URL`; lists are separated by commas. Short
//! forms: `POMONA_BIND`, `POMONA_PUBLIC_URL`, `POMONA_DATA`, `POMONA_MASTER_KEY`. `POMONA_CONFIG` names the file and
//! is the command line's business.

mod accounts;
mod channels;
mod gs1;
mod letters;
mod limits;
mod log;
mod nameplates;
mod payments;
mod proofs;
mod sandbox;
mod secret;
mod seller;
mod server;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

pub use accounts::Accounts;
pub use channels::{Alipay, Stripe, WechatPay};
pub use gs1::Gs1;
pub use letters::{Letters, PasswordText, Security};
pub use limits::Limits;
pub use log::{Log, LogFormat};
pub use nameplates::Nameplates;
pub use payments::Payments;
pub use proofs::Proofs;
pub use sandbox::Sandbox;
pub use secret::Secret;
pub use seller::Seller;
pub use server::{Server, TrustedProxy};

/// What every variable of ours starts with.
const PREFIX: &str = "POMONA_";
/// Variables with a short name, and the setting each stands for.
const SHORT_FORMS: [(&str, &str); 4] = [
    ("BIND", "server.bind"),
    ("PUBLIC_URL", "server.public_url"),
    ("DATA", "data"),
    ("MASTER_KEY", "master_key"),
];
/// Variables that are read by the command line, not here.
const NOT_OURS: [&str; 1] = ["CONFIG"];
/// Settings that are lists.
const LISTS: [&str; 2] = ["server.trusted_proxies", "nameplates.banned_words"];

/// All settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The folder that holds everything: log, vault, read models, photos.
    pub data: PathBuf,
    /// The vault's master key as 64 hex digits; without it the key is kept in the data folder. Never printed.
    #[serde(skip_serializing)]
    pub master_key: Option<MasterKeyText>,
    /// The listener and how the world sees it.
    pub server: Server,
    /// How much one client may ask for.
    pub limits: Limits,
    /// What is logged, and how.
    pub log: Log,
    /// Members' sessions.
    pub accounts: Accounts,
    /// What may stand on nameplates.
    pub nameplates: Nameplates,
    /// What payers are shown.
    pub payments: Payments,
    /// Who sells.
    pub seller: Seller,
    /// How letters leave.
    pub letters: Letters,
    /// The channel WeChat Pay.
    pub wechat_pay: WechatPay,
    /// The channel Alipay.
    pub alipay: Alipay,
    /// The channel Stripe.
    pub stripe: Stripe,
    /// Proofs for outsiders.
    pub proofs: Proofs,
    /// GS1 keys of the operator.
    pub gs1: Gs1,
    /// For trying things out only.
    pub sandbox: Sandbox,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("pomona-data"),
            master_key: None,
            server: Server::default(),
            limits: Limits::default(),
            log: Log::default(),
            accounts: Accounts::default(),
            nameplates: Nameplates::default(),
            payments: Payments::default(),
            seller: Seller::default(),
            letters: Letters::default(),
            wechat_pay: WechatPay::default(),
            alipay: Alipay::default(),
            stripe: Stripe::default(),
            proofs: Proofs::default(),
            gs1: Gs1::default(),
            sandbox: Sandbox::default(),
        }
    }
}

/// A master key as it came from the environment or a file. Its text is shown to the vault only.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct MasterKeyText(String);

impl MasterKeyText {
    /// The text, for the vault.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MasterKeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKeyText(…)")
    }
}

/// Why the settings cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file or a variable holds something unknown or of the wrong kind.
    #[error("the settings cannot be read: {0}. Compare with deploy/pomona.example.toml")]
    Unreadable(#[from] config::ConfigError),
    /// A variable that names no setting.
    #[error(
        "the environment variable {name} names no setting; a setting is POMONA_<SECTION>__<KEY>"
    )]
    UnknownVariable {
        /// The variable.
        name: String,
    },
    /// A setting whose value cannot stand.
    #[error("the setting {setting} cannot stand: {why}")]
    Invalid {
        /// The setting, as `section.key`.
        setting: &'static str,
        /// What is wrong and what would be right.
        why: &'static str,
    },
}

impl Config {
    /// Reads settings from a file, if one is named, and the environment as given, and checks them.
    ///
    /// # Errors
    /// [`ConfigError`], each with what to do.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut builder = config::Config::builder();
        if let Some(file) = file {
            builder = builder.add_source(config::File::from(file).format(config::FileFormat::Toml));
        }
        for (name, text) in environment {
            let Some(rest) = name.strip_prefix(PREFIX) else {
                continue;
            };
            if NOT_OURS.contains(&rest) {
                continue;
            }
            let key =
                setting_of(rest).ok_or(ConfigError::UnknownVariable { name: name.clone() })?;
            builder = if LISTS.contains(&key.as_str()) {
                let items: Vec<_> = text
                    .split(',')
                    .map(str::trim)
                    .filter(|one| !one.is_empty())
                    .collect();
                builder.set_override(key, items)?
            } else {
                builder.set_override(key, text)?
            };
        }
        let settings: Self = builder.build()?.try_deserialize()?;
        settings.check()?;
        Ok(settings)
    }

    /// Checks each setting and how they fit together.
    ///
    /// # Errors
    /// [`ConfigError::Invalid`] for the first one that cannot stand.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.server.check()?;
        self.limits.check()?;
        self.accounts.check()?;
        self.gs1.check()?;
        self.letters.check()?;
        self.payments.check()?;
        self.wechat_pay.check()?;
        self.alipay.check()?;
        self.stripe.check()?;
        self.check_sandbox()?;
        self.proofs.check()
    }
}

impl Config {
    /// Play money must never stand beside real money.
    fn check_sandbox(&self) -> Result<(), ConfigError> {
        let real = self.wechat_pay.is_on() || self.alipay.is_on() || self.stripe.is_on();
        if self.sandbox.payments && real {
            return Err(ConfigError::Invalid {
                setting: "sandbox.payments",
                why: "play money cannot stand beside a channel of real money: turn one of them off",
            });
        }
        Ok(())
    }
}

fn setting_of(variable: &str) -> Option<String> {
    if let Some((_, setting)) = SHORT_FORMS.iter().find(|(short, _)| *short == variable) {
        return Some((*setting).to_owned());
    }
    let (section, key) = variable.split_once("__")?;
    Some(format!("{}.{}", section.to_lowercase(), key.to_lowercase()))
}

/// The settings as a TOML file that would give the same, without secrets.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = serde_json::to_value(self).unwrap_or_default();
        let entries = || value.as_object().into_iter().flatten();
        // JSON texts, numbers, truth values and flat lists are TOML as well.
        for (key, plain) in entries().filter(|(_, value)| !value.is_object()) {
            writeln!(f, "{key} = {plain}")?;
        }
        for (section, keys) in entries() {
            let Some(keys) = keys.as_object() else {
                continue;
            };
            writeln!(f, "\n[{section}]")?;
            for (key, plain) in keys {
                writeln!(f, "{key} = {plain}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
