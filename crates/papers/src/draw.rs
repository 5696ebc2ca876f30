//! Puts lines on pages. It knows no word of what they say.

use krilla::{
    Document, SerializeSettings,
    color::luma,
    geom::{PathBuilder, Point},
    metadata::Metadata,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
};

use crate::{
    Block, PAGES_MAX, Paper, PaperError,
    font::{Face, Rule},
    lines::broken,
};

/// A4, in points of 1/72 inch.
const PAGE_WIDTH: f32 = 595.28;
/// A4, in points.
const PAGE_HEIGHT: f32 = 841.89;
/// White on all sides, in points: 22 mm.
const MARGIN: f32 = 62.4;
/// From the left edge of a fact's name to its value, in points.
const FACT_INDENT: f32 = 120.0;
/// Where the footer stands, in points from the top.
const FOOTER_AT: f32 = PAGE_HEIGHT - 34.0;
/// Size of the footer, in points.
const FOOTER_SIZE: f32 = 7.5;
/// Grey of what is not read first: 0 is black, 255 white.
const QUIET: u8 = 95;

/// How a block's lines look, in points.
#[derive(Clone, Copy)]
struct Style {
    size: f32,
    leading: f32,
    above: f32,
    grey: u8,
}

const TITLE: Style = Style {
    size: 20.0,
    leading: 28.0,
    above: 0.0,
    grey: 0,
};
const HEADING: Style = Style {
    size: 12.5,
    leading: 18.0,
    above: 16.0,
    grey: 0,
};
const FACT: Style = Style {
    size: 10.0,
    leading: 15.5,
    above: 3.0,
    grey: 0,
};
const PARAGRAPH: Style = Style {
    size: 10.0,
    leading: 16.5,
    above: 6.0,
    grey: 0,
};
const NOTE: Style = Style {
    size: 8.5,
    leading: 13.0,
    above: 6.0,
    grey: QUIET,
};

/// A line with its place on its page.
struct Placed {
    x: f32,
    y: f32,
    size: f32,
    grey: u8,
    text: String,
}

/// Draws a paper. The same paper gives the same bytes.
///
/// # Errors
/// [`PaperError::TooLong`]; the others have no known cause.
pub fn pdf(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let face = Face::get()?;
    let rule = face.rule()?;
    let pages = set(&rule, paper)?;
    let mut document = Document::new_with(SerializeSettings {
        enable_tagging: false,
        ..SerializeSettings::default()
    });
    document.set_metadata(
        Metadata::new()
            .title(paper.title.clone())
            .language(paper.language.clone())
            .producer("Pomona".to_owned()),
    );
    let settings = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or(PaperError::Assembly)?;
    for (index, lines) in pages.iter().enumerate() {
        let mut page = document.start_page_with(settings.clone());
        let mut surface = page.surface();
        for line in lines {
            write(&mut surface, face, &rule, line);
        }
        foot(
            &mut surface,
            face,
            &rule,
            &paper.footer,
            (index + 1, pages.len()),
        );
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|_| PaperError::Assembly)
}

/// Decides what stands where.
fn set(rule: &Rule<'_>, paper: &Paper) -> Result<Vec<Vec<Placed>>, PaperError> {
    let mut sheet = Sheet {
        pages: vec![Vec::new()],
        y: MARGIN,
    };
    sheet.add(rule, &paper.title, TITLE, MARGIN);
    for block in &paper.blocks {
        match block {
            Block::Heading(text) => {
                sheet.keep_together(HEADING.above + HEADING.leading + 2.0 * PARAGRAPH.leading);
                sheet.add(rule, text, HEADING, MARGIN);
            }
            Block::Fact(name, value) => sheet.add_fact(rule, name, value),
            Block::Paragraph(text) => sheet.add(rule, text, PARAGRAPH, MARGIN),
            Block::Note(text) => sheet.add(rule, text, NOTE, MARGIN),
        }
        if sheet.pages.len() > PAGES_MAX {
            return Err(PaperError::TooLong { max: PAGES_MAX });
        }
    }
    Ok(sheet.pages)
}

struct Sheet {
    pages: Vec<Vec<Placed>>,
    y: f32,
}

impl Sheet {
    fn add(&mut self, rule: &Rule<'_>, text: &str, style: Style, x: f32) {
        self.y += style.above;
        let width = (PAGE_WIDTH - MARGIN - x) / style.size;
        for line in broken(rule, text, width) {
            self.keep_together(style.leading);
            self.y += style.leading;
            self.place(x, style, line);
        }
    }

    fn add_fact(&mut self, rule: &Rule<'_>, name: &str, value: &str) {
        let value_x = MARGIN + FACT_INDENT;
        let names = broken(rule, name, (FACT_INDENT - FACT.size) / FACT.size);
        let values = broken(rule, value, (PAGE_WIDTH - MARGIN - value_x) / FACT.size);
        self.y += FACT.above;
        for row in 0..names.len().max(values.len()) {
            self.keep_together(FACT.leading);
            self.y += FACT.leading;
            let quiet = Style {
                grey: QUIET,
                ..FACT
            };
            self.place(MARGIN, quiet, names.get(row).cloned().unwrap_or_default());
            self.place(value_x, FACT, values.get(row).cloned().unwrap_or_default());
        }
    }

    fn place(&mut self, x: f32, style: Style, text: String) {
        if let (Some(page), false) = (self.pages.last_mut(), text.is_empty()) {
            let Style { size, grey, .. } = style;
            page.push(Placed {
                x,
                y: self.y,
                size,
                grey,
                text,
            });
        }
    }

    /// Turns the page unless so much still fits.
    fn keep_together(&mut self, height: f32) {
        if self.y + height > PAGE_HEIGHT - MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }
}

fn write(surface: &mut Surface<'_>, face: &Face, rule: &Rule<'_>, line: &Placed) {
    let shaped = rule.shape(&line.text);
    surface.set_fill(Some(Fill {
        paint: luma::Color::new(line.grey).into(),
        ..Fill::default()
    }));
    let at = Point::from_xy(line.x, line.y);
    surface.draw_glyphs(
        at,
        &shaped.glyphs,
        face.font(),
        &shaped.text,
        line.size,
        false,
    );
}

fn foot(
    surface: &mut Surface<'_>,
    face: &Face,
    rule: &Rule<'_>,
    text: &str,
    (page, pages): (usize, usize),
) {
    let mut line = PathBuilder::new();
    line.move_to(MARGIN, FOOTER_AT - 13.0);
    line.line_to(PAGE_WIDTH - MARGIN, FOOTER_AT - 13.0);
    if let Some(path) = line.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke {
            paint: luma::Color::new(190).into(),
            width: 0.5,
            ..Stroke::default()
        }));
        surface.draw_path(&path);
        surface.set_stroke(None);
    }
    let number = format!("{page} / {pages}");
    let number_x = PAGE_WIDTH - MARGIN - rule.length(&number) * FOOTER_SIZE;
    let room = (number_x - MARGIN) / FOOTER_SIZE - 2.0;
    let text = broken(rule, text, room)
        .into_iter()
        .next()
        .unwrap_or_default();
    for (x, text) in [(MARGIN, text), (number_x, number)] {
        write(
            surface,
            face,
            rule,
            &Placed {
                x,
                y: FOOTER_AT,
                size: FOOTER_SIZE,
                grey: QUIET,
                text,
            },
        );
    }
}
