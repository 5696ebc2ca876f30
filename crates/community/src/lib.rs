//! Rules of members and their roles.
