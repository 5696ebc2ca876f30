//! The control socket: a running server holds its data folder alone, so what the owner of the folder wants to know of
//! it is asked here. Whoever may write to the folder's socket (mode 0600) owns the folder; nobody else is answered.
//!
//! One job of each sort at a time, checking and copying, so that checking never stops a backup; each on a thread of its own, away from those that serve. It only reads; the one file it makes is
//! a copy of the vault on its way to the client.

use std::{
    fs, io,
    io::{BufReader, Read, Write},
    ops::ControlFlow,
    os::unix::{
        fs::{DirBuilderExt, PermissionsExt},
        net::UnixStream,
    },
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use eventlog::{
    GlobalPosition, Log,
    transfer::{self, ExportError},
};
use parking_lot::Mutex;
use tokio::{
    net::UnixListener,
    sync::{Semaphore, watch},
};
use vault::Vault;

use super::{
    SOCKET, jobs,
    protocol::{FRAME_BYTES_MAX, Frame, Refusal, Request, hear, say},
};

/// How long a client may take to ask, or to take what it asked for.
const CLIENT_WAIT: Duration = Duration::from_secs(30);
/// How often a client is told how far a job is, at most.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);
/// The vault's copy on its way; a crash may leave one, which is removed at the next start.
const VAULT_COPY: &str = "vault.copy";

/// Clients answered at the same time; the others wait to be let in.
const CLIENTS_MAX: usize = 8;
/// Where the socket is made.
const STAGE: &str = "control.new";

/// The socket of one data folder; it goes when this is dropped.
pub(crate) struct Control {
    listener: UnixListener,
    path: PathBuf,
    desk: Arc<Desk>,
}

struct Desk {
    log: Log,
    vault: Vault,
    data: PathBuf,
    /// Held while the log is checked.
    checking: Mutex<()>,
    /// Held while something is written out.
    copying: Mutex<()>,
    stopping: AtomicBool,
}

impl Control {
    /// Begins to listen. The folder is held by this process alone, so a socket that is there was left by a crash.
    ///
    /// # Errors
    /// The socket cannot be made: the file system has none, or the folder's path is too long for one.
    pub(crate) fn open(data: &Path, log: Log, vault: Vault) -> io::Result<Self> {
        let copy = data.join(VAULT_COPY);
        remove_if_there(&copy)?;
        let path = data.join(SOCKET);
        // Nobody else can reach it before it is private.
        let stage = data.join(STAGE);
        remove_stage(&stage)?;
        fs::DirBuilder::new().mode(0o700).create(&stage)?;
        let draft = stage.join("s");
        let listener = UnixListener::bind(&draft)?;
        fs::set_permissions(&draft, fs::Permissions::from_mode(0o600))?;
        fs::rename(&draft, &path)?;
        fs::remove_dir(&stage)?;
        let desk = Arc::new(Desk {
            log,
            vault,
            data: data.to_owned(),
            checking: Mutex::new(()),
            copying: Mutex::new(()),
            stopping: AtomicBool::new(false),
        });
        Ok(Self {
            listener,
            path,
            desk,
        })
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        self.desk.stopping.store(true, Ordering::Relaxed);
        // One that stays behind answers nobody and is replaced at the next start.
        drop(fs::remove_file(&self.path));
    }
}

/// Removes what a crash left, a socket of an older program too.
fn remove_stage(stage: &Path) -> io::Result<()> {
    if stage.is_dir() {
        fs::remove_dir_all(stage)
    } else {
        remove_if_there(stage)
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Answers clients until told to stop. A job that is running then is cut off, and its client knows.
pub(crate) async fn keep_listening(control: Option<Control>, mut stopped: watch::Receiver<bool>) {
    let Some(control) = control else { return };
    let places = Arc::new(Semaphore::new(CLIENTS_MAX));
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, control.listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            next = next => next,
        };
        let desk = Arc::clone(&control.desk);
        let answering = accepted
            .and_then(|(stream, _)| stream.into_std())
            .and_then(|stream| {
                stream.set_nonblocking(false)?;
                let named = thread::Builder::new().name("control".to_owned());
                named.spawn(move || {
                    desk.answer(&stream);
                    drop(place);
                })
            });
        if let Err(error) = answering {
            tracing::warn!(%error, "a client of the control socket could not be answered");
        }
    }
}

impl Desk {
    fn answer(&self, stream: &UnixStream) {
        let waits = stream
            .set_read_timeout(Some(CLIENT_WAIT))
            .and_then(|()| stream.set_write_timeout(Some(CLIENT_WAIT)));
        let mut client = Client {
            stream,
            stopping: &self.stopping,
            told_at: None,
        };
        let outcome = waits.and_then(|()| {
            let last = match hear(&mut BufReader::new(stream)) {
                Ok(None) => return Ok(()),
                Ok(Some(request)) => self.work(request, &mut client)?,
                Err(_no_request) => Frame::Refused(Refusal::Malformed),
            };
            say(&mut client, &last)
        });
        if let Err(error) = outcome {
            tracing::warn!(%error, "a client of the control socket went away");
        }
    }

    /// Does a job; an error means that the client is gone.
    fn work(&self, request: Request, client: &mut Client<'_>) -> io::Result<Frame> {
        let sort = match request {
            Request::Verify {} | Request::Stat { root: true } => Some(&self.checking),
            // Nothing is read for it.
            Request::Stat { root: false } => None,
            Request::Export { .. } | Request::Vault {} => Some(&self.copying),
        };
        let job = sort.map(Mutex::try_lock);
        if matches!(job, Some(None)) {
            return Ok(Frame::Refused(Refusal::Busy));
        }
        tracing::info!(?request, "control: begun");
        let mut tell = |done, total| client.tell(done, total);
        let last = match request {
            Request::Verify {} => {
                jobs::verify(&self.log, &mut tell).map(|found| found.map(Frame::Verified))
            }
            Request::Stat { root } => {
                jobs::stat(&self.log, root, &mut tell).map(|found| found.map(Frame::Stat))
            }
            Request::Export { after } => return self.export(after, client),
            Request::Vault {} => return self.copy_vault(client),
        };
        match last {
            Ok(Some(last)) => Ok(last),
            Ok(None) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(error) => Ok(Frame::Refused(error.into())),
        }
    }

    fn export(&self, after: u64, client: &mut Client<'_>) -> io::Result<Frame> {
        let mut lines = Framed(client);
        // Progress can be seen from the lines.
        let after = GlobalPosition(after);
        match transfer::export(&self.log, after, &mut lines, &mut |_, _| ()) {
            Ok(_) => Ok(Frame::Sent),
            Err(ExportError::Write(gone)) => Err(gone),
            Err(ExportError::Read(error)) => Ok(Frame::Refused(error.into())),
            Err(ExportError::BeyondEnd { end, .. }) => {
                Ok(Frame::Refused(Refusal::BeyondEnd { end: end.0 }))
            }
        }
    }

    fn copy_vault(&self, client: &mut Client<'_>) -> io::Result<Frame> {
        let path = self.data.join(VAULT_COPY);
        let sent = match self.vault.copy_to(&path) {
            Ok(()) => fs::File::open(&path)
                .and_then(|mut copy| io::copy(&mut copy, &mut Framed(client)))
                .map(|_| Frame::Sent),
            Err(error) => Ok(Frame::Refused(Refusal::Unreadable {
                cause: error.to_string(),
            })),
        };
        remove_if_there(&path)?;
        sent
    }
}

/// Whoever asked. Gone as soon as the server stops.
struct Client<'a> {
    stream: &'a UnixStream,
    stopping: &'a AtomicBool,
    told_at: Option<Instant>,
}

