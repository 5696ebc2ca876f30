//! `pomona tags`: the tags of a block as one PDF, however many they are.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use kernel::BlockId;
use server::Config;
use server::printing;

use super::{Failure, bar::Bar, folder, out};

/// Which tags, on what, and where to.
#[derive(Debug, Args)]
pub(crate) struct Tags {
    /// The block's id
    block: BlockId,
    /// Write to this file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// A page by its name: a4, a3, letter, roll, 100x150, 100x100, 76x130, 80x100 or 60x90
    #[arg(long, default_value = "a4", value_name = "PAGE")]
    stock: String,
    /// Codes of which three tenths may be torn (level H), not a quarter (Q)
    #[arg(long)]
    tough: bool,
}

impl Tags {
    pub(crate) async fn run(self, config: Config) -> Result<(), Failure> {
        let parts = folder::open_existing(config.clone())?;
        let app = parts.app.clone();
        drop(parts);
        app.caught_up(app.log().durable_position()).await?;
        let mut bar = Bar::new("drawing");
        let on = (self.stock.as_str(), self.tough);
        let pdf = printing::tags(&app, &config, self.block, on, &mut |done, total| {
            bar.show(done, total);
        })?;
        drop(bar);
        fs::write(&self.out, &pdf).map_err(|cause| Failure::File {
            path: self.out.clone(),
            cause,
        })?;
        folder::close(app).await?;
        out::line(format!("The tags are in {}.", self.out.display()))
    }
}
