//! Faults that show when things are put side by side: which belong together, which contradict each other, what is missing.

use serde::{Deserialize, Serialize};
use text::Lang;
use text::finding as say;

use super::{Rank, Told, told};
use crate::moment::Moment;
use crate::validity::minute;

/// What is wrong with something among others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the values that the sentences name")]
pub enum SetFault {
    /// A certificate that ends after its issuer.
    OutlivesIssuer { end: Moment, issuer_end: Moment },
    /// An issuer of this name is here and has not signed it.
    SignatureOfAnother { issuer: String },
    /// Its issuer is not here.
    IssuerMissing { issuer: String },
    /// Two certificates of one issuer with one serial number.
    SerialRepeated { serial: String },
    /// Two serial numbers of one issuer that follow one another.
    SerialsCountUp,
    /// The same thing twice.
    Duplicate,
    /// A private key to which nothing belongs.
    KeyWithoutCertificate,
    /// A leaf whose private key is not here, while others are.
    CertificateWithoutKey,
    /// One key in certificates of different names; the other name.
    KeyShared { other: String },
    /// The key of an authority among those of leaves.
    AuthorityKeyBeside { issuer: String },
    /// Two authorities of one name with different keys.
    Twins { subject: String },
    /// Revoked by a list that is here.
    Revoked { since: Moment },
    /// More authorities in a row than pathLen allows.
    PathTooLong { limit: usize },
    /// A name that the issuer's nameConstraints do not allow.
    OutsideConstraints { name: String },
    /// An authority before the leaf in one file.
    LeafOrder,
}

impl SetFault {
    /// Its words.
    #[must_use]
    pub fn told(&self, lang: Lang) -> Told {
        use Rank::{Danger, Doubt, Note, Refused};
        use SetFault as F;
        match self {
            F::OutlivesIssuer { end, issuer_end } => told(
                "outlives-issuer",
                Doubt,
                "RFC 5280 section 6.1.3 (a)(2)",
                say::outlives_issuer(lang, end, issuer_end),
                say::outlives_issuer_why(lang),
            ),
            F::SignatureOfAnother { issuer } => told(
                "signature-of-another",
                Refused,
                "RFC 5280 section 6.1.3 (a)(1)",
                say::signature_of_another(lang, issuer),
                say::signature_of_another_why(lang),
            ),
            F::IssuerMissing { issuer } => told(
                "issuer-missing",
                Note,
                "RFC 5280 section 6.1",
                say::issuer_missing(lang, issuer),
                say::issuer_missing_why(lang),
            ),
            F::SerialRepeated { serial } => told(
                "serial-repeated",
                Refused,
                "RFC 5280 section 4.1.2.2",
                say::serial_repeated(lang, serial),
                say::serial_repeated_why(lang),
            ),
            F::SerialsCountUp => told(
                "serials-count-up",
                Note,
                "CA/Browser Forum Baseline Requirements section 7.1",
                say::serials_count_up(lang),
                say::serials_count_up_why(lang),
            ),
            F::Duplicate => told(
                "duplicate",
                Note,
                "RFC 8446 section 4.4.2",
                say::duplicate(lang),
                say::duplicate_why(lang),
            ),
            F::KeyWithoutCertificate => told(
                "key-without-certificate",
                Note,
                "RFC 8446 section 4.4.3",
                say::key_without_certificate(lang),
                say::key_without_certificate_why(lang),
            ),
            F::CertificateWithoutKey => told(
                "certificate-without-key",
                Note,
                "RFC 8446 section 4.4.3",
                say::certificate_without_key(lang),
                say::certificate_without_key_why(lang),
            ),
            F::KeyShared { other } => told(
                "key-shared",
                Danger,
                "NIST SP 800-57 part 1 section 5.2",
                say::key_shared(lang, other),
                say::key_shared_why(lang),
            ),
            F::AuthorityKeyBeside { issuer } => told(
                "authority-key-beside",
                Danger,
                "NIST SP 800-57 part 1 section 6.2",
                say::authority_key_beside(lang, issuer),
                say::authority_key_beside_why(lang),
            ),
            F::Twins { subject } => told(
                "twins",
                Danger,
                "RFC 5280 section 4.2.1.1",
                say::twins(lang, subject),
                say::twins_why(lang),
            ),
            F::Revoked { since } => told(
                "revoked",
                Refused,
                "RFC 5280 section 6.3",
                say::revoked(lang, &minute(lang, *since)),
                say::revoked_why(lang),
            ),
            F::PathTooLong { limit } => told(
                "path-too-long",
                Refused,
                "RFC 5280 section 4.2.1.9",
                say::path_too_long(lang, *limit),
                say::path_too_long_why(lang),
            ),
            F::OutsideConstraints { name } => told(
                "outside-constraints",
                Refused,
                "RFC 5280 section 4.2.1.10",
                say::outside_constraints(lang, name),
                say::outside_constraints_why(lang),
            ),
            F::LeafOrder => told(
                "leaf-order",
                Doubt,
                "RFC 8446 section 4.4.2",
                say::leaf_order(lang),
                say::leaf_order_why(lang),
            ),
        }
    }
}
