//! The vault seen from outside: what can be read, by whom, and what is gone for good.

use vault::{Context, Login, MasterKey, Subject, Vault};

mod attempts;
mod copy;
mod credentials;
mod erasure;
mod opening;
mod sealing;
mod sessions;
mod tokens;

/// A password that passes the rules.
const PASSWORD: &str = "apples in may";
/// A moment, in milliseconds since 1970 UTC.
const NOW: i64 = 1_777_600_000_000;
/// An hour in milliseconds.
const HOUR: i64 = 3_600_000;

fn master() -> MasterKey {
    MasterKey::from_hex(&"5a".repeat(32)).unwrap()
}

fn vault() -> Vault {
    Vault::in_memory(&master()).unwrap()
}

fn person(id: &str) -> Subject {
    Subject::parse(id).unwrap()
}

fn place(item: &str) -> Context {
    Context::new("adoption-ado_1", item)
}

fn login(typed: &str) -> Login {
    Login::parse(typed).unwrap()
}
