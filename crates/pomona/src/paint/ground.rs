//! The ground the tree stands on: mown rows, neighbour trees, grass and flowers. Knows nothing of
//! the tree itself.

use tiny_skia::Color;

use super::brush::{Brush, FRAME_HEIGHT, HORIZON, Shape, Spot};
use super::dice::Dice;
use super::palette::{Palette, Rgb, ramp};

/// Where the trunk meets the ground.
pub(super) const ROOT: Spot = (0.0, 985.0);

/// Grass with rows running to the horizon, and the neighbour trees along them, far ones first.
pub(super) fn orchard(brush: &mut Brush, palette: &Palette, dice: &mut Dice) {
    let half = brush.frame_width() * 0.75 + 200.0;
    let field = [
        (-half, HORIZON),
        (half, HORIZON),
        (half, 1500.0),
        (-half, 1500.0),
    ];
    let far = palette.grass[2].mix(palette.haze, 0.2);
    brush.fill(&field, far.solid(), palette.grass[1].solid());
    let vanish = dice.range(-120.0, 120.0);
    for row in -9..=9_i8 {
        let (near, width) = (f32::from(row) * 250.0, 115.0);
        let strip = [
            (vanish, HORIZON - 4.0),
            (vanish + near * 1.6 - width, 1400.0),
            (vanish + near * 1.6 + width, 1400.0),
        ];
        brush.fill(
            &strip,
            palette.grass[3].mix(far, 0.6).alpha(0.35),
            palette.grass[2].alpha(0.55),
        );
    }
    for depth in [0.07, 0.1, 0.14, 0.2, 0.28, 0.4, 0.6_f32] {
        let y = HORIZON + 4.0 + depth * depth * 330.0 + depth * 40.0;
        for lane in -9..=9_i8 {
            let x = vanish + f32::from(lane) * 560.0 * depth + dice.around() * 60.0 * depth;
            // The stage in front is kept free for the tree of the picture.
            if lane != 0 && (depth < 0.35 || x.abs() > 420.0) && x.abs() < half {
                neighbour(brush, palette, dice, (x, y), depth);
            }
        }
    }
}

/// One tree further off, in a few soft masses of what this season wears.
fn neighbour(brush: &mut Brush, palette: &Palette, dice: &mut Dice, foot: Spot, depth: f32) {
    let reach = 175.0 * depth * dice.range(0.85, 1.12);
    let far = (1.0 - depth) * 0.5;
    let shade = palette.grass[0].mix(palette.haze, far);
    brush.glow(
        (foot.0 - palette.light.0 * reach * 0.5, foot.1),
        (reach * 1.3, reach * 0.3),
        shade,
        0.7,
    );
    let bark = palette.bark[1].mix(palette.haze, far).solid();
    let trunk = (reach * 0.055, reach * 0.28);
    brush.dab(
        Shape::Square,
        (foot.0, foot.1 - reach * 0.26),
        trunk,
        0.0,
        bark,
    );
    let middle = (foot.0, foot.1 - reach * 1.08);
    if palette.dress.leaves + palette.dress.flowers < 0.7 {
        bare_branches(brush, dice, foot, reach, bark);
    }
    let crown = Crown {
        middle,
        reach,
        depth,
        far,
    };
    crown.leaves(brush, palette, dice);
    crown.fruit(brush, palette, dice);
}

/// What a tree without leaves shows.
fn bare_branches(brush: &mut Brush, dice: &mut Dice, foot: Spot, reach: f32, bark: Color) {
    for branch in -5..=5_i8 {
        let (lean, length) = (f32::from(branch) * 15.0, reach * dice.range(0.4, 0.62));
        let (up, aside) = (
            lean.to_radians().cos() * length,
            lean.to_radians().sin() * length,
        );
        let spot = (foot.0 + aside, foot.1 - reach * 0.45 - up);
        brush.dab(
            Shape::Leaf,
            spot,
            (length, reach * 0.022),
            lean - 90.0,
            bark,
        );
    }
}

/// The masses of leaves, blossom and fruit of one tree further off.
struct Crown {
    middle: Spot,
    reach: f32,
    depth: f32,
    far: f32,
}

