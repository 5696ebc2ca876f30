//! The log's name to the world: chosen at the first start and kept in a file beside the key, because every signature
//! carries it. A changed public address does not change it.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::Path,
};

use eventlog::proof::KeyName;

use super::ProofsError;
use crate::config::Config;

const FILE: &str = "origin";
/// The log's name where the public address gives none.
const NAMELESS: &str = "pomona/log";
/// Hexadecimal digits of an epoch that stand behind a restored log's name.
const EPOCH_DIGITS: usize = 8;

/// The name the log has, or gets now.
pub(super) fn settle(folder: &Path, config: &Config) -> Result<KeyName, ProofsError> {
    let asked = config.proofs.origin();
    if let Some(kept) = kept(folder)? {
        return match asked {
            Some(asked) if asked != kept && asked.as_str() != lasting(&kept) => {
                Err(ProofsError::OtherOrigin { kept, asked })
            }
            Some(_) | None => Ok(kept),
        };
    }
    let origin = match asked {
        Some(asked) => asked,
        None => of_address(&config.server.public_url)?,
    };
    keep(folder, &origin).map_err(|cause| ProofsError::Origin {
        path: folder.join(FILE),
        cause,
    })?;
    Ok(origin)
}

/// Gives the log restored into `to` another name than the one in `from`, because it may hold other events than that one
/// signed: the old name with the new epoch behind it. Nothing where there is no old name.
///
/// # Errors
/// [`ProofsError`] when a name cannot be read or written.
pub(crate) fn renew(from: &Path, to: &Path, epoch: &str) -> Result<(), ProofsError> {
    let Some(old) = kept(from)? else {
        return Ok(());
    };
    let path = to.join(FILE);
    let epoch = epoch.get(..EPOCH_DIGITS).unwrap_or(epoch);
    let Ok(name) = KeyName::parse(&format!("{}/{epoch}", lasting(&old))) else {
        return Err(ProofsError::OriginMalformed { path });
    };
    keep(to, &name).map_err(|cause| ProofsError::Origin { path, cause })
}

/// The name without the epoch that a restore put behind it.
fn lasting(name: &KeyName) -> &str {
    let digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    match name.as_str().rsplit_once('/') {
        Some((before, epoch)) if epoch.len() == EPOCH_DIGITS && epoch.chars().all(digit) => before,
        Some(_) | None => name.as_str(),
    }
}

/// The name in the folder; none before the first start.
pub(super) fn kept(folder: &Path) -> Result<Option<KeyName>, ProofsError> {
    let path = folder.join(FILE);
    match fs::read_to_string(&path) {
        Ok(text) => match KeyName::parse(text.trim_end()) {
            Ok(origin) => Ok(Some(origin)),
            Err(_) => Err(ProofsError::OriginMalformed { path }),
        },
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(ProofsError::Origin { path, cause }),
    }
}

/// `https://farm.example/x` is called `farm.example/x/log`.
fn of_address(public_url: &str) -> Result<KeyName, ProofsError> {
    let host = public_url.split_once("://").map_or("", |(_, host)| host);
    let name = KeyName::parse(&format!("{host}/log"))
        .ok()
        .filter(|_| !host.is_empty());
    match name.map_or_else(|| KeyName::parse(NAMELESS), Ok) {
        Ok(origin) => Ok(origin),
        Err(_) => Err(ProofsError::OriginMalformed { path: FILE.into() }),
    }
}

fn keep(folder: &Path, origin: &KeyName) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let draft = folder.join("origin.draft");
    let mut file = File::create(&draft)?;
    writeln!(file, "{origin}")?;
    file.sync_all()?;
    fs::rename(&draft, folder.join(FILE))?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(folder: &Path, url: &str, origin: &str) -> Config {
        let mut config = Config {
            data: folder.to_owned(),
            ..Config::default()
        };
        config.server.public_url = url.to_owned();
        config.proofs.origin = origin.to_owned();
        config
    }

    #[test]
    fn the_first_name_stays_whatever_the_address_becomes() {
        let folder = tempfile::tempdir().unwrap();
        let settle = |url: &str, origin: &str| {
            settle(folder.path(), &config(folder.path(), url, origin)).map(|name| name.to_string())
        };
        assert_eq!(
            settle("https://farm.example:8443", "").unwrap(),
            "farm.example:8443/log"
        );
        assert_eq!(
            settle("https://other.example", "").unwrap(),
            "farm.example:8443/log"
        );
        let refused = settle("https://other.example", "other.example/log").unwrap_err();
        assert!(
            matches!(refused, ProofsError::OtherOrigin { .. }),
            "{refused}"
        );
    }

    #[test]
    fn the_settings_name_comes_first_and_an_odd_address_has_one_too() {
        let folder = tempfile::tempdir().unwrap();
        let asked = config(folder.path(), "https://farm.example", "pears.example/2026");
        assert_eq!(
            settle(folder.path(), &asked).unwrap().as_str(),
            "pears.example/2026"
        );
        assert_eq!(
            of_address("https://a+b.example").unwrap().as_str(),
            NAMELESS
        );
    }

    #[test]
    fn a_restored_log_has_another_name_and_the_settings_name_still_fits() {
        let [first, second, third] = [(); 3].map(|()| tempfile::tempdir().unwrap());
        let asked = |folder: &Path| config(folder, "https://farm.example", "farm.example/pears");
        settle(first.path(), &asked(first.path())).unwrap();
        renew(first.path(), second.path(), "00c0ffee11112222").unwrap();
        renew(second.path(), third.path(), "deadbeef33334444").unwrap();
        let name = |folder: &Path| settle(folder, &asked(folder)).unwrap().to_string();
        assert_eq!(name(second.path()), "farm.example/pears/00c0ffee");
        assert_eq!(name(third.path()), "farm.example/pears/deadbeef");
        let other = config(third.path(), "https://farm.example", "farm.example/apples");
        let refused = settle(third.path(), &other).unwrap_err();
        assert!(
            matches!(refused, ProofsError::OtherOrigin { .. }),
            "{refused}"
        );
    }

    #[test]
    fn a_file_without_a_name_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "a b\n").unwrap();
        let refused = kept(folder.path()).unwrap_err();
        assert!(
            matches!(refused, ProofsError::OriginMalformed { .. }),
            "{refused}"
        );
    }
}
