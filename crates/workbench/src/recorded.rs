//! What the authority's record holds: its leaves, and the names of the sections in which the page keeps its own.

use pki::certificate::Certificate;
use pki::crl::Revocation;
use pki::moment::Moment;
use serde::{Deserialize, Serialize};

use crate::role::Role;
use crate::set::{Item, ItemId};

/// A leaf in the authority's record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recorded {
    /// Its number; they grow in the order of issuing.
    pub(crate) number: ItemId,
    pub(crate) role: Role,
    pub(crate) label: String,
    pub(crate) certificate: Certificate,
    /// When it was issued, where that is known otherwise than by the beginning of its validity.
    pub(crate) issued_at: Option<Moment>,
    /// When it was taken off the list, if it was.
    pub(crate) removed_at: Option<Moment>,
    /// That it was revoked, if it was.
    pub(crate) revoked: Option<Revocation>,
}

impl Recorded {
    /// A certificate of the set, as it is recorded.
    pub(crate) fn of(item: &Item) -> Recorded {
        Recorded {
            number: item.id,
            role: item.role,
            label: item.label.clone(),
            certificate: item.certificate.clone(),
            issued_at: item.issued_at,
            removed_at: item.removed_at,
            revoked: item.revoked,
        }
    }
}

/// The section of the record that holds the Create room's form.
pub(crate) const FORM: &str = "form";
/// The section of the record that holds the Deploy room's choices.
pub(crate) const DEPLOY: &str = "deploy";
/// The section of the record that says who opens the bundles of clients: numbers and ids of recipients.
pub(crate) const RECIPIENTS: &str = "recipients";
/// The section of the record that names the runbook's steps that are done.
pub(crate) const TICKS: &str = "ticks";
