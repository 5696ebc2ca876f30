//! What operators see.

use super::{bad, drawn, good, photo, quiet, say, staff, when};
use crate::web::i18n::Lang;
use crate::web::view::chart::columns;
use crate::web::view::editor::{CampaignEditorPage, ProofList, SalesForms, Unproven};
use crate::web::view::form::{Choice, Form};
use crate::web::view::import::{ImportPage, RowVerdict};
use crate::web::view::orchards::{
    OrchardPage, OrchardsPage, PlantedTree, RegisteredBlock, RegisteredOrchard,
};
use crate::web::view::overview::{
    Account, CampaignRow, Exception, FlaggedObservation, OverviewPage, PendingLot,
    PendingNameplate, PendingRefund, Promise, Tile,
};
use crate::web::view::parts::Bar;
use crate::web::view::tags::{Part, Tag, TagsPage};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        drawn("operator", &overview(lang)),
        drawn("operator-calm", &calm(lang)),
        drawn("editor-new", &editor(lang, None, true)),
        drawn("editor-draft", &editor(lang, Some("c2"), true)),
        drawn("editor-open", &editor(lang, Some("c1"), false)),
        drawn("import", &import(lang)),
        drawn("orchards", &orchards(lang)),
        drawn("orchard", &orchard(lang)),
        drawn("tags", &tags(lang)),
    ]
}

fn overview(lang: Lang) -> OverviewPage {
    let tile = |key: &str, value: &str, note: &str| Tile {
        label: lang.text(key),
        value: value.to_owned(),
        note: note.to_owned(),
    };
    let account = |code: &str, debit: &str, credit: &str| Account {
        name: lang.word("account", code),
        debit: debit.to_owned(),
        credit: credit.to_owned(),
    };
    OverviewPage {
        shell: staff(lang, "/operator"),
        tiles: vec![
            tile("tile-captured", "¥238,560", ""),
            tile("tile-held", "¥201,600", ""),
            tile("tile-refunds", "¥1,680", ""),
            tile("tile-adoptions", "142", "142 / 200"),
        ],
        decision_count: 3,
        nameplates: vec![PendingNameplate {
            id: "a7".to_owned(),
            text: say(lang, "小满的橙子树", "Xiaoman’s tree"),
            seen: "ab".repeat(32),
            tree: say(lang, "乙区 14 排 6 株", "Block B row 14 tree 6"),
        }],
        observations: vec![FlaggedObservation {
            id: "o9".to_owned(),
            tree: say(lang, "乙区 12 排 3 株", "Block B row 12 tree 3"),
            photo: Some(photo(lang, 3)),
            reasons: vec![lang.word("flag", "same-photo")],
            when: when(lang, 5),
        }],
        refunds: vec![refund(lang)],
        lots: vec![PendingLot {
            id: "l1".to_owned(),
            name: "L-1128-乙".to_owned(),
            weight: "260.4 kg".to_owned(),
        }],
        exceptions: vec![Exception {
            kind: bad(lang, "缺合格证", "No certificate"),
            text: "L-1129-乙 · 260.4 kg".to_owned(),
            href: Some("/harvest".to_owned()),
            when: when(lang, 20),
        }],
        capture_form: Form::empty(),
        captured: columns(captured_days()),
        promises: vec![promise(lang)],
        accounts: vec![
            account("assets:channel:manual", "¥238,560", ""),
            account("liabilities:deposits", "", "¥36,960"),
            account("liabilities:undelivered", "", "¥201,600"),
        ],
        debit: "¥238,560".to_owned(),
        credit: "¥238,560".to_owned(),
        is_balanced: true,
        campaigns: vec![CampaignRow {
            title: say(lang, "三标 2027 季", "Sanbiao 2027"),
            href: "/operator/campaigns/c1".to_owned(),
            state: good(lang, "正在认养", "Open"),
            taken: "142 / 200".to_owned(),
        }],
    }
}

