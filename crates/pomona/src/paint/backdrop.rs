//! What lies behind the orchard: sky, clouds, hills with terraces, and the air in front of it all.

use super::brush::{Brush, FRAME_HEIGHT, HORIZON, Shape, Spot};
use super::dice::Dice;
use super::palette::{Palette, Rgb};

/// Sky from zenith to horizon, the low sun's glow, and clouds of the moment.
pub(super) fn sky(brush: &mut Brush, palette: &Palette, dice: &mut Dice) {
    let [zenith, high, low, horizon] = palette.sky.map(Rgb::solid);
    brush.wash(&[(0.0, zenith), (0.25, high), (0.48, low), (0.62, horizon)]);
    let side = brush.frame_width() / 2.0 * palette.light.0.signum();
    let sun: Spot = (
        side * 0.78,
        HORIZON - 130.0 - (1.0 - palette.low_sun) * 560.0,
    );
    brush.glow(
        sun,
        (760.0, 620.0),
        palette.sun,
        0.35 + palette.low_sun * 0.5,
    );
    if palette.low_sun > 0.0 {
        brush.glow(sun, (150.0, 150.0), Rgb::hex(0xff_fa_e6), 0.9);
        brush.glow(sun, (62.0, 62.0), Rgb::hex(0xff_fd_f2), 1.0);
    }
    let half = brush.frame_width() / 2.0 + 100.0;
    for _ in 0..7 {
        let spot = (dice.range(-half, half), dice.range(60.0, 460.0));
        cloud(brush, palette, dice, spot);
    }
}

/// One bank of cloud: many faint puffs, lit from above, flat below.
fn cloud(brush: &mut Brush, palette: &Palette, dice: &mut Dice, spot: Spot) {
    let (wide, strength) = (dice.range(90.0, 260.0), dice.range(0.18, 0.5));
    let white = palette.sun.mix(Rgb::hex(0xff_ff_ff), 0.7);
    let belly = palette.sky[1].mix(palette.shade, 0.12);
    for _ in 0..14 {
        let (aside, up) = (dice.around() * wide, dice.unit());
        let reach = (dice.range(0.25, 0.5) * wide, dice.range(0.09, 0.17) * wide);
        let at = (spot.0 + aside, spot.1 - up * wide * 0.17);
        let color = belly.mix(white, 0.35 + up * 0.65);
        brush.glow(at, reach, color, strength);
    }
}

/// Three ranges of hills, each nearer one darker, the nearest with terraces of small trees.
pub(super) fn hills(brush: &mut Brush, palette: &Palette, dice: &mut Dice) {
    let half = brush.frame_width() * 0.75 + 150.0;
    for (near, base, tall) in [(0.25, 545.0, 120.0), (0.5, 600.0, 88.0), (0.8, 660.0, 66.0)] {
        let waves = [1.0, 2.3, 5.1].map(|pace: f32| {
            (
                pace * dice.range(0.0021, 0.0033),
                dice.range(0.0, 6.3),
                dice.range(0.5, 1.0) / pace,
            )
        });
        let ridge = |x: f32| {
            let swell: f32 = waves
                .iter()
                .map(|(pace, phase, tall)| (x * pace + phase).sin() * tall)
                .sum();
            base - swell * tall
        };
        let mut outline = vec![(half, FRAME_HEIGHT), (-half, FRAME_HEIGHT)];
        let mut x = -half;
        while x <= half {
            outline.push((x, ridge(x)));
            x += 14.0;
        }
        let color = palette
            .haze
            .mix(palette.hill, near)
            .mix(palette.sky[0], (1.0 - near) * 0.3);
        // Mist gathers at the foot, so ranges part from each other.
        let lit = color.mix(palette.sun, 0.06 + palette.low_sun * 0.1);
        brush.fill(&outline, lit.solid(), color.mix(palette.haze, 0.7).solid());
        if near > 0.4 {
            terraces(brush, palette, dice, (half, near), ridge);
        }
    }
    brush.glow((0.0, HORIZON + 10.0), (half, 70.0), palette.haze, 0.6);
}

/// Rows of tiny trees along the slope.
fn terraces(
    brush: &mut Brush,
    palette: &Palette,
    dice: &mut Dice,
    (half, near): (f32, f32),
    ridge: impl Fn(f32) -> f32,
) {
    let tree = palette.haze.mix(palette.leaf[1], near * 0.85);
    let crown = tree.mix(palette.leaf[3], 0.35);
    let (size, gap) = (5.0 + near * 5.0, 17.0 + near * 10.0);
    for row in 0..4_u8 {
        let down = (14.0 + f32::from(row) * 25.0) * near * 1.5;
        let mut x = -half + dice.range(0.0, gap);
        while x < half {
            let y = ridge(x) + down * (1.0 + 0.25 * (x * 0.006).sin());
            if y < HORIZON + 10.0 && dice.chance(0.8) {
                let reach = size * dice.range(0.8, 1.25);
                let fade = 0.75 - f32::from(row) * 0.13;
                brush.dab(
                    Shape::Disc,
                    (x, y),
                    (reach * 1.15, reach),
                    0.0,
                    tree.alpha(fade),
                );
                let lit = (x + palette.light.0 * reach * 0.4, y - reach * 0.35);
                brush.dab(
                    Shape::Disc,
                    lit,
                    (reach * 0.6, reach * 0.45),
                    0.0,
                    crown.alpha(fade * 0.7),
                );
            }
            x += gap * dice.range(0.8, 1.2);
        }
    }
}

/// Sunlight in the air and a little darkness at the edges.
pub(super) fn air(brush: &mut Brush, palette: &Palette) {
    let half = brush.frame_width() / 2.0;
    let side = half * palette.light.0.signum();
    let warm = 0.1 + palette.low_sun * 0.26;
    brush.glow((side * 0.95, 300.0), (1050.0, 760.0), palette.sun, warm);
    let (clear, shade) = (palette.shade.alpha(0.0), palette.shade);
    brush.wash(&[(0.0, shade.alpha(0.2)), (0.2, clear)]);
    brush.wash(&[(0.78, clear), (1.0, shade.alpha(0.34))]);
    for corner in [-half, half] {
        brush.glow((corner, FRAME_HEIGHT), (520.0, 460.0), shade, 0.3);
    }
}
