//! Rules of the orchard, told as given, when, then.
