//! What is seen through a window, near and far.

use super::*;
use proptest::prelude::*;

fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// An orchard of so many metres, a tree every five.
fn orchard(rows: u32, columns: u32) -> Vec<(Point, Standing)> {
    let mut trees = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let place = at(
                5.0 * (f64::from(column) - f64::from(columns - 1) / 2.0),
                5.0 * (f64::from(row) - f64::from(rows - 1) / 2.0),
            );
            let standing = STANDINGS[usize::try_from((row + column) % 4).unwrap()];
            trees.push((place, standing));
        }
    }
    trees
}

fn points(trees: &[(Point, Standing)]) -> Vec<Point> {
    trees.iter().map(|(point, _)| *point).collect()
}

#[test]
fn the_whole_map_shows_every_tree() {
    let trees = orchard(100, 100);
    let window = Window::new(&points(&trees), 0, at(0.0, 0.0));
    let sight = look(&window, &trees);
    assert_eq!(sight.trees.len(), 10_000);
    let counted: usize = sight.fields.iter().map(Field::total).sum();
    assert_eq!(counted, 10_000);
    assert!(sight.fields.len() <= FIELDS_ACROSS * FIELDS_DOWN);
    assert!(!window.is_part());
}

#[test]
fn nearer_windows_show_fewer_trees_until_each_is_a_link() {
    let trees = orchard(100, 100);
    let all = points(&trees);
    let far = Window::new(&all, 0, at(0.0, 0.0));
    let counts: Vec<usize> = (0..=far.zoom_max)
        .map(|zoom| {
            look(&Window::new(&all, zoom, at(0.0, 0.0)), &trees)
                .trees
                .len()
        })
        .collect();
    assert!(counts.is_sorted_by(|one, other| one > other), "{counts:?}");
    assert!(*counts.last().unwrap() <= LINKED_MAX, "{counts:?}");
}

#[test]
fn a_window_stays_on_the_map() {
    let all = [at(-200.0, -100.0), at(200.0, 100.0)];
    let window = Window::new(&all, 2, at(1e9, -1e9));
    assert!(window.middle.x + window.width / 2.0 <= window.whole() / 2.0 + 1e-6);
    let past = Window::new(&all, 250, at(0.0, 0.0));
    assert_eq!(past.zoom, past.zoom_max);
    assert!(past.width > 1.0);
}

#[test]
fn one_tree_and_no_tree_have_a_window() {
    for all in [&[][..], &[at(0.0, 0.0)]] {
        let window = Window::new(all, 0, at(0.0, 0.0));
        assert!((window.width - NARROWEST_M).abs() < 1e-9);
        assert_eq!(window.zoom_max, 0);
    }
}

#[test]
fn a_scale_bar_is_round_and_fits() {
    for (width, metres) in [
        (32.0, 5),
        (100.0, 20),
        (640.0, 100),
        (2_000.0, 500),
        (3.0, 1),
    ] {
        let window = Window {
            middle: at(0.0, 0.0),
            width,
            zoom: 0,
            zoom_max: 0,
            whole: width,
        };
        assert_eq!(scale_m(&window), metres, "{width}");
    }
}

#[test]
fn bars_of_a_field_lie_end_to_end() {
    let field = Field {
        x: 0.0,
        y: 0.0,
        width: 100.0,
        height: 50.0,
        counts: [1, 1, 2, 0],
    };
    let bars = field.bars();
    assert_eq!(bars[0], (12.0, 19.0));
    assert_eq!(bars[2], (50.0, 38.0));
    assert_eq!(bars[3], (88.0, 0.0));
}

proptest! {
    #[test]
    fn any_wish_has_a_window_with_finite_numbers(
        zoom in any::<u8>(), x in any::<i32>(), y in any::<i32>(), reach in 0.0..1e7_f64
    ) {
        let all = [at(-reach, 0.0), at(reach, reach)];
        let window = Window::new(&all, zoom, at(f64::from(x), f64::from(y)));
        prop_assert!(window.width > 0.0 && window.width.is_finite());
        prop_assert!(window.middle.x.is_finite() && window.middle.y.is_finite());
        prop_assert!(f64::from(scale_m(&window)) <= window.width);
        let _ = look(&window, &[(window.middle, Standing::Free)]);
    }
}
