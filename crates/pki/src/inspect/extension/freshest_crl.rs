//! freshestCRL (RFC 5280 section 4.2.1.15).

use x509_parser::extensions::{CRLDistributionPoints, X509Extension};
use x509_parser::prelude::FromDer;

use super::{Rows, Sort, point_rows};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.46",
    name: "freshestCRL",
    rule: "RFC 5280 section 4.2.1.15",
    purpose: text::inspect::extension_freshest_crl,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let (_, found) = CRLDistributionPoints::from_der(extension.value).ok()?;
    for point in &found.points {
        point_rows(point, rows);
    }
    Some(())
}
