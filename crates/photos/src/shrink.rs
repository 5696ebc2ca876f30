//! Making a picture smaller by averaging areas, in whole numbers and one pass over the rows.
//! Knows pixels only. Exact, so the same bytes give the same derivative on every machine.
//!
//! Along one axis, let a source pixel be as long as the target's length and a target pixel as long
//! as the source's: both rows are then equally long, each source pixel touches at most two target
//! pixels, and the overlaps are whole numbers that sum to the source's length in every target.

use image::RgbImage;

/// Colours of a pixel.
const COLOURS: usize = 3;
/// Binary digits of the reciprocal that stands in for a division. An average is at most 255 and an
/// area below 2²⁶ (`PIXELS_MAX`), so a product stays below 2⁴⁸ and its error below 1/32 of a step.
const RECIPROCAL_BITS: u32 = 40;

/// The picture with its longest side at most `side` pixels; never enlarged.
pub(crate) fn shrink(image: &RgbImage, side: u32) -> RgbImage {
    let (width, height) = fit(image.width(), image.height(), side);
    if (width, height) == image.dimensions() {
        return image.clone();
    }
    average(image, width, height)
}

/// The picture as `width` × `height` pixels, each the average of the area it stands for. Neither side may be longer
/// than the picture's own.
pub(crate) fn average(image: &RgbImage, width: u32, height: u32) -> RgbImage {
    let area = u64::from(image.width()) * u64::from(image.height());
    let average = |sum: u64| {
        let reciprocal = (1 << RECIPROCAL_BITS) / area.max(1);
        let rounded = (sum * reciprocal + (1 << (RECIPROCAL_BITS - 1))) >> RECIPROCAL_BITS;
        u8::try_from(rounded).unwrap_or(u8::MAX)
    };
    let across = overlaps(image.width(), width);
    let down = overlaps(image.height(), height);
    let mut small = RgbImage::new(width, height);
    let mut targets = small.rows_mut();
    let row_length = COLOURS * width as usize;
    let mut row = vec![0_u32; row_length];
    let (mut current, mut next) = (vec![0_u64; row_length], vec![0_u64; row_length]);
    let source_length = COLOURS * image.width() as usize;
    for (source, overlap) in image.as_raw().chunks_exact(source_length).zip(&down) {
        sum_row(source, &across, &mut row);
        add(&mut current, &row, overlap.first);
        if overlap.second > 0 {
            add(&mut next, &row, overlap.second);
        }
        if overlap.completes {
            for (pixel, sums) in targets
                .next()
                .into_iter()
                .flatten()
                .zip(current.chunks(COLOURS))
            {
                for (colour, &sum) in pixel.0.iter_mut().zip(sums) {
                    *colour = average(sum);
                }
            }
            std::mem::swap(&mut current, &mut next);
            next.fill(0);
        }
    }
    small
}

/// Width and height with the longest side at most `side`, the other in proportion, neither zero.
fn fit(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= side {
        return (width, height);
    }
    let scaled = |length: u32| {
        let product = u64::from(length) * u64::from(side) + u64::from(longest) / 2;
        u32::try_from(product / u64::from(longest))
            .unwrap_or(side)
            .max(1)
    };
    (scaled(width), scaled(height))
}

/// How one source pixel lies over the target pixels.
struct Overlap {
    /// With the target pixel in work.
    first: u32,
    /// With the one after it.
    second: u32,
    /// The target pixel in work ends with this source pixel.
    completes: bool,
}

fn overlaps(source: u32, target: u32) -> Vec<Overlap> {
    let mut left = source;
    let mut overlaps = Vec::with_capacity(source as usize);
    for _ in 0..source {
        let first = left.min(target);
        let second = target - first;
        let completes = left <= target;
        left = if completes {
            source - second
        } else {
            left - target
        };
        overlaps.push(Overlap {
            first,
            second,
            completes,
        });
    }
    overlaps
}

/// Sums one source row into the target's pixels.
fn sum_row(source: &[u8], across: &[Overlap], row: &mut [u32]) {
    row.fill(0);
    let mut targets = row.chunks_exact_mut(COLOURS);
    let mut sums = [0_u32; COLOURS];
    for (pixel, overlap) in source.chunks_exact(COLOURS).zip(across) {
        for (sum, &colour) in sums.iter_mut().zip(pixel) {
            *sum += u32::from(colour) * overlap.first;
        }
        if overlap.completes {
            if let Some(target) = targets.next() {
                target.copy_from_slice(&sums);
            }
            for (sum, &colour) in sums.iter_mut().zip(pixel) {
                *sum = u32::from(colour) * overlap.second;
            }
        }
    }
}

fn add(sums: &mut [u64], row: &[u32], weight: u32) {
    for (sum, &value) in sums.iter_mut().zip(row) {
        *sum += u64::from(value) * u64::from(weight);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn sizes_keep_their_shape_and_are_never_enlarged() {
        assert_eq!(fit(4_000, 3_000, 2_048), (2_048, 1_536));
        assert_eq!(fit(3_000, 4_000, 320), (240, 320));
        assert_eq!(fit(100, 50, 320), (100, 50));
        assert_eq!(fit(16_384, 1, 320), (320, 1));
        assert_eq!(fit(321, 320, 320), (320, 319));
    }

    #[test]
    fn every_target_pixel_gets_its_full_share() {
        for (source, target) in [(7, 3), (10, 5), (2_049, 2_048), (5, 1), (3, 3)] {
            let overlaps = overlaps(source, target);
            let mut shares = Vec::new();
            let mut share = 0;
            for overlap in &overlaps {
                share += overlap.first;
                if overlap.completes {
                    shares.push(share);
                    share = overlap.second;
                }
            }
            assert_eq!(
                shares,
                vec![source; target as usize],
                "{source} to {target}"
            );
            assert_eq!(share, 0);
        }
    }

    #[test]
    fn a_flat_colour_stays_what_it_is() {
        for (width, height) in [(200, 120), (1_000, 1), (1, 1_000), (2_049, 3)] {
            for colour in [[255, 255, 255], [0, 0, 0], [12, 200, 77]] {
                let small = shrink(&RgbImage::from_pixel(width, height, Rgb(colour)), 90);
                assert_eq!(small.width().max(small.height()), 90);
                assert!(
                    small.pixels().all(|pixel| pixel.0 == colour),
                    "{width} × {height}"
                );
            }
        }
    }

    #[test]
    fn areas_are_averaged_by_their_overlap() {
        // Three pixels to two: each target takes one whole and half of the middle one.
        let image = RgbImage::from_fn(3, 1, |x, _| Rgb([[0, 90, 240][x as usize]; 3]));
        let small = shrink(&image, 2);
        assert_eq!(small.get_pixel(0, 0).0[0], 30);
        assert_eq!(small.get_pixel(1, 0).0[0], 190);
        let image = RgbImage::from_fn(4, 4, |x, y| Rgb([u8::try_from(x + 16 * y).unwrap(); 3]));
        let small = shrink(&image, 2);
        let middle = |at: u32| f64::from(at) * 2.0 + 0.5;
        for (x, y, pixel) in small.enumerate_pixels() {
            let expected = middle(x) + 16.0 * middle(y);
            assert!((f64::from(pixel.0[0]) - expected).abs() <= 0.5, "{x} {y}");
        }
    }
}
