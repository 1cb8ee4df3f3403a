//! The messages by which both sides show who they are: CertificateRequest, Certificate, CertificateVerify, CertificateStatus.

use pki::chain::Member;
use pki::inspect::PublicKeyFacts;

use super::listed::Listed;
use super::{KindShown, Knowledge};
use crate::dissect::extension::{self, Place, authorities, schemes};
use crate::dissect::field::{About, Reader, hex, plain, visible, why};
use crate::dissect::names;
use crate::dissect::signature::Shown;
use crate::dissect::why::Why;
use crate::transcript::Side;

pub(super) fn request(reader: &mut Reader<'_>, known: &Knowledge) {
    if known.is_13() {
        const SECTION: &str = "RFC 8446, 4.3.2";
        reader.vector("certificate_request_context", 1, why(SECTION, Why::RequestContext), |inner| {
            inner.rest("context", plain(SECTION), hex);
        });
        extension::list(reader, Place::CertificateRequest);
        return;
    }
    const SECTION: &str = "RFC 5246, 7.4.4";
    reader.vector("certificate_types", 1, why(SECTION, Why::CertificateTypes), |inner| {
        while !inner.is_empty() {
            inner.number("certificate_type", 1, plain(SECTION), names::client_certificate_type);
        }
    });
    // TLS 1.1 and older name no algorithms (RFC 4346 section 7.4.4)
    if known.version.is_none_or(|version| version >= 0x0303) {
        schemes(reader, "supported_signature_algorithms", why(SECTION, Why::SignatureAlgorithms));
    }
    authorities(reader, why(SECTION, Why::CertificateAuthorities));
}

pub(super) fn certificate(reader: &mut Reader<'_>, side: Side, known: &mut Knowledge) {
    let is_13 = known.is_13();
    let section = if is_13 { "RFC 8446, 4.4.2" } else { "RFC 5246, 7.4.2" };
    if is_13 {
        reader.vector("certificate_request_context", 1, why(section, Why::RequestContext), |inner| {
            inner.rest("context", plain(section), hex);
        });
    }
    // a side may show another one later (RFC 8446 section 4.6.2; RFC 5246 section 7.4.1.1)
    known.shown[side as usize] = None;
    let shown = &mut known.shown[side as usize];
    let kind = &mut known.kinds_shown[side as usize];
    if *kind == KindShown::Unsaid && is_bare_by_itself(reader.left(), is_13) {
        *kind = KindShown::BareKeyUnsaid;
    }
    if kind.is_bare() {
        return bare_key(reader, is_13, shown);
    }
    let about = match side {
        Side::Client => why(section, Why::ClientCertificateList),
        Side::Server => why(section, Why::ServerCertificateList),
    };
    reader.vector("certificate_list", 3, about, |list| {
        let listed = Listed::of(list.left(), is_13, side);
        let mut count = 0;
        while !list.is_empty() {
            let name = if is_13 { "cert_data" } else { "ASN.1Cert" };
            let about = listed.why(count);
            count += 1;
            list.vector_told(name, 3, why(section, about), |inner| {
                let der = inner.rest("certificate", why("RFC 5280, 4.1", Why::CertificateDer), subject);
                shown.get_or_insert_with(|| Shown::Certificate(der.to_vec()));
                subject(der)
            });
            if is_13 {
                extension::list(list, Place::Certificate);
            }
        }
        listed.findings.into_iter().for_each(|finding| list.finds(finding));
    });
}

/// Whether what is shown first is a key and no certificate, where nothing else tells.
fn is_bare_by_itself(octets: &[u8], is_13: bool) -> bool {
    const LENGTH: usize = 3;
    let list = if is_13 { octets.get(LENGTH..) } else { Some(octets) };
    let der = list.and_then(|list| {
        let (length, der) = list.split_at_checked(LENGTH)?;
        der.get(..length.iter().fold(0, |length, octet| length << 8 | usize::from(*octet)))
    });
    der.is_some_and(|der| PublicKeyFacts::read(der).is_some() && Member::read(der).is_none())
}

/// A key in the place of a certificate (RFC 7250 section 3), in TLS 1.3 in a list (RFC 8446 section 4.4.2).
fn bare_key(reader: &mut Reader<'_>, is_13: bool, shown: &mut Option<Shown>) {
    let mut key = |reader: &mut Reader<'_>| {
        let about = why("RFC 7250, 3", Why::BareKey);
        reader.vector_told("ASN1_subjectPublicKeyInfo", 3, about, |inner| {
            // whoever has none to show leaves it empty
            if inner.is_empty() {
                return String::new();
            }
            let der = inner.rest("subjectPublicKeyInfo", plain("RFC 5280, 4.1.2.7"), key_kind);
            shown.get_or_insert_with(|| Shown::BareKey(der.to_vec()));
            key_kind(der)
        });
    };
    if !is_13 {
        return key(reader);
    }
    reader.vector("certificate_list", 3, plain("RFC 8446, 4.4.2"), |list| {
        while !list.is_empty() {
            key(list);
            extension::list(list, Place::Certificate);
        }
    });
}

/// What kind of key it is.
fn key_kind(der: &[u8]) -> String {
    PublicKeyFacts::read(der).map_or_else(|| hex(der), |key| key.label)
}

/// Whose certificate it is, and who issued it.
fn subject(der: &[u8]) -> String {
    match Member::read(der) {
        Some(member) => format!("{} ← {}", visible(&member.title), visible(&member.issuer)),
        None => hex(der),
    }
}

pub(super) fn verify(reader: &mut Reader<'_>, known: &mut Knowledge) {
    let section = if known.is_13() { "RFC 8446, 4.4.3" } else { "RFC 5246, 7.4.8" };
    signature(reader, why(section, Why::Signature), section, known);
}

/// A signature with its scheme; before TLS 1.2 without (RFC 4346 section 7.4.3).
pub(super) fn signature(reader: &mut Reader<'_>, about: About, section: &'static str, known: &mut Knowledge) {
    let mut scheme = 0;
    if known.is_13() {
        scheme = reader.number("algorithm", 2, why(section, Why::SignatureScheme), names::scheme);
    } else if known.version.is_none_or(|version| version >= 0x0303) {
        const SECTION: &str = "RFC 5246, 7.4.1.4.1";
        scheme = reader.number("algorithm", 2, why(SECTION, Why::SignatureScheme), names::scheme_of_12);
    }
    reader.vector("signature", 2, about, |inner| {
        let octets = inner.rest("signature", plain(section), hex);
        known.signature = Some((u16::try_from(scheme).unwrap_or_default(), octets.to_vec()));
    });
}

pub(super) fn status(reader: &mut Reader<'_>) {
    const SECTION: &str = "RFC 6066, 8";
    reader.number("status_type", 1, plain(SECTION), extension::status_type);
    reader.vector("response", 3, why(SECTION, Why::OcspResponse), |inner| {
        inner.rest("OCSPResponse", plain("RFC 6960, 4.2.1"), hex);
    });
}
