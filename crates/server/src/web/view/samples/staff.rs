//! What operators see, the pages for trouble, and the description of the API.

use super::{bad, drawn, good, photo, quiet, say, shell, signed, staff, when};
use crate::web::i18n::Lang;
use crate::web::view::api_docs::{Answer, ApiDocsPage, Field, Group, Operation};
use crate::web::view::chart::columns;
use crate::web::view::editor::{CampaignEditorPage, SalesForms};
use crate::web::view::form::{Choice, Form};
use crate::web::view::import::{ImportPage, RowVerdict};
use crate::web::view::notice::{ErrorPage, Link, NoticePage};
use crate::web::view::orchards::{
    OrchardPage, OrchardsPage, PlantedTree, RegisteredBlock, RegisteredOrchard,
};
use crate::web::view::overview::{
    Account, CampaignRow, Exception, FlaggedObservation, OverviewPage, PendingLot,
    PendingNameplate, PendingRefund, Promise, Tile,
};
use crate::web::view::parts::Bar;
use crate::web::view::people::{PeoplePage, PersonRow, RoleRow};
use crate::web::view::tags::{Tag, TagsPage};
use crate::web::view::tokens::{TokenRow, TokensPage};

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
        drawn("people", &people(lang)),
        drawn("tokens", &tokens(lang)),
        drawn("error", &trouble(lang, lang.text("error-conflict"))),
        drawn("notice", &notice(lang)),
        drawn("api-docs", &api_docs(lang)),
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
    let days = (1..=28).map(|day: i64| {
        let amount = (day * 7919 % 13) * 168_000;
        (
            format!("11-{day:02}"),
            amount,
            crate::web::format::money(amount, "CNY"),
        )
    });
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
        refunds: vec![PendingRefund {
            id: "r1".to_owned(),
            amount: "¥1,680".to_owned(),
            reason: say(
                lang,
                "款晚到，树已有主人 · PM-7K2Q",
                "Paid too late · PM-7K2Q",
            ),
            since: when(lang, 26),
            form: Form::empty().refused("transaction", lang.word("field", "missing")),
        }],
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
        captured: columns(days.collect()),
        promises: vec![Promise {
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
        }],
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
    }
}

fn people(lang: Lang) -> PeoplePage {
    let roles =
        ["farmer", "packer", "operator"].map(|code| Choice::new(code, lang.word("role", code)));
    PeoplePage {
        shell: staff(lang, "/operator/people"),
        people: vec![
            PersonRow {
                id: "p1".to_owned(),
                display: say(lang, "赖师傅", "Master Lai"),
                sign_in: "lai@example.com".to_owned(),
                roles: vec![RoleRow {
                    role: "farmer".to_owned(),
                    scope: "o1".to_owned(),
                    label: say(lang, "果农 · 三标果园", "Farmer · Sanbiao"),
                }],
            },
            PersonRow {
                id: "p2".to_owned(),
                display: lang.text("plate-erased"),
                sign_in: String::new(),
                roles: Vec::new(),
            },
        ],
        roles: roles.to_vec(),
        orchards: vec![Choice::new("o1", say(lang, "三标果园", "Sanbiao Orchard"))],
        form: Form::empty()
            .with("email", "x")
            .refused("email", lang.word("field", "email")),
    }
}

fn tokens(lang: Lang) -> TokensPage {
    let token = |name: &str, used| TokenRow {
        id: name.to_owned(),
        name: name.to_owned(),
        prefix: "pmn_7K2Q".to_owned(),
        created: when(lang, 900),
        used,
    };
    TokensPage {
        shell: signed(lang, "/account/tokens"),
        fresh: Some("pmn_7K2QH8V3WZ0M5N1C9X4B6T2R8P0D7F3K".to_owned()),
        form: Form::empty(),
        tokens: vec![token("depot", Some(when(lang, 3))), token("laptop", None)],
    }
}

pub(super) fn trouble(lang: Lang, title: String) -> ErrorPage {
    ErrorPage {
        shell: shell(lang, "/campaigns/c1/trees/7F3K9Q2M/hold"),
        status: 409,
        title,
        happened: lang.word("rejection", "tree-share-taken"),
        holds: lang.text("holds-nothing-changed"),
        next: String::new(),
        links: vec![
            Link::new("/campaigns/c1#plan", lang.text("choose-another-tree")),
            Link::new("/", lang.text("next-home")),
        ],
        request_id: "req_01J9ZK".to_owned(),
    }
}

fn notice(lang: Lang) -> NoticePage {
    NoticePage {
        shell: shell(lang, "/"),
        title: lang.text("done-cancelled"),
        paragraphs: vec![lang.text("done-cancelled-text")],
        links: vec![Link::new("/garden", lang.text("next-garden"))],
    }
}

fn api_docs(lang: Lang) -> ApiDocsPage {
    let field = |name: &str, kind: &str, required, text: &str| Field {
        name: name.to_owned(),
        kind: kind.to_owned(),
        required,
        text: text.to_owned(),
    };
    let operation = Operation {
        anchor: "hold".to_owned(),
        method: "POST".to_owned(),
        path: "/api/v1/campaigns/{id}/adoptions".to_owned(),
        summary: "Hold a tree and start an adoption.".to_owned(),
        role: "buyer".to_owned(),
        parameters: vec![field("Idempotency-Key", "uuid", true, "Repeat with the same key to get the first answer.")],
        request: vec![field("tree", "string", true, "Code of the tree.")],
        answers: vec![Answer { status: "201".to_owned(), text: "Held.".to_owned() }, Answer { status: "409".to_owned(), text: "tree-share-taken".to_owned() }],
        response: vec![field("held_until", "date-time", true, "When the hold ends.")],
        example: "curl -X POST https://example.com/api/v1/campaigns/c1/adoptions \\\n  -H 'Idempotency-Key: 7c9e6679-7425-40de-944b-e07fc1f90ae7' \\\n  -d '{\"tree\":\"7F3K9Q2M\"}'".to_owned(),
    };
    let read = Operation {
        anchor: "get".to_owned(),
        method: "GET".to_owned(),
        path: "/api/v1/campaigns".to_owned(),
        request: Vec::new(),
        role: String::new(),
        ..operation.clone()
    };
    ApiDocsPage {
        shell: shell(lang, "/api/docs"),
        version: "1.0".to_owned(),
        conventions: vec!["Errors are problem details (RFC 9457) with a stable code.".to_owned()],
        groups: vec![Group {
            anchor: "campaigns".to_owned(),
            name: "Campaigns".to_owned(),
            operations: vec![read, operation],
        }],
    }
}
