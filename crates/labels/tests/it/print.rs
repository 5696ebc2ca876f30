//! Sheets as they leave the printer: drawn by another program, read by another program. Where these programs are not
//! installed, only the files' sizes are checked.

use std::{path::Path, process::Command};

use labels::{BOX, BoxLabel, Level, PARCEL, PLATE, POSTER, ParcelLabel, Plate, Poster, TAG};
use papers::{Mark, Stock, label_pdf};

fn tag(number: usize) -> Plate {
    Plate {
        words: format!("林小满与家人 {number}"),
        tree: format!("小满 · 乙区 14 排 {number} 株"),
        orchard: "三标果园 · 东坡".into(),
        code: format!("{number:08}"),
        url: format!("https://farm.example/t/{number:08}"),
        level: Level::Quarter,
    }
}

/// Whether the programs that draw and read are here; a machine without them checks less.
fn judges() -> bool {
    ["pdftoppm", "zbarimg"]
        .iter()
        .all(|program| Command::new(program).arg("--version").output().is_ok())
}

/// Everything a scanner reads on each page, sorted, at this many dots per inch.
fn read(pdf: &[u8], dpi: u32) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("labels.pdf");
    std::fs::write(&file, pdf).unwrap();
    let drawn = Command::new("pdftoppm")
        .args(["-gray", "-r", &dpi.to_string()])
        .args([&file, &folder.path().join("page")])
        .status()
        .unwrap();
    assert!(drawn.success());
    let mut pages: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "pgm"))
        .collect();
    pages.sort();
    pages.iter().map(|page| scanned(page)).collect()
}

fn scanned(page: &Path) -> Vec<String> {
    let told = Command::new("zbarimg")
        .arg("-q")
        .arg(page)
        .output()
        .unwrap();
    let text = String::from_utf8(told.stdout).unwrap();
    let mut codes: Vec<_> = text.lines().map(str::to_owned).collect();
    codes.sort();
    codes
}

fn pages(pdf: &[u8]) -> usize {
    // Each page is an object of this type; the tree above them is `/Pages`.
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
        + text.matches("/Type/Page").count()
        - text.matches("/Type/Pages").count()
}

#[test]
fn twenty_tags_are_three_sheets_and_every_code_on_them_reads() {
    let labels: Vec<Vec<Mark>> = (1..=20)
        .map(|one| labels::tree_tag(&tag(one)).unwrap())
        .collect();
    let pdf = label_pdf("tags", &Stock::a4(TAG), &labels).unwrap();
    if !judges() {
        return;
    }
    let read = read(&pdf, 150);
    assert_eq!(read.iter().map(Vec::len).collect::<Vec<_>>(), [9, 9, 2]);
    let expected: Vec<_> = (1..=20)
        .map(|one| format!("QR-Code:{}", tag(one).url))
        .collect();
    assert_eq!(read.concat(), expected);
}

#[test]
fn a_thousand_tags_are_one_file() {
    let labels: Vec<Vec<Mark>> = (1..=1_000)
        .map(|one| labels::tree_tag(&tag(one)).unwrap())
        .collect();
    let pdf = label_pdf("tags", &Stock::a4(TAG), &labels).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(pdf.len() < 12_000_000, "{} bytes", pdf.len());
    assert!(
        pages(&pdf) == 112 || pages(&pdf) == 0,
        "{} pages",
        pages(&pdf)
    );
    if let Some(file) = std::env::var_os("POMONA_LABELS_FILE") {
        std::fs::write(file, &pdf).unwrap();
    }
}

#[test]
fn a_parcel_label_carries_its_address_and_its_number_as_gs1_128() {
    let label = ParcelLabel {
        product: "赣南脐橙 · 一级".into(),
        lines: vec!["净重 5 kg".into(), "批次 L-1128-A".into()],
        code: "7F3K-9Q2M".into(),
        url: "https://farm.example/p/7F3K9Q2M".into(),
        sscc: Some("069014100000000018".into()),
    };
    let marks = labels::parcel_label(&label).unwrap();
    let pdf = label_pdf("parcel", &Stock::roll(PARCEL), &[marks]).unwrap();
    if judges() {
        let read = read(&pdf, 203).concat();
        assert_eq!(
            read,
            [
                "CODE-128:00069014100000000018",
                "QR-Code:https://farm.example/p/7F3K9Q2M"
            ]
        );
    }
    let bare = ParcelLabel {
        sscc: Some("12".into()),
        ..label
    };
    assert_eq!(
        labels::parcel_label(&bare),
        Err(labels::LabelError::SsccMalformed)
    );
}

#[test]
fn plates_boxes_and_posters_read_too() {
    let boxed = BoxLabel {
        product: "赣南脐橙".into(),
        lot: "L-1128-A".into(),
        lines: vec!["采收 2026-11-28".into()],
        url: "https://farm.example/l/lot_1".into(),
    };
    let poster = Poster {
        title: "认养一棵橙树".into(),
        lines: vec!["江西寻乌 三标果园".into()],
        invitation: "扫一扫，看看这些树".into(),
        url: "https://farm.example/campaigns/1".into(),
    };
    let sheets = [
        (
            Stock::a4(PLATE),
            labels::plate(&tag(7)).unwrap(),
            tag(7).url,
        ),
        (
            Stock::a4(BOX),
            labels::box_label(&boxed).unwrap(),
            boxed.url,
        ),
        (
            Stock::roll(POSTER),
            labels::poster(&poster).unwrap(),
            poster.url,
        ),
    ];
    for (stock, marks, url) in sheets {
        let pdf = label_pdf("labels", &stock, &[marks]).unwrap();
        if judges() {
            assert_eq!(read(&pdf, 150).concat(), [format!("QR-Code:{url}")]);
        }
    }
}
