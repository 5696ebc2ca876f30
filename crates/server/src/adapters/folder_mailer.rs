//! Letters as files: `outbox/<person>/<letter>.eml`. A letter is one file however often it is handed over, and whoever is
//! erased takes their folder along. Another program, or a person, sends what lies there.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use app::ports::{Mailer, Outgoing};
use community::letter::Failure;
use kernel::PersonId;

/// Only whoever runs the program may read letters.
const FOLDER_MODE: u32 = 0o700;
/// As [`FOLDER_MODE`].
const FILE_MODE: u32 = 0o600;

/// Keeps letters in a folder.
pub(crate) struct FolderMailer {
    folder: PathBuf,
}

impl FolderMailer {
    pub(crate) const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn keep(&self, letter: &Outgoing) -> io::Result<()> {
        let folder = self.folder.join(letter.person.to_string());
        DirBuilder::new()
            .recursive(true)
            .mode(FOLDER_MODE)
            .create(&folder)?;
        let place = folder.join(format!("{}.eml", letter.letter));
        let draft = place.with_extension("new");
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(FILE_MODE)
            .open(&draft)?;
        file.write_all(&letter.message)?;
        file.sync_all()?;
        fs::rename(&draft, &place)?;
        sync(&folder)
    }
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

impl Mailer for FolderMailer {
    fn may_repeat(&self) -> bool {
        true
    }

    fn send(&self, letter: &Outgoing) -> Result<(), Failure> {
        self.keep(letter).map_err(|error| {
            tracing::error!(%error, "a letter cannot be put into the outbox");
            Failure::Unreachable
        })
    }

    fn forget(&self, is_known: &dyn Fn(PersonId) -> bool) -> io::Result<()> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let person = name.to_str().and_then(|name| name.parse().ok());
            if person.is_some_and(|person| !is_known(person)) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use kernel::LetterId;

    use super::*;

    fn letter(person: u8) -> Outgoing {
        Outgoing {
            letter: LetterId::from_bytes([7; 16]),
            person: PersonId::from_bytes([person; 16]),
            email: "a@b.cn".to_owned(),
            message: b"Subject: x\r\n\r\ny".to_vec(),
        }
    }

    #[test]
    fn a_letter_is_one_file_and_goes_with_its_reader() {
        let data = tempfile::tempdir().unwrap();
        let mailer = FolderMailer::new(data.path().join("outbox"));
        mailer.forget(&|_| false).unwrap();
        let (one, other) = (letter(1), letter(2));
        for each in [&one, &one, &other] {
            mailer.send(each).unwrap();
        }
        let place = |each: &Outgoing| {
            data.path()
                .join(format!("outbox/{}/{}.eml", each.person, each.letter))
        };
        assert_eq!(fs::read(place(&one)).unwrap(), one.message);
        assert_eq!(
            fs::read_dir(place(&one).parent().unwrap()).unwrap().count(),
            1
        );
        mailer.forget(&|person| person == other.person).unwrap();
        assert!(!place(&one).exists() && place(&other).exists());
    }
}
