//! What buyers and visitors see before anything is theirs.

use super::letters;
use super::{bad, drawn, fact, good, photo, say, shell, signed, warn};
use crate::web::i18n::Lang;
use crate::web::view::account::{AccountPage, SignInPage, SignUpPage};
use crate::web::view::campaign::{CampaignPage, ChosenTree, ContractTextPage, PlanCounts};
use crate::web::view::campaigns::{CampaignCard, CampaignsPage};
use crate::web::view::crowd::{Crowd, GoalLine, Line, PhaseLine};
use crate::web::view::form::Form;
use crate::web::view::parts::{Bar, When};
use crate::web::view::plan::{Place, PlanTree, plan};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    let mut pages = vec![
        drawn("home", &home(lang)),
        drawn(
            "home-empty",
            &CampaignsPage {
                shell: shell(lang, "/"),
                campaigns: Vec::new(),
            },
        ),
        drawn("campaign", &campaign(lang, false)),
        drawn("campaign-chosen", &campaign(lang, true)),
        drawn("contract", &contract_text(lang)),
    ];
    pages.extend(doors(lang));
    pages
}

fn card(lang: Lang, number: u8, zh: &str, en: &str) -> CampaignCard {
    CampaignCard {
        href: "/campaigns/c1".to_owned(),
        photo: (number % 2 == 1).then(|| photo(lang, number)),
        title: say(lang, zh, en),
        place: say(
            lang,
            "三标果园 · 江西寻乌",
            "Sanbiao Orchard · Xunwu, Jiangxi",
        ),
        variety: say(lang, "纽荷尔脐橙", "Newhall navel orange"),
        state: good(lang, "正在认养", "Open"),
        price: "¥1,680".to_owned(),
        promised: "40 kg".to_owned(),
        boxes: 4,
        taken: Bar {
            value: 142,
            max: 200,
            label: say(lang, "200 棵里已认养 142 棵", "142 of 200 adopted"),
        },
        taken_text: "142 / 200".to_owned(),
        sale_window: say(
            lang,
            "2026 年 10 月 1 日至 12 月 15 日",
            "1 Oct – 15 Dec 2026",
        ),
        ship_window: say(
            lang,
            "2027 年 11 月 20 日至 12 月 20 日",
            "20 Nov – 20 Dec 2027",
        ),
        risk: lang.word("risk", "refund-shortfall"),
    }
}

fn home(lang: Lang) -> CampaignsPage {
    let campaigns = vec![
        card(
            lang,
            1,
            "三标果园 · 2027 季脐橙认养",
            "Sanbiao navel oranges, season 2027",
        ),
        card(
            lang,
            2,
            "云岭红心柚 · 2027 季",
            "Yunling red pomelo, season 2027",
        ),
    ];
    CampaignsPage {
        shell: shell(lang, "/"),
        campaigns,
    }
}

fn trees(lang: Lang) -> Vec<PlanTree> {
    let places = [
        Place::Free,
        Place::Taken,
        Place::Free,
        Place::Free,
        Place::Held,
        Place::Taken,
        Place::Free,
    ];
    let mut trees = Vec::new();
    for (block, rows) in [("甲区", 5), ("乙区", 4)] {
        for row in 1..=rows {
            for number in 1..=(9 + row % 2) {
                let place = places[((row * 5 + number * 3) % 7) as usize];
                let name = say(
                    lang,
                    &format!("{block} {row} 排 {number} 株"),
                    &format!("{block} row {row} tree {number}"),
                );
                trees.push(PlanTree {
                    block: block.to_owned(),
                    row,
                    number,
                    code: "7F3K9Q2M".to_owned(),
                    place,
                    href: format!("/campaigns/c1?tree=7F3K9Q{row}{number}#plan"),
                    title: lang.text_with(
                        "plan-tree",
                        &[
                            ("tree", name.into()),
                            ("state", lang.word("plan", place.class()).into()),
                        ],
                    ),
                    chosen: (row, number) == (3, 4) && block == "甲区",
                });
            }
        }
    }
    trees
}

