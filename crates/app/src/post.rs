//! Sends what is due: each letter is recorded as handed over before it is, and as sent after. A crash between the two
//! leaves it in flight; after ten minutes it is handed over again where that is harmless, and otherwise waits for a
//! person (docs/decisions/0013). It knows no word of a letter and no protocol.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use community::{
    letter::{
        Addressed, Command, DropReason, Failure, IN_FLIGHT_SECONDS_MAX, Letter, Phase, stream_id,
    },
    member::{self, Member},
};
use kernel::LetterId;

use crate::{
    App, Error, Intent,
    commands::{letters::address_of, people::off_thread},
    error::Fault,
    ports::{Commission, LetterWriter, Mailer, Outgoing, Unwritten},
};

/// Whose commits these are.
const NAME: &str = "send_due_letters";
/// Erasures before the first look at what is kept: unlike any count.
const NEVER_LOOKED: u64 = u64::MAX;

/// Something the post is about to do; tests end it here to prove that nothing is lost or sent twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is recorded that the letter is handed over; it is not yet.
    BeforeSending(LetterId),
    /// The letter was handed over; that is not recorded.
    AfterSending(LetterId),
}

/// Carries letters from the log to the next machine.
pub struct Post {
    app: App,
    writer: Arc<dyn LetterWriter>,
    mailer: Arc<dyn Mailer>,
    on_step: Box<dyn Fn(Step) + Send + Sync>,
    erasures_seen: AtomicU64,
}

impl Post {
    /// A post with its words and its carrier.
    #[must_use]
    pub fn new(app: App, writer: Arc<dyn LetterWriter>, mailer: Arc<dyn Mailer>) -> Self {
        Self {
            app,
            writer,
            mailer,
            on_step: Box::new(|_| ()),
            erasures_seen: AtomicU64::new(NEVER_LOOKED),
        }
    }

    /// Calls `hook` at every step.
    #[must_use]
    pub fn on_step(mut self, hook: impl Fn(Step) + Send + Sync + 'static) -> Self {
        self.on_step = Box::new(hook);
        self
    }

    /// Looks after letters that were left in flight, then sends up to `limit` of those that are due. Returns how many
    /// were looked at.
    ///
    /// # Errors
    /// The read models, the log or the vault failed; the next call goes on.
    pub async fn send_due(&self, limit: usize) -> Result<usize, Error> {
        self.forget_erased().await?;
        let (app, now) = (&self.app, self.app.now());
        let left = now.plus_seconds(-IN_FLIGHT_SECONDS_MAX);
        let left = app
            .read()
            .letters_in_flight(left, limit)
            .map_err(Fault::from)?;
        for row in left {
            let may_repeat = self.mailer.may_repeat();
            let recover = Command::Recover {
                may_repeat,
                at: now,
            };
            self.settle(row.letter, "recover", recover).await?;
        }
        let due = app
            .read()
            .letters_to_send(now, limit)
            .map_err(Fault::from)?;
        for row in &due {
            match self.send(row.letter).await {
                Ok(()) => {}
                Err(Error::Rejected(rejection)) => {
                    tracing::debug!(code = rejection.code(), "a letter was overtaken");
                }
                Err(fault) => return Err(fault),
            }
        }
        Ok(due.len())
    }

    async fn send(&self, letter: LetterId) -> Result<(), Error> {
        let now = self.app.now();
        let state = self.app.load::<Letter>(&stream_id(letter))?;
        let (Some(addressed), Phase::Waiting(_)) = (state.addressed, state.phase) else {
            return Ok(());
        };
        let commission = match self.commission(addressed)? {
            Ok(commission) => commission,
            Err(reason) => {
                let drop = Command::Drop { reason, at: now };
                return self.settle(letter, "drop", drop).await;
            }
        };
        let writer = Arc::clone(&self.writer);
        let written = off_thread(move || Ok(writer.write(&commission))).await?;
        let written = match written {
            Err(Unwritten::Drop(reason)) => {
                let drop = Command::Drop { reason, at: now };
                return self.settle(letter, "drop", drop).await;
            }
            Err(Unwritten::Failed(failure)) => Err(failure),
            Ok(outgoing) => Ok(outgoing),
        };
        self.settle(letter, "hand-over", Command::HandOver { at: now })
            .await?;
        (self.on_step)(Step::BeforeSending(letter));
        let outcome = match written {
            Ok(outgoing) => self.hand_over(outgoing).await?,
            Err(failure) => Err(failure),
        };
        (self.on_step)(Step::AfterSending(letter));
        let at = self.app.now();
        match outcome {
            Ok(()) => {
                self.settle(letter, "sent", Command::ConfirmSent { at })
                    .await
            }
            Err(failure) => {
                let note = Command::NoteFailure { failure, at };
                self.settle(letter, "failed", note).await
            }
        }
    }

    async fn hand_over(&self, outgoing: Outgoing) -> Result<Result<(), Failure>, Error> {
        let mailer = Arc::clone(&self.mailer);
        off_thread(move || Ok(mailer.send(&outgoing))).await
    }

    /// Everything a writer must know, or why there is nothing to write. What the reader agreed to is asked again: opting
    /// out counts at once (D 8).
    fn commission(&self, letter: Addressed) -> Result<Result<Commission, DropReason>, Error> {
        let (app, person) = (&self.app, letter.person);
        let member = app.load::<Member>(&member::stream_id(person))?;
        let Ok(registered) = member.active() else {
            return Ok(Err(DropReason::Erased));
        };
        let Some(sealed_email) = address_of(app, letter.kind, person)? else {
            return Ok(Err(match letter.kind.purpose() {
                Some(_) => DropReason::OptedOut,
                None => DropReason::NoAddress,
            }));
        };
        let email = app.open_email(person, &sealed_email)?;
        let name = app.open_name(person, &registered.name)?;
        let (Some(email), Some(name)) = (email, name) else {
            return Ok(Err(DropReason::Erased));
        };
        Ok(Ok(Commission {
            letter: letter.letter,
            kind: letter.kind,
            about: letter.about,
            person,
            name,
            email,
            sealed_email,
            locale: registered.locale,
            now: app.now(),
        }))
    }

    async fn settle(&self, letter: LetterId, what: &str, command: Command) -> Result<(), Error> {
        // One process sends at a time, and the letter's version decides if that should ever fail.
        let now = self.app.now();
        let version = self.app.version::<Letter>(&stream_id(letter))?;
        let intent = Intent::of_deadline(NAME, &format!("{letter}/{version}/{what}"), now);
        self.app
            .perform(&intent, |work| {
                work.decide::<Letter>(&stream_id(letter), command.clone())?;
                Ok(())
            })
            .await?;
        Ok(())
    }

    /// What the carrier keeps of erased people goes too. Asked only when somebody was erased, and once at the start.
    async fn forget_erased(&self) -> Result<(), Error> {
        let erasures = self.app.vault().erasures();
        if self.erasures_seen.load(Ordering::Acquire) == erasures {
            return Ok(());
        }
        let (app, mailer) = (self.app.clone(), Arc::clone(&self.mailer));
        off_thread(move || {
            let is_known = |person| {
                let member = app.load::<Member>(&member::stream_id(person));
                // Who cannot be looked up now is not forgotten by mistake.
                !member.is_ok_and(|member| member.erased)
            };
            mailer.forget(&is_known).map_err(Fault::Post)?;
            Ok(())
        })
        .await?;
        self.erasures_seen.store(erasures, Ordering::Release);
        Ok(())
    }
}
