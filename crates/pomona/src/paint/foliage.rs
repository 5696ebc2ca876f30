//! What the branches wear: leaves, blossom and fruit, mass by mass from the back to the front.
//! Knows how light falls on them, not where they grow.

use super::brush::{Brush, Shape};
use super::dice::Dice;
use super::fruit;
use super::palette::{Palette, ramp};
use super::tree::{Cluster, Tree};

/// Which part of a crown to paint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Behind the boughs, in the crown's own shade.
    Back,
    /// In front of the boughs.
    Front,
}

/// Masses deeper than this are behind the boughs.
const BACK_DEPTH: f32 = -0.12;

/// Paints one side of the crown; every mass has its own chance, so one season's leaves do not move
/// another's fruit.
pub(super) fn crown(brush: &mut Brush, palette: &Palette, tree: &Tree, place: &Dice, side: Side) {
    for (index, cluster) in tree.clusters.iter().enumerate() {
        let back = cluster.depth < BACK_DEPTH;
        if back != (side == Side::Back) {
            continue;
        }
        let dice = place.fork(&format!("mass {index}"));
        leaves(brush, palette, cluster, &mut dice.fork("leaves"));
        blossom(brush, palette, cluster, &mut dice.fork("blossom"));
        if !back {
            fruit::hang(brush, palette, cluster, &mut dice.fork("fruit"));
        }
    }
    if side == Side::Front {
        fruit::on_ground(brush, palette, tree, &mut place.fork("ground"));
    }
}

/// How lit a point of a mass is, 0 to 1: by its side of the mass, the mass's side of the crown, and
/// whether it is in front.
fn lit(palette: &Palette, cluster: &Cluster, aside: f32, up: f32) -> f32 {
    let (light_x, light_y) = palette.light;
    let own = aside * light_x + up * light_y;
    let whole = cluster.outward.0 * light_x + cluster.outward.1 * light_y;
    0.42 + own * 0.3 + whole * 0.27 + cluster.depth * 0.16
}

/// Leaves in order from shade to light, so that bright ones lie on top; some stray over the rim.
fn leaves(brush: &mut Brush, palette: &Palette, cluster: &Cluster, dice: &mut Dice) {
    let share = palette.dress.leaves;
    if share <= 0.0 {
        return;
    }
    let reach = cluster.reach;
    let dense = share > 0.5;
    if dense {
        mass(brush, palette, cluster, dice);
    }
    let mut dabs: Vec<(f32, f32, f32)> = (0..86_u8)
        .map(|_| {
            let (aside, up) = dice.disc();
            (
                lit(palette, cluster, aside, up) + dice.around() * 0.2,
                aside,
                up,
            )
        })
        .collect();
    dabs.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (tone, aside, up) in dabs {
        let stray = dice.range(0.9, 1.28);
        let size = dice.range(11.0, 19.0) * if dense { 1.0 } else { 0.62 };
        let turn = up.atan2(aside).to_degrees() + 65.0 + dice.around() * 75.0;
        let alpha = dice.range(0.78, 0.97);
        let keep = dice.unit() < share;
        if keep {
            let spot = (
                cluster.spot.0 + aside * reach * stray,
                cluster.spot.1 + up * reach * 0.88 * stray,
            );
            let color = ramp(&palette.leaf, tone).alpha(alpha);
            brush.dab(Shape::Leaf, spot, (size, size * 0.46), turn, color);
        }
    }
}

/// The soft body under the leaves, so that no sky shows through the heart of a mass.
fn mass(brush: &mut Brush, palette: &Palette, cluster: &Cluster, dice: &mut Dice) {
    for _ in 0..9_u8 {
        let (aside, up) = dice.disc();
        let tone = lit(palette, cluster, aside, up) * 0.75 - 0.06;
        let color = ramp(&palette.leaf, tone);
        let spot = (
            cluster.spot.0 + aside * cluster.reach * 0.5,
            cluster.spot.1 + up * cluster.reach * 0.45,
        );
        let reach = cluster.reach * dice.range(0.4, 0.62);
        brush.dab(
            Shape::Disc,
            spot,
            (reach, reach * 0.85),
            0.0,
            color.alpha(0.6 * palette.dress.leaves),
        );
    }
}

/// Flowers: dim round petals underneath, open flowers with a heart on top.
fn blossom(brush: &mut Brush, palette: &Palette, cluster: &Cluster, dice: &mut Dice) {
    let share = palette.dress.flowers;
    if share <= 0.0 {
        return;
    }
    let mut flowers: Vec<(f32, f32, f32)> = (0..64_u8)
        .map(|_| {
            let (aside, up) = dice.disc();
            (
                lit(palette, cluster, aside, up) + 0.12 + dice.around() * 0.22,
                aside,
                up,
            )
        })
        .collect();
    flowers.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (index, (tone, aside, up)) in flowers.into_iter().enumerate() {
        let keep = dice.unit() < share;
        let spot = (
            cluster.spot.0 + aside * cluster.reach * 1.12,
            cluster.spot.1 + up * cluster.reach,
        );
        let size = dice.range(6.5, 11.5);
        let tilt = dice.range(0.65, 1.0);
        let turn = dice.range(0.0, 72.0);
        if !keep {
            continue;
        }
        let color = ramp(&palette.petal, tone);
        // Where flowers hide the leaves, the deeper ones are dim petals only.
        if share > 0.6 && index < 22 {
            brush.dab(
                Shape::Disc,
                spot,
                (size * 1.25, size),
                turn,
                color.alpha(0.6),
            );
        } else {
            brush.dab(
                Shape::Flower,
                spot,
                (size, size * tilt),
                turn,
                color.alpha(0.94),
            );
            let heart = palette.pistil.mix(color, 0.25).alpha(0.9);
            brush.dab(
                Shape::Disc,
                spot,
                (size * 0.2, size * 0.2 * tilt),
                0.0,
                heart,
            );
        }
    }
}
