//! A secret as it came from the environment or a file: it shows itself to whoever needs it, never in logs or print-outs.

use std::{fmt, fs, path::Path};

use secrecy::SecretString;
use serde::Deserialize;

/// A secret text.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Whether nothing was set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text itself, else what stands in the file, without space at its ends; nothing if neither was set.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn or_file(&self, file: &Path) -> std::io::Result<Option<SecretString>> {
        if !self.is_empty() {
            return Ok(Some(self.0.clone().into()));
        }
        if file.as_os_str().is_empty() {
            return Ok(None);
        }
        let text = fs::read_to_string(file)?;
        Ok(Some(text.trim().to_owned().into()))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
