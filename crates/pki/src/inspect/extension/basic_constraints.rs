//! basicConstraints (RFC 5280 section 4.2.1.9).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.19",
    name: "basicConstraints",
    rule: "RFC 5280 section 4.2.1.9",
    purpose: text::inspect::extension_basic_constraints,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::BasicConstraints(found) = extension.parsed_extension() else { return None };
    rows.push("cA", if found.ca { "TRUE" } else { "FALSE" });
    if let Some(length) = found.path_len_constraint {
        rows.push("pathLenConstraint", length.to_string());
    }
    Some(())
}
