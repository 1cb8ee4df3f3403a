//! Things put side by side: who issued whom, which key belongs to what, what is here twice, what is missing. Everything is
//! looked up by name, key or fingerprint, so that ten thousand certificates take ten thousand times as long as one.

use std::collections::HashMap;

use crate::certificate::AlternativeName;
use crate::finding::{Fault, ListFault, SetFault};
use crate::inspect::certificate::{CertificateFacts, serial_text};
use crate::inspect::list::ListFacts;
use crate::inspect::signature::{Signed, Verdict};
use crate::inspect::{Item, Link, Relation, Thing};

/// What is found between things: faults by item, and what belongs together.
#[derive(Debug, Default)]
pub(in crate::inspect) struct Between {
    pub(in crate::inspect) faults: Vec<(usize, Fault)>,
    pub(in crate::inspect) links: Vec<Link>,
}

/// Looks at everything.
pub(in crate::inspect) fn between(items: &[Item]) -> Between {
    let index = Index::new(items);
    let mut between = Between::default();
    between.duplicates(items);
    between.issuers(items, &index);
    between.lists(items, &index);
    between.keys(items, &index);
    between.serials(items, &index);
    between.twins(items, &index);
    between.order(items);
    between
}

/// Items by what they are found by. Of things that are here twice the first counts.
struct Index<'a> {
    certificates: Vec<(usize, &'a CertificateFacts)>,
    by_subject: HashMap<&'a [u8], Vec<usize>>,
    /// By subject and subjectKeyIdentifier.
    by_identifier: HashMap<(&'a [u8], &'a [u8]), Vec<usize>>,
    by_key: HashMap<[u8; 32], Vec<usize>>,
}

/// How many things of one name or key are looked at for each that belongs to them: a file that repeats one name ten thousand
/// times must not cost ten thousand times ten thousand signatures.
const MOST: usize = 32;

impl<'a> Index<'a> {
    fn new(items: &'a [Item]) -> Index<'a> {
        let mut seen = std::collections::HashSet::new();
        let certificates: Vec<_> =
            certificates(items).filter(|(_, facts)| seen.insert(facts.sha256)).collect();
        let mut by_subject: HashMap<&[u8], Vec<usize>> = HashMap::new();
        let mut by_key: HashMap<[u8; 32], Vec<usize>> = HashMap::new();
        let mut by_identifier: HashMap<(&[u8], &[u8]), Vec<usize>> = HashMap::new();
        for (item, facts) in &certificates {
            if let Some(identifier) = &facts.links.subject_key {
                by_identifier.entry((&facts.links.subject, identifier)).or_default().push(*item);
            }
            by_subject.entry(&facts.links.subject).or_default().push(*item);
            by_key.entry(facts.key.sha256).or_default().push(*item);
        }
        Index { certificates, by_subject, by_identifier, by_key }
    }
}

fn certificates(items: &[Item]) -> impl Iterator<Item = (usize, &CertificateFacts)> {
    items.iter().enumerate().filter_map(|(index, item)| Some((index, certificate(item)?)))
}

fn certificate(item: &Item) -> Option<&CertificateFacts> {
    match &item.thing {
        Thing::Certificate(facts) => Some(facts),
        _ => None,
    }
}

/// Which of these has signed it.
enum Signatory {
    Here(usize),
    /// Some of this name are here, and none has signed it.
    Another,
    Missing,
}

fn signatory(
    items: &[Item],
    index: &Index<'_>,
    issuer: &[u8],
    signed: &Signed,
    der: &[u8],
    key: Option<&[u8]>,
) -> Signatory {
    let named = key.and_then(|key| index.by_identifier.get(&(issuer, key)));
    let of_name = index.by_subject.get(issuer).into_iter().flatten();
    // the one whose key identifier is named comes first
    let candidates: Vec<usize> =
        named.into_iter().flatten().take(MOST).chain(of_name.take(MOST)).copied().collect();
    if candidates.is_empty() {
        return Signatory::Missing;
    }
    let verdict = |item: &usize| {
        certificate(&items[*item]).map_or(Verdict::Unknown, |facts| signed.verify(der, &facts.key))
    };
    let right = candidates.iter().find(|item| verdict(item) == Verdict::Right);
    // what cannot be verified here is believed by its names
    let believed = || candidates.iter().find(|item| verdict(item) == Verdict::Unknown);
    right.or_else(believed).map_or(Signatory::Another, |item| Signatory::Here(*item))
}

impl Between {
    fn fault(&mut self, item: usize, fault: impl Into<Fault>) {
        self.faults.push((item, fault.into()));
    }

