//! Rules of the lot, told as given, when, then.
