//! What the fuzzer calls (`tests/fuzz`), and every test run replays its corpus through: what comes from outside into
//! operations, of any content. Not in the product.

use std::path::Path;

use super::{
    manifest::Manifest,
    protocol::{Frame, Request, hear, say},
};

/// A manifest is refused, or names only places inside the backup and the data folder, and is read back as it was.
pub(crate) fn backup_manifest(data: &[u8]) {
    let path = Path::new("MANIFEST.json");
    let Ok(manifest) = Manifest::parse(data, path) else {
        return;
    };
    let inside = |place: &Path| {
        let rest = place.strip_prefix("/backup").expect("inside the backup");
        let plain = |part| matches!(part, std::path::Component::Normal(_));
        assert!(rest.components().all(plain), "{}", place.display());
    };
    let mut events = 0;
    for stretch in &manifest.log {
        assert_eq!(stretch.first, events + 1, "without a gap");
        events = stretch.last;
        inside(&stretch.path(Path::new("/backup")));
    }
    assert_eq!(events, manifest.end.position.0);
    for file in &manifest.files {
        inside(&file.path(Path::new("/backup")));
        inside(&Path::new("/backup").join(&file.path));
    }
    let bytes = manifest.to_bytes().expect("plain texts and numbers");
    assert_eq!(Manifest::parse(&bytes, path).expect("our own"), manifest);
}

/// What comes over the control socket, from either side, is refused or heard as it can be said again.
pub(crate) fn control_protocol(data: &[u8]) {
    let mut input = data;
    if let Ok(Some(request)) = hear::<Request>(&mut input) {
        let mut line = Vec::new();
        say(&mut line, &request).expect("memory takes everything");
        assert_eq!(
            hear::<Request>(&mut line.as_slice()).expect("our own"),
            Some(request)
        );
    }
    let mut input = data;
    while let Ok(Some(frame)) = hear::<Frame>(&mut input) {
        let mut line = Vec::new();
        say(&mut line, &frame).expect("memory takes everything");
        // A refusal may quote more than a line holds.
        if let Ok(heard) = hear::<Frame>(&mut line.as_slice()) {
            assert_eq!(heard, Some(frame));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    /// Runs every file of a target's corpus, and each with one byte changed or cut, through it.
    fn replay(target: &str, run: fn(&[u8])) {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus");
        let mut seeds = 0;
        for file in fs::read_dir(corpus.join(target)).unwrap() {
            let seed = fs::read(file.unwrap().path()).unwrap();
            run(&seed);
            for at in 0..seed.len() {
                let mut changed = seed.clone();
                changed[at] ^= 1 << (at % 8);
                run(&changed);
                run(&seed[..at]);
            }
            seeds += 1;
        }
        assert!(seeds >= 3, "{target} has {seeds} seeds");
    }

    #[test]
    fn the_corpus_of_manifests_holds() {
        replay("backup_manifest", super::backup_manifest);
    }

    #[test]
    fn the_corpus_of_the_control_protocol_holds() {
        replay("control_protocol", super::control_protocol);
    }
}
