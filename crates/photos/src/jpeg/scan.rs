//! Counts the blocks of every scan, so that a picture cut short or declared too large or too small
//! is found. Follows the coding of ITU-T T.81 (F.2 sequential, G.2 progressive) but keeps no
//! coefficient. Refinement scans of alternating coefficients are passed over: following them needs
//! all coefficients, and without them the picture is whole, only less sharp.

use super::huffman::{Bits, Table};
use super::{Component, Frame, HUFFMAN_TABLES, RESTART_INTERVAL, START_OF_SCAN, Segments, frame};
use crate::PhotoError;
use crate::layout::be16;

/// Bytes an encoder may leave between the last block and the next marker.
const PADDING_BYTES_MAX: usize = 16;

/// A Huffman table as defined: 16 counts, then the symbols. Built only when a scan uses it, so that
/// a file of nothing but definitions costs nothing.
#[derive(Clone, Copy)]
struct Definition<'a> {
    counts: &'a [u8; 16],
    symbols: &'a [u8],
}

#[derive(Default)]
struct Tables<'a> {
    direct: [Option<Definition<'a>>; 4],
    alternating: [Option<Definition<'a>>; 4],
    restart_interval: u64,
}

/// Checks that each scan holds exactly the blocks the frame declares, and that each component was
/// sent.
///
/// # Errors
/// [`PhotoError::CutOff`], [`PhotoError::SizeLies`], [`PhotoError::Damaged`].
pub(crate) fn check_pixels(bytes: &[u8]) -> Result<(), PhotoError> {
    let mut tables = Tables::default();
    let mut declared: Option<Frame> = None;
    let mut sent = Vec::new();
    for segment in Segments::new(bytes) {
        let segment = segment?;
        match segment.marker {
            HUFFMAN_TABLES => tables.define(segment.body)?,
            RESTART_INTERVAL => {
                let interval = be16(segment.body, 0).ok_or(PhotoError::Damaged)?;
                tables.restart_interval = u64::from(interval);
            }
            START_OF_SCAN => {
                let frame = declared.as_ref().ok_or(PhotoError::Damaged)?;
                let scan = Scan::read(frame, &tables, segment.body)?;
                scan.check(frame, segment.entropy, tables.restart_interval)?;
                sent.extend(scan.parts.iter().map(|part| part.component.id));
            }
            _ => declared = frame(&segment)?.or(declared),
        }
    }
    let frame = declared.ok_or(PhotoError::Damaged)?;
    let complete = frame
        .components
        .iter()
        .all(|component| sent.contains(&component.id));
    if complete {
        Ok(())
    } else {
        Err(PhotoError::CutOff)
    }
}

impl<'a> Tables<'a> {
    fn define(&mut self, mut body: &'a [u8]) -> Result<(), PhotoError> {
        while let Some((&head, rest)) = body.split_first() {
            let (counts, rest) = rest.split_first_chunk().ok_or(PhotoError::Damaged)?;
            let length = counts.iter().map(|&count| usize::from(count)).sum();
            let (symbols, rest) = rest.split_at_checked(length).ok_or(PhotoError::Damaged)?;
            let class = if head >> 4 == 0 {
                &mut self.direct
            } else {
                &mut self.alternating
            };
            let slot = class
                .get_mut(usize::from(head & 15))
                .ok_or(PhotoError::Damaged)?;
            *slot = Some(Definition { counts, symbols });
            body = rest;
        }
        Ok(())
    }
}

fn build(definition: Option<&Option<Definition<'_>>>) -> Result<Table, PhotoError> {
    let definition = definition.copied().flatten().ok_or(PhotoError::Damaged)?;
    Table::build(definition.counts, definition.symbols)
}

/// How the blocks of a scan are coded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    /// All 64 coefficients of a block (sequential).
    Whole,
    /// The direct coefficient, first bits (progressive).
    Direct,
    /// One more bit of the direct coefficient (progressive).
    DirectRefinement,
    /// Alternating coefficients `from` to `to`, first bits (progressive).
    Alternating { from: u8, to: u8 },
    /// One more bit of alternating coefficients (progressive): passed over.
    AlternatingRefinement,
}

/// One component's share of a scan.
struct Part {
    component: Component,
    direct: Option<Table>,
    alternating: Option<Table>,
}

struct Scan {
    coding: Coding,
    parts: Vec<Part>,
}

