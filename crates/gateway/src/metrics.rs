//! What is counted, as Prometheus reads it (OpenMetrics 1.0). Labels hold words of ours alone, never what a caller sends, so that nobody
//! can fill the memory with them.

use core::sync::atomic::AtomicU64;
use core::time::Duration;

use pki::moment::Moment;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::generation::Generation;

/// Why something happened.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Because {
    /// A word of ours.
    pub reason: &'static str,
}

/// How a handshake ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Handshake {
    /// `1.2` or `1.3`.
    pub tls: &'static str,
    /// `full` or `resumed`.
    pub kind: &'static str,
    /// `verified`, `refused` or `none`.
    pub verdict: &'static str,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Ended {
    /// The status.
    pub status: u16,
}

/// What came of reading everything anew.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Reloaded {
    /// `taken` or `refused`.
    pub outcome: &'static str,
}

/// What ends some day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ending {
    kind: &'static str,
    name: String,
}

/// All of it.
pub struct Metrics {
    registry: Registry,
    /// Connections that are open.
    pub connections: Gauge,
    /// Connections that were accepted.
    pub accepted: Counter,
    /// Connections that were closed because of a limit.
    pub turned_away: Family<Because, Counter>,
    /// Handshakes that were completed.
    pub handshakes: Family<Handshake, Counter>,
    /// Handshakes that failed.
    pub handshake_failures: Family<Because, Counter>,
    /// Requests by the status of their answer.
    pub requests: Family<Ended, Counter>,
    /// Answers of the gateway's own, by their reason.
    pub refusals: Family<Because, Counter>,
    /// How long requests took.
    pub duration: Histogram,
    /// Configurations that were read while running.
    pub reloads: Family<Reloaded, Counter>,
    /// Lines of the access log that were lost.
    pub lost_lines: Counter,
    generation: Gauge,
    ends: Family<Ending, Gauge<f64, AtomicU64>>,
}

/// From a quarter of a millisecond to half a minute.
const BUCKETS: [f64; 14] =
    [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Metrics {
            registry: Registry::with_prefix("handfast"),
            connections: Gauge::default(),
            accepted: Counter::default(),
            turned_away: Family::default(),
            handshakes: Family::default(),
            handshake_failures: Family::default(),
            requests: Family::default(),
            refusals: Family::default(),
            duration: Histogram::new(BUCKETS),
            reloads: Family::default(),
            lost_lines: Counter::default(),
            generation: Gauge::default(),
            ends: Family::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("connections", "Connections that are open", metrics.connections.clone());
        registry.register("connections_accepted", "Connections that were accepted", metrics.accepted.clone());
        registry.register(
            "connections_turned_away",
            "Connections that were closed because of a limit",
            metrics.turned_away.clone(),
        );
        registry.register("handshakes", "Handshakes that were completed", metrics.handshakes.clone());
        registry.register("handshake_failures", "Handshakes that failed", metrics.handshake_failures.clone());
        registry.register("requests", "Requests by the status of their answer", metrics.requests.clone());
        registry.register(
            "refusals",
            "Answers of the gateway's own by their reason",
            metrics.refusals.clone(),
        );
        registry.register_with_unit(
            "request_duration",
            "From the head of a request to the end of its answer",
            Unit::Seconds,
            metrics.duration.clone(),
        );
        registry.register("reloads", "Configurations that were read while running", metrics.reloads.clone());
        registry.register(
            "access_log_lines_lost",
            "Lines of the access log that were lost",
            metrics.lost_lines.clone(),
        );
        registry.register("generation", "The number of the configuration in use", metrics.generation.clone());
        registry.register_with_unit(
            "ends_in",
            "Until a certificate or a revocation list ends; negative once it has",
            Unit::Other("days".to_owned()),
            metrics.ends.clone(),
        );
        metrics
    }
}

impl Metrics {
    /// A connection that is closed because of a limit.
    pub fn closed(&self, reason: &'static str) {
        self.turned_away.get_or_create(&Because { reason }).inc();
    }

    /// A request whose answer is through.
    pub fn request(&self, status: u16, reason: &'static str, took: Duration) {
        self.requests.get_or_create(&Ended { status }).inc();
        if !reason.is_empty() {
            self.refusals.get_or_create(&Because { reason }).inc();
        }
        self.duration.observe(took.as_secs_f64());
    }

    /// Everything as text, with the ends of this generation's certificates and lists.
    #[must_use]
    pub fn text(&self, generation: &Generation, now: Moment) -> String {
        self.generation.set(i64::try_from(generation.number).unwrap_or(i64::MAX));
        self.ends.clear();
        let tell = |kind: &'static str, name: &str, end: Moment| {
            #[allow(clippy::cast_precision_loss, reason = "seconds until the year 9999 have 39 bits")]
            let days = (end.unix_seconds() - now.unix_seconds()) as f64 / 86_400.0;
            self.ends.get_or_create(&Ending { kind, name: name.to_owned() }).set(days);
        };
        let config = &generation.config;
        if let Some(tls) = &config.backend.tls {
            if let Some(own) = tls.shown.as_ref().and_then(|shown| shown.chain.first()) {
                tell("backend_client", &own.facts().subject, own.facts().not_after);
            }
            for authority in &tls.authorities {
                tell("backend_authority", &authority.facts().subject, authority.facts().not_after);
            }
        }
        for server in config.servers.iter() {
            let facts = server.certificate.facts();
            tell("server", &facts.subject, facts.not_after);
        }
        for anchor in config.trust.anchors() {
            let facts = anchor.certificate().facts();
            tell("authority", &facts.subject, facts.not_after);
        }
        for list in config.trust.lists() {
            if let Some(end) = list.end() {
                tell("list", list.issuer_text(), end);
            }
        }
        let mut out = String::new();
        text::encode(&mut out, &self.registry).expect("a String takes everything");
        out
    }
}
