//! Path validation step by step (RFC 5280 section 6.1, names by RFC 9525): every path that names offer from the leaf to an
//! anchor, each step with what came of it, where it fails, and what would mend it. How programs differ from the rules is
//! `openssl`'s and `webpki`'s.

mod failure;
mod revocation;
mod step;

pub use failure::{Failure, Mend};
pub use step::{Check, Outcome, Step};

use serde::{Deserialize, Serialize};

use super::Question;
use crate::chain::{Issuance, Pool, Proof};

/// Every path that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validation {
    /// The paths: those that are accepted first, then those that fail latest.
    pub paths: Vec<Path>,
    /// Whether there are more than are tried.
    pub more: bool,
}

/// One path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// The certificates, the leaf first.
    pub chain: Vec<usize>,
    /// How it ends.
    pub end: End,
    /// What was looked at: from the anchor down to the leaf, as the rules go.
    pub steps: Vec<Step>,
}

/// How a path ends.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// At a certificate that is trusted.
    Anchor,
    /// Nobody here bears the name of the last one's issuer.
    Missing {
        /// That name.
        issuer: String,
    },
    /// At a certificate that has signed itself and is not trusted.
    Untrusted {
        /// Its name.
        title: String,
    },
    /// It goes round in a circle, or is longer than anybody goes.
    Endless,
}

impl Validation {
    /// Whether any path is accepted.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.paths.first().is_some_and(Path::is_accepted)
    }
}

impl Path {
    /// Whether it ends at an anchor and no step fails.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.first_failure().is_none()
    }

    /// The first step that fails.
    #[must_use]
    pub fn first_failure(&self) -> Option<&Step> {
        self.steps.iter().find(|step| matches!(step.outcome, Outcome::Failed(_)))
    }

    /// Where it fails first: the certificate, by its place in the pool, the check and why.
    #[must_use]
    pub fn first_fault(&self) -> Option<(usize, Check, &Failure)> {
        self.steps.iter().find_map(|step| match &step.outcome {
            Outcome::Failed(failure) => Some((self.chain[step.at], step.check, failure)),
            _ => None,
        })
    }

    /// How many steps pass before one fails.
    fn passes(&self) -> usize {
        self.steps.iter().position(|step| matches!(step.outcome, Outcome::Failed(_))).unwrap_or(usize::MAX)
    }
}

/// The longest path that is tried, and the most paths.
const LONGEST: usize = 16;
const MOST: usize = 32;

/// Tries every path.
#[must_use]
pub fn validate(pool: &Pool, question: &Question) -> Validation {
    let mut search = Search { pool, question, found: Vec::new(), more: false };
    let mut chain = vec![question.leaf];
    search.go(&mut chain);
    let mut paths: Vec<Path> = search
        .found
        .into_iter()
        .map(|(chain, end)| {
            let steps = step::steps(pool, question, &chain, &end);
            Path { chain, end, steps }
        })
        .collect();
    // stable: of equal ones the order of the search stays
    paths.sort_by_key(|path| core::cmp::Reverse(path.passes()));
    Validation { paths, more: search.more }
}

struct Search<'a> {
    pool: &'a Pool,
    question: &'a Question,
    found: Vec<(Vec<usize>, End)>,
    more: bool,
}

impl Search<'_> {
    /// Goes up from the last certificate of the chain. Its depth is bounded by [`LONGEST`].
    fn go(&mut self, chain: &mut Vec<usize>) {
        let last = *chain.last().expect("a chain has its leaf");
        // an anchor is an issuer; a leaf that is trusted itself ends its path only when it has signed itself
        if self.question.anchors.contains(&last) && (chain.len() > 1 || self.pool.is_root(last)) {
            return self.end(chain, End::Anchor);
        }
        let mut candidates: Vec<&Issuance> = self
            .pool
            .issuers(last)
            .iter()
            .filter(|issuance| {
                let known = self.question.anchors.contains(&issuance.issuer)
                    || self.question.intermediates.contains(&issuance.issuer);
                known && issuance.issuer != last
            })
            .collect();
        // what is proven and trusted first
        candidates.sort_by_key(|issuance| {
            let trusted = self.question.anchors.contains(&issuance.issuer);
            (issuance.proof, !trusted, issuance.identifiers)
        });
        let root = self.pool.is_root(last);
        if root && candidates.iter().all(|issuance| issuance.proof == Proof::Refuted) {
            return self.end(chain, End::Untrusted { title: self.pool.members[last].title.clone() });
        }
        if candidates.is_empty() {
            return self.end(chain, End::Missing { issuer: self.pool.members[last].issuer.clone() });
        }
        for issuance in candidates {
            if chain.contains(&issuance.issuer) || chain.len() >= LONGEST {
                self.end(chain, End::Endless);
                continue;
            }
            chain.push(issuance.issuer);
            self.go(chain);
            chain.pop();
            if self.more {
                return;
            }
        }
    }

    fn end(&mut self, chain: &[usize], end: End) {
        if self.found.len() < MOST {
            self.found.push((chain.to_vec(), end));
        } else {
            self.more = true;
        }
    }
}
