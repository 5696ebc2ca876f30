//! A frost as farmers, buyers and operators see it, and a plan of cancelling.

use super::{drawn, fact, good, photo, quiet, say, signed, staff, warn, when};
use crate::web::i18n::Lang;
use crate::web::view::form::{Choice, Form};
use crate::web::view::losses::{
    CancelPage, ChoiceBar, LossLine, LossPage, LossPreview, LossStory, LossesPage, NewLossPage,
    OfferLine, OpenOffer, PastOffer, PreviewLine, RemediesPage, RemedyChoice,
};
use crate::web::view::parts::Bar;

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        drawn("losses", &list(lang)),
        drawn("loss-new", &new(lang, false)),
        drawn("loss-preview", &new(lang, true)),
        drawn("loss", &loss(lang)),
        drawn("remedies", &remedies(lang)),
        drawn("cancel", &cancel(lang)),
    ]
}

fn title(lang: Lang) -> String {
    say(
        lang,
        "霜冻 · 三标果园 · 2026",
        "Frost · Sanbiao orchard · 2026",
    )
}

fn list(lang: Lang) -> LossesPage {
    let line = |state| LossLine {
        href: "/losses/l1".to_owned(),
        title: title(lang),
        scope: say(
            lang,
            "乙区 · 120 株，约损失 60%",
            "Block B · 120 trees, about 60 % lost",
        ),
        declared: when(lang, 30),
        state,
    };
    LossesPage {
        shell: staff(lang, "/losses"),
        losses: vec![
            line(warn(lang, "待评估", "To be assessed")),
            line(good(lang, "已评估", "Assessed")),
        ],
    }
}

fn new(lang: Lang, looked: bool) -> NewLossPage {
    let row = |number: u8| PreviewLine {
        tree: format!("{} {number}", say(lang, "乙区 3 排", "Block B row 3 tree")),
        promised: "40 kg".to_owned(),
        missing: "24 kg".to_owned(),
        worth: "¥1,008".to_owned(),
        default: lang.word("remedy", "top-up"),
    };
    let preview = LossPreview {
        facts: vec![
            fact(lang, "树", "Trees", "120"),
            fact(lang, "会缺果", "Miss something", "87"),
            fact(lang, "缺少", "Missing", "2,088 kg"),
            fact(lang, "价值", "Worth", "¥87,696"),
        ],
        rows: (1..=4).map(row).collect(),
        hidden: vec![Choice::new("degree", "60")],
    };
    NewLossPage {
        shell: staff(lang, "/losses/new"),
        form: Form::empty().with("degree", "60").with("season", "2026"),
        blocks: vec![
            Choice::new("", lang.text("loss-block-none")),
            Choice::new(
                "b1",
                say(lang, "三标果园 · 乙区", "Sanbiao orchard · Block B"),
            ),
        ],
        causes: ["frost", "hail", "pest"]
            .map(|code| Choice::new(code, lang.word("loss-cause", code)))
            .to_vec(),
        preview: looked.then_some(preview),
    }
}

fn bar(name: String, count: i64, worth: &str) -> ChoiceBar {
    let text = format!("{count} · {worth}");
    ChoiceBar {
        bar: Bar {
            value: count,
            max: 87,
            label: format!("{name}: {text}"),
        },
        name,
        text,
    }
}

