//! How the certificates of one list belong together: whether each is of whoever issued the one before it (RFC 5246 section 7.4.2, RFC 8446
//! section 4.4.2). Whether a chain is accepted is another question, and the other side's.

use pki::chain::{Member, Pool, Proof};

use crate::dissect::finding::Finding;
use crate::dissect::why::Why;
use crate::transcript::Side;

/// So many are looked at; behind them nothing is said.
const MOST: usize = 32;

/// Octets of a certificate's length, and of that of its extensions (RFC 8446 section 4.4.2).
const LENGTH: usize = 3;
const EXTENSIONS: usize = 2;

/// What a list of certificates comes to.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// What each of them is, in order.
    pub(super) whys: Vec<Why>,
    /// What is wrong with the list.
    pub(super) findings: Vec<Finding>,
}

impl Listed {
    /// Of a list's octets, without its length.
    pub(super) fn of(octets: &[u8], is_13: bool, side: Side) -> Listed {
        let ders = cut(octets, is_13);
        if ders.len() < 2 {
            // which is the most of them: nobody issued the one before it
            return Listed::default();
        }
        let links = Links::between(&ders);
        let whys: Vec<Why> = (0..ders.len()).map(|at| links.why(at)).collect();
        let mut findings = Vec::new();
        // whoever leads on from what cannot be read nobody knows
        if links.members.iter().all(Option::is_some) {
            let misplaced = (1..ders.len()).any(|at| links.is_misplaced(at));
            findings.extend(misplaced.then_some(Finding::CertificatesInDisorder { side }));
            let is_stray = |at: &usize| !links.leads_on[*at] && whys[*at] != Why::CertificateAgain;
            let strays = (1..ders.len()).filter(is_stray).count();
            findings.extend((strays > 0).then_some(Finding::StrayCertificates { side, count: strays }));
        }
        Listed { whys, findings }
    }

    /// What the certificate at this place is.
    pub(super) fn why(&self, at: usize) -> Why {
        self.whys.get(at).copied().unwrap_or(if at == 0 { Why::Leaf } else { Why::FurtherCertificate })
    }
}

/// The certificates of a list, as far as its lengths are right.
fn cut(mut octets: &[u8], is_13: bool) -> Vec<&[u8]> {
    let mut ders = Vec::new();
    let field = |octets: &mut &'_ [u8], width: usize| -> Option<usize> {
        let (length, rest) = octets.split_at_checked(width)?;
        *octets = rest;
        Some(length.iter().fold(0, |length, octet| length << 8 | usize::from(*octet)))
    };
    while ders.len() < MOST {
        let Some((der, rest)) = field(&mut octets, LENGTH).and_then(|length| octets.split_at_checked(length))
        else {
            break;
        };
        ders.push(der);
        octets = rest;
        if is_13 {
            let Some(rest) = field(&mut octets, EXTENSIONS).and_then(|length| octets.get(length..)) else {
                break;
            };
            octets = rest;
        }
    }
    ders
}

/// Who issued whom among them.
struct Links {
    pool: Pool,
    /// Of each certificate its place in the pool, where it can be read; equal ones have one.
    members: Vec<Option<usize>>,
    /// Whether it issued the first one, or one that leads up from it.
    leads_on: Vec<bool>,
}

impl Links {
    fn between(ders: &[&[u8]]) -> Links {
        let pool = Pool::from_der(ders.iter().copied(), []);
        let members = ders.iter().map(|der| pool.find(&Member::read(der)?.sha256)).collect();
        let mut links = Links { pool, members, leads_on: vec![false; ders.len()] };
        if let Some(first) = links.leads_on.first_mut() {
            *first = true;
        }
        // each round finds one more at least
        for _ in ders {
            for at in 1..ders.len() {
                let leads_on = (0..ders.len()).any(|other| links.leads_on[other] && links.issued(at, other));
                links.leads_on[at] |= leads_on;
            }
        }
        links
    }

    /// What is said for the certificate at `at` having issued the one at `other`; none where it does not bear the name.
    fn proof(&self, at: usize, other: usize) -> Option<Proof> {
        let (issuer, issued) = (self.members[at]?, self.members[other]?);
        let issuance = self.pool.issuers(issued).iter().find(|issuance| issuance.issuer == issuer);
        issuance.filter(|_| issuer != issued).map(|issuance| issuance.proof)
    }

    fn issued(&self, at: usize, other: usize) -> bool {
        matches!(self.proof(at, other), Some(Proof::Proven | Proof::Claimed))
    }

    fn why(&self, at: usize) -> Why {
        let Some(before) = at.checked_sub(1) else {
            return Why::Leaf;
        };
        let Some(member) = self.members[at] else {
            return Why::FurtherCertificate;
        };
        if self.members[..at].contains(&Some(member)) {
            return Why::CertificateAgain;
        }
        if self.issued(at, before) {
            return if self.pool.is_root(member) { Why::IssuerRoot } else { Why::Issuer };
        }
        if self.members[before].is_none() {
            return Why::FurtherCertificate;
        }
        if (0..self.members.len()).any(|other| self.issued(at, other)) {
            return Why::IssuerElsewhere;
        }
        match self.proof(at, before) {
            Some(_) => Why::IssuerTwin,
            None if self.members.contains(&None) => Why::FurtherCertificate,
            None => Why::StrayCertificate,
        }
    }

    /// Whether it leads on and stands at another place than it should. Of two that issued the same one each is in its place.
    fn is_misplaced(&self, at: usize) -> bool {
        let is_alternate = || (0..at).any(|other| self.issued(at, other) && self.issued(at - 1, other));
        self.leads_on[at] && self.why(at) == Why::IssuerElsewhere && !is_alternate()
    }
}
