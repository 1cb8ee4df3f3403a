//! Which list OpenSSL takes for a certificate, and what it says of it. A list that is over is still read; one that is missing
//! is an error: nginx asks for every certificate of the chain, the anchor too, once it has `ssl_crl`.

use super::build::identifiers_agree;
use super::{Code, Revocation, Run, Stopped};
use crate::chain::{List, Member, Proof, usage};

/// How well a list suits, as OpenSSL weighs it: unhandled extensions weigh most, then the scope, then the dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Suits {
    handled: bool,
    in_scope: bool,
    current: bool,
    /// Its signatory is the certificate's own issuer, and not one further up.
    by_issuer: bool,
}

impl Run<'_> {
    pub(super) fn check_revocation(&mut self) -> Result<(), Stopped> {
        if self.question.lists.is_empty() && self.settings.revocation != Revocation::ChainAlways {
            return Ok(());
        }
        let last = match self.settings.revocation {
            Revocation::Leaf => 0,
            Revocation::Chain | Revocation::ChainAlways => self.chain.len() - 1,
        };
        (0..=last).try_for_each(|at| self.check_one(at))
    }

    fn check_one(&mut self, at: usize) -> Result<(), Stopped> {
        self.depth = at;
        let Some((list, suits, signatory)) = self.best_list(at) else {
            return self.tell(at, Code::NO_LIST);
        };
        let (found, signer) = (&self.pool.lists[list], &self.pool.members[signatory]);
        let cannot_sign = signer.usage_lacks(&[usage::LIST_SIGNING]);
        let entry = found.entry(&self.pool.members[self.chain[at]].serial);
        let critical = found.critical;
        if !found.delta {
            if cannot_sign {
                self.tell(at, Code::NO_LIST_SIGNING)?;
            }
            if !suits.in_scope {
                self.tell(at, Code::LIST_SCOPE)?;
            }
        }
        if !suits.current {
            if found.this_update > self.question.at {
                self.tell(at, Code::LIST_NOT_YET_VALID)?;
            }
            if found.next_update.is_some_and(|end| end <= self.question.at) {
                self.tell(at, Code::LIST_EXPIRED)?;
            }
        }
        if self.pool.list_proof(list, signatory) == Proof::Refuted {
            self.tell(at, Code::LIST_SIGNATURE)?;
        }
        if critical {
            self.tell(at, Code::UNHANDLED_CRITICAL_IN_LIST)?;
        }
        if entry.is_some_and(|entry| !entry.removed) {
            self.tell(at, Code::REVOKED)?;
        }
        // a list that does not cover the certificate leaves the question open
        if suits.in_scope { Ok(()) } else { self.tell(at, Code::NO_LIST) }
    }

    /// The list that suits best, the newer one of equals, with who is taken for its signatory.
    fn best_list(&self, at: usize) -> Option<(usize, Suits, usize)> {
        let mut best: Option<(usize, Suits, usize)> = None;
        for list in self.question.lists.iter().copied() {
            let Some((suits, signatory)) = self.suits_list(at, &self.pool.lists[list]) else { continue };
            let better = best.is_none_or(|(known, known_suits, _)| {
                let newer = self.pool.lists[list].this_update > self.pool.lists[known].this_update;
                suits > known_suits || (suits == known_suits && newer)
            });
            if better {
                best = Some((list, suits, signatory));
            }
        }
        best
    }

    fn suits_list(&self, at: usize, list: &List) -> Option<(Suits, usize)> {
        let member = &self.pool.members[self.chain[at]];
        if list.scope.is_some_and(|scope| scope.partial) || list.issuer_name != member.issuer_name {
            return None;
        }
        let last = self.chain.len() - 1;
        let above = if at == last { at } else { at + 1 };
        let suits =
            |index: usize| identifiers_agree(list.authority.as_ref(), &self.pool.members[self.chain[index]]);
        let further = || {
            (above + 1..=last).find(|index| {
                self.pool.members[self.chain[*index]].subject_name == list.issuer_name && suits(*index)
            })
        };
        let (signatory, by_issuer) = if suits(above) { (above, true) } else { (further()?, false) };
        let current =
            list.this_update <= self.question.at && list.next_update.is_none_or(|end| end > self.question.at);
        let suits = Suits { handled: !list.critical, in_scope: in_scope(member, list), current, by_issuer };
        Some((suits, self.chain[signatory]))
    }
}

/// issuingDistributionPoint (RFC 5280 section 5.2.5); points of distribution themselves are not compared here.
fn in_scope(member: &Member, list: &List) -> bool {
    list.scope.is_none_or(|scope| {
        !scope.attributes_only
            && !scope.point
            && !(if member.is_authority() { scope.users_only } else { scope.authorities_only })
    })
}
