//! `GET /today/care`: what was done to the trees: treatments with their waiting period, and work.

use actix_web::{HttpResponse, web::Path};
use app::{
    Done,
    commands::{care, harvest},
};
use kernel::{BlockId, Day, ShortCode, TreeId};
use readmodels::care::{CareDone, CareRow};
use traceability::care::{Treatment, WorkKind};

use crate::{
    problem::Problem,
    web::{
        format,
        harvest::{block_of, blocks, choices, day, fields_invalid, number, refuse, word},
        names,
        page::page,
        today::farmed,
        view::{
            form::{Choice, Form},
            parts::{Mark, Tone},
            sheet::{Act, Block, Field, FieldKind, Item, Items, Link, SheetPage},
        },
        visit::{Sent, Visit},
    },
};

const HERE: &str = "/today/care";
/// What is done in an orchard, through the year.
const WORK: [WorkKind; 7] = [
    WorkKind::Pruning,
    WorkKind::Fertilising,
    WorkKind::Watering,
    WorkKind::Weeding,
    WorkKind::Thinning,
    WorkKind::Bagging,
    WorkKind::Weather,
];

/// `GET /today/care`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    Ok(page(&draw(&visit, None)?))
}

/// `POST /today/care/treatments`
pub(in crate::web) async fn treat(sent: Sent) -> Result<HttpResponse, Problem> {
    let wish = note_treatment(&sent).await;
    answer(&sent, "treat", wish)
}

/// `POST /today/care/work`
pub(in crate::web) async fn work(sent: Sent) -> Result<HttpResponse, Problem> {
    let wish = note_work(&sent).await;
    answer(&sent, "work", wish)
}

/// `POST /today/care/{block}/{entry}/withdraw`
pub(in crate::web) async fn withdraw(
    sent: Sent,
    at: Path<(BlockId, u32)>,
) -> Result<HttpResponse, Problem> {
    let (block, entry) = at.into_inner();
    let (farmer, _) = block_of(&sent, &block.to_string()).ok_or_else(Problem::not_found)?;
    let (app, reason) = (sent.visit.app(), sent.fields.text("reason"));
    let wish = care::withdraw(app, &farmer, &sent.intent, (block, entry), reason).await;
    answer(
        &sent,
        &format!("withdraw-{block}-{entry}"),
        wish.map_err(Problem::from),
    )
}

fn answer(sent: &Sent, act: &str, wish: Result<Done, Problem>) -> Result<HttpResponse, Problem> {
    match sent.outcome(wish, field_of)? {
        Ok(done) => Ok(sent.visit.done(HERE, "care-noted", done)),
        Err(refused) => {
            let said = (act, refused.form.clone());
            Ok(refused.page(&draw(&sent.visit, Some(&said))?))
        }
    }
}

/// `trees[3]` is a line of the field `trees`.
fn field_of(path: &str) -> String {
    path.split('[').next().unwrap_or(path).to_owned()
}

async fn note_treatment(sent: &Sent) -> Result<Done, Problem> {
    let (fields, mut wrong) = (&sent.fields, fields_invalid());
    let place = block_of(sent, fields.text("block"));
    let place = place.or_else(|| refuse(&mut wrong, "block", "choice"));
    let on = day(fields, "on", &mut wrong);
    let waiting_days = number(fields, "waiting_days", &mut wrong);
    let trees = trees(sent, &mut wrong);
    let (Some((farmer, block)), Some(on), Some(waiting_days), Some(trees)) =
        (place, on, waiting_days, trees)
    else {
        return Err(wrong);
    };
    let treatment = Treatment {
        trees,
        product: fields.text("product").to_owned(),
        dose: fields.text("dose").to_owned(),
        on,
        waiting_days,
    };
    Ok(care::treat(sent.visit.app(), &farmer, &sent.intent, block, treatment).await?)
}

/// Codes of trees, apart by anything between; none for all of the block.
fn trees(sent: &Sent, wrong: &mut Problem) -> Option<Vec<TreeId>> {
    let read = sent.visit.app().read();
    let apart = |one: char| one.is_whitespace() || matches!(one, ',' | '，' | ';' | '；');
    let mut trees = Vec::new();
    let typed = sent.fields.text("trees").split(apart);
    for code in typed.filter(|code| !code.is_empty()) {
        let code: Option<ShortCode> = code.parse().ok();
        let tree = code.and_then(|code| read.tree_by_code(code).ok().flatten());
        match tree {
            Some(tree) => trees.push(tree),
            None => return refuse(wrong, "trees", "tree-unknown"),
        }
    }
    Some(trees)
}

async fn note_work(sent: &Sent) -> Result<Done, Problem> {
    let (fields, mut wrong) = (&sent.fields, fields_invalid());
    let place = block_of(sent, fields.text("block"));
    let place = place.or_else(|| refuse(&mut wrong, "block", "choice"));
    let kind = word(fields, "kind", &mut wrong);
    let on = day(fields, "on", &mut wrong);
    let (Some((farmer, block)), Some(kind), Some(on)) = (place, kind, on) else {
        return Err(wrong);
    };
    let what = (kind, on, fields.text("note"));
    Ok(care::work(sent.visit.app(), &farmer, &sent.intent, block, what).await?)
}

