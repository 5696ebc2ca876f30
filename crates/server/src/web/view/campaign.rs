//! One campaign with its terms and the plan of its trees. `GET /campaigns/{id}`

use super::contract::VersionView;
use super::crowd::Crowd;
use super::parts::{Bar, Fact, Mark, Photo};
use super::plan::{Block, Place};
use super::shell::Shell;
use askama::Template;

/// `GET /campaigns/{id}?tree={code}`; the tree is the one being looked at.
#[derive(Debug, Template)]
#[template(path = "campaign.html")]
pub(crate) struct CampaignPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Its picture; a drawing stands in.
    pub(crate) photo: Option<Photo>,
    /// Its title.
    pub(crate) title: String,
    /// Farm and place.
    pub(crate) place: String,
    /// The variety.
    pub(crate) variety: String,
    /// Open, soon, closed.
    pub(crate) state: Mark,
    /// A few sentences about farm and trees, in the page's language; may be empty.
    pub(crate) story: String,
    /// Its own address.
    pub(crate) campaign_href: String,
    /// Goal, price phases, pause and line.
    pub(crate) crowd: Crowd,
    /// What a share costs now.
    pub(crate) price: String,
    /// What a share is: `一整棵` or `半棵`.
    pub(crate) share: String,
    /// Promised weight.
    pub(crate) promised: String,
    /// Number of boxes.
    pub(crate) boxes: i64,
    /// Taken of offered.
    pub(crate) taken: Bar,
    /// `142 / 200`.
    pub(crate) taken_text: String,
    /// When it can be adopted.
    pub(crate) sale_window: String,
    /// When fruit is sent.
    pub(crate) ship_window: String,
    /// What happens in a bad year, one or two sentences.
    pub(crate) risk: String,
    /// How many one buyer may adopt; 0 means no limit.
    pub(crate) buyer_limit: i64,
    /// The contract on its own page; `None` while there is none.
    pub(crate) contract_href: Option<String>,
    /// SHA-256 of the contract, hex, shown short.
    pub(crate) contract_hash: String,
    /// The plan, by block.
    pub(crate) blocks: Vec<Block>,
    /// Free, held and taken trees.
    pub(crate) counts: PlanCounts,
    /// The tree being looked at.
    pub(crate) chosen: Option<ChosenTree>,
    /// Whether adopting is possible at all today.
    pub(crate) is_open: bool,
}

/// How many trees are in which state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlanCounts {
    /// Free.
    pub(crate) free: i64,
    /// Held by somebody.
    pub(crate) held: i64,
    /// Adopted.
    pub(crate) taken: i64,
}

/// The tree being looked at.
#[derive(Clone, Debug)]
pub(crate) struct ChosenTree {
    /// `乙区 14 排 6 株`.
    pub(crate) name: String,
    /// Its code in two groups.
    pub(crate) code: String,
    /// Where it is adopted, `/campaigns/{id}/trees/{code}`; `None` when it is not free.
    pub(crate) adopt_href: Option<String>,
    /// Its public page, `/t/{code}`.
    pub(crate) tree_href: String,
    /// Free, held, taken.
    pub(crate) state: Mark,
}

/// The contract in full. `GET /campaigns/{id}/contract`
#[derive(Debug, Template)]
#[template(path = "contract.html")]
pub(crate) struct ContractTextPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The campaign's title.
    pub(crate) title: String,
    /// Where the campaign is.
    pub(crate) campaign_href: String,
    /// The text, one paragraph each.
    pub(crate) paragraphs: Vec<String>,
    /// SHA-256 of the text, hex.
    pub(crate) hash: String,
    /// Which law it falls under.
    pub(crate) law: Vec<Fact>,
    /// All contracts, newest first.
    pub(crate) versions: Vec<VersionView>,
}
