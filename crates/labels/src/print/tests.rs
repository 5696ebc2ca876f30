//! Everything printed stays off the edge, and codes have modules a phone can read.

use super::*;
use crate::{
    CERTIFICATE_LABEL, CERTIFICATE_PAPER, Certificate, certificate_label, certificate_paper,
};

const URL: &str = "https://farm.example/t/7F3K9Q2M";

fn words() -> Plate {
    Plate {
        words: "林小满与家人".into(),
        tree: "小满 · 乙区 14 排 6 株".into(),
        orchard: "三标果园 · 东坡".into(),
        code: "7F3K-9Q2M".into(),
        url: URL.into(),
        level: Level::Quarter,
    }
}

/// Its longest texts.
fn promise() -> Certificate {
    let name = || "长".repeat(24);
    Certificate {
        title: "食用农产品承诺达标合格证".into(),
        promise: "不使用禁用农药。".repeat(50),
        facts: vec![(name(), "长".repeat(80)); 7],
        basis: name(),
        bases: vec![
            (name(), true),
            (name(), false),
            (name(), false),
            (name(), false),
        ],
        note: "已由合格证 GZ-0002 取代".into(),
        scan: "扫码查验".into(),
        url: format!("{URL}/{}", "x".repeat(60)),
    }
}

fn all() -> Vec<((u32, u32), Vec<Mark>)> {
    let lines = vec!["净重 5 kg".to_owned(); 11];
    let boxed = BoxLabel {
        product: "赣南脐橙".into(),
        lot: "L-1128-A".into(),
        lines: lines.clone(),
        url: URL.into(),
    };
    let parcel = ParcelLabel {
        product: "赣南脐橙".into(),
        lines: lines.clone(),
        code: "7F3K-9Q2M".into(),
        url: URL.into(),
        sscc: Some("069014100000000018".into()),
    };
    let sheet = Poster {
        title: "认养一棵橙树".into(),
        lines,
        invitation: "扫一扫".into(),
        url: URL.into(),
    };
    vec![
        (TAG, tree_tag(&words()).unwrap()),
        (PLATE, plate(&words()).unwrap()),
        (BOX, box_label(&boxed).unwrap()),
        (PARCEL, parcel_label(&parcel).unwrap()),
        (POSTER, poster(&sheet).unwrap()),
        (CERTIFICATE_PAPER, certificate_paper(&promise()).unwrap()),
        (CERTIFICATE_LABEL, certificate_label(&promise()).unwrap()),
    ]
}

/// The box around what a mark covers at most: left, top, right, bottom.
fn extent(mark: &Mark) -> (u32, u32, u32, u32) {
    match mark {
        Mark::Text {
            x,
            baseline,
            size,
            room,
            centred,
            ..
        } => {
            let left = if *centred { x - room / 2 } else { *x };
            // Han characters stand a little under the line.
            (left, baseline - size, left + room, baseline + size / 5)
        }
        Mark::Lines {
            x,
            baseline,
            size,
            leading,
            room,
            most,
            ..
        } => {
            let last = baseline + (most - 1) * leading;
            (*x, baseline - size, x + room, last + size / 5)
        }
        Mark::Box { at, side, .. } => (at.0, at.1, at.0 + side, at.1 + side),
        Mark::Cells {
            left,
            top,
            width_nm,
            height_nm,
            runs,
        } => {
            let right = runs.iter().map(|(x, _, long)| x + long).max().unwrap();
            let bottom = runs.iter().map(|(_, y, _)| y + 1).max().unwrap();
            let end = |cells: u32, nm: u32| {
                u32::try_from(u64::from(cells) * u64::from(nm) / 1000).unwrap()
            };
            (
                *left,
                *top,
                left + end(right, *width_nm),
                top + end(bottom, *height_nm),
            )
        }
        Mark::Line { from, to } => (from.0, from.1, to.0, to.1),
        Mark::Hole { at, radius } => (at.0 - radius, at.1 - radius, at.0 + radius, at.1 + radius),
    }
}

#[test]
fn nothing_is_nearer_to_an_edge_than_a_cut_may_miss() {
    for (size, marks) in all() {
        for mark in &marks {
            let (left, top, right, bottom) = extent(mark);
            let inside =
                left >= SAFE && top >= SAFE && right + SAFE <= size.0 && bottom + 3_500 <= size.1;
            assert!(
                inside,
                "{size:?} {mark:?} covers {:?}",
                (left, top, right, bottom)
            );
        }
    }
}

#[test]
fn no_text_runs_into_a_code() {
    for (size, marks) in all() {
        let codes: Vec<_> = marks
            .iter()
            .filter(|mark| matches!(mark, Mark::Cells { height_nm, width_nm, .. } if height_nm == width_nm))
            .collect();
        for code in codes {
            let Mark::Cells { width_nm, .. } = code else {
                continue;
            };
            let quiet = 4 * width_nm / 1000;
            let (left, top, right, bottom) = extent(code);
            for mark in &marks {
                let (l, t, r, b) = extent(mark);
                let apart = r <= left - quiet + 600
                    || l + 600 >= right + quiet
                    || b <= top - quiet + 600
                    || t + 600 >= bottom + quiet;
                assert!(mark == code || apart, "{size:?} {mark:?} in the quiet zone");
            }
        }
    }
}

#[test]
fn outdoor_modules_are_at_least_eight_tenths_of_a_millimetre() {
    for marks in [tree_tag(&words()).unwrap(), plate(&words()).unwrap()] {
        let cell = marks.iter().find_map(|mark| match mark {
            Mark::Cells { width_nm, .. } => Some(*width_nm),
            Mark::Text { .. }
            | Mark::Lines { .. }
            | Mark::Box { .. }
            | Mark::Line { .. }
            | Mark::Hole { .. } => None,
        });
        assert!(cell.unwrap() >= 800_000, "{cell:?} nm");
    }
    let long = Plate {
        url: format!("https://farm.example/{}", "x".repeat(200)),
        ..words()
    };
    assert!(matches!(
        plate(&long),
        Err(LabelError::ModulesTooSmall { .. })
    ));
}
