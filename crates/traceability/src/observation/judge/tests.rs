//! Which photos are asked about.