    fn link(&mut self, from: usize, relation: Relation, to: usize) {
        self.links.push(Link { from, relation, to });
    }

    fn duplicates(&mut self, items: &[Item]) {
        let mut seen: HashMap<&[u8], usize> = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            match seen.get(item.octets.expose()) {
                Some(first) => {
                    self.link(index, Relation::SameAs, *first);
                    self.fault(index, SetFault::Duplicate);
                }
                None => {
                    seen.insert(item.octets.expose(), index);
                }
            }
        }
    }

    fn issuers(&mut self, items: &[Item], index: &Index<'_>) {
        let mut issuer_of: HashMap<usize, usize> = HashMap::new();
        for (item, facts) in &index.certificates {
            let links = &facts.links;
            if facts.is_self_signed || links.subject == links.issuer {
                continue;
            }
            let der = items[*item].octets.expose();
            match signatory(items, index, &links.issuer, &links.signed, der, links.authority_key.as_deref()) {
                Signatory::Here(issuer) => {
                    issuer_of.insert(*item, issuer);
                    self.link(*item, Relation::IssuedBy, issuer);
                }
                Signatory::Another => {
                    self.fault(*item, SetFault::SignatureOfAnother { issuer: facts.issuer.clone() });
                }
                Signatory::Missing => {
                    self.fault(*item, SetFault::IssuerMissing { issuer: facts.issuer.clone() });
                }
            }
        }
        let mut told = std::collections::HashSet::new();
        for (item, facts) in &index.certificates {
            let Some(issuer) = issuer_of.get(item).copied() else { continue };
            let Some(above) = certificate(&items[issuer]) else { continue };
            if facts.not_after > above.not_after {
                self.fault(
                    *item,
                    SetFault::OutlivesIssuer { end: facts.not_after, issuer_end: above.not_after },
                );
            }
            if !above.is_authority && above.version == 3 && told.insert(issuer) {
                self.fault(issuer, crate::finding::CertificateFault::AuthorityWithoutBasicConstraints);
            }
            self.above(*item, facts, items, &issuer_of);
        }
    }

    /// What the authorities above allow: how many below them, and which names (RFC 5280 sections 4.2.1.9 and 4.2.1.10).
    fn above(
        &mut self,
        item: usize,
        facts: &CertificateFacts,
        items: &[Item],
        issuer_of: &HashMap<usize, usize>,
    ) {
        // a chain of this length is refused everywhere, and cross-signed loops have to end
        const HIGHEST: usize = 16;
        let mut at = item;
        for between in 0..HIGHEST {
            let Some(issuer) = issuer_of.get(&at).copied() else { return };
            let Some(above) = certificate(&items[issuer]) else { return };
            if let Some(limit) = above.links.path_length.map(|limit| limit as usize)
                && facts.is_authority
                && between >= limit
            {
                self.fault(item, SetFault::PathTooLong { limit });
                return;
            }
            let outside = facts.links.names.iter().find(|name| is_outside(name, above));
            if let Some(name) = outside {
                self.fault(
                    item,
                    SetFault::OutsideConstraints { name: crate::inspect::visible(&name.to_string()) },
                );
                return;
            }
            at = issuer;
        }
    }

