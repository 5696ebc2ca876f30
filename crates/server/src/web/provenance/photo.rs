//! `GET /photos/{sha256}`: one photo, the hash of its file, where the log tells of it, and what was asked about it. Who
//! may see the picture may see this; it knows no person and no place.

use actix_web::{HttpResponse, web::Path};
use kernel::ContentHash;
use readmodels::observations::{ObservationRow, ObservationState};
use traceability::observation::PhotoFacts;

use crate::{
    api::files::who_may_see,
    problem::Problem,
    web::{
        format, names,
        page::page,
        today,
        view::{
            parts::{Fact, Mark, Tone},
            provenance::PhotoPage,
        },
        visit::Visit,
    },
};

/// Hex digits of a hash that stand together.
const GROUP_DIGITS: usize = 8;
/// Bytes of a kilobyte, as people read file sizes.
const KILOBYTE: u64 = 1024;

/// `GET /photos/{sha256}`
pub(in crate::web) async fn show(
    visit: Visit,
    hash: Path<ContentHash>,
) -> Result<HttpResponse, Problem> {
    who_may_see(visit.app(), *hash, visit.identity())?;
    let row = told_of(&visit, *hash)?;
    let photo = row.photos.iter().find(|one| one.sha256 == *hash);
    let photo = photo.ok_or_else(Problem::not_found)?;
    Ok(page(&draw(&visit, &row, photo)))
}

/// The observation that a visitor may see it in: the first that counts, else the first.
fn told_of(visit: &Visit, hash: ContentHash) -> Result<ObservationRow, Problem> {
    let uses = visit.app().read().photo_uses(hash)?;
    let first = uses.iter().find(|one| one.public).or(uses.first());
    let first = first.ok_or_else(Problem::not_found)?;
    let row = visit.app().read().observation(first.observation)?;
    row.ok_or_else(Problem::not_found)
}

fn draw(visit: &Visit, row: &ObservationRow, photo: &PhotoFacts) -> PhotoPage {
    let lang = visit.lang;
    let tree = names::tree(lang, &row.tree);
    let stage = lang.word("stage", &names::code_of(&row.stage));
    let sha256 = photo.sha256.to_string();
    let size = visit.state().proofs.checkpoint();
    let size = size.map_or(0, |signed| signed.checkpoint().size);
    PhotoPage {
        shell: visit.shell(),
        photo: names::photo_of(photo.sha256, format!("{tree}, {stage}")),
        tree_href: names::tree_href(&row.tree),
        when: names::when(lang, row.captured_at),
        note: row.note.clone().unwrap_or_default(),
        facts: facts(visit, row, photo),
        checks: checks(visit, row),
        said: match row.state {
            ObservationState::Accepted => row.said.clone().unwrap_or_default(),
            ObservationState::Captured
            | ObservationState::Flagged { .. }
            | ObservationState::Refused { .. }
            | ObservationState::Withdrawn { .. } => String::new(),
        },
        groups: groups(&sha256),
        position: row.captured_position.to_string(),
        proof: (row.captured_position <= size)
            .then(|| format!("/log/proof/{}", row.captured_position)),
        tree,
        stage,
    }
}

fn groups(sha256: &str) -> Vec<String> {
    let digits: Vec<char> = sha256.chars().collect();
    let groups = digits.chunks(GROUP_DIGITS);
    groups.map(|group| group.iter().collect()).collect()
}

fn facts(visit: &Visit, row: &ObservationRow, photo: &PhotoFacts) -> Vec<Fact> {
    let lang = visit.lang;
    let taken = photo.taken_at.map_or_else(
        || lang.text("photo-taken-unknown"),
        |at| names::when(lang, at).text,
    );
    let kilobytes = names::signed(photo.bytes.div_ceil(KILOBYTE));
    let size = format!(
        "{} × {} · {} KB",
        photo.width,
        photo.height,
        format::thousands(kilobytes)
    );
    vec![
        Fact::new(lang.text("photo-taken"), taken),
        Fact::new(
            lang.text("photo-received"),
            names::when(lang, row.received_at).text,
        ),
        Fact::new(lang.text("photo-size"), size),
    ]
}

/// What was looked at. A question that was asked stays to be read, whatever was decided.
fn checks(visit: &Visit, row: &ObservationRow) -> Vec<Mark> {
    let lang = visit.lang;
    if row.asked.is_empty() {
        let clean = ["photo-clean-new", "photo-clean-time", "photo-clean-place"];
        let clean = clean.map(|word| Mark::new(lang.text(word), Tone::Good));
        return clean.into();
    }
    let asked = row.asked.iter();
    let mut checks: Vec<Mark> = asked
        .map(|flag| Mark::new(today::flag(lang, flag), Tone::Warn))
        .collect();
    if row.state == ObservationState::Accepted {
        checks.push(Mark::new(lang.text("photo-decided"), Tone::Good));
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_shown_in_eight_groups_of_eight() {
        let groups = groups(&"0123456789abcdef".repeat(4));
        assert_eq!(groups.len(), 8);
        assert_eq!(groups.concat(), "0123456789abcdef".repeat(4));
    }
}
