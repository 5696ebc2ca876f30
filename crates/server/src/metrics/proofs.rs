//! What Prometheus is told about proofs: how far checkpoints have got, and whether they reach their witnesses.

use std::fmt;

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric},
    metrics::{counter::ConstCounter, gauge::ConstGauge},
};
use tokio::sync::watch;

use crate::proofs::{Delivery, Signing, Status};

/// Asked when somebody scrapes.
#[derive(Debug)]
pub(super) struct ProofsCollector(pub(super) watch::Receiver<Status>);

impl Collector for ProofsCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let status = *self.0.borrow();
        let witnesses = [
            ("folder", status.witness_folder),
            ("url", status.witness_url),
        ];
        let mut gauges = vec![
            (
                "proofs_checkpoint_events".to_owned(),
                "Events in the newest signed checkpoint",
                status.checkpoint_events.unwrap_or_default(),
            ),
            (
                "proofs_not_signing".to_owned(),
                "1 while no checkpoint is signed; /readyz says why",
                u64::from(status.signing != Signing::Going),
            ),
        ];
        for (name, delivery) in present(&witnesses) {
            gauges.push((
                format!("proofs_witness_{name}_failing"),
                "1 while the newest checkpoint did not reach the witness",
                u64::from(delivery.failing),
            ));
            gauges.push((
                format!("proofs_witness_{name}_events"),
                "Events in the newest checkpoint that reached the witness",
                delivery.events,
            ));
        }
        for (name, help, value) in gauges {
            let gauge = ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX));
            gauge.encode(encoder.encode_descriptor(&name, help, None, gauge.metric_type())?)?;
        }
        for (name, delivery) in present(&witnesses) {
            let name = format!("proofs_witness_{name}_failures");
            let counter = ConstCounter::new(delivery.failures);
            let help = "Deliveries to the witness that failed";
            counter.encode(encoder.encode_descriptor(
                &name,
                help,
                None,
                counter.metric_type(),
            )?)?;
        }
        Ok(())
    }
}

fn present<'a>(
    witnesses: &'a [(&'a str, Option<Delivery>)],
) -> impl Iterator<Item = (&'a str, Delivery)> {
    witnesses
        .iter()
        .filter_map(|(name, delivery)| Some((*name, (*delivery)?)))
}
