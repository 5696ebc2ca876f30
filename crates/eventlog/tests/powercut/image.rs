//! What a disk holds after the power went: all that was synced, and of everything later any part.
//!
//! A sector is written whole and comes from memory, so it holds what it held at some moment since
//! the sync: an older content is lost with a newer one, never the other way round. Different
//! sectors, files and folders are written in any order. Lengths come in their order: a file may be
//! long already with its data still missing (zeros), or short with its data lost. A creation, a
//! removal or a renaming happens whole or not at all, and is not tied to the file's own sync.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use crate::disk::{Change, Content, Disk, Name, Names, Naming, Node, ROOT, What};
use crate::given::Dice;

/// Smallest piece a disk writes whole, in bytes.
const SECTOR_BYTES: usize = 512;

/// What of the changes that were not synced reached the disk.
pub(crate) enum Keep {
    Nothing,
    Everything,
    /// All names and lengths, and of the data only what was written last in each file.
    LastWrite,
    /// All names and lengths, no data.
    Lengths,
    /// Anything, by chance.
    Chance(Chance),
}

/// How much is kept by chance.
pub(crate) struct Chance {
    dice: Dice,
    /// Of 16 writes so many are kept whole, and so many in part.
    kept: usize,
    torn: usize,
    /// Changes of names reach the disk in their order, as journaling file systems do it.
    names_in_order: bool,
}

impl Chance {
    pub(crate) fn of(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let kept = dice.below(16);
        let torn = dice.below(17 - kept);
        let names_in_order = dice.below(2) == 0;
        Self {
            dice,
            kept,
            torn,
            names_in_order,
        }
    }
}

/// Which sectors of one write reached the disk.
enum Fate {
    Kept,
    Lost,
    Torn,
}

impl Keep {
    /// How many of `all` changes, which reach the disk in order, did so.
    fn first(&mut self, all: usize) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Everything | Self::LastWrite | Self::Lengths => all,
            Self::Chance(chance) => chance.dice.below(all + 1),
        }
    }

    fn write(&mut self, is_last: bool) -> Fate {
        let kept = match self {
            Self::Nothing | Self::Lengths => false,
            Self::Everything => true,
            Self::LastWrite => is_last,
            Self::Chance(chance) => match chance.dice.below(16) {
                rolled if rolled < chance.kept => true,
                rolled if rolled < chance.kept + chance.torn => return Fate::Torn,
                _ => false,
            },
        };
        if kept { Fate::Kept } else { Fate::Lost }
    }

    /// Whether one sector of a torn write reached the disk.
    fn sector(&mut self) -> bool {
        match self {
            Self::Chance(chance) => chance.dice.below(2) == 0,
            Self::Nothing | Self::Everything | Self::LastWrite | Self::Lengths => false,
        }
    }

    fn names(&mut self, disk: &Disk) -> Names {
        let mut names = disk.durable_names.clone();
        let all = &disk.renamings;
        let kept: Vec<&Naming> = match self {
            Self::Chance(chance) if !chance.names_in_order => {
                let dice = &mut chance.dice;
                all.iter().filter(|_| dice.below(2) == 0).collect()
            }
            Self::Chance(_)
            | Self::Nothing
            | Self::Everything
            | Self::LastWrite
            | Self::Lengths => all.iter().take(self.first(all.len())).collect(),
        };
        for naming in kept {
            naming.apply(&mut names);
        }
        names
    }
}

/// A folder with all that is in it.
pub(crate) struct Image {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Parents first; without the root.
    folders: Vec<String>,
}

impl Image {
    pub(crate) fn of(disk: &Disk, keep: &mut Keep) -> Self {
        let mut image = Self {
            files: BTreeMap::new(),
            folders: Vec::new(),
        };
        let names = keep.names(disk);
        image.take_in(disk, &names, (ROOT, ""), keep);
        image
    }

    /// What is reached from this folder: without it a name leads nowhere.
    fn take_in(
        &mut self,
        disk: &Disk,
        names: &Names,
        (folder, path): (Node, &str),
        keep: &mut Keep,
    ) {
        let name = String::new();
        let inside = names.range(Name { folder, name }..);
        for (name, node) in inside.take_while(|(name, _)| name.folder == folder) {
            let slash = if path.is_empty() { "" } else { "/" };
            let path = format!("{path}{slash}{}", name.name);
            match &disk.contents[*node] {
                Content::Folder => {
                    self.folders.push(path.clone());
                    self.take_in(disk, names, (*node, &path), keep);
                }
                Content::File { durable, changes } => {
                    self.files.insert(path, content(durable, changes, keep));
                }
            }
        }
    }

    /// Makes the folder real, below an existing one.
    pub(crate) fn write_to(&self, root: &Path) {
        for folder in &self.folders {
            fs::create_dir(root.join(folder)).unwrap();
        }
        for (path, content) in &self.files {
            fs::write(root.join(path), content).unwrap();
        }
    }
}

fn content(durable: &[u8], changes: &[Change], keep: &mut Keep) -> Vec<u8> {
    let lengths = keep.first(changes.len());
    let sectors = newest_kept(changes, lengths, keep);
    let (mut content, mut length) = (durable.to_vec(), durable.len());
    for (number, change) in changes.iter().enumerate() {
        match &change.what {
            What::Write { at, bytes } => {
                let end = at + bytes.len();
                if number < lengths {
                    length = length.max(end);
                }
                content.resize(content.len().max(end), 0);
                for sector in sectors_of(*at, bytes.len()) {
                    if sectors.get(&sector).is_some_and(|newest| *newest >= number) {
                        let from = (sector * SECTOR_BYTES).max(*at);
                        let until = ((sector + 1) * SECTOR_BYTES).min(end);
                        content[from..until].copy_from_slice(&bytes[from - at..until - at]);
                    }
                }
            }
            What::Resize(to) if number < lengths => {
                length = *to;
                // What was beyond reads as zeros should the file grow again.
                content.truncate(length);
            }
            What::Grow(to) if number < lengths => length = length.max(*to),
            What::Resize(_) | What::Grow(_) => {}
        }
    }
    content.resize(length, 0);
    content
}

/// For each sector that reached the disk since the sync, the last change that it holds. What was
/// written beyond a cut can only be there when the cut is.
fn newest_kept(changes: &[Change], lengths: usize, keep: &mut Keep) -> HashMap<usize, usize> {
    let mut sectors = HashMap::new();
    let mut out_of_reach = usize::MAX;
    for (number, change) in changes.iter().enumerate() {
        match &change.what {
            What::Write { at, bytes } => {
                let fate = keep.write(number + 1 == changes.len());
                for sector in sectors_of(*at, bytes.len()) {
                    let kept = match fate {
                        Fate::Kept => true,
                        Fate::Lost => false,
                        Fate::Torn => keep.sector(),
                    };
                    if kept && sector < out_of_reach {
                        sectors.insert(sector, number);
                    }
                }
            }
            What::Resize(to) if number >= lengths => {
                out_of_reach = out_of_reach.min(to / SECTOR_BYTES);
            }
            What::Resize(_) | What::Grow(_) => {}
        }
    }
    sectors
}

fn sectors_of(at: usize, length: usize) -> std::ops::Range<usize> {
    at / SECTOR_BYTES..(at + length).div_ceil(SECTOR_BYTES)
}