impl Scan {
    fn read(frame: &Frame, tables: &Tables<'_>, body: &[u8]) -> Result<Self, PhotoError> {
        let count = usize::from(*body.first().ok_or(PhotoError::Damaged)?);
        let rows = body.get(1..1 + 2 * count).ok_or(PhotoError::Damaged)?;
        let band = body
            .get(1 + 2 * count..4 + 2 * count)
            .ok_or(PhotoError::Damaged)?;
        let &[from, to, approximation] = band else {
            return Err(PhotoError::Damaged);
        };
        let refines = approximation >> 4 != 0;
        let coding = match (frame.progressive, from, refines) {
            (false, _, _) => Coding::Whole,
            (true, 0, false) => Coding::Direct,
            (true, 0, true) => Coding::DirectRefinement,
            (true, _, false) => Coding::Alternating { from, to },
            (true, _, true) => Coding::AlternatingRefinement,
        };
        if count == 0 || count > frame.components.len() || to > 63 || from > to {
            return Err(PhotoError::Damaged);
        }
        let needs_direct = matches!(coding, Coding::Whole | Coding::Direct);
        let needs_alternating = matches!(coding, Coding::Whole | Coding::Alternating { .. });
        let mut parts = Vec::with_capacity(count);
        for row in rows.chunks_exact(2) {
            let component = frame
                .components
                .iter()
                .find(|component| component.id == row[0]);
            let component = *component.ok_or(PhotoError::Damaged)?;
            let direct = tables.direct.get(usize::from(row[1] >> 4));
            let alternating = tables.alternating.get(usize::from(row[1] & 15));
            parts.push(Part {
                component,
                direct: needs_direct.then(|| build(direct)).transpose()?,
                alternating: needs_alternating.then(|| build(alternating)).transpose()?,
            });
        }
        Ok(Self { coding, parts })
    }

    /// Follows the scan through its restart intervals.
    fn check(&self, frame: &Frame, entropy: &[u8], interval: u64) -> Result<(), PhotoError> {
        if self.coding == Coding::AlternatingRefinement {
            return Ok(());
        }
        let mut units_left = self.units(frame);
        let interval = if interval == 0 { units_left } else { interval };
        for piece in restart_pieces(entropy) {
            if units_left == 0 {
                return Err(PhotoError::SizeLies);
            }
            let units = interval.min(units_left);
            let mut bits = Bits::new(piece);
            self.follow(&mut bits, units)?;
            if bits.bytes_left() > PADDING_BYTES_MAX {
                return Err(PhotoError::SizeLies);
            }
            units_left -= units;
        }
        if units_left == 0 {
            Ok(())
        } else {
            Err(PhotoError::CutOff)
        }
    }

    /// Minimum coded units of the scan (T.81 A.2): single blocks where one component stands alone.
    fn units(&self, frame: &Frame) -> u64 {
        let widest = frame
            .components
            .iter()
            .map(|part| part.across)
            .max()
            .unwrap_or(1);
        let tallest = frame
            .components
            .iter()
            .map(|part| part.down)
            .max()
            .unwrap_or(1);
        let (across, down) = match self.parts.as_slice() {
            [only] => (
                (frame.width * only.component.across)
                    .div_ceil(widest)
                    .div_ceil(8),
                (frame.height * only.component.down)
                    .div_ceil(tallest)
                    .div_ceil(8),
            ),
            _ => (
                frame.width.div_ceil(8 * widest),
                frame.height.div_ceil(8 * tallest),
            ),
        };
        u64::from(across) * u64::from(down)
    }

    fn follow(&self, bits: &mut Bits<'_>, units: u64) -> Result<(), PhotoError> {
        let alone = self.parts.len() == 1;
        let mut empty_blocks = 0;
        for _ in 0..units {
            for part in &self.parts {
                let blocks = if alone {
                    1
                } else {
                    part.component.across * part.component.down
                };
                for _ in 0..blocks {
                    self.block(bits, part, &mut empty_blocks)?;
                }
            }
        }
        Ok(())
    }

    fn block(
        &self,
        bits: &mut Bits<'_>,
        part: &Part,
        empty_blocks: &mut u64,
    ) -> Result<(), PhotoError> {
        if let Some(table) = &part.direct {
            let size = u32::from(bits.symbol(table)?);
            if size > 16 {
                return Err(PhotoError::Damaged);
            }
            bits.skip(size)?;
        }
        match (self.coding, &part.alternating) {
            (Coding::Whole, Some(table)) => alternating(bits, table, (1, 63), empty_blocks),
            (Coding::Alternating { from, to }, Some(table)) if *empty_blocks == 0 => {
                alternating(bits, table, (from, to), empty_blocks)
            }
            (Coding::Alternating { .. }, _) => {
                *empty_blocks -= 1;
                Ok(())
            }
            (Coding::DirectRefinement, _) => bits.skip(1),
            (Coding::Whole | Coding::Direct | Coding::AlternatingRefinement, _) => Ok(()),
        }
    }
}

/// Passes over one block's alternating coefficients of a band; a run of empty blocks that begins
/// here (T.81 G.1.2.2; only in progressive files) is left in `empty_blocks`.
fn alternating(
    bits: &mut Bits<'_>,
    table: &Table,
    (from, to): (u8, u8),
    empty_blocks: &mut u64,
) -> Result<(), PhotoError> {
    let mut at = u32::from(from);
    while at <= u32::from(to) {
        let symbol = bits.symbol(table)?;
        let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        if size > 0 {
            bits.skip(size)?;
        } else if run < 15 {
            *empty_blocks = (1 << run) - 1 + bits.number(run)?;
            return Ok(());
        }
        at += run + 1;
    }
    Ok(())
}

/// The bytes between restart markers.
fn restart_pieces(entropy: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(entropy);
    std::iter::from_fn(move || {
        let current = rest?;
        let marker = current
            .windows(2)
            .position(|pair| pair[0] == 0xff && matches!(pair[1], 0xd0..=0xd7));
        rest = marker.and_then(|at| current.get(at + 2..));
        current.get(..marker.unwrap_or(current.len()))
    })
}
