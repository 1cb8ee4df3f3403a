//! Why a request is not passed on, or its answer not: the status, the name that programs know it by, and two sentences.

use deploy::gateway::file::Reveal;
use pki::verify::trust::Reason;
use text::gateway_refusal as say;
use text::{Lang, Message};

/// What is wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// CONNECT (a gateway is no forward proxy) or TRACE (it would show the headers that are added here).
    Method,
    /// A target that is no path.
    Target,
    /// No host, or more than one.
    HostMissing,
    /// A host that cannot be read, or two that differ.
    HostMalformed,
    /// Two lengths.
    Framing,
    /// A transfer coding besides one `chunked` (RFC 9112 section 6.1).
    Coding,
    /// A line that ends in a bare line feed (RFC 9112 section 2.2), which others may take for part of it.
    LineFeed,
    /// A value that begins or ends with a blank (RFC 9113 section 8.2.1), which over HTTP/1.1 belongs to the line and not to the value.
    Blank,
    /// A path with two meanings.
    Path,
    /// A host that the handshake was not for.
    Misdirected,
}

/// Why a request is not passed on, or its answer not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// For what the caller's certificate is or is not.
    Certificate(Reason),
    /// For the request itself.
    Request(Flaw),
    /// The body is larger than this.
    BodyTooLarge(u64),
    /// The body stood still, or came more slowly than allowed.
    BodySlow,
    /// The body is not what its head announced, or the caller went away within it.
    BodyBroken,
    /// More requests than are allowed; seconds to wait.
    TooMany(u64),
    /// Nobody answers behind.
    BackendUnreachable,
    /// The backend's certificate does not hold, or it speaks no TLS that is accepted.
    BackendTls,
    /// The backend has as many requests as it is given.
    BackendBusy,
    /// The connection to the backend took too long.
    BackendConnectSlow,
    /// The backend closed before it answered.
    BackendClosed,
    /// The backend's answer is not HTTP.
    BackendInvalid,
    /// The backend's answer did not begin in time.
    BackendSlow,
}

impl Refusal {
    /// The status (RFC 9110 section 15).
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Certificate(reason) => reason.family().status(),
            Self::Request(Flaw::Method) => 405,
            // RFC 9110 section 15.5.20
            Self::Request(Flaw::Misdirected) => 421,
            // RFC 9112 section 6.1
            Self::Request(Flaw::Coding) => 501,
            Self::Request(_) | Self::BodyBroken => 400,
            Self::BodyTooLarge(_) => 413,
            Self::BodySlow => 408,
            // RFC 6585 section 4
            Self::TooMany(_) => 429,
            Self::BackendUnreachable | Self::BackendTls | Self::BackendClosed | Self::BackendInvalid => 502,
            // RFC 9110 section 15.6.4
            Self::BackendBusy => 503,
            Self::BackendConnectSlow | Self::BackendSlow => 504,
        }
    }

    /// The name by which programs know it, as the log has it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Certificate(reason) => reason.code(),
            Self::Request(Flaw::Method) => "method_not_passed_on",
            Self::Request(Flaw::Target) => "target_not_a_path",
            Self::Request(Flaw::HostMissing) => "host_missing",
            Self::Request(Flaw::HostMalformed) => "host_malformed",
            Self::Request(Flaw::Framing) => "two_lengths",
            Self::Request(Flaw::Coding) => "transfer_coding",
            Self::Request(Flaw::LineFeed) => "bare_line_feed",
            Self::Request(Flaw::Blank) => "blank_around_value",
            Self::Request(Flaw::Path) => "path_ambiguous",
            Self::Request(Flaw::Misdirected) => "misdirected",
            Self::BodyTooLarge(_) => "body_too_large",
            Self::BodySlow => "body_slow",
            Self::BodyBroken => "body_broken",
            Self::TooMany(_) => "too_many_requests",
            Self::BackendUnreachable => "backend_unreachable",
            Self::BackendTls => "backend_tls",
            Self::BackendBusy => "backend_busy",
            Self::BackendConnectSlow => "backend_connect_slow",
            Self::BackendClosed => "backend_closed",
            Self::BackendInvalid => "backend_invalid",
            Self::BackendSlow => "backend_slow",
        }
    }

    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Self::Certificate(reason) => reason.message(lang),
            Self::Request(flaw) => match flaw {
                Flaw::Method => say::method(lang),
                Flaw::Target => say::target(lang),
                Flaw::HostMissing => say::host_missing(lang),
                Flaw::HostMalformed => say::host_malformed(lang),
                Flaw::Framing => say::framing(lang),
                Flaw::Coding => say::coding(lang),
                Flaw::LineFeed => say::line_feed(lang),
                Flaw::Blank => say::blank(lang),
                Flaw::Path => say::path(lang),
                Flaw::Misdirected => say::misdirected(lang),
            },
            Self::BodyTooLarge(most) => {
                say::body_too_large(lang, usize::try_from(*most).unwrap_or(usize::MAX))
            }
            Self::BodySlow => say::body_slow(lang),
            Self::BodyBroken => say::body_broken(lang),
            Self::TooMany(seconds) => say::too_many(lang, seconds),
            Self::BackendUnreachable => say::backend_unreachable(lang),
            Self::BackendTls => say::backend_tls(lang),
            Self::BackendBusy => say::backend_busy(lang),
            Self::BackendClosed => say::backend_closed(lang),
            Self::BackendInvalid => say::backend_invalid(lang),
            Self::BackendConnectSlow | Self::BackendSlow => say::backend_slow(lang),
        }
    }

    /// What the caller is told: the name and the sentences, or no more than the kind where little is to be revealed.
    #[must_use]
    pub fn told(&self, reveal: Reveal, lang: Lang) -> (&'static str, Message) {
        match (self, reveal) {
            (Self::Certificate(reason), Reveal::Little) => {
                (reason.family().code(), reason.family().message(lang))
            }
            _ => (self.code(), self.message(lang)),
        }
    }
}

/// What is answered to plain HTTP on a port of TLS: in both languages, since nobody knows yet which is read.
#[must_use]
pub fn plain_http() -> String {
    format!("{}\n{}\n", say::plain_http(Lang::En), say::plain_http(Lang::Ko))
}
