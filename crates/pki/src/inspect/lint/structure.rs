//! How a certificate is built: its version, serial number, algorithms, the encoding of its dates, and its extensions as such.

use std::collections::HashSet;

use x509_parser::certificate::X509Certificate;

use crate::finding::CertificateFault;
use crate::inspect::certificate::{CertificateFacts, serial_text};
use crate::inspect::der::{self, Piece, tag};

/// The most octets of a serial number (RFC 5280 section 4.1.2.2).
const SERIAL_OCTETS: usize = 20;
/// 64 bits, as the Baseline Requirements section 7.1 demand of public authorities.
const SERIAL_OCTETS_AT_LEAST: usize = 8;

/// Extensions that OpenSSL lets be critical (`X509_supported_extension` of 3.0).
const UNDERSTOOD: [&str; 13] = [
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.19",
    "2.5.29.30",
    "2.5.29.31",
    "2.5.29.32",
    "2.5.29.33",
    "2.5.29.35",
    "2.5.29.36",
    "2.5.29.37",
    "2.5.29.54",
    "2.16.840.1.113730.1.1",
];
/// The poison of precertificates, which has a fault of its own.
const POISON: &str = "1.3.6.1.4.1.11129.2.4.3";

pub(super) fn faults(
    parsed: &X509Certificate<'_>,
    der: &[u8],
    facts: &CertificateFacts,
    found: &mut Vec<CertificateFault>,
) {
    if facts.version == 1 && facts.extensions.is_empty() {
        found.push(CertificateFault::VersionOne);
    } else if facts.version < 3 && !facts.extensions.is_empty() {
        found.push(CertificateFault::ExtensionsBeforeThree { version: facts.version });
    }
    serial(facts, found);
    let inner = &parsed.tbs_certificate.signature;
    let outer = &parsed.signature_algorithm;
    if inner != outer {
        found.push(CertificateFault::SignatureAlgorithmsDiffer {
            inner: crate::inspect::oid::name_or_dotted(&inner.algorithm.to_id_string()).to_owned(),
            outer: facts.signature_algorithm.clone(),
        });
    }
    found.extend(date_encodings(der));
    extensions(facts, found);
}

fn serial(facts: &CertificateFacts, found: &mut Vec<CertificateFault>) {
    let serial = facts.serial.as_slice();
    let value = serial.strip_prefix(&[0]).unwrap_or(serial);
    if value.iter().all(|octet| *octet == 0) {
        found.push(CertificateFault::SerialZero);
    } else if serial[0] & 0x80 != 0 {
        found
            .push(CertificateFault::SerialNegative { serial: format!("-{}", serial_text(&negated(serial))) });
    } else if value.len() > SERIAL_OCTETS {
        found.push(CertificateFault::SerialLong { octets: value.len() });
    } else if value.len() < SERIAL_OCTETS_AT_LEAST && !facts.is_self_signed {
        found.push(CertificateFault::SerialShort { octets: value.len() });
    }
}

/// The absolute value of a negative number in two's complement.
fn negated(octets: &[u8]) -> Vec<u8> {
    let mut carry = true;
    let mut out: Vec<u8> = octets
        .iter()
        .rev()
        .map(|octet| {
            let (sum, over) = (!octet).overflowing_add(u8::from(carry));
            carry = over;
            sum
        })
        .collect();
    out.reverse();
    out
}

fn extensions(facts: &CertificateFacts, found: &mut Vec<CertificateFault>) {
    let mut seen = HashSet::new();
    let mut told = HashSet::new();
    for extension in &facts.extensions {
        let name = || extension.name().to_owned();
        if !seen.insert(&extension.oid) && told.insert(&extension.oid) {
            found.push(CertificateFault::ExtensionRepeated { name: name() });
        }
        if !extension.readable {
            found.push(CertificateFault::ExtensionUnreadable { name: name() });
        }
        if extension.oid == POISON {
            found.push(CertificateFault::Precertificate);
        } else if extension.critical && !UNDERSTOOD.contains(&extension.oid.as_str()) {
            found.push(CertificateFault::ExtensionUnknownCritical { name: name() });
        }
    }
}

/// Dates in a form that RFC 5280 section 4.1.2.5 does not allow. Read from the DER itself, so that it can be told of
/// certificates as well that a strict reader refuses because of it.
pub(in crate::inspect) fn date_encodings(der: &[u8]) -> Vec<CertificateFault> {
    let validity = || {
        let outer = der::first(der).ok()?;
        let body = der::children(&outer).into_iter().next()?;
        let holds_times = |piece: &Piece<'_>| {
            let parts = der::children(piece);
            parts.len() == 2
                && parts.iter().all(|part| part.is(tag::UTC_TIME) || part.is(tag::GENERALIZED_TIME))
        };
        der::children(&body).into_iter().find(holds_times)
    };
    let Some(validity) = validity() else { return Vec::new() };
    let fields = ["notBefore", "notAfter"].into_iter().zip(der::children(&validity));
    fields
        .filter_map(|(field, time)| Some((field, wrong_form(&time)?)))
        .map(|(field, form)| CertificateFault::DateEncoding { field: field.to_owned(), form })
        .collect()
}

/// The form, when it is wrong for the date: `GeneralizedTime 20261123000000Z`.
fn wrong_form(time: &Piece<'_>) -> Option<String> {
    let text = String::from_utf8_lossy(time.content);
    let digits = text.strip_suffix('Z').filter(|digits| digits.bytes().all(|octet| octet.is_ascii_digit()));
    let (name, right) = if time.is(tag::UTC_TIME) {
        ("UTCTime", digits.is_some_and(|digits| digits.len() == 12))
    } else {
        let late = digits.filter(|digits| digits.len() == 14).is_some_and(|digits| &digits[..4] >= "2050");
        ("GeneralizedTime", late)
    };
    (!right).then(|| format!("{name} {}", crate::inspect::visible(&text)))
}

#[cfg(test)]
mod tests {
    use super::negated;

    #[test]
    fn negative_numbers_are_told_by_their_amount() {
        assert_eq!(negated(&[0xff]), [1]);
        assert_eq!(negated(&[0x80, 0x00]), [0x80, 0x00]);
        assert_eq!(negated(&[0xff, 0x00]), [0x01, 0x00]);
    }
}
