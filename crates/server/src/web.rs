//! The pages: server-rendered, in two languages, whole without scripts.
//!
//! The presentation half (`view`, `i18n`, `format`, `page`, `assets`) knows templates and words and
//! nothing of use cases or storage; handlers beside it, one file per page, fill its structs from
//! read models and send forms to use cases. What every handler shares is [`visit`]: who came, in
//! which language, and what a form came to.

mod account;
mod adopt;
pub(crate) mod assets;
mod boxes;
mod campaign;
mod campaigns;
mod cancel;
mod certificates;
pub(crate) mod contract;
mod correction;
mod crowd;
mod feed;
mod field;
pub(crate) mod format;
mod fruit;
mod garden;
mod handover;
mod hanging;
mod harvest;
mod hold;
pub(crate) mod i18n;
pub(crate) mod letters;
mod losses;
mod map;
mod money;
mod names;
mod operator;
mod packing;
pub(crate) mod page;
mod paying;
mod postcard;
mod print;
mod proof;
mod provenance;
mod reached;
mod register;
mod remedies;
pub(crate) mod routes;
mod season;
mod sentence;
mod sharing;
mod silence;
mod today;
mod together;
mod tokens;
mod trace;
mod tree;
mod trouble;
pub(crate) mod view;
mod visit;

pub(crate) use paying::{begin_to_pay, begin_to_pay_part};
pub(crate) use print::tag_words;
pub(crate) use sentence::of_problem as sentence_of;
pub(crate) use trouble::problem_page;
pub(crate) use visit::Visit;
