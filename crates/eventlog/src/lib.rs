//! An append-only, tamper-evident event log: append, read, subscribe.
