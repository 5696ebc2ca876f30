//! The Rust form of the stored messages is what the .proto file says.
//! With `UPDATE_WIRE=1` set the test writes it instead.

use std::fs;
use std::path::Path;

/// What the kept file opens with; the generator writes no module documentation.
const HEADER: &str = "//! The stored form of a batch, made from `proto/pomona/log/v1`; it knows bytes and positions only.\n\n";

#[test]
fn the_generated_code_is_fresh() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let protos = here.join("../../proto");
    let descriptors = protox::compile(["pomona/log/v1/log.proto"], [&protos]).unwrap();
    let out = tempfile::TempDir::new().unwrap();
    prost_build::Config::new()
        .bytes([".pomona.log.v1.Event"])
        .out_dir(out.path())
        .compile_fds(descriptors)
        .unwrap();
    let generated = fs::read_to_string(out.path().join("pomona.log.v1.rs")).unwrap();
    let generated = format!("{HEADER}{generated}");
    let kept = here.join("src/wire.rs");
    if std::env::var_os("UPDATE_WIRE").is_some() {
        fs::write(&kept, &generated).unwrap();
    }
    assert_eq!(
        fs::read_to_string(kept).unwrap(),
        generated,
        "run this test with UPDATE_WIRE=1"
    );
}
