//! Standard output, for results only.

use std::fmt::Display;
use std::io::{self, Write};

use super::Failure;

/// Writes one line of a result.
pub(crate) fn line(text: impl Display) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(Failure::Output)
}
