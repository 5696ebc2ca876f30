//! Paints the demo's photos ahead of time, on threads of its own. Knows pictures and their order, not what they are for.

use std::{collections::HashMap, thread};

use tokio::sync::oneshot;

use crate::paint::{PaintError, Scene, growth_photo};

/// Painters at work when the machine does not say how many cores it has.
const PAINTERS_DEFAULT: usize = 2;

type Print = Result<Vec<u8>, PaintError>;

/// Photos being painted, to be collected in any order.
pub(super) struct Darkroom {
    prints: HashMap<usize, oneshot::Receiver<Print>>,
}

impl Darkroom {
    /// Begins to paint: `scenes` in the order they will be collected, each with its number. Painters stop when the
    /// darkroom is dropped.
    pub(super) fn open(scenes: Vec<(usize, Scene)>) -> Self {
        let painters = thread::available_parallelism().map_or(PAINTERS_DEFAULT, usize::from);
        let mut orders: Vec<Vec<_>> = (0..painters).map(|_| Vec::new()).collect();
        let mut prints = HashMap::with_capacity(scenes.len());
        for (turn, (n, scene)) in scenes.into_iter().enumerate() {
            let (sender, receiver) = oneshot::channel();
            orders[turn % painters].push((scene, sender));
            prints.insert(n, receiver);
        }
        for order in orders {
            thread::spawn(move || paint(order));
        }
        Self { prints }
    }

    /// The photo of number `n`, once; `None` when it was collected before or its painter is gone.
    pub(super) async fn collect(&mut self, n: usize) -> Option<Print> {
        self.prints.remove(&n)?.await.ok()
    }
}

fn paint(order: Vec<(Scene, oneshot::Sender<Print>)>) {
    for (scene, sender) in order {
        if sender.is_closed() {
            return;
        }
        // Nobody waiting any more is no failure.
        drop(sender.send(growth_photo(&scene)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paint::{Daylight, FruitKind, SeasonStage};

    fn scene(tree_seed: u64) -> Scene {
        Scene {
            tree_seed,
            season_stage: SeasonStage::Ripe,
            daylight: Daylight::Noon,
            fruit: FruitKind::Peach,
            width: 64,
            height: 64,
            taken_at: "2026-07-10T09:41:07+08:00".to_owned(),
            lat_e7: 0,
            lon_e7: 0,
        }
    }

    #[tokio::test]
    async fn photos_are_collected_in_any_order_and_once() {
        let mut darkroom = Darkroom::open((0..5).map(|n| (n, scene(n as u64))).collect());
        for n in [4, 0, 3, 1, 2] {
            let painted = darkroom.collect(n).await.unwrap().unwrap();
            assert_eq!(painted, growth_photo(&scene(n as u64)).unwrap(), "{n}");
        }
        assert!(darkroom.collect(0).await.is_none());
        assert!(darkroom.collect(5).await.is_none());
    }

    #[tokio::test]
    async fn a_scene_that_cannot_be_painted_is_told() {
        let bad = Scene {
            width: 1,
            ..scene(1)
        };
        let mut darkroom = Darkroom::open(vec![(0, bad)]);
        assert!(matches!(
            darkroom.collect(0).await,
            Some(Err(PaintError::SizeOutOfRange { .. }))
        ));
    }
}
