//! reasonCode (RFC 5280 section 5.3.1).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.21",
    name: "reasonCode",
    rule: "RFC 5280 section 5.3.1",
    purpose: text::inspect::extension_reason_code,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::ReasonCode(found) = extension.parsed_extension() else { return None };
    rows.push("reason", format!("{found:?}"));
    Some(())
}
