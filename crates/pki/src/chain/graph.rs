//! The graph of everything loaded: a node for each certificate and list, an edge from each issuer to what it issued, with what
//! is known of both. The order is that of loading; the cost grows with the number of certificates alone.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::pool::{Identifiers, Pool, Proof};
use crate::moment::Moment;

/// Nodes and edges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graph {
    /// The certificates, numbered as in the pool.
    pub nodes: Vec<Node>,
    /// The lists, numbered as in the pool.
    pub lists: Vec<ListNode>,
    /// From issuers to what they issued, by issued certificate; the one that is proven first.
    pub edges: Vec<Edge>,
    /// What may be taken for one another.
    pub twins: Vec<Twin>,
    /// Groups of certificates that issued each other in a circle, each group in the pool's order.
    pub loops: Vec<Vec<usize>>,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its name for people.
    pub title: String,
    /// First second of validity.
    pub not_before: Moment,
    /// Last second of validity.
    pub not_after: Moment,
    /// The key's kind: `ECDSA P-256`.
    pub key: String,
    /// SHA-256 of the DER.
    pub sha256: [u8; 32],
    /// What it is among the others.
    pub place: Place,
    /// Whether several certificates with different keys or names have signed it, or the same key under the same name has
    /// certificates of several issuers.
    pub cross_signed: bool,
    /// The name of its issuer when that is not here.
    pub missing_issuer: Option<String>,
    /// Lists of its own that are here.
    pub lists: Vec<usize>,
    /// Since when a list here revokes it, and which.
    pub revoked: Option<(Moment, usize)>,
}

/// What a certificate is among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// It has signed itself.
    Root,
    /// It says of itself that it issues, or has issued something here.
    Authority,
    /// It has issued nothing.
    Leaf,
}

/// A revocation list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListNode {
    /// Whose it is.
    pub issuer: String,
    /// From when it holds.
    pub this_update: Moment,
    /// Until when.
    pub next_update: Option<Moment>,
    /// How many it revokes.
    pub revoked: usize,
    /// The certificate whose key has signed it.
    pub by: Option<usize>,
}

/// That a certificate bears the name of another's issuer, and what is known of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edge {
    /// The issuer.
    pub issuer: usize,
    /// What it issued.
    pub subject: usize,
    /// What its key says.
    pub proof: Proof,
    /// What the key identifiers say.
    pub identifiers: Identifiers,
}

/// Two certificates that may be taken for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Twin {
    /// The same name with another key.
    SameName(usize, usize),
    /// The same key under another name.
    SameKey(usize, usize),
    /// The same name and the same key: one was renewed, or another has signed it too.
    Again(usize, usize),
}

impl Graph {
    /// Of a pool.
    #[must_use]
    pub fn of(pool: &Pool) -> Graph {
        let edges = edges(pool);
        let mut parents: Vec<Vec<usize>> = vec![Vec::new(); pool.members.len()];
        let mut issues = vec![false; pool.members.len()];
        for edge in edges.iter().filter(|edge| edge.proof != Proof::Refuted) {
            parents[edge.subject].push(edge.issuer);
            issues[edge.issuer] = true;
        }
        let lists = lists(pool);
        let mut of_member: HashMap<usize, Vec<usize>> = HashMap::new();
        for (list, node) in lists.iter().enumerate() {
            of_member.entry(node.by.unwrap_or(usize::MAX)).or_default().push(list);
        }
        let twins = twins(pool);
        let mut crossed = vec![false; pool.members.len()];
        for twin in &twins {
            if let Twin::Again(one, other) = *twin
                && pool.members[one].issuer_name != pool.members[other].issuer_name
                && !pool.is_root(one)
            {
                crossed[one] = true;
            }
            if let Twin::Again(one, other) = *twin
                && pool.members[one].issuer_name != pool.members[other].issuer_name
                && !pool.is_root(other)
            {
                crossed[other] = true;
            }
        }
        let node = |(index, member): (usize, &super::Member)| {
            let root = pool.is_root(index);
            let revoked = parents[index]
                .iter()
                .flat_map(|issuer| of_member.get(issuer).into_iter().flatten())
                .find_map(|list| pool.lists[*list].entry(&member.serial).map(|entry| (entry.since, *list)));
            let keys: Vec<_> =
                parents[index].iter().map(|parent| &pool.members[*parent].key.sha256).collect();
            Node {
                title: member.title.clone(),
                not_before: member.not_before,
                not_after: member.not_after,
                key: member.key.label.clone(),
                sha256: member.sha256,
                place: match (root, member.is_authority() || issues[index]) {
                    (true, _) => Place::Root,
                    (false, true) => Place::Authority,
                    (false, false) => Place::Leaf,
                },
                cross_signed: crossed[index] || keys.windows(2).any(|pair| pair[0] != pair[1]),
                missing_issuer: (!root && parents[index].is_empty()).then(|| member.issuer.clone()),
                lists: of_member.get(&index).cloned().unwrap_or_default(),
                revoked,
            }
        };
        let nodes = pool.members.iter().enumerate().map(node).collect();
        Graph { nodes, lists, edges, twins, loops: loops(&parents) }
    }
}

