//! The few parts of DER (X.690) that PKCS#8 and PKCS#12 need: writing, and strict reading of tag, length and value.
//! Certificates are not read here, and neither is BER's indefinite length.

/// INTEGER.
pub(crate) const INTEGER: u8 = 0x02;
/// OCTET STRING.
pub(crate) const OCTETS: u8 = 0x04;
/// NULL.
pub(crate) const NULL: u8 = 0x05;
/// OBJECT IDENTIFIER.
pub(crate) const OID: u8 = 0x06;
/// BMPString: UTF-16 without surrogates, big-endian.
pub(crate) const BMP_STRING: u8 = 0x1e;
/// SEQUENCE.
pub(crate) const SEQUENCE: u8 = 0x30;
/// SET.
pub(crate) const SET: u8 = 0x31;
/// `[0]`, primitive.
pub(crate) const CONTEXT_0: u8 = 0x80;
/// `[0]`, constructed.
pub(crate) const CONTEXT_0_CONSTRUCTED: u8 = 0xa0;

/// One value with its tag, its contents being the given parts one after the other.
pub(crate) fn wrap(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag);
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let octets = length.to_be_bytes();
        let significant = &octets[octets.iter().position(|octet| *octet != 0).unwrap_or(octets.len() - 1)..];
        out.push(0x80 | significant.len() as u8);
        out.extend_from_slice(significant);
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// An INTEGER that is not negative.
pub(crate) fn integer(value: u32) -> Vec<u8> {
    let mut octets = vec![0];
    octets.extend_from_slice(&value.to_be_bytes());
    while octets.len() > 1 && octets[0] == 0 && octets[1] < 0x80 {
        octets.remove(0);
    }
    wrap(INTEGER, &[&octets])
}

/// Reads values one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(der: &'a [u8]) -> Reader<'a> {
        Reader(der)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The next tag, if there is anything left.
    pub(crate) fn peek(self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The contents of the next value, which must have this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (found, contents, rest) = split(self.0)?;
        if found != tag {
            return None;
        }
        self.0 = rest;
        Some(contents)
    }

    /// A reader of the next value's contents, which must have this tag.
    pub(crate) fn inner(&mut self, tag: u8) -> Option<Reader<'a>> {
        self.expect(tag).map(Reader)
    }

    /// An INTEGER from 0 to 2^32 - 1; a greater one counts as 2^32 - 1, so that limits refuse it.
    pub(crate) fn number(&mut self) -> Option<u32> {
        let octets = self.expect(INTEGER)?;
        if octets.is_empty() || octets[0] >= 0x80 {
            return None;
        }
        let mut value: u32 = 0;
        for octet in octets {
            value = value.checked_mul(256).map_or(u32::MAX, |value| value | u32::from(*octet));
        }
        Some(value)
    }
}

/// Tag, contents and what follows; `None` when it is not DER, or the tag has more than one octet.
fn split(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if tag & 0x1f == 0x1f {
        return None;
    }
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        if count == 0 || count > 4 || rest.len() < count {
            return None;
        }
        let (octets, rest) = rest.split_at(count);
        let length = octets.iter().try_fold(0_usize, |value, octet| {
            value.checked_mul(256).map(|value| value + usize::from(*octet))
        })?;
        if length < 0x80 || octets[0] == 0 {
            return None;
        }
        (length, rest)
    };
    if rest.len() < length {
        return None;
    }
    let (contents, rest) = rest.split_at(length);
    Some((tag, contents, rest))
}

/// An object identifier's contents as people write it: `1.2.840.113549.1.5.13`.
pub(crate) fn dotted(oid: &[u8]) -> String {
    let mut arcs: Vec<u64> = Vec::new();
    let mut arc: u64 = 0;
    for octet in oid {
        arc = (arc << 7) | u64::from(octet & 0x7f);
        if octet & 0x80 == 0 {
            if arcs.is_empty() {
                let first = (arc / 40).min(2);
                arcs.push(first);
                arcs.push(arc - first * 40);
            } else {
                arcs.push(arc);
            }
            arc = 0;
        }
    }
    arcs.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::{INTEGER, OCTETS, Reader, dotted, integer, wrap};

    #[test]
    fn lengths_are_written_as_short_as_they_can_be() {
        for (length, head) in [
            (0, &[4, 0][..]),
            (127, &[4, 127]),
            (128, &[4, 0x81, 128]),
            (255, &[4, 0x81, 255]),
            (256, &[4, 0x82, 1, 0]),
            (65_536, &[4, 0x83, 1, 0, 0]),
        ] {
            let contents = vec![7; length];
            let der = wrap(OCTETS, &[&contents]);
            assert_eq!(&der[..head.len()], head, "{length}");
            assert_eq!(Reader::new(&der).expect(OCTETS), Some(&contents[..]), "{length}");
        }
    }

    #[test]
    fn what_is_not_der_is_refused() {
        for (case, der) in [
            ("empty", &[][..]),
            ("no length", &[4]),
            ("shorter than it says", &[4, 2, 0]),
            ("indefinite length", &[0x30, 0x80, 0, 0]),
            ("long form for a short length", &[4, 0x81, 1, 0]),
            ("leading zero in the length", &[4, 0x82, 0, 200]),
            ("length of five octets", &[4, 0x85, 1, 0, 0, 0, 0]),
            ("tag of two octets", &[0x1f, 0x20, 0]),
        ] {
            let tag = der.first().copied().unwrap_or(OCTETS);
            assert_eq!(Reader::new(der).expect(tag), None, "{case}");
        }
    }

    #[test]
    fn integers_come_back() {
        for value in [0, 1, 127, 128, 255, 256, 65_535, 600_000, u32::MAX] {
            assert_eq!(Reader::new(&integer(value)).number(), Some(value), "{value}");
        }
        assert_eq!(Reader::new(&[INTEGER, 1, 0xff]).number(), None, "negative");
        assert_eq!(Reader::new(&[INTEGER, 6, 1, 0, 0, 0, 0, 0]).number(), Some(u32::MAX), "beyond 32 bits");
        assert_eq!(Reader::new(&[INTEGER, 5, 1, 0, 0, 0, 0]).number(), Some(u32::MAX), "2^32");
    }

    #[test]
    fn object_identifiers_are_written_with_dots() {
        assert_eq!(dotted(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d]), "1.2.840.113549.1.5.13");
    }
}
