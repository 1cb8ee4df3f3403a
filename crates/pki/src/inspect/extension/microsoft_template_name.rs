//! msCertificateTemplateName (MS-WCCE section 2.2.2.7.7.1).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "1.3.6.1.4.1.311.20.2",
    name: "msCertificateTemplateName",
    rule: "MS-WCCE section 2.2.2.7.7.1",
    purpose: text::inspect::extension_microsoft_template_name,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
