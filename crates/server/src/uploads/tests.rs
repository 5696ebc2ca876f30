//! Whatever is repeated, cut off or mixed up: what is taken is what was announced, once.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const ANNA: PersonId = PersonId::from_bytes([1; 16]);
const BEN: PersonId = PersonId::from_bytes([2; 16]);

fn now() -> Timestamp {
    "2026-04-01T00:00:00Z".parse().unwrap()
}

fn hash_of(bytes: &[u8]) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(bytes).into())
}

fn announced(number: u8, bytes: &[u8]) -> Announced {
    Announced {
        upload: UploadId::from_bytes([number; 16]),
        bytes: bytes.len() as u64,
        sha256: hash_of(bytes),
    }
}

struct Desk {
    uploads: Uploads,
    folder: tempfile::TempDir,
}

fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    Desk {
        uploads: Uploads::in_folder(folder.path().join("uploads")),
        folder,
    }
}

impl Desk {
    fn announce(&self, announced: &Announced) -> Result<u64, UploadError> {
        let there = self.uploads.announce(ANNA, announced, now())?;
        Ok(there.offset)
    }

    fn append(&self, announced: &Announced, offset: u64, piece: &[u8]) -> Result<u64, UploadError> {
        let there = self
            .uploads
            .append(ANNA, announced.upload, offset, piece, now())?;
        Ok(there.offset)
    }

    fn read(&self, announced: &Announced) -> Result<Vec<u8>, UploadError> {
        self.uploads.read(ANNA, announced.upload, announced.sha256)
    }

    /// The same folder after a power cut and a start.
    fn restarted(self) -> Self {
        Self {
            uploads: Uploads::in_folder(self.folder.path().join("uploads")),
            folder: self.folder,
        }
    }
}

#[test]
fn a_photo_comes_in_pieces_across_a_restart() {
    let desk = desk();
    let photo = announced(1, b"orange blossom");
    assert_eq!(desk.announce(&photo).unwrap(), 0);
    assert_eq!(desk.append(&photo, 0, b"orange").unwrap(), 6);
    let desk = desk.restarted();
    assert_eq!(
        desk.announce(&photo).unwrap(),
        6,
        "announced again it goes on"
    );
    assert!(matches!(
        desk.read(&photo),
        Err(UploadError::Unfinished { offset: 6, .. })
    ));
    assert_eq!(desk.append(&photo, 6, b" blossom").unwrap(), 14);
    assert_eq!(desk.read(&photo).unwrap(), b"orange blossom");
    desk.uploads.remove(ANNA, photo.upload).unwrap();
    desk.uploads.remove(ANNA, photo.upload).unwrap();
    assert!(matches!(desk.read(&photo), Err(UploadError::Unknown)));
}

#[test]
fn a_piece_that_belongs_elsewhere_or_goes_too_far_adds_nothing() {
    let desk = desk();
    let photo = announced(1, b"orange");
    desk.announce(&photo).unwrap();
    desk.append(&photo, 0, b"ora").unwrap();
    for offset in [0, 2, 4, u64::MAX] {
        let refused = desk.append(&photo, offset, b"x");
        assert!(
            matches!(refused, Err(UploadError::Misplaced { offset: 3 })),
            "{offset}: {refused:?}"
        );
    }
    let refused = desk.append(&photo, 3, b"nges");
    assert!(matches!(refused, Err(UploadError::TooLong { bytes: 6 })));
    assert_eq!(desk.append(&photo, 3, b"nge").unwrap(), 6);
}

#[test]
fn what_is_not_what_was_announced_is_thrown_away_and_may_come_anew() {
    let desk = desk();
    let photo = announced(1, b"orange");
    desk.announce(&photo).unwrap();
    let refused = desk.append(&photo, 0, b"Orange");
    assert!(matches!(refused, Err(UploadError::HashDiffers)));
    assert_eq!(desk.announce(&photo).unwrap(), 0);
    desk.append(&photo, 0, b"orange").unwrap();
    let path = desk.uploads.path(ANNA, &photo);
    fs::write(&path, b"0range").unwrap();
    assert!(matches!(desk.read(&photo), Err(UploadError::HashDiffers)));
    assert!(!path.exists(), "damage is found when it is taken, too");
}

