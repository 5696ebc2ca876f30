//! It is known what trees of a loss will give, or it was otherwise: every adoption on them is told, one commit each. An
//! adoption that is confirmed later, on trees that suffered, is told as well.

use std::collections::BTreeSet;

use adoption::adoption as bond;
use eventlog::RecordedEvent;
use kernel::{AdoptionId, LossId};
use traceability::loss::{self, Loss};

use super::decode;
use crate::{
    App, Error, Intent,
    commands::{adopt::agreement_of, remedies},
    error::Fault,
};

const NAME: &str = "when_loss_assessed_offer_remedies";
/// Adoptions looked at in one go.
const PAGE: usize = 500;

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let loss: LossId = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    let state = app.load::<Loss>(&loss::stream_id(loss))?;
    let season = state.declared()?.season;
    // Whoever is confirmed after this is told by their confirmation. Everything that is there is read, so that a run
    // after a crash tells in the same order.
    app.caught_up(app.log().durable_position()).await?;
    let claims = app
        .read()
        .share_claims(&state.trees, season)
        .map_err(Fault::from)?;
    let mut adoptions: BTreeSet<AdoptionId> =
        claims.iter().map(|claim| claim.claim.adoption).collect();
    let mut after = None;
    loop {
        let page = app
            .read()
            .touched_by(loss, after, PAGE)
            .map_err(Fault::from)?;
        let Some(last) = page.last() else {
            break;
        };
        after = Some(*last);
        adoptions.extend(page);
    }
    for adoption in adoptions {
        let intent =
            Intent::of_policy(NAME, event.position.0, app.now()).step(&adoption.to_string());
        tell(app, &intent, loss, adoption).await?;
    }
    Ok(())
}

/// One adoption that was overtaken does not keep the others from being told.
async fn tell(app: &App, intent: &Intent, loss: LossId, adoption: AdoptionId) -> Result<(), Error> {
    let told = app
        .perform(intent, |work| remedies::tell(work, intent, loss, adoption))
        .await;
    match told {
        Err(Error::Rejected(rejection)) => {
            tracing::warn!(code = rejection.code(), %adoption, "a loss was overtaken");
            Ok(())
        }
        Err(other) => Err(other),
        Ok(_) => Ok(()),
    }
}

/// An adoption is confirmed: what its tree suffered before concerns it too.
pub(super) async fn react_to_confirmation(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let bond::Event::AdoptionConfirmed { .. } = decode(event)? else {
        return Ok(());
    };
    let adoption: AdoptionId = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    app.caught_up(event.position).await?;
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    let agreement = agreement_of(&mut app.think(&intent), adoption)?;
    let losses = app
        .read()
        .losses_of_tree(agreement.tree, agreement.season)
        .map_err(Fault::from)?;
    if losses.is_empty() {
        return Ok(());
    }
    app.perform(&intent, |work| {
        for loss in &losses {
            remedies::tell(work, &intent, *loss, adoption)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}