impl Crown {
    fn leaves(&self, brush: &mut Brush, palette: &Palette, dice: &mut Dice) {
        let Self {
            middle,
            reach,
            depth,
            far,
        } = *self;
        let dress = palette.dress;
        let dabs = if depth < 0.18 { 26_u8 } else { 74 };
        for step in 0..dabs {
            let t = f32::from(step) / f32::from(dabs);
            let (aside, up) = dice.disc();
            let lit = (aside * palette.light.0 + up * palette.light.1) * 0.5 + 0.5;
            let tone = (lit * 0.75 + t * 0.3 - 0.08).clamp(0.0, 0.95);
            let (flowering, leafy) = (dice.chance(dress.flowers * 0.85), dice.chance(dress.leaves));
            let size = reach * dice.range(0.11, 0.2) * (1.15 - t * 0.6);
            let turn = dice.range(-40.0, 40.0);
            if flowering || leafy {
                let color = if flowering {
                    ramp(&palette.petal, tone)
                } else {
                    ramp(&palette.leaf, tone)
                };
                let size = if flowering { size * 0.8 } else { size };
                let spot = (
                    middle.0 + aside * reach * 0.88,
                    middle.1 + up * reach * 0.72,
                );
                let color = color.mix(palette.haze, far).alpha(0.85);
                brush.dab(Shape::Leaf, spot, (size * 1.2, size), turn, color);
            }
        }
    }

    fn fruit(&self, brush: &mut Brush, palette: &Palette, dice: &mut Dice) {
        let Self {
            middle,
            reach,
            depth,
            far,
        } = *self;
        let dress = palette.dress;
        if dress.fruit_reach > 9.0 && dress.fruit > 0.0 {
            for _ in 0..16_u8 {
                let (aside, up) = dice.disc();
                let spot = (
                    middle.0 + aside * reach * 0.8,
                    middle.1 + (up * 0.65 + 0.05) * reach,
                );
                let size = dress.fruit_reach * depth * 0.6;
                let color = palette.fruits[0][1].mix(palette.haze, far);
                brush.dab(Shape::Disc, spot, (size, size), 0.0, color.solid());
            }
        }
    }
}

/// Blades of grass, small far off and long in front, with the season's flowers among them.
pub(super) fn grass(brush: &mut Brush, palette: &Palette, dice: &mut Dice) {
    let half = brush.frame_width() * 0.62;
    for step in 0..1500_u16 {
        let near = f32::from(step) / 1499.0;
        let y = HORIZON + 12.0 + near.powf(1.5) * 520.0;
        let x = dice.range(-half, half);
        let size = 6.0 + near * near * 27.0;
        let tone = dice.around() * 0.42 + 0.47 + (x * 0.011 + y * 0.02).sin() * 0.2;
        let color = ramp(&palette.grass, tone).mix(palette.haze, (1.0 - near) * 0.35);
        let lean = -90.0 + dice.around() * 55.0;
        brush.dab(
            Shape::Leaf,
            (x, y),
            (size, size * 0.2),
            lean,
            color.alpha(0.75),
        );
    }
    meadow_flowers(brush, palette, dice, half);
}

/// A few flowers in the grass: many in spring, hardly any in winter.
fn meadow_flowers(brush: &mut Brush, palette: &Palette, dice: &mut Dice, half: f32) {
    let green = palette.dress.flowers > 0.0 || palette.dress.fruit > 0.0;
    let count = if palette.dress.flowers > 0.1 {
        150_u8
    } else if green {
        60
    } else {
        12
    };
    let colors = [0xff_fb_f0, 0xff_df_6b, 0xf7_c9_4b, 0xc9_a8_e8].map(Rgb::hex);
    for step in 0..count {
        let near = dice.unit();
        let spot = (
            dice.range(-half, half),
            HORIZON + 70.0 + near.powf(1.4) * 420.0,
        );
        let size = 1.6 + near * 5.5;
        let color = colors[usize::from(step) % colors.len()].mix(palette.haze, (1.0 - near) * 0.3);
        brush.dab(
            Shape::Flower,
            spot,
            (size, size * 0.75),
            dice.range(0.0, 72.0),
            color.alpha(0.9),
        );
    }
}

/// Long blades in the lower corners, out of focus, so the picture has a front.
pub(super) fn foreground(brush: &mut Brush, palette: &Palette, dice: &mut Dice) {
    let half = brush.frame_width() / 2.0;
    for _ in 0..150_u8 {
        let side = if dice.chance(0.5) { 1.0 } else { -1.0 };
        let x = side * (half * 1.15 - dice.unit() * dice.unit() * half * 1.05);
        let inward = 1.0 - x.abs() / (half * 1.15);
        let size = dice.range(60.0, 150.0) * (1.0 - inward * 0.6);
        let color = ramp(&palette.grass, dice.range(0.0, 0.75)).mix(palette.shade, 0.15);
        let lean = -90.0 + dice.around() * 38.0;
        let spot = (x, FRAME_HEIGHT + 10.0);
        brush.dab(
            Shape::Leaf,
            spot,
            (size, size * 0.075),
            lean,
            color.alpha(0.8),
        );
    }
}
