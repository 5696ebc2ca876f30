//! The outside world as the use cases see it: small traits, implemented by adapters in `server` and by tests.

use std::{fmt, sync::Arc};

use community::letter::{About, DropReason, Failure, Kind};
use community::member::Locale;
use kernel::{ContentHash, LetterId, PersonId, Sealed, Timestamp};
use parking_lot::Mutex;

/// What time it is. The only clock of the product; rules get the time inside their commands (D 48).
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// A clock that stands where it was set: for tests, for the sandbox, and for seeding a past season.
#[derive(Clone)]
pub struct SettableClock(Arc<Mutex<Timestamp>>);

impl SettableClock {
    /// A clock that shows `start` until it is set.
    #[must_use]
    pub fn new(start: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(start)))
    }

    /// Moves the clock.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock() = now;
    }

    /// Moves the clock on by so many seconds and tells the new time.
    pub fn advance_seconds(&self, seconds: i64) -> Timestamp {
        let mut now = self.0.lock();
        *now = now.plus_seconds(seconds);
        *now
    }
}

impl Clock for SettableClock {
    fn now(&self) -> Timestamp {
        *self.0.lock()
    }
}

/// Which stored bytes: an original by its hash, or what was made from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlobKey {
    /// The photo as it was uploaded; never public.
    Original(ContentHash),
    /// A derivative of that photo.
    Derivative(ContentHash, PhotoSize),
}

/// The three public sizes of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhotoSize {
    /// Longest side 320 pixels.
    Thumb,
    /// Longest side 960 pixels.
    Card,
    /// Longest side 2048 pixels.
    Full,
}

impl PhotoSize {
    /// All sizes, small to large.
    pub const ALL: [Self; 3] = [Self::Thumb, Self::Card, Self::Full];

    /// The word used in file names and addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Thumb => "thumb",
            Self::Card => "card",
            Self::Full => "full",
        }
    }
}

/// Why a blob could not be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// Nothing is kept under this key.
    #[error("no such blob")]
    Missing,
    /// What is kept does not have the hash it is kept under.
    #[error("the blob is damaged")]
    Damaged,
    /// The storage failed.
    #[error("blob storage failed")]
    Storage(#[from] std::io::Error),
}

/// Content-addressed storage of photos. Calls block; use cases make them off the async threads.
pub trait Blobs: Send + Sync {
    /// Keeps bytes durably; keeping the same again changes nothing.
    ///
    /// # Errors
    /// The storage failed.
    fn put(&self, key: BlobKey, bytes: &[u8]) -> Result<(), BlobError>;

    /// Gives the bytes back.
    ///
    /// # Errors
    /// Missing, damaged, or the storage failed.
    fn get(&self, key: BlobKey) -> Result<Vec<u8>, BlobError>;
}

impl fmt::Debug for dyn Blobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blobs")
    }
}

/// A letter that may be written: to whom, in which language, what about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commission {
    /// The letter.
    pub letter: LetterId,
    /// Which kind.
    pub kind: Kind,
    /// What about.
    pub about: About,
    /// To whom.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// Where it goes, in the clear.
    pub email: String,
    /// The same, sealed; links are bound to it.
    pub sealed_email: Sealed,
    /// The reader's language.
    pub locale: Locale,
    /// When.
    pub now: Timestamp,
}

/// A letter as it travels.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The letter.
    pub letter: LetterId,
    /// To whom.
    pub person: PersonId,
    /// The address it goes to.
    pub email: String,
    /// Headers and body (RFC 5322).
    pub message: Vec<u8>,
}

impl fmt::Debug for Outgoing {
    /// Address and words are personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outgoing({})", self.letter)
    }
}

/// Why a letter is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unwritten {
    /// It is not to be sent any more.
    #[error("the letter is not to be sent any more")]
    Drop(DropReason),
    /// It could not be written now: something it tells of could not be read.
    #[error("the letter cannot be written")]
    Failed(Failure),
}

/// Finds the words of letters. Calls block.
pub trait LetterWriter: Send + Sync {
    /// Writes a letter.
    ///
    /// # Errors
    /// It is overtaken, or cannot be written.
    fn write(&self, commission: &Commission) -> Result<Outgoing, Unwritten>;
}

/// Carries letters to the next machine. Calls block, each for a bounded time.
pub trait Mailer: Send + Sync {
    /// Whether handing over the same letter twice is harmless. Where it is not, a letter that nobody knows the fate of
    /// waits for a person.
    fn may_repeat(&self) -> bool;

    /// Hands a letter over; done means the next machine has taken it.
    ///
    /// # Errors
    /// Why it was not taken.
    fn send(&self, letter: &Outgoing) -> Result<(), Failure>;

    /// Removes what is kept of letters to people who are not known any more.
    ///
    /// # Errors
    /// What is kept could not be removed.
    fn forget(&self, is_known: &dyn Fn(PersonId) -> bool) -> std::io::Result<()>;
}
