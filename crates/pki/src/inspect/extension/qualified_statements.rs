//! qcStatements (RFC 3739 section 3.2.6).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "1.3.6.1.5.5.7.1.3",
    name: "qcStatements",
    rule: "RFC 3739 section 3.2.6",
    purpose: text::inspect::extension_qualified_statements,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
