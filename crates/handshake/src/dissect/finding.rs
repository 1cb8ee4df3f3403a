//! What is wrong with octets that were taken apart: each in two sentences. The rest is shown all the same.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use text::handshake as say;
use text::{Lang, Message};

use super::message::Kind;
use crate::transcript::Side;

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// A field has fewer octets than it needs.
    CutShort {
        /// The field's name.
        field: Cow<'static, str>,
        /// How many it needs.
        wanted: usize,
        /// How many are there.
        there: usize,
    },
    /// A length announces more than there is.
    LengthLies {
        /// The field's name.
        field: Cow<'static, str>,
        /// What it announces.
        told: usize,
        /// How many octets are there.
        there: usize,
    },
    /// Octets behind the end of what was announced.
    Unread {
        /// How many.
        octets: usize,
    },
    /// A record has a length that none may have, and nothing behind it is read.
    RecordTooLong {
        /// Whose.
        side: Side,
        /// What it announces.
        length: usize,
        /// The most that it may be.
        most: usize,
    },
    /// What a side sent ends inside a record.
    RecordCutOff {
        /// Whose.
        side: Side,
        /// How many octets of it are there.
        octets: usize,
    },
    /// What a side sent ends inside a message.
    MessageCutOff {
        /// Whose.
        side: Side,
        /// How many octets of it are there.
        octets: usize,
    },
    /// What a side sent is not TLS, from here on.
    NotTls {
        /// Whose.
        side: Side,
    },
    /// What a side sent was TLS, and is not from here on.
    NoLongerTls {
        /// Whose.
        side: Side,
    },
    /// The key log has no secret for this.
    KeysMissing {
        /// The label that is missing.
        label: Cow<'static, str>,
    },
    /// The client's data from before the handshake was over stay closed: the server did not take them, and has not their secret.
    EarlyRefused,
    /// There are no secrets at all: none in the recording, and none beside it.
    NoKeys,
    /// A hello that opens the rest stands nowhere before what it would open.
    HelloMissing {
        /// Whose.
        side: Side,
    },
    /// Records do not open with the keys that should open them, and none of this side has opened.
    NotOpened {
        /// Whose.
        side: Side,
    },
    /// Records do not open, and others of this side do: octets of them were changed.
    Damaged {
        /// Whose.
        side: Side,
        /// The first of them in a row, counted from one over what this side sent.
        from: usize,
        /// The last of them.
        to: usize,
    },
    /// All records of one secret do not open, and others of this side do: it is the secret that is wrong, or octets were changed.
    NoneOpens {
        /// Whose.
        side: Side,
        /// The first of them, counted from one over what this side sent.
        from: usize,
        /// The last of them.
        to: usize,
    },
    /// Records are missing before one, by its place in their order.
    RecordsMissing {
        /// Whose.
        side: Side,
        /// How many.
        records: u64,
    },
    /// Octets are missing, and the recording goes on behind them.
    OctetsMissing {
        /// Whose.
        side: Side,
        /// How many.
        octets: usize,
    },
    /// The rest of a message was in something that cannot be read.
    MessageBroken {
        /// Whose.
        side: Side,
        /// How many octets of it are there.
        octets: usize,
    },
    /// The certificates that a side shows do not stand in the order in which each issued the one before it.
    CertificatesInDisorder {
        /// Whose.
        side: Side,
    },
    /// Among the certificates that a side shows are some that do not lead up from its own.
    StrayCertificates {
        /// Whose.
        side: Side,
        /// How many.
        count: usize,
    },
    /// Records of this suite are not opened here.
    SuiteNotOpened {
        /// The suite in words.
        suite: String,
    },
    /// A signature or a checksum does not fit what was said before it.
    DoesNotFit {
        /// Whose.
        side: Side,
        /// The message that it is in.
        kind: Kind,
        /// Whether the other side took it all the same, as it shows by going on.
        is_taken: bool,
    },
    /// There is more than is taken apart.
    TooMuch,
}

