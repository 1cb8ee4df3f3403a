//! issuingDistributionPoint (RFC 5280 section 5.2.5).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.28",
    name: "issuingDistributionPoint",
    rule: "RFC 5280 section 5.2.5",
    purpose: text::inspect::extension_issuing_distribution_point,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
