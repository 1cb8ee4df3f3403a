//! Everything that was loaded, each certificate and list once, and which certificate may have issued which: by name, by key
//! identifier, and by signature. What hangs together how is `graph`'s; what is accepted is `verify`'s.

use std::collections::{HashMap, HashSet};

use super::list::List;
use super::member::{AuthorityKey, Member};
use super::name::Name;
use crate::inspect::signature::{Signed, Verdict};
use crate::inspect::{Report, Thing};

/// Certificates and lists, each once, in the order in which they were found.
#[derive(Debug, Default)]
pub struct Pool {
    /// The certificates.
    pub members: Vec<Member>,
    /// The lists.
    pub lists: Vec<List>,
    /// For each certificate the item of the report that it comes from; empty when it comes from none.
    pub items: Vec<usize>,
    /// For each list the item of the report that it comes from; empty when it comes from none.
    pub list_items: Vec<usize>,
    issuers: Vec<Vec<Issuance>>,
    list_issuers: Vec<Vec<Issuance>>,
    seen: HashSet<[u8; 32]>,
}

/// That one certificate bears the name of another's issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Issuance {
    /// The certificate that may have issued it.
    pub issuer: usize,
    /// What its key says to the signature.
    pub proof: Proof,
    /// What the key identifiers say.
    pub identifiers: Identifiers,
}

/// What an issuer's key says to a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// This key has signed it.
    Proven,
    /// It bears the name; the algorithm is none that can be verified here.
    Claimed,
    /// It bears the name, and another key has signed it: a twin.
    Refuted,
}

/// What authorityKeyIdentifier and subjectKeyIdentifier say (RFC 5280 sections 4.2.1.1 and 4.2.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identifiers {
    /// They are the same.
    Same,
    /// One of them is missing.
    Silent,
    /// They contradict each other.
    Differ,
}

/// How many certificates of one name are tried for each that names it: ten thousand of one name must not cost ten thousand
/// times ten thousand signatures.
const MOST: usize = 32;

impl Pool {
    /// What a report holds.
    #[must_use]
    pub fn of(report: &Report) -> Pool {
        let mut pool = Pool::default();
        for (index, item) in report.items.iter().enumerate() {
            match &item.thing {
                Thing::Certificate(_) => {
                    let is_new = pool.add_member(item.octets.expose());
                    pool.items.extend(is_new.then_some(index));
                }
                Thing::List(_) => {
                    let is_new = pool.add_list(item.octets.expose());
                    pool.list_items.extend(is_new.then_some(index));
                }
                _ => {}
            }
        }
        pool.link()
    }

    /// Certificates and lists as DER; what cannot be read is left out, and of equal ones the first stays.
    #[must_use]
    pub fn from_der<'a>(
        certificates: impl IntoIterator<Item = &'a [u8]>,
        lists: impl IntoIterator<Item = &'a [u8]>,
    ) -> Pool {
        let mut pool = Pool::default();
        for der in certificates {
            pool.add_member(der);
        }
        for der in lists {
            pool.add_list(der);
        }
        pool.link()
    }

    fn add_member(&mut self, der: &[u8]) -> bool {
        let Some(member) = Member::read(der) else { return false };
        let is_new = self.seen.insert(member.sha256);
        if is_new {
            self.members.push(member);
        }
        is_new
    }

    fn add_list(&mut self, der: &[u8]) -> bool {
        let Some(list) = List::read(der) else { return false };
        let is_new = self.seen.insert(list.sha256);
        if is_new {
            self.lists.push(list);
        }
        is_new
    }

    fn link(mut self) -> Pool {
        let mut by_name: HashMap<&Name, Vec<usize>> = HashMap::new();
        for (index, member) in self.members.iter().enumerate() {
            by_name.entry(&member.subject_name).or_default().push(index);
        }
        let found = |name: &Name, signed: &Signed, der: &[u8], authority: Option<&AuthorityKey>| {
            let mut of_name: Vec<(Identifiers, usize)> = by_name
                .get(name)
                .into_iter()
                .flatten()
                .map(|index| (identifiers(authority, &self.members[*index]), *index))
                .collect();
            // those that key identifiers name come first; the order of loading decides among equals
            of_name.sort_by_key(|(said, index)| (*said, *index));
            of_name.truncate(MOST);
            let issuance = |(identifiers, issuer): (Identifiers, usize)| Issuance {
                issuer,
                proof: proof(signed.verify(der, &self.members[issuer].key)),
                identifiers,
            };
            of_name.into_iter().map(issuance).collect::<Vec<_>>()
        };
        let issuers = self
            .members
            .iter()
            .map(|member| found(&member.issuer_name, &member.signed, &member.der, member.authority.as_ref()))
            .collect();
        let list_issuers = self
            .lists
            .iter()
            .map(|list| found(&list.issuer_name, &list.signed, &list.der, list.authority.as_ref()))
            .collect();
        (self.issuers, self.list_issuers) = (issuers, list_issuers);
        self
    }

    /// Who bears the name of this certificate's issuer: those that key identifiers name first, at most 32. A self-signed
    /// certificate is among them itself.
    #[must_use]
    pub fn issuers(&self, member: usize) -> &[Issuance] {
        self.issuers.get(member).map_or(&[], Vec::as_slice)
    }

    /// Who bears the name of this list's issuer.
    #[must_use]
    pub fn list_issuers(&self, list: usize) -> &[Issuance] {
        self.list_issuers.get(list).map_or(&[], Vec::as_slice)
    }

    /// The certificate with this fingerprint.
    #[must_use]
    pub fn find(&self, sha256: &[u8; 32]) -> Option<usize> {
        self.members.iter().position(|member| member.sha256 == *sha256)
    }

    /// Whether its own key has signed it, or at least may have.
    #[must_use]
    pub fn is_root(&self, member: usize) -> bool {
        self.issuers(member)
            .iter()
            .any(|issuance| issuance.issuer == member && issuance.proof != Proof::Refuted)
    }

    /// What a certificate's key says to another's signature.
    pub(crate) fn proof(&self, member: usize, issuer: usize) -> Proof {
        let known = self.issuers(member).iter().find(|issuance| issuance.issuer == issuer);
        known.map_or_else(
            || {
                let signed = &self.members[member];
                proof(signed.signed.verify(&signed.der, &self.members[issuer].key))
            },
            |issuance| issuance.proof,
        )
    }

    /// What a certificate's key says to a list's signature.
    pub(crate) fn list_proof(&self, list: usize, issuer: usize) -> Proof {
        let known = self.list_issuers(list).iter().find(|issuance| issuance.issuer == issuer);
        known.map_or_else(
            || {
                let signed = &self.lists[list];
                proof(signed.signed.verify(&signed.der, &self.members[issuer].key))
            },
            |issuance| issuance.proof,
        )
    }
}

fn proof(verdict: Verdict) -> Proof {
    match verdict {
        Verdict::Right => Proof::Proven,
        Verdict::Unknown => Proof::Claimed,
        Verdict::Wrong => Proof::Refuted,
    }
}

/// What the identifiers of both say.
pub(crate) fn identifiers(authority: Option<&AuthorityKey>, issuer: &Member) -> Identifiers {
    let named = authority.and_then(|authority| authority.key.as_ref());
    match (named, &issuer.subject_key) {
        (Some(named), Some(own)) if named == own => Identifiers::Same,
        (Some(_), Some(_)) => Identifiers::Differ,
        _ => Identifiers::Silent,
    }
}
