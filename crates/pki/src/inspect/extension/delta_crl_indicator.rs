//! deltaCRLIndicator (RFC 5280 section 5.2.4).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.27",
    name: "deltaCRLIndicator",
    rule: "RFC 5280 section 5.2.4",
    purpose: text::inspect::extension_delta_crl_indicator,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
