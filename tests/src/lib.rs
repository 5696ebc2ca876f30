//! What the end-to-end suites share: the real program in a folder of its own, a client for its API, an orchard to act in.
//!
//! It knows the program from outside only: command line, HTTP, files. Of the product's crates only the kernel's
//! calendar is used, to say "in 190 days", and the channels' keys, to sign as they do.

mod buyer;
mod client;
mod orchard;
mod picture;
mod program;
pub mod year;

pub use buyer::{Adoption, Buyer};
pub use client::{Answer, Client, number_of};
pub use orchard::{
    BOXES, Campaign, OPERATOR, Orchard, PASSWORD, PRICE_FEN, PROMISED_GRAMS, Tree, day,
};
pub use picture::jpeg;
pub use program::{Folder, Serving};
