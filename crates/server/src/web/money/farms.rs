//! `GET /operator/farms`: what farms were advanced against what covers it. `GET /operator/farms/{farm}/{season}`: one
//! account, with terms, tranches, charges, holdback and settlement.

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use app::{
    Done,
    commands::farmers::{self, Standing},
};
use kernel::{AdoptionId, FarmId, Money, Season};
use settlement::{
    farmer_account::{ChargeCause, Statement, Terms},
    payout::Payee,
};

use super::{
    Said, amount, answer, choice, draw, payouts,
    pick::{self, Picked},
    read,
};
use crate::{
    problem::Problem,
    web::{
        names,
        page::page,
        view::{
            parts::{Bar, Tone},
            sheet::{Act, Bars, Block, Cell, Field, FieldKind, NamedBar, SheetPage},
        },
        visit::{Sent, Visit},
    },
};

const HERE: &str = "/operator/farms";
const CAUSES: [ChargeCause; 3] = [
    ChargeCause::Claim,
    ChargeCause::LostFee,
    ChargeCause::DisputeLost,
];
/// One percent, in thousandths.
const PERCENT: u16 = 10;

/// `GET /operator/farms`
pub(in crate::web) async fn list(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    Ok(page(&all(&visit, None)?))
}

fn all(visit: &Visit, said: Option<&Said>) -> Result<SheetPage, Problem> {
    let (mut bars, mut rows) = (Vec::new(), Vec::new());
    for one in visit.app().read().farm_seasons()? {
        let Some(standing) = farmers::standing(visit.app(), one.farm, one.season)? else {
            continue;
        };
        let name = format!("{} · {}", draw::farm_name(visit, one.farm)?, one.season);
        let money = |amount: Money| Cell::number(names::money(amount));
        let statement = standing.statement;
        rows.push(vec![
            Cell::link(name.clone(), format!("{HERE}/{}/{}", one.farm, one.season)),
            money(standing.outstanding),
            money(standing.limit),
            money(statement.earned),
            money(statement.held_back),
            money(statement.payable),
        ]);
        bars.push(exposure(visit, name, &standing));
    }
    let head = [
        "farm",
        "#outstanding",
        "#limit",
        "#earned",
        "#held-back",
        "#payable",
    ];
    let mut blocks = vec![
        Block::Bars(Bars {
            id: "exposure".to_owned(),
            title: visit.lang.word("block", "exposure"),
            bars,
            empty: draw::empty(visit, "farms"),
        }),
        Block::Table(draw::table(visit, "farms", &head, rows)),
    ];
    if visit.signed_in()?.is_operator() {
        blocks.push(Block::Form(new_terms(visit, said)?));
    }
    Ok(draw::operator_sheet(visit, "farms", blocks))
}

/// What is out against what may be.
pub(super) fn exposure(visit: &Visit, name: String, standing: &Standing) -> NamedBar {
    let (out, limit) = (standing.outstanding, standing.limit);
    let text = format!("{} / {}", names::money(out), names::money(limit));
    let over = out.minor > limit.minor;
    NamedBar {
        mark: over.then(|| draw::mark(visit, "exposure", "over", Tone::Bad)),
        bar: Bar {
            value: out.minor.clamp(0, limit.minor.max(1)),
            max: limit.minor.max(1),
            label: format!("{name}: {text}"),
        },
        name,
        text,
    }
}

fn terms_fields(visit: &Visit) -> Vec<Field> {
    ["share", "cover", "holdback"]
        .map(|name| draw::field(visit, name, FieldKind::Line("number")))
        .to_vec()
}

fn new_terms(visit: &Visit, said: Option<&Said>) -> Result<Act, Problem> {
    let orchards = visit.app().read().orchards()?;
    let mut farms: Vec<_> = orchards
        .into_iter()
        .map(|one| (one.farm.to_string(), one.farm_name))
        .collect();
    farms.sort();
    farms.dedup();
    let choices = farms
        .into_iter()
        .map(|(id, name)| crate::web::view::form::Choice::new(id, name));
    let mut fields = vec![
        draw::field(visit, "farm", FieldKind::Choose(choices.collect())),
        draw::field(visit, "season", FieldKind::Line("number")),
    ];
    fields.extend(terms_fields(visit));
    Ok(draw::form(
        visit,
        "farm-terms",
        "new",
        HERE.to_owned(),
        fields,
        said,
    ))
}

