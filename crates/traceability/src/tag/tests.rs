//! Rules of the tag, told as given, when, then.
