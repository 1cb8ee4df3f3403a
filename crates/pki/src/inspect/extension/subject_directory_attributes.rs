//! subjectDirectoryAttributes (RFC 5280 section 4.2.1.8).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.9",
    name: "subjectDirectoryAttributes",
    rule: "RFC 5280 section 4.2.1.8",
    purpose: text::inspect::extension_subject_directory_attributes,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
