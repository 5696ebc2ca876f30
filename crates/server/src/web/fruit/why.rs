//! `GET /boxes/{id}/why`: the chain of facts behind the weight of one box (domain.md E 2), for its buyer, the people of
//! its orchard and auditors.

use actix_web::{HttpResponse, web::Path};
use kernel::{BoxId, Grams};
use readmodels::{
    garden::GardenAdoption,
    grams::{GramFact, GramStep, GramSums, lots_of, relevant_to_box},
};

use crate::{
    api::demand_insider,
    problem::Problem,
    web::{
        names,
        page::page,
        view::{
            overview::Tile,
            sheet::{Block, Cell, Item, Items, Link, SheetPage, Table},
        },
        visit::Visit,
    },
};

/// `GET /boxes/{id}/why`
pub(in crate::web) async fn show(visit: Visit, id: Path<BoxId>) -> Result<HttpResponse, Problem> {
    let (mine, nth) = found(&visit, *id)?;
    let all = visit.app().read().gram_facts(mine.adoption.adoption)?;
    let sums = GramSums::of(&all);
    let facts = relevant_to_box(all, *id);
    let title = names::box_name(visit.lang, nth);
    let own = visit
        .identity()
        .is_some_and(|who| who.person() == mine.adoption.agreement.buyer);
    let back = own.then(|| Link {
        href: "/garden".to_owned(),
        label: visit.lang.text("nav-garden"),
        current: false,
    });
    let blocks = vec![
        Block::Tiles(tiles(&visit, &sums)),
        Block::Items(chain(&visit, &mine, &facts)?),
        Block::Table(lots(&visit, &facts)?),
    ];
    Ok(page(&SheetPage {
        shell: visit.shell(),
        title: visit.text_with("fruit-why-title", "box", &title),
        lead: visit.text_with(
            "fruit-why-lead",
            "tree",
            &names::tree(visit.lang, &mine.tree),
        ),
        links: back.into_iter().collect(),
        blocks,
    }))
}

/// The adoption of a box, if this person may see it; otherwise there is no such page.
fn found(visit: &Visit, id: BoxId) -> Result<(GardenAdoption, u8), Problem> {
    let who = visit.signed_in()?;
    let read = visit.app().read();
    let (adoption, nth) = read.adoption_of_box(id)?.ok_or_else(Problem::not_found)?;
    let found = read.adoption(adoption)?.ok_or_else(Problem::not_found)?;
    let own = found.adoption.agreement.buyer == who.person();
    let inside = demand_insider(who, found.tree.orchard).is_ok();
    if own || inside || who.auditor().is_ok() {
        Ok((found, nth))
    } else {
        Err(Problem::not_found())
    }
}

fn tiles(visit: &Visit, sums: &GramSums) -> Vec<Tile> {
    let tile = |key: &str, grams: Grams| Tile {
        label: visit.lang.text(key),
        value: names::weight(grams),
        note: String::new(),
    };
    let mut tiles = vec![tile("fruit-promised", sums.promised)];
    if sums.owed() != sums.promised {
        tiles.push(tile("fruit-owed", sums.owed()));
    }
    tiles.extend([
        tile("fruit-allocated", sums.allocated),
        tile("fruit-packed", sums.packed),
        tile("fruit-delivered", sums.delivered),
    ]);
    tiles
}

fn chain(visit: &Visit, mine: &GardenAdoption, facts: &[GramFact]) -> Result<Items, Problem> {
    let items = facts.iter().map(|fact| link(visit, mine, fact));
    Ok(Items {
        id: "chain".to_owned(),
        title: visit.lang.text("fruit-chain"),
        items: items.collect::<Result<_, _>>()?,
        empty: visit.lang.text("fruit-chain-none"),
    })
}

/// One fact: how much, why, of which lot and tree.
fn link(visit: &Visit, mine: &GardenAdoption, fact: &GramFact) -> Result<Item, Problem> {
    let (lang, read) = (visit.lang, visit.app().read());
    let step = lang.word("gram", fact.step.word());
    let mut facts = Vec::new();
    let mut href = String::new();
    if let Some(policy) = fact.policy {
        facts.push(lang.word("policy", &policy.name().replace('/', "-")));
    }
    if let Some(row) = fact.lot.map(|lot| read.lot(lot)).transpose()?.flatten() {
        facts.push(visit.text_with("trace-lot", "lot", &row.code));
        href = format!("/l/{}", row.lot);
    }
    if let Some(card) = fact
        .tree
        .map(|tree| read.tree_card(tree))
        .transpose()?
        .flatten()
    {
        let key = if card.tree == mine.tree.tree {
            "fruit-own-tree"
        } else {
            "fruit-other-tree"
        };
        facts.push(visit.text_with(key, "tree", &names::tree(lang, &card)));
    }
    let title = match fact.step {
        GramStep::BoxCancelled => step,
        GramStep::Promised
        | GramStep::Kept
        | GramStep::Reduced
        | GramStep::CarriedIn
        | GramStep::Expected
        | GramStep::Allocated
        | GramStep::Released
        | GramStep::Planned
        | GramStep::Packed
        | GramStep::Delivered => format!("{step} · {}", names::weight(fact.grams)),
    };
    facts.push(visit.text_with("fruit-record", "number", &fact.position.to_string()));
    Ok(Item {
        title,
        href,
        mark: None,
        facts,
        when: Some(names::when(lang, fact.at)),
        acts: Vec::new(),
    })
}

/// The lots with what became of all of their fruit.
fn lots(visit: &Visit, facts: &[GramFact]) -> Result<Table, Problem> {
    let mut rows = Vec::new();
    for lot in lots_of(facts) {
        if let Some(row) = visit.app().read().lot(lot)? {
            rows.push(vec![
                Cell::link(row.code.clone(), format!("/l/{lot}")),
                Cell::number(names::weight(row.net)),
                Cell::number(names::weight(row.allocated)),
                Cell::number(names::weight(row.surplus)),
                Cell::number(names::weight(row.lost)),
            ]);
        }
    }
    let head = |key: &str| Cell::number(visit.lang.text(key));
    Ok(Table {
        id: "lots".to_owned(),
        title: visit.lang.text("fruit-lots"),
        mark: None,
        head: vec![
            Cell::text(visit.lang.text("lot-name")),
            head("fruit-net"),
            head("fruit-allocated"),
            head("fruit-surplus"),
            head("fruit-lost"),
        ],
        rows,
        foot: Vec::new(),
        empty: visit.lang.text("fruit-lots-none"),
    })
}
