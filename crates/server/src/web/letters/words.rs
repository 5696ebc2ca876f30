//! What each letter says: its words by kind, its facts by what it is about. A new kind needs words in `letters.ftl` and,
//! where it leads somewhere, a line in [`place`].

use app::{
    commands::harvest::local_day,
    ports::{Commission, Unwritten},
};
use community::letter::{About, DropReason, Kind};
use fluent_bundle::FluentValue;
use kernel::{AdoptionId, RefundId};
use readmodels::{
    garden::{GardenAdoption, NameplateState},
    losses::{RemedyRow, RemedyState},
};

use super::{Desk, Said, has_contract};
use crate::{
    problem::Problem,
    web::{contract, i18n::Lang, names},
};

/// Days that the weekly news look back.
const NEWS_DAYS: i64 = 7;

/// Named facts for the words.
type Args = Vec<(&'static str, String)>;

/// Says it, or why there is nothing to say.
pub(super) fn say(
    desk: &Desk,
    lang: Lang,
    commission: &Commission,
) -> Result<Result<Said, Unwritten>, Problem> {
    let overtaken = Ok(Err(Unwritten::Drop(DropReason::Overtaken)));
    let mut args: Args = vec![("name", commission.name.clone())];
    let mine = match adoption_of(&commission.about) {
        None => None,
        Some(adoption) => match desk.app.read().adoption(adoption)? {
            None => return overtaken,
            found => found,
        },
    };
    if let Some(mine) = &mine {
        args.extend(of_adoption(lang, mine));
    }
    match commission.about {
        About::Account | About::Adoption { .. } => {}
        About::Remedy {
            adoption,
            offer,
            by,
        } => {
            let offers = desk.app.read().remedies_of(adoption)?;
            let Some(row) = offers.iter().find(|row| row.offer == offer) else {
                return overtaken;
            };
            let asks = matches!(commission.kind, Kind::RemedyOffered | Kind::RemedyReminder);
            if asks && row.state != RemedyState::Open {
                return overtaken;
            }
            args.extend(of_remedy(lang, row));
            args.push(("day", names::when(lang, by).text));
        }
        About::Renewal { by, .. } => args.push(("day", names::when(lang, by).text)),
        About::Refund { refund, .. } => args.extend(of_refund(mine.as_ref(), refund)),
        About::Payment { payment, .. } => {
            let Some(row) = desk.app.read().payment(payment)? else {
                return overtaken;
            };
            args.push(("amount", names::money(row.amount)));
        }
        About::Parcel { parcel, .. } => {
            let parcels = mine.iter().flat_map(|mine| &mine.parcels);
            let sent = parcels.filter(|one| one.parcel == parcel);
            args.extend(
                sent.filter_map(|one| one.tracking.clone())
                    .map(|it| ("tracking", it)),
            );
        }
        About::Tree { tree } => {
            let today = local_day(commission.now);
            let Some(row) = desk.app.read().silence_of(tree, today)? else {
                return overtaken;
            };
            if commission.now <= row.due_at() {
                return overtaken;
            }
            args.push(("tree", names::tree(lang, &row.tree)));
            args.push(("day", names::when(lang, row.since).text));
            args.push(("days", row.every_days.to_string()));
        }
        About::Campaign { campaign } => {
            let Some(detail) = desk.app.read().campaign(campaign)? else {
                return overtaken;
            };
            args.push(("campaign", names::spoken(lang, &detail.card.title)));
            args.push(("farm", detail.card.farm_name.clone()));
        }
    }
    if commission.kind == Kind::News {
        let Some(news) = news(desk, lang, commission)? else {
            return overtaken;
        };
        args.push(("news", news));
    }
    let paper = match &mine {
        Some(mine) if has_contract(commission.kind) => paper(desk, lang, mine)?,
        Some(_) | None => None,
    };
    Ok(Ok(written(desk, lang, commission, &args, paper)))
}

fn written(
    desk: &Desk,
    lang: Lang,
    commission: &Commission,
    args: &Args,
    paper: Option<(String, Vec<u8>)>,
) -> Said {
    let code = names::code_of(&commission.kind);
    let args: Vec<_> = args
        .iter()
        .map(|(name, value)| (*name, FluentValue::from(value.as_str())))
        .collect();
    let say = |part: &str| lang.text_with(&format!("letter-{code}-{part}"), &args);
    let address = match place(commission) {
        Some(path) => Some(desk.url(&path)),
        None if commission.kind == Kind::VerifyEmail => Some(desk.verify_link(commission)),
        None => None,
    };
    Said {
        subject: say("subject"),
        paragraphs: names::paragraphs(&say("text")),
        action: address.map(|address| (say("action"), address)),
        paper,
    }
}

/// Where a letter leads.
fn place(commission: &Commission) -> Option<String> {
    let of_adoption = |page: &str| {
        let adoption = adoption_of(&commission.about)?;
        Some(format!("/adoptions/{adoption}/{page}"))
    };
    match commission.kind {
        Kind::VerifyEmail => None,
        Kind::EmailChanged => Some("/account/letters".to_owned()),
        Kind::OrderHeld => of_adoption("pay"),
        Kind::NameplateRejected => of_adoption("nameplate"),
        Kind::PlaceOffered | Kind::AdoptionConfirmed | Kind::AdoptionReceived => {
            of_adoption("contract")
        }
        Kind::RenewalOffered | Kind::RenewalReminder => of_adoption("season"),
        Kind::RemedyOffered
        | Kind::RemedyReminder
        | Kind::RemedyWithdrawn
        | Kind::RemedyDefaulted
        | Kind::RemedyStands
        | Kind::ShortfallBorne => of_adoption("remedies"),
        Kind::HoldEnded => Some("/".to_owned()),
        Kind::RefundSettled | Kind::PaidBeside => Some("/account/money".to_owned()),
        Kind::PaidTooLate
        | Kind::AdoptionCancelled
        | Kind::CampaignSucceeded
        | Kind::ParcelSent
        | Kind::AdoptionGiven
        | Kind::HandoverEnded
        | Kind::News => Some("/garden".to_owned()),
        Kind::SeasonOpened => match commission.about {
            About::Campaign { campaign } => Some(format!("/campaigns/{campaign}")),
            About::Account
            | About::Adoption { .. }
            | About::Refund { .. }
            | About::Payment { .. }
            | About::Parcel { .. }
            | About::Tree { .. }
            | About::Remedy { .. }
            | About::Renewal { .. } => None,
        },
        Kind::PhotoAsked => Some("/today".to_owned()),
    }
}

const fn adoption_of(about: &About) -> Option<AdoptionId> {
    match about {
        About::Adoption { adoption }
        | About::Refund { adoption, .. }
        | About::Payment { adoption, .. }
        | About::Parcel { adoption, .. }
        | About::Remedy { adoption, .. }
        | About::Renewal { adoption, .. } => Some(*adoption),
        About::Account | About::Tree { .. } | About::Campaign { .. } => None,
    }
}

fn of_adoption(lang: Lang, mine: &GardenAdoption) -> Args {
    let agreement = &mine.adoption.agreement;
    let mut args = vec![
        ("tree", names::tree(lang, &mine.tree)),
        ("campaign", names::spoken(lang, &mine.campaign_title)),
        ("farm", mine.tree.farm_name.clone()),
        ("price", names::money(agreement.price)),
        ("ship", names::ship_window(lang, &mine.terms)),
        ("until", names::when(lang, agreement.hold_until).text),
    ];
    if let Some(payment) = mine.payments.last() {
        args.push(("reference", payment.reference.grouped()));
        args.push(("due", names::when(lang, payment.expires_at).text));
    }
    let plate = mine.adoption.nameplate.as_ref().map(|plate| &plate.state);
    if let Some(NameplateState::Rejected { reason }) = plate {
        args.push(("reason", reason.clone()));
    }
    args
}

fn of_remedy(lang: Lang, row: &RemedyRow) -> Args {
    let named = |remedy| lang.word("remedy", &names::code_of(&remedy));
    let taken = match row.state {
        RemedyState::Chosen(remedy) | RemedyState::Defaulted(remedy) => named(remedy),
        RemedyState::Open | RemedyState::Withdrawn(_) => named(row.default),
    };
    vec![
        ("weight", names::weight(row.shortfall)),
        ("amount", names::money(row.value)),
        ("default", named(row.default)),
        ("taken", taken),
    ]
}

fn of_refund(mine: Option<&GardenAdoption>, refund: RefundId) -> Args {
    let refunds = mine.into_iter().flat_map(|mine| &mine.refunds);
    let found = refunds.filter(|one| one.refund == refund);
    found
        .map(|one| ("amount", names::money(one.amount)))
        .collect()
}

/// One line for each of the reader's trees that was photographed this week; `None` when there is none any more.
fn news(desk: &Desk, lang: Lang, commission: &Commission) -> Result<Option<String>, Problem> {
    let since = commission.now.plus_days(-NEWS_DAYS);
    let mut lines = Vec::new();
    for mine in desk.app.read().garden(commission.person)? {
        if mine.tree.photo_at.is_some_and(|at| at >= since) {
            let url = desk.url(&names::tree_href(&mine.tree));
            lines.push(format!("{}\n{url}", names::tree(lang, &mine.tree)));
        }
    }
    lines.dedup();
    Ok((!lines.is_empty()).then(|| lines.join("\n\n")))
}

/// The buyer's copy of the contract.
fn paper(
    desk: &Desk,
    lang: Lang,
    mine: &GardenAdoption,
) -> Result<Option<(String, Vec<u8>)>, Problem> {
    let copy = contract::copy(&desk.app, &desk.config, lang, mine)?;
    let Some(copy) = copy else {
        return Ok(None);
    };
    let name = copy.file_name();
    Ok(copy.pdf().map(|bytes| (name, bytes)))
}
