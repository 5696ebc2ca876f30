//! The contracts of a campaign, newest first, each with what it changed.

use kernel::{CampaignId, ContentHash};
use readmodels::contracts::ContractVersion;

use super::diff;
use crate::{
    problem::Problem,
    web::{
        names,
        view::contract::{Change, VersionView},
        visit::Visit,
    },
};

/// The contract that counts now, and all of them.
pub(in crate::web) struct History {
    /// The contract that an adoption begun now is under.
    pub(in crate::web) in_force: ContractVersion,
    /// Oldest first.
    all: Vec<ContractVersion>,
}

/// The contracts of a campaign; `None` before the first.
pub(in crate::web) fn history(
    visit: &Visit,
    campaign: CampaignId,
) -> Result<Option<History>, Problem> {
    let all = visit.app().read().contracts(campaign)?;
    let now = visit.app().now();
    // Those of the draft count in the order they were published, later ones from their day on.
    let in_force = all.iter().rev().find(|one| one.effective_from <= now);
    Ok(in_force.cloned().map(|in_force| History { in_force, all }))
}

/// The text of one contract of a campaign.
pub(in crate::web) fn text(
    visit: &Visit,
    campaign: CampaignId,
    hash: ContentHash,
) -> Result<Option<ContractVersion>, Problem> {
    let all = visit.app().read().contracts(campaign)?;
    Ok(all.into_iter().find(|one| one.hash == hash))
}

impl History {
    /// Newest first, for the page.
    pub(in crate::web) fn views(&self, visit: &Visit) -> Vec<VersionView> {
        let lang = visit.lang;
        let before = std::iter::once(None).chain(self.all.iter().map(Some));
        let mut views: Vec<_> = self
            .all
            .iter()
            .zip(before)
            .enumerate()
            .map(|(index, (one, before))| VersionView {
                number: (index + 1).to_string(),
                effective: names::when(lang, one.effective_from),
                published: names::when(lang, one.published_at),
                hash: one.hash.to_string(),
                in_force: *one == self.in_force,
                changes: before.map_or_else(Vec::new, |before| {
                    let older = names::spoken(lang, &before.text);
                    changes(diff::lines(&older, &names::spoken(lang, &one.text)))
                }),
            })
            .collect();
        views.reverse();
        views
    }
}

fn changes(lines: Vec<diff::Line>) -> Vec<Change> {
    let change = |line| match line {
        diff::Line::Same(text) => Change { sign: ' ', text },
        diff::Line::Added(text) => Change { sign: '+', text },
        diff::Line::Removed(text) => Change { sign: '-', text },
    };
    lines.into_iter().map(change).collect()
}
