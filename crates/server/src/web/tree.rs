//! `GET /t/{code}`: the public page behind the code on a tag. Retired tags lead to it too (D 4); an adopter who was
//! erased leaves no words on the plate. The page knows no person.

pub(super) mod diary;
mod growth;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Path};
use app::commands::harvest::local_day;
use askama::Template;
use kernel::{Grams, Timestamp, TreeId};
use readmodels::{
    care::CareDone,
    catalogue::{CampaignStatus, TreeOffer},
    silence::SilenceRow,
    tree_page::{Adopter, EntryKind, TreeLot, TreePage as Facts, TreeParcel},
};

use super::{
    format, names,
    page::{headed, page},
    silence,
    view::{
        parts::{Bar, Fact, Mark, Tone, When},
        plan::Place,
        tree::{AdoptOffer, Lot, ParcelState, Plate, TreePage, YieldFacts},
    },
    visit::Visit,
};
use crate::{kept::Drawn, problem::Problem};

/// Most notes of the weather that the page shows.
const WEATHER_SHOWN_MAX: usize = 6;

/// `GET /t/{code}`
pub(super) async fn show(
    visit: Visit,
    code: Path<String>,
    req: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let Some(name) = visit.name_for_all() else {
        return Ok(page(&draw(&visit, &code, &facts(&visit, &code)?)?));
    };
    let answer = visit.state().kept.answer(visit.app(), &name, || {
        let facts = facts(&visit, &code)?;
        let page = draw(&visit, &code, &facts)?;
        let body = page.render().map_err(|error| Problem::undrawn(&error))?;
        let until = next_change(&visit, &facts)?;
        Ok(Drawn { body, until })
    })?;
    Ok(answer.unless_known(&req, headed(StatusCode::OK)))
}

pub(super) fn facts(visit: &Visit, code: &str) -> Result<Facts, Problem> {
    let tree = by_code(visit, code)?;
    let facts = visit.app().read().tree(tree)?;
    facts.ok_or_else(Problem::not_found)
}

/// When the clock alone changes the page: a sale begins or ends, a promised photo is late.
fn next_change(visit: &Visit, facts: &Facts) -> Result<Option<Timestamp>, Problem> {
    let now = visit.app().now();
    let terms = facts.offers.iter().map(|offer| &offer.terms);
    let changes = terms.flat_map(|terms| [terms.sale_from, terms.sale_until]);
    let late = silence_of(visit, facts.tree.tree)?.map(|row| row.due_at());
    Ok(changes.chain(late).filter(|at| *at > now).min())
}

/// How the tree keeps the promise of photos, if one is running.
fn silence_of(visit: &Visit, tree: TreeId) -> Result<Option<SilenceRow>, Problem> {
    let today = local_day(visit.app().now());
    Ok(visit.app().read().silence_of(tree, today)?)
}

/// The tree a typed or scanned code leads to.
pub(super) fn by_code(visit: &Visit, code: &str) -> Result<TreeId, Problem> {
    let code = code.parse().map_err(|_| Problem::not_found())?;
    visit
        .app()
        .read()
        .tree_by_code(code)?
        .ok_or_else(Problem::not_found)
}

fn draw(visit: &Visit, code: &str, facts: &Facts) -> Result<TreePage, Problem> {
    let lang = visit.lang;
    let tree = &facts.tree;
    let last = facts.entries.last().map(|entry| entry.position);
    Ok(TreePage {
        shell: visit.shell(),
        old_tag: old_tag(visit, code, facts)?,
        code: names::tree_code_plain(tree),
        code_text: names::tree_code(tree),
        variety: tree.variety.clone(),
        name: names::tree(lang, tree),
        place: names::farm_place(&tree.farm_name, &facts.place),
        planted: visit.text_with("tree-planted", "year", &tree.planted.to_string()),
        photo: names::photo(lang, tree),
        plate: plate(visit, facts)?,
        stage: tree
            .stage
            .map(|stage| Mark::new(lang.word("stage", &names::code_of(&stage)), Tone::Good)),
        silence: silence_of(visit, tree.tree)?
            .and_then(|row| silence::standing(visit, &row))
            .unwrap_or_default(),
        yield_facts: facts
            .adopters
            .first()
            .map(|adopter| yield_facts(visit, facts, adopter)),
        diary: diary::draw(lang, &facts.entries),
        lots: facts.lots.iter().map(|one| lot(visit, one)).collect(),
        parcels: facts.parcels.iter().map(|one| parcel(visit, one)).collect(),
        treatments: treatments(visit, tree.tree)?,
        weather: weather(visit, tree.tree)?,
        record_count: i64::try_from(facts.entries.len()).unwrap_or(i64::MAX),
        last_position: last.map_or_else(String::new, |position| position.to_string()),
        comparison: growth::comparison(lang, &facts.entries, &names::tree(lang, tree)),
        calendar: growth::calendar(lang, &facts.entries, visit.app().now()),
        yields: growth::yields(facts),
        public: visit.state().config.server.public_url.clone(),
        photo_count: photo_count(facts),
        adopt: facts
            .offers
            .iter()
            .find_map(|offer| adopt_offer(visit, facts, offer)),
    })
}

