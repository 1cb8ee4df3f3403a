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
    let name = NAMES.get(usize::from(found.0)).filter(|name| !name.is_empty());
    rows.push("reason", name.map_or_else(|| found.0.to_string(), |name| (*name).to_owned()));
    Some(())
}

/// The reasons by their numbers; 7 is not used.
const NAMES: [&str; 11] = [
    "unspecified",
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "",
    "removeFromCRL",
    "privilegeWithdrawn",
    "aACompromise",
];
