//! Names and texts of the demo: trees, people, plates, streets, notes. All invented. Knows nothing else.

use app::address::Address;
use traceability::observation::Stage;

/// First halves of tree names; with [`SECOND`] they make 340.
const FIRST: [&str; 20] = [
    "晨", "暮", "春", "秋", "云", "月", "山", "溪", "星", "风", "雨", "雪", "松", "竹", "清", "青",
    "初", "小", "长", "乐",
];
const SECOND: [&str; 17] = [
    "禾", "歌", "舟", "影", "露", "眠", "安", "朗", "宁", "野", "笺", "墨", "曦", "宝", "暖", "圆",
    "果",
];
/// Names of the trees that are looked at first.
const FAVOURITES: [&str; 24] = [
    "小满",
    "谷雨",
    "阿福",
    "团圆",
    "白露",
    "满仓",
    "清明",
    "老寿星",
    "甜甜",
    "立春",
    "大个子",
    "芒种",
    "糖罐子",
    "寒露",
    "歪脖子",
    "惊蛰",
    "一两金",
    "小暑",
    "守园人",
    "秋分",
    "桥头树",
    "霜降",
    "圆滚滚",
    "冬至",
];

/// The name of the `n`-th tree of the demo; no two of the first 360 are alike.
pub(super) fn tree_name(n: usize) -> String {
    if let Some(name) = FAVOURITES.get(n) {
        return (*name).to_owned();
    }
    // 7 and the number of names have no common divisor, so that every name comes once.
    let mixed = (n - FAVOURITES.len()) * 7 % (FIRST.len() * SECOND.len());
    let round = (n - FAVOURITES.len()) / (FIRST.len() * SECOND.len());
    let name = format!(
        "{}{}",
        FIRST[mixed % FIRST.len()],
        SECOND[mixed / FIRST.len()]
    );
    if round == 0 {
        name
    } else {
        format!("{name}{}", round + 1)
    }
}

/// The buyers; the first is the one whose sign-in is printed.
pub(super) const BUYERS: [&str; 36] = [
    "林晓满",
    "陈思远",
    "吴佳宁",
    "何子墨",
    "徐安然",
    "孙语桐",
    "马俊杰",
    "朱一鸣",
    "胡静怡",
    "郭海峰",
    "高雨晴",
    "罗嘉树",
    "梁文博",
    "宋清妍",
    "谢云舒",
    "韩立新",
    "唐可心",
    "冯建国",
    "董晓雯",
    "萧然",
    "程书瑶",
    "曹景行",
    "袁佩兰",
    "邓志强",
    "许知夏",
    "傅明哲",
    "沈若溪",
    "曾凡",
    "彭小舟",
    "吕思齐",
    "苏念慈",
    "卢广平",
    "蒋雯",
    "蔡依依",
    "贾志远",
    "魏南星",
];

/// What the buyers want on their plates.
const PLATES: [&str; 30] = [
    "林家的小满",
    "外婆的甜",
    "阿宝十岁",
    "我们仨",
    "山里有棵我",
    "等一树果",
    "给爸爸的树",
    "三年二班",
    "橘子汽水",
    "初见2026",
    "福气满满",
    "慢慢长大",
    "念念不忘",
    "小院秋声",
    "一家五口",
    "向阳",
    "南方来信",
    "Lucky Tree",
    "奶奶的老家",
    "九月",
    "结婚十周年",
    "岁岁平安",
    "童年的味道",
    "好好吃饭",
    "阿黄和我",
    "读书人家",
    "Tom & 小雨",
    "甜过初恋",
    "大吉大利",
    "加油站",
];

/// The plate of the `n`-th adoption of somebody.
pub(super) fn plate(n: usize) -> &'static str {
    PLATES[n % PLATES.len()]
}

/// The plate of the buyer whose sign-in is printed, whichever tree it hangs on.
pub(super) const OWN_PLATE: &str = PLATES[0];