/// How many photos its diary has that stand.
fn photo_count(facts: &Facts) -> i64 {
    let standing = facts.entries.iter().filter(|entry| entry.wrong.is_none());
    let photos = standing.filter_map(|entry| {
        let EntryKind::Observed { photos, .. } = &entry.kind else {
            return None;
        };
        Some(photos.len())
    });
    i64::try_from(photos.sum::<usize>()).unwrap_or(i64::MAX)
}

/// What the sky did to it, as those who work there noted it.
fn weather(visit: &Visit, tree: TreeId) -> Result<Vec<Fact>, Problem> {
    let noted = visit.app().read().weather_of(tree, WEATHER_SHOWN_MAX)?;
    let facts = noted
        .into_iter()
        .map(|(on, note)| Fact::new(format::day(visit.lang, on.date()), note));
    Ok(facts.collect())
}

/// What is to be said of the tag that led here: it was replaced, or reported lost.
fn old_tag(visit: &Visit, code: &str, facts: &Facts) -> Result<Option<String>, Problem> {
    let code = code.parse().map_err(|_| Problem::not_found())?;
    let Some(tag) = visit.app().read().tag(code)? else {
        return Ok(None);
    };
    Ok(match (tag.retired_at, tag.lost_at) {
        (Some(at), _) => Some(visit.text_with_two(
            "old-tag",
            ("when", &names::when(visit.lang, at).text),
            ("code", &names::tree_code(&facts.tree)),
        )),
        (None, Some(_)) => Some(visit.lang.text("old-tag-lost")),
        (None, None) => None,
    })
}

/// What was put on the tree; what never happened is passed over.
fn treatments(visit: &Visit, tree: TreeId) -> Result<Vec<Fact>, Problem> {
    let rows = visit.app().read().treatments_of(tree)?;
    let told = rows.into_iter().filter_map(|row| match row.done {
        CareDone::Treated {
            treatment,
            withdrawn: None,
            ..
        } => Some(Fact::new(
            format::day(visit.lang, treatment.on.date()),
            visit.text_with_two(
                "care-tree-line",
                ("product", &treatment.product),
                ("dose", &treatment.dose),
            ),
        )),
        CareDone::Treated { .. } | CareDone::Worked { .. } => None,
    });
    Ok(told.collect())
}

/// The words of this season's adopters. An approved text that no longer opens belonged to somebody who was erased.
fn plate(visit: &Visit, facts: &Facts) -> Result<Plate, Problem> {
    let Some(newest) = facts.adopters.first() else {
        return Ok(Plate::Nobody);
    };
    let mut words = Vec::new();
    let mut erased = false;
    for adopter in facts
        .adopters
        .iter()
        .filter(|one| one.season == newest.season)
    {
        match nameplate_words(visit, adopter)? {
            Words::Approved(text) => words.push(text),
            Words::Erased => erased = true,
            Words::None => {}
        }
    }
    Ok(match (words.is_empty(), erased) {
        (false, _) => Plate::Words(words.join(" · ")),
        (true, true) => Plate::Erased,
        (true, false) => Plate::Waiting,
    })
}

