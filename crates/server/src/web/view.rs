//! What each page shows: one file per page, structs of finished strings and numbers.
//!
//! A view does no arithmetic of the business, asks no clock and reads no store. A handler fills it
//! from read models with the words of [`super::i18n`] and the figures of [`super::format`], then
//! answers with [`super::page::page`]. Templates hold loops and conditions, nothing else.
//!
//! Every page carries a [`shell::Shell`] in the field `shell`; every form a [`form::Form`] with the
//! words a person typed and what is wrong with them.

pub(crate) mod account;
pub(crate) mod adopt;
pub(crate) mod api_docs;
pub(crate) mod banking;
pub(crate) mod boxes;
pub(crate) mod campaign;
pub(crate) mod campaigns;
pub(crate) mod certificate;
pub(crate) mod chart;
pub(crate) mod contract;
pub(crate) mod correction;
pub(crate) mod crowd;
pub(crate) mod editor;
pub(crate) mod feed;
pub(crate) mod field;
pub(crate) mod form;
pub(crate) mod garden;
pub(crate) mod growth;
pub(crate) mod harvest;
pub(crate) mod import;
pub(crate) mod life;
pub(crate) mod losses;
pub(crate) mod map;
pub(crate) mod notice;
pub(crate) mod orchards;
pub(crate) mod overview;
pub(crate) mod packing;
pub(crate) mod parts;
pub(crate) mod paying;
pub(crate) mod people;
pub(crate) mod plan;
pub(crate) mod proof;
pub(crate) mod provenance;
pub(crate) mod reached;
pub(crate) mod register;
pub(crate) mod sheet;
pub(crate) mod shell;
pub(crate) mod silence;
pub(crate) mod tags;
pub(crate) mod today;
pub(crate) mod tokens;
pub(crate) mod trace;
pub(crate) mod tree;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