    fn lists(&mut self, items: &[Item], index: &Index<'_>) {
        let mut revoked: HashMap<(usize, Vec<u8>), (usize, crate::moment::Moment)> = HashMap::new();
        for (item, list) in lists(items) {
            let der = items[item].octets.expose();
            let key = list.authority_key.as_deref();
            match signatory(items, index, &list.issuer_der, &list.signed, der, key) {
                Signatory::Here(issuer) => {
                    self.link(item, Relation::IssuedBy, issuer);
                    for entry in &list.entries {
                        revoked.entry((issuer, entry.serial.clone())).or_insert((item, entry.since));
                    }
                }
                Signatory::Another => self.fault(item, ListFault::Signature { issuer: list.issuer.clone() }),
                Signatory::Missing => {
                    self.fault(item, ListFault::WithoutIssuer { issuer: list.issuer.clone() });
                }
            }
        }
        if revoked.is_empty() {
            return;
        }
        let issued: Vec<(usize, usize)> = self
            .links
            .iter()
            .filter(|link| link.relation == Relation::IssuedBy)
            .map(|link| (link.from, link.to))
            .collect();
        for (item, issuer) in issued {
            let Some(facts) = certificate(&items[item]) else { continue };
            if let Some((list, since)) = revoked.get(&(issuer, facts.serial.clone())).copied() {
                self.link(item, Relation::RevokedBy, list);
                self.fault(item, SetFault::Revoked { since });
            }
        }
    }

    fn keys(&mut self, items: &[Item], index: &Index<'_>) {
        let mut requests: HashMap<[u8; 32], Vec<usize>> = HashMap::new();
        for (item, found) in items.iter().enumerate() {
            if let Thing::Request(request) = &found.thing {
                requests.entry(request.key.sha256).or_default().push(item);
                for certificate in index.by_key.get(&request.key.sha256).into_iter().flatten().take(MOST) {
                    self.link(*certificate, Relation::RequestedBy, item);
                }
            }
        }
        let mut held: HashMap<[u8; 32], usize> = HashMap::new();
        let (mut of_authorities, mut of_leaves) = (Vec::new(), false);
        for (item, found) in items.iter().enumerate() {
            let Thing::PrivateKey(key) = &found.thing else { continue };
            let Some(public) = &key.public else { continue };
            let copies = held.entry(public.sha256).or_insert(0_usize);
            *copies += 1;
            if *copies > MOST {
                continue;
            }
            let belonging = index.by_key.get(&public.sha256).map(Vec::as_slice).unwrap_or_default();
            let asking = requests.get(&public.sha256).map(Vec::as_slice).unwrap_or_default();
            for other in belonging.iter().take(MOST).chain(asking.iter().take(MOST)) {
                self.link(*other, Relation::KeyIn, item);
            }
            if belonging.is_empty() && asking.is_empty() {
                self.fault(item, SetFault::KeyWithoutCertificate);
            }
            let owners = || belonging.iter().filter_map(|owner| certificate(&items[*owner]));
            match owners().find(|owner| owner.is_authority) {
                Some(owner) => of_authorities.push((item, owner.title())),
                None => of_leaves |= !belonging.is_empty(),
            }
        }
        for (item, issuer) in of_authorities.into_iter().filter(|_| of_leaves) {
            self.fault(item, SetFault::AuthorityKeyBeside { issuer });
        }
        for (item, facts) in &index.certificates {
            if !held.is_empty() && !facts.is_authority && !held.contains_key(&facts.key.sha256) {
                self.fault(*item, SetFault::CertificateWithoutKey);
            }
            let others = index.by_key.get(&facts.key.sha256).into_iter().flatten().take(MOST);
            let mut others = others.filter_map(|other| certificate(&items[*other]));
            if let Some(other) = others.find(|other| other.links.subject != facts.links.subject) {
                self.fault(*item, SetFault::KeyShared { other: other.title() });
            }
        }
    }

