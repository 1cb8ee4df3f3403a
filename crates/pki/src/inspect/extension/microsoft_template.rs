//! msCertificateTemplate (MS-WCCE section 2.2.2.7.7.2).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "1.3.6.1.4.1.311.21.7",
    name: "msCertificateTemplate",
    rule: "MS-WCCE section 2.2.2.7.7.2",
    purpose: text::inspect::extension_microsoft_template,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
