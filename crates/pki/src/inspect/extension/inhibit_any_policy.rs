//! inhibitAnyPolicy (RFC 5280 section 4.2.1.14).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.54",
    name: "inhibitAnyPolicy",
    rule: "RFC 5280 section 4.2.1.14",
    purpose: text::inspect::extension_inhibit_any_policy,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::InhibitAnyPolicy(found) = extension.parsed_extension() else { return None };
    rows.push("skipCerts", found.skip_certs.to_string());
    Some(())
}
