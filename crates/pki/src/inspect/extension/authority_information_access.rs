//! authorityInfoAccess (RFC 5280 section 4.2.2.1).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, general_name};
use crate::inspect::oid::name_or_dotted;

pub(super) const SORT: Sort = Sort {
    oid: "1.3.6.1.5.5.7.1.1",
    name: "authorityInfoAccess",
    rule: "RFC 5280 section 4.2.2.1",
    purpose: text::inspect::extension_authority_information_access,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::AuthorityInfoAccess(found) = extension.parsed_extension() else { return None };
    for description in &found.accessdescs {
        rows.push(
            name_or_dotted(&description.access_method.to_id_string()),
            general_name(&description.access_location),
        );
    }
    Some(())
}
