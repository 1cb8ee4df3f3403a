//! DNS host names in A-label form, wildcards included. Nothing here asks the DNS.

use core::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::NameError;
use super::character::{first_forbidden, shown, shown_character};
use super::idna::{self, Idna};

/// A host name as a certificate writes it (RFC 5280 section 4.2.1.6): lower-case ASCII labels of letters, digits and inner
/// hyphens, internationalized labels as A-labels (RFC 5890), at most 63 octets a label and 253 in all, no dot at the end;
/// a `*` only as the whole left-most label above at least two more (RFC 6125 section 6.4.3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DnsName(String);

impl DnsName {
    /// The most octets of a whole name: 255 on the wire, less the length of the first label and the root (RFC 1035 section 3.1).
    pub const LIMIT: usize = 253;
    /// The most octets of one label (RFC 1035 section 2.3.4).
    pub const LABEL_LIMIT: usize = 63;

    /// Reads a name that stands in ASCII, in capitals or not; internationalized labels are A-labels already.
    ///
    /// # Errors
    /// [`NameError`] says which rule the text breaks.
    pub fn parse(text: &str) -> Result<DnsName, NameError> {
        DnsName::read(text, None)
    }

    /// Reads a name as people write it: Unicode and full-width letters are converted.
    ///
    /// # Errors
    /// [`NameError`] says which rule the text breaks.
    pub fn parse_with(text: &str, idna: &dyn Idna) -> Result<DnsName, NameError> {
        DnsName::read(text, Some(idna))
    }

    pub(super) fn read(text: &str, idna: Option<&dyn Idna>) -> Result<DnsName, NameError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if let Some(character) = first_forbidden(text) {
            return Err(forbidden(text, character));
        }
        if text.parse::<IpAddr>().is_ok() {
            return Err(NameError::IpHere { text: shown(text) });
        }
        // A name that does not fit in this many octets of UTF-8 does not fit in 253 of A-labels either; converting
        // takes time that grows with the square of the length, so it is never begun.
        if text.len() > 4 * DnsName::LIMIT {
            return Err(too_long(text, text.len()));
        }
        if matches!(text, "*" | "*.") {
            return Err(NameError::WildcardAlone { text: shown(text) });
        }
        let (star, rest) = match text.strip_prefix("*.") {
            Some(rest) => ("*.", rest),
            None => ("", text),
        };
        let name = format!("{star}{}", to_ascii(rest, text, idna)?);
        check(&name, text)?;
        Ok(DnsName(name))
    }

    /// The A-label form, as it stands in certificates and configuration.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that people read: A-labels as Unicode. What holds characters that no name may hold stays as it is.
    #[must_use]
    pub fn to_unicode(&self) -> String {
        let labels: Vec<String> = self.0.split('.').map(idna::to_unicode).collect();
        labels.join(".")
    }

    /// Whether the left-most label is `*`.
    #[must_use]
    pub fn is_wildcard(&self) -> bool {
        self.0.starts_with("*.")
    }
}

impl std::fmt::Display for DnsName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<DnsName> for String {
    fn from(name: DnsName) -> String {
        name.0
    }
}

/// For stored names, which are A-labels already: the same rules, and nothing is converted.
impl TryFrom<String> for DnsName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<DnsName, &'static str> {
        match check(&name, &name) {
            Ok(()) if !name.bytes().any(|byte| byte.is_ascii_uppercase()) => Ok(DnsName(name)),
            _ => Err("not a DNS name in A-label form"),
        }
    }
}

/// The ASCII form of a name without its wildcard.
fn to_ascii(name: &str, text: &str, idna: Option<&dyn Idna>) -> Result<String, NameError> {
    if !idna::is_internationalized(name) {
        return Ok(name.to_ascii_lowercase());
    }
    // The tables map some letters to ASCII punctuation, so what stands there as such is refused first.
    let refused = |&c: &char| c.is_ascii() && !c.is_ascii_alphanumeric() && !"-._*".contains(c);
    if let Some(character) = name.chars().find(refused) {
        return Err(forbidden(text, character));
    }
    if name.contains('*') {
        return Err(NameError::WildcardPlace { text: shown(text) });
    }
    idna::convert(name, idna).ok_or_else(|| match (name.is_ascii(), idna) {
        (true, _) => NameError::NotAnALabel { text: shown(text) },
        (false, None) => NameError::AsciiHere { text: shown(text) },
        (false, Some(_)) => NameError::NotConvertible { text: shown(text) },
    })
}

/// The rules for a name in A-label form; `text` is what was typed, for the error.
fn check(name: &str, text: &str) -> Result<(), NameError> {
    let text = || shown(text);
    let plain = name.strip_prefix("*.").unwrap_or(name);
    if plain.is_empty() || plain.starts_with('.') || plain.contains("..") {
        return Err(NameError::EmptyLabel { text: text() });
    }
    if plain.ends_with('.') {
        return Err(NameError::TrailingDot { text: text() });
    }
    for label in plain.split('.') {
        if let Some(character) = label.chars().find(|&c| !c.is_ascii_alphanumeric() && c != '-') {
            return Err(match character {
                '_' => NameError::Underscore { text: text() },
                '*' => NameError::WildcardPlace { text: text() },
                _ => NameError::ForbiddenCharacter { text: text(), character: shown_character(character) },
            });
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err(NameError::HyphenAtEdge { text: text(), label: shown(label) });
        }
        if label.len() > DnsName::LABEL_LIMIT {
            return Err(NameError::LabelTooLong {
                label: shown(label),
                octets: label.len(),
                limit: DnsName::LABEL_LIMIT,
            });
        }
    }
    if name.len() > DnsName::LIMIT {
        return Err(NameError::TooLong { text: text(), octets: name.len(), limit: DnsName::LIMIT });
    }
    if plain.rsplit('.').next().is_some_and(is_number) {
        return Err(NameError::LooksLikeIp { text: text() });
    }
    if name != plain && !plain.contains('.') {
        return Err(NameError::WildcardTooBroad { text: text() });
    }
    Ok(())
}

/// A last label that programs take for part of an IPv4 address (WHATWG URL, "ends in a number").
fn is_number(label: &str) -> bool {
    label.bytes().all(|byte| byte.is_ascii_digit())
        || label
            .strip_prefix("0x")
            .or_else(|| label.strip_prefix("0X"))
            .is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn forbidden(text: &str, character: char) -> NameError {
    NameError::ForbiddenCharacter { text: shown(text), character: shown_character(character) }
}

fn too_long(text: &str, octets: usize) -> NameError {
    NameError::TooLong { text: shown(text), octets, limit: DnsName::LIMIT }
}
