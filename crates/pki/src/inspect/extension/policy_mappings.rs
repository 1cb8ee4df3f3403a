//! policyMappings (RFC 5280 section 4.2.1.5).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, identifier};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.33",
    name: "policyMappings",
    rule: "RFC 5280 section 4.2.1.5",
    purpose: text::inspect::extension_policy_mappings,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::PolicyMappings(found) = extension.parsed_extension() else { return None };
    for mapping in &found.mappings {
        let (issuer, subject) = (&mapping.issuer_domain_policy, &mapping.subject_domain_policy);
        rows.push("mapping", format!("{} = {}", identifier(issuer), identifier(subject)));
    }
    Some(())
}
