//! What a certificate may be used for: basicConstraints, keyUsage, extKeyUsage and the constraints of authorities.

use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::could_be_a_host;
use crate::certificate::AlternativeName;
use crate::finding::CertificateFault;
use crate::inspect::certificate::{CertificateFacts, common_name};
use crate::inspect::extension::{purposes, usages};

/// Whether a client could take it for a server's: extKeyUsage says so, or says nothing while it bears a host's name.
pub(super) fn may_serve(parsed: &X509Certificate<'_>, facts: &CertificateFacts) -> bool {
    if facts.is_authority {
        return false;
    }
    match extension(parsed, "2.5.29.37").and_then(purposes) {
        Some(purposes) => purposes.iter().any(|purpose| purpose == SERVER || purpose == ANY),
        None => {
            let host =
                |name: &AlternativeName| matches!(name, AlternativeName::Dns(_) | AlternativeName::Ip(_));
            facts.links.names.iter().any(host)
                || common_name(parsed.subject()).is_some_and(|name| could_be_a_host(&name))
        }
    }
}

const SERVER: &str = "serverAuth";
const CLIENT: &str = "clientAuth";
const ANY: &str = "anyExtendedKeyUsage";

pub(super) fn faults(
    parsed: &X509Certificate<'_>,
    facts: &CertificateFacts,
    found: &mut Vec<CertificateFault>,
) {
    if facts.version < 3 || facts.extensions.is_empty() {
        // it has no extensions at all, and that is told already
        return;
    }
    if facts.is_authority {
        authority(parsed, facts, found);
    } else {
        leaf(parsed, facts, found);
    }
    if !facts.is_self_signed && facts.extension("2.5.29.35").is_none() {
        found.push(CertificateFault::NoAuthorityKeyIdentifier);
    }
    if let Some(feature) = facts.extension("1.3.6.1.5.5.7.1.24")
        && feature.rows.iter().any(|row| row.value.starts_with("5 "))
    {
        found.push(CertificateFault::MustStaple);
    }
}

fn authority(parsed: &X509Certificate<'_>, facts: &CertificateFacts, found: &mut Vec<CertificateFault>) {
    let critical = |oid| facts.extension(oid).is_some_and(|extension| extension.critical);
    if !critical("2.5.29.19") {
        found.push(CertificateFault::BasicConstraintsNotCritical);
    }
    match key_usage(parsed) {
        None => found.push(CertificateFault::AuthorityWithoutKeyUsage),
        Some(usages) => {
            let words = usages.join(", ");
            if !usages.contains(&"keyCertSign") {
                found.push(CertificateFault::MayNotSignCertificates { usages: words.clone() });
            }
            if !usages.contains(&"cRLSign") {
                found.push(CertificateFault::MayNotSignLists { usages: words });
            }
            if !critical("2.5.29.15") {
                found.push(CertificateFault::KeyUsageNotCritical);
            }
        }
    }
    if facts.links.path_length.is_none() {
        found.push(CertificateFault::AuthorityWithoutPathLength);
    }
    if facts.extension("2.5.29.14").is_none() {
        found.push(CertificateFault::NoSubjectKeyIdentifier);
    }
    if facts.extension("2.5.29.30").is_some() && !critical("2.5.29.30") {
        found.push(CertificateFault::NameConstraintsNotCritical);
    }
    let host = |name: &&AlternativeName| matches!(name, AlternativeName::Dns(_) | AlternativeName::Ip(_));
    if let Some(name) = facts.links.names.iter().find(host) {
        found.push(CertificateFault::AuthorityAsLeaf { name: crate::inspect::visible(&name.to_string()) });
    }
}

fn leaf(parsed: &X509Certificate<'_>, facts: &CertificateFacts, found: &mut Vec<CertificateFault>) {
    if facts.is_self_signed {
        found.push(CertificateFault::SelfSignedLeaf);
    }
    if let Some(ParsedExtension::BasicConstraints(constraints)) =
        extension(parsed, "2.5.29.19").map(X509Extension::parsed_extension)
        && constraints.path_len_constraint.is_some()
    {
        found.push(CertificateFault::PathLengthOnLeaf);
    }
    if facts.extension("2.5.29.30").is_some() {
        found.push(CertificateFault::NameConstraintsOnLeaf);
    }
    leaf_key_usage(parsed, facts, found);
    let purposes = extension(parsed, "2.5.29.37").map(|extension| purposes(extension).unwrap_or_default());
    let has = |name: &str| purposes.iter().flatten().any(|purpose| purpose == name);
    match &purposes {
        None => found.push(CertificateFault::NoExtendedKeyUsage),
        Some(_) if has(ANY) => found.push(CertificateFault::AnyUsage),
        Some(_) if has(SERVER) && has(CLIENT) => found.push(CertificateFault::BothUsages),
        Some(purposes) if !has(SERVER) && !has(CLIENT) => {
            found.push(CertificateFault::NoTlsUsage { usages: purposes.join(", ") });
        }
        Some(_) => {}
    }
    if is_public(facts) && (has(CLIENT) || has(ANY)) {
        found.push(CertificateFault::PublicAuthorityClient);
    }
}

fn leaf_key_usage(parsed: &X509Certificate<'_>, facts: &CertificateFacts, found: &mut Vec<CertificateFault>) {
    let Some(usages) = key_usage(parsed) else {
        found.push(CertificateFault::NoKeyUsage);
        return;
    };
    if !usages.contains(&"digitalSignature") {
        found.push(CertificateFault::NoDigitalSignature { usages: usages.join(", ") });
    }
    if usages.contains(&"keyCertSign") || usages.contains(&"cRLSign") {
        found.push(CertificateFault::LeafMaySign);
    }
    let enciphers = ["keyEncipherment", "dataEncipherment"].into_iter().find(|usage| usages.contains(usage));
    if let Some(usage) = enciphers.filter(|_| facts.key.rsa_bits().is_none()) {
        found.push(CertificateFault::EnciphermentWithoutRsa {
            usage: usage.to_owned(),
            key: facts.key.label.clone(),
        });
    }
}

/// Whether a public authority issued it: policies of the CA/Browser Forum (2.23.140.1), or proofs of public logs.
fn is_public(facts: &CertificateFacts) -> bool {
    let policies = facts.extension("2.5.29.32").map(|extension| extension.rows.as_slice());
    facts.extension("1.3.6.1.4.1.11129.2.4.2").is_some()
        || policies.unwrap_or_default().iter().any(|row| row.value.starts_with("2.23.140.1."))
}

fn key_usage(parsed: &X509Certificate<'_>) -> Option<Vec<&'static str>> {
    match extension(parsed, "2.5.29.15")?.parsed_extension() {
        ParsedExtension::KeyUsage(found) => Some(usages(found)),
        _ => None,
    }
}

fn extension<'a, 'b>(parsed: &'b X509Certificate<'a>, oid: &str) -> Option<&'b X509Extension<'a>> {
    parsed.extensions().iter().find(|extension| extension.oid.to_id_string() == oid)
}
