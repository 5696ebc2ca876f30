//! Pages about grams: why a box holds what it holds, and one lot with its balance. The words are `fruit.ftl`.

pub(super) mod care;
pub(super) mod lot;
pub(super) mod rule;
pub(super) mod why;
