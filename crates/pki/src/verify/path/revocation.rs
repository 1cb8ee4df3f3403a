//! What the lists say of one certificate (RFC 5280 section 6.3), the issuer being known. Indirect lists and deltas are passed over.

use super::Failure;
use crate::chain::{List, Pool, Proof, usage};
use crate::verify::Question;

/// What is wrong; `None` when a current list of the issuer does not name it.
pub(super) fn judge(pool: &Pool, question: &Question, member: usize, issuer: usize) -> Option<Failure> {
    let (subject, authority) = (&pool.members[member], &pool.members[issuer]);
    let usable = |list: &List| {
        let scope = list.scope.is_none_or(|scope| {
            let other = if subject.is_authority() { scope.users_only } else { scope.authorities_only };
            !scope.partial && !scope.attributes_only && !other
        });
        list.issuer_name == subject.issuer_name && !list.delta && scope
    };
    let of_name: Vec<usize> =
        question.lists.iter().copied().filter(|list| usable(&pool.lists[*list])).collect();
    let signed: Vec<usize> =
        of_name.iter().copied().filter(|list| pool.list_proof(*list, issuer) != Proof::Refuted).collect();
    let issuer_title = || authority.title.clone();
    if signed.is_empty() {
        return Some(if of_name.is_empty() {
            Failure::ListMissing { issuer: issuer_title() }
        } else {
            Failure::ListSignature { issuer: issuer_title() }
        });
    }
    if authority.usage_lacks(&[usage::LIST_SIGNING]) {
        return Some(Failure::ListSigner { issuer: issuer_title() });
    }
    let now = question.at;
    let is_current = |list: &List| list.this_update <= now && list.next_update.is_none_or(|end| end >= now);
    // the newest that holds now; what an older one said may have been taken back since
    let newest = |of: &dyn Fn(&List) -> bool| {
        let lists = signed.iter().map(|list| &pool.lists[*list]).filter(|list| of(list));
        lists.max_by_key(|list| list.this_update)
    };
    let list = newest(&is_current).or_else(|| newest(&|_| true))?;
    // who is named is refused, whatever the dates of the list
    if let Some(entry) = list.entry(&subject.serial).filter(|entry| !entry.removed) {
        return Some(Failure::Revoked { since: entry.since });
    }
    match list.next_update {
        _ if is_current(list) => None,
        Some(end) if end < now => Some(Failure::ListEnded { issuer: issuer_title(), end }),
        _ => Some(Failure::ListNotYet { issuer: issuer_title(), start: list.this_update }),
    }
}
