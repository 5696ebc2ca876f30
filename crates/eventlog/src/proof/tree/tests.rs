//! The tree against another program's tree (ct-merkle) and against its own checks.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use proptest::sample::Index;
use sha2::Sha256;

use super::*;
use crate::proof::check::{verify_consistency, verify_inclusion};
use crate::proof::error::ProofRefused;

type Oracle = MemoryBackedTree<Sha256, [u8; 8]>;

fn entry(index: u64) -> [u8; 8] {
    index.to_be_bytes()
}

fn leaf(index: u64) -> TreeHash {
    TreeHash::leaf(&entry(index))
}

fn tree(size: u64) -> Tree {
    let mut tree = Tree::default();
    (0..size).for_each(|index| tree.append(leaf(index)));
    tree
}

/// Leaves of a full tile; the tree must ask for no other.
fn tile(number: u64) -> Result<Vec<TreeHash>, ProverError> {
    Ok((number * 256..number * 256 + 256).map(leaf).collect())
}

fn oracle(size: u64) -> Oracle {
    let mut oracle = Oracle::new();
    (0..size).for_each(|index| oracle.push(entry(index)));
    oracle
}

fn hashes(bytes: &[u8]) -> Vec<TreeHash> {
    let hashes = bytes.as_chunks().0.iter();
    hashes.map(|hash| TreeHash(*hash)).collect()
}

fn root(oracle: &Oracle) -> TreeHash {
    TreeHash(oracle.root().as_bytes().as_slice().try_into().unwrap())
}

/// Sizes around everything that could matter: powers of two and tiles.
fn sizes() -> impl Strategy<Value = u64> {
    prop_oneof![1u64..20, 240u64..280, 500u64..1_100]
}

#[test]
fn every_small_tree_and_proof_is_the_oracles() {
    assert_eq!(tree(0).root(), root(&oracle(0)));
    for size in 1..=70 {
        let (tree, oracle) = (tree(size), oracle(size));
        assert_eq!(tree.root(), root(&oracle));
        for index in 0..size {
            let theirs = oracle.prove_inclusion(usize::try_from(index).unwrap());
            assert_eq!(
                tree.inclusion(index, size, &tile).unwrap(),
                hashes(theirs.as_bytes())
            );
        }
        for old in 1..size {
            let theirs = oracle.prove_consistency(usize::try_from(size - old).unwrap());
            assert_eq!(
                tree.consistency(old, size, &tile).unwrap(),
                hashes(theirs.as_bytes())
            );
        }
    }
}

/// The tree of `size` leaves, proofs of leaf `index` and of growth from `old`, as the oracle says.
fn like_the_oracle(ours: &Tree, theirs: &Oracle, index: u64, old: u64) {
    let size = ours.size();
    assert_eq!(ours.root(), root(theirs));
    let path = theirs.prove_inclusion(usize::try_from(index).unwrap());
    assert_eq!(
        ours.inclusion(index, size, &tile).unwrap(),
        hashes(path.as_bytes())
    );
    if (1..size).contains(&old) {
        let path = theirs.prove_consistency(usize::try_from(size - old).unwrap());
        assert_eq!(
            ours.consistency(old, size, &tile).unwrap(),
            hashes(path.as_bytes())
        );
    }
}

