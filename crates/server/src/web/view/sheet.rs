//! The pages of money: a sheet of blocks, each a list, a table, a chart, figures, or a form. One template draws them
//! all, so that they read alike. Paths: `/operator/inbox`, `/operator/payments`, `/operator/refunds`, `/operator/disputes`,
//! `/operator/payouts`, `/operator/farms`, `/operator/books`, `/operator/invoices`, `/operator/clocks`,
//! `/operator/coverage`, `/account/money`, `/farm/money`.

use askama::Template;

use super::{
    chart::Columns,
    form::{Choice, Form},
    overview::Tile,
    parts::{Bar, Mark, When},
    shell::Shell,
};

/// A sheet.
#[derive(Debug, Template)]
#[template(path = "sheet.html")]
pub(crate) struct SheetPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// What it is about.
    pub(crate) title: String,
    /// What one does here; may be empty.
    pub(crate) lead: String,
    /// The sheets beside it.
    pub(crate) links: Vec<Link>,
    /// What is on it.
    pub(crate) blocks: Vec<Block>,
}

/// A link among others.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// Where it leads.
    pub(crate) href: String,
    /// Its finished word.
    pub(crate) label: String,
    /// Whether it is where one is.
    pub(crate) current: bool,
}

/// A part of a sheet.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    /// Figures at a glance.
    Tiles(Vec<Tile>),
    /// A table.
    Table(Table),
    /// Things with what can be done about them.
    Items(Items),
    /// Named bars.
    Bars(Bars),
    /// Columns by day.
    Chart(Chart),
    /// A form of its own.
    Form(Act),
    /// Links to other views of the same.
    Links(Links),
    /// Something is looked for.
    Search(Search),
}

/// A search whose finds are links.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    /// Its id on the page.
    pub(crate) id: String,
    /// Its heading.
    pub(crate) title: String,
    /// The page that is asked, with field `q`.
    pub(crate) action: String,
    /// The field's label.
    pub(crate) label: String,
    /// What was looked for.
    pub(crate) words: String,
    /// What is said about the finds; may be empty.
    pub(crate) told: String,
    /// What was found.
    pub(crate) finds: Vec<Find>,
}

/// Something that was found.
#[derive(Clone, Debug)]
pub(crate) struct Find {
    /// Where it is chosen.
    pub(crate) href: String,
    /// What it is.
    pub(crate) label: String,
}

/// Links under a heading that only screen readers are told.
#[derive(Clone, Debug)]
pub(crate) struct Links {
    /// What the links are about.
    pub(crate) label: String,
    /// The links.
    pub(crate) links: Vec<Link>,
}

/// A table.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Its id on the page.
    pub(crate) id: String,
    /// Its heading.
    pub(crate) title: String,
    /// A mark beside the heading.
    pub(crate) mark: Option<Mark>,
    /// Column headings.
    pub(crate) head: Vec<Cell>,
    /// Its rows.
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Its last row, of sums; may be empty.
    pub(crate) foot: Vec<Cell>,
    /// What is said when there is no row.
    pub(crate) empty: String,
}

/// From so many columns on, each row of a table is a list on a phone.
const COLUMNS_WIDE: usize = 4;

impl Table {
    /// Whether it has too many columns for a phone.
    pub(crate) fn is_wide(&self) -> bool {
        self.head.len() >= COLUMNS_WIDE
    }

    /// The cells of a row, each with the heading of its column.
    pub(crate) fn headed<'a>(&'a self, row: &'a [Cell]) -> Vec<(&'a str, &'a Cell)> {
        let heads = self.head.iter().map(|cell| cell.text.as_str());
        heads.chain(std::iter::repeat("")).zip(row).collect()
    }
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// Its finished text.
    pub(crate) text: String,
    /// Where it leads; may be empty.
    pub(crate) href: String,
    /// Whether it is a figure.
    pub(crate) is_number: bool,
}

impl Cell {
    /// A cell of words.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: String::new(),
            is_number: false,
        }
    }

    /// A cell of a figure.
    pub(crate) fn number(text: impl Into<String>) -> Self {
        Self {
            is_number: true,
            ..Self::text(text)
        }
    }

    /// A cell that leads somewhere.
    pub(crate) fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            ..Self::text(text)
        }
    }
}

/// Things with what can be done about them.
#[derive(Clone, Debug)]
pub(crate) struct Items {
    /// Their id on the page.
    pub(crate) id: String,
    /// Their heading.
    pub(crate) title: String,
    /// The things.
    pub(crate) items: Vec<Item>,
    /// What is said when there is none.
    pub(crate) empty: String,
}

/// One thing.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// What it is, with the amount.
    pub(crate) title: String,
    /// Where more is told; may be empty.
    pub(crate) href: String,
    /// How it stands.
    pub(crate) mark: Option<Mark>,
    /// Facts about it.
    pub(crate) facts: Vec<String>,
    /// Since when, or until when.
    pub(crate) when: Option<When>,
    /// What can be done.
    pub(crate) acts: Vec<Act>,
}

/// Named bars.
#[derive(Clone, Debug)]
pub(crate) struct Bars {
    /// Their id on the page.
    pub(crate) id: String,
    /// Their heading.
    pub(crate) title: String,
    /// The bars.
    pub(crate) bars: Vec<NamedBar>,
    /// What is said when there is none.
    pub(crate) empty: String,
}

/// A bar with its name.
#[derive(Clone, Debug)]
pub(crate) struct NamedBar {
    /// Its name.
    pub(crate) name: String,
    /// Its figures.
    pub(crate) text: String,
    /// A mark beside them.
    pub(crate) mark: Option<Mark>,
    /// The bar.
    pub(crate) bar: Bar,
}

/// Columns by day.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    /// Its id on the page.
    pub(crate) id: String,
    /// Its heading.
    pub(crate) title: String,
    /// What a screen reader says instead.
    pub(crate) label: String,
    /// The columns.
    pub(crate) columns: Columns,
    /// What is said when there is none.
    pub(crate) empty: String,
}

/// Something that can be done: a button, or a form behind a summary.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    /// Its name among the forms of the page.
    pub(crate) id: String,
    /// Where it is sent.
    pub(crate) action: String,
    /// What it does; the summary, or the heading of a form of its own.
    pub(crate) label: String,
    /// What is to be known before; may be empty.
    pub(crate) hint: String,
    /// The word on the button.
    pub(crate) button: String,
    /// The button's class: empty, or `bad`.
    pub(crate) class: &'static str,
    /// What is asked; nothing for a plain button.
    pub(crate) fields: Vec<Field>,
    /// What was typed, and what is wrong with it.
    pub(crate) form: Form,
}

impl Act {
    /// Whether a file is sent with it.
    pub(crate) fn is_upload(&self) -> bool {
        let mut kinds = self.fields.iter().map(|field| &field.kind);
        kinds.any(|kind| matches!(kind, FieldKind::File(_)))
    }
}

/// A field of a form.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its label.
    pub(crate) label: String,
    /// A hint; may be empty.
    pub(crate) hint: String,
    /// What it takes.
    pub(crate) kind: FieldKind,
    /// Whether it must be filled.
    pub(crate) required: bool,
}

/// What a field takes.
#[derive(Clone, Debug)]
pub(crate) enum FieldKind {
    /// A line: the type of an HTML input.
    Line(&'static str),
    /// Several lines.
    Area,
    /// One of these.
    Choose(Vec<Choice>),
    /// A tick.
    Tick,
    /// A file; its text is the media types that are offered.
    File(&'static str),
    /// Nothing a person sees.
    Hidden,
}