fn campaign(lang: Lang, chosen: bool) -> CampaignPage {
    let card = card(
        lang,
        1,
        "三标果园 · 2027 季脐橙认养",
        "Sanbiao navel oranges, season 2027",
    );
    CampaignPage {
        shell: shell(lang, "/campaigns/c1"),
        photo: None,
        title: card.title,
        place: card.place,
        variety: card.variety,
        state: warn(lang, "还剩 9 天", "9 days left"),
        story: say(
            lang,
            "200 棵十五年树，留车镇山地，赖师傅一家照看。",
            "200 trees of fifteen years in the hills of Liuche, kept by the Lai family.",
        ),
        campaign_href: "/campaigns/c1".to_owned(),
        crowd: crowd(lang, chosen),
        price: card.price,
        share: say(lang, "一整棵", "a whole tree"),
        promised: card.promised,
        boxes: 4,
        taken: card.taken,
        taken_text: card.taken_text,
        sale_window: card.sale_window,
        ship_window: card.ship_window,
        risk: card.risk,
        buyer_limit: 3,
        contract_href: Some("/campaigns/c1/contract".to_owned()),
        contract_hash: "9f".repeat(32),
        blocks: plan(trees(lang)),
        counts: PlanCounts {
            free: 51,
            held: 7,
            taken: 142,
        },
        chosen: chosen.then(|| ChosenTree {
            name: say(lang, "甲区 3 排 4 株", "Block A row 3 tree 4"),
            code: "7F3K-9Q2M".to_owned(),
            adopt_href: Some("/campaigns/c1/trees/7F3K9Q2M".to_owned()),
            tree_href: "/t/7F3K9Q2M".to_owned(),
            state: good(lang, "可认养", "Free"),
        }),
        is_open: true,
    }
}

/// The one sample shows a goal, the other a pause and the line.
fn crowd(lang: Lang, chosen: bool) -> Crowd {
    let text = say(lang, "已付 62½ / 120 棵", "62½ of 120 trees paid");
    let phase = |name: String, price: &str, ends: String, is_now| PhaseLine {
        name,
        price: price.to_owned(),
        ends,
        is_now,
    };
    Crowd {
        goal: Some(GoalLine {
            bar: Bar {
                value: 250,
                max: 480,
                label: text.clone(),
            },
            text,
            deadline: When::at(lang, 1_777_651_200_000),
            rule: lang.word("goal-rule", "all-or-nothing"),
            outcome: None,
        }),
        phases: vec![
            phase(
                lang.word("phase", "early"),
                "¥1,480",
                say(lang, "还剩 38 份 · 4 月 1 日止", "38 left · until 1 April"),
                true,
            ),
            phase(lang.text("phase-after"), "¥1,680", String::new(), false),
        ],
        paused: (!chosen).then(|| lang.word("paused", "weather")),
        line: (!chosen).then_some(Line::Open { waiting: 3 }),
    }
}

pub(super) fn paragraphs(lang: Lang) -> Vec<String> {
    vec![
        say(
            lang,
            "一、认养人认养本合同所指的一棵果树一季，果园负责照看、采收、分箱和寄出。",
            "1. The adopter adopts the named tree for one season; the orchard tends it, picks, packs and sends its fruit.",
        ),
        say(
            lang,
            "二、约定果量四十公斤，分四箱。不足部分按条款处理。",
            "2. Forty kilograms are promised, in four boxes. A shortfall is handled by the clause below.",
        ),
        say(
            lang,
            "三、鲜果不适用七天无理由退货，坏果照价赔付。",
            "3. Fresh fruit is exempt from the seven-day return; damaged fruit is made good.",
        ),
    ]
}

fn contract_text(lang: Lang) -> ContractTextPage {
    ContractTextPage {
        shell: shell(lang, "/campaigns/c1/contract"),
        title: say(
            lang,
            "三标果园 · 2027 季脐橙认养",
            "Sanbiao navel oranges, season 2027",
        ),
        campaign_href: "/campaigns/c1".to_owned(),
        paragraphs: paragraphs(lang),
        hash: "9f".repeat(32),
        law: letters::law(lang),
        versions: letters::versions(lang),
    }
}

fn doors(lang: Lang) -> Vec<(&'static str, String)> {
    let refused = Form::empty()
        .with("email", "lin@example.com")
        .problem(lang.text("sign-in-failed"));
    let short = Form::empty()
        .with("display", "小满")
        .refused("password", lang.word("field", "too-short"));
    vec![
        drawn(
            "sign-in",
            &SignInPage {
                shell: shell(lang, "/sign-in"),
                form: refused,
                next: "/garden".to_owned(),
            },
        ),
        drawn(
            "sign-up",
            &SignUpPage {
                shell: shell(lang, "/sign-up"),
                form: short,
                next: String::new(),
                password_min: 10,
            },
        ),
        drawn(
            "account",
            &AccountPage {
                shell: signed(lang, "/account"),
                facts: vec![
                    fact(lang, "称呼", "Name", "林小满"),
                    fact(lang, "邮箱", "E-mail", "lin@example.com"),
                ],
            },
        ),
        drawn(
            "adopt-tree-error",
            &super::people::trouble(lang, bad(lang, "树已有主人", "Adopted").text),
        ),
    ]
}
