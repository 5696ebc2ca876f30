//! The read models on a small season written straight into a log in memory.

mod books;
mod catalogue;
mod corrections;
mod garden;
mod lots;
mod members;
mod orchard;
mod overview;
mod packing;
mod pen;
mod rebuild;
mod register;
mod runner;
mod season;
mod tree_page;
