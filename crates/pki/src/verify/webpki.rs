//! What webpki says to a chain, as rustls has it judged: `handfast-gateway` verifies its clients so. It is the real crate, with
//! the same lists in the same way; only its words are ours.

use core::time::Duration;

use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use serde::{Deserialize, Serialize};
use text::chain as say;
use text::{Lang, Message};
use webpki::{
    ALL_VERIFICATION_ALGS, BorrowedCertRevocationList, CertRevocationList, EndEntityCert, Error,
    ExpirationPolicy, KeyUsage, RevocationCheckDepth, RevocationOptions, RevocationOptionsBuilder,
    UnknownStatusPolicy, anchor_from_trusted_cert,
};
use x509_parser::der_parser::asn1_rs::{FromDer, Oid};

use super::{Purpose, Question};
use crate::chain::Pool;
use crate::inspect::signature::kind_of_key;
use crate::moment::Moment;
use crate::validity::minute;

/// How rustls was set up, as far as lists go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Settings {
    /// Whether revocation is asked for the leaf alone (`only_check_end_entity_revocation`).
    pub leaf_alone: bool,
    /// Whether a certificate for which there is no list is accepted (`allow_unknown_revocation_status`).
    pub allow_unknown: bool,
    /// Whether a list that is over is refused (`enforce_revocation_expiration`).
    pub enforce_expiry: bool,
}

impl Settings {
    /// `WebPkiClientVerifier` with lists and nothing else said: the whole chain, no unknown status, and lists that are over
    /// still count.
    pub const RUSTLS: Settings = Settings { leaf_alone: false, allow_unknown: false, enforce_expiry: false };
}

/// How it was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The chain, the leaf first, the anchor last.
    pub chain: Vec<usize>,
}

/// Why it was refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(
    missing_docs,
    reason = "the names are those of webpki's errors, the fields the values that the sentences name"
)]
pub enum Refusal {
    UnknownIssuer,
    Expired { end: Moment },
    NotYetValid { start: Moment },
    ValidityInvalid,
    AuthorityAsLeaf,
    LeafAsAuthority,
    Revoked,
    RevocationUnknown,
    ListExpired { end: Moment },
    ListSignature,
    ListSigner,
    ListUnusable { words: String },
    PurposeMissing,
    PurposesEmpty,
    Signature,
    OtherKindOfKey,
    AlgorithmsDiffer,
    AlgorithmUnsupported,
    NameMismatch { target: String },
    NameConstraints,
    PathLength,
    TooDeep,
    CriticalExtension,
    Version,
    Malformed { words: String },
    Other { words: String },
}

impl Refusal {
    /// Whether it is about revocation lists, or found in one (RFC 5280 section 6.3).
    #[must_use]
    pub fn is_of_a_list(&self) -> bool {
        matches!(
            self,
            Refusal::Revoked
                | Refusal::RevocationUnknown
                | Refusal::ListExpired { .. }
                | Refusal::ListSignature
                | Refusal::ListSigner
                | Refusal::ListUnusable { .. }
        )
    }

    /// Two sentences.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Refusal::UnknownIssuer => say::webpki_unknown_issuer(lang),
            Refusal::Expired { end } => say::webpki_expired(lang, &minute(lang, *end)),
            Refusal::NotYetValid { start } => say::webpki_not_yet_valid(lang, &minute(lang, *start)),
            Refusal::ValidityInvalid => say::webpki_validity_invalid(lang),
            Refusal::AuthorityAsLeaf => say::webpki_authority_as_leaf(lang),
            Refusal::LeafAsAuthority => say::webpki_leaf_as_authority(lang),
            Refusal::Revoked => say::webpki_revoked(lang),
            Refusal::RevocationUnknown => say::webpki_revocation_unknown(lang),
            Refusal::ListExpired { end } => say::webpki_list_expired(lang, &minute(lang, *end)),
            Refusal::ListSignature => say::webpki_list_signature(lang),
            Refusal::ListSigner => say::webpki_list_signer(lang),
            Refusal::ListUnusable { words } => say::webpki_list_unusable(lang, words),
            Refusal::PurposeMissing => say::webpki_purpose_missing(lang),
            Refusal::PurposesEmpty => say::webpki_purposes_empty(lang),
            Refusal::Signature => say::webpki_signature(lang),
            Refusal::OtherKindOfKey => say::webpki_other_kind_of_key(lang),
            Refusal::AlgorithmsDiffer => say::webpki_algorithms_differ(lang),
            Refusal::AlgorithmUnsupported => say::webpki_algorithm_unsupported(lang),
            Refusal::NameMismatch { target } => say::webpki_name_mismatch(lang, target),
            Refusal::NameConstraints => say::webpki_name_constraints(lang),
            Refusal::PathLength => say::webpki_path_length(lang),
            Refusal::TooDeep => say::webpki_too_deep(lang),
            Refusal::CriticalExtension => say::webpki_critical_extension(lang),
            Refusal::Version => say::webpki_version(lang),
            Refusal::Malformed { words } => say::webpki_malformed(lang, words),
            Refusal::Other { words } => say::webpki_other(lang, words),
        }
    }
}

