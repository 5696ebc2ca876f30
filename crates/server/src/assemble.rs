//! Opens the data folder and puts the product together; for the server, the command line and tests alike.
//!
//! ```text
//! <data>/log/                 the event log           <data>/vault.sqlite        keys, credentials, sessions
//! <data>/blobs/               photos                  <data>/master.key          unless POMONA_MASTER_KEY is set
//! <data>/readmodels.sqlite    rebuilt from the log    <data>/policies.position   how far policies have got
//! <data>/control.sock         asks a running server   <data>/backup.last         when it was backed up
//! <data>/snapshots/           long streams, folded; may be deleted
//! <data>/uploads/             photos on their way in pieces; may be deleted
//! <data>/proofs/              signing key, checkpoint <data>/outbox/             letters, where no mail server takes them
//! ```

use std::{io, path::PathBuf, sync::Arc};

use app::{
    App, Settings,
    commands::channel_fees::FeeSchedules,
    policies::PolicyRunner,
    ports::{Clock, SettableClock},
    post::Post,
};
use eventlog::{Epoch, Log, Options};
use readmodels::ReadModels;
use settlement::payment::Channel;
use uuid::Uuid;
use vault::{MasterKey, Vault, VaultError};

use crate::{
    adapters::{FolderBlobs, SmtpSettingsError, SystemClock},
    cashier::{Cashier, CashierError},
    config::Config,
    letters,
    operations::{RESTORING, files::make_folder_durably},
    proofs::{Proofs, ProofsError},
};

/// What time it is for the product.
#[derive(Clone)]
pub enum Time {
    /// The system's time.
    System,
    /// Whatever the clock was set to: a sandbox, a test, the seeding of a past season.
    Settable(SettableClock),
}

impl Time {
    /// The time the settings ask for.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        if config.sandbox.clock {
            Self::Settable(SettableClock::new(SystemClock.now()))
        } else {
            Self::System
        }
    }
}

/// The product, open and ready to be served.
pub struct Parts {
    /// The use cases and what they stand on.
    pub app: App,
    /// The policies, to be run by whoever serves.
    pub policies: PolicyRunner,
    /// The post, to be run by whoever serves.
    pub post: Post,
    /// What outsiders can check the log with.
    pub proofs: Proofs,
    /// Whoever talks to payment channels.
    pub cashier: Arc<Cashier>,
    /// The settings it was opened with.
    pub config: Config,
    /// The time it goes by.
    pub time: Time,
}

/// Why the data folder cannot be opened, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum AssembleError {
    /// The folder itself.
    #[error("the data folder {} cannot be made or used: {cause}. Choose another with --data, or correct its permissions", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A restore was cut off.
    #[error(
        "{} was being restored and is not whole. Run `pomona restore` again, or remove the folder {RESTORING} in it", .folder.display()
    )]
    HalfRestored {
        /// The data folder.
        folder: PathBuf,
    },
    /// The log.
    #[error(
        "the event log cannot be opened: {0}. If another pomona uses this folder, stop it first; if the log is damaged, run `pomona log verify` and restore a backup"
    )]
    Log(#[from] eventlog::OpenError),
    /// The vault.
    #[error(
        "the vault cannot be opened: {0}. It needs the master key it was made with: master.key in the data folder, or POMONA_MASTER_KEY"
    )]
    Vault(#[from] VaultError),
    /// The read models.
    #[error(
        "the read models cannot be opened: {0}. They can be made anew from the log: `pomona readmodel rebuild`"
    )]
    ReadModels(#[from] readmodels::OpenError),
    /// The proofs.
    #[error(
        "the proofs cannot begin: {0}. The folder proofs in the data folder holds the key that signs the log and belongs to it; restore both together, and never make a new key for an old log"
    )]
    Proofs(#[from] ProofsError),
    /// The mail server.
    #[error(
        "letters cannot leave: {0}. Correct the settings under [letters], or leave letters.smtp_host empty"
    )]
    Letters(#[from] SmtpSettingsError),
    /// The payment channels.
    #[error("the payment channels cannot be opened: {0}. Compare with deploy/pomona.example.toml")]
    Cashier(#[from] CashierError),
    /// The policies' checkpoint.
    #[error(
        "the policies cannot begin: {0}. Removing policies.position from the data folder is safe: they repeat themselves without effect"
    )]
    Policies(#[source] app::Error),
}

/// Opens the data folder of `config` and puts the product together.
///
/// # Errors
/// [`AssembleError`], each with what to do.
pub fn assemble(config: Config, time: Time) -> Result<Parts, AssembleError> {
    let data = config.data.clone();
    let unusable = |cause| AssembleError::Folder {
        folder: data.clone(),
        cause,
    };
    // Its name too: a power cut in the first minute must not take the folder with what was acknowledged in it.
    make_folder_durably(&data).map_err(|error| unusable(error.cause))?;
    if data.join(RESTORING).exists() {
        return Err(AssembleError::HalfRestored { folder: data });
    }
    let options = Options {
        new_epoch: Some(Epoch(*Uuid::new_v4().as_bytes())),
        ..Options::default()
    };
    let log = Log::open(&data.join("log"), options)?;
    let vault = Vault::open(&data.join("vault.sqlite"), &master_key(&config)?)?;
    let readmodels = ReadModels::open(&data.join("readmodels.sqlite"), &log)?;
    let blobs = FolderBlobs::open(data.join("blobs")).map_err(unusable)?;
    let clock: Arc<dyn Clock> = match &time {
        Time::System => Arc::new(SystemClock),
        Time::Settable(clock) => Arc::new(clock.clone()),
    };
    let settings = Settings {
        banned_words: config.nameplates.banned_words.clone(),
        session_days: config.accounts.session_days,
        two_persons_above: config.payments.two_persons_above(),
        fees: FeeSchedules::from([
            (Channel::WechatPay, config.wechat_pay.fees()),
            (Channel::Alipay, config.alipay.fees()),
            (Channel::Stripe, config.stripe.fees()),
        ]),
        snapshots: Some(data.join("snapshots")),
        ..Settings::default()
    };
    let proofs = Proofs::open(&log, &config)?;
    let app = App::new(log, vault, readmodels, Arc::new(blobs), clock, settings);
    let policies = PolicyRunner::new(app.clone(), data.join("policies.position"))
        .map_err(AssembleError::Policies)?;
    let post = letters::open(&app, &config)?;
    let cashier = Arc::new(Cashier::open(app.clone(), &config)?);
    Ok(Parts {
        cashier,
        app,
        policies,
        post,
        proofs,
        config,
        time,
    })
}

fn master_key(config: &Config) -> Result<MasterKey, VaultError> {
    match &config.master_key {
        Some(text) => MasterKey::from_hex(text.expose()),
        None => MasterKey::load_or_create(&config.data.join("master.key")),
    }
}
