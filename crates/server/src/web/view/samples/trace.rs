//! Where fruit comes from: a parcel of two lots, and one lot without a certificate; and corrections of both kinds.

use super::{drawn, say, shell, signed, when};
use crate::web::i18n::Lang;
use crate::web::view::certificate::{CertificatePage, Successor};
use crate::web::view::correction::{CorrectionPage, Right};
use crate::web::view::form::{Choice, Form};
use crate::web::view::parts::Fact;
use crate::web::view::sheet::Link;
use crate::web::view::trace::{TraceLot, TracePage, TraceStep, TraceTreatment, TraceTree};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    let alone = TracePage {
        title: lang.text_with("trace-lot", &[("lot", "L-1128-A".into())]),
        lead: lang.text("trace-lot-lead"),
        steps: Vec::new(),
        lots: vec![TraceLot {
            href: String::new(),
            certificate: None,
            ..lot(lang, "L-1128-A")
        }],
        ..parcel(lang)
    };
    let weighed = CorrectionPage {
        right: Right::Weighed(vec![Choice::new("first", lang.word("grade", "first"))]),
        form: Form::empty()
            .with("trees", "7F3K-9Q2M 42000")
            .refused("reason", lang.text("rejection-reason-missing")),
        ..correction(lang)
    };
    vec![
        drawn("trace-parcel", &parcel(lang)),
        drawn("trace-lot", &alone),
        drawn("certificate", &certificate(lang, None)),
        drawn(
            "certificate-replaced",
            &certificate(lang, Some(successor(lang))),
        ),
        drawn("correction-seen", &correction(lang)),
        drawn("correction-weighed", &weighed),
    ]
}

fn correction(lang: Lang) -> CorrectionPage {
    let choice = |family: &str, code: &str| Choice::new(code, lang.word(family, code));
    CorrectionPage {
        shell: signed(lang, "/observations/obs_1/correction"),
        action: "/observations/obs_1/correction".to_owned(),
        back: "/today".to_owned(),
        name: say(
            lang,
            "小满 · 乙区 14 排 6 株",
            "Xiaoman · block B row 14 tree 6",
        ),
        told: lang.word("stage", "ripe"),
        when: when(lang, 2),
        mistakes: vec![
            choice("mistake", "incorrect-data"),
            choice("mistake", "did-not-occur"),
        ],
        form: Form::empty().with("stage", "ripe"),
        right: Right::Seen(vec![choice("stage", "colouring"), choice("stage", "ripe")]),
    }
}

fn parcel(lang: Lang) -> TracePage {
    let step = |key: &str| TraceStep {
        title: lang.text(key),
        when: when(lang, 0),
    };
    TracePage {
        shell: shell(lang, "/p/7F3K9Q2M"),
        title: lang.text_with("trace-parcel", &[("code", "7F3K-9Q2M".into())]),
        lead: lang.text("trace-parcel-lead"),
        place: say(
            lang,
            "三标果园 · 江西省寻乌县三标乡",
            "Sanbiao farm · Sanbiao, Xunwu, Jiangxi",
        ),
        weight: "5 kg".to_owned(),
        photo: Some(super::photo(lang, 1)),
        steps: vec![step("trace-packed"), step("trace-handed-over")],
        lots: vec![lot(lang, "L-1128-A"), lot(lang, "L-1129-A")],
        events: "/epcis/exports/parcels/7F3K9Q2M".to_owned(),
    }
}

fn link(number: &str) -> Link {
    Link {
        href: "/l/lot_00000000000000000000000000/certificates/1".to_owned(),
        label: number.to_owned(),
        current: true,
    }
}

fn successor(lang: Lang) -> Successor {
    Successor {
        number: "2026-0412".to_owned(),
        href: "/l/lot_00000000000000000000000000/certificates/2".to_owned(),
        cause: lang.word("reissue", "mixed"),
    }
}

fn certificate(lang: Lang, successor: Option<Successor>) -> CertificatePage {
    CertificatePage {
        shell: shell(lang, "/l/lot_00000000000000000000000000/certificates/1"),
        title: "承诺达标合格证".to_owned(),
        promise: "不使用禁用农药兽药；常规农药兽药残留不超标；对承诺的真实性负责。".to_owned(),
        facts: vec![
            Fact::new("产品名称", "纽荷尔脐橙"),
            Fact::new("数量（重量）", "240 kg"),
            Fact::new("产地", "江西省寻乌县三标乡"),
        ],
        basis: "承诺依据".to_owned(),
        bases: vec![
            ("委托检测".to_owned(), false),
            ("自我检测".to_owned(), true),
        ],
        successor,
        lot: link("L-1128-A"),
        mixed: vec![link("L-1129-A")],
        others: vec![link("2026-0398")],
        paper: "/l/lot_00000000000000000000000000/certificates/1/paper.pdf".to_owned(),
        label: "/l/lot_00000000000000000000000000/certificates/1/label.pdf".to_owned(),
    }
}

fn lot(lang: Lang, name: &str) -> TraceLot {
    TraceLot {
        name: name.to_owned(),
        href: "/l/lot_00000000000000000000000000".to_owned(),
        picked: when(lang, 0),
        weight: "2.5 kg".to_owned(),
        certificate: Some(link("2026-0412")),
        replaced: vec![link("2026-0398")],
        treatments: vec![TraceTreatment {
            product: say(lang, "波尔多液", "Bordeaux mixture"),
            when: when(lang, 90),
            until: when(lang, 80),
        }],
        facts: vec![Fact::new(
            lang.text("lot-grade"),
            lang.word("grade", "first"),
        )],
        trees: vec![TraceTree {
            href: "/t/7F3K9Q2M".to_owned(),
            name: say(
                lang,
                "小满 · 乙区 14 排 6 株",
                "Xiaoman · block B row 14 tree 6",
            ),
            variety: say(lang, "纽荷尔脐橙", "Newhall navel orange"),
            weight: "32.4 kg".to_owned(),
            photo: None,
        }],
    }
}
