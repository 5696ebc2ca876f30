//! Labels on paper as a reader of other people sees them: `zxing-cpp` reads every code of every page back, tells its
//! level, and whether the white that the standards want stands around it. Nothing is printed where a cut may go.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use labels::{
    BOX, BoxLabel, CERTIFICATE_LABEL, CERTIFICATE_PAPER, Certificate, Level, PARCEL, PLATE, POSTER,
    ParcelLabel, Plate, Poster, TAG,
};
use papers::{Mark, Stock, label_pdf};
use serde_json::Value;

/// Dots per inch that pages are drawn with: a label printer's.
const DPI: &str = "300";
/// A cut may go wrong by this much, in millimetres; marks begin at 4 mm.
const BAND_MM: &str = "3.8";

/// The Python with zxing-cpp that `tests/run` makes; none where it was not run, which is a failure with
/// `STANDARDS_JUDGES=required`.
fn judge() -> Option<PathBuf> {
    let named = std::env::var_os("POMONA_ZXING_PYTHON").map(PathBuf::from);
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        PathBuf::from,
    );
    let found = named.or_else(|| Some(target.join("tools/zxing/bin/python")));
    let found = found.filter(|python| python.exists());
    if found.is_none() {
        let required = std::env::var("STANDARDS_JUDGES").is_ok_and(|value| value == "required");
        assert!(
            !required,
            "tests/run installs zxing-cpp, or set POMONA_ZXING_PYTHON"
        );
        eprintln!("zxing-cpp is missing: nobody else has read these labels");
    }
    found
}

/// What the judge says of each page.
fn judged(python: &Path, pdf: &[u8]) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("labels.pdf");
    std::fs::write(&file, pdf).unwrap();
    let drawn = Command::new("pdftoppm")
        .args(["-gray", "-png", "-r", DPI])
        .args([&file, &folder.path().join("page")])
        .status()
        .expect("poppler-utils draws");
    assert!(drawn.success());
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "png"))
        .collect();
    pages.sort();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/judges/labels/read.py");
    let output = Command::new(python)
        .arg(script)
        .args([DPI, BAND_MM])
        .args(pages)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let told = String::from_utf8(output.stdout).unwrap();
    told.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn tag(number: usize, level: Level) -> Plate {
    Plate {
        words: format!("林小满与家人 {number}"),
        tree: format!("小满 · 乙区 14 排 {number} 株"),
        orchard: "三标果园 · 东坡".into(),
        code: format!("{number:08}"),
        url: format!("https://farm.example/t/{number:08}"),
        level,
    }
}

fn certificate() -> Certificate {
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Certificate {
        title: "承诺达标合格证".into(),
        promise: "我承诺对生产销售的食用农产品：不使用禁用农药兽药、停用兽药和非法添加物；常规农药兽药残留不超标；对承诺的真实性负责。".into(),
        facts: vec![fact("产品名称", "纽荷尔脐橙"), fact("数量（重量）", "240 kg"), fact("产地", "江西省寻乌县三标乡")],
        basis: "承诺依据".into(),
        bases: vec![("委托检测".into(), false), ("自我检测".into(), true)],
        note: String::new(),
        scan: "扫码查验".into(),
        url: "https://farm.example/l/lot_vcpfhd58y8f7x9m5vsc5b9r3q0/certificates/12".into(),
    }
}