fn loss(lang: Lang) -> LossPage {
    let offer = |state| OfferLine {
        adoption: "a1".to_owned(),
        tree: say(lang, "乙区 3 排 4 株", "Block B row 3 tree 4"),
        missing: "24 kg".to_owned(),
        worth: "¥1,008".to_owned(),
        state,
    };
    LossPage {
        shell: staff(lang, "/losses/l1"),
        id: "l1".to_owned(),
        title: title(lang),
        state: good(lang, "已评估", "Assessed"),
        facts: vec![
            fact(lang, "树", "Trees", "120"),
            fact(lang, "每株可收", "Each tree gives", "16 kg"),
            fact(lang, "可选到", "To choose until", "2026-05-20"),
        ],
        note: say(
            lang,
            "夜里零下四度，花都黑了。",
            "Four below zero at night; the blossom is black.",
        ),
        photos: vec![photo(lang, 1), photo(lang, 2)],
        correction: String::new(),
        bars: vec![
            bar(lang.text("remedy-open"), 21, "¥21,168"),
            bar(lang.word("remedy", "top-up"), 40, "¥40,320"),
            bar(lang.word("remedy", "credit"), 9, "¥9,072"),
            bar(lang.word("remedy", "refund"), 17, "¥17,136"),
        ],
        totals: vec![
            fact(lang, "缺少", "Missing", "2,088 kg"),
            fact(lang, "价值", "Worth", "¥87,696"),
        ],
        can_assess: false,
        can_correct: true,
        form: Form::empty().with("days", "14"),
        findings: vec![Choice::new(
            "did-not-occur",
            lang.word("loss-finding", "did-not-occur"),
        )],
        offers: vec![
            offer(warn(lang, "还没选", "Not chosen yet")),
            offer(good(lang, "退款", "Money back")),
        ],
    }
}

fn remedies(lang: Lang) -> RemediesPage {
    let choice = |code: &str, zh: &str, en: &str| RemedyChoice {
        code: code.to_owned(),
        name: lang.word("remedy", code),
        consequence: say(lang, zh, en),
        button: format!(
            "{} {}",
            say(lang, "选：", "Choose:"),
            lang.word("remedy", code)
        ),
        is_default: code == "top-up",
    };
    RemediesPage {
        shell: signed(lang, "/adoptions/a1/remedies"),
        id: "a1".to_owned(),
        tree: say(lang, "乙区 3 排 4 株", "Block B row 3 tree 4"),
        form: Form::empty(),
        stories: vec![LossStory {
            title: lang.word("loss-cause", "frost"),
            text: say(
                lang,
                "三标果园有 120 株树遭了霜冻，您的树也在其中。",
                "Frost hit 120 trees of Sanbiao orchard, yours among them.",
            ),
            note: say(
                lang,
                "夜里零下四度，花都黑了。",
                "Four below zero at night.",
            ),
            photos: vec![photo(lang, 1), photo(lang, 2)],
            correction: String::new(),
        }],
        notes: vec![],
        open: Some(OpenOffer {
            offer: 1,
            missing: say(
                lang,
                "缺 24 kg，价值 ¥1,008。",
                "24 kg are missing, worth ¥1,008.",
            ),
            deadline: say(
                lang,
                "请在 5 月 20 日前选。不选就是：同园其他树补。",
                "Please choose before 20 May. Otherwise: fruit of other trees.",
            ),
            frozen: false,
            options: vec![
                choice(
                    "top-up",
                    "24 kg 由同一果园的其他树补，11 月至 12 月发货，箱上写明是哪些树。",
                    "24 kg come from other trees of the same orchard; the boxes name them.",
                ),
                choice(
                    "credit",
                    "¥1,008 留作下次认养，随时可以提现。",
                    "¥1,008 are kept for your next adoption.",
                ),
                choice(
                    "refund",
                    "¥1,008 原路退回。",
                    "¥1,008 go back by the way you paid.",
                ),
            ],
        }),
        past: vec![PastOffer {
            text: say(
                lang,
                "缺 10 kg，价值 ¥420。",
                "10 kg are missing, worth ¥420.",
            ),
            state: quiet(lang, "已撤回", "Withdrawn"),
        }],
    }
}

fn cancel(lang: Lang) -> CancelPage {
    CancelPage {
        shell: signed(lang, "/adoptions/a1/cancel"),
        id: "a1".to_owned(),
        tree: say(lang, "乙区 3 排 4 株", "Block B row 3 tree 4"),
        back: "/garden".to_owned(),
        changed: true,
        totals: vec![
            fact(lang, "退给您", "Back to you", "¥1,260"),
            fact(
                lang,
                "为在途的箱子留下",
                "Kept for boxes on their way",
                "¥420",
            ),
        ],
        steps: [
            "unwind-end-adoption",
            "unwind-keep-share",
            "unwind-withdraw-offer",
            "unwind-plate",
        ]
        .map(|key| lang.text(key))
        .to_vec(),
        plan: "ab".repeat(32),
    }
}
