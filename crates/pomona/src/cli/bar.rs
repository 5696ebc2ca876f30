//! Progress on standard error: a bar for a person at a terminal, a line every tenth for everybody else.

use std::io::{self, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows how far something is.
pub(crate) struct Bar {
    what: &'static str,
    drawn: Option<ProgressBar>,
    tenths: u64,
}

impl Bar {
    /// A bar for something that is named by a participle: "checking".
    pub(crate) fn new(what: &'static str) -> Self {
        let drawn = io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} {elapsed}");
            // The template is fixed; were it refused, the default would do.
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_message(what);
            bar
        });
        Self {
            what,
            drawn,
            tenths: 0,
        }
    }

    /// So many of so many are done.
    pub(crate) fn show(&mut self, done: u64, total: u64) {
        if let Some(bar) = &self.drawn {
            bar.set_length(total);
            bar.set_position(done);
            return;
        }
        let tenths = done.saturating_mul(10).checked_div(total).unwrap_or(10);
        if tenths > self.tenths {
            self.tenths = tenths;
            note(format_args!(
                "{} {}0 % ({done} of {total})",
                self.what, tenths
            ));
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.drawn {
            bar.finish_and_clear();
        }
    }
}

/// Writes a line beside the result. Nobody reading it is no failure.
pub(crate) fn note(text: std::fmt::Arguments<'_>) {
    drop(writeln!(io::stderr(), "{text}"));
}
