//! The certificate of a lot (承诺达标合格证) in its two forms: a paper of A5 to enclose or hang up, and a small label with
//! the code and the words that the law wants beside it. All words come from outside; it knows no law and no lot.

use papers::Mark;

use crate::{
    LabelError,
    print::{INDOOR_DOTS, centred, qr, started},
};

/// The paper: A5.
pub const CERTIFICATE_PAPER: (u32, u32) = (148_000, 210_000);
/// The label: 64 × 48 mm, fifteen on a sheet of A4.
pub const CERTIFICATE_LABEL: (u32, u32) = (64_000, 48_000);

/// Left edge of what is written on the paper, in micrometres.
const LEFT: u32 = 14_000;
/// Room for a line on the paper, in micrometres.
const ROOM: u32 = CERTIFICATE_PAPER.0 - 2 * LEFT;
/// From fact to fact, in micrometres.
const ROW: u32 = 9_500;
/// Most facts that the paper holds.
const FACTS_MAX: usize = 7;

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// What it is called.
    pub title: String,
    /// What is promised.
    pub promise: String,
    /// Its fields, name and content; the label shows the first three.
    pub facts: Vec<(String, String)>,
    /// The name of what the promise rests on.
    pub basis: String,
    /// On what it may rest, and whether it does.
    pub bases: Vec<(String, bool)>,
    /// What else must be known, such as that another took its place; may be empty.
    pub note: String,
    /// What the code is for.
    pub scan: String,
    /// Where the QR code leads.
    pub url: String,
}

/// The paper, of the size [`CERTIFICATE_PAPER`].
///
/// # Errors
/// As the code of the address: empty, too long, or modules under 0.5 mm.
pub fn certificate_paper(one: &Certificate) -> Result<Vec<Mark>, LabelError> {
    let middle = CERTIFICATE_PAPER.0 / 2;
    let line = |y: u32| Mark::Line {
        from: (LEFT, y),
        to: (LEFT + ROOM, y),
    };
    let mut marks = vec![
        centred(&one.title, (middle, 26_000), (11_000, ROOM)),
        line(33_000),
        Mark::Lines {
            text: one.promise.clone(),
            x: LEFT,
            baseline: 42_000,
            size: 4_200,
            leading: 6_600,
            room: ROOM,
            most: 6,
        },
        line(80_000),
    ];
    for (nth, (name, value)) in (0..).zip(one.facts.iter().take(FACTS_MAX)) {
        let y = 88_000 + nth * ROW;
        marks.push(started(name, (LEFT, y), (3_600, 30_000)));
        marks.push(started(value, (LEFT + 33_000, y), (4_600, ROOM - 33_000)));
    }
    marks.push(line(151_000));
    marks.push(started(&one.basis, (LEFT, 161_000), (3_600, 60_000)));
    for (nth, (name, ticked)) in (0..).zip(one.bases.iter().take(4)) {
        let y = 170_000 + nth * 8_000;
        marks.push(Mark::Box {
            at: (LEFT, y - 3_600),
            side: 4_000,
            ticked: *ticked,
        });
        marks.push(started(name, (LEFT + 7_000, y), (4_200, 60_000)));
    }
    marks.push(qr(&one.url, (92_000, 154_000), 42_000, INDOOR_DOTS)?);
    marks.push(centred(&one.scan, (113_000, 199_500), (3_000, 42_000)));
    marks.push(started(&one.note, (LEFT, 202_500), (3_400, 74_000)));
    Ok(marks)
}

/// The label, of the size [`CERTIFICATE_LABEL`]: the words are its largest line.
///
/// # Errors
/// As the code of the address: empty, too long, or modules under 0.5 mm.
pub fn certificate_label(one: &Certificate) -> Result<Vec<Mark>, LabelError> {
    let middle = CERTIFICATE_LABEL.0 / 2;
    let left = |text: &str, y: u32, size| started(text, (36_000, y), (size, 24_000));
    let mut marks = vec![
        centred(&one.title, (middle, 10_500), (5_800, 56_000)),
        qr(&one.url, (4_000, 14_000), 30_000, INDOOR_DOTS)?,
    ];
    for (nth, (name, value)) in (0..).zip(one.facts.iter().take(3)) {
        let y = 17_500 + nth * 8_500;
        marks.push(left(name, y, 2_200));
        marks.push(left(value, y + 4_200, 3_600));
    }
    marks.push(left(&one.scan, 43_300, 2_400));
    Ok(marks)
}
