//! Certificate revocation lists (RFC 5280 section 5): what is revoked becomes a signed list, and a list becomes plain facts.
//! Who is revoked is the caller's book; delta lists, holds and distribution points are not made here.

mod error;
mod read;

pub use error::{ReadError, SignError};

use std::num::NonZeroU32;

use rcgen::{
    CertificateRevocationListParams, KeyIdMethod, RevocationReason, RevokedCertParams, SerialNumber,
};
use serde::{Deserialize, Serialize};

use crate::certificate::Certificate;
use crate::issue::Authority;
use crate::moment::Moment;
use crate::validity::{BACKDATED_SECONDS, ValidityError};

/// A list that was signed or read.
///
/// Serialized it carries its facts beside the DER, as [`Certificate`] does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevocationList {
    #[serde(with = "serde_bytes")]
    der: Vec<u8>,
    facts: Facts,
}

/// What people look for in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The authority as RFC 4514 text, written as in its certificate's facts.
    pub issuer: String,
    /// The number.
    pub number: CrlNumber,
    /// The second from which it holds.
    pub this_update: Moment,
    /// The second until which verifiers take it: after that many of them, OpenSSL and nginx included, refuse every
    /// certificate of the authority until they get a newer one.
    pub next_update: Moment,
    /// What is revoked, each serial number once.
    pub entries: Vec<Revoked>,
}

/// That something was revoked. It cannot be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Revocation {
    /// When it was decided.
    pub at: Moment,
    /// Why.
    pub reason: Reason,
}

/// One revoked certificate (RFC 5280 section 5.1.2.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    serial: Vec<u8>,
    revocation: Revocation,
}

impl Revoked {
    /// This certificate.
    #[must_use]
    pub fn new(certificate: &Certificate, revocation: Revocation) -> Revoked {
        Revoked::of_serial(&certificate.facts().serial, revocation)
    }

    /// The certificate with this serial number: the octets of a number that is not negative, most significant first.
    #[must_use]
    pub fn of_serial(octets: &[u8], revocation: Revocation) -> Revoked {
        let leading_zeros = octets.iter().take_while(|octet| **octet == 0).count();
        Revoked { serial: octets[leading_zeros..].to_vec(), revocation }
    }

    /// The serial number as [`crate::certificate::Facts::serial`] has it: without a leading zero.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// When and why.
    #[must_use]
    pub fn revocation(&self) -> Revocation {
        self.revocation
    }
}

/// Why a leaf was revoked (RFC 5280 section 5.3.1). The reasons that concern authorities, the hold, and the one of delta lists
/// are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Reason {
    /// No reason is told; the list then holds none.
    #[default]
    Unspecified,
    /// Somebody else has the private key, or may have it.
    KeyCompromise,
    /// The subject's name or organization changed.
    AffiliationChanged,
    /// Another certificate took its place.
    Superseded,
    /// It is no longer needed.
    CessationOfOperation,
    /// What it allowed is no longer allowed.
    PrivilegeWithdrawn,
}

impl Reason {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Reason; 6] = [
        Reason::Unspecified,
        Reason::KeyCompromise,
        Reason::Superseded,
        Reason::CessationOfOperation,
        Reason::PrivilegeWithdrawn,
        Reason::AffiliationChanged,
    ];

    /// The name in RFC 5280, which is also the stable name in `workspace.json`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Reason::Unspecified => "unspecified",
            Reason::KeyCompromise => "keyCompromise",
            Reason::AffiliationChanged => "affiliationChanged",
            Reason::Superseded => "superseded",
            Reason::CessationOfOperation => "cessationOfOperation",
            Reason::PrivilegeWithdrawn => "privilegeWithdrawn",
        }
    }

    /// The reason with that name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.id() == id)
    }

    fn from_code(code: u8) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.to_rcgen() as u8 == code)
    }

    fn to_rcgen(self) -> RevocationReason {
        match self {
            Reason::Unspecified => RevocationReason::Unspecified,
            Reason::KeyCompromise => RevocationReason::KeyCompromise,
            Reason::AffiliationChanged => RevocationReason::AffiliationChanged,
            Reason::Superseded => RevocationReason::Superseded,
            Reason::CessationOfOperation => RevocationReason::CessationOfOperation,
            Reason::PrivilegeWithdrawn => RevocationReason::PrivilegeWithdrawn,
        }
    }
}

/// The number of a list: each list of an authority has a greater one than those before it (RFC 5280 section 5.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CrlNumber(pub u32);

impl CrlNumber {
    /// That of an authority's first list.
    pub const FIRST: CrlNumber = CrlNumber(1);

    /// That of the list after this one.
    #[must_use]
    pub fn next(self) -> CrlNumber {
        CrlNumber(self.0.saturating_add(1))
    }
}

/// For how many days of 86,400 seconds a list is good, counted from its signing; at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CrlLifetime(NonZeroU32);

impl CrlLifetime {
    /// This many days.
    ///
    /// # Errors
    /// [`ValidityError::NoDays`].
    pub fn days(days: u32) -> Result<CrlLifetime, ValidityError> {
        NonZeroU32::new(days).map(CrlLifetime).ok_or(ValidityError::NoDays)
    }

