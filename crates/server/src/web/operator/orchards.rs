//! `/operator/orchards`: orchards, their blocks and trees. A tag that was lost is replaced here.

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use app::commands::{
    orchards::{self, OrchardDraft},
    trees,
};
use kernel::{BlockId, OrchardId, TreeId};
use readmodels::{
    orchards::{BlockRow, OrchardRow},
    trees::{TREES_PAGE_MAX, TreeCard},
};
use serde::Deserialize;
use traceability::{orchard::Place, spot::degrees_e7};

use crate::{
    auth::Fields,
    problem::Problem,
    web::{
        harvest::{fields_invalid, refuse},
        names,
        page::page,
        view::{
            form::{Choice, Form},
            orchards::{
                OrchardPage, OrchardsPage, PlantedTree, RegisteredBlock, RegisteredOrchard,
            },
        },
        visit::{Sent, Visit},
    },
};

/// Which block's trees to list.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    block: Option<BlockId>,
}

/// `GET /operator/orchards`
pub(in crate::web) async fn list(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    Ok(page(&draw_all(&visit, Form::empty())?))
}

/// `POST /operator/orchards`
pub(in crate::web) async fn register(sent: Sent) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = match read(&sent.fields) {
        Ok(draft) => orchards::register(sent.visit.app(), &operator, &sent.intent, draft)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    match sent.outcome(wish, str::to_owned)? {
        Ok((orchard, done)) => Ok(sent.visit.done(&href(orchard), "orchard-registered", done)),
        Err(refused) => Ok(refused.page(&draw_all(&sent.visit, refused.form.clone())?)),
    }
}

fn read(fields: &Fields) -> Result<OrchardDraft, Problem> {
    let mut wrong = fields_invalid();
    let lat_e7 = coordinate(fields, "latitude", &mut wrong);
    let lon_e7 = coordinate(fields, "longitude", &mut wrong);
    let (Some(lat_e7), Some(lon_e7)) = (lat_e7, lon_e7) else {
        return Err(wrong);
    };
    let text = |name: &str| fields.text(name).trim().to_owned();
    Ok(OrchardDraft {
        farm: fields.text("farm").parse().ok(),
        farm_name: text("farm_name"),
        name: text("name"),
        place: Place {
            province: text("province"),
            county: text("county"),
            village: text("village"),
            lat_e7,
            lon_e7,
        },
    })
}

fn coordinate(fields: &Fields, name: &str, wrong: &mut Problem) -> Option<i32> {
    match degrees_e7(fields.text(name)) {
        Some(degrees) => Some(degrees),
        None => refuse(wrong, name, "coordinate"),
    }
}

/// `GET /operator/orchards/{id}?block={id}`
pub(in crate::web) async fn show(
    visit: Visit,
    id: Path<OrchardId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    let orchard = find(&visit, *id)?;
    Ok(page(&draw(&visit, &orchard, asked.block, Form::empty())?))
}

/// `POST /operator/orchards/{id}/blocks`
pub(in crate::web) async fn add_block(
    sent: Sent,
    id: Path<OrchardId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let name = sent.fields.text("name");
    let wish = orchards::add_block(app, &operator, &sent.intent, *id, name).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok((_, done)) => Ok(sent.visit.done(&href(*id), "block-added", done)),
        Err(refused) => {
            let orchard = find(&sent.visit, *id)?;
            Ok(refused.page(&draw(&sent.visit, &orchard, None, refused.form.clone())?))
        }
    }
}

/// `POST /operator/trees/{id}/tag`
pub(in crate::web) async fn replace_tag(
    sent: Sent,
    id: Path<TreeId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let reason = sent.fields.text("reason");
    let card = app.read().tree_card(*id)?.ok_or_else(Problem::not_found)?;
    let (_, done) = trees::replace_tag(app, &operator, &sent.intent, *id, reason).await?;
    let back = format!("{}?block={}", href(card.orchard), card.block);
    Ok(sent.visit.done(&back, "tag-replaced", done))
}

fn href(orchard: OrchardId) -> String {
    format!("/operator/orchards/{orchard}")
}

fn find(visit: &Visit, orchard: OrchardId) -> Result<OrchardRow, Problem> {
    visit
        .app()
        .read()
        .orchard(orchard)?
        .ok_or_else(Problem::not_found)
}

fn draw_all(visit: &Visit, form: Form) -> Result<OrchardsPage, Problem> {
    let rows = visit.app().read().orchards()?;
    let mut farms: Vec<Choice> = Vec::new();
    for row in &rows {
        if !farms
            .iter()
            .any(|known| known.value == row.farm.to_string())
        {
            farms.push(Choice::new(row.farm.to_string(), row.farm_name.clone()));
        }
    }
    let orchards = rows.iter().map(|row| RegisteredOrchard {
        name: row.name.clone(),
        href: href(row.orchard),
        place: names::farm_place(&row.farm_name, &row.place),
        trees: i64::from(row.trees),
    });
    Ok(OrchardsPage {
        shell: visit.shell(),
        orchards: orchards.collect(),
        farms,
        form,
    })
}

fn draw(
    visit: &Visit,
    orchard: &OrchardRow,
    block: Option<BlockId>,
    form: Form,
) -> Result<OrchardPage, Problem> {
    let blocks = visit.app().read().blocks(orchard.orchard)?;
    let chosen = blocks.iter().find(|one| Some(one.block) == block);
    Ok(OrchardPage {
        shell: visit.shell(),
        id: orchard.orchard.to_string(),
        name: orchard.name.clone(),
        place: names::farm_place(&orchard.farm_name, &orchard.place),
        block: chosen.map_or_else(String::new, |one| one.name.clone()),
        trees: match chosen {
            Some(chosen) => trees(visit, chosen)?,
            None => Vec::new(),
        },
        blocks: blocks.iter().map(|one| registered(orchard, one)).collect(),
        form,
    })
}

fn registered(orchard: &OrchardRow, block: &BlockRow) -> RegisteredBlock {
    RegisteredBlock {
        name: block.name.clone(),
        trees: i64::from(block.trees),
        href: format!("{}?block={}", href(orchard.orchard), block.block),
        tags_href: format!("/operator/tags?block={}", block.block),
    }
}

fn trees(visit: &Visit, block: &BlockRow) -> Result<Vec<PlantedTree>, Problem> {
    let read = visit.app().read();
    let rows = read.trees_of(block.orchard, Some(block.block), None, TREES_PAGE_MAX)?;
    Ok(rows.iter().map(|tree| planted(visit, tree)).collect())
}

fn planted(visit: &Visit, tree: &TreeCard) -> PlantedTree {
    PlantedTree {
        id: tree.tree.to_string(),
        name: names::tree(visit.lang, tree),
        code: names::tree_code(tree),
        href: names::tree_href(tree),
        variety: tree.variety.clone(),
        planted: tree.planted.to_string(),
        seen: tree.photo_at.map(|at| names::when(visit.lang, at)),
    }
}
