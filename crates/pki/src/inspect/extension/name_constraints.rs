//! nameConstraints (RFC 5280 section 4.2.1.10).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, general_name};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.30",
    name: "nameConstraints",
    rule: "RFC 5280 section 4.2.1.10",
    purpose: text::inspect::extension_name_constraints,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::NameConstraints(found) = extension.parsed_extension() else { return None };
    for (label, trees) in [("permitted", &found.permitted_subtrees), ("excluded", &found.excluded_subtrees)] {
        for tree in trees.iter().flatten() {
            rows.push(label, general_name(&tree.base));
        }
    }
    Some(())
}
