//! Other people's programs (`judges.rs`) judge our files, whole and changed.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use eventlog::GlobalPosition;
use eventlog::proof::{Prover, Tile, TilePath};
use tempfile::TempDir;

use super::{append, judges, log_of, open};

/// Files as a web server would serve them, an older checkpoint and the proof of one event.
struct Site {
    dir: TempDir,
    vkey: String,
    size: u64,
    proven: u64,
}

impl Site {
    fn of(size: usize, proven: u64) -> Self {
        let dir = TempDir::new().unwrap();
        let log = log_of(size / 2 + 1);
        let prover = open(&log, &dir.path().join("prover")).unwrap();
        fs::write(dir.path().join("old"), prover.publish().unwrap().note()).unwrap();
        append(&log, size - size / 2 - 1, "apple");
        let proof = prover.prove_event(GlobalPosition(proven + 1)).unwrap();
        let signed = prover.publish().unwrap();
        fs::create_dir(dir.path().join("site")).unwrap();
        fs::write(dir.path().join("site/checkpoint"), signed.note()).unwrap();
        fs::write(dir.path().join("event.tlog-proof"), proof.to_string()).unwrap();
        let site = Self {
            dir,
            vkey: prover.vkey().to_string(),
            size: size as u64,
            proven,
        };
        site.write_tiles(&prover);
        site
    }