fn refund(lang: Lang) -> PendingRefund {
    PendingRefund {
        id: "r1".to_owned(),
        amount: "¥1,680".to_owned(),
        reason: say(
            lang,
            "款晚到，树已有主人 · PM-7K2Q",
            "Paid too late · PM-7K2Q",
        ),
        since: when(lang, 26),
        form: Form::empty().refused("transaction", lang.word("field", "missing")),
    }
}

fn promise(lang: Lang) -> Promise {
    Promise {
        name: say(lang, "三标 2027 季", "Sanbiao 2027"),
        promised: "5,680 kg".to_owned(),
        harvested: "1,260 kg".to_owned(),
        bar: Bar {
            value: 1_260,
            max: 5_680,
            label: say(
                lang,
                "已采收 1,260 kg，约定 5,680 kg",
                "1,260 kg of 5,680 kg",
            ),
        },
    }
}

fn captured_days() -> Vec<(String, i64, String)> {
    let days = (1..=28).map(|day: i64| {
        let amount = (day * 7919 % 13) * 168_000;
        (
            format!("11-{day:02}"),
            amount,
            crate::web::format::money(amount, "CNY"),
        )
    });
    days.collect()
}

fn calm(lang: Lang) -> OverviewPage {
    OverviewPage {
        decision_count: 0,
        nameplates: Vec::new(),
        observations: Vec::new(),
        lots: Vec::new(),
        refunds: Vec::new(),
        exceptions: Vec::new(),
        captured: columns(Vec::new()),
        promises: Vec::new(),
        is_balanced: false,
        capture_form: Form::empty()
            .with("amount", "168O")
            .refused("amount", lang.word("field", "amount")),
        ..overview(lang)
    }
}

fn editor(lang: Lang, id: Option<&str>, is_draft: bool) -> CampaignEditorPage {
    CampaignEditorPage {
        proofs: id.map(|_| ProofList {
            days: 60,
            proven: 180,
            lacking: 2,
            trees: vec![Unproven {
                id: "t1".to_owned(),
                name: say(lang, "小满 · 乙区 14 排 6 株", "Xiaoman · B 14-6"),
                href: "/register/trees/t1".to_owned(),
                why: lang.word("lack", "photo"),
                photograph: "/today?tree=7F3K9Q2M#capture".to_owned(),
                offered: Some(bad(lang, "却在认养中", "Offered nevertheless")),
            }],
            more: 1,
        }),
        shell: staff(lang, "/operator/campaigns/c1"),
        id: id.map(str::to_owned),
        title: say(lang, "三标果园 · 2027 季", "Sanbiao, season 2027"),
        state: if is_draft {
            quiet(lang, "草稿", "Draft")
        } else {
            good(lang, "正在认养", "Open")
        },
        form: Form::empty()
            .with("price", "1680")
            .with("risk", "top-up")
            .refused("boxes", lang.word("field", "number")),
        is_draft,
        is_open: !is_draft,
        orchards: vec![Choice::new("o1", say(lang, "三标果园", "Sanbiao Orchard"))],
        risks: ["top-up", "refund-shortfall"]
            .map(|code| Choice::new(code, lang.word("risk", code)))
            .to_vec(),
        blocks: vec![Choice::new(
            "乙区",
            say(lang, "乙区 · 120 棵", "Block B · 120 trees"),
        )],
        contract_form: Form::empty(),
        offer_form: Form::empty(),
        offered: 80,
        missing: if id == Some("c2") {
            vec![lang.word("rejection", "no-tree-offered")]
        } else {
            Vec::new()
        },
        sales: id.map(|_| sales(lang)),
    }
}

fn sales(lang: Lang) -> SalesForms {
    let choices = |family: &str, codes: &[&str]| {
        codes
            .iter()
            .map(|code| Choice::new(*code, lang.word(family, code)))
            .collect()
    };
    SalesForms {
        form: Form::empty()
            .with("goal", "trees")
            .with("goal_amount", "many")
            .refused("goal_amount", lang.word("field", "number")),
        goals: choices("goal-kind", &["none", "trees", "money"]),
        rules: choices("goal-rule", &["all-or-nothing", "keep-what-is-raised"]),
        phases: choices("phase", &["early", "regular", "late"]),
        causes: choices("cause", &["weather", "legal"]),
        has_goal: true,
        is_paused: false,
    }
}

