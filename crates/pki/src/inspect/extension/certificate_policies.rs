//! certificatePolicies (RFC 5280 section 4.2.1.4).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, identifier, strings};
use crate::inspect::oid::name_or_dotted;

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.32",
    name: "certificatePolicies",
    rule: "RFC 5280 section 4.2.1.4",
    purpose: text::inspect::extension_certificate_policies,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::CertificatePolicies(found) = extension.parsed_extension() else { return None };
    for policy in found {
        rows.push("policyIdentifier", identifier(&policy.policy_id));
        for qualifier in policy.policy_qualifiers.iter().flatten() {
            rows.push(
                name_or_dotted(&qualifier.policy_qualifier_id.to_id_string()),
                strings(qualifier.qualifier),
            );
        }
    }
    Some(())
}
