//! The names in a certificate: subject, issuer, alternative names, and the string types in which they are written.

use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::Tag;
use x509_parser::x509::X509Name;

use super::could_be_a_host;
use super::usage::may_serve;
use crate::certificate::AlternativeName;
use crate::finding::CertificateFault;
use crate::inspect::certificate::{CertificateFacts, common_name};
use crate::inspect::oid::name_or_dotted;
use crate::inspect::tree::universal;
use crate::inspect::visible;
use crate::name::NameError;
use crate::name::dns::DnsName;

pub(super) fn faults(
    parsed: &X509Certificate<'_>,
    facts: &CertificateFacts,
    found: &mut Vec<CertificateFault>,
) {
    let names = &facts.links.names;
    if parsed.issuer().iter().next().is_none() {
        found.push(CertificateFault::IssuerEmpty);
    }
    let empty = parsed.subject().iter().next().is_none();
    let names_critical = facts.extension("2.5.29.17").is_some_and(|extension| extension.critical);
    if empty && !names_critical {
        found.push(CertificateFault::SubjectEmpty);
    }
    if facts.subject == facts.issuer && !facts.is_self_signed && !facts.is_authority && !empty {
        found.push(CertificateFault::SubjectIsIssuer { subject: facts.subject.clone() });
    }
    found.extend(string_types(parsed.subject()));
    found.extend(names.iter().filter_map(dns_name));
    let spiffe =
        |name: &AlternativeName| matches!(name, AlternativeName::Uri(uri) if crate::inspect::is_spiffe(uri));
    let uris = names.iter().filter(|name| matches!(name, AlternativeName::Uri(_))).count();
    if uris > 1 && names.iter().any(spiffe) {
        found.push(CertificateFault::SpiffeSeveral);
    }
    if facts.is_authority || !may_serve(parsed, facts) {
        return;
    }
    if let Some(name) = common_name(parsed.subject()).filter(|name| could_be_a_host(name)) {
        if names.is_empty() {
            found.push(CertificateFault::NoServerName { name });
        } else if !names.iter().any(|known| covers(known, &name)) {
            found.push(CertificateFault::CommonNameElsewhere { name });
        }
    }
}

/// Whether an alternative name means this host: the same, or a star for its first label (RFC 9525 section 6.3).
fn covers(known: &AlternativeName, host: &str) -> bool {
    let AlternativeName::Dns(known) = known else { return false };
    let rest = |name: &str| name.split_once('.').map(|(_, rest)| rest.to_ascii_lowercase());
    known.eq_ignore_ascii_case(host)
        || known.strip_prefix("*.").is_some_and(|known| rest(host) == Some(known.to_ascii_lowercase()))
}

fn dns_name(name: &AlternativeName) -> Option<CertificateFault> {
    let AlternativeName::Dns(text) = name else { return None };
    match DnsName::parse(text) {
        Err(NameError::IpHere { .. }) => Some(CertificateFault::IpAsDnsName { name: visible(text) }),
        // underscores are no host's by RFC 1123, and yet in use; every verifier takes them
        Ok(_) | Err(NameError::Underscore { .. }) if text.trim() == text => None,
        _ => Some(CertificateFault::NameCharacter { name: visible(text) }),
    }
}

/// Whether a word mixes letters of Latin with ones of Cyrillic or Greek, many of which look the same (UTS 39 section 5.1: of these
/// scripts no two are "highly restrictive" together).
fn is_mixed(word: &&str) -> bool {
    let has = |script: fn(char) -> bool| word.chars().any(script);
    let latin = |letter: char| {
        letter.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&letter) && letter.is_alphabetic()
    };
    has(latin) && has(|letter| ('\u{370}'..='\u{52f}').contains(&letter))
}

/// Whether a character turns the direction in which what follows is shown, so that a name is read as another one (UTR 36 section
/// 2.5): embeddings, overrides and isolates. Names in right-to-left scripts need none of them.
const fn turns(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Attributes in string types that RFC 5280 section 4.1.2.4 and appendix A.1 do not allow, or only for old names.
fn string_types(name: &X509Name<'_>) -> Vec<CertificateFault> {
    let mut found = Vec::new();
    for attribute in name.iter_attributes() {
        let oid = attribute.attr_type().to_id_string();
        let kind = attribute.attr_value().tag();
        let right = match oid.as_str() {
            // country, dnQualifier, serialNumber
            "2.5.4.6" | "2.5.4.46" | "2.5.4.5" => kind == Tag::PrintableString,
            // emailAddress, domainComponent
            "1.2.840.113549.1.9.1" | "0.9.2342.19200300.100.1.25" => kind == Tag::Ia5String,
            _ => kind == Tag::Utf8String || kind == Tag::PrintableString,
        };
        if !right {
            let form = universal(kind.0).map_or_else(|| format!("[{}]", kind.0), str::to_owned);
            found.push(CertificateFault::StringType { attribute: name_or_dotted(&oid).to_owned(), form });
        }
        if let Ok(text) = attribute.as_str()
            && text.contains(turns)
        {
            found.push(CertificateFault::TurnedName { name: visible(text) });
        }
        if let Some(word) = attribute.as_str().ok().and_then(|text| text.split_whitespace().find(is_mixed)) {
            found.push(CertificateFault::MixedScripts { word: visible(word) });
        }
    }
    found
}