/// `POST /operator/farms`
pub(in crate::web) async fn agree(sent: Sent) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = async {
        let fields = &sent.fields;
        let of = (
            read(fields, "farm", "choice")?,
            season(read(fields, "season", "not-a-number")?)?,
        );
        let percent = |name: &str| -> Result<u16, Problem> {
            Ok(read::<u16>(fields, name, "not-a-number")?.saturating_mul(PERCENT))
        };
        let terms = Terms {
            share_permille: percent("share")?,
            cover_permille: percent("cover")?,
            holdback_permille: percent("holdback")?,
        };
        let app = sent.visit.app();
        Ok(farmers::agree_terms(app, &operator, &sent.intent, of, terms).await?)
    };
    let wish: Result<Done, Problem> = wish.await;
    answer(&sent, wish, HERE, "farm-terms-new", |said| {
        all(&sent.visit, said)
    })
}

/// A farm and a season, of an address.
type Of = Path<(FarmId, u16)>;

fn of(path: &Of) -> Result<(FarmId, Season), Problem> {
    Ok((path.0, season(path.1)?))
}

fn season(year: u16) -> Result<Season, Problem> {
    Season::new(year).map_err(|_| Problem::not_found())
}

/// `GET /operator/farms/{farm}/{season}`
pub(in crate::web) async fn show(
    visit: Visit,
    path: Of,
    picked: Query<Picked>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    Ok(page(&one(&visit, of(&path)?, &picked, None)?))
}

fn one(
    visit: &Visit,
    (farm, season): (FarmId, Season),
    picked: &Picked,
    said: Option<&Said>,
) -> Result<SheetPage, Problem> {
    let app = visit.app();
    let standing = farmers::standing(app, farm, season)?.ok_or_else(Problem::not_found)?;
    let name = format!("{} · {season}", draw::farm_name(visit, farm)?);
    let mut blocks = vec![
        Block::Bars(Bars {
            id: "exposure".to_owned(),
            title: name.clone(),
            bars: vec![exposure(
                visit,
                visit.lang.word("block", "exposure"),
                &standing,
            )],
            empty: String::new(),
        }),
        Block::Table(statement(visit, &standing.statement)),
        Block::Table(transfers(visit, farm)?),
    ];
    if visit.signed_in()?.is_operator() {
        blocks.extend(forms(visit, (farm, season), &standing, said));
        let adoption = picked.adoption(said);
        let chosen = adoption.map(|one| Ok::<_, Problem>((one, pick::chosen(visit, one)?)));
        let here = format!("{HERE}/{farm}/{season}");
        if let Some((adoption, Some(label))) = chosen.transpose()? {
            blocks.push(Block::Form(charge_form(
                visit,
                &here,
                (adoption, label),
                said,
            )));
        }
        blocks.push(Block::Search(pick::search(visit, &here, picked)?));
    }
    let mut sheet = draw::operator_sheet(visit, "farms", blocks);
    sheet.title = name;
    Ok(sheet)
}

/// The statement, line by line.
pub(super) fn statement(visit: &Visit, statement: &Statement) -> crate::web::view::sheet::Table {
    let row = |word: &str, amount: Money| {
        vec![
            Cell::text(visit.lang.word("col", word)),
            Cell::number(names::money(amount)),
        ]
    };
    let rows = vec![
        row("revenue", statement.revenue),
        row("earned", statement.earned),
        row("advanced", statement.advanced),
        row("recovered", statement.recovered),
        row("held-back", statement.held_back),
        row("charged", statement.charged),
        row("frozen", statement.frozen),
        row("paid", statement.paid),
    ];
    let mut table = draw::table(visit, "statement", &["what", "#amount"], rows);
    table.foot = row("payable", statement.payable);
    table
}

