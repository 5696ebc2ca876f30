//! The way from a free tree to an adopted one, and how it can end.

use super::shop::paragraphs;
use super::{drawn, fact, say, signed, when};
use crate::web::i18n::Lang;
use crate::web::view::adopt::{
    AcceptContractPage, AdoptTree, AdoptionEndPage, ConfirmTreePage, Ending, NameplatePage, PayPage,
};
use crate::web::view::form::{Choice, Form};
use crate::web::view::paying::{SandboxPage, Shown, Way, WayPage};

fn tree(lang: Lang) -> AdoptTree {
    AdoptTree {
        campaign: say(lang, "三标果园 · 2027 季", "Sanbiao, season 2027"),
        campaign_href: "/campaigns/c1".to_owned(),
        name: say(lang, "甲区 3 排 4 株", "Block A row 3 tree 4"),
        code: "7F3K-9Q2M".to_owned(),
        variety: say(lang, "纽荷尔脐橙", "Newhall navel"),
        photo: None,
        price: "¥1,680".to_owned(),
        promised: "40 kg".to_owned(),
        boxes: 4,
    }
}

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    let nameplate = |form: Form, rejected: Option<String>| NameplatePage {
        shell: signed(lang, "/adoptions/a1/nameplate"),
        id: "a1".to_owned(),
        tree: tree(lang),
        held_until: Some(when(lang, -1)),
        form,
        length_max: 16,
        rejected,
    };
    let refused = Form::empty()
        .with("text", "小满 13812345678")
        .refused("text", lang.word("rejection", "nameplate-looks-like-phone"));
    let mut pages = vec![
        drawn("adopt-tree", &confirm(lang, true)),
        drawn("adopt-tree-taken", &confirm(lang, false)),
        drawn(
            "adopt-nameplate",
            &nameplate(
                Form::empty().with("text", "小满的橙子树 · 爸爸种给你"),
                None,
            ),
        ),
        drawn(
            "adopt-nameplate-refused",
            &nameplate(refused, Some(say(lang, "请不要写电话", "Please no phone"))),
        ),
        drawn("adopt-contract", &contract(lang)),
        drawn("adopt-pay", &pay(lang)),
        drawn(
            "adopt-way-code",
            &way_page(
                lang,
                "wechat-pay",
                Shown::Code("/assets/orange.svg".to_owned()),
            ),
        ),
        drawn(
            "adopt-way-link",
            &way_page(
                lang,
                "alipay",
                Shown::Link("https://openapi.alipay.com/".to_owned()),
            ),
        ),
        drawn(
            "adopt-way-button",
            &way_page(lang, "wechat-pay", Shown::Button("{}".to_owned())),
        ),
        drawn(
            "adopt-way-sandbox",
            &way_page(
                lang,
                "sandbox",
                Shown::Link("/sandbox/payments/p1".to_owned()),
            ),
        ),
        drawn("adopt-sandbox", &sandbox(lang)),
    ];
    let endings = [
        ("adopt-done", Ending::Adopted),
        ("adopt-late", Ending::LateButAdopted),
        ("adopt-late-refunded", Ending::LateRefunded),
        ("adopt-expired", Ending::Expired),
        ("adopt-cancelled", Ending::Cancelled),
    ];
    pages.extend(endings.map(|(name, ending)| drawn(name, &done(lang, ending))));
    pages
}

fn confirm(lang: Lang, free: bool) -> ConfirmTreePage {
    ConfirmTreePage {
        shell: signed(lang, "/campaigns/c1/trees/7F3K9Q2M"),
        tree: tree(lang),
        hold_action: free.then(|| "/campaigns/c1/trees/7F3K9Q2M/hold".to_owned()),
        together_action: "/campaigns/c1/trees/7F3K9Q2M/together".to_owned(),
        parts: vec![Choice::new("2", say(lang, "2 份", "2 parts"))],
        hours: vec![Choice::new("24", say(lang, "24 小时", "24 hours"))],
        problem: (!free).then(|| lang.word("rejection", "tree-share-taken")),
        hold_length: lang.text_with("minutes-count", &[("count", 30.into())]),
        risk: lang.word("risk", "top-up"),
    }
}

