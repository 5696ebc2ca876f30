//! `/register`: the trees of the orchards a person farms, found by what they are and what they lack; one tree with all
//! its tags, where its place is told and a lost tag reported. An operator sees every orchard.

mod tree;

pub(super) use tree::{correct, replace_tag, show as show_tree, survey, tag_found, tag_lost};

use actix_web::{HttpResponse, web::Query};
use kernel::{BlockId, OrchardId, TreeId};
use readmodels::{
    orchards::OrchardRow,
    register::{Asked, Lack, TreeRecord},
};
use serde::Deserialize;

use super::{
    names,
    page::page,
    today::{chosen, farmed, orchard_choice},
    view::{
        form::{Choice, Form},
        map::Filter,
        parts::{Mark, Tone},
        register::{RegisterPage, RegisteredTree},
        shell::percent_encoded,
    },
    visit::Visit,
};
use crate::{api::tree_files, problem::Problem};

/// Trees on one page of the list.
const PAGE_TREES: usize = 60;

/// What is looked for. Everything may be left out or empty.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Looking {
    #[serde(default)]
    orchard: String,
    #[serde(default)]
    block: String,
    #[serde(default)]
    variety: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    lack: String,
    #[serde(default)]
    after: String,
}

impl Looking {
    fn asked(&self) -> Asked {
        Asked {
            block: self.block.parse::<BlockId>().ok(),
            variety: (!self.variety.is_empty()).then(|| self.variety.clone()),
            text: self.q.clone(),
            lack: lack(&self.lack),
        }
    }

    fn form(&self, orchard: Option<OrchardId>) -> Form {
        Form::empty()
            .with(
                "orchard",
                orchard.map_or_else(String::new, |id| id.to_string()),
            )
            .with("block", self.block.clone())
            .with("variety", self.variety.clone())
            .with("lack", self.lack.clone())
            .with("q", self.q.clone())
    }

    /// The address of the page behind a tree.
    fn next(&self, orchard: OrchardId, last: TreeId) -> String {
        let mut address = format!("/register?orchard={orchard}");
        for (name, value) in [
            ("block", &self.block),
            ("variety", &self.variety),
            ("lack", &self.lack),
            ("q", &self.q),
        ] {
            if !value.is_empty() {
                address.push_str(&format!("&{name}={}", percent_encoded(value)));
            }
        }
        format!("{address}&after={last}")
    }
}

fn lack(word: &str) -> Option<Lack> {
    match word {
        "spot" => Some(Lack::Spot),
        "photo" => Some(Lack::Photo),
        "tag" => Some(Lack::Tag),
        _ => None,
    }
}

/// `GET /register?orchard={id}&block={id}&variety={variety}&q={text}&lack={what}&after={tree}`
pub(super) async fn show(visit: Visit, looking: Query<Looking>) -> Result<HttpResponse, Problem> {
    let orchards = farmed(&visit, visit.signed_in()?)?;
    let orchard = chosen(&orchards, looking.orchard.parse().ok())?;
    Ok(page(&draw(&visit, &orchards, orchard, &looking)?))
}

/// `GET /register/trees.csv?orchard={id}`
pub(super) async fn table(visit: Visit, looking: Query<Looking>) -> Result<HttpResponse, Problem> {
    let orchards = farmed(&visit, visit.signed_in()?)?;
    let orchard =
        chosen(&orchards, looking.orchard.parse().ok())?.ok_or_else(Problem::not_found)?;
    tree_files::table(visit.app(), orchard.orchard, None)
}

