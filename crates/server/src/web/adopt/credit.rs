//! Credit on the way to an adoption: how much of it fits, and using it before the payment is opened, so that the
//! payment asks for the rest. It must not know where credit comes from.

use app::{Done, commands::credits};
use kernel::Money;
use readmodels::garden::{AdoptionStatus, GardenAdoption};

use crate::{
    problem::Problem,
    web::visit::{Sent, Visit},
};

/// What of the buyer's credit can pay for this adoption: at most its price. Nothing once a payment is open, or where
/// friends pay together.
pub(super) fn usable(visit: &Visit, mine: &GardenAdoption) -> Result<Option<Money>, Problem> {
    let agreement = &mine.adoption.agreement;
    let read = visit.app().read();
    let begun = !mine.payments.is_empty() || mine.adoption.status != AdoptionStatus::Started;
    if begun || read.group_of(mine.adoption.adoption)?.is_some() {
        return Ok(None);
    }
    let price = agreement.price;
    let credit = read.credit_of(agreement.buyer)?;
    let fits = credit
        .into_iter()
        .find(|one| one.currency == price.currency);
    let usable = fits.map(|one| Money::new(one.minor.min(price.minor), price.currency));
    Ok(usable.filter(|one| one.minor > 0))
}

/// Uses what fits, if the buyer ticked that they want to; and whether nothing is left to pay then.
pub(super) async fn spend(
    sent: &Sent,
    mine: &GardenAdoption,
) -> Result<Option<(Done, bool)>, Problem> {
    let wanted = sent.fields.text("credit") == "yes";
    let Some(amount) = usable(&sent.visit, mine)?.filter(|_| wanted) else {
        return Ok(None);
    };
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let (step, adoption) = (sent.intent.step("credit"), mine.adoption.adoption);
    let done = credits::spend_credit(app, &who, &step, adoption, amount).await?;
    Ok(Some((done, amount == mine.adoption.agreement.price)))
}

/// How much of the price credit has paid.
pub(super) fn used(mine: &GardenAdoption, asked: Money) -> Option<Money> {
    let price = mine.adoption.agreement.price;
    let used = Money::new(price.minor.saturating_sub(asked.minor), price.currency);
    (used.minor > 0 && asked.currency == price.currency).then_some(used)
}
