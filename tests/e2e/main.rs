//! End-to-end suites in one binary: what the whole product promises, on the real parts.

mod browser;
mod demo;
mod dependencies;
mod events;
mod layers;
mod offline;
mod proofs;
mod sources;
mod story;
mod year;

/// The workspace as cargo sees it.
fn metadata() -> serde_json::Value {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(workspace())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

/// The folder of the root manifest.
fn workspace() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the suite lies in the workspace")
}
