//! The Pomona binary: parses what was typed and does it in a multi-thread runtime. It knows no rule.

mod cli;
mod demo;
mod paint;
mod stage;

use std::process::ExitCode;

use clap::Parser;

#[tokio::main(flavor = "multi_thread")]
async fn main() -> ExitCode {
    cli::run(cli::Cli::parse()).await
}
