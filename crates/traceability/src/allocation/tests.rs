//! Rules of the allocation, told as given, when, then.
