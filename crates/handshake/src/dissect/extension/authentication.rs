//! What concerns certificates and signatures: which are taken, whose are wanted, and what comes along with them.

use super::Place;
use crate::dissect::field::{About, Reader, hex, plain, visible, why};
use crate::dissect::names;
use crate::dissect::why::Why;

/// A list of signature schemes with its length.
pub(in crate::dissect) fn schemes(reader: &mut Reader<'_>, name: &'static str, about: About) {
    reader.vector(name, 2, about, |list| {
        while !list.is_empty() {
            list.number("SignatureScheme", 2, plain("RFC 8446, 4.2.3"), names::scheme);
        }
    });
}

/// A list of distinguished names with its length.
pub(in crate::dissect) fn authorities(reader: &mut Reader<'_>, about: About) {
    reader.vector("authorities", 2, about, |list| {
        while !list.is_empty() {
            list.vector_told("DistinguishedName", 2, plain("RFC 8446, 4.2.4"), |inner| {
                let told = |der: &[u8]| {
                    pki::certificate::name_of_der(der).map_or_else(|| hex(der), |name| visible(&name))
                };
                told(inner.rest("Name", why("RFC 5280, 4.1.2.4", Why::AuthorityName), told))
            });
        }
    });
}

pub(super) fn status_request(data: &mut Reader<'_>, place: Place) {
    // a server that will send a response in TLS 1.2 says so without contents
    if data.is_empty() {
        return;
    }
    data.number("status_type", 1, plain("RFC 6066, 8"), status_type);
    if place == Place::Certificate {
        data.vector("response", 3, plain("RFC 6066, 8"), |inner| {
            inner.rest("OCSPResponse", plain("RFC 6960, 4.2.1"), hex);
        });
        return;
    }
    for name in ["responder_id_list", "request_extensions"] {
        data.vector(name, 2, plain("RFC 6066, 8"), |inner| {
            inner.rest("value", plain("RFC 6066, 8"), hex);
        });
    }
}

/// The kind of status, in words.
pub(in crate::dissect) fn status_type(number: u64) -> String {
    match number {
        1 => "ocsp (1)".to_owned(),
        2 => "ocsp_multi (2)".to_owned(),
        other => other.to_string(),
    }
}

pub(super) fn timestamps(data: &mut Reader<'_>) {
    // the client's wish has no contents
    if data.is_empty() {
        return;
    }
    data.vector("SignedCertificateTimestampList", 2, plain("RFC 6962, 3.3"), |list| {
        while !list.is_empty() {
            list.vector("SerializedSCT", 2, plain("RFC 6962, 3.2"), |inner| {
                inner.rest("SCT", plain("RFC 6962, 3.2"), hex);
            });
        }
    });
}

/// Whether the server chose bare keys (RFC 7250 section 4.2).
pub(super) fn certificate_type(data: &mut Reader<'_>, place: Place) -> bool {
    const BARE_KEY: u64 = 2;
    let words = |number: u64| match number {
        0 => "X.509 (0)".to_owned(),
        2 => "RawPublicKey (2)".to_owned(),
        other => other.to_string(),
    };
    if place == Place::ClientHello {
        data.vector("certificate_types", 1, plain("RFC 7250, 3"), |list| {
            while !list.is_empty() {
                list.number("certificate_type", 1, plain("RFC 7250, 3"), words);
            }
        });
        return false;
    }
    data.number("certificate_type", 1, plain("RFC 7250, 3"), words) == BARE_KEY
}

pub(super) fn compression(data: &mut Reader<'_>) {
    data.vector("algorithms", 1, plain("RFC 8879, 3"), |list| {
        while !list.is_empty() {
            list.number("algorithm", 2, plain("RFC 8879, 7.3"), |number| match number {
                1 => "zlib (1)".to_owned(),
                2 => "brotli (2)".to_owned(),
                3 => "zstd (3)".to_owned(),
                other => other.to_string(),
            });
        }
    });
}

pub(super) fn oid_filters(data: &mut Reader<'_>) {
    const SECTION: &str = "RFC 8446, 4.2.5";
    data.vector("filters", 2, plain(SECTION), |list| {
        while !list.is_empty() {
            list.vector("certificate_extension_oid", 1, plain(SECTION), |inner| {
                inner.rest("oid", plain(SECTION), hex);
            });
            list.vector("certificate_extension_values", 2, plain(SECTION), |inner| {
                inner.rest("values", plain(SECTION), hex);
            });
        }
    });
}
