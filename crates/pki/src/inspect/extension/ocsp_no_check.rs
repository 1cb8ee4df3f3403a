//! ocspNoCheck (RFC 6960 section 4.2.2.2.1).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "1.3.6.1.5.5.7.48.1.5",
    name: "ocspNoCheck",
    rule: "RFC 6960 section 4.2.2.2.1",
    purpose: text::inspect::extension_ocsp_no_check,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
