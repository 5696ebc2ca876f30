//! Counters for Prometheus: HTTP, log, read models, policies, proofs. Labels are route templates, never paths.

mod proofs;

use std::{fmt, time::Duration};

use actix_web::{HttpResponse, web};
use app::{App, policies::PolicyStatus};
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric, MetricEncoder, text::encode},
    metrics::{
        MetricType,
        counter::ConstCounter,
        family::Family,
        gauge::{ConstGauge, Gauge},
        histogram::Histogram,
    },
    registry::{Registry, Unit},
};
use tokio::sync::watch;

use self::proofs::ProofsCollector;
use crate::{
    problem::{Kind, Problem},
    proofs::Status,
    state::State,
};

/// Upper bounds of the latency buckets, in seconds.
const LATENCY_SECONDS_BOUNDS: [f64; 12] = [
    0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];
/// Microseconds of a second.
const MICROS: f64 = 1_000_000.0;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

/// All metrics of this process.
pub(crate) struct Metrics {
    registry: Registry,
    latency: Family<Answered, Histogram>,
    in_flight: Gauge,
}

/// Counts a request as running until it is dropped.
pub(crate) struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    pub(crate) fn new(
        app: App,
        policies: watch::Receiver<PolicyStatus>,
        proofs: watch::Receiver<Status>,
    ) -> Self {
        let latency = Family::<Answered, Histogram>::new_with_constructor(|| {
            Histogram::new(LATENCY_SECONDS_BOUNDS)
        });
        let in_flight = Gauge::default();
        let mut registry = Registry::with_prefix("pomona");
        registry.register_with_unit(
            "http_request",
            "Time from a request's head to its answer",
            Unit::Seconds,
            latency.clone(),
        );
        registry.register(
            "http_requests_in_flight",
            "Requests being answered",
            in_flight.clone(),
        );
        registry.register_collector(Box::new(Machinery { app, policies }));
        registry.register_collector(Box::new(ProofsCollector(proofs)));
        Self {
            registry,
            latency,
            in_flight,
        }
    }

    /// Notes an answer. Methods nobody serves are one, so that they cannot multiply labels.
    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
        let method = if known.contains(&method) {
            method
        } else {
            "other"
        };
        let labels = Answered {
            method: method.to_owned(),
            route: route.to_owned(),
            status,
        };
        self.latency
            .get_or_create(&labels)
            .observe(took.as_secs_f64());
    }

    /// Counts a request that has begun.
    pub(crate) fn in_flight(&self) -> InFlight {
        self.in_flight.inc();
        InFlight(self.in_flight.clone())
    }
}

/// Log, read models and policies, asked when somebody scrapes.
struct Machinery {
    app: App,
    policies: watch::Receiver<PolicyStatus>,
}

impl fmt::Debug for Machinery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Machinery")
    }
}

impl Collector for Machinery {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let stats = self.app.log().stats();
        let counters = counters(&stats);
        for (name, help, value) in counters {
            let counter = ConstCounter::new(value);
            counter.encode(encoder.encode_descriptor(
                name,
                help,
                None,
                counter.metric_type(),
            )?)?;
        }
        let gauges = self.gauges(&stats);
        for (name, help, value) in gauges {
            let gauge = ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX));
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)?;
        }
        let size = encoder.encode_descriptor(
            "log_batch_events",
            "Events per batch",
            None,
            MetricType::Histogram,
        )?;
        encode_histogram(size, &stats.batch_events, 1.0)?;
        let sync = encoder.encode_descriptor(
            "log_sync",
            "Time of one flush and fdatasync",
            Some(&Unit::Seconds),
            MetricType::Histogram,
        )?;
        encode_histogram(sync, &stats.sync_micros, MICROS)
    }
}

/// Name, help and value of everything that only grows.
fn counters(stats: &eventlog::LogStats) -> [(&'static str, &'static str, u64); 6] {
    [
        ("log_appends", "Commits written", stats.appends),
        ("log_events", "Events written", stats.events),
        (
            "log_batches",
            "Batches written, each with one sync",
            stats.batches,
        ),
        (
            "log_repeats",
            "Repeated commits answered with their first result",
            stats.repeats,
        ),
        (
            "log_conflicts",
            "Commits refused for an expected version",
            stats.conflicts,
        ),
        (
            "log_journal_moves",
            "Full journals moved into the store",
            stats.engine.journal_moves,
        ),
    ]
}

impl Machinery {
    /// Name, help and value of everything that goes up and down.
    fn gauges(&self, stats: &eventlog::LogStats) -> [(&'static str, &'static str, u64); 8] {
        let policies = *self.policies.borrow();
        [
            (
                "log_position",
                "Position of the last durable event",
                self.app.log().durable_position().0,
            ),
            (
                "log_journal_bytes",
                "Bytes in the journal that is written now",
                stats.engine.journal_bytes,
            ),
            (
                "log_journal_last_move_bytes",
                "Bytes of values in the journal moved last",
                stats.engine.last_move_bytes,
            ),
            (
                "log_journal_last_move_micros",
                "Microseconds that moving it took",
                stats.engine.last_move_micros,
            ),
            (
                "log_low_space",
                "1 while the disk is nearly full and nothing is appended",
                u64::from(self.app.log().low_space().is_some()),
            ),
            (
                "readmodels_lag_events",
                "Durable events the read models do not know yet",
                self.app.read().lag(),
            ),
            (
                "policies_position",
                "Position the policies have reacted to",
                policies.reached.0,
            ),
            (
                "policies_failing",
                "1 while the policies are stopped by a fault",
                u64::from(policies.failing),
            ),
        ]
    }
}

/// A histogram that was counted elsewhere; its numbers are divided by `scale`.
#[expect(
    clippy::cast_precision_loss,
    reason = "bounds are small, and a sum may lose its last digits"
)]
fn encode_histogram(
    mut encoder: MetricEncoder<'_>,
    seen: &eventlog::Histogram,
    scale: f64,
) -> Result<(), fmt::Error> {
    let bounds = seen
        .bounds
        .iter()
        .map(|bound| *bound as f64 / scale)
        .chain([f64::INFINITY]);
    let buckets: Vec<_> = bounds.zip(seen.counts.iter().copied()).collect();
    encoder.encode_histogram::<[(&str, &str); 0]>(
        seen.sum as f64 / scale,
        seen.count,
        &buckets,
        None,
    )
}

/// `GET /metrics`
pub(crate) async fn show(state: web::Data<State>) -> Result<HttpResponse, Problem> {
    let mut text = String::new();
    encode(&mut text, &state.metrics.registry)
        .map_err(|_| Problem::new(Kind::Fault, "fault", "the metrics could not be written"))?;
    Ok(HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(text))
}
