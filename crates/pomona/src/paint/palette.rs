//! Which colours a scene has: fruit and season choose the pigments, the hour tints them. Knows no
//! shapes.

use tiny_skia::Color;

use super::brush::Spot;
use super::dice::Dice;
use super::{Daylight, FruitKind, Scene, SeasonStage};

/// An opaque colour, each part from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rgb([f32; 3]);

impl Rgb {
    /// `0xrrggbb`.
    pub(super) const fn hex(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self([
            red as f32 / 255.0,
            green as f32 / 255.0,
            blue as f32 / 255.0,
        ])
    }

    /// `share` (0 to 1) of `other` in this colour.
    pub(super) fn mix(self, other: Self, share: f32) -> Self {
        let share = share.clamp(0.0, 1.0);
        let [red, green, blue] = self.0;
        let blend = |mine: f32, other: f32| mine + (other - mine) * share;
        Self([
            blend(red, other.0[0]),
            blend(green, other.0[1]),
            blend(blue, other.0[2]),
        ])
    }

    /// This colour laid on at `alpha` (0 to 1).
    pub(super) fn alpha(self, alpha: f32) -> Color {
        let [red, green, blue] = self.0.map(|part| part.clamp(0.0, 1.0));
        Color::from_rgba(red, green, blue, alpha.clamp(0.0, 1.0)).unwrap_or(Color::BLACK)
    }

    /// This colour, opaque.
    pub(super) fn solid(self) -> Color {
        self.alpha(1.0)
    }
}

/// The colour at `height` (0 shadow to 1 light) of a ramp.
pub(super) fn ramp<const N: usize>(colors: &[Rgb; N], height: f32) -> Rgb {
    let steps = (N.max(2) - 1) as f32;
    let at = height.clamp(0.0, 1.0) * steps;
    let mut below = colors[0];
    for (index, pair) in colors.windows(2).enumerate() {
        below = pair[0].mix(pair[1], at - index as f32);
        if at <= (index + 1) as f32 {
            break;
        }
    }
    below
}

/// How much of what hangs on the tree; shares from 0 to 1, sizes in frame units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dress {
    pub(super) leaves: f32,
    pub(super) flowers: f32,
    pub(super) fruit: f32,
    pub(super) fruit_reach: f32,
    pub(super) fallen: f32,
    pub(super) crate_by_trunk: bool,
}

/// Every colour of a picture, and the direction its light comes from.
#[derive(Debug, Clone)]
pub(super) struct Palette {
    /// Zenith to horizon.
    pub(super) sky: [Rgb; 4],
    pub(super) sun: Rgb,
    pub(super) shade: Rgb,
    pub(super) haze: Rgb,
    pub(super) hill: Rgb,
    pub(super) grass: [Rgb; 4],
    pub(super) leaf: [Rgb; 4],
    pub(super) bark: [Rgb; 3],
    pub(super) petal: [Rgb; 3],
    pub(super) pistil: Rgb,
    /// Two ripenesses seen at once, each shade, body, light.
    pub(super) fruits: [[Rgb; 3]; 2],
    pub(super) kind: FruitKind,
    pub(super) dress: Dress,
    /// Unit vector towards the light, y down.
    pub(super) light: Spot,
    /// Strength of the low sun's glow, 0 to 1.
    pub(super) low_sun: f32,
}

impl Palette {
    /// The colours of `scene`; the moment decides how clear the air is.
    pub(super) fn of(scene: &Scene, moment: &mut Dice) -> Self {
        let hour = Hour::of(scene.daylight, moment);
        let stage = scene.season_stage;
        let dull = match stage {
            SeasonStage::Dormant => 0.3,
            SeasonStage::Budding | SeasonStage::Harvested => 0.15,
            SeasonStage::Blossom
            | SeasonStage::FruitSet
            | SeasonStage::Growing
            | SeasonStage::Colouring
            | SeasonStage::Ripe => 0.0,
        };
        let sky = hour.sky.map(|color| color.mix(Rgb::hex(0xd3_da_de), dull));
        let lit = |colors: [Rgb; 4]| {
            let [shadow, dark, mid, light] = colors;
            [
                shadow.mix(hour.shade, 0.38),
                dark.mix(hour.shade, 0.16),
                mid.mix(hour.sun, 0.06 + hour.low_sun * 0.1),
                light.mix(hour.sun, 0.2 + hour.low_sun * 0.25),
            ]
        };
        let [bark_dark, bark_mid, bark_light] = [0x35_27_22, 0x6b_50_40, 0xa8_86_68].map(Rgb::hex);
        Self {
            sky,
            sun: hour.sun,
            shade: hour.shade,
            haze: sky[3].mix(sky[1], 0.25),
            hill: hill(stage).mix(hour.shade, 0.2),
            grass: lit(grass(stage)),
            leaf: lit(leaf(scene.fruit, stage)),
            bark: [
                bark_dark.mix(hour.shade, 0.35),
                bark_mid,
                bark_light.mix(hour.sun, 0.25 + hour.low_sun * 0.2),
            ],
            petal: petal(scene.fruit, hour.shade, hour.sun),
            pistil: Rgb::hex(if scene.fruit == FruitKind::NavelOrange {
                0xf0_c2_45
            } else {
                0xc8_5a_6a
            }),
            fruits: fruits(scene.fruit, stage),
            kind: scene.fruit,
            dress: dress(scene.fruit, stage),
            light: hour.light,
            low_sun: hour.low_sun,
        }
    }
}

