//! Fills the farmer's page. It changes nothing.

use app::commands::observations::PHOTOS_MAX;
use kernel::{OrchardId, Timestamp};
use readmodels::{
    observations::{ObservationRow, ObservationState},
    orchards::OrchardRow,
    trees::{TREES_PAGE_MAX, TreeDue},
};
use traceability::observation::{Flag, Stage};

use crate::{
    limits::PHOTO_BYTES_MAX,
    problem::Problem,
    web::{
        i18n::Lang,
        names, silence,
        view::{
            form::{Choice, Form},
            parts::{Mark, Tone},
            today::{DueTree, Pick, RecentObservation, TodayPage},
        },
        visit::Visit,
    },
};

/// A tree without a photo for so long is to be seen today, in days.
pub(in crate::web) const DUE_DAYS: i64 = 14;
/// After so long its adopters begin to ask, in days.
pub(in crate::web) const URGENT_DAYS: i64 = 21;
/// How many waiting trees the page lists.
const DUE_SHOWN_MAX: usize = 20;
/// How many posts the page shows.
const RECENT_SHOWN_MAX: usize = 8;
/// Bytes of a megabyte, as people read file sizes.
const MEBIBYTE: usize = 1024 * 1024;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// All stages, in the order of the year.
pub(in crate::web) const STAGES: [Stage; 8] = [
    Stage::Dormant,
    Stage::Budding,
    Stage::Blossom,
    Stage::FruitSet,
    Stage::Growing,
    Stage::Colouring,
    Stage::Ripe,
    Stage::Harvested,
];

pub(super) fn today(
    visit: &Visit,
    orchards: &[OrchardRow],
    orchard: Option<&OrchardRow>,
    form: Form,
) -> Result<TodayPage, Problem> {
    let id = orchard.map(|one| one.orchard);
    let due = due(visit, id)?;
    Ok(TodayPage {
        shell: visit.shell(),
        orchard: orchard.map_or_else(String::new, |one| {
            format!("{} · {}", one.farm_name, one.name)
        }),
        orchard_id: id.map_or_else(String::new, |id| id.to_string()),
        orchards: orchards.iter().map(orchard_choice).collect(),
        silent: id.map_or(Ok(Vec::new()), |id| {
            silence::late(visit, Some(id)).map(|rows| silence::lines(visit, &rows))
        })?,
        due_count: i64::try_from(due.len()).unwrap_or(i64::MAX),
        due: due
            .iter()
            .take(DUE_SHOWN_MAX)
            .map(|one| due_tree(visit, one))
            .collect(),
        form: with_stage(form),
        stages: stage_choices(visit.lang),
        photos_max: i64::try_from(PHOTOS_MAX).unwrap_or(i64::MAX),
        photo_size_max: format!("{} MB", PHOTO_BYTES_MAX / MEBIBYTE),
        photo_bytes_max: i64::try_from(PHOTO_BYTES_MAX).unwrap_or(i64::MAX),
        recent: recent(visit, id)?,
        picks: picks(visit, id)?,
    })
}

/// An orchard to choose.
pub(in crate::web) fn orchard_choice(orchard: &OrchardRow) -> Choice {
    let label = format!("{} · {}", orchard.farm_name, orchard.name);
    Choice::new(orchard.orchard.to_string(), label)
}

fn with_stage(form: Form) -> Form {
    if form.value("stage").is_empty() {
        return form.with("stage", names::code_of(&Stage::Growing));
    }
    form
}

/// The stages to choose from.
pub(in crate::web) fn stage_choices(lang: Lang) -> Vec<Choice> {
    let choices = STAGES.iter().map(|stage| stage_choice(lang, *stage));
    choices.collect()
}

fn stage_choice(lang: Lang, stage: Stage) -> Choice {
    let code = names::code_of(&stage);
    let label = lang.word("stage", &code);
    Choice::new(code, label)
}

fn due(visit: &Visit, orchard: Option<OrchardId>) -> Result<Vec<TreeDue>, Problem> {
    let Some(orchard) = orchard else {
        return Ok(Vec::new());
    };
    let waiting = visit.app().read().trees_due(orchard, TREES_PAGE_MAX)?;
    let now = visit.app().now();
    let long = |tree: &TreeDue| {
        tree.tree
            .photo_at
            .is_none_or(|at| days_since(at, now) >= DUE_DAYS)
    };
    Ok(waiting.into_iter().filter(long).collect())
}

