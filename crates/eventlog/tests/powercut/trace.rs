//! What the shim recorded, as values. Knows the shim's record, nothing of disks.

/// One thing that happened to the files, in the true order.
#[derive(Debug, PartialEq)]
pub(crate) enum Step {
    Create {
        inode: u64,
        path: String,
    },
    Write {
        inode: u64,
        at: usize,
        bytes: Vec<u8>,
    },
    /// Cut or extended to this length.
    Resize {
        inode: u64,
        length: usize,
    },
    /// Extended to this length if it was shorter.
    Grow {
        inode: u64,
        length: usize,
    },
    Rename {
        from: String,
        to: String,
    },
    Unlink {
        path: String,
    },
    MakeFolder {
        inode: u64,
        path: String,
    },
    RemoveFolder {
        path: String,
    },
    /// All of this file's or folder's changes among the first `begun` steps are durable now.
    Sync {
        inode: u64,
        begun: usize,
    },
    /// The child said something.
    Mark(Mark),
    /// A call failed, or the process ended in it, as it was told to.
    Fault,
}

/// What a child says about its commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It is about to hand in this commit.
    Submitted { commit: u128 },
    /// It was told that this commit is durable, at these positions.
    Acknowledged { commit: u128, first: u64, last: u64 },
    /// A checkpoint of this size and root was signed and may be given out.
    Published { size: u64, root: [u8; 32] },
}

const HEAD_BYTES: usize = 40;

/// All records; one that a kill cut short is left out.
pub(crate) fn parse(mut bytes: &[u8]) -> Vec<Step> {
    let mut steps = Vec::new();
    while let Some((head, rest)) = bytes.split_at_checked(HEAD_BYTES) {
        let field = |n: usize| {
            let field = &head[8 * n..8 * n + 8];
            u64::from_ne_bytes(field.try_into().unwrap())
        };
        let [kind, inode] = [field(0), field(1)];
        let [at, begun, length] = [2, 3, 4].map(|n| usize::try_from(field(n)).unwrap());
        let Some((data, rest)) = rest.split_at_checked(length) else {
            break;
        };
        steps.push(step(kind, inode, at, begun, data));
        bytes = rest;
    }
    steps
}

/// The numbers are those of the shim's `enum kind`.
fn step(kind: u64, inode: u64, at: usize, begun: usize, data: &[u8]) -> Step {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    match kind {
        1 => Step::Create {
            inode,
            path: text(data),
        },
        2 => Step::Write {
            inode,
            at,
            bytes: data.to_vec(),
        },
        3 => Step::Resize { inode, length: at },
        4 => Step::Grow { inode, length: at },
        5 => Step::Rename {
            from: text(&data[..at]),
            to: text(&data[at + 1..]),
        },
        6 => Step::Unlink { path: text(data) },
        7 => Step::MakeFolder {
            inode,
            path: text(data),
        },
        8 => Step::RemoveFolder { path: text(data) },
        9 => Step::Sync { inode, begun },
        10 => Step::Mark(Mark::parse(&text(data))),
        11 => Step::Fault,
        other => panic!("a record of kind {other}"),
    }
}

impl Mark {
    pub(crate) fn line(self) -> String {
        match self {
            Self::Submitted { commit } => format!("submitted {commit}\n"),
            Self::Acknowledged {
                commit,
                first,
                last,
            } => format!("acknowledged {commit} {first} {last}\n"),
            Self::Published { size, root } => {
                let halves = [&root[..16], &root[16..]];
                let halves = halves.map(|half| u128::from_be_bytes(half.try_into().unwrap()));
                format!("published {size} {} {}\n", halves[0], halves[1])
            }
        }
    }

    fn parse(line: &str) -> Self {
        let mut words = line.trim_end().split(' ');
        let what = words.next();
        let mut number = || words.next().unwrap().parse::<u128>().unwrap();
        match what {
            Some("submitted") => Self::Submitted { commit: number() },
            Some("acknowledged") => {
                let [commit, first, last] = [number(), number(), number()];
                let [first, last] = [first, last].map(|place| u64::try_from(place).unwrap());
                Self::Acknowledged {
                    commit,
                    first,
                    last,
                }
            }
            Some("published") => {
                let size = u64::try_from(number()).unwrap();
                let halves: [u128; 2] = [number(), number()];
                let bytes = halves.map(u128::to_be_bytes).concat();
                Self::Published {
                    size,
                    root: bytes.try_into().unwrap(),
                }
            }
            other => panic!("a mark {other:?}"),
        }
    }
}