fn draw(
    visit: &Visit,
    orchards: &[OrchardRow],
    orchard: Option<&OrchardRow>,
    looking: &Looking,
) -> Result<RegisterPage, Problem> {
    let id = orchard.map(|orchard| orchard.orchard);
    let (trees, total) = match id {
        Some(id) => found(visit, id, looking)?,
        None => (Vec::new(), 0),
    };
    let last = trees.last().filter(|_| trees.len() == PAGE_TREES);
    let next = id.zip(last);
    let is_operator = visit.signed_in()?.is_operator();
    Ok(RegisterPage {
        shell: visit.shell(),
        filters: filters(visit, orchards, id)?,
        form: looking.form(id),
        total: i64::from(total),
        next: next.map(|(id, last)| looking.next(id, last.card.tree)),
        trees: trees.iter().map(|tree| listed(visit, tree)).collect(),
        map_href: id.map(|id| format!("/register/map?orchard={id}")),
        files: id.map_or_else(Vec::new, |id| files(visit, id)),
        import_href: is_operator.then_some("/operator/trees/import"),
    })
}

fn found(
    visit: &Visit,
    orchard: OrchardId,
    looking: &Looking,
) -> Result<(Vec<TreeRecord>, u32), Problem> {
    let (read, asked) = (visit.app().read(), looking.asked());
    let after = match looking.after.parse::<TreeId>() {
        Ok(tree) => read.tree_card(tree)?.map(|card| card.cursor()),
        Err(_) => None,
    };
    Ok((
        read.register(orchard, &asked, after, PAGE_TREES)?,
        read.register_count(orchard, &asked)?,
    ))
}

fn files(visit: &Visit, orchard: OrchardId) -> Vec<(String, String)> {
    vec![
        (
            format!("/register/trees.csv?orchard={orchard}"),
            visit.lang.text("register-csv"),
        ),
        (
            format!("/api/v1/orchards/{orchard}/trees.geojson"),
            visit.lang.text("register-geojson"),
        ),
    ]
}

fn filters(
    visit: &Visit,
    orchards: &[OrchardRow],
    orchard: Option<OrchardId>,
) -> Result<Vec<Filter>, Problem> {
    let (read, lang) = (visit.app().read(), visit.lang);
    let all = || Choice::new("", lang.text("map-all"));
    let mut blocks = vec![all()];
    let mut varieties = vec![all()];
    if let Some(orchard) = orchard {
        let rows = read.blocks(orchard)?.into_iter();
        blocks.extend(rows.map(|row| Choice::new(row.block.to_string(), row.name)));
        let rows = read.varieties_of(orchard)?.into_iter();
        varieties.extend(rows.map(|(variety, _)| Choice::new(variety.clone(), variety)));
    }
    let lacks = ["photo", "spot", "tag"]
        .into_iter()
        .map(|word| Choice::new(word, lang.word("lack", word)));
    let filter = |name, key, choices| Filter {
        name,
        label: lang.text(key),
        choices,
    };
    Ok(vec![
        filter(
            "orchard",
            "orchard",
            orchards.iter().map(orchard_choice).collect(),
        ),
        filter("block", "block", blocks),
        filter("variety", "map-variety", varieties),
        filter(
            "lack",
            "register-lack",
            std::iter::once(all()).chain(lacks).collect(),
        ),
    ])
}

fn listed(visit: &Visit, record: &TreeRecord) -> RegisteredTree {
    let (lang, card) = (visit.lang, &record.card);
    let planted = visit.text_with("tree-planted", "year", &card.planted.to_string());
    let facts = [
        Some(card.variety.clone()),
        record
            .rootstock
            .as_ref()
            .map(|stock| visit.text_with("register-on", "rootstock", stock)),
        Some(planted),
    ];
    let lacks = [
        (record.tag_lost_at.is_some(), "tag", Tone::Bad),
        (card.photo_at.is_none(), "photo", Tone::Warn),
        (record.spot.is_none(), "spot", Tone::Quiet),
    ];
    RegisteredTree {
        name: names::tree(lang, card),
        href: format!("/register/trees/{}", card.tree),
        code: names::tree_code(card),
        facts: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        lacks: lacks
            .into_iter()
            .filter(|(is_missing, ..)| *is_missing)
            .map(|(_, word, tone)| Mark::new(lang.word("lack", word), tone))
            .collect(),
    }
}