fn draw(visit: &Visit, said: Option<&(&str, Form)>) -> Result<SheetPage, Problem> {
    let orchards = farmed(visit, visit.signed_in()?)?;
    let places = blocks(visit, &orchards)?;
    let mut rows = Vec::new();
    for orchard in &orchards {
        rows.extend(visit.app().read().care_of_orchard(orchard.orchard)?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.position));
    let today = harvest::local_day(visit.app().now());
    let typed = |act: &str| {
        let typed = said.filter(|(which, _)| *which == act);
        typed.map(|(_, form)| form.clone())
    };
    let fresh = || Form::empty().with("on", today.to_string());
    let items = rows
        .iter()
        .map(|row| item(visit, row, today, typed(&act_id(row))));
    Ok(SheetPage {
        shell: visit.shell(),
        title: visit.lang.text("care-title"),
        lead: visit.lang.text("care-lead"),
        links: vec![Link {
            href: "/today".to_owned(),
            label: visit.lang.text("nav-today"),
            current: false,
        }],
        blocks: vec![
            Block::Form(treating(
                visit,
                &places,
                typed("treat").unwrap_or_else(fresh),
            )),
            Block::Form(working(visit, places, typed("work").unwrap_or_else(fresh))),
            Block::Items(Items {
                id: "entries".to_owned(),
                title: visit.lang.text("care-entries"),
                items: items.collect(),
                empty: visit.lang.text("care-none"),
            }),
        ],
    })
}

fn act_id(row: &CareRow) -> String {
    format!("withdraw-{}-{}", row.block, row.entry)
}

fn field(visit: &Visit, name: &'static str, key: &str, kind: FieldKind) -> Field {
    Field {
        name,
        label: visit.lang.text(key),
        hint: String::new(),
        kind,
        required: true,
    }
}

fn treating(visit: &Visit, places: &[Choice], form: Form) -> Act {
    let field = |name, key: &str, kind| field(visit, name, key, kind);
    Act {
        id: "treat".to_owned(),
        action: format!("{HERE}/treatments"),
        label: visit.lang.text("care-treat"),
        hint: visit.lang.text("care-treat-hint"),
        button: visit.lang.text("care-submit"),
        class: "",
        fields: vec![
            field("block", "block", FieldKind::Choose(places.to_vec())),
            field("on", "care-on", FieldKind::Line("date")),
            field("product", "care-product", FieldKind::Line("text")),
            field("dose", "care-dose", FieldKind::Line("text")),
            field(
                "waiting_days",
                "care-waiting-days",
                FieldKind::Line("number"),
            ),
            Field {
                hint: visit.lang.text("care-trees-hint"),
                required: false,
                ..field("trees", "care-trees", FieldKind::Area)
            },
        ],
        form,
    }
}

fn working(visit: &Visit, places: Vec<Choice>, form: Form) -> Act {
    let field = |name, key: &str, kind| field(visit, name, key, kind);
    Act {
        id: "work".to_owned(),
        action: format!("{HERE}/work"),
        label: visit.lang.text("care-work"),
        hint: String::new(),
        button: visit.lang.text("care-submit"),
        class: "",
        fields: vec![
            field("block", "block", FieldKind::Choose(places)),
            field("on", "care-on", FieldKind::Line("date")),
            field(
                "kind",
                "care-kind",
                FieldKind::Choose(choices(visit, "work", &WORK)),
            ),
            Field {
                hint: visit.lang.text("care-note-hint"),
                required: false,
                ..field("note", "care-note", FieldKind::Area)
            },
        ],
        form,
    }
}

fn item(visit: &Visit, row: &CareRow, today: Day, said: Option<Form>) -> Item {
    let (lang, place) = (visit.lang, row.block_name.clone());
    match &row.done {
        CareDone::Treated {
            treatment,
            waiting_until,
            withdrawn,
        } => {
            let until = format::day(lang, waiting_until.date());
            let (text, tone) = match withdrawn {
                Some(_) => (lang.text("correction-withdrawn"), Tone::Bad),
                None if today <= *waiting_until => {
                    (visit.text_with("care-waits", "day", &until), Tone::Warn)
                }
                None => (lang.text("care-over"), Tone::Good),
            };
            let mut facts = vec![format!("{place} · {}", treatment.dose)];
            if !treatment.trees.is_empty() {
                let count = i64::try_from(treatment.trees.len()).unwrap_or(i64::MAX);
                facts.push(lang.text_with("care-some-trees", &[("count", count.into())]));
            }
            facts.extend(withdrawn.clone());
            Item {
                title: format!(
                    "{} · {}",
                    format::day(lang, treatment.on.date()),
                    treatment.product
                ),
                href: String::new(),
                mark: Some(Mark::new(text, tone)),
                facts,
                when: None,
                acts: if withdrawn.is_none() {
                    vec![withdrawing(visit, row, said)]
                } else {
                    Vec::new()
                },
            }
        }
        CareDone::Worked { kind, on, note } => Item {
            title: format!(
                "{} · {}",
                format::day(lang, on.date()),
                lang.word("work", &names::code_of(kind))
            ),
            href: String::new(),
            mark: None,
            facts: [place, note.clone()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect(),
            when: None,
            acts: Vec::new(),
        },
    }
}

fn withdrawing(visit: &Visit, row: &CareRow, said: Option<Form>) -> Act {
    Act {
        id: act_id(row),
        action: format!("{HERE}/{}/{}/withdraw", row.block, row.entry),
        label: visit.lang.text("care-withdraw"),
        hint: String::new(),
        button: visit.lang.text("correction-submit"),
        class: "bad",
        fields: vec![field(
            visit,
            "reason",
            "correction-reason",
            FieldKind::Line("text"),
        )],
        form: said.unwrap_or_default(),
    }
}
