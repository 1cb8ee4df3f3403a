//! Faults of revocation lists (RFC 5280 section 5).

use serde::{Deserialize, Serialize};
use text::Lang;
use text::finding as say;

use super::{Rank, Told, told};
use crate::moment::Moment;
use crate::validity::minute;

/// What is wrong with a revocation list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the values that the sentences name")]
pub enum ListFault {
    /// Over at the moment of looking.
    Expired { end: Moment },
    /// Still to come at the moment of looking.
    NotYet { start: Moment },
    /// No nextUpdate.
    WithoutEnd,
    /// No CRL number.
    WithoutNumber,
    /// No authorityKeyIdentifier.
    WithoutKeyIdentifier,
    /// Version 1.
    VersionOne,
    /// A critical extension: a list for a part, or a delta.
    Critical { name: String },
    /// One serial number twice.
    EntryRepeated { serial: String },
    /// Signed over MD5, SHA-1 or older.
    WeakDigest { digest: String },
    /// The certificate of its authority is not here.
    WithoutIssuer { issuer: String },
    /// An authority of this name is here and has not signed it.
    Signature { issuer: String },
}

impl ListFault {
    /// Its words.
    #[must_use]
    pub fn told(&self, lang: Lang) -> Told {
        use ListFault as F;
        use Rank::{Danger, Doubt, Note, Refused};
        match self {
            F::Expired { end } => told(
                "list-expired",
                Refused,
                "RFC 5280 section 5.1.2.5",
                say::list_expired(lang, &minute(lang, *end)),
                say::list_expired_why(lang),
            ),
            F::NotYet { start } => told(
                "list-not-yet",
                Refused,
                "RFC 5280 section 5.1.2.4",
                say::list_not_yet(lang, &minute(lang, *start)),
                say::list_not_yet_why(lang),
            ),
            F::WithoutEnd => told(
                "list-without-end",
                Danger,
                "RFC 5280 section 5.1.2.5",
                say::list_without_end(lang),
                say::list_without_end_why(lang),
            ),
            F::WithoutNumber => told(
                "list-without-number",
                Doubt,
                "RFC 5280 section 5.2.3",
                say::list_without_number(lang),
                say::list_without_number_why(lang),
            ),
            F::WithoutKeyIdentifier => told(
                "list-without-key-identifier",
                Doubt,
                "RFC 5280 section 5.2.1",
                say::list_without_key_identifier(lang),
                say::list_without_key_identifier_why(lang),
            ),
            F::VersionOne => told(
                "list-version-one",
                Doubt,
                "RFC 5280 section 5.1.2.1",
                say::list_version_one(lang),
                say::list_version_one_why(lang),
            ),
            F::Critical { name } => told(
                "list-critical",
                Refused,
                "RFC 5280 section 5.2",
                say::list_critical(lang, name),
                say::list_critical_why(lang),
            ),
            F::EntryRepeated { serial } => told(
                "list-entry-repeated",
                Doubt,
                "RFC 5280 section 5.1.2.6",
                say::list_entry_repeated(lang, serial),
                say::list_entry_repeated_why(lang),
            ),
            F::WeakDigest { digest } => told(
                "list-weak-digest",
                Refused,
                "RFC 8446 section 4.4.2.4",
                say::list_weak_digest(lang, digest),
                say::list_weak_digest_why(lang),
            ),
            F::WithoutIssuer { issuer } => told(
                "list-without-issuer",
                Note,
                "RFC 5280 section 6.3.3",
                say::list_without_issuer(lang, issuer),
                say::list_without_issuer_why(lang),
            ),
            F::Signature { issuer } => told(
                "list-signature",
                Refused,
                "RFC 5280 section 6.3.3 (g)",
                say::list_signature(lang, issuer),
                say::list_signature_why(lang),
            ),
        }
    }
}
