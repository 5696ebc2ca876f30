//! Rules of the parcel, told as given, when, then.