    /// The days.
    #[must_use]
    pub fn to_days(self) -> u32 {
        self.0.get()
    }

    /// From when to when a list signed `now` holds. It begins [`BACKDATED_SECONDS`] before now, since a machine whose clock
    /// is slow would refuse everybody until it begins, and not before its authority. It ends with its authority at the
    /// latest: beyond that nothing is accepted anyway, and no revocation may fail because of a number of days.
    ///
    /// # Errors
    /// [`ValidityError`] when the authority is over, or has not begun.
    pub fn resolve(self, now: Moment, authority: &Authority) -> Result<(Moment, Moment), ValidityError> {
        let issuer = authority.validity();
        if issuer.not_after() <= now {
            return Err(ValidityError::IssuerExpired { issuer_end: issuer.not_after(), now });
        }
        if issuer.not_before() > now {
            return Err(ValidityError::IssuerNotYetValid { issuer_start: issuer.not_before(), now });
        }
        let this_update = now.plus_seconds(-BACKDATED_SECONDS).max(issuer.not_before());
        let next_update = now.plus_days(i64::from(self.to_days())).min(issuer.not_after());
        Ok((this_update, next_update))
    }
}

/// 30 days: long enough to be forgotten for a week, short enough that a list which somebody held back soon counts no more.
impl Default for CrlLifetime {
    fn default() -> CrlLifetime {
        CrlLifetime(NonZeroU32::new(30).expect("30 is not 0"))
    }
}

/// Signs a list: version 2 with number and authority key identifier (RFC 5280 sections 5.1 and 5.2), entries in the given
/// order, of each serial number the first. Nothing revoked makes an empty list.
///
/// No entry is dated later than the list begins: verifiers that look at the date would pass over it.
///
/// # Errors
/// [`SignError`] when the authority is over or may sign no lists (RFC 5280 section 4.2.1.3, cRLSign).
pub fn sign(
    revoked: &[Revoked],
    number: CrlNumber,
    lifetime: CrlLifetime,
    authority: &Authority,
    now: Moment,
) -> Result<RevocationList, SignError> {
    let (this_update, next_update) = lifetime.resolve(now, authority).map_err(SignError::Validity)?;
    let signatory = read::signatory(authority.certificate());
    let mut seen = std::collections::HashSet::new();
    let entry = |revoked: &Revoked| RevokedCertParams {
        serial_number: SerialNumber::from_slice(&revoked.serial),
        revocation_time: revoked.revocation.at.min(this_update).to_date_time(),
        // RFC 5280 section 5.3.1: no reason is left out and not written as unspecified
        reason_code: Some(revoked.revocation.reason)
            .filter(|reason| *reason != Reason::Unspecified)
            .map(Reason::to_rcgen),
        invalidity_date: None,
    };
    let parameters = CertificateRevocationListParams {
        this_update: this_update.to_date_time(),
        next_update: next_update.to_date_time(),
        crl_number: SerialNumber::from(u64::from(number.0)),
        issuing_distribution_point: None,
        revoked_certs: revoked.iter().filter(|revoked| seen.insert(&revoked.serial)).map(entry).collect(),
        key_identifier_method: KeyIdMethod::PreSpecified(
            signatory.key_identifier.unwrap_or_else(|| authority.key_identifier()),
        ),
    };
    let subject = || authority.certificate().facts().subject.clone();
    let signed = parameters.signed_by(authority.issuer()).map_err(|error| match error {
        rcgen::Error::IssuerNotCrlSigner => SignError::MayNotSign { subject: subject() },
        other => SignError::Writer(other.to_string()),
    })?;
    let list = RevocationList::from_der(signed.der()).map_err(SignError::List)?;
    // A list is found by its issuer's name, octet by octet.
    if read::issuer(&list.der).is_none_or(|issuer| issuer != signatory.subject) {
        return Err(SignError::IssuerName { issuer: subject() });
    }
    Ok(list)
}

impl RevocationList {
    /// Reads one list of the kind that [`sign`] makes: without critical extensions, with a number of 32 bits at most, an end,
    /// and the reasons of [`Reason`]. The signature is not verified.
    ///
    /// # Errors
    /// [`ReadError`] when the bytes are not one whole list of this kind.
    pub fn from_der(der: &[u8]) -> Result<RevocationList, ReadError> {
        Ok(RevocationList { facts: read::facts(der)?, der: der.to_vec() })
    }

    /// Reads the first list of a PEM text.
    ///
    /// # Errors
    /// [`ReadError`] when there is none, or it cannot be read.
    pub fn from_pem(pem: &str) -> Result<RevocationList, ReadError> {
        let blocks = pem::parse_many(pem).map_err(|error| ReadError::Unreadable(error.to_string()))?;
        let found = blocks.iter().find(|block| block.tag() == PEM_LABEL).ok_or(ReadError::NotFound)?;
        RevocationList::from_der(found.contents())
    }

    /// The list itself.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// `-----BEGIN X509 CRL-----` (RFC 7468 section 6), with line feeds.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
        pem::encode_config(&pem::Pem::new(PEM_LABEL, self.der.as_slice()), config)
    }

    /// What people look for in it.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }
}

const PEM_LABEL: &str = "X509 CRL";
