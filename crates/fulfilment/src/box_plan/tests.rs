//! Rules of the box_plan, told as given, when, then.
