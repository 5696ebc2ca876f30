//! What a picture looks like, in 256 bits: two pictures that look alike differ in few of them. Whole numbers only, so
//! the same pixels give the same bits on every machine. Knows pixels; who compares them, and what follows, is not here.
//!
//! The picture as 32 × 32 greys goes through a discrete cosine transform; each bit is the sign of one of the 256
//! lowest frequencies that vary in both directions (a perceptual hash by DCT, after C. Zauner, "Implementation and
//! Benchmarking of Perceptual Image Hash Functions", 2010, with signs in place of the median). A change of light moves
//! the frequency zero, which is not looked at; encoding anew moves high ones. 64 bits, as is common, do not tell
//! painted orchards apart: docs/photos.md has the figures.

use image::RgbImage;

use crate::shrink;

/// Pictures with a shorter side below this, in pixels, show too little to be told from others.
const SIDE_MIN: u32 = 64;
/// Least difference between the lightest and the darkest of the greys: below it there is nothing to be seen.
const CONTRAST_MIN: i64 = 16;
/// Side of the grey picture, in pixels.
const GRID: u32 = 32;
/// Highest frequency that can be among the lowest 256 in the plane: it must reach beyond √(u² + v²) of the last.
const FREQUENCY_MAX: usize = 21;
/// Bits.
const BITS: usize = 256;
/// cos(k·π/64) for k from 0 to 32, times 2¹⁴; the rest of the circle mirrors it.
const COSINES: [i64; 33] = [
    16_384, 16_364, 16_305, 16_207, 16_069, 15_893, 15_679, 15_426, 15_137, 14_811, 14_449, 14_053,
    13_623, 13_160, 12_665, 12_140, 11_585, 11_003, 10_394, 9_760, 9_102, 8_423, 7_723, 7_005,
    6_270, 5_520, 4_756, 3_981, 3_196, 2_404, 1_606, 804, 0,
];

/// The fingerprint of an upright picture; `None` where there is too little to be seen.
pub(crate) fn of(image: &RgbImage) -> Option<[u8; BITS / 8]> {
    if image.width().min(image.height()) < SIDE_MIN {
        return None;
    }
    let small = shrink::average(image, GRID, GRID);
    let greys: Vec<i64> = small.pixels().map(|pixel| grey(pixel.0)).collect();
    let (darkest, lightest) = (greys.iter().min()?, greys.iter().max()?);
    if lightest - darkest < CONTRAST_MIN {
        return None;
    }
    let strengths = transform(&greys);
    let mut bits = [0_u8; BITS / 8];
    for (nth, (down, across)) in lowest().into_iter().enumerate() {
        let strength = strengths.get(down * (FREQUENCY_MAX + 1) + across);
        if strength.is_some_and(|strength| *strength > 0)
            && let Some(byte) = bits.get_mut(nth / 8)
        {
            *byte |= 0x80 >> (nth % 8);
        }
    }
    Some(bits)
}

/// Luminance by ITU-R BT.709, rounded.
fn grey([red, green, blue]: [u8; 3]) -> i64 {
    (2_126 * i64::from(red) + 7_152 * i64::from(green) + 722 * i64::from(blue) + 5_000) / 10_000
}

/// The pairs of frequencies, down and across, lowest first.
fn lowest() -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize)> = (1..=FREQUENCY_MAX)
        .flat_map(|down| (1..=FREQUENCY_MAX).map(move |across| (down, across)))
        .collect();
    all.sort_by_key(|&(down, across)| (down * down + across * across, down));
    all.truncate(BITS);
    all
}

/// The cosine of `step`·π/64, times 2¹⁴.
fn cosine(step: usize) -> i64 {
    let step = step % 128;
    let step = step.min(128 - step);
    let at = |step: usize| COSINES.get(step).copied().unwrap_or(0);
    if step <= 32 { at(step) } else { -at(64 - step) }
}

/// How strongly each pair of frequencies is in the picture, row by row of frequencies down. Rows first, then columns:
/// at most 255 · 32² · 2²⁸, far below what fits.
fn transform(greys: &[i64]) -> Vec<i64> {
    let side = GRID as usize;
    let strength = |line: &mut dyn Iterator<Item = i64>, frequency: usize| -> i64 {
        line.enumerate()
            .map(|(at, value)| value * cosine((2 * at + 1) * frequency))
            .sum()
    };
    let rows: Vec<Vec<i64>> = greys
        .chunks_exact(side)
        .map(|row| {
            (0..=FREQUENCY_MAX)
                .map(|frequency| strength(&mut row.iter().copied(), frequency))
                .collect()
        })
        .collect();
    let mut strengths = Vec::with_capacity((FREQUENCY_MAX + 1) * (FREQUENCY_MAX + 1));
    for down in 0..=FREQUENCY_MAX {
        for across in 0..=FREQUENCY_MAX {
            let mut column = rows.iter().map(|row| row.get(across).copied().unwrap_or(0));
            strengths.push(strength(&mut column, down));
        }
    }
    strengths
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn the_table_of_cosines_goes_round_the_circle() {
        for step in 0..512 {
            let angle = f64::from(u32::try_from(step).unwrap()) * std::f64::consts::PI / 64.0;
            let expected = 16_384.0 * angle.cos();
            let found = f64::from(i32::try_from(cosine(step)).unwrap());
            assert!(
                (found - expected).abs() <= 0.51,
                "{step}: {found} {expected}"
            );
        }
    }

    #[test]
    fn the_lowest_frequencies_all_lie_within_the_highest() {
        let lowest = lowest();
        assert_eq!(lowest.len(), BITS);
        let (down, across) = lowest[BITS - 1];
        let farthest = down * down + across * across;
        assert!(
            farthest < (FREQUENCY_MAX + 1).pow(2) + 1,
            "a pair beyond the table would be lower than {farthest}"
        );
    }

    #[test]
    fn what_shows_nothing_has_no_fingerprint() {
        assert_eq!(
            of(&RgbImage::from_pixel(200, 200, Rgb([90, 120, 30]))),
            None
        );
        let slope = |width, height| {
            RgbImage::from_fn(width, height, |x, y| {
                Rgb([u8::try_from((x * 3 + y * y) % 251).unwrap(); 3])
            })
        };
        assert_eq!(of(&slope(63, 300)), None);
        assert!(of(&slope(64, 64)).is_some());
    }

    #[test]
    fn the_same_pixels_give_these_very_bits_for_ever() {
        let image = RgbImage::from_fn(160, 120, |x, y| {
            let wave = (x * x / 37 + y * 53 / 7 + x * y / 41) % 256;
            Rgb([u8::try_from(wave).unwrap(), 80, 40])
        });
        let bits = of(&image).unwrap();
        let hex: String = bits.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "00850a19015eddbdf49cd86d1eb481c580c2c2b075353eaae3a99779f309d258"
        );
    }
}
