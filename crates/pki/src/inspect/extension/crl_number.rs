//! cRLNumber (RFC 5280 section 5.2.3).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.20",
    name: "cRLNumber",
    rule: "RFC 5280 section 5.2.3",
    purpose: text::inspect::extension_crl_number,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::CRLNumber(found) = extension.parsed_extension() else { return None };
    rows.push("number", found.to_string());
    Some(())
}
