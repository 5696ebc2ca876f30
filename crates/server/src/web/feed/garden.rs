//! All trees of one garden for readers of feeds and calendars: `GET /garden/feed.atom?t=…`, `…/feed.json`, `…/days.ics`.
//! Readers do not sign in, so the address itself is the key: signed for one person, of use for nothing else. It tells
//! what the trees' public pages tell, and which trees they are.

use actix_web::{HttpResponse, web::Query};
use app::commands::contacts::{self, Link};
use kernel::{PersonId, TreeId};
use readmodels::{garden::AdoptionStatus, tree_page::TreePage as Facts};
use serde::Deserialize;

use super::{ENTRIES_MAX, Feed, as_atom, as_json, calendar, entries};
use crate::{
    problem::Problem,
    web::{names, visit::Visit},
};

/// Most trees of a garden that are followed; nobody has adopted more.
const TREES_MAX: usize = 100;

/// The key in the address.
#[derive(Deserialize)]
pub(in crate::web) struct Key {
    t: String,
}

/// The addresses of a person's own feeds: Atom, JSON Feed, calendar.
pub(in crate::web) fn addresses(visit: &Visit, person: PersonId) -> [String; 3] {
    let token = contacts::signed_link(visit.app(), &Link::Garden { person });
    let base = &visit.state().config.server.public_url;
    ["feed.atom", "feed.json", "days.ics"].map(|name| format!("{base}/garden/{name}?t={token}"))
}

/// `GET /garden/feed.atom`
pub(in crate::web) async fn atom(visit: Visit, key: Query<Key>) -> Result<HttpResponse, Problem> {
    let person = person_of(&visit, &key)?;
    let [own, _, _] = addresses(&visit, person);
    let feed = feed(&visit, &trees(&visit, person)?);
    as_atom(&visit, feed, own)
}

/// `GET /garden/feed.json`
pub(in crate::web) async fn json_feed(
    visit: Visit,
    key: Query<Key>,
) -> Result<HttpResponse, Problem> {
    let person = person_of(&visit, &key)?;
    let [_, own, _] = addresses(&visit, person);
    let feed = feed(&visit, &trees(&visit, person)?);
    Ok(as_json(&visit, feed, &own))
}

/// `GET /garden/days.ics`
pub(in crate::web) async fn days(visit: Visit, key: Query<Key>) -> Result<HttpResponse, Problem> {
    let person = person_of(&visit, &key)?;
    let title = visit.lang.text("garden-feed-title");
    Ok(calendar(&visit, &title, &trees(&visit, person)?))
}

/// Whose garden; nobody's once they were erased.
fn person_of(visit: &Visit, key: &Key) -> Result<PersonId, Problem> {
    let Some(Link::Garden { person }) = contacts::read_link(visit.app(), &key.t) else {
        return Err(Problem::not_found());
    };
    let member = visit.app().read().member(person)?;
    let there = member.is_some_and(|member| member.erased_at.is_none());
    if there {
        Ok(person)
    } else {
        Err(Problem::not_found())
    }
}

/// The trees a person has adopted and paid, each once.
fn trees(visit: &Visit, person: PersonId) -> Result<Vec<Facts>, Problem> {
    let read = visit.app().read();
    let mut known: Vec<TreeId> = Vec::new();
    let mut found = Vec::new();
    for mine in read.garden(person)? {
        let paid = matches!(
            mine.adoption.status,
            AdoptionStatus::Confirmed | AdoptionStatus::Completed
        );
        let tree = mine.tree.tree;
        if paid && !known.contains(&tree) && found.len() < TREES_MAX {
            known.push(tree);
            found.extend(read.tree(tree)?);
        }
    }
    Ok(found)
}

fn feed(visit: &Visit, trees: &[Facts]) -> Feed {
    let base = &visit.state().config.server.public_url;
    let mut all = Vec::new();
    for facts in trees {
        let name = names::tree(visit.lang, &facts.tree);
        for mut entry in entries(visit, facts) {
            entry.title = format!("{name}: {}", entry.title);
            all.push(entry);
        }
    }
    all.sort_by(|one, other| other.at.cmp(&one.at));
    all.truncate(ENTRIES_MAX);
    let farm = trees.first().map(|facts| facts.tree.farm_name.clone());
    Feed {
        title: visit.lang.text("garden-feed-title"),
        author: farm.unwrap_or_else(|| "Pomona".to_owned()),
        page: format!("{base}/garden"),
        own: String::new(),
        entries: all,
    }
}