#[test]
fn an_id_stands_for_one_photo_of_one_person() {
    let desk = desk();
    let photo = announced(1, b"orange");
    desk.announce(&photo).unwrap();
    let other = announced(1, b"lemon");
    assert!(matches!(desk.announce(&other), Err(UploadError::Differs)));
    let wrong_hash = desk.uploads.read(ANNA, photo.upload, other.sha256);
    assert!(matches!(wrong_hash, Err(UploadError::Differs)));
    let foreign = desk.uploads.progress(BEN, photo.upload);
    assert!(matches!(foreign, Err(UploadError::Unknown)));
    let foreign = desk.uploads.append(BEN, photo.upload, 0, b"o", now());
    assert!(matches!(foreign, Err(UploadError::Unknown)));
    desk.uploads.remove(BEN, photo.upload).unwrap();
    assert_eq!(desk.announce(&photo).unwrap(), 0, "it is still there");
    let own = desk.uploads.announce(BEN, &other, now()).unwrap();
    assert_eq!(own.offset, 0, "somebody else may use the same name");
}

#[test]
fn there_is_a_limit_to_size_number_and_room() {
    let desk = desk();
    for bytes in [0, PHOTO_BYTES_MAX as u64 + 1] {
        let size = Announced {
            bytes,
            ..announced(1, b"x")
        };
        assert!(matches!(
            desk.announce(&size),
            Err(UploadError::Size { .. })
        ));
    }
    let largest = |number: u8| Announced {
        bytes: PHOTO_BYTES_MAX as u64,
        ..announced(number, &[number])
    };
    for number in 0..u8::try_from(UPLOADS_OPEN_MAX).unwrap() {
        desk.announce(&largest(number)).unwrap();
    }
    assert!(matches!(
        desk.announce(&largest(200)),
        Err(UploadError::TooMany { .. })
    ));
    assert_eq!(
        desk.announce(&largest(0)).unwrap(),
        0,
        "what is open goes on"
    );
    let rooms = UPLOADS_BYTES_MAX / PHOTO_BYTES_MAX as u64;
    let mut refused = 0;
    for number in 0..rooms {
        let person = PersonId::from_bytes([u8::try_from(3 + number / 36).unwrap(); 16]);
        let one = largest(u8::try_from(number % 36).unwrap());
        match desk.uploads.announce(person, &one, now()) {
            Ok(_) => assert_eq!(refused, 0),
            Err(UploadError::NoRoom) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(refused, UPLOADS_OPEN_MAX, "what others announced counts");
}

#[test]
fn what_nobody_goes_on_with_is_swept_after_a_week() {
    let desk = desk();
    let (old, young) = (announced(1, b"old"), announced(2, b"young"));
    let later = |hours: i64| now().plus_seconds(hours * 3600);
    desk.announce(&old).unwrap();
    desk.announce(&young).unwrap();
    let touched = later(UPLOAD_HOURS_MAX);
    let grown = desk.uploads.append(ANNA, young.upload, 0, b"y", touched);
    assert_eq!(grown.unwrap().touched_ms, touched.millis());
    assert_eq!(desk.uploads.sweep(later(UPLOAD_HOURS_MAX)).unwrap(), 0);
    assert_eq!(desk.uploads.sweep(later(UPLOAD_HOURS_MAX + 1)).unwrap(), 1);
    assert!(matches!(desk.read(&old), Err(UploadError::Unknown)));
    assert_eq!(desk.announce(&young).unwrap(), 1);
    let stray = desk.uploads.folder_of(ANNA).join("notes.txt");
    fs::write(&stray, "not ours").unwrap();
    desk.uploads.sweep(later(10_000)).unwrap();
    assert!(stray.exists(), "what is not ours is not touched");
}

/// What may happen to an upload.
#[derive(Debug, Clone)]
enum Turn {
    Announce(u8),
    /// A piece of the photo from here on, so long.
    Piece(u8, u64, usize),
    Garbage(u8, Vec<u8>),
    Take(u8),
    Restart,
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let which = 0_u8..2;
    let turn = prop_oneof![
        which.clone().prop_map(Turn::Announce),
        (which.clone(), 0_u64..12, 0_usize..14).prop_map(|(n, at, len)| Turn::Piece(n, at, len)),
        (which.clone(), prop::collection::vec(any::<u8>(), 0..4))
            .prop_map(|(n, bytes)| Turn::Garbage(n, bytes)),
        which.prop_map(Turn::Take),
        Just(Turn::Restart),
    ];
    prop::collection::vec(turn, 1..60)
}

proptest! {
    /// Any order, overlap, repeat, garbage, restart: the bytes there are always what a model says, and what is taken
    /// is always exactly what was announced.
    #[test]
    fn whatever_comes_what_is_taken_was_announced(turns in turns()) {
        let photos: [&[u8]; 2] = [b"blossoms", b"orange tree"];
        let mut desk = desk();
        let mut model: BTreeMap<u8, Vec<u8>> = BTreeMap::new();
        for turn in turns {
            match turn {
                Turn::Restart => desk = desk.restarted(),
                Turn::Announce(n) => {
                    let there = desk.announce(&announced(n, photos[usize::from(n)])).unwrap();
                    prop_assert_eq!(there, model.entry(n).or_default().len() as u64);
                }
                Turn::Piece(n, at, len) => {
                    let from = usize::try_from(at).unwrap().min(photos[usize::from(n)].len());
                    let until = (from + len).min(photos[usize::from(n)].len());
                    let piece = &photos[usize::from(n)][from..until];
                    add(&desk, &mut model, n, at, piece, photos[usize::from(n)])?;
                }
                Turn::Garbage(n, bytes) => {
                    let at = model.get(&n).map_or(0, |there| there.len() as u64);
                    add(&desk, &mut model, n, at, &bytes, photos[usize::from(n)])?;
                }
                Turn::Take(n) => {
                    let taken = desk.read(&announced(n, photos[usize::from(n)]));
                    let whole = model.get(&n).is_some_and(|there| there == photos[usize::from(n)]);
                    prop_assert_eq!(taken.is_ok(), whole);
                    if let Ok(bytes) = taken {
                        prop_assert_eq!(&bytes[..], photos[usize::from(n)]);
                    }
                }
            }
        }
    }
}

/// Adds a piece in both worlds and compares.
fn add(
    desk: &Desk,
    model: &mut BTreeMap<u8, Vec<u8>>,
    n: u8,
    at: u64,
    piece: &[u8],
    photo: &[u8],
) -> Result<(), TestCaseError> {
    let told = desk.append(&announced(n, photo), at, piece);
    let Some(there) = model.get_mut(&n) else {
        let told = matches!(told, Err(UploadError::Unknown));
        prop_assert!(told, "nothing was announced");
        return Ok(());
    };
    let held = there.len() as u64;
    if at != held {
        let fits = matches!(told, Err(UploadError::Misplaced { offset }) if offset == held);
        prop_assert!(fits, "where it goes on is told");
    } else if there.len() + piece.len() > photo.len() {
        let told = matches!(told, Err(UploadError::TooLong { .. }));
        prop_assert!(told, "too long is told");
    } else {
        there.extend_from_slice(piece);
        if there.len() < photo.len() || there == photo {
            prop_assert_eq!(told.unwrap(), there.len() as u64);
        } else {
            let told = matches!(told, Err(UploadError::HashDiffers));
            prop_assert!(told, "the hash is checked");
            model.remove(&n);
        }
    }
    Ok(())
}
