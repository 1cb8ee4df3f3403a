//! subjectInfoAccess (RFC 5280 section 4.2.2.2).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, general_name};
use crate::inspect::oid::name_or_dotted;

pub(super) const SORT: Sort = Sort {
    oid: "1.3.6.1.5.5.7.1.11",
    name: "subjectInfoAccess",
    rule: "RFC 5280 section 4.2.2.2",
    purpose: text::inspect::extension_subject_information_access,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::SubjectInfoAccess(found) = extension.parsed_extension() else { return None };
    for description in &found.accessdescs {
        rows.push(
            name_or_dotted(&description.access_method.to_id_string()),
            general_name(&description.access_location),
        );
    }
    Some(())
}
