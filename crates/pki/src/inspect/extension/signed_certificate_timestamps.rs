//! signedCertificateTimestampList (RFC 6962 section 3.3).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, hex};
use crate::moment::Moment;

pub(super) const SORT: Sort = Sort {
    oid: "1.3.6.1.4.1.11129.2.4.2",
    name: "signedCertificateTimestampList",
    rule: "RFC 6962 section 3.3",
    purpose: text::inspect::extension_signed_certificate_timestamps,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::SCT(found) = extension.parsed_extension() else { return None };
    for timestamp in found {
        let seconds = i64::try_from(timestamp.timestamp / 1_000).unwrap_or(i64::MAX);
        rows.push("logId", hex(timestamp.id.key_id));
        rows.push("timestamp", Moment::from_unix_seconds(seconds).to_string());
    }
    Some(())
}
