//! issuerAltName (RFC 5280 section 4.2.1.7).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, labelled_name};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.18",
    name: "issuerAltName",
    rule: "RFC 5280 section 4.2.1.7",
    purpose: text::inspect::extension_issuer_alternative_name,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::IssuerAlternativeName(found) = extension.parsed_extension() else { return None };
    for name in &found.general_names {
        let (label, value) = labelled_name(name);
        rows.push(label, value);
    }
    Some(())
}
