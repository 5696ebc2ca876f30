//! Which trees cannot be offered because nobody has shown lately that they exist (D 2), and what to do about it.

use actix_web::{HttpResponse, web::Path};
use app::commands::campaigns;
use kernel::{CampaignId, TreeId};
use readmodels::{catalogue::CampaignDetail, proofs::UnprovenTree};

use super::campaigns::{Forms, answer};
use crate::{
    problem::Problem,
    web::{
        harvest::fields_invalid,
        names,
        view::{
            editor::{ProofList, Unproven},
            parts::{Mark, Tone},
        },
        visit::{Sent, Visit},
    },
};

/// Most trees that the page names.
const LISTED_MAX: usize = 100;

/// `POST /operator/campaigns/{id}/withdraw`
pub(in crate::web) async fn withdraw(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let wish = match sent.fields.text("tree").parse::<TreeId>() {
        Ok(tree) => campaigns::withdraw_tree(app, &operator, &sent.intent, *id, tree)
            .await
            .map_err(Problem::from),
        Err(_) => Err(fields_invalid().at_field("tree", "choice")),
    };
    answer(&sent, *id, wish, "tree-withdrawn", |form| Forms {
        offer: Some(form),
        ..Forms::default()
    })
}

pub(super) fn draw(visit: &Visit, detail: &CampaignDetail) -> Result<ProofList, Problem> {
    let (read, campaign) = (visit.app().read(), detail.card.campaign);
    let oldest = detail.card.proof_oldest(visit.app().now());
    let counts = read.proof_counts(campaign, oldest)?;
    let rows = read.unproven_trees(campaign, oldest, LISTED_MAX)?;
    let lacking = i64::from(counts.without_photo) + i64::from(counts.too_old);
    let listed = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(ProofList {
        days: i64::from(detail.card.terms.photo_max_age_days),
        proven: i64::from(counts.proven),
        lacking,
        more: lacking.saturating_sub(listed),
        trees: rows.iter().map(|row| unproven(visit, row)).collect(),
    })
}

fn unproven(visit: &Visit, row: &UnprovenTree) -> Unproven {
    let (lang, tree) = (visit.lang, &row.tree);
    let why = match tree.photo_at {
        None => lang.word("lack", "photo"),
        Some(at) => visit.text_with("exist-old", "when", &names::when(lang, at).text),
    };
    let code = names::tree_code_plain(tree);
    Unproven {
        id: tree.tree.to_string(),
        name: names::tree(lang, tree),
        href: format!("/register/trees/{}", tree.tree),
        why,
        photograph: format!("/today?orchard={}&tree={code}#capture", tree.orchard),
        offered: row
            .is_offered
            .then(|| Mark::new(lang.text("exist-offered"), Tone::Bad)),
    }
}
