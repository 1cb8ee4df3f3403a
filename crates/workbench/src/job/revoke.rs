//! Signing the authority's next revocation list. What is revoked is the set's book; the list says the same to strangers.

use pki::certificate::Certificate;
use pki::crl::{self, CrlLifetime, CrlNumber, Revoked};
use pki::issue::Authority;
use pki::key::PrivateKey;
use pki::moment::Moment;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::recorded::Recorded;
use crate::set::{CertificateSet, SignedList};

/// A list to be signed: everything revoked that the set knows of, on its list or off it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    certificate: Certificate,
    key: PrivateKey,
    revoked: Vec<Recorded>,
    number: CrlNumber,
    lifetime: CrlLifetime,
    now: Moment,
}

impl Order {
    /// The next list of this set's authority; `None` when its key is not here.
    #[must_use]
    pub fn of(set: &CertificateSet, now: Moment) -> Option<Order> {
        Some(Order {
            certificate: set.authority.certificate.clone(),
            key: set.authority.key.clone()?,
            revoked: set.revoked().map(|item| Recorded::of(item)).collect(),
            number: set.next_list_number(),
            lifetime: set.list_lifetime,
            now,
        })
    }

    /// Signs it, entries in the order of issuing. Runs in the worker.
    ///
    /// # Errors
    /// [`Problem`] when the authority is over, or may sign no lists.
    pub fn sign(mut self) -> Result<SignedList, Problem> {
        self.revoked.sort_by_key(|record| record.number);
        let authority = Authority::new(self.certificate, self.key)?;
        let entry = |record: &Recorded| Some(Revoked::new(&record.certificate, record.revoked?));
        let revoked: Vec<Revoked> = self.revoked.iter().filter_map(entry).collect();
        let list = crl::sign(&revoked, self.number, self.lifetime, &authority, self.now)?;
        Ok(SignedList::of(&list))
    }
}
