//! How the harvest of a campaign's trees is divided, in words, and the operator's choice of it while it is a draft.

use actix_web::{HttpResponse, web::Path};
use adoption::campaign::HarvestRule;
use app::commands::contracts;
use kernel::{CampaignId, Grams};

use crate::{
    api::grams::rule_of,
    problem::Problem,
    web::{
        harvest::{fields_invalid, number, refuse},
        i18n::Lang,
        names,
        operator::contract,
        view::{
            form::{Choice, Form},
            parts::Fact,
        },
        visit::{Sent, Visit},
    },
};

/// The words of the rules, the plainest first.
const RULES: [&str; 4] = ["own-tree", "pooled-block", "pro-rata", "guaranteed-minimum"];

/// The rule as a buyer reads it before the purchase.
pub(in crate::web) fn told(lang: Lang, rule: HarvestRule) -> Fact {
    let text = match rule {
        HarvestRule::GuaranteedMinimum { guaranteed_grams } => lang.text_with(
            "fruit-guaranteed",
            &[("weight", names::weight(guaranteed_grams).into())],
        ),
        HarvestRule::OwnTree | HarvestRule::PooledBlock | HarvestRule::ProRata => {
            lang.word("harvest-rule", word_of(rule))
        }
    };
    Fact::new(lang.text("fruit-rule"), text)
}

const fn word_of(rule: HarvestRule) -> &'static str {
    match rule {
        HarvestRule::OwnTree => RULES[0],
        HarvestRule::PooledBlock => RULES[1],
        HarvestRule::ProRata => RULES[2],
        HarvestRule::GuaranteedMinimum { .. } => RULES[3],
    }
}

/// The rules to choose from.
pub(in crate::web) fn rules(visit: &Visit) -> Vec<Choice> {
    let choices = RULES.iter().map(|word| {
        let label = visit.lang.word("harvest-rule", word);
        Choice::new((*word).to_owned(), label)
    });
    choices.collect()
}

/// The form with the rule as it stands.
pub(in crate::web) fn form(rule: HarvestRule) -> Form {
    let form = Form::empty().with("rule", word_of(rule));
    match rule {
        HarvestRule::GuaranteedMinimum { guaranteed_grams } => {
            form.with("guaranteed_grams", guaranteed_grams.0.to_string())
        }
        HarvestRule::OwnTree | HarvestRule::PooledBlock | HarvestRule::ProRata => form,
    }
}

/// `POST /operator/campaigns/{id}/harvest-rule`
pub(in crate::web) async fn set(sent: Sent, id: Path<CampaignId>) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let wish = match read(&sent) {
        Ok(rule) => contracts::set_harvest_rule(app, &operator, &sent.intent, *id, rule)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent
            .visit
            .done(&contract::href(*id), "campaign-saved", done)),
        Err(refused) => {
            let page = contract::with_rule(&sent.visit, *id, refused.form.clone())?;
            Ok(refused.page(&page))
        }
    }
}

/// Grams count only where something is guaranteed; what stands in the field otherwise is passed over.
fn read(sent: &Sent) -> Result<HarvestRule, Problem> {
    let (fields, mut wrong) = (&sent.fields, fields_invalid());
    let word = fields.text("rule");
    let grams = if word == RULES[3] {
        number(fields, "guaranteed_grams", &mut wrong).map(Grams)
    } else {
        None
    };
    if !wrong.errors.is_empty() {
        return Err(wrong);
    }
    rule_of(word, grams)
        .or_else(|| refuse(&mut wrong, "rule", "choice"))
        .ok_or(wrong)
}