const STREETS: [[&str; 4]; 12] = [
    ["浙江省", "杭州市", "西湖区", "文三路 118 号 3 幢 502"],
    ["上海市", "上海市", "徐汇区", "天平路 60 弄 7 号 301"],
    ["北京市", "北京市", "海淀区", "学院南路 12 号院 5 号楼 1104"],
    ["广东省", "深圳市", "南山区", "桂庙路 33 号 B 座 1806"],
    ["江苏省", "南京市", "鼓楼区", "汉口西路 9 号 2 单元 401"],
    ["四川省", "成都市", "武侯区", "玉林北街 21 号 6 栋 702"],
    ["湖北省", "武汉市", "武昌区", "中山路 230 号 8 栋 1203"],
    ["陕西省", "西安市", "雁塔区", "翠华路 88 号 4 号楼 905"],
    ["福建省", "厦门市", "思明区", "公园西路 15 号 501"],
    ["山东省", "青岛市", "市南区", "江西路 72 号 2 单元 602"],
    ["湖南省", "长沙市", "岳麓区", "桃子湖路 6 号 3 栋 1501"],
    ["天津市", "天津市", "和平区", "西康路 41 号 7 门 302"],
];

/// Where the `n`-th buyer lives.
pub(super) fn address(n: usize, recipient: &str) -> Address {
    let [province, city, district, street] = STREETS[n % STREETS.len()].map(str::to_owned);
    Address {
        recipient: recipient.to_owned(),
        // No such block of numbers is given out in China.
        phone: format!("100 0000 {:04}", 1000 + n * 37),
        province,
        city,
        district,
        street,
    }
}

/// What a farmer writes under a photo of this stage.
pub(super) fn note(stage: Stage, n: usize) -> String {
    let notes: [&str; 3] = match stage {
        Stage::Dormant => [
            "清园、刷白，让它好好歇一冬。",
            "剪了内膛枝，伤口都抹了药。",
            "落了薄霜，枝条没有冻伤。",
        ],
        Stage::Budding => [
            "新梢冒头了，比去年早三天。",
            "芽很齐，追了一遍春肥。",
            "蚜虫有几只，挂了黄板。",
        ],
        Stage::Blossom => [
            "花开得密，满园都是香。",
            "放了两箱蜜蜂，帮着授粉。",
            "花期碰上小雨，还好不大。",
        ],
        Stage::FruitSet => [
            "坐住了，小果有黄豆大。",
            "第一遍疏果，一枝留两个。",
            "生理落果，正常，不用担心。",
        ],
        Stage::Growing => [
            "长得快，这半个月胀了一圈。",
            "天旱，隔天滴灌一次。",
            "刮了一阵大风，支了两根竹竿。",
        ],
        Stage::Colouring => [
            "向阳一面先上色。",
            "停了水，让糖分往上走。",
            "量了糖度，还差一点，不急。",
        ],
        Stage::Ripe => [
            "可以摘了，糖度够了。",
            "果子压枝，挂得满满当当。",
            "挑个晴天动手。",
        ],
        Stage::Harvested => [
            "摘完了，过了秤，果筐都在树下。",
            "谢谢它这一年，回头施一遍还阳肥。",
            "今年就这些，个个都好。",
        ],
    };
    notes[n % notes.len()].to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use adoption::nameplate::NameplateText;

    use super::*;

    #[test]
    fn three_hundred_and_sixty_trees_have_names_of_their_own() {
        let names: BTreeSet<String> = (0..360).map(tree_name).collect();
        assert_eq!(names.len(), 360);
    }

    #[test]
    fn later_names_are_numbered() {
        assert_eq!(tree_name(24 + 340), format!("{}2", tree_name(24)));
    }

    #[test]
    fn every_plate_may_hang_and_every_address_is_taken() {
        for n in 0..PLATES.len() {
            assert!(NameplateText::parse(plate(n), &[]).is_ok(), "{}", plate(n));
        }
        for (n, name) in BUYERS.iter().enumerate() {
            assert!(address(n, name).parse("address").is_ok(), "{n}");
        }
    }
}
