//! The Pomona binary.

fn main() {}
