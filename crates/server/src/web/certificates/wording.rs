//! `/operator/certificate`: the words that certificates carry, because the official annex may change. Certificates that
//! were issued before keep theirs.

use actix_web::HttpResponse;
use app::commands::certificates;
use traceability::certificate_form::Wording;

use crate::{
    problem::Problem,
    web::{
        page::page,
        view::{
            form::Form,
            sheet::{Act, Block, Field, FieldKind, SheetPage},
        },
        visit::{Sent, Visit},
    },
};

/// The texts in the order of the paper, each with the key of its label.
const TEXTS: [(&str, &str); 14] = [
    ("title", "wording-title"),
    ("promise", "wording-promise"),
    ("product", "certificate-product"),
    ("quantity", "wording-quantity"),
    ("origin", "certificate-origin"),
    ("producer", "certificate-producer"),
    ("contact", "certificate-contact"),
    ("issued_on", "certificate-day"),
    ("number", "certificate-number"),
    ("basis", "certificate-basis"),
    ("commissioned_test", "basis-commissioned-test"),
    ("own_test", "basis-own-test"),
    ("internal_control", "basis-internal-control"),
    ("self_declaration", "basis-self-declaration"),
];

/// `GET /operator/certificate`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    Ok(page(&draw(&visit, None)?))
}

/// `POST /operator/certificate`
pub(in crate::web) async fn revise(sent: Sent) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let (app, intent) = (sent.visit.app(), &sent.intent);
    let wish = certificates::revise_wording(app, &operator, intent, typed(&sent)).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => {
            let page = "/operator/certificate";
            Ok(sent.visit.done(page, "certificate-wording-revised", done))
        }
        Err(refused) => Ok(refused.page(&draw(&sent.visit, Some(refused.form.clone()))?)),
    }
}

fn typed(sent: &Sent) -> Wording {
    let text = |name: &str| sent.fields.text(name).replace("\r\n", "\n");
    Wording {
        title: text("title"),
        promise: text("promise"),
        number: text("number"),
        product: text("product"),
        quantity: text("quantity"),
        origin: text("origin"),
        producer: text("producer"),
        contact: text("contact"),
        issued_on: text("issued_on"),
        basis: text("basis"),
        commissioned_test: text("commissioned_test"),
        own_test: text("own_test"),
        internal_control: text("internal_control"),
        self_declaration: text("self_declaration"),
    }
}

fn filled(wording: &Wording) -> Form {
    let texts = [
        &wording.title,
        &wording.promise,
        &wording.product,
        &wording.quantity,
        &wording.origin,
        &wording.producer,
        &wording.contact,
        &wording.issued_on,
        &wording.number,
        &wording.basis,
        &wording.commissioned_test,
        &wording.own_test,
        &wording.internal_control,
        &wording.self_declaration,
    ];
    let named = TEXTS.iter().zip(texts);
    named.fold(Form::empty(), |form, ((name, _), text)| {
        form.with(name, text.clone())
    })
}

fn draw(visit: &Visit, form: Option<Form>) -> Result<SheetPage, Problem> {
    let lang = visit.lang;
    let version = visit.app().read().certificate_wording_version()?;
    let wording = visit.app().read().certificate_wording(version)?;
    let field = |(name, key): &(&'static str, &str)| Field {
        name,
        label: lang.text(key),
        hint: String::new(),
        kind: if *name == "promise" {
            FieldKind::Area
        } else {
            FieldKind::Line("text")
        },
        required: true,
    };
    let act = Act {
        id: "wording".to_owned(),
        action: "/operator/certificate".to_owned(),
        label: lang.text("wording-title-page"),
        hint: lang.text("wording-hint"),
        button: lang.text("wording-submit"),
        class: "",
        fields: TEXTS.iter().map(field).collect(),
        form: form.unwrap_or_else(|| filled(&wording)),
    };
    Ok(SheetPage {
        shell: visit.shell(),
        title: lang.text("wording-title-page"),
        lead: if version == 0 {
            lang.text("wording-built-in")
        } else {
            visit.text_with("wording-version", "version", &version.to_string())
        },
        links: Vec::new(),
        blocks: vec![Block::Form(act)],
    })
}
