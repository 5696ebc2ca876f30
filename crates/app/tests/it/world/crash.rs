//! A crash: the policies are cut off between two steps, or everything in memory is lost, and the folder is opened again.

use app::policies::PolicyRunner;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{World, assemble, open};

impl World {
    /// Lets the policies do so many steps and cuts them off there; says whether they were cut off.
    pub(crate) async fn policies_cut_off(&self, after_steps: usize) -> bool {
        let path = self.folder.path().join("policies.position");
        let left = AtomicUsize::new(after_steps);
        let runner = PolicyRunner::new(self.app.clone(), path).unwrap();
        let mut runner = runner.on_step(move |_| {
            if left.fetch_sub(1, Ordering::SeqCst) == 0 {
                // Ends the task without a word; nothing behind this step happens.
                std::panic::resume_unwind(Box::new("cut off"));
            }
        });
        tokio::spawn(async move { runner.catch_up().await })
            .await
            .is_err()
    }

    /// The same folder after a crash: what was only in memory is gone.
    pub(crate) fn reopened(self) -> Self {
        let Self {
            app,
            clock,
            operator,
            orchard,
            block,
            folder,
            keys,
            harvest_rule,
            law,
        } = self;
        drop(app);
        let (log, vault, readmodels) = open(folder.path());
        let app = assemble(log, vault, readmodels, &clock);
        Self {
            app,
            clock,
            operator,
            orchard,
            block,
            folder,
            keys,
            harvest_rule,
            law,
        }
    }
}
