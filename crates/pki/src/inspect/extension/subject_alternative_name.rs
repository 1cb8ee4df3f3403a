//! subjectAltName (RFC 5280 section 4.2.1.6).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, labelled_name};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.17",
    name: "subjectAltName",
    rule: "RFC 5280 section 4.2.1.6",
    purpose: text::inspect::extension_subject_alternative_name,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::SubjectAlternativeName(found) = extension.parsed_extension() else { return None };
    for name in &found.general_names {
        let (label, value) = labelled_name(name);
        rows.push(label, value);
    }
    Some(())
}
