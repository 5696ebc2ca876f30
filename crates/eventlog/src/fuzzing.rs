//! What the fuzzer calls (`tests/fuzz`), and every test run replays its corpus through: each function
//! takes any bytes and panics when a promise about reading them is broken. Not in the product: built
//! under `cfg(fuzzing)` and for this crate's own tests alone.

mod journal;
mod lines;
mod proofs;
mod values;

pub use self::journal::journal;
pub use self::lines::log_lines;
pub use self::proofs::proof_text;
pub use self::values::{index_checkpoint, stored_value, whole_log};

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// Runs every file of a target's corpus, and each with one byte changed or cut, through it.
    fn replay(target: &str, run: fn(&[u8])) {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus");
        let mut seeds = 0;
        for file in fs::read_dir(corpus.join(target)).unwrap() {
            let seed = fs::read(file.unwrap().path()).unwrap();
            run(&seed);
            for at in 0..seed.len().min(512) {
                let mut changed = seed.clone();
                changed[at] ^= 1 << (at % 8);
                run(&changed);
                run(&seed[..at]);
            }
            seeds += 1;
        }
        assert!(seeds >= 3, "{target} has {seeds} seeds");
    }

    #[test]
    fn the_corpus_of_stored_values_holds() {
        replay("stored_value", super::stored_value);
    }

    #[test]
    fn the_corpus_of_whole_logs_holds() {
        replay("whole_log", super::whole_log);
    }

    #[test]
    fn the_corpus_of_index_checkpoints_holds() {
        replay("index_checkpoint", super::index_checkpoint);
    }

    #[test]
    fn the_corpus_of_proof_texts_holds() {
        replay("proof_text", super::proof_text);
    }

    #[test]
    fn the_corpus_of_journals_holds() {
        replay("journal", super::journal);
    }

    #[test]
    fn the_corpus_of_log_lines_holds() {
        replay("log_lines", super::log_lines);
    }
}