    fn serials(&mut self, items: &[Item], index: &Index<'_>) {
        let mut by_issuer: HashMap<&[u8], Vec<(&[u8], usize)>> = HashMap::new();
        for (item, facts) in &index.certificates {
            if !facts.is_self_signed {
                by_issuer.entry(&facts.links.issuer).or_default().push((&facts.serial, *item));
            }
        }
        let mut groups: Vec<_> = by_issuer.into_values().collect();
        groups.sort_by_key(|group| group[0].1);
        for mut group in groups {
            group.sort_unstable();
            for pair in group.windows(2) {
                let ((one, first), (other, second)) = (pair[0], pair[1]);
                if one == other {
                    for item in [first, second] {
                        self.fault(item, SetFault::SerialRepeated { serial: serial_text(one) });
                    }
                } else if is_next(one, other) && certificate(&items[first]).is_some() {
                    self.fault(second, SetFault::SerialsCountUp);
                }
            }
        }
    }

    fn twins(&mut self, items: &[Item], index: &Index<'_>) {
        for (item, facts) in &index.certificates {
            let same = index.by_subject.get(facts.links.subject.as_slice()).into_iter().flatten().take(MOST);
            let mut same = same.filter_map(|other| certificate(&items[*other]));
            if facts.is_authority
                && same.any(|other| other.is_authority && other.key.sha256 != facts.key.sha256)
            {
                self.fault(*item, SetFault::Twins { subject: facts.subject.clone() });
            }
        }
    }

    /// A file whose first certificate is an authority that another one behind it was issued by.
    fn order(&mut self, items: &[Item]) {
        let mut first_of: HashMap<usize, usize> = HashMap::new();
        for (item, _) in certificates(items) {
            first_of.entry(items[item].place.input).or_insert(item);
        }
        let mut wrong: Vec<usize> = Vec::new();
        for link in self.links.iter().filter(|link| link.relation == Relation::IssuedBy) {
            let (leaf, issuer) = (&items[link.from], &items[link.to]);
            let is_leaf = certificate(leaf).is_some_and(|facts| !facts.is_authority);
            let first = first_of.get(&leaf.place.input) == Some(&link.to);
            if is_leaf && first && leaf.place.input == issuer.place.input && !wrong.contains(&link.to) {
                wrong.push(link.to);
            }
        }
        for item in wrong {
            self.fault(item, SetFault::LeafOrder);
        }
    }
}

fn lists(items: &[Item]) -> impl Iterator<Item = (usize, &ListFacts)> {
    items.iter().enumerate().filter_map(|(index, item)| match &item.thing {
        Thing::List(list) => Some((index, list.as_ref())),
        _ => None,
    })
}

/// Whether one number is the other plus one.
fn is_next(one: &[u8], other: &[u8]) -> bool {
    let mut next = one.to_vec();
    for octet in next.iter_mut().rev() {
        *octet = octet.wrapping_add(1);
        if *octet != 0 {
            break;
        }
    }
    next == other
}

/// Whether an authority's nameConstraints keep it from issuing for this name: excluded, or of a kind for which only others
/// are permitted. Names of kinds other than DNS, address, mailbox and URI are left to the verifiers.
fn is_outside(name: &AlternativeName, above: &CertificateFacts) -> bool {
    let (permitted, excluded) = (&above.links.permitted, &above.links.excluded);
    let same_kind: Vec<_> = permitted.iter().filter(|tree| is_within(name, tree).is_some()).collect();
    excluded.iter().any(|tree| is_within(name, tree) == Some(true))
        || (!same_kind.is_empty() && !same_kind.iter().any(|tree| is_within(name, tree) == Some(true)))
}

