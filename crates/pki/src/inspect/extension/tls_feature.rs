//! tlsFeature (RFC 7633 section 4).

use x509_parser::extensions::X509Extension;

use super::{Rows, Sort};
use crate::inspect::der;

pub(super) const SORT: Sort = Sort {
    oid: "1.3.6.1.5.5.7.1.24",
    name: "tlsFeature",
    rule: "RFC 7633 section 4",
    purpose: text::inspect::extension_tls_feature,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let outer = der::first(extension.value).ok()?;
    for feature in der::children(&outer) {
        let number = feature.content.iter().fold(0_u32, |number, octet| (number << 8) | u32::from(*octet));
        let name = match number {
            5 => "status_request",
            17 => "status_request_v2",
            _ => "",
        };
        rows.push("feature", format!("{number} {name}").trim_end());
    }
    Some(())
}
