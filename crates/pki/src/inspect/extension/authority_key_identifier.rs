//! authorityKeyIdentifier (RFC 5280 section 4.2.1.1).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, general_name, hex};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.35",
    name: "authorityKeyIdentifier",
    rule: "RFC 5280 section 4.2.1.1",
    purpose: text::inspect::extension_authority_key_identifier,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::AuthorityKeyIdentifier(found) = extension.parsed_extension() else { return None };
    if let Some(identifier) = &found.key_identifier {
        rows.push("keyIdentifier", hex(identifier.0));
    }
    for name in found.authority_cert_issuer.iter().flatten() {
        rows.push("authorityCertIssuer", general_name(name));
    }
    if let Some(serial) = found.authority_cert_serial {
        rows.push("authorityCertSerialNumber", hex(serial));
    }
    Some(())
}
