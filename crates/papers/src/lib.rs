//! Documents to keep and labels to print, as PDF: headings, facts, paragraphs or marks of exact size in, bytes out.
//!
//! One A4 layout in black on white, one embedded font (Noto Sans SC) of which each file carries only the glyphs that
//! it uses, text that can be searched and copied. The same paper gives the same bytes, for ever: there is no clock
//! and no randomness here. The crate knows nothing about files, contracts, people or languages.
//!
//! ```
//! use papers::{Block, Paper, pdf};
//!
//! let paper = Paper {
//!     title: "认养合同".into(),
//!     language: "zh-CN".into(),
//!     footer: "sha256 5f3a…".into(),
//!     blocks: vec![Block::Fact("价格".into(), "¥1,680.00".into()), Block::Paragraph("第一条。".into())],
//! };
//! assert!(pdf(&paper)?.starts_with(b"%PDF-"));
//! # Ok::<(), papers::PaperError>(())
//! ```

mod draw;
mod font;
mod lines;
mod outline;
mod sheet;

pub use draw::pdf;
pub use outline::{Outline, Stroke, text_length, text_outline};
pub use sheet::{LABELS_MAX, Mark, PAGES, Stock, TEXT_UM_MIN, label_pdf};

/// Most pages of one paper: a contract of 10,000 characters takes ten.
pub const PAGES_MAX: usize = 60;

/// What is put on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its name, large on the first page and in the file's properties.
    pub title: String,
    /// The language of its words, as a BCP 47 tag.
    pub language: String,
    /// At the foot of every page, left of the page's number.
    pub footer: String,
    /// What it says, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A piece of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Opens a part.
    Heading(String),
    /// A name and what it is.
    Fact(String, String),
    /// Running text; its own line breaks count.
    Paragraph(String),
    /// Small print.
    Note(String),
}

/// Why a paper cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// More text than [`PAGES_MAX`] pages hold.
    #[error("the text does not fit on {max} pages")]
    TooLong {
        /// The limit, [`PAGES_MAX`].
        max: usize,
    },
    /// More labels than [`LABELS_MAX`] in one file.
    #[error("a file holds at most {max} labels")]
    TooManyLabels {
        /// The limit, [`LABELS_MAX`].
        max: usize,
    },
    /// The font that is compiled in cannot be read; no build is known to do this.
    #[error("the built-in font cannot be read")]
    Font,
    /// The PDF could not be put together; no text is known to lead here.
    #[error("the paper could not be put together")]
    Assembly,
}

#[cfg(test)]
mod tests;
