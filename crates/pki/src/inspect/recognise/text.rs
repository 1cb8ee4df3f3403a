//! Text that is no PEM: its encoding, base64 without armour, and what people save in place of a certificate.

use std::borrow::Cow;

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use zeroize::Zeroizing;

use super::shape::begins_like_one;
use crate::finding::InputFault;

/// The text of these bytes: UTF-16 with a mark (as PowerShell writes it) is decoded, all else taken as UTF-8 with gaps.
pub(super) fn decode(bytes: &[u8]) -> Zeroizing<String> {
    let units = |pair: fn([u8; 2]) -> u16| -> String {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|two| pair([two[0], two[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            let text = String::from_utf8_lossy(bytes);
            if text.contains("-----BEGIN%20") { from_address(&text) } else { Cow::into_owned(text) }
        }
    };
    Zeroizing::new(text)
}

/// A text as addresses and headers carry it (RFC 3986 section 2.1): nginx writes `$ssl_client_escaped_cert` so.
fn from_address(text: &str) -> String {
    let mut octets = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    octets.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        let digits = part.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(octet) => octets.extend([octet].into_iter().chain(part.bytes().skip(2))),
            None => octets.extend([b'%'].into_iter().chain(part.bytes())),
        }
    }
    String::from_utf8_lossy(&octets).into_owned()
}

/// What hexadecimal digits stand for, as `xxd -p` and OpenSSL print octets and as the tree of Inspect copies them: colons, spaces and
/// line ends are passed over. `None` where they stand for no DER.
pub(super) fn hexadecimal(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let separates = |octet: &u8| matches!(octet, b' ' | b'\t' | b'\r' | b'\n' | b':');
    let digits: Zeroizing<Vec<u8>> = Zeroizing::new(text.bytes().filter(|octet| !separates(octet)).collect());
    let octets = HEXLOWER_PERMISSIVE.decode(&digits).ok().map(Zeroizing::new)?;
    begins_like_one(&octets).then_some(octets)
}

/// What base64 (RFC 4648 section 4) stands for, line ends and spaces passed over; `None` when the text is none, or so short
/// that any word could be.
pub(super) fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    const SHORTEST: usize = 40;
    let mut packed = Zeroizing::new(Vec::with_capacity(text.len()));
    for octet in text.bytes() {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' => packed.push(octet),
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => return None,
        }
    }
    // the padding is often lost; one letter alone behind a group is damage
    if packed.len() % 4 > 1 && packed.last() != Some(&b'=') {
        let missing = 4 - packed.len() % 4;
        packed.extend(std::iter::repeat_n(b'=', missing));
    }
    let long = packed.len() >= SHORTEST;
    long.then(|| BASE64.decode(&packed).ok()).flatten().map(Zeroizing::new)
}

/// What the text is, if people often take it for a certificate or key.
pub(super) fn mistaken(text: &str) -> Option<InputFault> {
    let start: String = text.trim_start().chars().take(64).collect::<String>().to_ascii_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") || start.starts_with("<?xml") {
        return Some(InputFault::WebPage);
    }
    let ssh = ["ssh-rsa ", "ssh-ed25519 ", "ecdsa-sha2-", "---- begin ssh2"];
    if ssh.iter().any(|word| start.starts_with(word)) {
        return Some(InputFault::OtherKey { label: "SSH".to_owned() });
    }
    // two digits for each of at most 20 octets and a sign (RFC 5280 section 4.1.2.2)
    let number = text.trim();
    if (2..=42).contains(&number.len())
        && number.len().is_multiple_of(2)
        && number.bytes().all(|digit| digit.is_ascii_digit() || (b'A'..=b'F').contains(&digit))
    {
        return Some(InputFault::SerialCounter);
    }
    let printed = start.starts_with("certificate:") && text.contains("Signature Algorithm:");
    printed.then_some(InputFault::PrintedOnly)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_told_from_words() {
        let long = BASE64.encode(&[0x30; 60]);
        assert_eq!(base64(&long).map(|octets| octets.len()), Some(60));
        let lines: String =
            long.as_bytes().chunks(16).map(|line| format!("{}\r\n", String::from_utf8_lossy(line))).collect();
        assert_eq!(base64(&lines).map(|octets| octets.len()), Some(60));
        assert_eq!(
            base64(BASE64.encode(&[0x30; 61]).trim_end_matches('=')).map(|octets| octets.len()),
            Some(61)
        );
        for text in ["", "word", "abcd", &format!("{long}!"), "MIIB-_"] {
            assert!(base64(text).is_none(), "{text}");
        }
    }

    #[test]
    fn hexadecimal_is_told_from_words_and_numbers() {
        assert_eq!(hexadecimal("30:03 02:01\r\n05\n").as_deref(), Some(&vec![0x30, 3, 2, 1, 5]));
        assert_eq!(hexadecimal("3003020105").as_deref(), Some(&vec![0x30, 3, 2, 1, 5]));
        for text in ["", "30", "300302010", "deadbeef", "30030201zz", "1A2B3C4D"] {
            assert!(hexadecimal(text).is_none(), "{text}");
        }
    }

    #[test]
    fn text_of_windows_is_read() {
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("가a".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&utf16).as_str(), "가a");
        let big: Vec<u8> =
            [0xfe, 0xff].into_iter().chain("가a".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(decode(&big).as_str(), "가a");
        assert_eq!(decode(b"\xef\xbb\xbfa").as_str(), "a");
        // what stands in a header of nginx; a sign of per cent that is none stays
        assert_eq!(decode(b"-----BEGIN%20X-----%0A%4a%zz+").as_str(), "-----BEGIN X-----\nJ%zz+");
        assert_eq!(decode(b"-----BEGIN X-----%0A").as_str(), "-----BEGIN X-----%0A");
    }

    #[test]
    fn what_is_mistaken_for_a_certificate_is_named() {
        for (text, expected) in [
            ("<!DOCTYPE html><p>404", Some(InputFault::WebPage)),
            ("<p>", None),
            ("ssh-ed25519 AAAA", Some(InputFault::OtherKey { label: "SSH".into() })),
            ("ssh -v", None),
            ("Certificate:\n  Data:\n Signature Algorithm: x", Some(InputFault::PrintedOnly)),
            ("Certificate: lost", None),
            ("1A2B3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D\n", Some(InputFault::SerialCounter)),
            ("01", Some(InputFault::SerialCounter)),
            ("1A2", None),
            ("beef", None),
        ] {
            assert_eq!(mistaken(text), expected, "{text}");
        }
    }
}
