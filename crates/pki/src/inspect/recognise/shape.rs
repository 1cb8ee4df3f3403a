//! What kind of thing one value of DER is, by the tags of its parts. Values are not read here.

use super::Kind;
use crate::inspect::der::tag::{
    BIT_STRING, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE, SET, UTC_TIME,
};
use crate::inspect::der::{self, Piece, children};

/// The content type signedData (RFC 5652 section 5.1), content octets of its OID.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// The kind of one value.
pub(crate) fn classify(der: &[u8]) -> Kind {
    let Ok(outer) = der::first(der) else { return Kind::Asn1 };
    let parts = children(&outer);
    match parts.as_slice() {
        [body, algorithm, signature]
            if body.is(SEQUENCE) && algorithm.is(SEQUENCE) && signature.is(BIT_STRING) =>
        {
            signed(&children(body))
        }
        [version, algorithm, key, ..]
            if version.is(INTEGER) && algorithm.is(SEQUENCE) && key.is(OCTET_STRING) =>
        {
            Kind::Pkcs8
        }
        [algorithm, data]
            if algorithm.is(SEQUENCE) && data.is(OCTET_STRING) && begins_with_oid(algorithm) =>
        {
            Kind::EncryptedPkcs8
        }
        [algorithm, key] if algorithm.is(SEQUENCE) && key.is(BIT_STRING) && begins_with_oid(algorithm) => {
            Kind::PublicKey
        }
        [version, content, ..]
            if version.is(INTEGER)
                && version.content == [3]
                && content.is(SEQUENCE)
                && begins_with_oid(content) =>
        {
            Kind::Pkcs12
        }
        [version, key, ..] if version.is(INTEGER) && version.content == [1] && key.is(OCTET_STRING) => {
            Kind::Sec1
        }
        numbers if numbers.len() >= 9 && numbers[..9].iter().all(|number| number.is(INTEGER)) => Kind::Pkcs1,
        _ => Kind::Asn1,
    }
}

/// What was signed: a certificate, a request or a list.
fn signed(parts: &[Piece<'_>]) -> Kind {
    let is_time = |piece: &Piece<'_>| piece.is(UTC_TIME) || piece.is(GENERALIZED_TIME);
    match parts {
        [version, serial, ..] if version.is_context(0) && serial.is(INTEGER) => Kind::Certificate,
        // version 2 and version 1 of a list
        [version, algorithm, issuer, update, ..]
            if version.is(INTEGER) && algorithm.is(SEQUENCE) && issuer.is(SEQUENCE) && is_time(update) =>
        {
            Kind::RevocationList
        }
        [algorithm, issuer, update, ..]
            if algorithm.is(SEQUENCE) && issuer.is(SEQUENCE) && is_time(update) =>
        {
            Kind::RevocationList
        }
        // a certificate of version 1 has no version, and a validity of two times
        [serial, algorithm, issuer, validity, subject, key, ..]
            if serial.is(INTEGER)
                && [algorithm, issuer, validity, subject, key].iter().all(|part| part.is(SEQUENCE)) =>
        {
            Kind::Certificate
        }
        [version, subject, key, ..] if version.is(INTEGER) && subject.is(SEQUENCE) && key.is(SEQUENCE) => {
            Kind::Request
        }
        _ => Kind::Asn1,
    }
}

fn begins_with_oid(piece: &Piece<'_>) -> bool {
    children(piece).first().is_some_and(|first| first.is(OID))
}

/// The certificates and lists in a PKCS#7 `SignedData` (RFC 5652 section 5.1), as `.p7b` files carry them.
pub(super) fn pkcs7(der: &[u8]) -> Vec<&[u8]> {
    let signed_data = || {
        let outer = der::first(der).ok()?;
        let [kind, content, ..] = children(&outer)[..] else { return None };
        if !kind.is(OID) || kind.content != SIGNED_DATA || !content.is_context(0) {
            return None;
        }
        children(&content).first().copied().filter(|body| body.is(SEQUENCE))
    };
    let Some(body) = signed_data() else { return Vec::new() };
    let sets = children(&body).into_iter().filter(|part| part.is_context(0) || part.is_context(1));
    sets.flat_map(|set| children(&set)).filter(|piece| piece.is(SEQUENCE)).map(|piece| piece.raw).collect()
}

/// Whether these bytes, which break off, begin as DER of something: a SEQUENCE whose first part is a number, a SEQUENCE or an
/// object identifier.
pub(super) fn begins_like_one(bytes: &[u8]) -> bool {
    let header = match bytes {
        [0x30, length, ..] if *length < 0x80 => 2,
        [0x30, length, ..] if (0x80..=0x84).contains(length) => 2 + usize::from(length & 0x7f),
        _ => return false,
    };
    let inner = bytes.get(header).copied().unwrap_or_default();
    [INTEGER, OID, SEQUENCE | 0x20, SET | 0x20].contains(&u32::from(inner))
}
