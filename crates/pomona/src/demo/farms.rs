//! The three invented farms of the demo, as plain facts: where they lie, what they grow, what they promise.
//! Knows no date, no id and no use case.

use adoption::campaign::RiskClause;
use traceability::observation::Stage;

use crate::paint::FruitKind;

/// A farm with its one orchard.
#[derive(Debug)]
pub(super) struct Farm {
    /// Begins the codes of its lots.
    pub(super) code: &'static str,
    pub(super) fruit: FruitKind,
    /// Month and day of the first picking.
    pub(super) harvest: (u32, u32),
    /// The year of its trees: from how many days before (or after) the first picking each stage is seen.
    pub(super) year: &'static [(i64, Stage)],
    pub(super) farm_name: &'static str,
    pub(super) orchard_name: &'static str,
    pub(super) province: &'static str,
    pub(super) county: &'static str,
    pub(super) village: &'static str,
    /// WGS-84, in units of 1e-7 degree.
    pub(super) place_e7: (i32, i32),
    pub(super) blocks: [&'static str; 3],
    pub(super) varieties: [&'static str; 2],
    /// On what they are grafted; most on the first.
    pub(super) rootstocks: [&'static str; 2],
    /// First year of planting, and over how many years it went on.
    pub(super) planted: (u16, u16),
    pub(super) farmer: &'static str,
    pub(super) packer: &'static str,
    pub(super) offer: Offer,
}

/// What the farm's campaigns say and promise.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) crop_zh: &'static str,
    pub(super) crop_en: &'static str,
    pub(super) story_zh: &'static str,
    pub(super) story_en: &'static str,
    /// Price of one share, in fen.
    pub(super) price_fen: i64,
    pub(super) shares_per_tree: u8,
    pub(super) promised_grams: u64,
    pub(super) boxes: u8,
    pub(super) forecast_grams_per_tree: u64,
    pub(super) risk_clause: RiskClause,
}

/// All farms; which of them has just harvested depends on the day the demo is seeded.
pub(super) const FARMS: [Farm; 3] = [ORANGES, PEACHES, PEARS];

const ORANGES: Farm = Farm {
    code: "XW",
    fruit: FruitKind::NavelOrange,
    harvest: (11, 10),
    year: &[
        (-310, Stage::Dormant),
        (-250, Stage::Budding),
        (-214, Stage::Blossom),
        (-188, Stage::FruitSet),
        (-150, Stage::Growing),
        (-52, Stage::Colouring),
        (-12, Stage::Ripe),
        (2, Stage::Harvested),
    ],
    farm_name: "山月谷果业合作社",
    orchard_name: "山月谷脐橙园",
    province: "江西省",
    county: "寻乌县",
    village: "澄江镇",
    place_e7: (249_832_100, 1_156_714_300),
    blocks: ["东坡", "西坡", "溪边"],
    varieties: ["纽荷尔脐橙", "赣南早脐橙"],
    rootstocks: ["枳", "红橘"],
    planted: (2006, 11),
    farmer: "刘根生",
    packer: "钟小兰",
    offer: Offer {
        crop_zh: "脐橙",
        crop_en: "navel oranges",
        story_zh: "山月谷在寻乌县澄江镇的红壤坡地上，海拔三百多米，昼夜温差大，橙子甜得有分量。\
            园子由刘根生一家和邻近七户果农一起照看，二〇〇六年从第一面坡种起，现在分东坡、西坡、溪边三片。\n\n\
            每棵树都有自己的名字和二维码。萌芽、开花、坐果、转色，我们每个阶段都到树下拍照；十一月采摘，\
            只摘您这棵树上的果，当天过秤、开合格证，三天内装箱。",
        story_en: "Moon Valley lies on red-soil slopes above Chengjiang in Xunwu county, some three hundred metres up, \
            where cold nights make sweet oranges. Liu Gensheng's family and seven neighbours tend it together; the first \
            slope was planted in 2006, today there are three blocks: East Slope, West Slope and Creekside.\n\n\
            Every tree has a name and a QR code. We photograph it at every stage, from bud to colour. In November we pick \
            the fruit of your tree only, weigh it the same day, certify it and pack within three days.",
        price_fen: 39_800,
        shares_per_tree: 2,
        promised_grams: 10_000,
        boxes: 2,
        forecast_grams_per_tree: 30_000,
        risk_clause: RiskClause::RefundShortfall,
    },
};

const PEACHES: Farm = Farm {
    code: "YS",
    fruit: FruitKind::Peach,
    harvest: (7, 12),
    year: &[
        (-232, Stage::Dormant),
        (-128, Stage::Budding),
        (-110, Stage::Blossom),
        (-84, Stage::FruitSet),
        (-62, Stage::Growing),
        (-20, Stage::Colouring),
        (-6, Stage::Ripe),
        (6, Stage::Harvested),
    ],
    farm_name: "桃溪家庭农场",
    orchard_name: "桃溪水蜜桃园",
    province: "江苏省",
    county: "无锡市惠山区",
    village: "阳山镇",
    place_e7: (315_873_400, 1_200_986_200),
    blocks: ["北圩", "南圩", "塘边"],
    varieties: ["湖景蜜露水蜜桃", "白凤水蜜桃"],
    rootstocks: ["毛桃", "山桃"],
    planted: (2012, 9),
    farmer: "陆春林",
    packer: "许燕",
    offer: Offer {
        crop_zh: "水蜜桃",
        crop_en: "honey peaches",
        story_zh: "桃溪在阳山脚下，火山灰土，水网环绕。陆春林种桃三十年，坚持套袋、人工疏果，一棵树只留两百来个果，\
            个个长到拳头大。\n\n水蜜桃怕碰怕等：清晨五点采，中午前装箱，冷链直达。认养的树挂上您取的名字，\
            春天来看花，夏天等收桃。",
        story_en: "Peach Creek lies at the foot of Yangshan on volcanic soil among canals. Lu Chunlin has grown peaches for \
            thirty years: every fruit is bagged, every tree thinned by hand to some two hundred.\n\n\
            Honey peaches cannot wait: picked at five in the morning, packed by noon, sent cold. The tree you adopt carries \
            the name you choose; come for the blossom in spring, wait for the peaches in summer.",
        price_fen: 52_800,
        shares_per_tree: 2,
        promised_grams: 8_000,
        boxes: 2,
        forecast_grams_per_tree: 28_000,
        risk_clause: RiskClause::TopUp,
    },
};

const PEARS: Farm = Farm {
    code: "DS",
    fruit: FruitKind::Pear,
    harvest: (9, 8),
    year: &[
        (-296, Stage::Dormant),
        (-182, Stage::Budding),
        (-158, Stage::Blossom),
        (-134, Stage::FruitSet),
        (-105, Stage::Growing),
        (-26, Stage::Colouring),
        (-8, Stage::Ripe),
        (6, Stage::Harvested),
    ],
    farm_name: "故道老梨园合作社",
    orchard_name: "故道老梨园",
    province: "安徽省",
    county: "砀山县",
    village: "良梨镇",
    place_e7: (344_521_600, 1_165_038_900),
    blocks: ["老河滩", "古梨台", "西堤"],
    varieties: ["砀山酥梨", "圆黄梨"],
    rootstocks: ["杜梨", "豆梨"],
    planted: (1931, 70),
    farmer: "王守田",
    packer: "李秋香",
    offer: Offer {
        crop_zh: "酥梨",
        crop_en: "snow pears",
        story_zh: "黄河故道的沙土里，老梨树一站就是几十年，最老的一棵一九三一年栽下。树老根深，梨子皮薄、汁多、渣少。\
            王守田和合作社的老人们还用老办法：冬天刮皮，春天点花，秋天一个一个下树。\n\n\
            一棵老树结果多，分四份认养，四家人共一棵树。",
        story_en: "In the sands of the old bed of the Yellow River pear trees stand for generations; the oldest here was planted \
            in 1931. Deep roots make thin-skinned, juicy pears. Wang Shoutian and the elders of the cooperative work the old \
            way: scraping bark in winter, pollinating by hand in spring, picking one by one in autumn.\n\n\
            An old tree bears plenty, so each is shared by four families.",
        price_fen: 26_800,
        shares_per_tree: 4,
        promised_grams: 10_000,
        boxes: 2,
        forecast_grams_per_tree: 60_000,
        risk_clause: RiskClause::TopUp,
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stages_of_a_year_follow_each_other() {
        for farm in &FARMS {
            let days: Vec<i64> = farm.year.iter().map(|(day, _)| *day).collect();
            assert!(days.is_sorted(), "{}: {days:?}", farm.code);
            assert!(
                days[days.len() - 1] < days[0] + 365,
                "{}: {days:?}",
                farm.code
            );
        }
    }

    #[test]
    fn what_is_promised_of_a_tree_is_covered() {
        for farm in &FARMS {
            let offer = &farm.offer;
            let promised = offer.promised_grams * u64::from(offer.shares_per_tree);
            assert!(
                promised * 100 <= offer.forecast_grams_per_tree * 80,
                "{}",
                farm.code
            );
        }
    }
}