/// Two levels of tiles full, and around it.
#[test]
fn trees_of_many_tiles_are_the_oracles() {
    let (mut ours, mut theirs) = (tree(65_000), oracle(65_000));
    for index in 65_000..66_100 {
        ours.append(leaf(index));
        theirs.push(entry(index));
        if [65_535, 65_536, 65_537, 65_791, 65_792, 66_100].contains(&(index + 1)) {
            for place in [0, 255, 256, 32_768, 65_279, 65_280, index] {
                like_the_oracle(&ours, &theirs, place, place);
                like_the_oracle(&ours, &theirs, place, place + 1);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn trees_and_their_proofs_are_the_oracles(size in sizes(), index: Index, old: Index) {
        let (ours, theirs) = (tree(size), oracle(size));
        let place = |place: Index| place.index(usize::try_from(size).unwrap()) as u64;
        like_the_oracle(&ours, &theirs, place(index), place(old));
    }

    /// A tree goes on answering for every size it once had.
    #[test]
    fn proofs_for_former_sizes_hold(size in sizes(), now: Index, old: Index, index: Index) {
        let ours = tree(size);
        let at = |index: Index, size: u64| index.index(usize::try_from(size).unwrap()) as u64;
        let now = 1 + at(now, size);
        let (old, index) = (at(old, now + 1), at(index, now));
        let path = ours.inclusion(index, now, &tile).unwrap();
        let now_root = tree(now).root();
        prop_assert_eq!(verify_inclusion(leaf(index), index, now, &path, now_root), Ok(()));
        let path = ours.consistency(old, now, &tile).unwrap();
        prop_assert_eq!(verify_consistency(old, tree(old).root(), now, now_root, &path), Ok(()));
    }

    #[test]
    fn no_other_proof_holds(size in 1u64..600, index: Index, old: Index, other: u64, bit in 0usize..256) {
        let ours = tree(size);
        let root = ours.root();
        let index = index.index(usize::try_from(size).unwrap()) as u64;
        let path = ours.inclusion(index, size, &tile).unwrap();
        for (wrong, name) in mangled(&path, bit) {
            prop_assert!(verify_inclusion(leaf(index), index, size, &wrong, root).is_err(), "{}", name);
        }
        let other = other % (2 * size);
        if other != index {
            prop_assert!(verify_inclusion(leaf(index), other, size, &path, root).is_err());
            prop_assert!(verify_inclusion(leaf(other), index, size, &path, root).is_err());
        }
        let old = 1 + old.index(usize::try_from(size).unwrap()) as u64;
        let path = ours.consistency(old, size, &tile).unwrap();
        let old_root = tree(old).root();
        for (wrong, name) in mangled(&path, bit) {
            prop_assert!(verify_consistency(old, old_root, size, root, &wrong).is_err(), "{}", name);
        }
        let forged = flipped(root, bit);
        prop_assert!(verify_consistency(old, forged, size, root, &path).is_err());
        prop_assert!(verify_consistency(old, old_root, size, forged, &path).is_err());
    }
}

fn flipped(hash: TreeHash, bit: usize) -> TreeHash {
    let mut bytes = hash.0;
    bytes[bit / 8] ^= 1 << (bit % 8);
    TreeHash(bytes)
}

fn mangled(path: &[TreeHash], bit: usize) -> Vec<(Vec<TreeHash>, &'static str)> {
    let longer = [path, &[TreeHash::EMPTY]].concat();
    let mut mangled = vec![(longer, "longer")];
    if let [start @ .., _] = path {
        mangled.push((start.to_vec(), "shorter"));
        for at in 0..path.len() {
            let mut wrong = path.to_vec();
            wrong[at] = flipped(wrong[at], bit);
            mangled.push((wrong, "one bit flipped"));
        }
    }
    mangled
}

#[test]
fn what_cannot_be_is_refused_by_its_name() {
    let (one, two) = (tree(1), tree(2));
    let (root, grown) = (one.root(), two.root());
    let outside = ProofRefused::OutsideTree { index: 1, size: 1 };
    assert_eq!(verify_inclusion(leaf(0), 1, 1, &[], root), Err(outside));
    let shrunk = ProofRefused::Shrunk {
        old_size: 2,
        new_size: 1,
    };
    assert_eq!(verify_consistency(2, grown, 1, root, &[]), Err(shrunk));
    let same = |old_root, path: &[_]| verify_consistency(1, old_root, 1, root, path);
    assert_eq!(same(root, &[]), Ok(()));
    assert_eq!(same(root, &[root]), Err(ProofRefused::WrongLength));
    assert_eq!(same(grown, &[]), Err(ProofRefused::RootDiffers));
    let from_nothing = |old_root, path: &[_]| verify_consistency(0, old_root, 2, grown, path);
    assert_eq!(from_nothing(TreeHash::EMPTY, &[]), Ok(()));
    assert_eq!(from_nothing(root, &[]), Err(ProofRefused::RootDiffers));
    assert_eq!(
        from_nothing(TreeHash::EMPTY, &[root]),
        Err(ProofRefused::WrongLength)
    );
    let far = 1 << 63;
    assert_eq!(
        verify_inclusion(leaf(0), far, far + 1, &[root; 64], root),
        Err(ProofRefused::WrongLength)
    );
    assert!(two.inclusion(2, 2, &tile).is_err());
    assert!(two.inclusion(2, 3, &tile).is_err());
    assert!(two.consistency(3, 2, &tile).is_err());
}

#[test]
fn a_tree_from_tile_roots_is_the_tree_from_leaves() {
    for tiles in [0u64, 1, 255, 256, 257] {
        let grown = tree(tiles * 256 + 3);
        let mut rebuilt = Tree::from_tile_roots(grown.tile_roots());
        (tiles * 256..tiles * 256 + 3).for_each(|index| rebuilt.append(leaf(index)));
        assert_eq!(
            (rebuilt.root(), rebuilt.size()),
            (grown.root(), grown.size())
        );
    }
}