/// The approved words on the plate of a tree, if there are any, for its printed tag.
pub(super) fn plate_words(visit: &Visit, tree: TreeId) -> Result<Option<String>, Problem> {
    let facts = visit
        .app()
        .read()
        .tree(tree)?
        .ok_or_else(Problem::not_found)?;
    Ok(match plate(visit, &facts)? {
        Plate::Words(words) => Some(words),
        Plate::Waiting | Plate::Erased | Plate::Nobody => None,
    })
}

enum Words {
    Approved(String),
    Erased,
    None,
}

fn nameplate_words(visit: &Visit, adopter: &Adopter) -> Result<Words, Problem> {
    let Some(plate) = &adopter.nameplate else {
        return Ok(erased_or_none(visit, adopter));
    };
    if !plate.state.is_public() {
        return Ok(erased_or_none(visit, adopter));
    }
    let opened = visit
        .app()
        .open_nameplate(plate.owner, adopter.adoption, &plate.text)?;
    Ok(opened.map_or(Words::Erased, Words::Approved))
}

fn erased_or_none(visit: &Visit, adopter: &Adopter) -> Words {
    let member = visit.app().read().member(adopter.buyer).ok().flatten();
    if member.is_some_and(|member| member.erased_at.is_some()) {
        Words::Erased
    } else {
        Words::None
    }
}

fn yield_facts(visit: &Visit, facts: &Facts, newest: &Adopter) -> YieldFacts {
    let season = facts
        .adopters
        .iter()
        .filter(|one| one.season == newest.season);
    let promised: Grams = season.map(|one| one.promised).sum();
    let harvested = facts
        .harvested
        .iter()
        .find(|(season, _)| *season == newest.season);
    let bar = harvested.map(|(_, grams)| Bar {
        value: names::signed(grams.0.min(promised.0)),
        max: names::signed(promised.0.max(1)),
        label: visit.text_with_two(
            "tree-harvest-bar",
            ("harvested", &names::weight(*grams)),
            ("promised", &names::weight(promised)),
        ),
    });
    YieldFacts {
        promised: names::weight(promised),
        harvested: harvested.map_or_else(String::new, |(_, grams)| names::weight(*grams)),
        bar,
        boxes: i64::from(newest.boxes),
        ship_window: names::days(visit.lang, newest.ship_from, newest.ship_until),
    }
}

fn lot(visit: &Visit, lot: &TreeLot) -> Lot {
    let lang = visit.lang;
    let mut facts = vec![Fact::new(
        lang.text("lot-grade"),
        lang.word("grade", &names::code_of(&lot.grade)),
    )];
    if let Some(certificate) = &lot.certificate {
        facts.push(Fact::new(
            lang.text("certificate-producer"),
            certificate.producer.clone(),
        ));
        facts.push(Fact::new(
            lang.text("certificate-basis"),
            lang.word("basis", &names::code_of(&certificate.basis)),
        ));
        let day = format::day(lang, certificate.issued_on.date());
        facts.push(Fact::new(lang.text("certificate-day"), day));
    }
    Lot {
        name: lot.code.clone(),
        picked: When::on(lang, lot.picked_on.date()),
        weight: names::weight(lot.grams),
        certificate: lot.certificate.as_ref().map(|one| one.number.clone()),
        facts,
    }
}

fn parcel(visit: &Visit, parcel: &TreeParcel) -> ParcelState {
    ParcelState {
        name: names::box_name(visit.lang, parcel.nth),
        weight: names::weight(parcel.grams),
        state: names::box_mark(visit.lang, parcel.step),
    }
}

/// Where one can adopt: this tree while a part is free, otherwise another of the same campaign.
fn adopt_offer(visit: &Visit, facts: &Facts, offer: &TreeOffer) -> Option<AdoptOffer> {
    let now = visit.app().now();
    let on_sale = offer.terms.sale_from <= now && now < offer.terms.sale_until;
    if offer.status != CampaignStatus::Open || !on_sale {
        return None;
    }
    let this_tree = names::place_of(&offer.parts).0 == Place::Free;
    let campaign = super::campaign::href(offer.campaign);
    let code = names::tree_code_plain(&facts.tree);
    let here = format!("{campaign}/trees/{code}");
    Some(AdoptOffer {
        href: if this_tree {
            here
        } else {
            format!("{campaign}#plan")
        },
        price: names::money(offer.terms.price),
        this_tree,
    })
}
