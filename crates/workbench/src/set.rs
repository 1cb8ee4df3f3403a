//! What was made: one authority and the servers and clients that it issued, with the keys that are still here.

use std::rc::Rc;

use deploy::unwritable::is_treacherous;
use pki::certificate::Certificate;
use pki::key::PrivateKey;
use pki::moment::Moment;
use serde::{Deserialize, Serialize};

use crate::form::Form;
use crate::problem::Problem;
use crate::role::Role;

/// Characters of the longest label: as many as a common name may have (RFC 5280 appendix A.1, ub-common-name).
const LONGEST_LABEL: usize = 64;

/// The number of one certificate of the set, never used again. The authority's is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemId(pub u32);

/// One certificate of the set.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its number.
    pub id: ItemId,
    /// Who it is for.
    pub role: Role,
    /// What the user calls it; files are named after it. The certificate does not know this name.
    pub label: String,
    /// The certificate.
    pub certificate: Certificate,
    /// The certificate as PEM, ready to be copied and saved.
    pub pem: String,
    /// Its private key, when it is here. Leaves reopened from an authority bundle have none.
    pub key: Option<PrivateKey>,
    /// Whether the key was handed to the browser's downloads since it was made.
    pub saved: bool,
    /// When it was taken off the list; `None` while it stands there.
    pub removed_at: Option<Moment>,
}

/// An authority with everything that it issued.
#[derive(Debug, Clone, PartialEq)]
pub struct CertificateSet {
    /// The authority.
    pub authority: Rc<Item>,
    /// Servers and clients in the order in which they were issued.
    pub leaves: Vec<Rc<Item>>,
    /// What was taken off the list, without keys. Removing revokes nothing, so the authority's record goes on naming it.
    pub removed: Vec<Rc<Item>>,
    /// The form that it was made from.
    pub made_from: Form,
    /// When it was made.
    pub made_at: Moment,
    /// The number for the next certificate.
    pub next_id: u32,
}

impl CertificateSet {
    /// The authority and the leaves.
    pub fn items(&self) -> impl Iterator<Item = &Rc<Item>> {
        std::iter::once(&self.authority).chain(&self.leaves)
    }

    /// The leaves of one role.
    pub fn leaves_of(&self, role: Role) -> impl Iterator<Item = &Rc<Item>> {
        self.leaves.iter().filter(move |item| item.role == role)
    }

    /// What the leaves are called.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        self.leaves.iter().map(|item| item.label.clone()).collect()
    }

    /// The certificate with that number.
    #[must_use]
    pub fn item(&self, id: ItemId) -> Option<&Rc<Item>> {
        self.items().find(|item| item.id == id)
    }

    /// Why a certificate cannot be called so; `None` when it can. Files are named after it and told apart by it.
    #[must_use]
    pub fn label_problem(&self, id: ItemId, label: &str) -> Option<Problem> {
        let role = self.item(id)?.role;
        let same = |item: &Rc<Item>| item.id != id && item.label.eq_ignore_ascii_case(label);
        if label.chars().count() > LONGEST_LABEL {
            Some(Problem::LabelLong(LONGEST_LABEL))
        } else if label.chars().any(is_treacherous) {
            Some(Problem::LabelCharacter)
        } else if self.leaves_of(role).any(same) {
            Some(Problem::LabelTaken(label.to_owned()))
        } else {
            None
        }
    }

    /// Keys that would be lost if the page were closed now.
    #[must_use]
    pub fn unsaved_keys(&self) -> usize {
        self.items().filter(|item| item.key.is_some() && !item.saved).count()
    }

    /// Takes a leaf off the list; its key is dropped.
    pub(crate) fn remove(&mut self, id: ItemId, at: Moment) {
        if let Some(place) = self.leaves.iter().position(|item| item.id == id) {
            let mut item = self.leaves.remove(place);
            let gone = Rc::make_mut(&mut item);
            gone.key = None;
            gone.removed_at = Some(at);
            self.removed.push(item);
        }
    }

    /// Changes one certificate's record in place.
    pub(crate) fn change(&mut self, id: ItemId, change: impl FnOnce(&mut Item)) {
        if self.authority.id == id {
            change(Rc::make_mut(&mut self.authority));
        } else if let Some(item) = self.leaves.iter_mut().find(|item| item.id == id) {
            change(Rc::make_mut(item));
        }
    }
}

/// A certificate fresh from the worker, before it has a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewItem {
    /// Who it is for.
    pub role: Role,
    /// What to call it.
    pub label: String,
    /// The certificate.
    pub certificate: Certificate,
    /// The certificate as PEM.
    pub pem: String,
    /// Its private key.
    pub key: PrivateKey,
}
