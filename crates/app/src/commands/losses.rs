//! A farmer says that trees suffered; an operator says what they will give; both are corrected by counter-facts only
//! (D 36). What follows for each adoption is [`super::remedies`].

use kernel::{BlockId, ContentHash, LossId, Season, TreeId};
use traceability::{
    loss::{
        self, Cause, Command, Correction, Declaration, EVIDENCE_MAX, Expectation, Finding, Loss,
        Scope,
    },
    orchard::{self, Orchard},
    tree::{self, Tree},
};

use crate::{
    App, Done, Error, Intent, Violation,
    commands::observations::keep_photo,
    error::Fault,
    permission::{Farmer, Operator, Signed},
};

pub use super::loss_preview::{Preview, PreviewRow, Supposed, preview};

/// Trees that one page of a block holds.
const TREES_PAGE: usize = 1_000;

/// Which trees suffered.
#[derive(Debug, Clone)]
pub enum Trees {
    /// These.
    Named(Vec<TreeId>),
    /// All that stand in a block now.
    Block(BlockId),
}

/// What a farmer says under the trees.
#[derive(Debug, Clone)]
pub struct LossWish {
    /// Made by the client, so that saying it again is the same loss (D 44).
    pub loss: Option<LossId>,
    /// Which trees.
    pub trees: Trees,
    /// Of which harvest.
    pub season: Season,
    /// What did it.
    pub cause: Cause,
    /// How much of the harvest is thought to be lost, in per cent.
    pub degree_percent: u8,
    /// In their own words.
    pub note: Option<String>,
    /// Photos as they came from the camera.
    pub photos: Vec<Vec<u8>>,
}

/// Declares a loss: photos are kept, the trees are frozen.
///
/// # Errors
/// No tree of this orchard, no photo, or one that cannot be taken.
pub async fn declare(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    wish: LossWish,
) -> Result<(LossId, Done), Error> {
    let loss = wish
        .loss
        .unwrap_or(LossId::from_bytes(intent.bytes("loss")));
    let evidence = evidence(app, wish.photos).await?;
    let scope = match &wish.trees {
        Trees::Named(_) => Scope::Trees,
        Trees::Block(block) => Scope::Block(*block),
    };
    let trees = trees(app, who, &wish.trees).await?;
    let declaration = Declaration {
        loss,
        orchard: who.orchard(),
        season: wish.season,
        scope,
        cause: wish.cause,
        degree_percent: wish.degree_percent,
        note: wish.note,
        evidence,
        by: who.person(),
    };
    let done = app
        .perform(intent, |work| {
            let command = Command::DeclareLoss {
                declaration: declaration.clone(),
                trees: trees.clone(),
                at: intent.now(),
            };
            work.decide::<Loss>(&loss::stream_id(loss), command)?;
            Ok(())
        })
        .await?;
    Ok((loss, done))
}

async fn evidence(app: &App, photos: Vec<Vec<u8>>) -> Result<Vec<ContentHash>, Error> {
    if photos.is_empty() {
        return Err(loss::Rejection::EvidenceMissing.into());
    }
    if photos.len() > EVIDENCE_MAX {
        return Err(loss::Rejection::EvidenceTooLarge { max: EVIDENCE_MAX }.into());
    }
    let mut evidence = Vec::with_capacity(photos.len());
    for (index, bytes) in photos.into_iter().enumerate() {
        evidence.push(keep_photo(app, index, bytes).await?.1);
    }
    Ok(evidence)
}

/// The trees that are meant; every one stands in the orchard.
pub(super) async fn trees(
    app: &App,
    who: &Signed<Farmer>,
    wanted: &Trees,
) -> Result<Vec<TreeId>, Error> {
    match wanted {
        Trees::Named(trees) => {
            for (index, tree) in trees.iter().enumerate() {
                let state = app.load::<Tree>(&tree::stream_id(*tree))?;
                let own = state.facts.as_ref().map(|facts| facts.orchard);
                if own != Some(who.orchard()) {
                    let field = format!("trees[{index}]");
                    return Err(Error::Invalid(vec![Violation::new(field, "tree-unknown")]));
                }
            }
            Ok(trees.clone())
        }
        Trees::Block(block) => trees_of_block(app, who, *block).await,
    }
}

async fn trees_of_block(
    app: &App,
    who: &Signed<Farmer>,
    block: BlockId,
) -> Result<Vec<TreeId>, Error> {
    let orchard = app.load::<Orchard>(&orchard::stream_id(who.orchard()))?;
    if !orchard.blocks.contains_key(&block) {
        return Err(Error::Invalid(vec![Violation::new(
            "block",
            "block-unknown",
        )]));
    }
    app.caught_up(app.log().durable_position()).await?;
    let mut trees = Vec::new();
    let mut after = None;
    loop {
        let page = app
            .read()
            .trees_of(who.orchard(), Some(block), after, TREES_PAGE)
            .map_err(Fault::from)?;
        let Some(last) = page.last() else {
            return Ok(trees);
        };
        after = Some(last.cursor());
        trees.extend(page.iter().map(|card| card.tree));
    }
}

/// Says what the trees will give, and until when those who are affected may choose.
///
/// # Errors
/// Unknown loss, assessed before, or too little time to choose.
pub async fn assess(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    loss: LossId,
    (expected, choose_days): (Expectation, u16),
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let command = Command::AssessLoss {
            expected: expected.clone(),
            choose_by: intent.now().plus_days(i64::from(choose_days)),
            by: who.person(),
            at: intent.now(),
        };
        work.decide::<Loss>(&loss::stream_id(loss), command)?;
        Ok(())
    })
    .await
}

/// What turned out to be true.
#[derive(Debug, Clone)]
pub struct CorrectionWish {
    /// What is true.
    pub finding: Finding,
    /// Why it is known now.
    pub note: String,
    /// Photos as they came from the camera.
    pub photos: Vec<Vec<u8>>,
    /// How many days those who are affected anew may choose.
    pub choose_days: u16,
}

/// Corrects a loss by a counter-fact with evidence (D 36).
///
/// # Errors
/// Unknown loss, not assessed, no photo or no words.
pub async fn correct(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    loss: LossId,
    wish: CorrectionWish,
) -> Result<Done, Error> {
    let evidence = evidence(app, wish.photos).await?;
    app.perform(intent, |work| {
        let correction = Correction {
            finding: wish.finding.clone(),
            note: wish.note.clone(),
            evidence: evidence.clone(),
            choose_by: intent.now().plus_days(i64::from(wish.choose_days)),
            by: who.person(),
        };
        let command = Command::CorrectLoss {
            correction,
            at: intent.now(),
        };
        work.decide::<Loss>(&loss::stream_id(loss), command)?;
        Ok(())
    })
    .await
}
