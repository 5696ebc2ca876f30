//! Papers as other programs read them: pdftotext, pdffonts and qpdf. Without those, as bytes.

use std::{path::Path, process::Command};

use super::*;

fn sample() -> Paper {
    Paper {
        title: "认养合同".into(),
        language: "zh-CN".into(),
        footer: "sha256 0011223344556677".into(),
        blocks: vec![
            Block::Heading("当事人".into()),
            Block::Fact("买方".into(), "王珺玥 Anna O’Neill".into()),
            Block::Paragraph("第一条　果树由农户照料，收成按约定交付。Fruit is sent between 20 November and 20 December.\n第二条。".into()),
            Block::Note("鲜活果品，确认不适用七日无理由退货。".into()),
        ],
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes_and_another_gives_others() {
    let first = pdf(&sample()).unwrap();
    assert_eq!(first, pdf(&sample()).unwrap());
    let mut other = sample();
    other.blocks.push(Block::Note("再一行".into()));
    assert_ne!(first, pdf(&other).unwrap());
    // 7 MB of font, some forty glyphs of it inside.
    assert!(first.len() < 60_000, "{} bytes", first.len());
}

#[test]
fn other_programs_read_its_words_and_find_nothing_wrong() {
    let folder = std::env::temp_dir().join(format!("pomona-paper-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("paper.pdf");
    std::fs::write(&file, pdf(&sample()).unwrap()).unwrap();
    let text = ran("pdftotext", &["-enc", "UTF-8"], &file, &["-"]).replace("1 / 1", "1/1");
    for words in [
        "认养合同",
        "王珺玥 Anna O’Neill",
        "第一条",
        "七日无理由",
        "sha256 0011223344556677",
        "1/1",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let fonts = ran("pdffonts", &[], &file, &[]);
    let font = fonts.lines().nth(2).unwrap();
    assert!(
        font.contains("+NotoSansSC-Regular") && font.contains("yes yes yes"),
        "{fonts}"
    );
    assert_eq!(fonts.lines().count(), 3, "{fonts}");
    ran("qpdf", &["--check"], &file, &[]);
    std::fs::remove_dir_all(folder).unwrap();
}

/// The judges are Debian's poppler-utils and qpdf; `tests/run` installs them.
fn ran(program: &str, before: &[&str], file: &Path, after: &[&str]) -> String {
    let output = Command::new(program)
        .args(before)
        .arg(file)
        .args(after)
        .output();
    let output = output
        .unwrap_or_else(|error| panic!("{program} (install poppler-utils and qpdf): {error}"));
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn long_texts_flow_over_pages_and_too_long_ones_are_refused() {
    let mut paper = sample();
    paper.blocks = vec![Block::Paragraph("果".repeat(10_000))];
    let folder = std::env::temp_dir().join(format!("pomona-long-paper-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("paper.pdf");
    std::fs::write(&file, pdf(&paper).unwrap()).unwrap();
    let pages: usize = ran("qpdf", &["--show-npages"], &file, &[])
        .trim()
        .parse()
        .unwrap();
    assert!((5..12).contains(&pages), "{pages} pages");
    std::fs::remove_dir_all(folder).unwrap();
    paper.blocks = vec![Block::Paragraph("果\n".repeat(5_000))];
    assert_eq!(pdf(&paper), Err(PaperError::TooLong { max: PAGES_MAX }));
}

#[test]
fn lines_fit_and_marks_cling_to_their_words() {
    let rule = font::Face::get().unwrap().rule().unwrap();
    let text = "承诺（二十公斤）。Guaranteed minimum, “twenty” kilograms, 一二三四五六七八九十。";
    for width in [4.0_f32, 7.0, 11.5] {
        let broken = lines::broken(&rule, text, width);
        assert!(broken.len() > 2);
        for line in &broken {
            assert!(!line.starts_with(['。', '）', ',', '”']), "{line}");
            assert!(!line.ends_with(['（', '“']), "{line}");
        }
        let joined: String = broken.concat().split_whitespace().collect();
        assert_eq!(
            joined,
            text.split_whitespace().collect::<String>(),
            "nothing is lost"
        );
    }
    let wide = lines::broken(&rule, &"w".repeat(90), 10.0);
    assert!(
        wide.iter().all(|line| rule.length(line) <= 10.0),
        "{wide:?}"
    );
}

#[test]
fn what_cannot_be_drawn_is_marked_and_what_disguises_is_left_out() {
    let rule = font::Face::get().unwrap().rule().unwrap();
    assert_eq!(rule.drawable('䶮'), Some('〓'));
    assert_eq!(rule.drawable('\u{202e}'), None);
    assert_eq!(rule.drawable('\u{7}'), None);
    assert_eq!(rule.drawable('珺'), Some('珺'));
}
