//! A tree's proven history in its states.

use super::{drawn, good, quiet, say, shell, warn, when};
use crate::web::i18n::Lang;
use crate::web::view::parts::Mark;
use crate::web::view::proof::{ProofPage, ProofRecord, Seal};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    let unsealed = |broken, paused| ProofPage {
        seal: None,
        broken,
        paused,
        proven: 0,
        records: Vec::new(),
        ..proof(lang)
    };
    vec![
        drawn("proof", &proof(lang)),
        drawn("proof-unsealed", &unsealed(false, false)),
        drawn("proof-broken", &unsealed(true, false)),
        drawn("proof-paused", &unsealed(false, true)),
    ]
}

fn proof(lang: Lang) -> ProofPage {
    ProofPage {
        shell: shell(lang, "/t/7F3K9Q2M/proof"),
        code: "7F3K9Q2M".to_owned(),
        code_text: "7F3K-9Q2M".to_owned(),
        name: say(
            lang,
            "小满 · 乙区 14 排 6 株",
            "Xiaoman · block B row 14 tree 6",
        ),
        seal: Some(Seal {
            size: "10,482".to_owned(),
            file: "checkpoint-10482.txt".to_owned(),
            root: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=".to_owned(),
            vkey: "pomona.example/log+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
                .to_owned(),
            origin: "pomona.example/log".to_owned(),
        }),
        broken: false,
        paused: false,
        proven: 4,
        open: 2,
        records: vec![
            record(
                lang,
                delivered(lang),
                1,
                warn(lang, "即将封存", "Sealed soon"),
                false,
            ),
            record(
                lang,
                lang.text("diary-nameplate-approved"),
                41,
                quiet(lang, "已密封", "Closed"),
                true,
            ),
            record(
                lang,
                lang.word("stage", "colouring"),
                900,
                good(lang, "原文可查", "Open to read"),
                true,
            ),
            record(
                lang,
                lang.text("diary-registered"),
                9_000,
                good(lang, "原文可查", "Open to read"),
                true,
            ),
        ],
    }
}

fn delivered(lang: Lang) -> String {
    lang.text_with("diary-delivered", &[("box", 1.into())])
}

fn record(lang: Lang, title: String, hours_ago: i64, state: Mark, sealed: bool) -> ProofRecord {
    ProofRecord {
        title,
        when: when(lang, hours_ago),
        position: "10482".to_owned(),
        state,
        proof: sealed.then(|| "/log/proof/10482".to_owned()),
    }
}
