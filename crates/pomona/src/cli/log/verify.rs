//! `pomona log verify`: reads all of the log and believes nothing.

use std::fmt::Write as _;

use server::Config;

use crate::cli::{Failure, bar::Bar, folder, out};

pub(super) fn run(config: &Config) -> Result<(), Failure> {
    let log = folder::open_log(config)?;
    let mut bar = Bar::new("checking");
    let report = log.verify(|done, total| bar.show(done.0, total.0));
    drop(bar);
    let report = report?;
    log.close();
    out::line(format_args!(
        "The log is whole: {} events in {} commits and {} streams, up to position {}.",
        report.events, report.commits, report.streams, report.last_position
    ))?;
    let mut chain = String::new();
    for byte in report.chain {
        // Writing to a String cannot fail.
        let _ = write!(chain, "{byte:02x}");
    }
    out::line(format_args!("Last link of the hash chain: {chain}"))
}
