//! The use cases, one file per noun. Each file's functions read alike: permission, intent, wish → [`crate::Done`].

pub mod adopt;
pub mod books;
pub mod boxes;
pub mod campaigns;
pub(crate) mod confirming;
pub mod corrections;
pub(crate) mod counting;
pub mod credits;
pub mod disputes;
pub mod farmers;
pub mod harvest;
pub mod observations;
pub mod orchards;
pub mod parcels;
pub mod partial_refunds;
pub mod payments;
pub mod payouts;
pub mod people;
pub mod refunds;
pub mod sign_in;
pub mod tree_import;
pub mod trees;
pub mod waiting_list;
