//! policyConstraints (RFC 5280 section 4.2.1.11).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.36",
    name: "policyConstraints",
    rule: "RFC 5280 section 4.2.1.11",
    purpose: text::inspect::extension_policy_constraints,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::PolicyConstraints(found) = extension.parsed_extension() else { return None };
    if let Some(count) = found.require_explicit_policy {
        rows.push("requireExplicitPolicy", count.to_string());
    }
    if let Some(count) = found.inhibit_policy_mapping {
        rows.push("inhibitPolicyMapping", count.to_string());
    }
    Some(())
}