fn edges(pool: &Pool) -> Vec<Edge> {
    let mut edges = Vec::new();
    for subject in 0..pool.members.len() {
        let mut own: Vec<Edge> = pool
            .issuers(subject)
            .iter()
            .filter(|issuance| issuance.issuer != subject)
            .map(|issuance| Edge {
                issuer: issuance.issuer,
                subject,
                proof: issuance.proof,
                identifiers: issuance.identifiers,
            })
            .collect();
        // a self-signed certificate has no further issuer, unless another of its name has the same key
        if pool.is_root(subject) {
            own.retain(|edge| {
                edge.proof != Proof::Refuted
                    && pool.members[edge.issuer].key.sha256 != pool.members[subject].key.sha256
            });
        }
        own.sort_by_key(|edge| (edge.proof, edge.identifiers, edge.issuer));
        edges.extend(own);
    }
    edges
}

fn lists(pool: &Pool) -> Vec<ListNode> {
    let node = |(index, list): (usize, &super::List)| ListNode {
        issuer: list.issuer.clone(),
        this_update: list.this_update,
        next_update: list.next_update,
        revoked: list.revoked,
        by: pool
            .list_issuers(index)
            .iter()
            .filter(|issuance| issuance.proof != Proof::Refuted)
            .min_by_key(|issuance| (issuance.proof, issuance.identifiers, issuance.issuer))
            .map(|issuance| issuance.issuer),
    };
    pool.lists.iter().enumerate().map(node).collect()
}

/// Each certificate beside the first of its name with another key, the first of its key with another name, and the first of
/// both: so many are told, and not every pair of ten thousand.
fn twins(pool: &Pool) -> Vec<Twin> {
    let mut by_name: HashMap<&super::Name, Vec<usize>> = HashMap::new();
    let mut by_key: HashMap<[u8; 32], Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (index, member) in pool.members.iter().enumerate() {
        let first = |known: Option<&Vec<usize>>, wanted: &dyn Fn(&super::Member) -> bool| {
            known.and_then(|known| known.iter().find(|other| wanted(&pool.members[**other])).copied())
        };
        let (name, key) = (&member.subject_name, member.key.sha256);
        if !name.is_empty() {
            if let Some(other) = first(by_name.get(name), &|other| other.key.sha256 != key) {
                found.push(Twin::SameName(other, index));
            }
            if let Some(other) = first(by_name.get(name), &|other| other.key.sha256 == key) {
                found.push(Twin::Again(other, index));
            }
        }
        if let Some(other) = first(by_key.get(&key), &|other| other.subject_name != *name) {
            found.push(Twin::SameKey(other, index));
        }
        // the first of each key under a name, and of each name under a key, are enough
        let of_name = by_name.entry(name).or_default();
        if of_name.len() < 2 || !of_name.iter().any(|other| pool.members[*other].key.sha256 == key) {
            of_name.truncate(KEPT);
            of_name.push(index);
        }
        let of_key = by_key.entry(key).or_default();
        if of_key.len() < 2 || !of_key.iter().any(|other| pool.members[*other].subject_name == *name) {
            of_key.truncate(KEPT);
            of_key.push(index);
        }
    }
    found
}

/// How many of one name or key are remembered to find the twins of the next by.
const KEPT: usize = 32;

/// Groups of more than one node that reach each other (Tarjan's strongly connected components, without recursion).
fn loops(parents: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let count = parents.len();
    let (mut number, mut low) = (vec![UNSEEN; count], vec![0; count]);
    let (mut on_stack, mut stack, mut next, mut found) = (vec![false; count], Vec::new(), 0, Vec::new());
    for start in 0..count {
        if number[start] != UNSEEN {
            continue;
        }
        let mut calls = vec![(start, 0)];
        while let Some((node, step)) = calls.last().copied() {
            if step == 0 {
                (number[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(parent) = parents[node].get(step).copied() {
                calls.last_mut().expect("it was just looked at").1 += 1;
                if number[parent] == UNSEEN {
                    calls.push((parent, 0));
                } else if on_stack[parent] {
                    low[node] = low[node].min(number[parent]);
                }
                continue;
            }
            calls.pop();
            if let Some((above, _)) = calls.last() {
                low[*above] = low[*above].min(low[node]);
            }
            if low[node] == number[node] {
                let at = stack.iter().rposition(|other| *other == node).expect("it stands on the stack");
                let mut group = stack.split_off(at);
                for member in &group {
                    on_stack[*member] = false;
                }
                if group.len() > 1 {
                    group.sort_unstable();
                    found.push(group);
                }
            }
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::loops;

    #[test]
    fn circles_are_found_and_ends_are_not() {
        assert_eq!(loops(&[vec![], vec![0], vec![1, 0]]), Vec::<Vec<usize>>::new());
        assert_eq!(loops(&[vec![2], vec![0], vec![1], vec![0], vec![]]), vec![vec![0, 1, 2]]);
        // a node with many parents is entered once only
        assert_eq!(loops(&[vec![1, 1], vec![0, 0], vec![0, 1]]), vec![vec![0, 1]]);
        // a hundred thousand in a row cost no stack
        let long: Vec<Vec<usize>> =
            (0..100_000_usize).map(|at| at.checked_sub(1).into_iter().collect()).collect();
        assert!(loops(&long).is_empty());
    }
}
