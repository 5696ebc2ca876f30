//! `pomona serve`: opens the folder and serves it until told to stop.

use std::future::Future;
use std::net::TcpListener;

use clap::Args;
use server::{Config, Parts, Time, assemble};
use tokio::signal::unix::{SignalKind, signal};

use super::{Failure, out};

/// How to serve; everything else is in the settings.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Print the settings in force, without secrets, and end
    #[arg(long)]
    print_config: bool,
}

impl Serve {
    pub(crate) async fn run(self, config: Config) -> Result<(), Failure> {
        if self.print_config {
            return out::line(config.to_string().trim_end());
        }
        server::logs::start(&config.log)?;
        let stopped = stopped()?;
        let listener = listen(&config)?;
        let time = Time::of(&config);
        let parts = assemble(config, time)?;
        tell(&listener, &parts)?;
        server::run(listener, parts, stopped)
            .await
            .map_err(Failure::Serve)
    }
}

/// Takes the address before anything else is done, so that a taken one is told at once.
pub(super) fn listen(config: &Config) -> Result<TcpListener, Failure> {
    let address = config.server.bind;
    TcpListener::bind(address).map_err(|cause| Failure::Bind { address, cause })
}

fn tell(listener: &TcpListener, parts: &Parts) -> Result<(), Failure> {
    let address = listener.local_addr().map_err(Failure::Serve)?;
    out::line(format_args!("pomona listens on http://{address}/"))?;
    out::line(format_args!("data folder: {}", parts.config.data.display()))
}

/// Ready at SIGTERM or SIGINT. From here on these no longer end the process by themselves.
pub(super) fn stopped() -> Result<impl Future<Output = ()>, Failure> {
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::Signals)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::Signals)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
