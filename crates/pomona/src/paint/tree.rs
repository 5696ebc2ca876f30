//! The tree itself: where its limbs and leaf masses are, its wood, its shadow and the plate it
//! carries. The same seed grows the same tree; knows nothing about seasons but their colours.

use super::brush::{Brush, Shape, Spot};
use super::dice::Dice;
use super::ground::ROOT;
use super::palette::{Palette, Rgb};

/// Leaf masses of a crown.
const CLUSTERS: usize = 60;
/// Tries to find room for the next mass before it is left out.
const ROOM_TRIES: u8 = 24;

/// One bough, a curve that thins towards its tip.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limb {
    from: Spot,
    bend: Spot,
    to: Spot,
    thick: (f32, f32),
}

/// One mass of leaves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster {
    pub(super) spot: Spot,
    pub(super) reach: f32,
    /// From -1 behind the trunk to 1 in front of it.
    pub(super) depth: f32,
    /// How much of the light from above and the side meets it as part of the whole crown.
    pub(super) outward: Spot,
}

/// A grown tree.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) reach: Spot,
    pub(super) clusters: Vec<Cluster>,
    boughs: Vec<Limb>,
    twigs: Vec<Limb>,
    fork: Spot,
    girth: f32,
}

impl Tree {
    /// Grows the tree of one seed.
    pub(super) fn grown(mut dice: Dice) -> Self {
        let lean = dice.range(-45.0, 45.0);
        let reach = (dice.range(360.0, 450.0), dice.range(285.0, 335.0));
        let middle = (ROOT.0 + lean * 1.3, ROOT.1 - 128.0 - reach.1);
        let fork = (ROOT.0 + lean * 0.6, ROOT.1 - dice.range(118.0, 150.0));
        let clusters = masses(&mut dice, middle, reach);
        let girth = dice.range(30.0, 40.0);
        let boughs = boughs(&mut dice, fork, middle, reach, girth);
        let twigs = twigs(&mut dice, &boughs, &clusters);
        Self {
            reach,
            clusters,
            boughs,
            twigs,
            fork,
            girth,
        }
    }
}

/// Leaf masses spread over a lobed crown, back to front.
fn masses(dice: &mut Dice, middle: Spot, reach: Spot) -> Vec<Cluster> {
    let lobes = [3.0, 5.0].map(|count: f32| (count, dice.range(0.0, 6.3), dice.range(0.05, 0.12)));
    let mut masses: Vec<Cluster> = Vec::with_capacity(CLUSTERS);
    for _ in 0..CLUSTERS {
        for _ in 0..ROOM_TRIES {
            let (aside, up) = dice.disc();
            let angle = up.atan2(aside);
            let lobe: f32 = lobes
                .iter()
                .map(|(count, phase, size)| (angle * count + phase).sin() * size)
                .sum();
            let (aside, up) = (aside * (1.0 + lobe), up * (1.0 + lobe));
            let from_middle = aside.hypot(up).min(1.0);
            let spot = (
                middle.0 + aside * reach.0 * 0.86,
                middle.1 + up * reach.1 * 0.84,
            );
            let bulge = (1.0 - from_middle * from_middle).sqrt();
            let depth = bulge * dice.range(-1.0, 1.0);
            let free = masses.iter().all(|other| {
                let gap = (spot.0 - other.spot.0).hypot(spot.1 - other.spot.1);
                gap > 46.0 || (depth - other.depth).abs() > 0.7
            });
            if free {
                let reach = dice.range(62.0, 94.0) * (1.0 - from_middle * 0.22);
                masses.push(Cluster {
                    spot,
                    reach,
                    depth,
                    outward: (aside, up),
                });
                break;
            }
        }
    }
    masses.sort_by(|one, other| one.depth.total_cmp(&other.depth));
    masses
}

/// Four or five main boughs from the fork into the crown.
fn boughs(dice: &mut Dice, fork: Spot, middle: Spot, reach: Spot, girth: f32) -> Vec<Limb> {
    let count = if dice.chance(0.5) { 4_u8 } else { 5 };
    (0..count)
        .map(|index| {
            let spread = f32::from(index) / f32::from(count - 1) * 2.0 - 1.0;
            let aside = spread * 0.62 + dice.around() * 0.12;
            let rise = 0.42 - aside.abs() * 0.75 + dice.around() * 0.15;
            let to = (middle.0 + aside * reach.0, middle.1 - rise * reach.1);
            let bend = (
                fork.0 + (to.0 - fork.0) * 0.62,
                fork.1 + (to.1 - fork.1) * dice.range(0.2, 0.4),
            );
            Limb {
                from: (fork.0 + spread * girth * 0.4, fork.1 + 14.0),
                bend,
                to,
                thick: (girth * 0.62, 5.0),
            }
        })
        .collect()
}

