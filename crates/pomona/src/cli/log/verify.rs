//! `pomona log verify`: reads all of the log and believes nothing.

use server::Config;

use crate::cli::{Failure, bar::Bar, out, source};

pub(super) fn run(config: &Config) -> Result<(), Failure> {
    let source = source::find(config)?;
    let mut bar = Bar::new("checking");
    let verified = source.verify(&mut |done, total| bar.show(done, total));
    drop(bar);
    let verified = verified?;
    out::line(format_args!(
        "The log is whole: {} events in {} commits and {} streams, up to position {}.",
        verified.events, verified.commits, verified.streams, verified.end.position
    ))?;
    out::line(format_args!(
        "Last link of the hash chain: {}",
        verified.end.link_hex()
    ))
}
