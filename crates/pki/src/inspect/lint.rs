//! What is wrong with what was read: one certificate seen alone, and things put side by side. How each fault is ranked and
//! worded is `finding`'s.

pub(super) mod certificate;
mod names;
pub(super) mod set;
mod structure;
mod usage;

pub(super) use structure::date_encodings as certificate_dates;

use crate::name::dns::DnsName;

/// Whether a common name could be meant as a host's name: it has a dot, or is `localhost`, and keeps to the rules.
pub(super) fn could_be_a_host(name: &str) -> bool {
    (name.contains('.') || name == "localhost") && !name.contains('@') && DnsName::parse(name).is_ok()
}