/// A branch from the nearest bough to each mass of leaves, and twigs that fan out from there.
fn twigs(dice: &mut Dice, boughs: &[Limb], clusters: &[Cluster]) -> Vec<Limb> {
    let mut twigs = Vec::new();
    for cluster in clusters {
        let joints = boughs
            .iter()
            .flat_map(|bough| [0.45, 0.6, 0.75, 0.92].map(|t| (bough.at(t), t)));
        let far = |spot: Spot| (spot.0 - cluster.spot.0).hypot(spot.1 - cluster.spot.1);
        let Some((from, t)) = joints.min_by(|one, other| far(one.0).total_cmp(&far(other.0)))
        else {
            continue;
        };
        let to = cluster.spot;
        let bend = (
            (from.0 + to.0) / 2.0 + dice.around() * 24.0,
            (from.1 + to.1) / 2.0 + 20.0,
        );
        twigs.push(Limb {
            from,
            bend,
            to,
            thick: (7.0 - t * 2.5, 2.6),
        });
        for _ in 0..8_u8 {
            let start = dice.range(0.35, 1.0);
            let root = Limb {
                from,
                bend,
                to,
                thick: (0.0, 0.0),
            }
            .at(start);
            let angle = cluster.outward.1.atan2(cluster.outward.0) + dice.around() * 1.9;
            let length = cluster.reach * dice.range(0.5, 1.05);
            let tip = (
                root.0 + angle.cos() * length,
                root.1 + angle.sin() * length - length * 0.18,
            );
            let bend = (
                (root.0 + tip.0) / 2.0,
                (root.1 + tip.1) / 2.0 + dice.around() * 12.0 + 5.0,
            );
            twigs.push(Limb {
                from: root,
                bend,
                to: tip,
                thick: (2.5, 0.7),
            });
        }
    }
    twigs
}

impl Limb {
    /// The point at `t` (0 root to 1 tip).
    fn at(&self, t: f32) -> Spot {
        let along = |from: f32, bend: f32, to: f32| {
            let back = 1.0 - t;
            from * back * back + bend * 2.0 * t * back + to * t * t
        };
        (
            along(self.from.0, self.bend.0, self.to.0),
            along(self.from.1, self.bend.1, self.to.1),
        )
    }

    /// Both edges of the limb, moved by `aside` and thinned to `share`, as one outline.
    fn outline(&self, aside: Spot, share: f32) -> Vec<Spot> {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for step in 0..=8_u8 {
            let t = f32::from(step) / 8.0;
            let (here, ahead) = (self.at(t), self.at(t + 0.01));
            let length = (ahead.0 - here.0).hypot(ahead.1 - here.1).max(0.001);
            let half = (self.thick.0 + (self.thick.1 - self.thick.0) * t.powf(0.7)) / 2.0;
            let normal = (
                (ahead.1 - here.1) / length * half,
                (here.0 - ahead.0) / length * half,
            );
            let middle = (here.0 + aside.0 * half, here.1 + aside.1 * half);
            left.push((middle.0 + normal.0 * share, middle.1 + normal.1 * share));
            right.push((middle.0 - normal.0 * share, middle.1 - normal.1 * share));
        }
        left.extend(right.into_iter().rev());
        left
    }

    fn draw(&self, brush: &mut Brush, palette: &Palette, strength: f32) {
        let [dark, body, light] = palette.bark;
        let dark = dark.mix(body, 1.0 - strength).solid();
        brush.fill(&self.outline((0.0, 0.0), 1.0), dark, dark);
        if self.thick.0 > 4.0 {
            let towards = (palette.light.0 * 0.28, palette.light.1 * 0.16);
            brush.fill(&self.outline(towards, 0.66), body.solid(), body.solid());
            let towards = (palette.light.0 * 0.62, palette.light.1 * 0.3);
            let light = light.alpha(0.7);
            brush.fill(&self.outline(towards, 0.24), light, light);
        }
    }
}

/// Twigs, boughs and trunk.
pub(super) fn wood(brush: &mut Brush, palette: &Palette, tree: &Tree) {
    for twig in &tree.twigs {
        twig.draw(brush, palette, 0.75);
    }
    for bough in &tree.boughs {
        bough.draw(brush, palette, 0.9);
    }
    let thick = tree.girth;
    let bend = ((ROOT.0 + tree.fork.0) / 2.0 + 6.0, ROOT.1 - 62.0);
    for toe in [-1.0, -0.35, 0.4, 1.0_f32] {
        let foot = (ROOT.0 + toe * thick * 1.35, ROOT.1 + 10.0 - toe.abs() * 4.0);
        let root = Limb {
            from: foot,
            bend: (ROOT.0 + toe * 8.0, ROOT.1 - 16.0),
            to: (ROOT.0 + toe * 4.0, ROOT.1 - 56.0),
            thick: (6.0, thick * 0.45),
        };
        root.draw(brush, palette, 1.0);
    }
    let trunk = Limb {
        from: (ROOT.0, ROOT.1 + 6.0),
        bend,
        to: (tree.fork.0, tree.fork.1 - 8.0),
        thick: (thick * 1.5, thick * 1.12),
    };
    trunk.draw(brush, palette, 1.0);
    bark(brush, palette, &trunk);
}

