//! Runs a child under the shim and hands back what it recorded. Compiles the shim first. Knows
//! nothing of what the child does.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::sync::{OnceLock, PoisonError, RwLock, RwLockReadGuard};

use tempfile::TempDir;

use crate::disk::Disk;
use crate::trace::{self, Step};

/// Says to a child where it works, and where it says its marks.
pub(crate) const ROOT: &str = "POWERCUT_ROOT";
pub(crate) const MARKS: &str = "POWERCUT_MARKS";
const TRACE: &str = "POWERCUT_TRACE";
const FAULT: &str = "POWERCUT_FAULT";

/// The shim as source.
const SHIM: &str = include_str!("shim.c");

/// Calls that can be made to fail.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Calls {
    Syncs = 1,
    Writes = 2,
    /// Syncs, writes, and changes of names.
    All = 7,
}

/// Which calls fail, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    pub(crate) calls: Calls,
    /// Only on files whose path has this in it.
    pub(crate) of: &'static str,
    /// What they return as `errno`; 0 ends the process.
    pub(crate) errno: i32,
    /// The first of them that fails, counted from 1.
    pub(crate) first: usize,
    /// How many fail from there on.
    pub(crate) count: u32,
}

/// A child's work, as the disk and the child saw it.
pub(crate) struct Recording {
    /// The folder the child worked in, as it left it.
    pub(crate) root: TempDir,
    /// As it was before.
    pub(crate) before: Disk,
    pub(crate) steps: Vec<Step>,
    pub(crate) status: ExitStatus,
    /// What the child said on its standard error.
    pub(crate) said: String,
}

/// An empty folder, in memory where that is possible: nothing in it has to survive anything.
pub(crate) fn folder() -> TempDir {
    TempDir::new_in("/dev/shm")
        .or_else(|_| TempDir::new())
        .unwrap()
}

/// Lets a child work in `root`, whose content counts as durable.
pub(crate) fn record_child(mut child: Command, root: TempDir, fault: Option<Fault>) -> Recording {
    let before = Disk::of_folder(root.path());
    let apart = folder();
    let trace = apart.path().join("trace");
    child
        .env("LD_PRELOAD", shim())
        .env(ROOT, root.path().canonicalize().unwrap())
        .env(TRACE, &trace)
        .env(MARKS, apart.path().join("marks"));
    if let Some(fault) = fault {
        let Fault {
            calls,
            of,
            errno,
            first,
            count,
        } = fault;
        let calls = calls as i32;
        child.env(FAULT, format!("{calls} {errno} {first} {count} {of}"));
    }
    let Output { status, stderr, .. } = output_of(&mut child);
    let steps = trace::parse(&fs::read(&trace).expect("the shim makes this file"));
    Recording {
        root,
        before,
        steps,
        status,
        said: String::from_utf8_lossy(&stderr).into_owned(),
    }
}

/// Held alone while a child begins: until it runs its own program it holds every file and lock that is open here, so a
/// folder that was just closed could not be opened again.
static BEGINNING: RwLock<()> = RwLock::new(());

/// While this is held no child begins.
pub(crate) fn no_child_begins() -> RwLockReadGuard<'static, ()> {
    BEGINNING.read().unwrap_or_else(PoisonError::into_inner)
}

fn output_of(child: &mut Command) -> Output {
    child
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let running = {
        let _alone = BEGINNING.write().unwrap_or_else(PoisonError::into_inner);
        child.spawn().unwrap()
    };
    running.wait_with_output().unwrap()
}

impl Recording {
    /// The child did all its work, and nothing it did escaped the recorder: replaying all of it
    /// gives the very folder the child left.
    pub(crate) fn assert_complete(&self) {
        assert!(self.status.success(), "{}\n{}", self.status, self.said);
        let mut disk = self.before.clone();
        for (number, step) in self.steps.iter().enumerate() {
            disk.apply(number, step);
        }
        let replayed = disk.all().files;
        let left = Disk::of_folder(self.root.path()).all().files;
        assert!(replayed.keys().eq(left.keys()), "the same files");
        for (path, content) in left {
            assert!(replayed[&path] == content, "{path} was changed unseen");
        }
    }
}

/// The compiled shim; made anew only when its source changed.
fn shim() -> &'static Path {
    static SHIM_FILE: OnceLock<PathBuf> = OnceLock::new();
    SHIM_FILE.get_or_init(|| {
        let mut hash = DefaultHasher::new();
        SHIM.hash(&mut hash);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        fs::create_dir_all(folder).unwrap();
        let made = folder.join(format!("powercut-{:016x}.so", hash.finish()));
        if !made.exists() {
            compile(folder, &made);
        }
        made
    })
}

fn compile(folder: &Path, made: &Path) {
    let work = TempDir::new_in(folder).unwrap();
    let (source, draft) = (work.path().join("shim.c"), work.path().join("shim.so"));
    fs::write(&source, SHIM).unwrap();
    let compiled = Command::new("cc")
        .args(["-std=gnu11", "-O2", "-Wall", "-shared", "-fPIC", "-o"])
        .args([&draft, &source])
        .args(["-ldl", "-lpthread"])
        .output()
        .expect("`cc` is needed: install a C compiler (Debian: gcc and libc6-dev)");
    let said = String::from_utf8_lossy(&compiled.stderr);
    assert!(
        compiled.status.success(),
        "the shim does not compile (are the C headers there? Debian: libc6-dev): {said}"
    );
    // Others may be at it too; whoever is last wins, with the same content.
    fs::rename(&draft, made).unwrap();
}
