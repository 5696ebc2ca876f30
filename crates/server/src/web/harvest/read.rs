//! Reads the harvest forms: typed words become a lot or a certificate, or the fields at fault. It asks no rule.

use std::str::FromStr;

use app::{
    commands::harvest::Harvest,
    permission::{Farmer, Signed},
};
use kernel::{BlockId, Day, Grams, LotId, ShortCode, TreeId};
use serde::de::DeserializeOwned;
use traceability::lot::{Certificate, TreeYield};

use crate::{
    auth::Fields,
    problem::{Kind, Problem},
    web::visit::Sent,
};

/// A problem of the fields; it has none yet.
pub(in crate::web) fn fields_invalid() -> Problem {
    Problem::new(Kind::Refused, "fields-invalid", "fields cannot be taken")
}

/// A lot with the proof for its orchard. The trees tell what the fruit weighs; the crates come on top.
pub(super) fn lot(sent: &Sent) -> Result<(Signed<Farmer>, Harvest), Problem> {
    let fields = &sent.fields;
    let mut wrong = fields_invalid();
    let place = block(sent, &mut wrong);
    let picked_on = day(fields, "picked_on", &mut wrong);
    let grade = word(fields, "grade", &mut wrong);
    let tare = grams_or_none(fields, "tare", &mut wrong);
    let yields = trees(sent, place.as_ref().map(|(_, block)| *block), &mut wrong);
    let (Some((signed, block)), Some(picked_on), Some(grade), Some(tare), Some(yields)) =
        (place, picked_on, grade, tare, yields)
    else {
        return Err(wrong);
    };
    let net: Grams = yields.iter().map(|one| one.grams).sum();
    let code = fields.text("code").to_owned();
    let gross = net.plus(tare);
    Ok((
        signed,
        Harvest {
            code,
            block,
            picked_on,
            grade,
            gross,
            tare,
            yields,
        },
    ))
}

/// The block that was picked, in an orchard of this farmer.
fn block(sent: &Sent, wrong: &mut Problem) -> Option<(Signed<Farmer>, BlockId)> {
    block_of(sent, sent.fields.text("block")).or_else(|| refuse(wrong, "block", "choice"))
}

/// A block in an orchard of this farmer, with the proof for its orchard.
pub(in crate::web) fn block_of(sent: &Sent, typed: &str) -> Option<(Signed<Farmer>, BlockId)> {
    let chosen: Option<BlockId> = typed.parse().ok();
    let read = sent.visit.app().read();
    for orchard in read.orchards().unwrap_or_default() {
        let Ok(signed) = sent.who.farmer(orchard.orchard) else {
            continue;
        };
        let blocks = read.blocks(orchard.orchard).unwrap_or_default();
        if let Some(found) = blocks.iter().find(|one| Some(one.block) == chosen) {
            return Some((signed, found.block));
        }
    }
    None
}

/// A certificate and the lot it is for.
pub(super) fn certificate(fields: &Fields) -> Result<(LotId, Certificate), Problem> {
    let mut wrong = fields_invalid();
    let lot = fields.text("lot").parse().ok();
    if lot.is_none() {
        wrong = wrong.at_field("lot", "choice");
    }
    let certificate = certificate_fields(fields, &mut wrong);
    lot.zip(certificate).ok_or(wrong)
}

/// What a certificate says.
pub(in crate::web) fn certificate_fields(
    fields: &Fields,
    wrong: &mut Problem,
) -> Option<Certificate> {
    let issued_on = day(fields, "issued_on", wrong);
    let basis = word(fields, "basis", wrong);
    let text = |name: &str| fields.text(name).trim().to_owned();
    Some(Certificate {
        number: text("number"),
        product: text("product"),
        origin: text("origin"),
        producer: text("producer"),
        contact: text("contact"),
        basis: basis?,
        issued_on: issued_on?,
    })
}

/// One tree a line: its code and its grams. All stand in the block that was chosen.
pub(in crate::web) fn trees(
    sent: &Sent,
    block: Option<BlockId>,
    wrong: &mut Problem,
) -> Option<Vec<TreeYield>> {
    let lines = sent
        .fields
        .text("trees")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let mut yields = Vec::new();
    for line in lines {
        match parse_line(line).map(|(code, grams)| (tree(sent, block, code), grams)) {
            Some((Some(tree), grams)) => yields.push(TreeYield { tree, grams }),
            Some((None, _)) => return refuse(wrong, "trees", "tree-unknown"),
            None => return refuse(wrong, "trees", "lot-line"),
        }
    }
    if yields.is_empty() {
        refuse(wrong, "trees", "required")
    } else {
        Some(yields)
    }
}

/// `7F3K-9Q2M 46200`; a comma may stand between.
fn parse_line(line: &str) -> Option<(ShortCode, Grams)> {
    let (code, grams) = line.rsplit_once(|c: char| c.is_whitespace() || matches!(c, ',' | '，'))?;
    Some((code.trim().parse().ok()?, Grams(grams.trim().parse().ok()?)))
}

fn tree(sent: &Sent, block: Option<BlockId>, code: ShortCode) -> Option<TreeId> {
    let read = sent.visit.app().read();
    let card = read.tree_card(read.tree_by_code(code).ok()??).ok()??;
    (Some(card.block) == block).then_some(card.tree)
}

/// Notes a field at fault; there is no value then.
pub(in crate::web) fn refuse<T>(wrong: &mut Problem, field: &str, code: &'static str) -> Option<T> {
    let error = crate::problem::FieldProblem {
        field: field.to_owned(),
        code,
    };
    wrong.errors.push(error);
    None
}

/// A day such as `2026-11-28`.
pub(in crate::web) fn day(fields: &Fields, name: &str, wrong: &mut Problem) -> Option<Day> {
    match fields.text(name).trim().parse() {
        Ok(day) => Some(day),
        Err(_) => refuse(wrong, name, "date"),
    }
}

/// A word of a closed list.
pub(in crate::web) fn word<T: DeserializeOwned>(
    fields: &Fields,
    name: &str,
    wrong: &mut Problem,
) -> Option<T> {
    match serde_json::from_value(serde_json::json!(fields.text(name))) {
        Ok(word) => Some(word),
        Err(_) => refuse(wrong, name, "choice"),
    }
}

/// A whole number of grams; an empty field is none at all.
pub(in crate::web) fn grams_or_none(
    fields: &Fields,
    name: &str,
    wrong: &mut Problem,
) -> Option<Grams> {
    match fields.text(name).trim() {
        "" => Some(Grams(0)),
        _ => number(fields, name, wrong).map(Grams),
    }
}

/// A whole number.
pub(in crate::web) fn number<T: FromStr>(
    fields: &Fields,
    name: &str,
    wrong: &mut Problem,
) -> Option<T> {
    match fields.text(name).trim().parse() {
        Ok(number) => Some(number),
        Err(_) => refuse(wrong, name, "not-a-number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_code_and_grams() {
        let code = ShortCode::from_seed(7);
        for line in [
            format!("{code} 46200"),
            format!("{} ,46200", code.grouped()),
            format!("{code}，46200"),
        ] {
            assert_eq!(parse_line(&line), Some((code, Grams(46_200))), "{line}");
        }
        for line in ["", "46200", "nonsense 5", "7F3K9Q2M -5", "7F3K9Q2M 1.5"] {
            assert_eq!(parse_line(line), None, "{line}");
        }
    }
}
