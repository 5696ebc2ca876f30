//! The Pomona binary.

#[cfg(test)]
mod paint;

fn main() {}
