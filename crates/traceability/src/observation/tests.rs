//! Rules of the observation, told as given, when, then.