/// Whole days between two moments.
pub(in crate::web) const fn days_since(at: Timestamp, now: Timestamp) -> i64 {
    (now.millis() - at.millis()) / DAY_MS
}

fn due_tree(visit: &Visit, due: &TreeDue) -> DueTree {
    let days = due
        .tree
        .photo_at
        .map(|at| days_since(at, visit.app().now()));
    DueTree {
        name: names::tree(visit.lang, &due.tree),
        code: names::tree_code_plain(&due.tree),
        since: match days {
            Some(days) => visit
                .lang
                .text_with("today-due-days", &[("count", days.into())]),
            None => visit.lang.text("today-due-never"),
        },
        urgent: days.is_none_or(|days| days >= URGENT_DAYS),
    }
}

fn recent(visit: &Visit, orchard: Option<OrchardId>) -> Result<Vec<RecentObservation>, Problem> {
    let Some(orchard) = orchard else {
        return Ok(Vec::new());
    };
    let rows = visit
        .app()
        .read()
        .recent_observations(orchard, RECENT_SHOWN_MAX)?;
    Ok(rows.iter().map(|row| seen(visit, row)).collect())
}

fn seen(visit: &Visit, row: &ObservationRow) -> RecentObservation {
    let lang = visit.lang;
    let tree = names::tree(lang, &row.tree);
    let stage = lang.word("stage", &names::code_of(&row.stage));
    let note = row.note.as_deref().filter(|note| !note.is_empty());
    RecentObservation {
        href: names::tree_href(&row.tree),
        what: note.map_or_else(|| stage.clone(), |note| format!("{stage} · {note}")),
        when: names::when(lang, row.captured_at),
        photo: row
            .photos
            .first()
            .map(|photo| names::photo_of(photo.sha256, tree.clone())),
        tree,
        state: state(lang, &row.state),
        reasons: reasons(lang, &row.state),
        correct: (row.state == ObservationState::Accepted)
            .then(|| format!("/observations/{}/correction", row.observation)),
    }
}

fn state(lang: Lang, state: &ObservationState) -> Mark {
    let (word, tone) = match state {
        ObservationState::Captured => ("captured", Tone::Quiet),
        ObservationState::Accepted => ("accepted", Tone::Good),
        ObservationState::Flagged { .. } => ("flagged", Tone::Warn),
        ObservationState::Refused { .. } => ("refused", Tone::Bad),
        ObservationState::Withdrawn { .. } => ("withdrawn", Tone::Bad),
    };
    Mark::new(lang.word("observation", word), tone)
}

fn reasons(lang: Lang, state: &ObservationState) -> Vec<String> {
    match state {
        ObservationState::Captured | ObservationState::Accepted => Vec::new(),
        ObservationState::Flagged { flags } => flags.iter().map(|one| flag(lang, one)).collect(),
        ObservationState::Refused { reason } | ObservationState::Withdrawn { reason } => {
            vec![reason.clone()]
        }
    }
}

/// Why an observation is flagged, in one sentence.
pub(in crate::web) fn flag(lang: Lang, flag: &Flag) -> String {
    let word = match flag {
        Flag::SamePhoto { .. } => "same-photo",
        Flag::NearPhoto { .. } => "near-photo",
        Flag::OldPhoto { .. } => "old-photo",
        Flag::FuturePhoto { .. } => "future-photo",
        Flag::FarAway { .. } => "far-away",
    };
    lang.word("flag", word)
}

fn picks(visit: &Visit, orchard: Option<OrchardId>) -> Result<Vec<Pick>, Problem> {
    let Some(orchard) = orchard else {
        return Ok(Vec::new());
    };
    let blocks = visit.app().read().boxes_to_pick(orchard)?;
    Ok(blocks
        .into_iter()
        .map(|one| Pick {
            block: one.block_name,
            trees: i64::from(one.trees),
            weight: names::weight(one.grams),
        })
        .collect())
}
