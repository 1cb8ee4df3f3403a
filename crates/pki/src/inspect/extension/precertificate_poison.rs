//! precertificatePoison (RFC 6962 section 3.1).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "1.3.6.1.4.1.11129.2.4.3",
    name: "precertificatePoison",
    rule: "RFC 6962 section 3.1",
    purpose: text::inspect::extension_precertificate_poison,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