struct Hour {
    sky: [Rgb; 4],
    sun: Rgb,
    shade: Rgb,
    light: Spot,
    low_sun: f32,
}

impl Hour {
    fn of(daylight: Daylight, moment: &mut Dice) -> Self {
        let lean = moment.range(0.25, 0.5) * if moment.chance(0.5) { 1.0 } else { -1.0 };
        let (sky, sun, shade, light, low_sun) = match daylight {
            Daylight::Dawn => (
                [0x7d_a4_cb, 0xae_c6_dc, 0xf0_d7_cb, 0xff_e8_c8],
                0xff_dc_a8,
                0x39_49_70,
                (-0.82, -0.57),
                0.6,
            ),
            Daylight::Noon => (
                [0x4a_93_cf, 0x7f_b9_e0, 0xb9_dc_ea, 0xe8_f2_ea],
                0xff_f6_d4,
                0x23_46_5a,
                (lean, -(1.0 - lean * lean).sqrt()),
                0.0,
            ),
            Daylight::Dusk => (
                [0x5d_75_b0, 0xa9_93_bb, 0xf0_ae_86, 0xff_d9_96],
                0xff_b8_62,
                0x42_32_60,
                (0.84, -0.54),
                1.0,
            ),
        };
        let (sun, shade) = (Rgb::hex(sun), Rgb::hex(shade));
        Self {
            sky: sky.map(Rgb::hex),
            sun,
            shade,
            light,
            low_sun,
        }
    }
}

fn hill(stage: SeasonStage) -> Rgb {
    Rgb::hex(match stage {
        SeasonStage::Dormant => 0x6f_7a_5c,
        SeasonStage::Budding | SeasonStage::Blossom => 0x6f_96_55,
        SeasonStage::FruitSet | SeasonStage::Growing => 0x4c_80_4c,
        SeasonStage::Colouring | SeasonStage::Ripe => 0x74_84_45,
        SeasonStage::Harvested => 0x8c_80_4a,
    })
}

fn grass(stage: SeasonStage) -> [Rgb; 4] {
    match stage {
        SeasonStage::Dormant => [0x42_4e_30, 0x6c_78_44, 0x97_9c_5c, 0xd0_cc_8c],
        SeasonStage::Budding => [0x3c_56_2c, 0x6a_87_3d, 0x94_ab_52, 0xcf_d4_86],
        SeasonStage::Blossom => [0x2f_56_2d, 0x56_8a_3c, 0x83_b2_50, 0xc6_dc_7f],
        SeasonStage::FruitSet => [0x28_52_2d, 0x48_82_38, 0x74_a9_49, 0xbb_d5_72],
        SeasonStage::Growing => [0x22_4a_2c, 0x3c_77_36, 0x64_9e_43, 0xaf_cd_66],
        SeasonStage::Colouring => [0x2e_4e_2a, 0x57_82_36, 0x86_a8_46, 0xcf_d2_76],
        SeasonStage::Ripe => [0x40_48_28, 0x72_78_36, 0xa2_9a_48, 0xdf_ca_7a],
        SeasonStage::Harvested => [0x48_42_28, 0x80_70_38, 0xae_95_4c, 0xe2_c6_7e],
    }
    .map(Rgb::hex)
}

