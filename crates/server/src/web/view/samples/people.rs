//! People and their tokens, the pages for trouble, and the description of the API.

use super::{drawn, say, shell, signed, staff, when};
use crate::web::i18n::Lang;
use crate::web::view::api_docs::{Answer, ApiDocsPage, Field, Group, Operation};
use crate::web::view::form::{Choice, Form};
use crate::web::view::notice::{ErrorPage, Link, NoticePage};
use crate::web::view::people::{PeoplePage, PersonRow, RoleRow};
use crate::web::view::tokens::{TokenRow, TokensPage};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        drawn("people", &people(lang)),
        drawn("tokens", &tokens(lang)),
        drawn("error", &trouble(lang, lang.text("error-conflict"))),
        drawn("notice", &notice(lang)),
        drawn("api-docs", &api_docs(lang)),
    ]
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
