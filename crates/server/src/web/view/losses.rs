//! Losses, remedies and what cancelling comes to. `GET /losses`, `GET /losses/new`, `GET /losses/{id}`,
//! `GET /adoptions/{id}/remedies`, `GET /adoptions/{id}/cancel`

use super::form::{Choice, Form};
use super::parts::{Bar, Fact, Mark, Photo, When};
use super::shell::Shell;
use askama::Template;

/// `GET /losses`
#[derive(Debug, Template)]
#[template(path = "losses/list.html")]
pub(crate) struct LossesPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The losses, newest first.
    pub(crate) losses: Vec<LossLine>,
}

/// One loss of a list.
#[derive(Clone, Debug)]
pub(crate) struct LossLine {
    /// Its page.
    pub(crate) href: String,
    /// `霜冻 · 三标果园 · 2026`.
    pub(crate) title: String,
    /// Which trees, how much.
    pub(crate) scope: String,
    /// When it was declared.
    pub(crate) declared: When,
    /// Declared, assessed, corrected.
    pub(crate) state: Mark,
}

/// `GET /losses/new`
#[derive(Debug, Template)]
#[template(path = "losses/new.html")]
pub(crate) struct NewLossPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// What was typed.
    pub(crate) form: Form,
    /// The blocks that can be chosen; the first is none.
    pub(crate) blocks: Vec<Choice>,
    /// The causes.
    pub(crate) causes: Vec<Choice>,
    /// Who would be affected, once that was asked.
    pub(crate) preview: Option<LossPreview>,
}

/// Who would be affected.
#[derive(Clone, Debug)]
pub(crate) struct LossPreview {
    /// The sums.
    pub(crate) facts: Vec<Fact>,
    /// The adoptions.
    pub(crate) rows: Vec<PreviewLine>,
    /// What was asked, for the form that declares it: name and value.
    pub(crate) hidden: Vec<Choice>,
}

/// One adoption that would be affected.
#[derive(Clone, Debug)]
pub(crate) struct PreviewLine {
    /// Its tree.
    pub(crate) tree: String,
    /// What was promised.
    pub(crate) promised: String,
    /// What would be missing.
    pub(crate) missing: String,
    /// What that is worth.
    pub(crate) worth: String,
    /// What would happen if nobody chose.
    pub(crate) default: String,
}

/// `GET /losses/{id}`
#[derive(Debug, Template)]
#[template(path = "losses/loss.html")]
pub(crate) struct LossPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The loss's id.
    pub(crate) id: String,
    /// `霜冻 · 三标果园 · 2026`.
    pub(crate) title: String,
    /// Declared, assessed, corrected.
    pub(crate) state: Mark,
    /// What is known.
    pub(crate) facts: Vec<Fact>,
    /// The farmer's words.
    pub(crate) note: String,
    /// The evidence.
    pub(crate) photos: Vec<Photo>,
    /// What was corrected, one sentence.
    pub(crate) correction: String,
    /// How the choices stand.
    pub(crate) bars: Vec<ChoiceBar>,
    /// Grams and money in all.
    pub(crate) totals: Vec<Fact>,
    /// Whether it waits for an assessment that this person may make.
    pub(crate) can_assess: bool,
    /// Whether this person may correct it.
    pub(crate) can_correct: bool,
    /// What was typed.
    pub(crate) form: Form,
    /// What a correction may find.
    pub(crate) findings: Vec<Choice>,
    /// The offers.
    pub(crate) offers: Vec<OfferLine>,
}

/// How many chose one remedy.
#[derive(Clone, Debug)]
pub(crate) struct ChoiceBar {
    /// Which.
    pub(crate) name: String,
    /// How many, and what it is worth.
    pub(crate) text: String,
    /// The bar.
    pub(crate) bar: Bar,
}

/// One offer, for the operator.
#[derive(Clone, Debug)]
pub(crate) struct OfferLine {
    /// The adoption's id.
    pub(crate) adoption: String,
    /// Its tree.
    pub(crate) tree: String,
    /// What is missing.
    pub(crate) missing: String,
    /// What that is worth.
    pub(crate) worth: String,
    /// What became of it.
    pub(crate) state: Mark,
}

/// `GET /adoptions/{id}/remedies`
#[derive(Debug, Template)]
#[template(path = "losses/remedies.html")]
pub(crate) struct RemediesPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The adoption's id.
    pub(crate) id: String,
    /// Its tree.
    pub(crate) tree: String,
    /// Why a choice was refused.
    pub(crate) form: Form,
    /// What happened.
    pub(crate) stories: Vec<LossStory>,
    /// What was said without a choice.
    pub(crate) notes: Vec<String>,
    /// What may be chosen now.
    pub(crate) open: Option<OpenOffer>,
    /// What was chosen or withdrawn before.
    pub(crate) past: Vec<PastOffer>,
}

/// What happened, in plain words.
#[derive(Clone, Debug)]
pub(crate) struct LossStory {
    /// `霜冻`.
    pub(crate) title: String,
    /// What it means for this tree.
    pub(crate) text: String,
    /// The farmer's words.
    pub(crate) note: String,
    /// The evidence.
    pub(crate) photos: Vec<Photo>,
    /// What was corrected.
    pub(crate) correction: String,
}

/// What may be chosen now.
#[derive(Clone, Debug)]
pub(crate) struct OpenOffer {
    /// Its number.
    pub(crate) offer: u16,
    /// What is missing and worth.
    pub(crate) missing: String,
    /// Until when, and what happens then.
    pub(crate) deadline: String,
    /// Whether a dispute keeps it waiting.
    pub(crate) frozen: bool,
    /// The choices.
    pub(crate) options: Vec<RemedyChoice>,
}

/// One choice.
#[derive(Clone, Debug)]
pub(crate) struct RemedyChoice {
    /// The stored word.
    pub(crate) code: String,
    /// Its name.
    pub(crate) name: String,
    /// What it comes to, in grams, money and dates.
    pub(crate) consequence: String,
    /// The word on the button.
    pub(crate) button: String,
    /// Whether it happens by itself.
    pub(crate) is_default: bool,
}

/// An offer that is over.
#[derive(Clone, Debug)]
pub(crate) struct PastOffer {
    /// What was missing and worth.
    pub(crate) text: String,
    /// What became of it.
    pub(crate) state: Mark,
}

/// `GET /adoptions/{id}/cancel`
#[derive(Debug, Template)]
#[template(path = "losses/cancel.html")]
pub(crate) struct CancelPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The adoption's id.
    pub(crate) id: String,
    /// Its tree.
    pub(crate) tree: String,
    /// Where to go instead.
    pub(crate) back: String,
    /// Whether the plan is another than the one that was confirmed.
    pub(crate) changed: bool,
    /// What goes back, what is kept.
    pub(crate) totals: Vec<Fact>,
    /// Every step as a sentence.
    pub(crate) steps: Vec<String>,
    /// What stands for this plan.
    pub(crate) plan: String,
}
