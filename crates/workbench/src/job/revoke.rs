//! Signing the authority's next revocation list. What is revoked is the set's book; the list says the same to strangers.

use std::rc::Rc;

use pki::certificate::Certificate;
use pki::crl::{self, CrlLifetime, CrlNumber, RevocationList, Revoked};
use pki::issue::Authority;
use pki::key::PrivateKey;
use pki::moment::Moment;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::set::{CertificateSet, Item, SignedList};

/// A list to be signed: everything revoked that the set knows of, on its list or off it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    certificate: Certificate,
    key: PrivateKey,
    revoked: Vec<Revoked>,
    number: CrlNumber,
    lifetime: CrlLifetime,
    now: Moment,
}

impl Order {
    /// The next list of this set's authority; `None` when its key is not here.
    #[must_use]
    pub fn of(set: &CertificateSet, now: Moment) -> Option<Order> {
        let entry = |item: &Rc<Item>| Some(Revoked::new(&item.certificate, item.revoked?));
        Some(Order {
            certificate: set.authority.certificate.clone(),
            key: set.authority.key.clone()?,
            revoked: set.leaves.iter().chain(&set.removed).filter_map(entry).collect(),
            number: set.next_list_number(),
            lifetime: set.list_lifetime,
            now,
        })
    }

    /// Signs it. Runs in the worker.
    ///
    /// # Errors
    /// [`Problem`] when the authority is over, or may sign no lists.
    pub fn sign(self) -> Result<SignedList, Problem> {
        let authority = Authority::new(self.certificate, self.key)?;
        let list = crl::sign(&self.revoked, self.number, self.lifetime, &authority, self.now)?;
        Ok(of_list(&list))
    }
}

/// A list as the page holds it.
pub(super) fn of_list(list: &RevocationList) -> SignedList {
    let facts = list.facts();
    SignedList {
        pem: list.to_pem(),
        number: facts.number,
        this_update: facts.this_update,
        next_update: facts.next_update,
        entries: facts.entries.len(),
    }
}
