//! A revocation list as chains are judged by it, read once. What people see of it is `inspect`'s.

use std::collections::HashMap;

use x509_parser::extensions::ParsedExtension;
use x509_parser::prelude::FromDer;
use x509_parser::revocation_list::{CertificateRevocationList, RevokedCertificate};

use super::member::{AuthorityKey, without_zeros};
use super::name::Name;
use crate::certificate::name_text;
use crate::digest::sha256;
use crate::inspect::signature::Signed;
use crate::moment::Moment;

/// One list among those that are judged.
#[derive(Debug, Clone)]
pub struct List {
    /// Whose list it is, as RFC 4514 text.
    pub issuer: String,
    /// From when it holds.
    pub this_update: Moment,
    /// Until when; `None` means that it does not say.
    pub next_update: Option<Moment>,
    /// How many certificates it revokes.
    pub revoked: usize,
    /// SHA-256 of the DER.
    pub sha256: [u8; 32],
    pub(crate) der: Vec<u8>,
    pub(crate) issuer_name: Name,
    pub(crate) issuer_der: Vec<u8>,
    pub(crate) authority: Option<AuthorityKey>,
    pub(crate) signed: Signed,
    /// By serial number without leading zeros.
    entries: HashMap<Vec<u8>, Entry>,
    /// Whether it, or an entry, has a critical extension that OpenSSL does not handle.
    pub(crate) critical: bool,
    pub(crate) scope: Option<Scope>,
    /// Whether it is a delta (RFC 5280 section 5.2.4).
    pub(crate) delta: bool,
}

/// One entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) since: Moment,
    /// removeFromCRL (RFC 5280 section 5.3.1).
    pub(crate) removed: bool,
}

/// issuingDistributionPoint (RFC 5280 section 5.2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) users_only: bool,
    pub(crate) authorities_only: bool,
    pub(crate) attributes_only: bool,
    /// Indirect, or for some reasons alone: what OpenSSL does not take unless told to.
    pub(crate) partial: bool,
    pub(crate) point: bool,
}

const DELTA: &str = "2.5.29.27";
const ISSUING_POINT: &str = "2.5.29.28";
const CERTIFICATE_ISSUER: &str = "2.5.29.29";
const AUTHORITY_KEY: &str = "2.5.29.35";

impl List {
    /// Reads one; `None` when it is no list that can be read.
    #[must_use]
    pub fn read(der: &[u8]) -> Option<List> {
        let (rest, parsed) = CertificateRevocationList::from_der(der).ok()?;
        let der = &der[..der.len() - rest.len()];
        let mut list = List {
            issuer: name_text(parsed.issuer()),
            this_update: Moment::from_unix_seconds(parsed.last_update().timestamp()),
            next_update: parsed.next_update().map(|end| Moment::from_unix_seconds(end.timestamp())),
            revoked: 0,
            sha256: sha256(der),
            issuer_name: Name::of(parsed.issuer()),
            issuer_der: parsed.issuer().as_raw().to_vec(),
            authority: None,
            signed: Signed::new(der, &parsed.signature_algorithm, &parsed.signature_value),
            entries: HashMap::new(),
            critical: false,
            scope: None,
            delta: false,
            der: der.to_vec(),
        };
        // of what stands in it twice OpenSSL sees nothing
        let is_repeated = |oid: &str| {
            parsed.extensions().iter().filter(|other| other.oid.to_id_string() == oid).count() > 1
        };
        for extension in parsed.extensions() {
            let oid = extension.oid.to_id_string();
            list.critical |=
                extension.critical && ![DELTA, ISSUING_POINT, AUTHORITY_KEY].contains(&oid.as_str());
            list.delta |= oid == DELTA;
            match extension.parsed_extension() {
                _ if is_repeated(&oid) => {}
                ParsedExtension::AuthorityKeyIdentifier(found) => {
                    list.authority = Some(AuthorityKey::of(found));
                }
                ParsedExtension::IssuingDistributionPoint(found) => {
                    list.scope = Some(Scope {
                        users_only: found.only_contains_user_certs,
                        authorities_only: found.only_contains_ca_certs,
                        attributes_only: found.only_contains_attribute_certs,
                        partial: found.indirect_crl || found.only_some_reasons.is_some(),
                        point: found.distribution_point.is_some(),
                    });
                }
                _ => {}
            }
        }
        for revoked in parsed.iter_revoked_certificates() {
            let (serial, entry, critical) = entry(revoked);
            list.critical |= critical;
            list.entries.entry(serial).or_insert(entry);
        }
        list.revoked = list.entries.len();
        Some(list)
    }

    /// What it says of a serial number without leading zeros.
    pub(crate) fn entry(&self, serial: &[u8]) -> Option<Entry> {
        self.entries.get(serial).copied()
    }
}

fn entry(revoked: &RevokedCertificate<'_>) -> (Vec<u8>, Entry, bool) {
    let critical = |extension: &x509_parser::extensions::X509Extension<'_>| {
        extension.critical && extension.oid.to_id_string() != CERTIFICATE_ISSUER
    };
    let entry = Entry {
        since: Moment::from_unix_seconds(revoked.revocation_date.timestamp()),
        removed: revoked.reason_code().is_some_and(|(_, reason)| reason.0 == 8),
    };
    (without_zeros(revoked.raw_serial()).to_vec(), entry, revoked.extensions().iter().any(critical))
}
