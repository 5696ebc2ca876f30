//! Huffman tables and the bits of one restart interval (ITU-T T.81 F.2.2, Annex C).

use crate::PhotoError;

/// Longest code in bits.
const CODE_BITS_MAX: u32 = 16;

/// A decoding table: for every 16 bits that may come next, the symbol and its length in bits
/// (0 where no code fits).
pub(super) struct Table(Vec<(u8, u8)>);

impl Table {
    /// Builds a table from its definition: 16 counts by length, then the symbols.
    ///
    /// # Errors
    /// [`PhotoError::Damaged`] where the counts are no prefix code.
    pub(super) fn build(counts: &[u8; 16], symbols: &[u8]) -> Result<Self, PhotoError> {
        let mut entries = vec![(0, 0); 1 << CODE_BITS_MAX];
        let mut symbols = symbols.iter();
        let mut at = 0_usize;
        for (length, &count) in (1_u8..).zip(counts) {
            let width = 1_usize << (CODE_BITS_MAX - u32::from(length));
            for _ in 0..count {
                let symbol = *symbols.next().ok_or(PhotoError::Damaged)?;
                entries
                    .get_mut(at..at + width)
                    .ok_or(PhotoError::Damaged)?
                    .fill((symbol, length));
                at += width;
            }
        }
        Ok(Self(entries))
    }
}

/// Reads the bits of one restart interval, undoing byte stuffing.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    window: u64,
    held: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            window: 0,
            held: 0,
        }
    }

    /// The next symbol of a table.
    pub(super) fn symbol(&mut self, table: &Table) -> Result<u8, PhotoError> {
        self.fill();
        let index = if self.held >= CODE_BITS_MAX {
            self.window >> (self.held - CODE_BITS_MAX)
        } else {
            // Past the end every bit reads as 1, as the padding does; no code is all ones.
            let missing = CODE_BITS_MAX - self.held;
            (self.window << missing) | ((1 << missing) - 1)
        };
        let slot = usize::try_from(index & 0xffff).map_err(|_| PhotoError::Damaged)?;
        let (symbol, length) = *table.0.get(slot).ok_or(PhotoError::Damaged)?;
        match length {
            0 if self.held < CODE_BITS_MAX => Err(PhotoError::CutOff),
            0 => Err(PhotoError::Damaged),
            length => self.skip(u32::from(length)).map(|()| symbol),
        }
    }

    /// The next bits as a number; at most 16.
    pub(super) fn number(&mut self, count: u32) -> Result<u64, PhotoError> {
        self.fill();
        let shift = self.held.checked_sub(count).ok_or(PhotoError::CutOff)?;
        let number = (self.window >> shift) & ((1 << count) - 1);
        self.skip(count)?;
        Ok(number)
    }

    /// Passes over bits; at most 16.
    pub(super) fn skip(&mut self, count: u32) -> Result<(), PhotoError> {
        if self.held < count {
            self.fill();
        }
        self.held = self.held.checked_sub(count).ok_or(PhotoError::CutOff)?;
        self.window &= (1 << self.held) - 1;
        Ok(())
    }

    /// Whole bytes not yet used.
    pub(super) fn bytes_left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at) + (self.held / 8) as usize
    }

    fn fill(&mut self) {
        while self.held <= 48 {
            let Some(&byte) = self.bytes.get(self.at) else {
                return;
            };
            self.at += if byte == 0xff { 2 } else { 1 };
            self.window = (self.window << 8) | u64::from(byte);
            self.held += 8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes 0, 10 and 110 for the symbols 5, 6 and 7.
    fn table() -> Table {
        let mut counts = [0; 16];
        counts[..3].copy_from_slice(&[1, 1, 1]);
        Table::build(&counts, &[5, 6, 7]).unwrap()
    }

    #[test]
    fn symbols_and_numbers_are_read_in_turn() {
        let mut bits = Bits::new(&[0b0101_1010, 0b1111_0111]);
        let table = table();
        assert_eq!(bits.symbol(&table), Ok(5));
        assert_eq!(bits.symbol(&table), Ok(6));
        assert_eq!(bits.symbol(&table), Ok(7));
        assert_eq!(bits.number(5), Ok(0b10111));
        assert_eq!(bits.bytes_left(), 0);
        assert_eq!(
            bits.number(6),
            Err(PhotoError::CutOff),
            "only five bits are left"
        );
    }

    #[test]
    fn stuffing_is_undone() {
        let mut bits = Bits::new(&[0xff, 0x00, 0xab]);
        assert_eq!(bits.number(16), Ok(0xffab));
    }

    #[test]
    fn the_end_and_a_wrong_code_differ() {
        assert_eq!(Bits::new(&[]).symbol(&table()), Err(PhotoError::CutOff));
        let mut bits = Bits::new(&[0b1110_0000, 0, 0]);
        assert_eq!(bits.symbol(&table()), Err(PhotoError::Damaged));
    }

    #[test]
    fn counts_that_are_no_prefix_code_are_refused() {
        let mut counts = [0; 16];
        counts[0] = 3;
        assert!(Table::build(&counts, &[1, 2, 3]).is_err());
        counts[0] = 2;
        assert!(Table::build(&counts, &[1]).is_err(), "a symbol is missing");
    }
}
