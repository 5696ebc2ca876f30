//! A disk that remembers what was asked of it and what was synced. Files are inodes with contents,
//! folders are names for inodes, and the two become durable apart: a file's content and length by
//! a sync of the file, its name by a sync of the folder. A folder that moves takes along what is in
//! it, durable or not. What is then kept is `image`'s business.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::image::{Image, Keep};
use crate::trace::Step;

/// An inode by the order in which it came into being; the system uses its numbers again.
pub(crate) type Node = usize;

/// The folder everything is in.
pub(crate) const ROOT: Node = 0;

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    pub(crate) folder: Node,
    pub(crate) name: String,
}

pub(crate) type Names = BTreeMap<Name, Node>;

#[derive(Clone)]
pub(crate) struct Disk {
    /// The newest inode of each number.
    by_number: HashMap<u64, Node>,
    pub(crate) contents: Vec<Content>,
    /// The names there are, durable or not.
    names: Names,
    pub(crate) durable_names: Names,
    /// Changes of names that are not durable, oldest first.
    pub(crate) renamings: Vec<Naming>,
}

/// What an inode holds.
#[derive(Clone)]
pub(crate) enum Content {
    Folder,
    File {
        durable: Vec<u8>,
        /// Oldest first.
        changes: Vec<Change>,
    },
}

/// A change of a file that is not durable.
#[derive(Clone)]
pub(crate) struct Change {
    step: usize,
    pub(crate) what: What,
}

#[derive(Clone)]
pub(crate) enum What {
    Write { at: usize, bytes: Vec<u8> },
    Resize(usize),
    Grow(usize),
}

/// A change of names in one folder that is not durable.
#[derive(Clone)]
pub(crate) struct Naming {
    step: usize,
    /// The folder whose sync makes it durable.
    folder: Node,
    removed: Option<Name>,
    added: Option<(Name, Node)>,
}

impl Disk {
    /// A folder whose whole content is durable.
    pub(crate) fn of_folder(root: &Path) -> Self {
        let mut disk = Self {
            by_number: HashMap::new(),
            contents: Vec::new(),
            names: Names::new(),
            durable_names: Names::new(),
            renamings: Vec::new(),
        };
        disk.take_in(root);
        disk.durable_names = disk.names.clone();
        disk
    }

    fn take_in(&mut self, real: &Path) -> Node {
        let meta = fs::metadata(real).unwrap();
        if !meta.is_dir() {
            let durable = fs::read(real).unwrap();
            let changes = Vec::new();
            return self.add(meta.ino(), Content::File { durable, changes });
        }
        let folder = self.add(meta.ino(), Content::Folder);
        for entry in fs::read_dir(real).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let node = self.take_in(&entry.path());
            self.names.insert(Name { folder, name }, node);
        }
        folder
    }

    fn add(&mut self, number: u64, content: Content) -> Node {
        let node = self.contents.len();
        self.contents.push(content);
        self.by_number.insert(number, node);
        node
    }

    /// Does what the child did.
    pub(crate) fn apply(&mut self, number: usize, step: &Step) {
        match step {
            Step::Create { inode, path } => {
                let empty = Content::File {
                    durable: Vec::new(),
                    changes: Vec::new(),
                };
                let node = self.add(*inode, empty);
                self.rename(number, None, Some((self.name(path), node)));
            }
            Step::MakeFolder { inode, path } => {
                let node = self.add(*inode, Content::Folder);
                self.rename(number, None, Some((self.name(path), node)));
            }
            Step::Write { inode, at, bytes } => {
                let (at, bytes) = (*at, bytes.clone());
                self.change(number, *inode, What::Write { at, bytes });
            }
            Step::Resize { inode, length } => self.change(number, *inode, What::Resize(*length)),
            Step::Grow { inode, length } => self.change(number, *inode, What::Grow(*length)),
            Step::Rename { from, to } => {
                let (from, to) = (self.name(from), self.name(to));
                let node = self.names[&from];
                self.rename(number, Some(from), Some((to, node)));
            }
            Step::Unlink { path } | Step::RemoveFolder { path } => {
                self.rename(number, Some(self.name(path)), None);
            }
            Step::Sync { inode, begun } => self.sync(self.by_number[inode], *begun),
            Step::Mark(_) | Step::Fault => {}
        }
    }

    fn change(&mut self, step: usize, inode: u64, what: What) {
        match &mut self.contents[self.by_number[&inode]] {
            Content::File { changes, .. } => changes.push(Change { step, what }),
            Content::Folder => panic!("step {step} writes to a folder"),
        }
    }

    /// The name this path ends with.
    fn name(&self, path: &str) -> Name {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let into = |folder, part: &str| {
            let name = part.to_owned();
            self.names[&Name { folder, name }]
        };
        let folders = folders.split('/').filter(|part| !part.is_empty());
        Name {
            folder: folders.fold(ROOT, into),
            name: name.to_owned(),
        }
    }

    fn rename(&mut self, step: usize, removed: Option<Name>, added: Option<(Name, Node)>) {
        // From one folder to another is one change, and durable with the folder it leads to.
        let name = added.as_ref().map(|(name, _)| name).or(removed.as_ref());
        let naming = Naming {
            step,
            folder: name.unwrap().folder,
            removed,
            added,
        };
        naming.apply(&mut self.names);
        self.renamings.push(naming);
    }

    fn sync(&mut self, node: Node, begun: usize) {
        match &mut self.contents[node] {
            Content::File { durable, changes } => {
                let covered = changes.partition_point(|change| change.step < begun);
                for change in changes.drain(..covered) {
                    change.what.apply(durable);
                }
            }
            Content::Folder => {
                let covered = |naming: &mut Naming| naming.folder == node && naming.step < begun;
                let durable: Vec<_> = self.renamings.extract_if(.., covered).collect();
                for naming in &durable {
                    naming.apply(&mut self.durable_names);
                    // What came from another folder is not there any more, although its creation there is not synced.
                    self.renamings.retain(|earlier| {
                        let added = earlier.added.as_ref().map(|(name, _)| name);
                        earlier.step > naming.step
                            || added.is_none()
                            || added != naming.removed.as_ref()
                    });
                }
            }
        }
    }

    /// The folder as the child sees it.
    pub(crate) fn all(&self) -> Image {
        Image::of(self, &mut Keep::Everything)
    }
}

impl Naming {
    pub(crate) fn apply(&self, names: &mut Names) {
        if let Some(name) = &self.removed {
            names.remove(name);
        }
        if let Some((name, node)) = &self.added {
            names.insert(name.clone(), *node);
        }
    }
}

impl What {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes } => {
                let end = at + bytes.len();
                content.resize(content.len().max(end), 0);
                content[*at..end].copy_from_slice(bytes);
            }
            Self::Resize(length) => content.resize(*length, 0),
            Self::Grow(length) => content.resize(content.len().max(*length), 0),
        }
    }
}
