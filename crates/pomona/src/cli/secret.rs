//! Passwords on the command line: read from standard input, or made. Never an argument, never logged.

use std::io;

use super::Failure;

/// Crockford's base32.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const GROUP_CHARS: usize = 5;
const GROUPS: usize = 4;

/// A password, and whether it was made here and must be shown.
pub(crate) struct Password {
    pub(crate) text: String,
    pub(crate) is_new: bool,
}

/// The first line of standard input, or a new password.
pub(crate) fn read_or_make(from_stdin: bool) -> Result<Password, Failure> {
    if from_stdin {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map_err(Failure::Input)?;
        let text = line.trim_end_matches(['\r', '\n']).to_owned();
        return Ok(Password {
            text,
            is_new: false,
        });
    }
    Ok(Password {
        text: make()?,
        is_new: true,
    })
}

/// Four groups of five characters that are not mistaken for one another: `7f3k9-q2mxa-…`, 100 bits.
fn make() -> Result<String, Failure> {
    let mut bytes = [0; GROUP_CHARS * GROUPS];
    getrandom::fill(&mut bytes).map_err(|_| Failure::NoRandomness)?;
    // 256 is a multiple of 32, so every character is as likely as any other.
    let character = |byte: &u8| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]);
    let groups: Vec<String> = bytes
        .chunks(GROUP_CHARS)
        .map(|group| group.iter().map(character).collect())
        .collect();
    Ok(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use vault::{Login, Vault};

    use super::*;

    #[test]
    fn a_made_password_is_long_readable_and_new() {
        let (one, other) = (make().unwrap(), make().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), GROUPS * GROUP_CHARS + GROUPS - 1);
        assert!(
            one.chars()
                .all(|c| c == '-' || c.is_ascii_digit() || c.is_ascii_lowercase())
        );
        let login = Login::parse("somebody").unwrap();
        assert!(Vault::judge_password(&login, &one).is_ok());
    }
}
