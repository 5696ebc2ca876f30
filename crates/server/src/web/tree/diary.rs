//! The diary of a tree's page: facts of the log in plain words, newest first.

use fluent_bundle::FluentValue;
use readmodels::tree_page::{Entry, EntryKind};

use crate::web::{
    i18n::Lang,
    names,
    view::{
        parts::Photo,
        tree::{DiaryEntry, WrongEntry},
    },
};

/// All entries, newest first.
pub(in crate::web) fn draw(lang: Lang, entries: &[Entry]) -> Vec<DiaryEntry> {
    entries.iter().rev().map(|entry| one(lang, entry)).collect()
}

fn one(lang: Lang, entry: &Entry) -> DiaryEntry {
    let title = title(lang, &entry.kind);
    let (note, mut photos) = seen(&entry.kind, &title);
    if entry.wrong.is_some() {
        // They stand with what holds instead; beside a wrong word they would prove it.
        photos.clear();
    }
    DiaryEntry {
        title,
        when: names::when(lang, entry.at),
        note,
        photos,
        position: entry.position.to_string(),
        wrong: entry.wrong.as_ref().map(|wrong| WrongEntry {
            what: lang.word("mistake", &names::code_of(&wrong.mistake)),
            reason: wrong.reason.clone(),
        }),
    }
}

fn seen(kind: &EntryKind, title: &str) -> (String, Vec<Photo>) {
    if let EntryKind::Observed { note, photos, .. } = kind {
        let photos = photos
            .iter()
            .map(|photo| names::photo_of(photo.sha256, title.to_owned()));
        return (note.clone().unwrap_or_default(), photos.collect());
    }
    (String::new(), Vec::new())
}

/// What happened, in a few words.
pub(in crate::web) fn title(lang: Lang, kind: &EntryKind) -> String {
    let text = |value: &str| FluentValue::from(value.to_owned());
    match kind {
        EntryKind::Registered => lang.text("diary-registered"),
        EntryKind::FactsCorrected {
            variety,
            planted,
            reason,
        } => {
            let args = [
                ("variety", text(variety)),
                ("planted", text(&planted.to_string())),
                ("reason", text(reason)),
            ];
            lang.text_with("diary-facts-corrected", &args)
        }
        EntryKind::TagAttached { code } => {
            lang.text_with("diary-tag-attached", &[("code", text(&code.grouped()))])
        }
        EntryKind::TagReplaced { code } => {
            lang.text_with("diary-tag-replaced", &[("code", text(&code.grouped()))])
        }
        EntryKind::Observed { stage, .. } => lang.word("stage", &names::code_of(stage)),
        EntryKind::Adopted { season, .. } => {
            lang.text_with("diary-adopted", &[("season", text(&season.to_string()))])
        }
        EntryKind::Released { season, .. } => {
            lang.text_with("diary-released", &[("season", text(&season.to_string()))])
        }
        EntryKind::NameplateApproved { .. } => lang.text("diary-nameplate-approved"),
        EntryKind::NameplateHung { .. } => lang.text("diary-nameplate-hung"),
        EntryKind::Harvested {
            lot_code, grams, ..
        } => {
            let args = [
                ("lot", text(lot_code)),
                ("weight", text(&names::weight(*grams))),
            ];
            lang.text_with("diary-harvested", &args)
        }
        EntryKind::Certified {
            lot_code, number, ..
        } => {
            let args = [("lot", text(lot_code)), ("number", text(number))];
            lang.text_with("diary-certified", &args)
        }
        EntryKind::Packed { nth, grams, .. } => {
            let args = [
                ("box", FluentValue::from(*nth)),
                ("weight", text(&names::weight(*grams))),
            ];
            lang.text_with("diary-packed", &args)
        }
        EntryKind::HandedOver { nth, .. } => {
            lang.text_with("diary-handed-over", &[("box", FluentValue::from(*nth))])
        }
        EntryKind::Delivered { nth, .. } => {
            lang.text_with("diary-delivered", &[("box", FluentValue::from(*nth))])
        }
    }
}