impl Finding {
    /// Whether it is about the form of octets, and not about what they say.
    #[must_use]
    pub fn is_of_form(&self) -> bool {
        !matches!(self, Finding::CertificatesInDisorder { .. } | Finding::StrayCertificates { .. })
    }

    /// Whether it says why records of this side stay closed.
    #[must_use]
    pub fn says_why_closed(&self, of: Side) -> bool {
        match self {
            Finding::NoKeys
            | Finding::KeysMissing { .. }
            | Finding::HelloMissing { .. }
            | Finding::SuiteNotOpened { .. } => true,
            Finding::EarlyRefused => of == Side::Client,
            Finding::NotOpened { side }
            | Finding::Damaged { side, .. }
            | Finding::NoneOpens { side, .. }
            | Finding::RecordsMissing { side, .. }
            | Finding::OctetsMissing { side, .. } => *side == of,
            _ => false,
        }
    }

    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        let name = |side: &Side| match side {
            Side::Client => say::side_client(lang),
            Side::Server => say::side_server(lang),
        };
        match self {
            Finding::CutShort { field, wanted, there } => say::found_cut_short(lang, field, *wanted, *there),
            Finding::LengthLies { field, told, there } => say::found_length_lies(lang, field, *told, *there),
            Finding::Unread { octets } => say::found_unread(lang, *octets),
            Finding::RecordTooLong { side, length, most } => {
                say::found_record_too_long(lang, &name(side), *length, *most)
            }
            Finding::RecordCutOff { side, octets } => say::found_record_cut_off(lang, &name(side), *octets),
            Finding::MessageCutOff { side, octets } => say::found_message_cut_off(lang, &name(side), *octets),
            Finding::NotTls { side } => say::found_not_tls(lang, &name(side)),
            Finding::NoLongerTls { side } => say::found_no_longer_tls(lang, &name(side)),
            Finding::KeysMissing { label } => say::found_keys_missing(lang, label),
            Finding::EarlyRefused => say::found_early_refused(lang),
            Finding::NoKeys => say::found_no_keys(lang),
            Finding::HelloMissing { side: Side::Client } => say::found_client_hello_missing(lang),
            Finding::HelloMissing { side: Side::Server } => say::found_server_hello_missing(lang),
            Finding::NotOpened { side } => say::found_not_opened(lang, &name(side)),
            Finding::Damaged { side, from, to } => {
                say::found_damaged(lang, to.saturating_sub(*from) + 1, &name(side), from, to)
            }
            Finding::NoneOpens { side, from, to } => {
                say::found_none_opens(lang, to.saturating_sub(*from) + 1, &name(side), from, to)
            }
            Finding::RecordsMissing { side, records } => {
                say::found_records_missing(lang, usize::try_from(*records).unwrap_or(usize::MAX), &name(side))
            }
            Finding::OctetsMissing { side, octets } => say::found_octets_missing(lang, *octets, &name(side)),
            Finding::MessageBroken { side, octets } => say::found_message_broken(lang, *octets, &name(side)),
            Finding::CertificatesInDisorder { side } => {
                say::found_certificates_in_disorder(lang, &name(side))
            }
            Finding::StrayCertificates { side, count } => {
                say::found_stray_certificates(lang, &name(side), *count)
            }
            Finding::SuiteNotOpened { suite } => say::found_suite_not_opened(lang, suite),
            Finding::DoesNotFit { side, kind, is_taken: true } => {
                say::found_does_not_fit_and_is_taken(lang, &kind.label(), &name(side), &name(&side.peer()))
            }
            Finding::DoesNotFit { side, kind, is_taken: false } => {
                say::found_does_not_fit(lang, &kind.label(), &name(side))
            }
            Finding::TooMuch => say::found_too_much(lang),
        }
    }
}

/// A finding with where it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The record, by its place in the dissection, if it is about one.
    pub record: Option<usize>,
    /// The message, by its place in the dissection, if it is about one.
    pub message: Option<usize>,
    /// What it is.
    pub finding: Finding,
}
