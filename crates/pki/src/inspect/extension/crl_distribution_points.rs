//! cRLDistributionPoints (RFC 5280 section 4.2.1.13).

use x509_parser::extensions::{ParsedExtension, X509Extension};

use super::{Rows, Sort, point_rows};

pub(super) const SORT: Sort = Sort {
    oid: "2.5.29.31",
    name: "cRLDistributionPoints",
    rule: "RFC 5280 section 4.2.1.13",
    purpose: text::inspect::extension_crl_distribution_points,
    read,
};

fn read(extension: &X509Extension<'_>, rows: &mut Rows) -> Option<()> {
    let ParsedExtension::CRLDistributionPoints(found) = extension.parsed_extension() else { return None };
    for point in &found.points {
        point_rows(point, rows);
    }
    Some(())
}