fn contract(lang: Lang) -> AcceptContractPage {
    AcceptContractPage {
        shell: signed(lang, "/adoptions/a1/contract"),
        id: "a1".to_owned(),
        tree: tree(lang),
        held_until: Some(when(lang, -1)),
        summary: vec![
            fact(lang, "价格", "Price", "¥1,680"),
            fact(lang, "约定果量", "Promised", "40 kg"),
            fact(
                lang,
                "发货期",
                "Sent",
                &say(
                    lang,
                    "2027 年 11 月 20 日至 12 月 20 日",
                    "20 Nov – 20 Dec 2027",
                ),
            ),
        ],
        risk: lang.word("risk", "refund-shortfall"),
        law: vec![fact(
            lang,
            "性质",
            "Kind",
            &say(lang, "预付式消费", "Prepaid consumption"),
        )],
        paragraphs: paragraphs(lang),
        hash: "9f".repeat(32),
        credit: Some("¥68.00".to_owned()),
        form: Form::empty()
            .with("accept", "yes")
            .refused("no_return", lang.word("field", "tick")),
    }
}

fn pay(lang: Lang) -> PayPage {
    PayPage {
        shell: signed(lang, "/adoptions/a1/pay"),
        id: "a1".to_owned(),
        tree: tree(lang),
        amount: "¥1,680".to_owned(),
        credit: Some("¥68.00".to_owned()),
        reference: "PM-7K2Q-9F".to_owned(),
        account: vec![
            fact(
                lang,
                "户名",
                "Account holder",
                &say(lang, "寻乌三标果业专业合作社", "Sanbiao Fruit Cooperative"),
            ),
            fact(
                lang,
                "开户行",
                "Bank",
                &say(lang, "寻乌农商银行留车支行", "Xunwu Rural Bank, Liuche"),
            ),
            fact(lang, "账号", "Account number", "6217 0000 0000 0000 123"),
        ],
        ways: ["wechat-pay", "alipay", "stripe"]
            .map(|channel| way(lang, channel))
            .into(),
        arrived: false,
        form: Form::empty(),
        deadline: when(lang, -48),
        can_cancel: true,
    }
}

fn way(lang: Lang, channel: &str) -> Way {
    Way {
        channel: channel.to_owned(),
        name: lang.word("way", channel),
        note: lang.word("way-note", channel),
        href: None,
    }
}

fn way_page(lang: Lang, channel: &str, shown: Shown) -> WayPage {
    WayPage {
        shell: signed(lang, "/adoptions/a1/pay/way"),
        paid: "/adoptions/a1/paid".to_owned(),
        watch: "/adoptions/a1/pay".to_owned(),
        other: "/adoptions/a1/pay".to_owned(),
        tree: tree(lang),
        amount: "¥1,680".to_owned(),
        name: lang.word("way", channel),
        play_money: channel == "sandbox",
        shown,
        deadline: when(lang, -48),
    }
}

fn sandbox(lang: Lang) -> SandboxPage {
    SandboxPage {
        shell: signed(lang, "/sandbox/payments/p1"),
        payment: "p1".to_owned(),
        back: "/adoptions/a1/paid".to_owned(),
        amount: "¥1,680".to_owned(),
    }
}

fn done(lang: Lang, ending: Ending) -> AdoptionEndPage {
    AdoptionEndPage {
        shell: signed(lang, "/adoptions/a1/done"),
        tree: tree(lang),
        ending,
        plate: say(lang, "小满的橙子树", "Xiaoman’s tree"),
        tree_href: "/t/7F3K9Q2M".to_owned(),
        amount: if ending == Ending::Expired {
            String::new()
        } else {
            "¥1,680".to_owned()
        },
        ship_window: say(
            lang,
            "2027 年 11 月 20 日至 12 月 20 日",
            "20 Nov – 20 Dec 2027",
        ),
    }
}
