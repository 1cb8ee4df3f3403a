//! Steps over DER and BER without going down: header by header, with where each stands. The headers are read by asn1-rs;
//! what they mean is `tree`'s and the readers'.

use x509_parser::der_parser::asn1_rs::{Class, FromBer, Header, Length};

/// One value: its identifier and where it stands in the bytes that were walked over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    /// Universal, application, context-specific or private.
    pub(crate) class: Class,
    /// Whether it holds further values.
    pub(crate) constructed: bool,
    /// The tag's number.
    pub(crate) tag: u32,
    /// Octets before it.
    pub(crate) offset: usize,
    /// Octets of identifier and length.
    pub(crate) header: usize,
    /// The content; of a value of indefinite length without its end mark.
    pub(crate) content: &'a [u8],
    /// Identifier, length, content and, at indefinite length, end mark.
    pub(crate) raw: &'a [u8],
    /// Whether its length is indefinite, which DER forbids (X.690 section 10.1).
    pub(crate) indefinite: bool,
}

impl Piece<'_> {
    /// Whether it is of the universal class with this tag (X.680 section 8.4).
    pub(crate) fn is(&self, tag: u32) -> bool {
        self.class == Class::Universal && self.tag == tag
    }

    /// Whether it is `[tag]`.
    pub(crate) fn is_context(&self, tag: u32) -> bool {
        self.class == Class::ContextSpecific && self.tag == tag
    }
}

/// Universal tags (X.680 section 8.4).
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u32 = 1;
    pub(crate) const INTEGER: u32 = 2;
    pub(crate) const BIT_STRING: u32 = 3;
    pub(crate) const OCTET_STRING: u32 = 4;
    pub(crate) const NULL: u32 = 5;
    pub(crate) const OID: u32 = 6;
    pub(crate) const ENUMERATED: u32 = 10;
    pub(crate) const SEQUENCE: u32 = 16;
    pub(crate) const SET: u32 = 17;
    pub(crate) const UTC_TIME: u32 = 23;
    pub(crate) const GENERALIZED_TIME: u32 = 24;
}

/// Why the walk stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The bytes end within a header.
    Header,
    /// The header announces more octets than there are.
    Short {
        /// Octets that the value would have with its header.
        expected: usize,
    },
    /// A value of indefinite length has no end mark.
    Endless,
}

/// The first value of these bytes.
pub(crate) fn first(bytes: &[u8]) -> Result<Piece<'_>, Stop> {
    let (rest, header) = Header::from_ber(bytes).map_err(|_| Stop::Header)?;
    let header_length = bytes.len() - rest.len();
    let (content, total, indefinite) = match header.length() {
        Length::Definite(length) => {
            let content = rest.get(..length);
            let expected = header_length.saturating_add(length);
            (content.ok_or(Stop::Short { expected })?, expected, false)
        }
        Length::Indefinite => {
            let length = until_end_mark(rest)?;
            (&rest[..length], header_length + length + END_MARK, true)
        }
    };
    Ok(Piece {
        class: header.class(),
        constructed: header.constructed(),
        tag: header.tag().0,
        offset: 0,
        header: header_length,
        content,
        raw: &bytes[..total],
        indefinite,
    })
}

/// Every value that stands side by side in these bytes, and why the walk stopped before their end.
pub(crate) fn pieces(bytes: &[u8]) -> (Vec<Piece<'_>>, Option<Stop>) {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match first(&bytes[at..]) {
            Ok(piece) => {
                found.push(Piece { offset: at, ..piece });
                at += piece.raw.len();
            }
            Err(stop) => return (found, Some(stop)),
        }
    }
    (found, None)
}

/// The values within a constructed one, as far as they can be read.
pub(crate) fn children<'a>(piece: &Piece<'a>) -> Vec<Piece<'a>> {
    if piece.constructed { pieces(piece.content).0 } else { Vec::new() }
}

/// Octets of an end mark (X.690 section 8.1.5).
const END_MARK: usize = 2;

/// How many octets stand before the end mark that closes a value of indefinite length. Values of indefinite length within
/// are counted, not descended into: no depth of nesting can exhaust the stack.
fn until_end_mark(bytes: &[u8]) -> Result<usize, Stop> {
    let mut at = 0;
    let mut open = 1_usize;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.starts_with(&[0, 0]) {
            open -= 1;
            if open == 0 {
                return Ok(at);
            }
            at += END_MARK;
            continue;
        }
        let (after, header) = Header::from_ber(rest).map_err(|_| Stop::Endless)?;
        at += rest.len() - after.len();
        match header.length() {
            Length::Indefinite => open += 1,
            Length::Definite(length) => at = at.checked_add(length).ok_or(Stop::Endless)?,
        }
    }
}

/// An object identifier's content as dotted numbers; `None` when it breaks off or has numbers beyond 64 bits.
pub(crate) fn oid_text(content: &[u8]) -> Option<String> {
    x509_parser::der_parser::oid::Oid::new(content.into())
        .iter()
        .map(|numbers| numbers.map(|number| number.to_string()).collect::<Vec<_>>().join("."))
        .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_walked_over_or_the_reason_is_told() {
        let (found, stop) = pieces(&[0x02, 1, 5, 0x30, 2, 5, 0]);
        assert_eq!((found.len(), found[1].offset, found[1].content, stop), (2, 3, &[5, 0][..], None));
        let cases: [(&[u8], Stop); 5] = [
            (&[0x30], Stop::Header),
            (&[0x30, 5, 0], Stop::Short { expected: 7 }),
            (&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], Stop::Short { expected: 6 + 0xffff_ffff }),
            (&[0x30, 0x80, 2, 1], Stop::Endless),
            (&[0x1f, 0x80], Stop::Header),
        ];
        for (bytes, expected) in cases {
            assert_eq!(pieces(bytes), (vec![], Some(expected)), "{bytes:x?}");
        }
    }

    #[test]
    fn indefinite_lengths_end_at_their_mark() {
        let bytes = [0x30, 0x80, 0x30, 0x80, 2, 1, 5, 0, 0, 0, 0, 9];
        let piece = first(&bytes).expect("it has an end mark");
        assert!(piece.indefinite);
        assert_eq!((piece.content, piece.raw.len()), (&bytes[2..9], 11));
        // a hundred thousand levels cost no stack
        let mut deep = [0x30, 0x80].repeat(100_000);
        assert_eq!(first(&deep), Err(Stop::Endless));
        deep.extend([0, 0].repeat(100_000));
        assert_eq!(first(&deep).map(|piece| piece.raw.len()), Ok(400_000));
    }

    #[test]
    fn object_identifiers_are_dotted_numbers() {
        assert_eq!(oid_text(&[0x55, 0x1d, 0x13]).as_deref(), Some("2.5.29.19"));
        assert_eq!(oid_text(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]).as_deref(), Some("1.2.840.113549"));
        assert_eq!(oid_text(&[]), None);
    }
}
