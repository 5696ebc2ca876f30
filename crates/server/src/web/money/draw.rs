//! What the pages of money share: the sheet itself, what can be done on it, and how things are called.

use kernel::{AdoptionId, FarmId, PersonId};
use serde::Serialize;

use super::Said;
use crate::{
    problem::Problem,
    web::{
        names,
        view::{
            form::{Choice, Form},
            overview::Tile,
            parts::{Mark, Tone},
            sheet::{Act, Block, Cell, Field, FieldKind, Items, Link, SheetPage, Table},
        },
        visit::Visit,
    },
};

/// The sheets of the platform, by their words.
const SHEETS: [&str; 10] = [
    "inbox", "payments", "refunds", "disputes", "payouts", "farms", "books", "invoices", "clocks",
    "coverage",
];

/// A sheet of the platform.
pub(super) fn operator_sheet(visit: &Visit, here: &str, blocks: Vec<Block>) -> SheetPage {
    let links = SHEETS.iter().map(|one| Link {
        href: format!("/operator/{one}"),
        label: visit.lang.word("sheet", one),
        current: *one == here,
    });
    SheetPage {
        links: links.collect(),
        ..sheet(visit, here, blocks)
    }
}

/// A sheet that stands alone.
pub(super) fn sheet(visit: &Visit, here: &str, blocks: Vec<Block>) -> SheetPage {
    SheetPage {
        shell: visit.shell(),
        title: visit.lang.word("sheet", here),
        lead: visit.lang.known_word("lead", here).unwrap_or_default(),
        links: Vec::new(),
        blocks,
    }
}

/// Something that can be done by one press.
pub(super) fn button(
    visit: &Visit,
    word: &str,
    id: impl std::fmt::Display,
    action: String,
    said: Option<&Said>,
) -> Act {
    form(visit, word, id, action, Vec::new(), said)
}

/// Something that asks for more. Its words are `act-<word>` and, if there is one, `hint-<word>`.
pub(super) fn form(
    visit: &Visit,
    word: &str,
    id: impl std::fmt::Display,
    action: String,
    fields: Vec<Field>,
    said: Option<&Said>,
) -> Act {
    let id = format!("{word}-{id}");
    let typed = said.filter(|said| said.act == id);
    let label = visit.lang.word("act", word);
    Act {
        form: typed.map(|said| said.form.clone()).unwrap_or_default(),
        hint: visit.lang.known_word("hint", word).unwrap_or_default(),
        button: label.clone(),
        class: "",
        id,
        action,
        label,
        fields,
    }
}

/// The act with values that stand in its fields before anybody types.
pub(super) fn filled(mut act: Act, values: &[(&str, String)]) -> Act {
    if !act.form.is_refused() {
        act.form = values
            .iter()
            .fold(Form::empty(), |form, (name, value)| form.with(name, value));
    }
    act
}

/// A field that must be filled; its label is `fld-<name>`.
pub(super) fn field(visit: &Visit, name: &'static str, kind: FieldKind) -> Field {
    Field {
        name,
        label: visit.lang.word("fld", name),
        hint: String::new(),
        kind,
        required: true,
    }
}

/// A field that may stay empty.
pub(super) fn optional(visit: &Visit, name: &'static str, kind: FieldKind) -> Field {
    Field {
        required: false,
        ..field(visit, name, kind)
    }
}

/// A line of text.
pub(super) fn line(visit: &Visit, name: &'static str) -> Field {
    field(visit, name, FieldKind::Line("text"))
}

/// A select of a closed list, with the words of a family.
pub(super) fn select<T: Serialize>(
    visit: &Visit,
    name: &'static str,
    family: &str,
    values: &[T],
) -> Field {
    let codes = values.iter().map(names::code_of);
    let choices = codes.map(|code| Choice::new(code.clone(), visit.lang.word(family, &code)));
    field(visit, name, FieldKind::Choose(choices.collect()))
}

/// A table; its headings are `col-<word>`, figures begin with `#`.
pub(super) fn table(visit: &Visit, id: &str, head: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    let heading = |word: &&str| match word.strip_prefix('#') {
        Some(figure) => Cell::number(visit.lang.word("col", figure)),
        None => Cell::text(visit.lang.word("col", word)),
    };
    Table {
        id: id.to_owned(),
        title: visit.lang.word("block", id),
        mark: None,
        head: head.iter().map(heading).collect(),
        rows,
        foot: Vec::new(),
        empty: empty(visit, id),
    }
}

/// A list of things.
pub(super) fn items(visit: &Visit, id: &str, items: Vec<crate::web::view::sheet::Item>) -> Block {
    Block::Items(Items {
        id: id.to_owned(),
        title: visit.lang.word("block", id),
        items,
        empty: empty(visit, id),
    })
}

/// What is said when there is nothing.
pub(super) fn empty(visit: &Visit, id: &str) -> String {
    let own = visit.lang.known_word("none", id);
    own.unwrap_or_else(|| visit.lang.word("none", "any"))
}

/// A figure at a glance; its label is `col-<word>`.
pub(super) fn tile(visit: &Visit, word: &str, value: String) -> Tile {
    Tile {
        label: visit.lang.word("col", word),
        value,
        note: String::new(),
    }
}

/// A mark with the words of a family.
pub(super) fn mark(visit: &Visit, family: &str, code: &str, tone: Tone) -> Mark {
    Mark::new(visit.lang.word(family, code), tone)
}

/// The tree that an adoption is of.
pub(super) fn tree_of(visit: &Visit, adoption: AdoptionId) -> Result<String, Problem> {
    let found = visit.app().read().adoption(adoption)?;
    Ok(found.map_or_else(
        || adoption.to_string(),
        |one| names::tree(visit.lang, &one.tree),
    ))
}

/// What a farm is called.
pub(super) fn farm_name(visit: &Visit, farm: FarmId) -> Result<String, Problem> {
    let orchards = visit.app().read().orchards()?;
    let found = orchards.into_iter().find(|one| one.farm == farm);
    Ok(found.map_or_else(|| farm.to_string(), |one| one.farm_name))
}

/// What a person is called; those who were erased have no name.
pub(super) fn person_name(visit: &Visit, person: PersonId) -> Result<String, Problem> {
    let name = visit.member_name(person)?;
    Ok(name.unwrap_or_else(|| visit.lang.word("payee", "erased")))
}
