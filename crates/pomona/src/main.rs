//! The Pomona binary: parses what was typed and does it in a multi-thread runtime. It knows no rule.

mod cli;
mod demo;
mod paint;
mod stage;

use std::process::ExitCode;

use clap::Parser;

/// Many small things are made and forgotten by every request.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main(flavor = "multi_thread")]
async fn main() -> ExitCode {
    cli::run(cli::Cli::parse()).await
}
