//! What a revocation list says, of whatever kind (RFC 5280 section 5). Lists of our own making are `crl`'s.

use std::collections::HashSet;

use x509_parser::prelude::{FromDer, ParsedExtension};
use x509_parser::revocation_list::{CertificateRevocationList, RevokedCertificate};

use super::certificate::serial_text;
use super::extension::{self, Extension};
use super::signature::Signed;
use crate::certificate::name_text;
use crate::digest::sha256;
use crate::finding::ListFault;
use crate::moment::Moment;

/// A list's fields.
#[derive(Debug, Clone)]
pub struct ListFacts {
    /// 1 or 2, as people count.
    pub version: u32,
    /// The authority as RFC 4514 text.
    pub issuer: String,
    /// The signature's algorithm by name, or its OID.
    pub signature_algorithm: String,
    /// From when it holds.
    pub this_update: Moment,
    /// Until when it holds; `None` means that it does not say.
    pub next_update: Option<Moment>,
    /// Its number in decimal, if it has one.
    pub number: Option<String>,
    /// What it revokes, in its order.
    pub entries: Vec<Entry>,
    /// SHA-256 of the DER.
    pub sha256: [u8; 32],
    /// Its extensions.
    pub extensions: Vec<Extension>,
    pub(crate) issuer_der: Vec<u8>,
    pub(crate) authority_key: Option<Vec<u8>>,
    pub(crate) signed: Signed,
}

/// One revoked certificate.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The serial number's content octets.
    pub serial: Vec<u8>,
    /// Since when.
    pub since: Moment,
    /// The extensions of the entry: its reason, for instance.
    pub extensions: Vec<Extension>,
}

/// Reads one, with what is wrong with it when looked at alone.
pub(super) fn read(der: &[u8], now: Moment) -> Result<(ListFacts, Vec<ListFault>), String> {
    let (_, parsed) = CertificateRevocationList::from_der(der).map_err(|error| error.to_string())?;
    let mut authority_key = None;
    let mut number = None;
    for extension in parsed.extensions() {
        match extension.parsed_extension() {
            ParsedExtension::AuthorityKeyIdentifier(found) => {
                authority_key = found.key_identifier.as_ref().map(|identifier| identifier.0.to_vec());
            }
            ParsedExtension::CRLNumber(found) => number = Some(found.to_string()),
            _ => {}
        }
    }
    let signed = Signed::new(der, &parsed.signature_algorithm, &parsed.signature_value);
    let facts = ListFacts {
        version: parsed.version().map_or(1, |version| version.0.saturating_add(1)),
        issuer: name_text(parsed.issuer()),
        signature_algorithm: signed.algorithm_name().to_owned(),
        this_update: Moment::from_unix_seconds(parsed.last_update().timestamp()),
        next_update: parsed.next_update().map(|end| Moment::from_unix_seconds(end.timestamp())),
        number,
        entries: parsed.iter_revoked_certificates().map(entry).collect(),
        sha256: sha256(der),
        extensions: parsed.extensions().iter().map(extension::read).collect(),
        issuer_der: parsed.issuer().as_raw().to_vec(),
        authority_key,
        signed,
    };
    let faults = faults(&facts, now);
    Ok((facts, faults))
}

fn entry(revoked: &RevokedCertificate<'_>) -> Entry {
    Entry {
        serial: revoked.raw_serial().to_vec(),
        since: Moment::from_unix_seconds(revoked.revocation_date.timestamp()),
        extensions: revoked.extensions().iter().map(extension::read).collect(),
    }
}

fn faults(list: &ListFacts, now: Moment) -> Vec<ListFault> {
    let mut found = Vec::new();
    match list.next_update {
        None => found.push(ListFault::WithoutEnd),
        Some(end) if end < now => found.push(ListFault::Expired { end }),
        Some(_) => {}
    }
    if list.this_update > now {
        found.push(ListFault::NotYet { start: list.this_update });
    }
    if list.version < 2 {
        found.push(ListFault::VersionOne);
    } else {
        if list.number.is_none() {
            found.push(ListFault::WithoutNumber);
        }
        if list.authority_key.is_none() {
            found.push(ListFault::WithoutKeyIdentifier);
        }
    }
    if let Some(digest) = list.signed.weak_digest() {
        found.push(ListFault::WeakDigest { digest: digest.to_owned() });
    }
    for extension in list.extensions.iter().filter(|extension| extension.critical) {
        found.push(ListFault::Critical { name: extension.name().to_owned() });
    }
    let mut seen = HashSet::new();
    let repeated = list.entries.iter().find(|entry| !seen.insert(&entry.serial));
    found.extend(repeated.map(|entry| ListFault::EntryRepeated { serial: serial_text(&entry.serial) }));
    found
}
