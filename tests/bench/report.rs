//! What a run found, as the Markdown of `docs/benchmarks.md`: the budgets first, then every table. Whatever is written
//! goes to standard error at once, so that one sees how far a run is.

use std::{io::Write, process::Command};

/// What was found so far.
#[derive(Default)]
pub(crate) struct Report {
    budgets: Vec<Budget>,
    text: String,
}

/// A promised figure and the one that was seen.
pub(crate) struct Budget {
    /// Of what.
    pub(crate) what: &'static str,
    /// What was promised, in words.
    pub(crate) promised: &'static str,
    /// What was seen, with its unit.
    pub(crate) seen: String,
    /// Who was measured beside it, and what it did.
    pub(crate) peer: String,
    /// Whether the promise is kept.
    pub(crate) met: bool,
}

impl Report {
    /// Adds a line.
    pub(crate) fn line(&mut self, text: &str) {
        drop(writeln!(std::io::stderr(), "{text}"));
        self.text.push_str(text);
        self.text.push('\n');
    }

    pub(crate) fn budget(&mut self, budget: Budget) {
        self.budgets.push(budget);
    }

    /// Prints all; the one place of the program that writes to standard output.
    #[expect(clippy::print_stdout, reason = "printing is what this program is for")]
    pub(crate) fn print(&self) {
        println!("{}\n{}\n", include_str!("head.md"), machine());
        println!("## Budgets\n");
        println!("| what | budget | seen | beside it | met |\n|---|---|---:|---|---|");
        for budget in &self.budgets {
            let Budget {
                what,
                promised,
                seen,
                peer,
                met,
            } = budget;
            let met = if *met { "yes" } else { "**no**" };
            println!("| {what} | {promised} | {seen} | {peer} | {met} |");
        }
        print!("\n{}", self.text);
    }
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let day = Command::new("date").arg("+%Y-%m-%d").output();
    let day = day.map(|told| String::from_utf8_lossy(&told.stdout).trim().to_owned());
    format!(
        "Machine: {cores} cores, shared by client and server; ext4 on a virtual disk. Date: {}.",
        day.unwrap_or_default()
    )
}
