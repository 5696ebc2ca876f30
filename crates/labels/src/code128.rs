//! GS1-128 bars of a parcel's number (SSCC): Code 128 in its code set C behind FNC1 (ISO/IEC 15417, GS1 General
//! Specifications 5.4). It knows nothing of millimetres.

use crate::LabelError;

/// Widths of bars and spaces of the values 0 to 105, a bar first (ISO/IEC 15417, table 1).
const PATTERNS: [&str; 106] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232",
];
/// Ends every symbol.
const STOP: &str = "2331112";
const FNC1: usize = 102;
const START_C: usize = 105;
/// The application identifier of an SSCC.
const SSCC: &str = "00";
/// Digits of an SSCC.
const SSCC_DIGITS: usize = 18;

/// The bars of `(00)` and these 18 digits: from which module on, how many modules wide; and the width of all.
pub(crate) fn sscc_bars(sscc: &str) -> Result<(Vec<(u32, u32)>, u32), LabelError> {
    if sscc.len() != SSCC_DIGITS || !sscc.bytes().all(|one| one.is_ascii_digit()) {
        return Err(LabelError::SsccMalformed);
    }
    let digits = format!("{SSCC}{sscc}");
    let pairs = digits.as_bytes().chunks(2).map(|pair| {
        let digit = |index: usize| pair.get(index).map_or(0, |one| usize::from(one - b'0'));
        digit(0) * 10 + digit(1)
    });
    let values: Vec<usize> = [START_C, FNC1].into_iter().chain(pairs).collect();
    // The start counts once, every other value by its place.
    let weighted = values
        .iter()
        .enumerate()
        .map(|(place, value)| value * place.max(1));
    let check = weighted.sum::<usize>() % 103;
    let patterns = values.iter().chain([&check]).map(|value| PATTERNS[*value]);
    let mut bars = Vec::new();
    let mut at = 0;
    for pattern in patterns.chain([STOP]) {
        for (index, width) in pattern.bytes().map(|one| u32::from(one - b'0')).enumerate() {
            if index % 2 == 0 {
                bars.push((at, width));
            }
            at += width;
        }
    }
    Ok((bars, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_eleven_modules_and_none_stands_twice() {
        let widths = |pattern: &str| {
            pattern
                .bytes()
                .map(|one| u32::from(one - b'0'))
                .sum::<u32>()
        };
        assert!(PATTERNS.iter().all(|one| widths(one) == 11));
        assert_eq!(widths(STOP), 13);
        let unique: std::collections::BTreeSet<_> = PATTERNS.iter().collect();
        assert_eq!(unique.len(), PATTERNS.len());
    }

    #[test]
    fn a_symbol_is_156_modules_wide_and_takes_18_digits_only() {
        let (bars, width) = sscc_bars("069014100000000018").unwrap();
        assert_eq!((bars.len(), width), (13 * 3 + 4, 156));
        for wrong in ["", "1234", "06901410000000001X", "0690141000000000181"] {
            assert_eq!(sscc_bars(wrong), Err(LabelError::SsccMalformed));
        }
    }
}