/// What went to the farm by bank, in all its seasons.
pub(super) fn transfers(
    visit: &Visit,
    farm: FarmId,
) -> Result<crate::web::view::sheet::Table, Problem> {
    let rows = visit.app().read().payouts_to(Payee::Farm(farm))?;
    let rows = rows.iter().map(|row| {
        vec![
            Cell::text(names::when(visit.lang, row.requested_at).text),
            Cell::text(payouts::purpose(visit, row.purpose)),
            Cell::text(payouts::state(visit, &row.state).text),
            Cell::number(names::money(row.amount)),
        ]
    });
    let head = ["when", "what", "state", "#amount"];
    Ok(draw::table(visit, "transfers", &head, rows.collect()))
}

fn forms(
    visit: &Visit,
    (farm, season): (FarmId, Season),
    standing: &Standing,
    said: Option<&Said>,
) -> Vec<Block> {
    let at = |what: &str| format!("{HERE}/{farm}/{season}/{what}");
    let amount = || draw::line(visit, "amount");
    let mut advance = draw::form(visit, "advance", "new", at("advance"), vec![amount()], said);
    let available = names::money(standing.available);
    advance.hint = visit.text_with("advance-available", "available", &available);
    vec![
        Block::Form(advance),
        Block::Form(draw::button(
            visit,
            "release-holdback",
            "new",
            at("release"),
            said,
        )),
        Block::Form(draw::button(visit, "propose", "new", at("propose"), said)),
    ]
}

/// What the farm bears on account of the adoption that was chosen.
fn charge_form(
    visit: &Visit,
    here: &str,
    (adoption, label): (AdoptionId, String),
    said: Option<&Said>,
) -> Act {
    let fields = vec![
        draw::field(visit, "adoption", FieldKind::Hidden),
        draw::select(visit, "cause", "charge", &CAUSES),
        draw::line(visit, "amount"),
    ];
    let to = format!("{here}/charge");
    let act = draw::form(visit, "charge-farm", "new", to, fields, said);
    let act = draw::filled(act, &[("adoption", adoption.to_string())]);
    Act { hint: label, ..act }
}

async fn told(
    sent: &Sent,
    path: &Of,
    act: &str,
    wish: Result<Done, Problem>,
) -> Result<HttpResponse, Problem> {
    let of = of(path)?;
    let to = format!("{HERE}/{}/{}", of.0, of.1);
    answer(sent, wish, &to, format!("{act}-new"), |said| {
        one(&sent.visit, of, &Picked::default(), said)
    })
}

/// `POST /operator/farms/{farm}/{season}/advance`
pub(in crate::web) async fn advance(sent: Sent, path: Of) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = async {
        let (of, amount) = (of(&path)?, amount(&sent.fields, "amount")?);
        let app = sent.visit.app();
        let (_, done) = farmers::grant_advance(app, &operator, &sent.intent, of, amount).await?;
        Ok(done)
    };
    let wish = wish.await;
    told(&sent, &path, "advance", wish).await
}

/// `POST /operator/farms/{farm}/{season}/charge`
pub(in crate::web) async fn charge(sent: Sent, path: Of) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = async {
        let fields = &sent.fields;
        let what = (
            read(fields, "adoption", "code")?,
            choice(fields, "cause")?,
            amount(fields, "amount")?,
        );
        let app = sent.visit.app();
        Ok(farmers::charge(app, &operator, &sent.intent, of(&path)?, what).await?)
    };
    let wish = wish.await;
    told(&sent, &path, "charge-farm", wish).await
}

/// `POST /operator/farms/{farm}/{season}/release`
pub(in crate::web) async fn release(sent: Sent, path: Of) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let app = sent.visit.app();
    let wish = farmers::release_holdback(app, &operator, &sent.intent, of(&path)?).await;
    told(
        &sent,
        &path,
        "release-holdback",
        wish.map_err(Problem::from),
    )
    .await
}

/// `POST /operator/farms/{farm}/{season}/propose`
pub(in crate::web) async fn propose(sent: Sent, path: Of) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let app = sent.visit.app();
    let wish = farmers::propose_settlement(app, &operator, &sent.intent, of(&path)?).await;
    told(&sent, &path, "propose", wish.map_err(Problem::from)).await
}
