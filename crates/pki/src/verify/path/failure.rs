//! Why a step fails: the values, two sentences on them, and of what kind the remedy is.

use serde::{Deserialize, Serialize};
use text::chain as say;
use text::{Lang, Message};

use crate::moment::Moment;
use crate::validity::minute;

/// Why a step fails.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the fields are the values that the sentences name")]
pub enum Failure {
    /// Nobody here bears the issuer's name.
    IssuerMissing {
        issuer: String,
    },
    /// It has signed itself, and nobody trusts it.
    NotTrusted {
        title: String,
    },
    /// The path goes round in a circle.
    Endless,
    /// Another key has signed it: the certificate of this name here is a twin of the issuer.
    Signature {
        issuer: String,
    },
    /// What was signed names another algorithm than stands beside the signature.
    AlgorithmsDiffer,
    /// The signature cannot be verified here.
    AlgorithmUnknown {
        algorithm: String,
    },
    /// It names another key than the issuer's.
    KeyIdentifiersDiffer,
    NotYetValid {
        start: Moment,
    },
    Ended {
        end: Moment,
    },
    Revoked {
        since: Moment,
    },
    ListMissing {
        issuer: String,
    },
    ListSignature {
        issuer: String,
    },
    ListSigner {
        issuer: String,
    },
    ListEnded {
        issuer: String,
        end: Moment,
    },
    ListNotYet {
        issuer: String,
        start: Moment,
    },
    NameExcluded {
        name: String,
        authority: String,
    },
    NameNotPermitted {
        name: String,
        authority: String,
    },
    /// The constraint, or the name, cannot be understood.
    ConstraintUnclear {
        name: String,
        authority: String,
    },
    NoAuthority,
    WithoutBasicConstraints,
    OldVersion {
        version: u32,
    },
    PathTooLong {
        limit: usize,
        below: usize,
    },
    MayNotSignCertificates,
    MayNotSign,
    PurposeMissing {
        wanted: String,
        found: String,
    },
    CriticalUnknown {
        name: String,
    },
    ExtensionBroken {
        name: String,
    },
    NameInCommonName {
        wanted: String,
    },
    NameMismatch {
        wanted: String,
        names: String,
    },
}

/// What would mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mend {
    /// Send or load the certificate of the issuer.
    AddIssuer,
    /// Trust another certificate, if it is the right one.
    TrustAnchor,
    /// Take the right one of two authorities of one name.
    TakeTheTwin,
    /// Have this certificate issued anew.
    Reissue,
    /// Have the authority's certificate issued anew.
    ReissueAuthority,
    /// Wait, or set the clock.
    Clock,
    /// Load the issuer's list.
    AddList,
    /// Fetch a newer list.
    RenewList,
    /// Call the server by a name that the certificate bears.
    OtherName,
    /// Compare with what the program in question says.
    AskTheProgram,
}

impl Failure {
    /// What would mend it.
    #[must_use]
    pub fn mend(&self) -> Mend {
        match self {
            Failure::IssuerMissing { .. } => Mend::AddIssuer,
            Failure::NotTrusted { .. } | Failure::Endless => Mend::TrustAnchor,
            Failure::Signature { .. } | Failure::KeyIdentifiersDiffer => Mend::TakeTheTwin,
            Failure::NotYetValid { .. } => Mend::Clock,
            Failure::ListMissing { .. } | Failure::ListSignature { .. } => Mend::AddList,
            Failure::ListEnded { .. } | Failure::ListNotYet { .. } => Mend::RenewList,
            Failure::NoAuthority
            | Failure::WithoutBasicConstraints
            | Failure::OldVersion { .. }
            | Failure::PathTooLong { .. }
            | Failure::MayNotSignCertificates
            | Failure::ConstraintUnclear { .. }
            | Failure::ListSigner { .. } => Mend::ReissueAuthority,
            Failure::AlgorithmsDiffer
            | Failure::Ended { .. }
            | Failure::Revoked { .. }
            | Failure::NameExcluded { .. }
            | Failure::NameNotPermitted { .. }
            | Failure::MayNotSign
            | Failure::PurposeMissing { .. }
            | Failure::CriticalUnknown { .. }
            | Failure::ExtensionBroken { .. }
            | Failure::NameInCommonName { .. } => Mend::Reissue,
            Failure::NameMismatch { .. } => Mend::OtherName,
            Failure::AlgorithmUnknown { .. } => Mend::AskTheProgram,
        }
    }

    /// What is wrong, and what to do.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        let at = |moment: &Moment| minute(lang, *moment);
        match self {
            Failure::IssuerMissing { issuer } => say::issuer_missing(lang, issuer),
            Failure::NotTrusted { title } => say::not_trusted(lang, title),
            Failure::Endless => say::endless(lang),
            Failure::Signature { issuer } => say::signature(lang, issuer),
            Failure::AlgorithmsDiffer => say::algorithms_differ(lang),
            Failure::AlgorithmUnknown { algorithm } => say::algorithm_unknown(lang, algorithm),
            Failure::KeyIdentifiersDiffer => say::key_identifiers_differ(lang),
            Failure::NotYetValid { start } => say::not_yet_valid(lang, &at(start)),
            Failure::Ended { end } => say::ended(lang, &at(end)),
            Failure::Revoked { since } => say::revoked(lang, &at(since)),
            Failure::ListMissing { issuer } => say::list_missing(lang, issuer),
            Failure::ListSignature { issuer } => say::list_signature(lang, issuer),
            Failure::ListSigner { issuer } => say::list_signer(lang, issuer),
            Failure::ListEnded { issuer, end } => say::list_ended(lang, issuer, &at(end)),
            Failure::ListNotYet { issuer, start } => say::list_not_yet(lang, issuer, &at(start)),
            Failure::NameExcluded { name, authority } => say::name_excluded(lang, authority, name),
            Failure::NameNotPermitted { name, authority } => say::name_not_permitted(lang, authority, name),
            Failure::ConstraintUnclear { name, authority } => say::constraint_unclear(lang, authority, name),
            Failure::NoAuthority => say::no_authority(lang),
            Failure::WithoutBasicConstraints => say::without_basic_constraints(lang),
            Failure::OldVersion { version } => say::old_version(lang, version),
            Failure::PathTooLong { limit, below } => say::path_too_long(lang, *below, *limit),
            Failure::MayNotSignCertificates => say::may_not_sign_certificates(lang),
            Failure::MayNotSign => say::may_not_sign(lang),
            Failure::PurposeMissing { wanted, found } => say::purpose_missing(lang, found, wanted),
            Failure::CriticalUnknown { name } => say::critical_unknown(lang, name),
            Failure::ExtensionBroken { name } => say::extension_broken(lang, name),
            Failure::NameInCommonName { wanted } => say::name_in_common_name(lang, wanted),
            Failure::NameMismatch { wanted, names } if names.is_empty() => say::name_none(lang, wanted),
            Failure::NameMismatch { wanted, names } => say::name_mismatch(lang, names, wanted),
        }
    }
}
