//! Who would be affected by a loss, and how much: the same decisions as the real thing, without a commit.

use std::collections::BTreeSet;

use adoption::{
    campaign::{self, Campaign},
    shortfall::{self, Command, Event, Remedy, Shortfall, Word},
};
use kernel::{AdoptionId, Decider, Grams, LossId, Money, Season, TreeId};
use traceability::loss::Expectation;

use crate::{
    App, Error, Intent,
    commands::{
        losses::{Trees, trees},
        remedies,
    },
    error::Fault,
    permission::{Farmer, Signed},
    work::Work,
};

/// A loss that nobody has declared.
const NOT_DECLARED: LossId = LossId::from_bytes([0xff; 16]);

/// What is supposed to have happened.
#[derive(Debug, Clone)]
pub struct Supposed {
    /// Which trees.
    pub trees: Trees,
    /// Of which harvest.
    pub season: Season,
    /// What each tree would give; `None` to take the campaign's forecast less `degree_percent`.
    pub expected: Option<Expectation>,
    /// How much of the forecast would be lost, in per cent.
    pub degree_percent: u8,
}

/// What one adoption would miss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// The adoption.
    pub adoption: AdoptionId,
    /// Its tree.
    pub tree: TreeId,
    /// What was promised.
    pub promised: Grams,
    /// What its part would give.
    pub expected: Grams,
    /// What would be missing and not made good.
    pub shortfall: Grams,
    /// What that would be worth, if anything is offered for it.
    pub value: Money,
    /// What could be chosen; nothing if the buyer bears it.
    pub options: Vec<Remedy>,
    /// What would happen if nobody chose.
    pub default: Option<Remedy>,
}

/// Who would be affected, and how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// How many trees.
    pub trees: usize,
    /// How many confirmed adoptions stand on them.
    pub adoptions: usize,
    /// What each tree is supposed to give.
    pub each: Grams,
    /// The adoptions that would miss something.
    pub rows: Vec<PreviewRow>,
}

impl Preview {
    /// What would be missing in all.
    #[must_use]
    pub fn shortfall(&self) -> Grams {
        self.rows.iter().map(|row| row.shortfall).sum()
    }

    /// What would be at risk in all, in minor units of the campaign's currency.
    #[must_use]
    pub fn value_minor(&self) -> i64 {
        let values = self.rows.iter().map(|row| row.value.minor);
        values.fold(0, i64::saturating_add)
    }
}

/// Tells who would be affected and how much, and changes nothing.
///
/// # Errors
/// A tree or block of another orchard.
pub async fn preview(
    app: &App,
    who: &Signed<Farmer>,
    supposed: &Supposed,
) -> Result<Preview, Error> {
    let trees: BTreeSet<TreeId> = trees(app, who, &supposed.trees)
        .await?
        .into_iter()
        .collect();
    let trees: Vec<TreeId> = trees.into_iter().collect();
    app.caught_up(app.log().durable_position()).await?;
    let claims = app
        .read()
        .share_claims(&trees, supposed.season)
        .map_err(Fault::from)?;
    let intent = Intent::of_system("a preview is never committed", app.now());
    let mut work = app.think(&intent);
    let mut rows = Vec::new();
    let mut each = supposed.expected.clone();
    for claim in &claims {
        let adoption = claim.claim.adoption;
        let expected = match &each {
            Some(expected) => expected.clone(),
            None => {
                let forecast = forecast(&mut work, adoption, supposed.degree_percent)?;
                each.insert(forecast).clone()
            }
        };
        rows.extend(row(&mut work, &intent, adoption, &expected)?);
    }
    Ok(Preview {
        trees: trees.len(),
        adoptions: claims.len(),
        each: each.map_or(Grams::ZERO, |expected| expected.each),
        rows,
    })
}

/// The campaign's forecast of a tree, less what is thought to be lost.
fn forecast(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    degree_percent: u8,
) -> Result<Expectation, Error> {
    let agreement = super::adopt::agreement_of(work, adoption)?;
    let campaign = work.state::<Campaign>(&campaign::stream_id(agreement.campaign))?;
    let forecast = campaign.offer()?.terms.forecast_grams_per_tree.0;
    let left = u64::from(100_u8.saturating_sub(degree_percent));
    Ok(Expectation {
        each: Grams(forecast.saturating_mul(left) / 100),
        exceptions: vec![],
    })
}

fn row(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    expected: &Expectation,
) -> Result<Option<PreviewRow>, Error> {
    let agreement = super::adopt::agreement_of(work, adoption)?;
    let of_part = remedies::expected_grams(work, adoption, &agreement, expected)?;
    let word = Word {
        loss: NOT_DECLARED,
        revision: 1,
        expected: Some(of_part),
    };
    let command = Command::HearOfLoss {
        frame: remedies::frame(adoption, &agreement),
        word,
        returnable: remedies::returnable(work, adoption, &agreement)?,
        choose_by: intent.now(),
        at: intent.now(),
    };
    let state = work.state::<Shortfall>(&shortfall::stream_id(adoption))?;
    let events = Shortfall::decide(&state, command)?;
    let row = PreviewRow {
        adoption,
        tree: agreement.tree,
        promised: agreement.promised_grams,
        expected: of_part,
        shortfall: Grams::ZERO,
        value: Money::new(0, agreement.price.currency),
        options: vec![],
        default: None,
    };
    Ok(events.into_iter().find_map(|event| match event {
        Event::RemedyOffered {
            shortfall,
            value,
            options,
            default,
            ..
        } => Some(PreviewRow {
            shortfall,
            value,
            options,
            default: Some(default),
            ..row.clone()
        }),
        Event::ShortfallBorne { shortfall, .. } => Some(PreviewRow {
            shortfall,
            ..row.clone()
        }),
        Event::ExpectationNoted { .. }
        | Event::RemedyWithdrawn { .. }
        | Event::RemedyStands { .. }
        | Event::RemedyChosen { .. }
        | Event::RemedyDefaulted { .. }
        | Event::FruitGivenUp { .. } => None,
    }))
}
