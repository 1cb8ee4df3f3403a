//! subjectKeyIdentifier (RFC 5280 section 4.2.1.2).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, hex};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.14",
    name: "subjectKeyIdentifier",
    rule: "RFC 5280 section 4.2.1.2",
    purpose: text::inspect::extension_subject_key_identifier,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::SubjectKeyIdentifier(found) = extension.parsed_extension() else { return None };
    rows.push("keyIdentifier", hex(found.0));
    Some(())
}