/// Judges.
///
/// # Errors
/// [`Refusal`] says why webpki refuses.
pub fn verify(pool: &Pool, question: &Question, settings: Settings) -> Result<Accepted, Refusal> {
    let der = |member: &usize| CertificateDer::from(pool.members[*member].der.as_slice());
    let trusted: Vec<CertificateDer<'_>> = question.anchors.iter().map(der).collect();
    // what cannot be an anchor is left out, as `RootCertStore::add_parsable_certificates` does
    let (numbers, anchors): (Vec<usize>, Vec<TrustAnchor<'_>>) = question
        .anchors
        .iter()
        .zip(&trusted)
        .filter_map(|(number, der)| Some((*number, anchor_from_trusted_cert(der).ok()?)))
        .unzip();
    let sent: Vec<CertificateDer<'_>> = question.intermediates.iter().map(der).collect();
    let lists = lists(pool, question)?;
    let lists: Vec<&CertRevocationList<'_>> = lists.iter().collect();
    let leaf = der(&question.leaf);
    let leaf = EndEntityCert::try_from(&leaf).map_err(refusal)?;
    let usage = match question.purpose {
        Purpose::Client => KeyUsage::client_auth(),
        Purpose::Server(_) => KeyUsage::server_auth(),
    };
    let seconds = u64::try_from(question.at.unix_seconds()).unwrap_or(0);
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let revocation = revocation(&lists, settings);
    let path = leaf
        .verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &sent, time, usage, revocation, None)
        .map_err(refusal)?;
    if let Purpose::Server(Some(target)) = &question.purpose {
        let mismatch = || Refusal::NameMismatch { target: target.to_string() };
        let text = target.to_string();
        let name = ServerName::try_from(text.as_str()).map_err(|_| mismatch())?;
        leaf.verify_is_valid_for_subject_name(&name).map_err(|error| match refusal(error) {
            Refusal::NameMismatch { .. } => mismatch(),
            other => other,
        })?;
    }
    let mut chain = vec![question.leaf];
    chain.extend(path.intermediate_certificates().filter_map(|certificate| {
        let der = certificate.der();
        question.intermediates.iter().find(|member| pool.members[**member].der == der.as_ref())
    }));
    chain.extend(anchors.iter().position(|anchor| anchor == path.anchor()).map(|at| numbers[at]));
    Ok(Accepted { chain })
}

/// Whether a key of this algorithm makes no signatures of that one: then the issuer's name is borne by another authority. Both are
/// the contents of an AlgorithmIdentifier, as webpki's and rustls's errors hold them.
#[must_use]
pub fn is_of_another_kind(signature: &[u8], key: &[u8]) -> bool {
    let kind = |algorithm| kind_of_key(&Oid::from_der(algorithm).ok()?.1.to_id_string());
    kind(signature).zip(kind(key)).is_some_and(|(signs, has)| signs != has)
}

/// Whether webpki can take it for an anchor: it reads more strictly than others do.
pub(super) fn can_be_anchor(pool: &Pool, member: usize) -> bool {
    anchor_from_trusted_cert(&CertificateDer::from(pool.members[member].der.as_slice())).is_ok()
}

