//! `pomona log stat`: how much there is, which log it is, and when it was backed up.

use std::fs;
use std::io;
use std::path::Path;

use clap::Args;
use serde::Serialize;
use server::Config;
use server::operations::{LastBackup, Stat};

use crate::cli::{Failure, bar::Bar, out, source};

/// How to tell.
#[derive(Debug, Args)]
pub(crate) struct StatArguments {
    /// As one JSON object
    #[arg(long)]
    json: bool,
    /// Hash every event for the root of the Merkle tree as of now; without it only the newest sealed root is told
    #[arg(long)]
    check: bool,
}

/// What is told.
#[derive(Serialize)]
struct Told {
    events: u64,
    position: u64,
    commits: u64,
    streams: u64,
    /// All files of the log, in bytes.
    disk_bytes: u64,
    /// The hash chain's last link, in hex.
    link: String,
    /// Root of the Merkle tree over all events, in base64; where it was asked for.
    root: Option<String>,
    /// What the newest signed checkpoint promises.
    sealed: Option<Sealed>,
    epoch: Option<String>,
    /// Whether a server holds the folder.
    served: bool,
    last_backup: Option<LastBackup>,
}

/// A signed size and root, as they stand beside the log; `log verify --checkpoint` checks them.
#[derive(Serialize)]
struct Sealed {
    events: u64,
    /// In base64.
    root: String,
}

impl Sealed {
    fn of(data: &Path) -> Option<Self> {
        let note = fs::read_to_string(data.join("proofs").join("checkpoint")).ok()?;
        let mut lines = note.lines().skip(1);
        let events = lines.next()?.parse().ok()?;
        let root = lines.next()?.to_owned();
        Some(Self { events, root })
    }
}

impl StatArguments {
    pub(super) fn run(&self, config: &Config) -> Result<(), Failure> {
        let source = source::find(config)?;
        let mut bar = Bar::new("hashing");
        let stat = source.stat(self.check, &mut |done, total| bar.show(done, total));
        drop(bar);
        let folder = config.data.join("log");
        let disk_bytes = bytes_in(&folder).map_err(|cause| Failure::Unreadable {
            path: folder,
            cause,
        })?;
        let told = told(stat?, disk_bytes, source.is_served(), &config.data);
        if self.json {
            // Plain numbers and texts always become JSON.
            return out::line(serde_json::to_string(&told).unwrap_or_default());
        }
        tell(&told)
    }
}

fn told(stat: Stat, disk_bytes: u64, served: bool, data: &Path) -> Told {
    let position = stat.end.position.0;
    Told {
        events: position,
        position,
        commits: stat.commits,
        streams: stat.streams,
        disk_bytes,
        link: stat.end.link_hex(),
        root: stat.root,
        sealed: Sealed::of(data),
        epoch: stat.epoch,
        served,
        last_backup: LastBackup::of(data),
    }
}

fn tell(told: &Told) -> Result<(), Failure> {
    let held = if told.served {
        "open in a server"
    } else {
        "not served"
    };
    let backup = told.last_backup.as_ref().map_or_else(
        || "none known".to_owned(),
        |last| {
            let behind = told.position.saturating_sub(last.position);
            let (at, to) = (&last.taken_at, last.folder.display());
            format!("{at} to {to}, {behind} events ago")
        },
    );
    let sealed = told.sealed.as_ref().map_or_else(
        || "nothing yet".to_owned(),
        |sealed| format!("{} events, root {}", sealed.events, sealed.root),
    );
    let root = told.root.clone();
    let root = root.unwrap_or_else(|| "not asked for: --check hashes all events".to_owned());
    let mebibytes = told.disk_bytes as f64 / f64::from(1 << 20);
    for (what, value) in [
        ("events", told.events.to_string()),
        ("commits", told.commits.to_string()),
        ("streams", told.streams.to_string()),
        ("on disk", format!("{mebibytes:.1} MiB")),
        ("chain link", told.link.clone()),
        ("Merkle root", root),
        ("sealed", sealed),
        ("epoch", told.epoch.clone().unwrap_or_default()),
        ("log", held.to_owned()),
        ("last backup", backup),
    ] {
        out::line(format_args!("{what:<12} {value}"))?;
    }
    Ok(())
}

/// All files in a folder and below. Files that go away meanwhile do not count.
fn bytes_in(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        bytes += match entry.metadata() {
            Ok(about) if about.is_dir() => bytes_in(&entry.path())?,
            Ok(about) => about.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
    }
    Ok(bytes)
}
