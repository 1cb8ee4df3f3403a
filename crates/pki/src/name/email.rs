//! Mailboxes as names. Whether mail arrives there is nobody's concern here.

use serde::{Deserialize, Serialize};

use super::NameError;
use super::character::{shown, shown_character};
use super::dns::DnsName;
use super::idna::Idna;

/// A mailbox `local@domain` as rfc822Name (RFC 5280 section 4.2.1.6): the local part a dot-string of ASCII, kept as typed;
/// the domain a [`DnsName`] without wildcard, internationalized ones as A-labels.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailName(String);

impl EmailName {
    /// The most octets in all (RFC 5321 section 4.5.3.1.3: a path of 256, less the brackets).
    pub const LIMIT: usize = 254;
    /// The most octets before the `@` (RFC 5321 section 4.5.3.1.1).
    pub const LOCAL_LIMIT: usize = 64;

    /// Reads a mailbox as people write it.
    ///
    /// # Errors
    /// [`NameError`] says which rule the text breaks.
    pub fn parse_with(text: &str, idna: &dyn Idna) -> Result<EmailName, NameError> {
        let text = text.trim();
        let (local, domain) = local_and_domain(text)?;
        let domain = DnsName::parse_with(domain, idna)
            .and_then(|domain| match domain.is_wildcard() {
                true => Err(NameError::WildcardHere { text: shown(text) }),
                false => Ok(domain),
            })
            .map_err(|reason| NameError::EmailDomain { text: shown(text), reason: Box::new(reason) })?;
        let name = format!("{local}@{domain}");
        if name.len() > EmailName::LIMIT {
            return Err(NameError::TooLong {
                text: shown(text),
                octets: name.len(),
                limit: EmailName::LIMIT,
            });
        }
        Ok(EmailName(name))
    }

    /// `local@domain` with the domain in A-label form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for EmailName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<EmailName> for String {
    fn from(name: EmailName) -> String {
        name.0
    }
}

/// For stored names: the same rules, the domain already in A-label form.
impl TryFrom<String> for EmailName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<EmailName, &'static str> {
        let fine = local_and_domain(&name).is_ok_and(|(_, domain)| {
            DnsName::try_from(domain.to_owned()).is_ok_and(|domain| !domain.is_wildcard())
        });
        if fine && name.len() <= EmailName::LIMIT { Ok(EmailName(name)) } else { Err("not a mailbox") }
    }
}

/// Both sides of the `@`, the left one checked.
fn local_and_domain(text: &str) -> Result<(&str, &str), NameError> {
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    if let Some(character) = super::character::first_forbidden(text) {
        return Err(forbidden(text, character));
    }
    let sides = text.split_once('@').filter(|(_, domain)| !domain.is_empty() && !domain.contains('@'));
    let Some((local, domain)) = sides else {
        return Err(NameError::EmailWithoutDomain { text: shown(text) });
    };
    if !local.is_ascii() {
        return Err(NameError::EmailNotAscii { text: shown(text) });
    }
    if local.is_empty() || local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(NameError::EmailLocalPart { text: shown(text) });
    }
    // RFC 5322 section 3.2.3 "atext" without the characters that no name may hold here.
    let is_atext = |c: char| c.is_ascii_alphanumeric() || ".!#%&'*+-/=?^_~".contains(c);
    if let Some(character) = local.chars().find(|&character| !is_atext(character)) {
        return Err(forbidden(text, character));
    }
    if local.len() > EmailName::LOCAL_LIMIT {
        return Err(NameError::EmailLocalPartTooLong {
            text: shown(text),
            octets: local.len(),
            limit: EmailName::LOCAL_LIMIT,
        });
    }
    Ok((local, domain))
}

fn forbidden(text: &str, character: char) -> NameError {
    NameError::ForbiddenCharacter { text: shown(text), character: shown_character(character) }
}
