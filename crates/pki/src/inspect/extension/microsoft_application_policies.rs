//! msApplicationPolicies (MS-WCCE section 2.2.2.7.7.3).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "1.3.6.1.4.1.311.21.10",
    name: "msApplicationPolicies",
    rule: "MS-WCCE section 2.2.2.7.7.3",
    purpose: text::inspect::extension_microsoft_application_policies,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
