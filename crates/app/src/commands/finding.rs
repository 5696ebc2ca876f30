//! An operator finds an adoption by what people know of it: the code on the tree, the reference of a payment, the buyer's
//! name, the campaign. Names are opened one by one to be compared and leave nothing behind.

use kernel::{PersonId, ShortCode};
use readmodels::garden::AdoptionRow;

use crate::{
    App, Error,
    error::Fault,
    permission::{Operator, Signed},
};

/// Most adoptions that are found.
pub const FOUND_MAX: usize = 20;
/// Fewest characters that are looked for in names.
pub const CHARS_MIN: usize = 2;
/// Members read at once.
const MEMBERS_PAGE: usize = 500;

/// Adoptions that fit the words, the surest first, at most [`FOUND_MAX`]. Nothing for fewer than [`CHARS_MIN`]
/// characters.
///
/// # Errors
/// The read models or the vault failed.
pub fn find(app: &App, _who: &Signed<Operator>, words: &str) -> Result<Vec<AdoptionRow>, Error> {
    let words = words.trim().to_lowercase();
    if words.chars().count() < CHARS_MIN {
        return Ok(vec![]);
    }
    let mut found = by_code(app, &words)?;
    for person in by_name(app, &words)? {
        let theirs = app.read().adoptions_of_buyer(person, FOUND_MAX);
        found.extend(theirs.map_err(Fault::from)?);
    }
    found.extend(by_campaign(app, &words)?);
    let mut once = Vec::new();
    for row in found {
        if !once
            .iter()
            .any(|known: &AdoptionRow| known.adoption == row.adoption)
        {
            once.push(row);
        }
    }
    once.truncate(FOUND_MAX);
    Ok(once)
}

/// A tree's adoptions, or the adoption that a payment is for.
fn by_code(app: &App, words: &str) -> Result<Vec<AdoptionRow>, Error> {
    let Ok(code) = words.replace([' ', '-'], "").parse::<ShortCode>() else {
        return Ok(vec![]);
    };
    let read = app.read();
    let mut found = Vec::new();
    if let Some(tree) = read.tree_by_code(code).map_err(Fault::from)? {
        found.extend(
            read.adoptions_of_tree(tree, FOUND_MAX)
                .map_err(Fault::from)?,
        );
    }
    if let Some(payment) = read.payment_by_reference(code).map_err(Fault::from)? {
        let adoption = read.adoption(payment.adoption).map_err(Fault::from)?;
        found.extend(adoption.map(|one| one.adoption));
    }
    Ok(found)
}

fn by_name(app: &App, words: &str) -> Result<Vec<PersonId>, Error> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let members = app
            .read()
            .members(after, MEMBERS_PAGE)
            .map_err(Fault::from)?;
        for member in &members {
            let name = app.open_name(member.person, &member.name)?;
            if name.is_some_and(|name| name.to_lowercase().contains(words)) {
                found.push(member.person);
            }
        }
        after = members.last().map(|member| member.position);
        if members.len() < MEMBERS_PAGE || found.len() >= FOUND_MAX {
            return Ok(found);
        }
    }
}

fn by_campaign(app: &App, words: &str) -> Result<Vec<AdoptionRow>, Error> {
    let mut found = Vec::new();
    for card in app.read().campaigns(true).map_err(Fault::from)? {
        let titles = [&card.title.zh, &card.title.en];
        if titles
            .iter()
            .any(|title| title.to_lowercase().contains(words))
        {
            let some = app
                .read()
                .adoptions_of_campaign(card.campaign, None, FOUND_MAX);
            found.extend(some.map_err(Fault::from)?);
        }
    }
    Ok(found)
}
