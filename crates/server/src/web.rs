//! The pages: server-rendered, in two languages, whole without scripts.
//!
//! The presentation half (`view`, `i18n`, `format`, `page`, `assets`) knows templates and words and
//! nothing of use cases or storage; handlers beside it fill its structs from read models.

pub(crate) mod assets;
pub(crate) mod format;
pub(crate) mod i18n;
pub(crate) mod page;
pub(crate) mod view;
