//! Rules of campaigns, tree shares and adoptions.