/// Strokes along the trunk: cracks on the far side, light on the near one.
fn bark(brush: &mut Brush, palette: &Palette, trunk: &Limb) {
    let mut dice = Dice::new(7);
    for _ in 0..110_u8 {
        let spot = trunk.at(dice.range(0.02, 0.95));
        let aside = dice.range(-0.9, 0.9);
        let lit = aside * palette.light.0.signum() > 0.1;
        let color = if lit {
            palette.bark[2].alpha(0.35)
        } else {
            palette.bark[0].alpha(0.45)
        };
        let at = (spot.0 + aside * trunk.thick.1 * 0.58, spot.1);
        let reach = (dice.range(5.0, 16.0), dice.range(0.8, 2.0));
        brush.dab(Shape::Leaf, at, reach, 84.0 + dice.around() * 16.0, color);
    }
}

/// The tree's shadow on the grass, thrown away from the light, with sun flecks in it.
pub(super) fn shadow(brush: &mut Brush, palette: &Palette, tree: &Tree) {
    let mut dice = Dice::new(11);
    let away = -palette.light.0 * (150.0 + palette.low_sun * 190.0);
    let middle = (ROOT.0 + away, ROOT.1 + 22.0);
    let color = palette.grass[0].mix(palette.shade, 0.45);
    let wide = tree.reach.0 * (0.95 + palette.low_sun * 0.25);
    let cover = (palette.dress.leaves + palette.dress.flowers * 0.8).clamp(0.25, 1.0);
    brush.glow(middle, (wide * 1.2, 92.0), color, 0.75 * cover);
    for _ in 0..190_u8 {
        let (aside, down) = dice.disc();
        let spot = (middle.0 + aside * wide, middle.1 + down * 58.0);
        let reach = (dice.range(14.0, 46.0), dice.range(3.0, 9.0));
        brush.dab(
            Shape::Leaf,
            spot,
            reach,
            dice.around() * 6.0,
            color.alpha(0.3 * cover),
        );
    }
    let fleck = palette.grass[3].mix(palette.sun, 0.3);
    for _ in 0..44_u8 {
        let (aside, down) = dice.disc();
        let spot = (middle.0 + aside * wide * 0.9, middle.1 + down * 50.0);
        brush.dab(
            Shape::Disc,
            spot,
            (dice.range(4.0, 15.0), dice.range(1.5, 3.6)),
            0.0,
            fleck.alpha(0.4),
        );
    }
    brush.glow(
        (ROOT.0, ROOT.1 + 10.0),
        (90.0, 24.0),
        palette.grass[0].mix(palette.shade, 0.6),
        0.8,
    );
}

/// The wooden plate with the adopter's tag that hangs on the trunk.
pub(super) fn plate(brush: &mut Brush, palette: &Palette, tree: &Tree) {
    let at = ((ROOT.0 + tree.fork.0) / 2.0 + 2.0, ROOT.1 - 70.0);
    let wood = Rgb::hex(0xd8_b2_7e).mix(palette.sun, 0.15);
    let cord = palette.bark[0].alpha(0.9);
    brush.dab(
        Shape::Square,
        (at.0 - 11.0, at.1 - 30.0),
        (16.0, 0.9),
        -46.0,
        cord,
    );
    brush.dab(
        Shape::Square,
        (at.0 + 11.0, at.1 - 30.0),
        (16.0, 0.9),
        46.0,
        cord,
    );
    brush.dab(
        Shape::Square,
        (at.0 + 3.0, at.1 + 4.0),
        (27.0, 19.0),
        -2.0,
        palette.shade.alpha(0.4),
    );
    brush.dab(
        Shape::Square,
        at,
        (27.0, 19.0),
        -2.0,
        Rgb::hex(0x8a_5f_31).solid(),
    );
    brush.dab(Shape::Square, at, (25.2, 17.2), -2.0, wood.solid());
    brush.dab(
        Shape::Square,
        (at.0 - 10.0, at.1),
        (11.0, 11.0),
        -2.0,
        Rgb::hex(0xfd_fa_f2).solid(),
    );
    let mut dice = Dice::new(0x9a7e);
    for cell in 0..49_u8 {
        if dice.chance(0.5) {
            let (column, row) = (f32::from(cell % 7) - 3.0, f32::from(cell / 7) - 3.0);
            let spot = (at.0 - 10.0 + column * 2.6, at.1 + row * 2.6 - column * 0.09);
            brush.dab(
                Shape::Square,
                spot,
                (1.3, 1.3),
                -2.0,
                Rgb::hex(0x2a_24_20).solid(),
            );
        }
    }
    for line in [-7.0, -1.0, 5.0_f32] {
        let spot = (at.0 + 13.0, at.1 + line);
        brush.dab(
            Shape::Square,
            spot,
            (8.0 - line.abs() * 0.3, 1.2),
            -2.0,
            Rgb::hex(0x5a_3c_20).alpha(0.8),
        );
    }
}