/// A label with its size, the level of its code, and how wide a module is at least, in micrometres.
type Labelled = ((u32, u32), Vec<Mark>, &'static str, u64);

fn labels() -> Vec<Labelled> {
    let boxed = BoxLabel {
        product: "赣南脐橙".into(),
        lot: "L-1128-A".into(),
        lines: vec!["采收 2026-11-28".into()],
        url: "https://farm.example/l/lot_vcpfhd58y8f7x9m5vsc5b9r3q0".into(),
    };
    let poster = Poster {
        title: "认养一棵橙树".into(),
        lines: vec!["江西寻乌 三标果园".into()],
        invitation: "扫一扫，看看这些树".into(),
        url: "https://farm.example/campaigns/cmp_vcpfhd58y8f7x9m5vsc5b9r3q0".into(),
    };
    vec![
        (
            TAG,
            labels::tree_tag(&tag(1, Level::Quarter)).unwrap(),
            "Q",
            840,
        ),
        (
            TAG,
            labels::tree_tag(&tag(2, Level::ThreeTenths)).unwrap(),
            "H",
            840,
        ),
        (
            PLATE,
            labels::plate(&tag(3, Level::Quarter)).unwrap(),
            "Q",
            840,
        ),
        (BOX, labels::box_label(&boxed).unwrap(), "Q", 500),
        (POSTER, labels::poster(&poster).unwrap(), "Q", 840),
        (
            CERTIFICATE_PAPER,
            labels::certificate_paper(&certificate()).unwrap(),
            "Q",
            500,
        ),
        (
            CERTIFICATE_LABEL,
            labels::certificate_label(&certificate()).unwrap(),
            "Q",
            500,
        ),
    ]
}

#[test]
fn every_label_reads_back_with_white_around_its_code_and_along_its_edges() {
    let Some(python) = judge() else { return };
    for (size, marks, level, least_um) in labels() {
        let pdf = label_pdf("label", &Stock::roll(size), &[marks]).unwrap();
        let pages = judged(&python, &pdf);
        let [page] = &pages[..] else {
            panic!("{size:?}: {pages:?}")
        };
        let codes = page["codes"].as_array().unwrap();
        assert_eq!(codes.len(), 1, "{size:?}: {page}");
        let code = &codes[0];
        assert!(
            code["text"]
                .as_str()
                .unwrap()
                .starts_with("https://farm.example/"),
            "{page}"
        );
        assert_eq!(code["level"], level, "{size:?}: {page}");
        assert_eq!(code["clear"], true, "{size:?}: {page}");
        assert!(
            code["module_um"].as_u64().unwrap() >= least_um - least_um / 20,
            "{size:?}: {page}"
        );
        assert_eq!(
            page["band"], true,
            "{size:?}: something is printed where a cut may go"
        );
    }
}

#[test]
fn a_parcel_carries_gs1_128_with_its_first_character() {
    let Some(python) = judge() else { return };
    let label = ParcelLabel {
        product: "赣南脐橙 · 一级".into(),
        lines: vec!["净重 5 kg".into(); 11],
        code: "7F3K-9Q2M".into(),
        url: "https://farm.example/p/7F3K9Q2M".into(),
        sscc: Some("069014100000000018".into()),
    };
    let marks = labels::parcel_label(&label).unwrap();
    let pdf = label_pdf("parcel", &Stock::roll(PARCEL), &[marks]).unwrap();
    let pages = judged(&python, &pdf);
    let codes = pages[0]["codes"].as_array().unwrap();
    assert_eq!(codes.len(), 2, "{pages:?}");
    assert_eq!(codes[0]["text"], "(00)069014100000000018");
    assert_eq!(codes[0]["content"], "GS1", "FNC1 is there: {pages:?}");
    assert_eq!(codes[1]["text"], label.url);
    assert!(codes.iter().all(|code| code["clear"] == true), "{pages:?}");
    assert_eq!(pages[0]["band"], true);
}

#[test]
fn every_tag_of_a_sheet_reads_back_on_every_page() {
    let Some(python) = judge() else { return };
    let count = 20;
    let tags: Vec<Vec<Mark>> = (1..=count)
        .map(|number| labels::tree_tag(&tag(number, Level::Quarter)).unwrap())
        .collect();
    for (stock, pages_expected) in [("a4", 3), ("a3", 2), ("letter", 4), ("80x100", 20)] {
        let pdf = label_pdf("tags", &Stock::named(stock, TAG).unwrap(), &tags).unwrap();
        let pages = judged(&python, &pdf);
        assert_eq!(pages.len(), pages_expected, "{stock}");
        let mut read: Vec<String> = Vec::new();
        for code in pages
            .iter()
            .flat_map(|page| page["codes"].as_array().unwrap())
        {
            assert_eq!(
                (&code["clear"], &code["level"]),
                (&true.into(), &"Q".into()),
                "{stock}"
            );
            read.push(code["text"].as_str().unwrap().to_owned());
        }
        read.sort();
        let all: Vec<String> = (1..=count)
            .map(|number| tag(number, Level::Quarter).url)
            .collect();
        assert_eq!(read, all, "{stock}");
    }
}

#[test]
fn the_judge_finds_a_missing_margin() {
    let Some(python) = judge() else { return };
    let mut marks = labels::tree_tag(&tag(1, Level::Quarter)).unwrap();
    marks.push(Mark::Line {
        from: (1_000, 52_000),
        to: (9_500, 52_000),
    });
    let pdf = label_pdf("tag", &Stock::roll(TAG), &[marks]).unwrap();
    let page = &judged(&python, &pdf)[0];
    assert_eq!(page["codes"][0]["clear"], false, "{page}");
    assert_eq!(page["band"], false, "{page}");
}
