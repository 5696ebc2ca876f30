//! How far the policies have durably got: one number in one small file, replaced atomically.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use eventlog::GlobalPosition;

/// A position kept in a file. A missing file means the beginning: policies then repeat themselves, which is harmless.
pub(crate) struct Checkpoint {
    path: PathBuf,
    position: GlobalPosition,
}

impl Checkpoint {
    pub(crate) fn open(path: PathBuf) -> io::Result<Self> {
        let position = match fs::read_to_string(&path) {
            Ok(text) => text
                .trim()
                .parse()
                .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not a position"))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
        Ok(Self {
            path,
            position: GlobalPosition(position),
        })
    }

    pub(crate) const fn position(&self) -> GlobalPosition {
        self.position
    }

    /// Keeps the position: a new file, synced, renamed over the old one, the folder synced.
    pub(crate) fn keep(&mut self, position: GlobalPosition) -> io::Result<()> {
        let fresh = self.path.with_extension("new");
        let mut file = File::create(&fresh)?;
        writeln!(file, "{}", position.0)?;
        file.sync_all()?;
        fs::rename(&fresh, &self.path)?;
        File::open(self.path.parent().unwrap_or(Path::new(".")))?.sync_all()?;
        self.position = position;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_position_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policies.position");
        assert_eq!(
            Checkpoint::open(path.clone()).unwrap().position(),
            GlobalPosition(0)
        );
        Checkpoint::open(path.clone())
            .unwrap()
            .keep(GlobalPosition(42))
            .unwrap();
        assert_eq!(
            Checkpoint::open(path).unwrap().position(),
            GlobalPosition(42)
        );
    }

    #[test]
    fn a_file_that_holds_no_position_is_not_taken_for_the_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policies.position");
        fs::write(&path, "nonsense").unwrap();
        assert!(Checkpoint::open(path).is_err());
    }
}
