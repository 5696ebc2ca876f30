//! The season story: from an empty folder to boxes at doors, over HTTP against the real program, with a power cut in
//! the middle, a restart, a rebuild and an erasure at the end.

mod harvest;
mod records;
mod sale;
mod spring;

use season::{Adoption, Campaign, Client, Folder, Orchard, Serving, Tree};

/// What the chapters hand on to each other.
struct Season {
    folder: Folder,
    serving: Serving,
    orchard: Orchard,
    campaign: Campaign,
    /// How far the clock was moved since the program started; a sandbox's clock starts anew with it.
    advanced_seconds: i64,
    /// Paid and standing.
    adoptions: Vec<Adoption>,
}

impl Season {
    /// Starts the program again after it ended, at the same moment of the story.
    async fn again(self, end: impl FnOnce(Serving, &Folder)) -> Self {
        let Self {
            folder,
            serving,
            orchard,
            adoptions,
            ..
        } = self;
        end(serving, &folder);
        let serving = folder.serve();
        let orchard = orchard.moved(&serving.base);
        orchard.advance(self.advanced_seconds).await;
        let moved = |mut adoption: Adoption| {
            adoption.buyer.client = adoption.buyer.client.moved(&serving.base);
            adoption
        };
        let adoptions = adoptions.into_iter().map(moved).collect();
        Self {
            folder,
            serving,
            orchard,
            adoptions,
            ..self
        }
    }

    /// Time passes.
    async fn pass(&mut self, seconds: i64) {
        self.orchard.advance(seconds).await;
        self.advanced_seconds += seconds;
    }

    fn operator(&self) -> &Client {
        &self.orchard.operator
    }

    fn visitor(&self) -> Client {
        self.orchard.operator.nobody()
    }

    /// The state of an offered tree on the map: `free`, `held` or `taken`.
    async fn on_the_map(&self, tree: &Tree) -> String {
        let map = self
            .visitor()
            .read(&format!("/api/v1/campaigns/{}/trees", self.campaign.id))
            .await;
        let trees = map.as_array().expect("a list");
        let found = trees
            .iter()
            .find(|row| row["tree"]["tree"] == tree.id.as_str());
        let state = found.and_then(|row| row.pointer("/parts/0/state")?.as_str());
        state
            .unwrap_or_else(|| panic!("{} is not offered", tree.id))
            .to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_season_from_an_empty_folder_to_boxes_at_doors() {
    let mut season = spring::an_orchard_opens_a_campaign().await;
    sale::forty_people_want_a_tree(&mut season).await;
    season = season.again(|serving, _| serving.kill()).await;
    sale::nothing_acknowledged_was_lost(&season).await;
    sale::late_money_finds_its_way(&mut season).await;
    harvest::the_fruit_of_each_tree_reaches_its_adopter(&mut season).await;
    records::the_books_balance(&season).await;
    records::a_code_leads_to_its_tree(&season).await;
    season = records::a_restart_changes_nothing(season).await;
    season = records::a_rebuild_changes_nothing(season).await;
    records::a_person_is_forgotten_and_the_tree_is_not(season).await;
}