fn lists<'a>(pool: &'a Pool, question: &Question) -> Result<Vec<CertRevocationList<'a>>, Refusal> {
    let read = |list: &usize| {
        BorrowedCertRevocationList::from_der(&pool.lists[*list].der)
            .map(CertRevocationList::from)
            .map_err(|error| Refusal::ListUnusable { words: format!("{error:?}") })
    };
    question.lists.iter().map(read).collect()
}

fn revocation<'a>(
    lists: &'a [&'a CertRevocationList<'a>],
    settings: Settings,
) -> Option<RevocationOptions<'a>> {
    // without a list there is nothing to ask for
    let builder = RevocationOptionsBuilder::new(lists).ok()?;
    let depth =
        if settings.leaf_alone { RevocationCheckDepth::EndEntity } else { RevocationCheckDepth::Chain };
    let unknown = if settings.allow_unknown { UnknownStatusPolicy::Allow } else { UnknownStatusPolicy::Deny };
    let expiry = if settings.enforce_expiry { ExpirationPolicy::Enforce } else { ExpirationPolicy::Ignore };
    Some(builder.with_depth(depth).with_status_policy(unknown).with_expiration_policy(expiry).build())
}

/// webpki's error as a refusal with words. What a shell of webpki's adds, such as the name that was asked for, is not in it.
#[must_use]
pub fn refusal(error: Error) -> Refusal {
    let moment = |time: UnixTime| {
        Moment::from_unix_seconds(i64::try_from(time.as_secs()).unwrap_or(Moment::LAST.unix_seconds()))
    };
    let words = || {
        let words = format!("{error:?}");
        words.split(['(', '{', ' ']).next().unwrap_or_default().to_owned()
    };
    match &error {
        Error::UnknownIssuer => Refusal::UnknownIssuer,
        Error::CertExpired { not_after, .. } => Refusal::Expired { end: moment(*not_after) },
        Error::CertNotValidYet { not_before, .. } => Refusal::NotYetValid { start: moment(*not_before) },
        Error::InvalidCertValidity => Refusal::ValidityInvalid,
        Error::CaUsedAsEndEntity => Refusal::AuthorityAsLeaf,
        Error::EndEntityUsedAsCa => Refusal::LeafAsAuthority,
        Error::CertRevoked => Refusal::Revoked,
        Error::UnknownRevocationStatus => Refusal::RevocationUnknown,
        Error::CrlExpired { next_update, .. } => Refusal::ListExpired { end: moment(*next_update) },
        Error::InvalidCrlSignatureForPublicKey => Refusal::ListSignature,
        Error::IssuerNotCrlSigner => Refusal::ListSigner,
        Error::RequiredEkuNotFoundContext(_) => Refusal::PurposeMissing,
        Error::EmptyEkuExtension => Refusal::PurposesEmpty,
        Error::InvalidSignatureForPublicKey => Refusal::Signature,
        Error::SignatureAlgorithmMismatch => Refusal::AlgorithmsDiffer,
        Error::UnsupportedSignatureAlgorithmForPublicKeyContext(context)
            if is_of_another_kind(&context.signature_algorithm_id, &context.public_key_algorithm_id) =>
        {
            Refusal::OtherKindOfKey
        }
        Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => Refusal::AlgorithmUnsupported,
        Error::CertNotValidForName(_) => Refusal::NameMismatch { target: String::new() },
        Error::NameConstraintViolation => Refusal::NameConstraints,
        Error::PathLenConstraintViolated => Refusal::PathLength,
        Error::MaximumPathDepthExceeded
        | Error::MaximumPathBuildCallsExceeded
        | Error::MaximumSignatureChecksExceeded
        | Error::MaximumNameConstraintComparisonsExceeded => Refusal::TooDeep,
        Error::UnsupportedCriticalExtension => Refusal::CriticalExtension,
        Error::UnsupportedCertVersion => Refusal::Version,
        Error::BadDer
        | Error::BadDerTime
        | Error::ExtensionValueInvalid
        | Error::InvalidSerialNumber
        | Error::MalformedDnsIdentifier
        | Error::MalformedExtensions
        | Error::MalformedNameConstraint
        | Error::InvalidNetworkMaskConstraint
        | Error::TrailingData(_) => Refusal::Malformed { words: words() },
        _ => Refusal::Other { words: words() },
    }
}
