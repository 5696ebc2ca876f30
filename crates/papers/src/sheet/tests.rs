//! Geometry of sheets: exact sizes, nothing over an edge, marks that stay in the margin.

use super::{draw::fitted, *};

const TAG: (u32, u32) = (60_000, 90_000);

#[test]
fn labels_of_a_sheet_lie_side_by_side_in_the_middle_of_the_page() {
    let stock = Stock::a4(TAG);
    assert_eq!((stock.grid, stock.per_page()), ((3, 3), 9));
    assert_eq!(stock.margin(), (15_000, 13_500));
    assert_eq!(stock.place(0), (15_000, 13_500));
    assert_eq!(stock.place(4), (75_000, 103_500));
    let (left, top) = stock.place(8);
    assert_eq!((left + 60_000 + 15_000, top + 90_000 + 13_500), stock.page);
}

#[test]
fn every_stock_of_any_label_keeps_its_labels_on_the_page() {
    for width in (30_000..=210_000).step_by(7_000) {
        for height in (20_000..=297_000).step_by(9_000) {
            for stock in [Stock::a4((width, height)), Stock::roll((width, height))] {
                let last = stock.place(stock.per_page() - 1);
                assert!(last.0 + width <= stock.page.0 && last.1 + height <= stock.page.1);
            }
        }
    }
}

#[test]
fn a_line_is_never_wider_than_its_room() {
    let rule = Face::get().unwrap().rule().unwrap();
    for count in [1, 5, 12, 40, 200] {
        let text = "橙".repeat(count);
        let (kept, size) = fitted(&rule, &text, points(6_000), points(52_000));
        assert!(rule.length(&kept) * size <= points(52_001), "{count}");
        assert!(size >= points(TEXT_UM_MIN) && size <= points(6_000));
    }
}

#[test]
fn the_same_labels_give_the_same_bytes_and_too_many_are_refused() {
    let label = vec![Mark::Text {
        text: "小满 · 乙区".into(),
        x: 30_000,
        baseline: 15_000,
        size: 6_000,
        room: 52_000,
        centred: true,
    }];
    let labels = vec![label; 20];
    let once = label_pdf("tags", &Stock::a4(TAG), &labels).unwrap();
    assert_eq!(once, label_pdf("tags", &Stock::a4(TAG), &labels).unwrap());
    let many = vec![Vec::new(); LABELS_MAX + 1];
    assert_eq!(
        label_pdf("tags", &Stock::roll(TAG), &many),
        Err(PaperError::TooManyLabels { max: LABELS_MAX })
    );
}

#[test]
fn every_page_by_its_name_holds_its_labels_or_is_refused() {
    for (name, page) in PAGES {
        let stock = Stock::named(name, TAG);
        let fits = page.0 >= TAG.0 && page.1 >= TAG.1;
        assert_eq!(stock.is_some(), fits, "{name}");
        if let Some(stock) = stock {
            let last = stock.place(stock.per_page() - 1);
            assert!(
                last.0 + TAG.0 <= page.0 && last.1 + TAG.1 <= page.1,
                "{name}"
            );
        }
        assert_eq!(Stock::named(name, (300_000, 421_000)), None, "{name}");
    }
    assert_eq!(Stock::named("a4", TAG), Some(Stock::a4(TAG)));
    assert_eq!(Stock::named("roll", TAG), Some(Stock::roll(TAG)));
    assert_eq!(Stock::named("60x90", TAG), Some(Stock::roll(TAG)));
    assert_eq!(Stock::named("b5", TAG), None);
}

#[test]
fn sheets_keep_white_along_their_edges_and_rolls_need_none() {
    for (name, _) in PAGES {
        let is_roll = name.starts_with(|first: char| first.is_ascii_digit());
        for label in [TAG, (64_000, 48_000), (90_000, 55_000), (100_000, 70_000)] {
            if let Some(stock) = Stock::named(name, label).filter(|_| !is_roll) {
                let (left, top) = stock.margin();
                assert!(
                    left >= 5_000 && top >= 5_000,
                    "{name} {label:?}: {left} {top}"
                );
            }
        }
    }
    assert_eq!(
        Stock::named("100x150", (100_000, 70_000)).unwrap().grid,
        (1, 2)
    );
    assert_eq!(Stock::a4((64_000, 48_000)).per_page(), 15);
    assert_eq!(
        Stock::a4((210_000, 297_000)).grid,
        (1, 1),
        "a poster fills its page"
    );
}
