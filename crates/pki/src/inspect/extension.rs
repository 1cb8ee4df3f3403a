//! Extensions of certificates, requests, lists and their entries: one file for each, with what it says and what it does for
//! mutual TLS. Whether it says the right thing is judged in `lint`.

mod authority_information_access;
mod authority_key_identifier;
mod basic_constraints;
mod certificate_issuer;
mod certificate_policies;
mod crl_distribution_points;
mod crl_number;
mod delta_crl_indicator;
mod extended_key_usage;
mod freshest_crl;
mod inhibit_any_policy;
mod invalidity_date;
mod issuer_alternative_name;
mod issuing_distribution_point;
mod key_usage;
mod microsoft_application_policies;
mod microsoft_ca_version;
mod microsoft_security_identifier;
mod microsoft_template;
mod microsoft_template_name;
mod name_constraints;
mod netscape_certificate_type;
mod netscape_comment;
mod ocsp_no_check;
mod policy_constraints;
mod policy_mappings;
mod precertificate_poison;
mod private_key_usage_period;
mod qualified_statements;
mod reason_code;
mod signed_certificate_timestamps;
mod spiffe;
mod subject_alternative_name;
mod subject_directory_attributes;
mod subject_information_access;
mod subject_key_identifier;
mod tls_feature;

use serde::{Deserialize, Serialize};
pub(super) use spiffe::is_one as is_spiffe;
use text::Lang;
use x509_parser::der_parser::oid::Oid;
use x509_parser::extensions::{
    CRLDistributionPoint, DistributionPointName, GeneralName, KeyUsage, ParsedExtension, X509Extension,
};

use super::der::{self, tag};
use super::oid::{name, name_or_dotted};
use super::tree::{Hide, Structure, tree};
use super::visible;
use crate::certificate::{alternative_name, name_text};

/// An extension as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Its identifier, dotted.
    pub oid: String,
    /// Whether whoever does not know it has to refuse the certificate.
    pub critical: bool,
    /// What it says; of an unknown one the values of its ASN.1.
    pub rows: Vec<Row>,
    /// Whether its contents keep to its own syntax; an unknown one's cannot be judged.
    pub readable: bool,
    /// Its contents.
    #[serde(with = "serde_bytes")]
    pub value: Vec<u8>,
}

/// One value of an extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The name of the part in its RFC.
    pub label: String,
    /// What it says; characters that could mislead are written as their numbers.
    pub value: String,
}

impl Extension {
    /// Its name, or its identifier when nobody here knows it.
    #[must_use]
    pub fn name(&self) -> &str {
        sort(&self.oid).map_or_else(|| name_or_dotted(&self.oid), |sort| sort.name)
    }

    /// Where it is defined; `None` when it is unknown here.
    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        sort(&self.oid).map(|sort| sort.rule)
    }

    /// What it does for mutual TLS, in a sentence.
    #[must_use]
    pub fn purpose(&self, lang: Lang) -> &'static str {
        match sort(&self.oid) {
            Some(sort) => (sort.purpose)(lang),
            None => text::inspect::extension_unknown(lang),
        }
    }

    /// Whether it is one of those that are read here.
    #[must_use]
    pub fn is_known(&self) -> bool {
        sort(&self.oid).is_some()
    }
}

/// Reads one.
pub(super) fn read(extension: &X509Extension<'_>) -> Extension {
    let oid = extension.oid.to_id_string();
    let mut rows = Rows(Vec::new());
    let readable = match sort(&oid) {
        Some(sort) => (sort.read)(extension, &mut rows).is_some(),
        None => true,
    };
    if !readable || sort(&oid).is_none() {
        rows.0.clear();
        asn1(extension.value, &mut rows);
    }
    Extension { oid, critical: extension.critical, rows: rows.0, readable, value: extension.value.to_vec() }
}

/// A kind of extension.
struct Sort {
    oid: &'static str,
    name: &'static str,
    rule: &'static str,
    purpose: fn(Lang) -> &'static str,
    /// Reads what it says; `None` when it breaks its own syntax.
    read: fn(&X509Extension<'_>, &mut Rows) -> Option<()>,
}

const SORTS: &[Sort] = &[
    authority_key_identifier::SORT,
    subject_key_identifier::SORT,
    key_usage::SORT,
    certificate_policies::SORT,
    policy_mappings::SORT,
    subject_alternative_name::SORT,
    issuer_alternative_name::SORT,
    subject_directory_attributes::SORT,
    basic_constraints::SORT,
    name_constraints::SORT,
    policy_constraints::SORT,
    extended_key_usage::SORT,
    crl_distribution_points::SORT,
    inhibit_any_policy::SORT,
    freshest_crl::SORT,
    authority_information_access::SORT,
    subject_information_access::SORT,
    private_key_usage_period::SORT,
    crl_number::SORT,
    delta_crl_indicator::SORT,
    issuing_distribution_point::SORT,
    reason_code::SORT,
    invalidity_date::SORT,
    certificate_issuer::SORT,
    signed_certificate_timestamps::SORT,
    precertificate_poison::SORT,
    tls_feature::SORT,
    ocsp_no_check::SORT,
    qualified_statements::SORT,
    microsoft_template::SORT,
    microsoft_template_name::SORT,
    microsoft_application_policies::SORT,
    microsoft_ca_version::SORT,
    microsoft_security_identifier::SORT,
    netscape_certificate_type::SORT,
    netscape_comment::SORT,
];

fn sort(oid: &str) -> Option<&'static Sort> {
    SORTS.iter().find(|sort| sort.oid == oid)
}

/// What is said, row by row.
struct Rows(Vec<Row>);

