//! Use cases, policies and ports.
