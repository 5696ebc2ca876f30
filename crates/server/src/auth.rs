//! Who is asking and what they want: extractors that hand out identities and intents.
//!
//! A handler gets a [`SignedIn`] (or an `Option` of it), and for commands one of [`Wish`] (JSON API), [`Posted`]
//! (page form), [`Uploaded`] (multipart), [`Knock`] (sign-in and sign-up forms). All of them have passed the session
//! or token check, the CSRF check and the rate limit before a body byte is read.

pub(crate) mod cookies;
pub(crate) mod csrf;
mod knock;
mod posted;
mod signed_in;
mod uploaded;
mod wish;

pub(crate) use knock::{Knock, KnockJson};
pub(crate) use posted::{Fields, Posted};
pub(crate) use signed_in::SignedIn;
pub(crate) use uploaded::Uploaded;
pub(crate) use wish::{
    CaptureWish, FileWish, Nothing, RawWish, Wish, is_content_type, parse_json,
    read_body as read_whole, read_json,
};
