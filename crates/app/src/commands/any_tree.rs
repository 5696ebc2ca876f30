//! A buyer leaves the choice of the tree to us (decision 21). The order is the read model's; who is first is settled
//! by the shares' own streams, as for a chosen tree.

use adoption::{
    campaign::{self, Campaign},
    tree_share::{self, Part, TreeShare},
};
use kernel::{AdoptionId, CampaignId, TreeId};
use readmodels::turns::TURNS_MAX;

use crate::{
    App, Done, Error, Intent,
    commands::{
        adopt::{Choice, start},
        campaigns::demand_on_sale,
    },
    error::Fault,
    permission::{Buyer, Signed},
    work::Work,
};

/// Trees that count as equally next. Buyers who come at the same moment begin at different ones of them, so that they
/// do not all run for the same tree.
const EQUALS: usize = 64;

/// Holds a part of the tree whose turn it is, and starts the adoption: one commit, as for a chosen tree.
///
/// # Errors
/// Nothing is on sale or free, or the buyer has as many as the campaign allows.
pub async fn adopt_any(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    campaign: CampaignId,
) -> Result<(AdoptionId, Done), Error> {
    let adoption = AdoptionId::from_bytes(intent.bytes("adoption"));
    let trees = app
        .read()
        .trees_by_turn(campaign, TURNS_MAX)
        .map_err(Fault::from)?;
    let trees = in_turn(&trees, intent.bytes("turn"));
    let done = app
        .perform(intent, |work| {
            let choice = choose(app, work, intent, campaign, &trees)?;
            start(work, intent, who.person(), choice, adoption, None)
        })
        .await?;
    Ok((adoption, done))
}

/// The trees in the order in which this wish tries them: group by group, each begun at a place of the wish's own.
fn in_turn(trees: &[TreeId], wish: [u8; 16]) -> Vec<TreeId> {
    let place = usize::from(wish[0]) % EQUALS;
    let mut order = trees.to_vec();
    for equals in order.chunks_mut(EQUALS) {
        let first = place % equals.len();
        equals.rotate_left(first);
    }
    order
}

/// The first tree that has a free part now. Looked at without a condition: only the share that is held must not change.
fn choose(
    app: &App,
    work: &mut Work<'_>,
    intent: &Intent,
    campaign: CampaignId,
    trees: &[TreeId],
) -> Result<Choice, Error> {
    demand_on_sale(work, campaign, intent.now())?;
    let state = work.state::<Campaign>(&campaign::stream_id(campaign))?;
    let offer = state.offer()?;
    let of = offer.terms.shares_per_tree;
    for tree in trees
        .iter()
        .copied()
        .filter(|tree| state.trees.contains(tree))
    {
        let shares = app.load::<TreeShare>(&tree_share::stream_id(tree, offer.season))?;
        let free = (1..=of).find(|number| {
            shares.is_free(Part {
                number: *number,
                of,
            })
        });
        if let Some(part) = free {
            return Ok(Choice {
                campaign,
                tree,
                part,
            });
        }
    }
    Err(campaign::Rejection::NoTreeFree.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tree_is_tried_once_and_wishes_begin_at_different_ones() {
        let trees: Vec<_> = (0..100)
            .map(|byte| TreeId::from_bytes([byte; 16]))
            .collect();
        let firsts: std::collections::BTreeSet<_> = (0..64)
            .map(|byte| {
                let order = in_turn(&trees, [byte; 16]);
                let mut sorted = order.clone();
                sorted.sort();
                assert_eq!(sorted, trees);
                assert!(
                    order[..EQUALS]
                        .iter()
                        .all(|tree| trees[..EQUALS].contains(tree))
                );
                order[0]
            })
            .collect();
        assert!(firsts.len() > 16, "{}", firsts.len());
        assert!(in_turn(&[], [1; 16]).is_empty());
    }
}