    fn write_tiles(&self, prover: &Prover) {
        let level = |level| Tile::Hashes { level };
        for (tile, span) in [
            (Tile::Entries, 1),
            (level(0), 1),
            (level(1), 256),
            (level(2), 65_536),
        ] {
            let hashes: u64 = self.size / span;
            for number in 0..hashes.div_ceil(256) {
                let width = hashes - number * 256;
                let path = TilePath {
                    tile,
                    number,
                    width: u8::try_from(width).ok(),
                };
                let path = path.to_string();
                let file = self.file(&format!("site/{path}"));
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, prover.tile(&path).unwrap().unwrap()).unwrap();
            }
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Whether the files are accepted; the judges that are there must say the same. `None` when
    /// there is no judge.
    fn accepted(&self) -> Option<bool> {
        match (self.accepted_by_go(), self.accepted_by_aics()) {
            (Some(go), Some(aics)) => {
                assert_eq!(go, aics, "Go and aics-tlog disagree");
                Some(go)
            }
            (go, aics) => go.or(aics),
        }
    }

    /// Judges everything.
    fn accepted_by_go(&self) -> Option<bool> {
        let [site, old, proof] = ["site", "old", "event.tlog-proof"].map(|name| self.file(name));
        let mut go = Command::new(judges::go()?);
        go.arg(&self.vkey)
            .args([&site, &old, &proof])
            .arg(self.proven.to_string());
        Some(judges::verdict(go, self.size))
    }

    /// Judges everything but the proof file.
    fn accepted_by_aics(&self) -> Option<bool> {
        let mut aics = Command::new(judges::python()?);
        let [site, old] = ["site", "old"].map(|name| self.file(name));
        aics.arg(judges::tlog().join("audit.py"))
            .arg(&self.vkey)
            .args([&site, &old]);
        Some(judges::verdict(aics, self.size))
    }

    /// Changes a file, asks the judges, and puts the file back.
    fn refused_after(&self, name: &str, change: impl Fn(&mut Vec<u8>)) {
        let file = self.file(name);
        let whole = fs::read(&file).unwrap();
        let mut changed = whole.clone();
        change(&mut changed);
        assert_ne!(changed, whole);
        fs::write(&file, changed).unwrap();
        assert_ne!(
            self.accepted(),
            Some(true),
            "{name} was changed and nobody noticed"
        );
        fs::write(&file, whole).unwrap();
    }
}

fn flip(place: usize) -> impl Fn(&mut Vec<u8>) {
    move |bytes| bytes[place] ^= 1
}

fn replace(from: &str, to: &str) -> impl Fn(&mut Vec<u8>) {
    move |bytes| {
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        *bytes = text.replacen(from, to, 1).into_bytes();
    }
}

/// Every kind of change in the files that every size has.
fn refuses_the_usual_changes(site: &Site, last_tile: &str, last_bundle: &str) {
    assert_ne!(site.accepted(), Some(false));
    let size = site.size.to_string();
    site.refused_after(last_tile, flip(40));
    site.refused_after(last_bundle, flip(2));
    site.refused_after(last_bundle, flip(1));
    site.refused_after(last_bundle, |bytes| bytes.truncate(bytes.len() - 1));
    site.refused_after(
        "site/checkpoint",
        replace(&size, &(site.size - 1).to_string()),
    );
    site.refused_after("site/checkpoint", replace("farm", "fame"));
    let signature = fs::read(site.file("site/checkpoint")).unwrap().len() - 20;
    site.refused_after("site/checkpoint", |bytes| {
        bytes[signature] = if bytes[signature] == b'A' { b'B' } else { b'A' };
    });
    site.refused_after("old", replace("\n\n", "extension\n\n"));
    assert_ne!(site.accepted(), Some(false), "all was put back");
}

#[test]
fn a_log_of_70_entries_is_accepted_and_refused_once_changed() {
    let site = Site::of(70, 69);
    refuses_the_usual_changes(&site, "site/tile/0/000.p/70", "site/tile/entries/000.p/70");
}

#[test]
fn a_log_of_300_entries_is_accepted_and_refused_once_changed() {
    let site = Site::of(300, 0);
    refuses_the_usual_changes(&site, "site/tile/0/001.p/44", "site/tile/entries/001.p/44");
    site.refused_after("site/tile/0/000", flip(0));
    site.refused_after("site/tile/1/000.p/1", flip(31));
    site.refused_after("site/tile/entries/000", flip(255 * 34 + 2));
}

/// The size at which a forged full tile passes readers that do not check it against its parent.
#[test]
fn a_log_of_70_000_entries_is_accepted_and_refused_once_changed() {
    let site = Site::of(70_000, 65_535);
    assert_ne!(site.accepted(), Some(false));
    for tile in [
        "site/tile/0/000",
        "site/tile/0/255",
        "site/tile/1/000",
        "site/tile/2/000.p/1",
    ] {
        site.refused_after(tile, flip(7));
    }
    site.refused_after("site/tile/entries/137", flip(34 * 100 + 10));
    site.refused_after("site/tile/entries/273.p/112", flip(2));
    site.refused_after("site/checkpoint", replace("70000", "69999"));
}

/// Two histories signed with one key, which our own prover never does: every judge notices.
#[test]
fn a_second_history_under_the_same_key_is_refused() {
    let (site, forged) = (Site::of(300, 0), TempDir::new().unwrap());
    fs::copy(
        site.file("prover/signing-key"),
        forged.path().join("signing-key"),
    )
    .unwrap();
    let log = eventlog::Log::in_memory();
    append(&log, 151, "forged");
    let prover = open(&log, forged.path()).unwrap();
    assert_eq!(prover.vkey().to_string(), site.vkey);
    let note = prover.publish().unwrap().note().to_owned();
    site.refused_after("old", |bytes| *bytes = note.clone().into_bytes());
}

#[test]
fn a_proof_file_is_accepted_and_refused_once_changed() {
    let site = Site::of(300, 299);
    assert_ne!(site.accepted(), Some(false));
    let text = fs::read_to_string(site.file("event.tlog-proof")).unwrap();
    let hash = text.lines().nth(2).unwrap();
    let other = hash.replacen(&hash[..1], if hash.starts_with('A') { "B" } else { "A" }, 1);
    for changed in [
        text.replace("index 299", "index 298"),
        text.replace(hash, &other),
    ] {
        fs::write(site.file("event.tlog-proof"), changed).unwrap();
        assert_ne!(site.accepted_by_go(), Some(true));
    }
}
