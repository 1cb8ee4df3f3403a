//! URIs as names, SPIFFE IDs above all. Nothing is fetched from them.

use fluent_uri::Uri;
use serde::{Deserialize, Serialize};

use super::NameError;
use super::character::{first_forbidden, shown, shown_character};

/// An absolute URI (RFC 3986 section 4.3; RFC 5280 section 4.2.1.6), kept as typed. With the scheme `spiffe` it is a
/// workload's SPIFFE ID by the rules of the SPIFFE-ID and X509-SVID standards.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UriName(String);

impl UriName {
    /// The most octets: what SPIFFE-ID section 2.3 asks every implementation to take, and no more than that.
    pub const LIMIT: usize = 2048;
    /// The most octets of a SPIFFE trust domain (SPIFFE-ID section 2.1).
    pub const TRUST_DOMAIN_LIMIT: usize = 255;

    /// Reads a URI as people write it.
    ///
    /// # Errors
    /// [`NameError`] says which rule the text breaks.
    pub fn parse(text: &str) -> Result<UriName, NameError> {
        let text = text.trim();
        check(text)?;
        Ok(UriName(text.to_owned()))
    }

    /// The URI.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a SPIFFE ID.
    #[must_use]
    pub fn is_spiffe(&self) -> bool {
        has_spiffe_scheme(&self.0)
    }
}

impl std::fmt::Display for UriName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<UriName> for String {
    fn from(name: UriName) -> String {
        name.0
    }
}

impl TryFrom<String> for UriName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<UriName, &'static str> {
        check(&name).map_err(|_| "not an absolute URI")?;
        Ok(UriName(name))
    }
}

fn check(text: &str) -> Result<(), NameError> {
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    if text.len() > UriName::LIMIT {
        return Err(NameError::TooLong { text: shown(text), octets: text.len(), limit: UriName::LIMIT });
    }
    if let Some(character) = first_forbidden(text).or_else(|| text.chars().find(|c| c.is_whitespace())) {
        return Err(NameError::ForbiddenCharacter {
            text: shown(text),
            character: shown_character(character),
        });
    }
    if !text.is_ascii() {
        return Err(NameError::UriNotAscii { text: shown(text) });
    }
    if !has_scheme(text) {
        return Err(NameError::UriWithoutScheme { text: shown(text) });
    }
    let uri = Uri::parse(text).map_err(|_| NameError::UriSyntax { text: shown(text) })?;
    if has_spiffe_scheme(text) {
        return check_spiffe(text);
    }
    let nothing_follows =
        uri.path().is_empty() && uri.authority().is_none_or(|found| found.host().is_empty());
    if nothing_follows && uri.query().is_none() {
        return Err(NameError::UriSyntax { text: shown(text) });
    }
    Ok(())
}

/// `scheme:` of RFC 3986 section 3.1.
fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

fn has_spiffe_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("spiffe"))
}

/// SPIFFE-ID sections 2.1 to 2.3, and X509-SVID section 2: a leaf's ID has a path.
fn check_spiffe(text: &str) -> Result<(), NameError> {
    let Some(rest) = text.strip_prefix("spiffe://") else {
        return Err(NameError::SpiffeTrustDomain { text: shown(text) });
    };
    let (trust_domain, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest.split(['?', '#']).next().unwrap_or_default(), ""),
    };
    if rest.contains(['?', '#']) || trust_domain.contains(['@', ':']) {
        return Err(NameError::SpiffeExtra { text: shown(text) });
    }
    let is_fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
    if trust_domain.is_empty()
        || trust_domain.len() > UriName::TRUST_DOMAIN_LIMIT
        || !trust_domain.bytes().all(is_fine)
    {
        return Err(NameError::SpiffeTrustDomain { text: shown(text) });
    }
    let Some(segments) = path.strip_prefix('/').filter(|segments| !segments.is_empty()) else {
        return Err(NameError::SpiffeWithoutPath { text: shown(text) });
    };
    let is_segment = |segment: &str| {
        !matches!(segment, "" | "." | "..")
            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
    };
    if !segments.split('/').all(is_segment) {
        return Err(NameError::SpiffePath { text: shown(text) });
    }
    Ok(())
}