fn leaf(fruit: FruitKind, stage: SeasonStage) -> [Rgb; 4] {
    let colors = match (fruit, stage) {
        (FruitKind::NavelOrange, SeasonStage::Budding | SeasonStage::Blossom) => {
            [0x16_3a_2a, 0x2e_69_38, 0x6c_a0_48, 0xc9_de_78]
        }
        (FruitKind::NavelOrange, SeasonStage::Dormant) => {
            [0x18_33_2b, 0x2f_58_3a, 0x5c_83_4c, 0xa5_b8_72]
        }
        (FruitKind::NavelOrange, _) => [0x12_36_29, 0x25_60_36, 0x4f_8d_43, 0xa4_c8_62],
        (_, SeasonStage::Dormant | SeasonStage::Budding | SeasonStage::Blossom) => {
            [0x38_59_2c, 0x66_92_3c, 0x9c_c0_50, 0xd9_e6_8a]
        }
        (_, SeasonStage::FruitSet) => [0x22_50_2b, 0x46_86_38, 0x84_b8_4c, 0xcc_e0_80],
        (_, SeasonStage::Growing) => [0x1a_45_2a, 0x36_74_36, 0x68_a0_44, 0xb2_cf_6c],
        (_, SeasonStage::Colouring | SeasonStage::Ripe) => {
            [0x2a_46_28, 0x52_78_34, 0x8c_a2_42, 0xd2_cc_68]
        }
        (FruitKind::Pear, SeasonStage::Harvested) => {
            [0x5a_38_1c, 0xa8_70_26, 0xde_aa_38, 0xf8_dc_78]
        }
        (FruitKind::Cherry | FruitKind::Peach, SeasonStage::Harvested) => {
            [0x5c_28_22, 0xa8_48_2a, 0xdc_7c_34, 0xf6_bc_68]
        }
    };
    colors.map(Rgb::hex)
}

fn petal(fruit: FruitKind, shade: Rgb, sun: Rgb) -> [Rgb; 3] {
    let [dark, body, light] = match fruit {
        FruitKind::NavelOrange | FruitKind::Pear => [0xc4_c6_d2, 0xf2_ef_ea, 0xff_ff_fb],
        FruitKind::Cherry => [0xd9_9f_b8, 0xf6_cf_dc, 0xff_f2_f3],
        FruitKind::Peach => [0xc0_62_88, 0xec_8f_ae, 0xfd_cf_d9],
    }
    .map(Rgb::hex);
    [
        dark.mix(shade, 0.22),
        body.mix(sun, 0.08),
        light.mix(sun, 0.14),
    ]
}

fn fruits(fruit: FruitKind, stage: SeasonStage) -> [[Rgb; 3]; 2] {
    let green = [0x3c_66_2a, 0x8a_b8_46, 0xdc_ea_94].map(Rgb::hex);
    let ripe = match fruit {
        FruitKind::NavelOrange => [0xa8_42_0a, 0xf0_82_1a, 0xff_c4_5c],
        FruitKind::Pear => [0x8a_7a_22, 0xd3_bd_48, 0xf6_ea_9a],
        FruitKind::Cherry => [0x60_08_1c, 0xc0_18_2c, 0xf8_70_60],
        FruitKind::Peach => [0xa8_36_38, 0xec_84_62, 0xff_d6_9a],
    }
    .map(Rgb::hex);
    let turning = [0, 1, 2].map(|index| green[index].mix(ripe[index], 0.55));
    match stage {
        SeasonStage::Colouring => [turning, ripe],
        SeasonStage::Ripe | SeasonStage::Harvested => [
            ripe,
            [0, 1, 2].map(|index| ripe[index].mix(turning[index], 0.25)),
        ],
        SeasonStage::Dormant
        | SeasonStage::Budding
        | SeasonStage::Blossom
        | SeasonStage::FruitSet
        | SeasonStage::Growing => [green, green],
    }
}

fn dress(fruit: FruitKind, stage: SeasonStage) -> Dress {
    let evergreen = fruit == FruitKind::NavelOrange;
    let full_size = match fruit {
        FruitKind::NavelOrange => 19.0,
        FruitKind::Pear => 17.0,
        FruitKind::Cherry => 8.5,
        FruitKind::Peach => 17.5,
    };
    let bare = |share: f32| if evergreen { 1.0 } else { share };
    // Share of leaves, of flowers, of fruit, size of fruit against full size, and fallen petals.
    let (leaves, flowers, bearing, size, fallen) = match stage {
        SeasonStage::Dormant => (bare(0.0), 0.0, 0.0, 0.0, 0.0),
        SeasonStage::Budding => (bare(0.16), 0.0, 0.0, 0.0, 0.0),
        SeasonStage::Blossom => (
            bare(0.22),
            if evergreen { 0.45 } else { 1.0 },
            0.0,
            0.0,
            1.0,
        ),
        SeasonStage::FruitSet => (bare(0.85), 0.0, 1.0, 0.42, 0.4),
        SeasonStage::Growing => (1.0, 0.0, 0.9, 0.72, 0.0),
        SeasonStage::Colouring => (1.0, 0.0, 0.9, 0.9, 0.0),
        SeasonStage::Ripe => (bare(0.95), 0.0, 1.0, 1.0, 0.0),
        SeasonStage::Harvested => (bare(0.72), 0.0, 0.0, 1.0, bare(0.9) * 0.6),
    };
    Dress {
        leaves,
        flowers,
        fruit: bearing,
        fruit_reach: full_size * size,
        fallen,
        crate_by_trunk: stage == SeasonStage::Harvested,
    }
}
