//! Contracts and letters.

use super::{drawn, fact, say, signed, staff, when};
use crate::web::i18n::Lang;
use crate::web::view::{
    contract::{Change, ContractCopyPage, ContractDeskPage, VersionView},
    form::{Choice, Form},
    parts::Fact,
    reached::{CountRow, LettersPage, LinkPage, MailLogPage, TroubleRow},
};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        drawn("contract-copy", &copy(lang)),
        drawn("operator-contract", &desk(lang, true)),
        drawn("operator-contract-open", &desk(lang, false)),
        drawn("account-letters", &chosen(lang, true)),
        drawn("account-letters-new", &chosen(lang, false)),
        drawn("unsubscribe", &link(lang)),
        drawn("operator-letters", &log(lang)),
    ]
}

pub(super) fn law(lang: Lang) -> Vec<Fact> {
    vec![
        fact(
            lang,
            "性质",
            "Kind",
            &say(lang, "预付式消费", "Prepaid consumption"),
        ),
        fact(
            lang,
            "后悔期",
            "Days to think again",
            &say(lang, "付款后七天", "7 days"),
        ),
    ]
}

pub(super) fn versions(lang: Lang) -> Vec<VersionView> {
    let change = |sign, zh, en| Change {
        sign,
        text: say(lang, zh, en),
    };
    let version = |number: &str, in_force, changes| VersionView {
        number: number.to_owned(),
        effective: when(lang, 40),
        published: when(lang, 60),
        hash: number.repeat(64),
        in_force,
        changes,
    };
    vec![
        version(
            "2",
            true,
            vec![
                change(
                    ' ',
                    "第一条 果树由农户照料。",
                    "1. The farm tends the tree.",
                ),
                change('-', "第二条 二十日发货。", "2. Sent on the 20th."),
                change('+', "第二条 二十五日发货。", "2. Sent on the 25th."),
            ],
        ),
        version("1", false, Vec::new()),
    ]
}

fn copy(lang: Lang) -> ContractCopyPage {
    ContractCopyPage {
        shell: signed(lang, "/adoptions/a1/contract"),
        id: "a1".to_owned(),
        pdf_href: "/adoptions/a1/contract.pdf".to_owned(),
        parties: vec![fact(
            lang,
            "买方",
            "Buyer",
            &say(lang, "林小满", "Lin Xiaoman"),
        )],
        terms: vec![fact(lang, "价格", "Price", "¥1,680.00")],
        law: law(lang),
        risk: lang.word("risk", "refund-shortfall"),
        no_return: lang.text("contract-no-return-stored"),
        paragraphs: super::shop::paragraphs(lang),
        hash: "9f".repeat(32),
        withdraw_until: Some(when(lang, -48)),
    }
}

fn desk(lang: Lang, is_draft: bool) -> ContractDeskPage {
    ContractDeskPage {
        rule_form: Form::empty().with("rule", "own-tree"),
        promise_form: Form::empty().with("every_days", "30"),
        promise_bounds: lang.text("silence-every"),
        rules: vec![Choice::new(
            "own-tree",
            lang.word("harvest-rule", "own-tree"),
        )],
        shell: staff(lang, "/operator/campaigns/c1/contract"),
        id: "c1".to_owned(),
        title: say(lang, "三标果园 · 2027 季", "Sanbiao, season 2027"),
        is_draft,
        is_open: !is_draft,
        law_form: Form::empty().with("cooling_off_days", "7"),
        redemptions: vec![Choice::new(
            "multiple-shipments",
            lang.word("redemption", "multiple-shipments"),
        )],
        refund_methods: vec![Choice::new(
            "original-way",
            lang.word("refund-method", "original-way"),
        )],
        withdrawal_fees: vec![Choice::new(
            "platform",
            lang.word("withdrawal-fee", "platform"),
        )],
        law: law(lang),
        form: Form::empty().refused(
            "effective_from",
            lang.word("rejection", "effective-too-early"),
        ),
        versions: versions(lang),
    }
}

fn chosen(lang: Lang, is_verified: bool) -> LettersPage {
    LettersPage {
        shell: signed(lang, "/account/letters"),
        form: Form::empty().with("email", "xiaoman@example.cn"),
        email: "xiaoman@example.cn".to_owned(),
        is_verified,
        consents: Form::empty().with("news", "yes"),
        purposes: ["news", "offers"]
            .map(|word| Choice::new(word, lang.word("consent", word)))
            .to_vec(),
    }
}

fn link(lang: Lang) -> LinkPage {
    LinkPage {
        shell: super::shell(lang, "/unsubscribe"),
        title: lang.text("link-unsubscribe-title"),
        text: lang.text("link-unsubscribe-text"),
        action: Some((
            "/unsubscribe?t=x".to_owned(),
            lang.text("link-unsubscribe-button"),
        )),
    }
}

fn log(lang: Lang) -> MailLogPage {
    let trouble = |again| TroubleRow {
        id: if again { "let_1" } else { "let_2" }.to_owned(),
        kind: lang.word("letter-kind", "order-held"),
        failure: lang.word("letter-failure", "refused"),
        due: when(lang, 5),
        again: again.then(|| when(lang, -1)),
        attempts: 2,
    };
    MailLogPage {
        shell: staff(lang, "/operator/letters"),
        way: lang.text("mail-way-smtp"),
        counts: vec![CountRow {
            kind: lang.word("letter-kind", "adoption-confirmed"),
            counts: ["1", "240", "1", "3"].map(str::to_owned),
        }],
        troubles: vec![trouble(true), trouble(false)],
        may_act: true,
    }
}