fn import(lang: Lang) -> ImportPage {
    let row = |line, verdict, text: &str| RowVerdict {
        line,
        tree: "乙区 14-6".to_owned(),
        verdict,
        text: text.to_owned(),
    };
    ImportPage {
        shell: staff(lang, "/operator/trees/import"),
        orchards: vec![Choice::new("o1", say(lang, "三标果园", "Sanbiao Orchard"))],
        form: Form::empty().refused("file", lang.word("field", "missing")),
        rows: vec![
            row(2, good(lang, "收下", "Taken in"), "7F3K-9Q2M"),
            row(3, quiet(lang, "已有", "Known"), "8A2K-9Q2M"),
            row(
                4,
                bad(lang, "不收", "Refused"),
                &lang.word("rejection", "planted-invalid"),
            ),
        ],
        written: false,
        accepted: 1,
        unchanged: 1,
        refused: 1,
    }
}

fn orchards(lang: Lang) -> OrchardsPage {
    OrchardsPage {
        shell: staff(lang, "/operator/orchards"),
        orchards: vec![RegisteredOrchard {
            name: say(lang, "三标果园", "Sanbiao Orchard"),
            href: "/operator/orchards/o1".to_owned(),
            place: say(lang, "三标果业 · 江西寻乌", "Sanbiao Fruit · Xunwu"),
            trees: 200,
        }],
        farms: vec![Choice::new("f1", say(lang, "三标果业", "Sanbiao Fruit"))],
        form: Form::empty()
            .with("latitude", "x")
            .refused("latitude", lang.word("field", "coordinate")),
    }
}

fn orchard(lang: Lang) -> OrchardPage {
    OrchardPage {
        shell: staff(lang, "/operator/orchards/o1"),
        id: "o1".to_owned(),
        name: say(lang, "三标果园", "Sanbiao Orchard"),
        place: say(lang, "江西寻乌", "Xunwu, Jiangxi"),
        blocks: vec![RegisteredBlock {
            name: say(lang, "乙区", "Block B"),
            trees: 120,
            href: "/operator/orchards/o1?block=b1".to_owned(),
            tags_href: "/operator/tags?block=b1".to_owned(),
        }],
        block: say(lang, "乙区", "Block B"),
        trees: vec![PlantedTree {
            id: "t1".to_owned(),
            name: say(lang, "乙区 14 排 6 株", "Block B row 14 tree 6"),
            code: "7F3K-9Q2M".to_owned(),
            href: "/t/7F3K9Q2M".to_owned(),
            variety: say(lang, "纽荷尔脐橙", "Newhall navel"),
            planted: "2011".to_owned(),
            seen: Some(when(lang, 50)),
        }],
        form: Form::empty(),
    }
}

fn tags(lang: Lang) -> TagsPage {
    let tag = |plate: &str| Tag {
        name: say(lang, "乙区 14 排 6 株", "Block B row 14 tree 6"),
        orchard: say(lang, "三标果园 · 江西寻乌", "Sanbiao Orchard, Xunwu"),
        plate: plate.to_owned(),
        code: "7F3K9Q2M".to_owned(),
        code_text: "7F3K-9Q2M".to_owned(),
    };
    TagsPage {
        shell: staff(lang, "/operator/tags"),
        blocks: vec![Choice::new("b", say(lang, "乙区", "Block B"))],
        block: "b".to_owned(),
        tags: vec![tag("小满的橙子树 · 爸爸种给你"), tag(""), tag("奶奶的甜橙")],
        count: 1_200,
        parts: [(1, "1–1000"), (2, "1001–1200")]
            .map(|(number, range)| Part {
                number,
                range: range.to_owned(),
            })
            .to_vec(),
        stocks: ["a4", "roll"]
            .map(|name| Choice::new(name, lang.word("stock", name)))
            .to_vec(),
    }
}
