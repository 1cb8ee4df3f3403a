//! One value in short: what its type is called, and what it says. Text from certificates comes out with every character that
//! could mislead written as its number.

use x509_parser::der_parser::asn1_rs::Class;

use super::super::der::tag::{
    BIT_STRING, BOOLEAN, ENUMERATED, GENERALIZED_TIME, INTEGER, NULL, OCTET_STRING, OID, SEQUENCE, SET,
    UTC_TIME,
};
use super::oid_with_name;
use crate::inspect::visible;

/// Octets of a value that are written out.
const SHOWN: usize = 32;

/// The type as ASN.1 writes it.
pub(super) fn kind(class: Class, number: u32) -> String {
    match class {
        Class::Universal => match universal(number) {
            Some(name) => name.to_owned(),
            None => format!("UNIVERSAL {number}"),
        },
        Class::ContextSpecific => format!("[{number}]"),
        Class::Application => format!("[APPLICATION {number}]"),
        Class::Private => format!("[PRIVATE {number}]"),
    }
}

/// The name of a universal tag (X.680 section 8.4).
pub(crate) fn universal(number: u32) -> Option<&'static str> {
    let name = match number {
        0 => "END-OF-CONTENTS",
        BOOLEAN => "BOOLEAN",
        INTEGER => "INTEGER",
        BIT_STRING => "BIT STRING",
        OCTET_STRING => "OCTET STRING",
        NULL => "NULL",
        OID => "OBJECT IDENTIFIER",
        ENUMERATED => "ENUMERATED",
        12 => "UTF8String",
        13 => "RELATIVE-OID",
        SEQUENCE => "SEQUENCE",
        SET => "SET",
        18 => "NumericString",
        19 => "PrintableString",
        20 => "TeletexString",
        22 => "IA5String",
        UTC_TIME => "UTCTime",
        GENERALIZED_TIME => "GeneralizedTime",
        26 => "VisibleString",
        27 => "GeneralString",
        28 => "UniversalString",
        30 => "BMPString",
        _ => return None,
    };
    Some(name)
}

/// What a value says that holds no others.
pub(super) fn text(class: Class, number: u32, content: &[u8]) -> String {
    if class != Class::Universal {
        return text_or_hex(content);
    }
    match number {
        BOOLEAN => match content {
            [0] => "FALSE".to_owned(),
            [0xff] => "TRUE".to_owned(),
            _ => format!("TRUE ({})", hex(content)),
        },
        INTEGER | ENUMERATED => integer(content),
        NULL => String::new(),
        OID => oid_with_name(content),
        BIT_STRING => match content {
            [unused @ 1..=7, bits @ ..] if bits.len() <= 4 => {
                let all: String = bits.iter().map(|octet| format!("{octet:08b}")).collect();
                all[..all.len().saturating_sub(usize::from(*unused))].to_owned()
            }
            [_, bits @ ..] => hex(bits),
            [] => String::new(),
        },
        OCTET_STRING => hex(content),
        UTC_TIME | GENERALIZED_TIME => visible(&String::from_utf8_lossy(content)),
        30 => match utf16(content) {
            Some(text) => quoted(&text),
            None => hex(content),
        },
        12 | 18..=20 | 22 | 26..=28 => match core::str::from_utf8(content) {
            Ok(text) => quoted(text),
            // TeletexString is read as Latin-1, as most programs do
            Err(_) => quoted(&content.iter().map(|octet| char::from(*octet)).collect::<String>()),
        },
        _ => hex(content),
    }
}

fn quoted(text: &str) -> String {
    let cut: String = text.chars().take(4 * SHOWN).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    format!("“{}{more}”", visible(&cut))
}

/// UTF-16, most significant octet first.
pub(crate) fn utf16(content: &[u8]) -> Option<String> {
    if !content.len().is_multiple_of(2) {
        return None;
    }
    let units: Vec<u16> =
        content.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

fn text_or_hex(content: &[u8]) -> String {
    let readable = !content.is_empty() && content.iter().all(|octet| (0x20..0x7f).contains(octet));
    match core::str::from_utf8(content) {
        Ok(text) if readable => quoted(text),
        _ => hex(content),
    }
}

/// Small numbers in decimal, others in hexadecimal.
fn integer(content: &[u8]) -> String {
    match content {
        [] => String::new(),
        [first, ..] if content.len() <= 8 => {
            let sign = if first & 0x80 == 0 { 0 } else { -1 };
            content.iter().fold(sign, |number: i64, octet| (number << 8) | i64::from(*octet)).to_string()
        }
        _ => hex(content),
    }
}

/// Hexadecimal digits, cut short with the number of octets.
pub(crate) fn hex(content: &[u8]) -> String {
    let mut out: String = content.iter().take(SHOWN).map(|octet| format!("{octet:02x}")).collect();
    if content.len() > SHOWN {
        out.push_str(&format!("… ({})", content.len()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_in_short() {
        let cases: [(u32, &[u8], &str); 14] = [
            (BOOLEAN, &[0xff], "TRUE"),
            (BOOLEAN, &[1], "TRUE (01)"),
            (INTEGER, &[0x7f], "127"),
            (INTEGER, &[0x80], "-128"),
            (INTEGER, &[0, 0x80], "128"),
            (INTEGER, &[1; 9], "010101010101010101"),
            (INTEGER, &[], ""),
            (BIT_STRING, &[5, 0xa0], "101"),
            (BIT_STRING, &[0, 0xa0], "a0"),
            (OID, &[0x55, 4, 3], "2.5.4.3 commonName"),
            (12, "가\u{202e}".as_bytes(), "“가U+202E”"),
            (20, &[0xe9], "“é”"),
            (30, &[0, 0x41], "“A”"),
            (30, &[0, 0x41, 0], "004100"),
        ];
        for (number, content, expected) in cases {
            assert_eq!(text(Class::Universal, number, content), expected, "{number} {content:x?}");
        }
        assert_eq!(hex(&[0xab; 33]), format!("{}… (33)", "ab".repeat(32)));
    }
}
