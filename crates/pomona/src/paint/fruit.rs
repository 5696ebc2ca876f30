//! Fruit on the branch, fallen petals and leaves, and the crate of picked fruit. Knows shapes and
//! light; when what hangs there is the palette's business.

use tiny_skia::{GradientStop, Shader};

use super::FruitKind;
use super::brush::{Brush, Shape, Spot, ball};
use super::dice::Dice;
use super::ground::ROOT;
use super::palette::{Palette, Rgb, ramp};
use super::tree::{Cluster, Tree};

/// Hangs the fruit of one mass of leaves.
pub(super) fn hang(brush: &mut Brush, palette: &Palette, cluster: &Cluster, dice: &mut Dice) {
    for _ in 0..3_u8 {
        let (aside, up) = dice.disc();
        let spot = (
            cluster.spot.0 + aside * cluster.reach * 0.85,
            cluster.spot.1 + (up * 0.7 + 0.25) * cluster.reach,
        );
        let size = palette.dress.fruit_reach * dice.range(0.86, 1.1);
        let other = usize::from(dice.chance(0.35));
        let shown = dice.chance(palette.dress.fruit * 0.8);
        let leaf = dice.range(-60.0, 60.0);
        if shown {
            let (near, depth) = (cluster.outward, cluster.depth);
            let dim =
                0.2 - (near.0 * palette.light.0 + near.1 * palette.light.1) * 0.18 - depth * 0.08;
            let colors =
                palette.fruits[other].map(|color| color.mix(palette.leaf[0], dim.max(0.0)));
            one(brush, palette, spot, size, colors);
            if palette.kind != FruitKind::Cherry {
                let at = (spot.0 + leaf * 0.12, spot.1 - size * 0.95);
                let color = ramp(&palette.leaf, 0.72).alpha(0.95);
                brush.dab(
                    Shape::Leaf,
                    at,
                    (size * 0.95 + 3.0, size * 0.36 + 1.5),
                    leaf,
                    color,
                );
            }
        }
    }
}

/// One fruit of the tree's kind, or a pair of cherries on their stems.
fn one(brush: &mut Brush, palette: &Palette, spot: Spot, size: f32, colors: [Rgb; 3]) {
    match palette.kind {
        FruitKind::NavelOrange | FruitKind::Peach => {
            round(brush, palette, Shape::Disc, spot, size, colors);
        }
        FruitKind::Pear => round(brush, palette, Shape::Pear, spot, size, colors),
        FruitKind::Cherry => {
            let stem = ramp(&palette.leaf, 0.6).solid();
            for side in [-1.0, 1.0_f32] {
                let berry = (
                    spot.0 + side * size * 1.05,
                    spot.1 + size * (1.3 + side * 0.2),
                );
                let middle = (
                    (spot.0 + berry.0) / 2.0,
                    (spot.1 + berry.1) / 2.0 - size * 0.6,
                );
                brush.dab(Shape::Square, middle, (0.9, size * 1.3), -side * 24.0, stem);
                round(brush, palette, Shape::Disc, berry, size, colors);
            }
        }
    }
}

/// A round body lit from the light's side, with a soft shadow under it and a glint on it.
fn round(
    brush: &mut Brush,
    palette: &Palette,
    shape: Shape,
    spot: Spot,
    size: f32,
    colors: [Rgb; 3],
) {
    let [dark, body, light] = colors;
    let under = (spot.0 - palette.light.0 * size * 0.25, spot.1 + size * 0.3);
    brush.dab(
        shape,
        under,
        (size * 1.1, size * 1.08),
        0.0,
        palette.leaf[0].alpha(0.42),
    );
    let towards = (palette.light.0 * 0.45, palette.light.1 * 0.45);
    let stops = vec![
        GradientStop::new(0.0, light.solid()),
        GradientStop::new(0.35, body.mix(light, 0.25).solid()),
        GradientStop::new(0.68, body.solid()),
        GradientStop::new(1.0, dark.solid()),
    ];
    let shader = ball(towards, stops).unwrap_or(Shader::SolidColor(body.solid()));
    brush.body(shape, spot, (size, size * 0.97), shader);
    let glint = (
        spot.0 + towards.0 * size * 0.9,
        spot.1 + towards.1 * size * 0.9,
    );
    let white = palette.sun.mix(Rgb::hex(0xff_ff_ff), 0.5);
    brush.dab(
        Shape::Disc,
        glint,
        (size * 0.2, size * 0.14),
        -20.0,
        white.alpha(0.6),
    );
}

