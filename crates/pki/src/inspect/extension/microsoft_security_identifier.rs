//! msNtdsCaSecurity (MS-WCCE section 2.2.2.7.7.4).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "1.3.6.1.4.1.311.25.2",
    name: "msNtdsCaSecurity",
    rule: "MS-WCCE section 2.2.2.7.7.4",
    purpose: text::inspect::extension_microsoft_security_identifier,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
