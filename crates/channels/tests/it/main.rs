//! What the crate does with the outside: HTTP over a loopback server, and other people's libraries as judges.

mod archives;
mod judges;
mod keys;
mod loopback;
