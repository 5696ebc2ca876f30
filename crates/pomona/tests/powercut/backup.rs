//! A backup that is cut off is the one of before or the new one, whole, and a further run mends it.

use std::path::Path;

use crate::farm::{backing_up, grow, held, kill_in_calls, ran, try_images};
use crate::recorder;

/// What the backup may hold; a further run brings it to `all`.
fn is_whole(root: &Path, before: Option<u64>, all: u64, ended: bool) -> Result<(), String> {
    let found = held(root)?;
    if found != Some(all) && (ended || found != before) {
        return Err(format!("the backup holds {found:?} events, ended: {ended}"));
    }
    let (code, said) = ran(backing_up(root));
    if code != Some(0) || held(root)? != Some(all) {
        return Err(format!("a further run ended with {code:?}: {said}"));
    }
    Ok(())
}

#[test]
fn a_power_cut_in_the_first_backup_and_in_a_further_one() {
    let root = recorder::folder();
    grow(root.path(), 0..60);
    let command = backing_up(root.path());
    let first = recorder::record_child(command, root, None);
    first.assert_complete();
    try_images("the first backup", &first, |root, ended| {
        is_whole(root, None, 60, ended)
    });
    let root = first.root;
    grow(root.path(), 60..80);
    let command = backing_up(root.path());
    let further = recorder::record_child(command, root, None);
    further.assert_complete();
    try_images("a further backup", &further, |root, ended| {
        is_whole(root, Some(60), 80, ended)
    });
}

#[test]
fn a_kill_in_the_midst_of_a_backup() {
    let root = recorder::folder();
    grow(root.path(), 0..20);
    let kills = kill_in_calls(root.path(), backing_up, |root| {
        is_whole(root, None, 20, false).unwrap();
    });
    assert!(kills >= 4, "{kills} kills");
    assert_eq!(ran(backing_up(root.path())).0, Some(0));
    grow(root.path(), 20..25);
    let kills = kill_in_calls(root.path(), backing_up, |root| {
        is_whole(root, Some(20), 25, false).unwrap();
    });
    assert!(kills >= 4, "{kills} kills");
}