impl Rows {
    fn push(&mut self, label: &str, value: impl AsRef<str>) {
        self.0.push(Row { label: label.to_owned(), value: visible(value.as_ref()) });
    }
}

/// The values of any ASN.1, each with its type.
fn asn1(value: &[u8], rows: &mut Rows) -> Option<()> {
    const MOST: usize = 1_000;
    let nodes = tree(value, Structure::Unknown, Hide::Nothing);
    let broken = nodes.iter().any(|node| node.broken);
    for node in nodes.into_iter().filter(|node| !node.constructed).take(MOST) {
        rows.0.push(Row { label: node.kind, value: node.value });
    }
    (!broken).then_some(())
}

/// A name as text with its kind: `DNS:api.example.com`.
fn general_name(found: &GeneralName<'_>) -> String {
    let (label, value) = labelled_name(found);
    format!("{label}:{value}")
}

/// The kind of a name as RFC 5280 calls it, and the name.
fn labelled_name(found: &GeneralName<'_>) -> (&'static str, String) {
    match found {
        GeneralName::DNSName(text) => ("dNSName", (*text).to_owned()),
        GeneralName::RFC822Name(text) => ("rfc822Name", (*text).to_owned()),
        GeneralName::URI(text) => spiffe::labelled(text),
        GeneralName::IPAddress(octets) => ("iPAddress", address(octets)),
        // UPN of Windows accounts: EXPLICIT UTF8String
        GeneralName::OtherName(oid, value) => {
            ("otherName", format!("{}: {}", identifier(oid), strings(value)))
        }
        GeneralName::DirectoryName(name) => ("directoryName", name_text(name)),
        GeneralName::RegisteredID(oid) => ("registeredID", identifier(oid)),
        other => ("name", alternative_name(other).to_string()),
    }
}

/// An address, or an address with its mask as nameConstraints write them.
fn address(octets: &[u8]) -> String {
    let ip = |octets: &[u8]| -> Option<core::net::IpAddr> {
        let four = <[u8; 4]>::try_from(octets).map(core::net::IpAddr::from);
        four.or_else(|_| <[u8; 16]>::try_from(octets).map(core::net::IpAddr::from)).ok()
    };
    let (first, second) = octets.split_at(octets.len() / 2);
    match (ip(octets), ip(first), ip(second)) {
        (Some(address), _, _) if octets.len() != 8 => address.to_string(),
        (_, Some(address), Some(_)) => {
            let ones: u32 = second.iter().map(|octet| octet.count_ones()).sum();
            format!("{address}/{ones}")
        }
        _ => hex(octets),
    }
}

/// The usages of a key in the order of their bits.
pub(super) fn usages(found: &KeyUsage) -> Vec<&'static str> {
    const NAMES: [&str; 9] = [
        "digitalSignature",
        "contentCommitment",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly",
    ];
    NAMES.iter().enumerate().filter(|(bit, _)| found.flags >> bit & 1 == 1).map(|(_, name)| *name).collect()
}

/// The purposes of extKeyUsage, by name where they have one.
pub(super) fn purposes(extension: &X509Extension<'_>) -> Option<Vec<String>> {
    let ParsedExtension::ExtendedKeyUsage(_) = extension.parsed_extension() else { return None };
    let outer = der::first(extension.value).ok()?;
    let purpose =
        |piece: &der::Piece<'_>| der::oid_text(piece.content).map(|oid| name_or_dotted(&oid).to_owned());
    Some(der::children(&outer).iter().filter(|piece| piece.is(tag::OID)).filter_map(purpose).collect())
}

fn point_rows(point: &CRLDistributionPoint<'_>, rows: &mut Rows) {
    match &point.distribution_point {
        Some(DistributionPointName::FullName(names)) => {
            for name in names {
                rows.push("fullName", general_name(name));
            }
        }
        Some(DistributionPointName::NameRelativeToCRLIssuer(_)) => rows.push("nameRelativeToCRLIssuer", ""),
        None => {}
    }
    for name in point.crl_issuer.iter().flatten() {
        rows.push("cRLIssuer", general_name(name));
    }
}

/// A dotted identifier with its name, if it has one.
fn identifier(oid: &Oid<'_>) -> String {
    let dotted = oid.to_id_string();
    match name(&dotted) {
        Some(name) => format!("{dotted} {name}"),
        None => dotted,
    }
}

/// The values of some ASN.1 in one line.
fn strings(value: &[u8]) -> String {
    let nodes = tree(value, Structure::Unknown, Hide::Nothing);
    let leaves = nodes.iter().filter(|node| !node.constructed).map(|node| node.value.as_str());
    leaves.collect::<Vec<_>>().join(" ")
}

/// Hexadecimal as most tools write identifiers: `4A:0B`.
fn hex(octets: &[u8]) -> String {
    crate::certificate::hex(octets, ":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_stands_once_under_the_name_of_its_identifier() {
        let mut seen = std::collections::BTreeSet::new();
        for sort in SORTS {
            assert!(seen.insert(sort.oid), "{}", sort.oid);
            assert_eq!(name(sort.oid), Some(sort.name));
            assert!(
                (sort.purpose)(Lang::En).ends_with('.') && (sort.purpose)(Lang::Ko).ends_with('.'),
                "{}",
                sort.name
            );
        }
    }

    #[test]
    fn addresses_have_their_mask_where_there_is_one() {
        let cases: [(&[u8], &str); 4] = [
            (&[127, 0, 0, 1], "127.0.0.1"),
            (&[10, 0, 0, 0, 255, 0, 0, 0], "10.0.0.0/8"),
            (&[0; 16], "::"),
            (&[1, 2, 3], "01:02:03"),
        ];
        for (octets, expected) in cases {
            assert_eq!(address(octets), expected);
        }
    }
}
