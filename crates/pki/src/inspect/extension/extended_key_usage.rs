//! extKeyUsage (RFC 5280 section 4.2.1.12).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort, purposes};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.37",
    name: "extKeyUsage",
    rule: "RFC 5280 section 4.2.1.12",
    purpose: text::inspect::extension_extended_key_usage,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let purposes = purposes(extension)?;
    for purpose in purposes {
        rows.push("keyPurposeId", purpose);
    }
    Some(())
}
