//! Where a log is open: in a server that is asked over its control socket, or here. The same questions either way.

use std::{
    fs::OpenOptions,
    io::{self, BufReader, Read, Write},
    ops::ControlFlow,
    os::unix::{fs::OpenOptionsExt, net::UnixStream},
    path::{Path, PathBuf},
    time::Duration,
};

use eventlog::{
    GlobalPosition, Log, ReadError,
    transfer::{self, ExportError},
};
use vault::VaultError;

use super::{
    SOCKET,
    jobs::{self, Stat, Verified},
    protocol::{FRAME_BYTES_MAX, Frame, Refusal, Request, hear, say},
};

/// How long a server may say nothing. It tells how far it is many times a second; only a copy of a large vault takes
/// longer to begin.
const SERVER_WAIT: Duration = Duration::from_secs(120);

/// A data folder whose log is open somewhere.
pub struct Source {
    data: PathBuf,
    open: Open,
}

enum Open {
    /// By a server.
    There,
    /// By this process.
    Here(Log),
}

/// Why a question was not answered.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The log is damaged; told by the server that holds it.
    #[error("the event log is damaged at position {position}: {what}")]
    Damaged {
        /// First position that cannot be trusted.
        position: u64,
        /// What was found.
        what: String,
    },
    /// The log cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The vault cannot be copied.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The log ends before the position after which it was to be written out.
    #[error("the log ends at position {end}")]
    BeyondEnd {
        /// Where it ends.
        end: u64,
    },
    /// The server does another job.
    #[error("the server that holds the folder does another job for somebody")]
    Busy,
    /// The server ended, or was too busy to answer in time.
    #[error("the server that holds the folder went away")]
    Gone,
    /// The server is another version and does not understand.
    #[error("the server that holds the folder does not understand; it is of another version")]
    Misunderstood,
    /// The server cannot read.
    #[error("the server that holds the folder cannot read it: {cause}")]
    Unreadable {
        /// What it said.
        cause: String,
    },
    /// What was asked for cannot be written where it goes.
    #[error(transparent)]
    Output(io::Error),
}

impl Source {
    /// The server that holds this folder; `None` when nobody answers on its socket.
    #[must_use]
    pub fn served(data: &Path) -> Option<Self> {
        UnixStream::connect(data.join(SOCKET)).ok()?;
        Some(Self {
            data: data.to_owned(),
            open: Open::There,
        })
    }

    /// The log of this folder, opened by this process.
    #[must_use]
    pub fn opened(data: &Path, log: Log) -> Self {
        Self {
            data: data.to_owned(),
            open: Open::Here(log),
        }
    }

