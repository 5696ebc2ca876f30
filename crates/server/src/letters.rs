//! Letters leave: by which way, and when. Their words are made in [`crate::web::letters`].

use std::{sync::Arc, time::Duration};

use app::{App, ports::Mailer, post::Post};
use tokio::{sync::watch, time::MissedTickBehavior};

use crate::{
    adapters::{FolderMailer, SmtpMailer, SmtpSettingsError},
    config::Config,
    web::letters::Desk,
};

/// How often it is looked for letters that are due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Seconds of a minute.
const MINUTE_SECONDS: u32 = 60;

/// The folder in the data folder that letters are put into where there is no mail server.
pub(crate) const OUTBOX: &str = "outbox";

/// The post as the settings want it.
pub(crate) fn open(app: &App, config: &Config) -> Result<Post, SmtpSettingsError> {
    let mailer: Arc<dyn Mailer> = if config.letters.smtp_host.is_empty() {
        Arc::new(FolderMailer::new(config.data.join(OUTBOX)))
    } else {
        Arc::new(SmtpMailer::new(&config.letters)?)
    };
    let desk = Desk::new(app.clone(), config.clone());
    Ok(Post::new(app.clone(), Arc::new(desk), mailer))
}

/// Sends what is due, within the limit, until told to stop.
pub(crate) async fn keep_sending(post: Post, per_minute: u32, mut stopped: watch::Receiver<bool>) {
    let limit = usize::try_from(per_minute.div_ceil(MINUTE_SECONDS)).unwrap_or(usize::MAX);
    // A limit below one letter a second is kept by looking less often.
    let every = LOOK_EVERY * (MINUTE_SECONDS / per_minute.max(1)).max(1);
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = post.send_due(limit).await {
            tracing::error!(%error, "letters could not be sent; the next turn tries again");
        }
    }
}
