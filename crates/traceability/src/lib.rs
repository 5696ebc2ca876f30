//! Rules of orchards, trees, observations and harvest lots.