    /// Whether a server holds the folder.
    #[must_use]
    pub fn is_served(&self) -> bool {
        matches!(self.open, Open::There)
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Checks the whole log; reports `(done, total)`.
    ///
    /// # Errors
    /// [`SourceError`].
    pub fn verify(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<Verified, SourceError> {
        if let Open::Here(log) = &self.open {
            return jobs::verify(log, &mut patient(progress))?.ok_or(SourceError::Gone);
        }
        let last = self.ask(Request::Verify {}, &mut io::sink(), progress)?;
        if let Frame::Verified(verified) = last {
            Ok(verified)
        } else {
            // A server of another version.
            Err(SourceError::Misunderstood)
        }
    }

    /// How much there is, with the root of the Merkle tree if that is wanted; reports `(done, total)`.
    ///
    /// # Errors
    /// [`SourceError`].
    pub fn stat(
        &self,
        root: bool,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Stat, SourceError> {
        if let Open::Here(log) = &self.open {
            return jobs::stat(log, root, &mut patient(progress))?.ok_or(SourceError::Gone);
        }
        let last = self.ask(Request::Stat { root }, &mut io::sink(), progress)?;
        if let Frame::Stat(stat) = last {
            Ok(stat)
        } else {
            Err(SourceError::Misunderstood)
        }
    }

    /// Writes all events after `after` as lines.
    ///
    /// # Errors
    /// [`SourceError`]; what was written is then of no use.
    pub fn export(&self, after: u64, out: &mut dyn Write) -> Result<(), SourceError> {
        if let Open::Here(log) = &self.open {
            let after = GlobalPosition(after);
            return match transfer::export(log, after, out, &mut |_, _| ()) {
                Ok(_) => Ok(()),
                Err(ExportError::Read(error)) => Err(error.into()),
                Err(ExportError::BeyondEnd { end, .. }) => {
                    Err(SourceError::BeyondEnd { end: end.0 })
                }
                Err(ExportError::Write(cause)) => Err(SourceError::Output(cause)),
            };
        }
        let last = self.ask(Request::Export { after }, out, &mut |_, _| ())?;
        sent(&last)
    }

    /// Writes a copy of the vault to a file that must not exist yet, mode 0600, on the disk once this returns.
    ///
    /// # Errors
    /// [`SourceError`]; the file is then of no use.
    pub fn copy_vault(&self, to: &Path) -> Result<(), SourceError> {
        if let Open::Here(_) = &self.open {
            return Ok(vault::copy_closed(&self.data.join("vault.sqlite"), to)?);
        }
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(to);
        let mut file = file.map_err(SourceError::Output)?;
        let last = self.ask(Request::Vault {}, &mut file, &mut |_, _| ())?;
        sent(&last)?;
        file.sync_all().map_err(SourceError::Output)
    }

    /// Asks the server; its bytes go to `out`. Returns its last word.
    fn ask(
        &self,
        request: Request,
        out: &mut dyn Write,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Frame, SourceError> {
        let gone = |_| SourceError::Gone;
        let stream = UnixStream::connect(self.data.join(SOCKET)).map_err(gone)?;
        stream
            .set_read_timeout(Some(SERVER_WAIT))
            .and_then(|()| stream.set_write_timeout(Some(SERVER_WAIT)))
            .map_err(gone)?;
        say(&mut &stream, &request).map_err(gone)?;
        let mut answers = BufReader::with_capacity(256 * 1024, stream);
        loop {
            let frame = hear(&mut answers).map_err(|error| {
                if error.kind() == io::ErrorKind::InvalidData {
                    SourceError::Misunderstood
                } else {
                    SourceError::Gone
                }
            })?;
            match frame.ok_or(SourceError::Gone)? {
                Frame::Progress(done, total) => progress(done, total),
                Frame::Bytes(count) => copy(&mut answers, count, out)?,
                Frame::Refused(refusal) => return Err(refusal.into()),
                last @ (Frame::Verified(_) | Frame::Stat(_) | Frame::Sent) => return Ok(last),
            }
        }
    }
}

/// Whoever asks here waits to the end.
fn patient(progress: &mut dyn FnMut(u64, u64)) -> impl FnMut(u64, u64) -> ControlFlow<()> {
    |done, total| {
        progress(done, total);
        ControlFlow::Continue(())
    }
}

fn sent(last: &Frame) -> Result<(), SourceError> {
    if *last == Frame::Sent {
        Ok(())
    } else {
        Err(SourceError::Misunderstood)
    }
}

fn copy(
    answers: &mut BufReader<UnixStream>,
    count: u64,
    out: &mut dyn Write,
) -> Result<(), SourceError> {
    if count > FRAME_BYTES_MAX {
        return Err(SourceError::Misunderstood);
    }
    let mut bytes = vec![0; usize::try_from(count).unwrap_or_default()];
    answers
        .read_exact(&mut bytes)
        .map_err(|_| SourceError::Gone)?;
    out.write_all(&bytes).map_err(SourceError::Output)
}

impl From<Refusal> for SourceError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Busy => Self::Busy,
            Refusal::Malformed => Self::Misunderstood,
            Refusal::Damaged { position, what } => Self::Damaged { position, what },
            Refusal::BeyondEnd { end } => Self::BeyondEnd { end },
            Refusal::Unreadable { cause } => Self::Unreadable { cause },
        }
    }
}
