//! privateKeyUsagePeriod (RFC 3280 section 4.2.1.4).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.16",
    name: "privateKeyUsagePeriod",
    rule: "RFC 3280 section 4.2.1.4",
    purpose: text::inspect::extension_private_key_usage_period,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
