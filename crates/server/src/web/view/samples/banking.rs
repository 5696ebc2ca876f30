//! The operator's pages of the bank and of channels.

use super::{drawn, fact, say, signed, staff, when};
use crate::web::i18n::Lang;
use crate::web::view::banking::{
    ComparedDay, ComparedDayPage, DifferenceLine, ExceptionCard, FailedRefund, Likely, LineVerdict,
    OpenLine, ReconciliationPage, StatementLine, StatementsPage,
};
use crate::web::view::form::{Choice, Form};
use crate::web::view::parts::{Mark, Tone};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        drawn("statements", &statements(lang)),
        drawn("reconciliation", &reconciliation(lang)),
        drawn("compared-day", &compared_day(lang)),
    ]
}

fn statements(lang: Lang) -> StatementsPage {
    let line = |word: &str, tone| Mark::new(lang.word("line", word), tone);
    StatementsPage {
        shell: staff(lang, "/operator/statements"),
        forms: vec![
            Choice::new("camt.053", "camt.053"),
            Choice::new("plain", lang.word("bank-form", "plain")),
        ],
        form: Form::empty().problem(lang.word("rejection", "statement-not-camt")),
        verdicts: vec![
            LineVerdict {
                row: 2,
                amount: "¥1,680".to_owned(),
                text: "PM 7K2Q-9F3M".to_owned(),
                verdict: line("matched", Tone::Good),
            },
            LineVerdict {
                row: 3,
                amount: String::new(),
                text: lang.word("unread", "day"),
                verdict: line("unread", Tone::Bad),
            },
        ],
        lines: vec![OpenLine {
            id: "bkl_1".to_owned(),
            value: when(lang, -24),
            amount: "¥1,680".to_owned(),
            text: say(lang, "认养费 7K2Q9F3N", "adoption 7K2Q9F3N"),
            counterparty: say(lang, "林晓满", "Lin Xiaoman"),
            verdict: line("suggested", Tone::Warn),
            likely: vec![Likely {
                payment: "pay_1".to_owned(),
                label: "7K2Q-9F3M · ¥1,680".to_owned(),
                reasons: vec![
                    lang.word("likely", "reference-mistyped"),
                    lang.word("likely", "amount"),
                ],
            }],
        }],
        line_count: 1,
        statements: vec![StatementLine {
            at: when(lang, -2),
            form: "camt.053".to_owned(),
            summary: lang.text_with(
                "statements-summary",
                &[
                    ("recorded", 12.into()),
                    ("matched", 9.into()),
                    ("known", 0.into()),
                    ("skipped", 1.into()),
                ],
            ),
        }],
    }
}

fn reconciliation(lang: Lang) -> ReconciliationPage {
    let difference = Mark::new(
        lang.text_with("difference-count", &[("count", 2.into())]),
        Tone::Bad,
    );
    ReconciliationPage {
        shell: staff(lang, "/operator/reconciliation"),
        channels: vec![Choice::new("wechat-pay", lang.word("way", "wechat-pay"))],
        form: Form::empty(),
        exceptions: vec![ExceptionCard {
            id: "exc_1".to_owned(),
            channel: lang.word("way", "wechat-pay"),
            cause: lang.word("told-cause", "paid-twice"),
            next: lang.word("told-next", "paid-twice"),
            facts: vec![fact(lang, "渠道单号", "Channel’s number", "4200001")],
            at: when(lang, -3),
            returnable: true,
            is_kept: true,
            form: Form::empty(),
        }],
        exception_count: 1,
        failed: vec![FailedRefund {
            amount: "¥600".to_owned(),
            channel: lang.word("way", "alipay"),
            reason: "ACQ.SELLER_BALANCE_NOT_ENOUGH".to_owned(),
            at: when(lang, -5),
        }],
        days: vec![ComparedDay {
            href: "/operator/reconciliation/wechat-pay/2026-11-21".to_owned(),
            day: "2026-11-21".to_owned(),
            channel: lang.word("way", "wechat-pay"),
            mark: difference,
            theirs: "¥3,360".to_owned(),
            ours: "¥1,680".to_owned(),
        }],
    }
}

fn compared_day(lang: Lang) -> ComparedDayPage {
    ComparedDayPage {
        shell: signed(lang, "/operator/reconciliation/wechat-pay/2026-11-21"),
        title: format!("{} · 2026-11-21", lang.word("way", "wechat-pay")),
        facts: vec![fact(lang, "差异", "Differences", "1")],
        differences: vec![DifferenceLine {
            kind: Mark::new(lang.word("difference", "missing-ours"), Tone::Bad),
            movement: lang.word("movement", "payment"),
            transaction: "4200001".to_owned(),
            number: "pay_1".to_owned(),
            theirs: "¥1,680".to_owned(),
            ours: String::new(),
            about: lang.word("aspect", "amount"),
        }],
        csv_href: "/operator/reconciliation/wechat-pay/2026-11-21/differences.csv".to_owned(),
    }
}