/// Whether a name lies within a tree; `None` when the tree is about another kind of name.
fn is_within(name: &AlternativeName, tree: &AlternativeName) -> Option<bool> {
    let host_within = |host: &str, tree: &str| {
        let (host, tree) = (host.to_ascii_lowercase(), tree.to_ascii_lowercase());
        let bare = tree.trim_start_matches('.');
        bare.is_empty() || (host == bare && tree == bare) || host.ends_with(&format!(".{bare}"))
    };
    match (name, tree) {
        (AlternativeName::Dns(host), AlternativeName::Dns(tree)) => Some(host_within(host, tree)),
        (AlternativeName::Email(mailbox), AlternativeName::Email(tree)) => {
            let host = mailbox.split_once('@').map_or("", |(_, host)| host);
            let exact = tree.contains('@');
            Some(if exact {
                mailbox.eq_ignore_ascii_case(tree)
            } else if tree.starts_with('.') {
                host_within(host, tree)
            } else {
                host.eq_ignore_ascii_case(tree)
            })
        }
        (AlternativeName::Uri(uri), AlternativeName::Uri(tree)) => {
            let host = uri.split_once("://").map_or("", |(_, rest)| rest);
            let host = host.split(['/', '?', '#']).next().unwrap_or_default();
            let host = host.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
            Some(if tree.starts_with('.') {
                host_within(host, tree)
            } else {
                host.eq_ignore_ascii_case(tree)
            })
        }
        (AlternativeName::Ip(address), AlternativeName::Other(range)) => {
            let range = range.strip_prefix("IP:")?;
            let octets = match address.parse().ok()? {
                core::net::IpAddr::V4(four) => four.octets().to_vec(),
                core::net::IpAddr::V6(six) => six.octets().to_vec(),
            };
            let range = data_encoding::HEXUPPER.decode(range.as_bytes()).ok()?;
            let (base, mask) = range.split_at(range.len() / 2);
            (base.len() == octets.len()).then(|| {
                octets.iter().zip(base).zip(mask).all(|((octet, base), mask)| octet & mask == base & mask)
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_next, is_within};
    use crate::certificate::AlternativeName as N;

    #[test]
    fn numbers_that_follow_one_another() {
        for (one, other, next) in [
            (&[1][..], &[2][..], true),
            (&[1], &[3], false),
            (&[0, 0xff], &[1, 0], true),
            (&[2], &[1], false),
        ] {
            assert_eq!(is_next(one, other), next, "{one:?} {other:?}");
        }
    }

    #[test]
    fn names_within_and_outside_of_a_tree() {
        let dns = |text: &str| N::Dns(text.to_owned());
        let cases = [
            (dns("a.example.com"), dns("example.com"), Some(true)),
            (dns("example.com"), dns("example.com"), Some(true)),
            (dns("example.com"), dns(".example.com"), Some(false)),
            (dns("badexample.com"), dns("example.com"), Some(false)),
            (dns("a.example.com"), dns(""), Some(true)),
            (dns("a.example.com"), N::Email("example.com".into()), None),
            (N::Email("a@example.com".into()), N::Email("example.com".into()), Some(true)),
            (N::Email("a@x.example.com".into()), N::Email("example.com".into()), Some(false)),
            (N::Email("a@x.example.com".into()), N::Email(".example.com".into()), Some(true)),
            (N::Uri("spiffe://example.org/a".into()), N::Uri("example.org".into()), Some(true)),
            (N::Uri("spiffe://evil.org/example.org".into()), N::Uri("example.org".into()), Some(false)),
            (N::Ip("10.1.2.3".into()), N::Other("IP:0A000000FF000000".into()), Some(true)),
            (N::Ip("11.1.2.3".into()), N::Other("IP:0A000000FF000000".into()), Some(false)),
            (N::Ip("::1".into()), N::Other("IP:0A000000FF000000".into()), None),
        ];
        for (name, tree, expected) in cases {
            assert_eq!(is_within(&name, &tree), expected, "{name} {tree}");
        }
    }
}
