//! `pomona demo`: seeds an invented season where there is no log yet, then serves.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::time::Instant;

use app::ports::{Clock, SettableClock};
use clap::Args;
use server::adapters::SystemClock;
use server::{Config, Parts, Time, assemble};

use super::bar::{Bar, note};
use super::{Failure, out, serve, settings};
use crate::demo::{PASSWORD, SIGN_INS, TREES_MAX, TREES_MIN, seed, showcase};
use crate::stage::{self, Ground, Stage};

/// Trees of the demo unless told otherwise.
const TREES: u16 = 300;

/// What one operator alone may send back or pay out in the demo, in fen.
const TWO_PERSONS_ABOVE_FEN: i64 = 50_000;

/// How to show the demo.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// End after seeding
    #[arg(long)]
    seed_only: bool,
    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS")]
    bind: Option<SocketAddr>,
    /// How many trees the three farms have (30 to 600)
    #[arg(long, value_name = "N", default_value_t = TREES, value_parser = clap::value_parser!(u16).range(TREES_MIN as i64..=TREES_MAX as i64))]
    trees: u16,
}

impl Demo {
    pub(crate) async fn run(self, mut config: Config) -> Result<(), Failure> {
        if let Some(bind) = self.bind {
            config.server.bind = bind;
        }
        // So low that something of the story waits for a second person.
        config.payments.two_persons_above_fen = TWO_PERSONS_ABOVE_FEN;
        if config.payments.account_holder.is_empty() {
            // An account that nobody has, so that the page of a bank transfer is whole.
            "圈橙认养（演示）".clone_into(&mut config.payments.account_holder);
            "演示银行，请勿转账".clone_into(&mut config.payments.account_bank);
            "0000 0000 0000 0000".clone_into(&mut config.payments.account_number);
        }
        if self.seed_only {
            settings::log_quietly(&config)?;
            return self.seed(&config).await;
        }
        server::logs::start(&server::config::Log {
            filter: format!("warn,{}", quiet_unless_told(&config)),
            format: config.log.format,
        })?;
        let listener = serve::listen(&config)?;
        let address = listener.local_addr().map_err(Failure::Serve)?;
        if config.server.public_url == Config::default().server.public_url {
            config.server.public_url = format!("http://{}", reachable(address));
        }
        // Play money is for this command alone, and never beside a channel of real money.
        config.sandbox.payments = true;
        config.check()?;
        self.seed(&config).await?;
        let stopped = serve::stopped()?;
        let time = Time::of(&config);
        let parts = assemble(config, time)?;
        tell(&listener, &parts).await?;
        server::run(listener, parts, stopped)
            .await
            .map_err(Failure::Serve)
    }

    async fn seed(&self, config: &Config) -> Result<(), Failure> {
        match stage::look(&config.data, stage::SEED)? {
            Ground::Taken | Ground::Finished => out::line(format_args!(
                "{} holds a log already; nothing is seeded.",
                config.data.display()
            )),
            Ground::Free(stage) => self.seed_on(stage, config).await,
        }
    }

    async fn seed_on(&self, stage: Stage, config: &Config) -> Result<(), Failure> {
        let began = Instant::now();
        note(format_args!(
            "Seeding {} trees of three farms into {} …",
            self.trees,
            config.data.display()
        ));
        let now = SystemClock.now();
        let clock = SettableClock::new(now);
        let staged = Config {
            data: stage.folder(),
            ..config.clone()
        };
        let Parts {
            app,
            policies,
            post,
            ..
        } = assemble(staged, Time::Settable(clock.clone()))?;
        let (log, reads) = (app.log().clone(), app.read().clone());
        let mut bar = Bar::new("seeding");
        let steps = |done: usize, total: usize| bar.show(done as u64, total as u64);
        let seeded = seed(
            app,
            clock,
            (policies, post),
            (usize::from(self.trees), now),
            steps,
        )
        .await;
        drop(bar);
        let events = log.durable_position();
        reads.stop();
        log.close();
        drop(reads);
        seeded?;
        stage.finish()?;
        let seconds = began.elapsed().as_secs();
        out::line(format_args!(
            "Seeded {events} events in {seconds} s: {}",
            config.data.display()
        ))
    }
}

/// Requests are not worth a line while somebody looks around, unless the settings ask for them.
fn quiet_unless_told(config: &Config) -> String {
    if config.log.filter == Config::default().log.filter {
        "pomona=info".to_owned()
    } else {
        config.log.filter.clone()
    }
}

/// An address that a browser on this machine can open.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match (address.ip().is_unspecified(), address.is_ipv4()) {
        (true, true) => IpAddr::from(Ipv4Addr::LOCALHOST),
        (true, false) => IpAddr::from(Ipv6Addr::LOCALHOST),
        (false, _) => address.ip(),
    };
    SocketAddr::new(ip, address.port())
}

async fn tell(listener: &TcpListener, parts: &Parts) -> Result<(), Failure> {
    let address = listener.local_addr().map_err(Failure::Serve)?;
    out::line(format_args!("pomona listens on http://{address}/"))?;
    let url = &parts.config.server.public_url;
    let app = &parts.app;
    app.caught_up(app.log().durable_position()).await?;
    let Some(showcase) = showcase(app)? else {
        return out::line(format_args!("This log is no demo's. Open {url}/"));
    };
    out::line("")?;
    out::line(format_args!("  Open      {url}/"))?;
    if let Some(code) = showcase.tree {
        out::line(format_args!("  A tree    {url}/t/{}", code.as_str()))?;
    }
    out::line("")?;
    out::line(format_args!(
        "  Sign in at {url}/sign-in, password {PASSWORD}"
    ))?;
    for sign_in in SIGN_INS {
        out::line(format_args!(
            "    {:<9} then {url}{}",
            sign_in.login, sign_in.page
        ))?;
    }
    out::line("")?;
    out::line("  Everybody knows this password: never serve a demo to strangers. Ctrl-C ends it.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_for_everybody_is_opened_on_this_machine() {
        let shown = |text: &str| reachable(text.parse().unwrap()).to_string();
        assert_eq!(shown("0.0.0.0:8080"), "127.0.0.1:8080");
        assert_eq!(shown("[::]:80"), "[::1]:80");
        assert_eq!(shown("192.168.1.7:8080"), "192.168.1.7:8080");
    }
}
