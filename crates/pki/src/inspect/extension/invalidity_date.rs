//! invalidityDate (RFC 5280 section 5.3.2).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.24",
    name: "invalidityDate",
    rule: "RFC 5280 section 5.3.2",
    purpose: text::inspect::extension_invalidity_date,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
