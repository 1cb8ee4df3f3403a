//! How the chain is built: from the leaf upwards, each time first among what is trusted, then among what the peer sent, until
//! a trusted certificate is reached that has signed itself. Dead ends are not tried anew with another issuer.

use super::{Code, Run, Stopped};
use crate::chain::{AuthorityKey, Identifiers, Member, identifiers};
use crate::inspect::signature::kind_of_key;

impl Run<'_> {
    pub(super) fn build(&mut self) -> Result<(), Stopped> {
        let longest = self.settings.depth + 1;
        let mut offered = self.question.intermediates.clone();
        let mut from_peer = true;
        let mut is_trusted = false;
        loop {
            let length = self.chain.len();
            self.depth = length - 1;
            let current = self.chain[length - 1];
            let found = if length > longest { None } else { self.trusted_issuer(current) };
            if let Some(issuer) = found {
                let mut ends = self.signs_itself(current);
                let mut known = length;
                let mut taken = true;
                if !ends {
                    self.chain.push(issuer);
                    ends = self.signs_itself(issuer);
                } else if issuer == current {
                    // what the peer sent is trusted as well
                    known -= 1;
                    self.untrusted = known;
                } else {
                    taken = false;
                }
                if taken {
                    from_peer = false;
                    is_trusted = self.is_trusted(known);
                    if is_trusted {
                        break;
                    }
                    if !ends {
                        continue;
                    }
                }
            }
            if !from_peer {
                break;
            }
            let issuer = if self.signs_itself(current) || length > longest {
                None
            } else {
                self.sent_issuer(&offered, current)
            };
            match issuer {
                Some(issuer) => {
                    offered.retain(|other| *other != issuer);
                    self.chain.push(issuer);
                    self.untrusted += 1;
                }
                None => from_peer = false,
            }
        }
        let length = self.chain.len();
        if length <= longest && !is_trusted && length == self.untrusted {
            is_trusted = self.is_trusted(length);
        }
        if is_trusted {
            return Ok(());
        }
        let last = length - 1;
        if length > longest {
            self.tell(last, Code::CHAIN_TOO_LONG)?;
        }
        let code = match (self.signs_itself(self.chain[last]), last, self.untrusted < length) {
            (true, 0, _) => Code::SELF_SIGNED_LEAF,
            (true, _, _) => Code::SELF_SIGNED_IN_CHAIN,
            (false, _, true) => Code::ISSUER_UNKNOWN,
            (false, _, false) => Code::ISSUER_UNKNOWN_HERE,
        };
        self.tell(last, code)
    }

    /// Whether what was added from this place on is trusted: it has signed itself, or partial chains are taken.
    fn is_trusted(&mut self, from: usize) -> bool {
        if self.chain[from..].iter().any(|member| self.signs_itself(*member)) {
            return true;
        }
        if !self.settings.partial_chain {
            return false;
        }
        if from < self.chain.len() {
            return true;
        }
        let is_known = self.question.anchors.contains(&self.question.leaf);
        if is_known {
            self.untrusted = 0;
        }
        is_known
    }

    /// The first trusted certificate that may have issued this one and is valid now; else the one that was valid last.
    fn trusted_issuer(&self, of: usize) -> Option<usize> {
        let anchors = &self.question.anchors;
        let named: Vec<usize> = anchors
            .iter()
            .copied()
            .filter(|anchor| self.pool.members[*anchor].subject_name == self.pool.members[of].issuer_name)
            .collect();
        self.best(&named, of, |_| true)
    }

    fn sent_issuer(&self, offered: &[usize], of: usize) -> Option<usize> {
        let first_of_itself = self.chain.len() == 1 && self.pool.members[of].names_itself();
        self.best(offered, of, |candidate| first_of_itself || !self.chain.contains(&candidate))
    }

    fn best(&self, candidates: &[usize], of: usize, may: impl Fn(usize) -> bool) -> Option<usize> {
        let mut latest: Option<usize> = None;
        for candidate in candidates.iter().copied() {
            if !may_have_issued(&self.pool.members[candidate], &self.pool.members[of]) || !may(candidate) {
                continue;
            }
            if self.is_valid_now(candidate) {
                return Some(candidate);
            }
            let end = |member: usize| self.pool.members[member].not_after;
            if latest.is_none_or(|known| end(candidate) > end(known)) {
                latest = Some(candidate);
            }
        }
        latest
    }

    pub(super) fn signs_itself(&self, member: usize) -> bool {
        signs_itself(&self.pool.members[member])
    }

    /// To OpenSSL the last second is over.
    fn is_valid_now(&self, member: usize) -> bool {
        let member = &self.pool.members[member];
        member.not_before <= self.question.at && self.question.at < member.not_after
    }
}

/// Whether OpenSSL takes a certificate for self-signed: by names, key identifiers and algorithm; the signature is not verified.
pub(crate) fn signs_itself(member: &Member) -> bool {
    may_have_issued(member, member)
}

/// Whether one may have issued the other, before any signature is verified.
pub(super) fn may_have_issued(issuer: &Member, subject: &Member) -> bool {
    issuer.subject_name == subject.issuer_name
        && issuer.broken.is_none()
        && subject.broken.is_none()
        && identifiers_agree(subject.authority.as_ref(), issuer)
        && kind_of_key(&subject.inner_algorithm).is_some_and(|kind| issuer.key.label.starts_with(kind))
}

/// Whether nothing in authorityKeyIdentifier speaks against this issuer.
pub(super) fn identifiers_agree(authority: Option<&AuthorityKey>, issuer: &Member) -> bool {
    authority.is_none_or(|authority| {
        identifiers(Some(authority), issuer) != Identifiers::Differ
            && authority.serial.as_ref().is_none_or(|serial| *serial == issuer.serial)
            && authority.issuer.as_ref().is_none_or(|name| *name == issuer.issuer_name)
    })
}