/// Petals or leaves under the crown and, after picking, a crate by the trunk.
pub(super) fn on_ground(brush: &mut Brush, palette: &Palette, tree: &Tree, dice: &mut Dice) {
    for _ in 0..240_u8 {
        let (aside, down) = dice.disc();
        let spot = (
            ROOT.0 + aside * tree.reach.0 * 1.15,
            ROOT.1 + 30.0 + down * 78.0,
        );
        let size = dice.range(2.4, 5.4) * (1.0 + down * 0.3);
        let (turn, tone) = (dice.range(0.0, 180.0), dice.range(0.4, 1.0));
        if dice.chance(palette.dress.fallen) {
            let petals = palette.dress.flowers > 0.0;
            let color = if petals {
                ramp(&palette.petal, tone)
            } else {
                ramp(&palette.leaf, tone)
            };
            let reach = if petals {
                (size, size * 0.6)
            } else {
                (size * 1.9, size * 0.8)
            };
            brush.dab(Shape::Leaf, spot, reach, turn, color.alpha(0.85));
        }
    }
    if palette.dress.crate_by_trunk {
        let side = if dice.chance(0.5) { 1.0 } else { -1.0 };
        crate_of_fruit(brush, palette, (ROOT.0 + side * 165.0, ROOT.1 + 8.0), dice);
    }
}

/// A slatted crate heaped with the season's fruit.
fn crate_of_fruit(brush: &mut Brush, palette: &Palette, foot: Spot, dice: &mut Dice) {
    let (half, tall) = (82.0, 62.0);
    let wood = Rgb::hex(0xc7_9a_63).mix(palette.sun, 0.2);
    let dark = Rgb::hex(0x6b_48_28).mix(palette.shade, 0.25);
    let shadow = (foot.0 - palette.light.0 * 40.0, foot.1 + 8.0);
    brush.glow(shadow, (half * 1.6, 34.0), palette.shade, 0.75);
    brush.dab(
        Shape::Square,
        (foot.0, foot.1 - tall / 2.0),
        (half, tall / 2.0),
        0.0,
        dark.solid(),
    );
    let size = if palette.kind == FruitKind::Cherry {
        9.0
    } else {
        palette.dress.fruit_reach
    };
    for row in 0..3_u8 {
        let count = (2.0 * half / (size * 1.5)).floor() - f32::from(row) * 1.5;
        let mut x = -count / 2.0 * size * 1.5 + size * 0.7;
        while x < count / 2.0 * size * 1.5 {
            let up = tall - 6.0 + f32::from(row) * size * 0.85 + dice.around() * 4.0;
            let spot = (foot.0 + x + dice.around() * 3.0, foot.1 - up);
            let other = usize::from(dice.chance(0.4));
            let body = if palette.kind == FruitKind::Pear {
                Shape::Pear
            } else {
                Shape::Disc
            };
            round(brush, palette, body, spot, size, palette.fruits[other]);
            x += size * 1.5;
        }
    }
    for slat in 0..3_u8 {
        let y = foot.1 - tall + 11.0 + f32::from(slat) * 20.5;
        let light = wood.mix(dark, f32::from(slat) * 0.13);
        brush.dab(
            Shape::Square,
            (foot.0, y + 2.5),
            (half + 2.0, 8.5),
            0.4,
            dark.solid(),
        );
        brush.dab(
            Shape::Square,
            (foot.0, y),
            (half + 2.0, 8.2),
            0.4,
            light.solid(),
        );
        brush.dab(
            Shape::Leaf,
            (foot.0 - 10.0, y - 1.0),
            (half * 0.7, 0.9),
            0.4,
            dark.alpha(0.3),
        );
    }
    for side in [-1.0, 1.0_f32] {
        let post = (foot.0 + side * (half - 6.0), foot.1 - tall / 2.0 + 2.0);
        brush.dab(
            Shape::Square,
            post,
            (7.0, tall / 2.0 + 4.0),
            0.0,
            wood.mix(dark, 0.3).solid(),
        );
    }
}
