//! Rules of the tree, told as given, when, then.
