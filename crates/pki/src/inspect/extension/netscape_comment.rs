//! netscapeComment (Netscape Certificate Extensions).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, asn1};

pub(super) const SORT: Sort = Sort {
    oid: "2.16.840.1.113730.1.13",
    name: "netscapeComment",
    rule: "Netscape Certificate Extensions",
    purpose: text::inspect::extension_netscape_comment,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    asn1(extension.value, rows)
}
