//! netscapeCertType (Netscape Certificate Extensions).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort};

pub(super) const SORT: Sort = Sort {
    oid: "2.16.840.1.113730.1.1",
    name: "netscapeCertType",
    rule: "Netscape Certificate Extensions",
    purpose: text::inspect::extension_netscape_certificate_type,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::NSCertType(found) = extension.parsed_extension() else { return None };
    rows.push("type", found.to_string());
    Some(())
}
