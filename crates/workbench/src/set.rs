//! What was made: one authority and the servers and clients that it issued, with the keys that are still here.

use std::rc::Rc;

use deploy::unwritable::is_treacherous;
use pki::certificate::{AlternativeName, Certificate};
use pki::crl::{CrlLifetime, CrlNumber, Revocation, RevocationList};
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
    /// Whether the key was handed to the browser's downloads since it was made; an authority's only with its bundle.
    pub saved: bool,
    /// When it was issued, where that is known otherwise than by the beginning of its validity.
    pub issued_at: Option<Moment>,
    /// When it was taken off the list; `None` while it stands there.
    pub removed_at: Option<Moment>,
    /// That it was revoked; `None` while it is good. It stays on the list so, without its key.
    pub revoked: Option<Revocation>,
}

impl Item {
    /// The names and addresses that its certificate carries.
    #[must_use]
    pub fn service_names(&self) -> Vec<String> {
        let names = self.certificate.facts().names.iter();
        names
            .filter_map(|name| match name {
                AlternativeName::Dns(name) | AlternativeName::Ip(name) => Some(name.clone()),
                AlternativeName::Email(_) | AlternativeName::Uri(_) | AlternativeName::Other(_) => None,
            })
            .collect()
    }
}

/// An authority with everything that it issued.
#[derive(Debug, Clone, PartialEq)]
pub struct CertificateSet {
    /// The authority.
    pub authority: Rc<Item>,
    /// Servers and clients in the order in which they were issued.
    pub leaves: Vec<Rc<Item>>,
    /// What was taken off the list, without keys. Removing revokes nothing, and what was revoked stays so: the authority's
    /// record goes on naming it.
    pub removed: Vec<Rc<Item>>,
    /// The form that it was made from.
    pub made_from: Form,
    /// When it was made.
    pub made_at: Moment,
    /// The number for the next certificate.
    pub next_id: u32,
    /// The days for which revocation lists are good.
    pub list_lifetime: CrlLifetime,
    /// The revocation list that was signed last; `None` until the first one is.
    pub list: Option<Rc<SignedList>>,
}

/// A revocation list as the page holds it: public, and ready to be copied and saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedList {
    /// The list as PEM.
    pub pem: String,
    /// Its number.
    pub number: CrlNumber,
    /// Until when it is taken; afterwards servers that use it refuse everybody.
    pub next_update: Moment,
    /// How many certificates it revokes.
    pub entries: usize,
}

impl SignedList {
    /// A list as the page holds it. Workers say so: it writes PEM, which the page does not.
    #[must_use]
    pub(crate) fn of(list: &RevocationList) -> SignedList {
        let facts = list.facts();
        SignedList {
            pem: list.to_pem(),
            number: facts.number,
            next_update: facts.next_update,
            entries: facts.entries.len(),
        }
    }
}

/// What a revocation list is called.
pub const LIST_FILE: &str = "client-ca.crl";

impl CertificateSet {
    /// The authority and the leaves.
    pub fn items(&self) -> impl Iterator<Item = &Rc<Item>> {
        std::iter::once(&self.authority).chain(&self.leaves)
    }

    /// The leaves of one role that are not revoked.
    pub fn leaves_of(&self, role: Role) -> impl Iterator<Item = &Rc<Item>> {
        self.good().filter(move |item| item.role == role)
    }

    /// What the clients are called. The name of a revoked one is free for its successor; a server's is told apart by its kind.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        self.leaves_of(Role::Client).map(|item| item.label.clone()).collect()
    }

    /// The names of the service: those of the first server, or as they were typed where there is none.
    #[must_use]
    pub fn service_names(&self) -> Vec<String> {
        let server = self.leaves_of(Role::Server).next();
        server.map_or_else(|| self.made_from.services.clone(), |item| item.service_names())
    }

    /// The leaves that are not revoked.
    pub(crate) fn good(&self) -> impl Iterator<Item = &Rc<Item>> {
        self.leaves.iter().filter(|item| item.revoked.is_none())
    }

    /// What was issued: the leaves, and what was taken off the list.
    pub(crate) fn issued(&self) -> impl Iterator<Item = &Rc<Item>> {
        self.leaves.iter().chain(&self.removed)
    }

    /// What was revoked, that included which was taken off the list since.
    pub fn revoked(&self) -> impl Iterator<Item = &Rc<Item>> {
        self.issued().filter(|item| item.revoked.is_some())
    }

    /// The number for the next revocation list.
    #[must_use]
    pub fn next_list_number(&self) -> CrlNumber {
        self.list.as_ref().map_or(CrlNumber::FIRST, |list| list.number.next())
    }

    /// The revocation list, if it names everything that is revoked and is still taken at this moment.
    #[must_use]
    pub fn current_list(&self, now: Moment) -> Option<&Rc<SignedList>> {
        let revoked = self.revoked().count();
        self.list.as_ref().filter(|list| list.entries == revoked && now < list.next_update)
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
        let revoked = self.item(id)?.revoked.is_some();
        if label.is_empty() {
            Some(Problem::LabelEmpty)
        } else if label.chars().count() > LONGEST_LABEL {
            Some(Problem::LabelLong(LONGEST_LABEL))
        } else if label.chars().any(is_treacherous) {
            Some(Problem::LabelCharacter)
        } else if !revoked && self.leaves_of(role).any(same) {
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

    /// Takes over what was issued.
    pub(crate) fn extend(&mut self, items: impl Iterator<Item = NewItem>) {
        for item in items {
            self.leaves.push(Rc::new(item.numbered(ItemId(self.next_id))));
            self.next_id += 1;
        }
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

    /// Marks a leaf as revoked, once and for all; its key is dropped.
    pub(crate) fn revoke(&mut self, id: ItemId, revocation: Revocation) {
        self.change(id, |item| {
            item.key = None;
            item.revoked.get_or_insert(revocation);
        });
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

impl NewItem {
    /// With the number that it has in a set.
    pub(crate) fn numbered(self, id: ItemId) -> Item {
        let NewItem { role, label, certificate, pem, key } = self;
        Item {
            id,
            role,
            label,
            certificate,
            pem,
            key: Some(key),
            saved: false,
            issued_at: None,
            removed_at: None,
            revoked: None,
        }
    }
}
