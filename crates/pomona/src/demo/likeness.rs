//! How well fingerprints tell the demo's photos apart, measured on all of them: copies are found, other trees are not.
//! The table is in docs/photos.md.

use std::fmt::Write as _;
use std::{fs, path::PathBuf};

use image::{DynamicImage, codecs::jpeg::JpegEncoder, imageops::FilterType};
use kernel::Timestamp;
use traceability::observation::{Fingerprint, NEAR_BITS, SAME_TREE_BITS};

use super::{Plan, TREES_MIN, scenes};
use crate::paint::growth_photo;

const BEGIN: &str = "<!-- likeness: written by a test -->\n";
const END: &str = "<!-- end of likeness -->";
const MOMENT: &str = "2026-11-22T22:13:00+08:00";

/// A photo of the demo.
struct Shown {
    /// Which tree.
    tree: u64,
    picture: DynamicImage,
    print: Fingerprint,
}

fn print_of(jpeg: &[u8]) -> Fingerprint {
    let developed = photos::develop(jpeg).unwrap();
    Fingerprint::from_bytes(developed.fingerprint.expect("something is to be seen"))
}

fn encoded(picture: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    picture.to_rgb8().write_with_encoder(encoder).unwrap();
    bytes
}

fn lit(picture: &DynamicImage, percent: u32) -> DynamicImage {
    let mut lit = picture.to_rgb8();
    for pixel in lit.pixels_mut() {
        for part in &mut pixel.0 {
            *part = u8::try_from((u32::from(*part) * percent / 100).min(255)).unwrap();
        }
    }
    DynamicImage::ImageRgb8(lit)
}

/// Without so many of a thousand parts at left and top, and at right and bottom.
fn cropped(picture: &DynamicImage, before: u32, after: u32) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    let part = |side: u32, parts: u32| side * parts / 1000;
    picture.crop_imm(
        part(width, before),
        part(height, before),
        width - part(width, before) - part(width, after),
        height - part(height, before) - part(height, after),
    )
}

type Copied = (&'static str, fn(&DynamicImage) -> Vec<u8>);

const COPIES: [Copied; 7] = [
    ("encoded anew, quality 50", |one| encoded(one, 50)),
    ("half the size", |one| {
        let half = one.resize(one.width() / 2, one.height() / 2, FilterType::Triangle);
        encoded(&half, 80)
    }),
    ("a fifth lighter", |one| encoded(&lit(one, 120), 80)),
    ("a fifth darker", |one| encoded(&lit(one, 80), 80)),
    ("1.5 % cropped on all sides", |one| {
        encoded(&cropped(one, 15, 15), 80)
    }),
    ("3 % cropped on all sides", |one| {
        encoded(&cropped(one, 30, 30), 80)
    }),
    ("3 % cropped at left and top", |one| {
        encoded(&cropped(one, 30, 0), 80)
    }),
];

fn shown() -> Vec<Shown> {
    let moment: Timestamp = MOMENT.parse().unwrap();
    let plan = Plan::new(TREES_MIN, moment);
    let all = scenes(&plan);
    let mut seen = std::collections::BTreeSet::new();
    let once = all.into_iter().filter(|(nth, scene)| {
        // The demo posts one file for two trees, to be noticed; here each counts once.
        plan.shots[*nth].copy_of.is_none() && seen.insert((scene.tree_seed, scene.taken_at.clone()))
    });
    once.map(|(_, scene)| {
        let jpeg = growth_photo(&scene).unwrap();
        Shown {
            tree: scene.tree_seed,
            picture: image::load_from_memory(&jpeg).unwrap(),
            print: print_of(&jpeg),
        }
    })
    .collect()
}

fn row(name: &str, mut bits: Vec<u16>, limit: u16) -> String {
    bits.sort_unstable();
    let at = |percent: usize| bits[(bits.len() - 1) * percent / 100];
    let asked = bits.iter().filter(|one| **one <= limit).count();
    let (least, middle, most) = (at(0), at(50), at(100));
    format!(
        "| {name} | {} | {least} | {middle} | {most} | {asked} |\n",
        bits.len()
    )
}

#[test]
fn copies_of_the_demos_photos_are_found_and_other_trees_are_not() {
    let shown = shown();
    let mut table = String::from(
        "| pair | pairs | least bits | median | most bits | asked about |\n|---|---|---|---|---|---|\n",
    );
    for (name, copy) in COPIES {
        let bits: Vec<u16> = shown
            .iter()
            .map(|one| print_of(&copy(&one.picture)).bits_from(&one.print))
            .collect();
        assert!(
            bits.iter().all(|bits| *bits <= NEAR_BITS),
            "a copy is missed: {name} {bits:?}"
        );
        table.push_str(&row(
            &format!("a photo and its copy, {name}"),
            bits,
            NEAR_BITS,
        ));
    }
    let pairs = |same: bool| -> Vec<u16> {
        let all = shown.iter().enumerate();
        all.flat_map(|(nth, one)| shown[nth + 1..].iter().map(move |other| (one, other)))
            .filter(|(one, other)| (one.tree == other.tree) == same)
            .map(|(one, other)| one.print.bits_from(&other.print))
            .collect()
    };
    let (others, same) = (pairs(false), pairs(true));
    assert!(others.iter().all(|bits| *bits > NEAR_BITS), "{others:?}");
    assert!(same.iter().all(|bits| *bits > SAME_TREE_BITS), "{same:?}");
    table.push_str(&row("two different trees", others, NEAR_BITS));
    table.push_str(&row("one tree at two times", same, SAME_TREE_BITS));
    writeln!(
        table,
        "\nMissed copies: none. Honest photos asked about: none."
    )
    .unwrap();
    documented(&table);
}

/// `POMONA_UPDATE=1` writes the table.
fn documented(table: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/photos.md");
    let page = fs::read_to_string(&path).expect("docs/photos.md");
    let (before, rest) = page.split_once(BEGIN).expect("where the table begins");
    let (written, after) = rest.split_once(END).expect("where the table ends");
    if std::env::var_os("POMONA_UPDATE").is_some() {
        let page = format!("{before}{BEGIN}{table}{END}{after}");
        fs::write(&path, page).expect("docs/photos.md is written");
        return;
    }
    assert_eq!(written, table, "POMONA_UPDATE=1 writes it anew");
}
