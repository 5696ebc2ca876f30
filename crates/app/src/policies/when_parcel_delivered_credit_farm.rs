//! A parcel arrived: what the books took for it earns the farm its part (E 8).

use eventlog::RecordedEvent;
use fulfilment::parcel;
use settlement::farmer_account::{Command, FarmerAccount};

use super::decode;
use crate::{App, Error, Intent, commands::farmers::account_of, error::Fault};

const NAME: &str = "when_parcel_delivered_credit_farm";

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let parcel::Event::ParcelDelivered { adoption, nth, .. } = decode(event)? else {
        return Ok(());
    };
    // The books tell what the box earned; they are asked once they know of it.
    app.caught_up(event.position).await?;
    let revenue = app.read().box_revenue(adoption, nth).map_err(Fault::from)?;
    let Some(revenue) = revenue.filter(|revenue| revenue.minor > 0) else {
        return Ok(());
    };
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    app.perform(&intent, |work| {
        let Some(account) = account_of(work, adoption)? else {
            return Ok(());
        };
        let command = Command::RecordEarning {
            adoption,
            nth,
            revenue,
            at: intent.now(),
        };
        work.decide::<FarmerAccount>(&account, command)?;
        Ok(())
    })
    .await?;
    Ok(())
}