impl Client<'_> {
    /// Tells how far it is. Breaks when the client is gone: nobody waits for the result.
    fn tell(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        let due = self.told_at.is_none_or(|at| at.elapsed() >= PROGRESS_EVERY);
        if !due {
            return ControlFlow::Continue(());
        }
        self.told_at = Some(Instant::now());
        match say(self, &Frame::Progress(done, total)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_gone) => ControlFlow::Break(()),
        }
    }
}

impl Write for Client<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.stopping.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        (&*self.stream).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self.stream).flush()
    }
}

/// Bytes for the client, in frames.
struct Framed<'a, 'b>(&'a mut Client<'b>);

impl Write for Framed<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = (bytes.len() as u64).min(FRAME_BYTES_MAX);
        if count > 0 {
            say(self.0, &Frame::Bytes(count))?;
            io::copy(&mut bytes.take(count), self.0)?;
        }
        Ok(usize::try_from(count).unwrap_or(bytes.len()))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eventlog::{
        Commit, CommitId, EventType, ExpectedVersion, NewEvent, StreamName, StreamWrite,
    };
    use vault::MasterKey;

    /// More events than are hashed at a time.
    const COMMITS: u8 = 5;
    const COMMIT_EVENTS: usize = 1_000;

    fn filled() -> Log {
        let log = Log::in_memory();
        for number in 0..COMMITS {
            let event = NewEvent {
                type_name: EventType::parse("pear.picked").unwrap(),
                schema_version: 1,
                payload: b"{}".to_vec().into(),
                metadata: b"{}".to_vec().into(),
            };
            let write = StreamWrite {
                stream: StreamName::parse("tree-1").unwrap(),
                expected: ExpectedVersion::Any,
                events: vec![event; COMMIT_EVENTS],
            };
            let commit = Commit {
                id: CommitId::from_bytes([number; 16]),
                recorded_at_ms: 0,
                fingerprint: None,
                writes: vec![write],
                conditions: Vec::new(),
            };
            log.append(commit).wait().unwrap();
        }
        log
    }

    fn desk(data: &Path) -> Desk {
        let log = filled();
        let master = MasterKey::load_or_create(&data.join("master.key")).unwrap();
        Desk {
            log,
            vault: Vault::open(&data.join("vault.sqlite"), &master).unwrap(),
            data: data.to_owned(),
            checking: Mutex::new(()),
            copying: Mutex::new(()),
            stopping: AtomicBool::new(false),
        }
    }

    #[test]
    fn a_job_ends_when_its_client_has_left() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        for request in [Request::Verify {}, Request::Stat { root: true }] {
            let (here, there) = UnixStream::pair().unwrap();
            let mut client = Client {
                stream: &here,
                stopping: &desk.stopping,
                told_at: None,
            };
            let found = desk.work(request, &mut client).unwrap();
            assert!(!matches!(found, Frame::Refused(_)), "{found:?}");
            drop(there);
            client.told_at = None;
            let ended = desk.work(request, &mut client).unwrap_err();
            assert_eq!(ended.kind(), io::ErrorKind::BrokenPipe, "{request:?}");
        }
    }
}
