//! certificateIssuer (RFC 5280 section 5.3.3).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.29",
    name: "certificateIssuer",
    rule: "RFC 5280 section 5.3.3",
    purpose: text::inspect::extension_certificate_issuer,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
