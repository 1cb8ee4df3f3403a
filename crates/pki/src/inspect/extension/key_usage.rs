//! keyUsage (RFC 5280 section 4.2.1.3).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, usages};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.15",
    name: "keyUsage",
    rule: "RFC 5280 section 4.2.1.3",
    purpose: text::inspect::extension_key_usage,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::KeyUsage(found) = extension.parsed_extension() else { return None };
    for usage in usages(found) {
        rows.push("usage", usage);
    }
    Some(())
}
