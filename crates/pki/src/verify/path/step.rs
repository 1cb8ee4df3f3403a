//! The steps of one path, from the anchor down to the leaf. What a failure means in words is `failure`'s.

use serde::{Deserialize, Serialize};
use text::Lang;
use text::chain as say;

use super::{End, Failure, revocation};
use crate::chain::{Identifiers, Member, Named, Pool, Proof, identifiers, purpose, usage};
use crate::inspect::oid::name_or_dotted;
use crate::verify::constraints::{self, Kind};
use crate::verify::{Purpose, Question, Target, octets};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which certificate of the path: 0 is the leaf.
    pub at: usize,
    /// What was looked at.
    pub check: Check,
    /// What came of it.
    pub outcome: Outcome,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// Whether the path ends at an anchor.
    Anchor,
    /// Whether the issuer's key has signed it.
    Signature,
    /// Whether the key identifiers agree.
    KeyIdentifiers,
    /// Whether it is valid at the moment.
    Dates,
    /// Whether a list revokes it.
    Revocation,
    /// Whether the authorities above may issue for its names.
    NameConstraints,
    /// Whether it is an authority.
    BasicConstraints,
    /// Whether so many authorities may stand below it.
    PathLength,
    /// What its key may be used for.
    KeyUsage,
    /// Which purposes it is for.
    ExtendedKeyUsage,
    /// Whether everything that is marked critical is understood.
    CriticalExtensions,
    /// Whether it bears the server's name.
    ServerName,
}

impl Check {
    /// Its name for people.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Check::Anchor => say::check_anchor(lang),
            Check::Signature => say::check_signature(lang),
            Check::KeyIdentifiers => say::check_key_identifiers(lang),
            Check::Dates => say::check_dates(lang),
            Check::Revocation => say::check_revocation(lang),
            Check::NameConstraints => say::check_name_constraints(lang),
            Check::BasicConstraints => say::check_basic_constraints(lang),
            Check::PathLength => say::check_path_length(lang),
            Check::KeyUsage => say::check_key_usage(lang),
            Check::ExtendedKeyUsage => say::check_extended_key_usage(lang),
            Check::CriticalExtensions => say::check_critical_extensions(lang),
            Check::ServerName => say::check_server_name(lang),
        }
    }

    /// Where the step is written down.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Check::Anchor => "RFC 5280 section 6.1.1 (d)",
            Check::Signature => "RFC 5280 section 6.1.3 (a)(1)",
            Check::KeyIdentifiers => "RFC 5280 section 4.2.1.1",
            Check::Dates => "RFC 5280 section 6.1.3 (a)(2)",
            Check::Revocation => "RFC 5280 section 6.1.3 (a)(3)",
            Check::NameConstraints => "RFC 5280 section 6.1.3 (b), (c)",
            Check::BasicConstraints => "RFC 5280 section 6.1.4 (k)",
            Check::PathLength => "RFC 5280 section 6.1.4 (l), (m)",
            Check::KeyUsage => "RFC 5280 section 6.1.4 (n)",
            Check::ExtendedKeyUsage => "RFC 5280 section 4.2.1.12",
            Check::CriticalExtensions => "RFC 5280 section 6.1.4 (o)",
            Check::ServerName => "RFC 9525 section 6",
        }
    }
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It is right.
    Passed,
    /// Nothing was asked: there are no lists, no name, or it is the anchor, of which the rules take name and key alone.
    NotAsked,
    /// The rules let it pass, and programs differ about it.
    Doubtful(Failure),
    /// The path ends here.
    Failed(Failure),
}

/// All steps of a path.
pub(super) fn steps(pool: &Pool, question: &Question, chain: &[usize], end: &End) -> Vec<Step> {
    let walk = Walk { pool, question, chain, trusted: *end == End::Anchor };
    let top = chain.len() - 1;
    let mut steps = vec![Step { at: top, check: Check::Anchor, outcome: anchor(end) }];
    for at in (0..=top).rev() {
        let mut step = |check: Check, outcome: Outcome| steps.push(Step { at, check, outcome });
        if at < top {
            step(Check::Signature, walk.signature(at));
            step(Check::KeyIdentifiers, walk.key_identifiers(at));
        }
        step(Check::Dates, walk.softened(at, walk.dates(at)));
        step(Check::Revocation, if at < top { walk.revocation(at) } else { Outcome::NotAsked });
        if at < top {
            step(Check::NameConstraints, walk.name_constraints(at));
        }
        if at > 0 {
            step(Check::BasicConstraints, walk.softened(at, walk.basic_constraints(at)));
            step(Check::PathLength, walk.softened(at, walk.path_length(at)));
        }
        step(Check::KeyUsage, walk.softened(at, walk.key_usage(at)));
        step(Check::ExtendedKeyUsage, walk.softened(at, walk.purposes(at)));
        step(Check::CriticalExtensions, walk.softened(at, walk.critical(at)));
        if at == 0 {
            step(Check::ServerName, walk.server_name());
        }
    }
    steps
}

fn anchor(end: &End) -> Outcome {
    match end {
        End::Anchor => Outcome::Passed,
        End::Missing { issuer } => Outcome::Failed(Failure::IssuerMissing { issuer: issuer.clone() }),
        End::Untrusted { title } => Outcome::Failed(Failure::NotTrusted { title: title.clone() }),
        End::Endless => Outcome::Failed(Failure::Endless),
    }
}

struct Walk<'a> {
    pool: &'a Pool,
    question: &'a Question,
    chain: &'a [usize],
    trusted: bool,
}

fn check(failure: Option<Failure>) -> Outcome {
    failure.map_or(Outcome::Passed, Outcome::Failed)
}

impl Walk<'_> {
    fn member(&self, at: usize) -> &Member {
        &self.pool.members[self.chain[at]]
    }

    /// Of an anchor the rules take name and key alone: what else is wrong with it some programs refuse and others do not see.
    fn softened(&self, at: usize, outcome: Outcome) -> Outcome {
        let is_anchor = self.trusted && at > 0 && at + 1 == self.chain.len();
        match outcome {
            Outcome::Failed(failure) if is_anchor => Outcome::Doubtful(failure),
            other => other,
        }
    }

    fn signature(&self, at: usize) -> Outcome {
        let member = self.member(at);
        if member.inner_algorithm != member.signed.algorithm {
            return Outcome::Failed(Failure::AlgorithmsDiffer);
        }
        match self.pool.proof(self.chain[at], self.chain[at + 1]) {
            Proof::Proven => Outcome::Passed,
            Proof::Refuted => {
                Outcome::Failed(Failure::Signature { issuer: self.member(at + 1).title.clone() })
            }
            Proof::Claimed => Outcome::Doubtful(Failure::AlgorithmUnknown {
                algorithm: member.signed.algorithm_name().to_owned(),
            }),
        }
    }

    fn key_identifiers(&self, at: usize) -> Outcome {
        match identifiers(self.member(at).authority.as_ref(), self.member(at + 1)) {
            Identifiers::Differ => Outcome::Doubtful(Failure::KeyIdentifiersDiffer),
            Identifiers::Same => Outcome::Passed,
            Identifiers::Silent => Outcome::NotAsked,
        }
    }

    fn dates(&self, at: usize) -> Outcome {
        let (member, now) = (self.member(at), self.question.at);
        check(if member.not_before > now {
            Some(Failure::NotYetValid { start: member.not_before })
        } else if member.not_after < now {
            Some(Failure::Ended { end: member.not_after })
        } else {
            None
        })
    }

    fn revocation(&self, at: usize) -> Outcome {
        if self.question.lists.is_empty() {
            return Outcome::NotAsked;
        }
        check(revocation::judge(self.pool, self.question, self.chain[at], self.chain[at + 1]))
    }

    fn name_constraints(&self, at: usize) -> Outcome {
        let member = self.member(at);
        if at > 0 && member.names_itself() {
            return Outcome::NotAsked;
        }
        let above = &self.chain[at + 1..];
        if !above.iter().any(|authority| self.pool.members[*authority].has_constraints) {
            return Outcome::NotAsked;
        }
        check(above.iter().find_map(|authority| {
            let authority = &self.pool.members[*authority];
            let breach = constraints::breach(member, authority, false)?;
            let (name, authority) = (breach.name, authority.title.clone());
            Some(match breach.kind {
                Kind::Excluded => Failure::NameExcluded { name, authority },
                Kind::NotPermitted => Failure::NameNotPermitted { name, authority },
                _ => Failure::ConstraintUnclear { name, authority },
            })
        }))
    }

    fn basic_constraints(&self, at: usize) -> Outcome {
        let member = self.member(at);
        check(match member.basic {
            Some(basic) if basic.authority => None,
            Some(_) => Some(Failure::NoAuthority),
            None if member.version < 3 => Some(Failure::OldVersion { version: member.version }),
            None => Some(Failure::WithoutBasicConstraints),
        })
    }

    fn path_length(&self, at: usize) -> Outcome {
        let Some(limit) = self.member(at).basic.and_then(|basic| basic.path_length) else {
            return Outcome::NotAsked;
        };
        let below = (1..at).filter(|below| !self.member(*below).names_itself()).count();
        let limit = limit as usize;
        check((below > limit).then_some(Failure::PathTooLong { limit, below }))
    }

    fn key_usage(&self, at: usize) -> Outcome {
        let member = self.member(at);
        if member.key_usage.is_none() {
            return Outcome::NotAsked;
        }
        if at > 0 {
            return check(
                member.usage_lacks(&[usage::CERTIFICATE_SIGNING]).then_some(Failure::MayNotSignCertificates),
            );
        }
        // TLS 1.3 has the key sign (RFC 8446 section 4.4.2.2), TLS 1.2 knows other uses too
        let older: &[u32] = match self.question.purpose {
            Purpose::Client => &[usage::KEY_AGREEMENT],
            Purpose::Server(_) => &[usage::KEY_ENCIPHERMENT, usage::KEY_AGREEMENT],
        };
        match (member.usage_lacks(&[usage::DIGITAL_SIGNATURE]), member.usage_lacks(older)) {
            (false, _) => Outcome::Passed,
            (true, false) => Outcome::Doubtful(Failure::MayNotSign),
            (true, true) => Outcome::Failed(Failure::MayNotSign),
        }
    }

    fn purposes(&self, at: usize) -> Outcome {
        let member = self.member(at);
        let Some(found) = &member.purposes else { return Outcome::NotAsked };
        let (wanted, name) = match self.question.purpose {
            Purpose::Client => (purpose::CLIENT, "clientAuth"),
            Purpose::Server(_) => (purpose::SERVER, "serverAuth"),
        };
        check(member.purposes_lack(&[wanted]).then(|| Failure::PurposeMissing {
            wanted: name.to_owned(),
            found: found.iter().map(|oid| name_or_dotted(oid)).collect::<Vec<_>>().join(", "),
        }))
    }

    fn critical(&self, at: usize) -> Outcome {
        let member = self.member(at);
        if let Some(broken) = &member.broken {
            return Outcome::Failed(Failure::ExtensionBroken { name: name_or_dotted(broken).to_owned() });
        }
        if member.critical.is_empty() {
            return Outcome::NotAsked;
        }
        let unknown = member.critical.iter().find(|oid| !UNDERSTOOD.contains(&oid.as_str()));
        check(unknown.map(|oid| Failure::CriticalUnknown { name: name_or_dotted(oid).to_owned() }))
    }

    fn server_name(&self) -> Outcome {
        let Purpose::Server(Some(target)) = &self.question.purpose else { return Outcome::NotAsked };
        let leaf = self.member(0);
        let wanted = target.to_string();
        let found = leaf.names.iter().any(|name| match (name, target) {
            (Named::Dns(pattern), Target::Host(host)) => bears(pattern, host),
            (Named::Ip(found), Target::Address(address)) => *found == octets(address),
            _ => false,
        });
        if found {
            return Outcome::Passed;
        }
        let names: Vec<String> = leaf
            .names
            .iter()
            .filter(|name| matches!(name, Named::Dns(_) | Named::Ip(_)))
            .map(constraints::shown)
            .collect();
        let in_common_name = leaf.common_names.iter().any(|name| bears(name, &wanted));
        Outcome::Failed(if names.is_empty() && in_common_name {
            Failure::NameInCommonName { wanted }
        } else {
            Failure::NameMismatch { wanted, names: names.join(", ") }
        })
    }
}

/// Extensions that the rules themselves define and verifiers have to understand.
const UNDERSTOOD: [&str; 10] = [
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.19",
    "2.5.29.30",
    "2.5.29.32",
    "2.5.29.33",
    "2.5.29.36",
    "2.5.29.37",
    "2.5.29.54",
];

/// A name as it stands, or with a star in the place of the first label (RFC 9525 section 6.3).
fn bears(pattern: &str, host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    match pattern.strip_prefix("*.") {
        None => pattern.eq_ignore_ascii_case(host),
        Some(rest) => host
            .split_once('.')
            .is_some_and(|(first, tail)| !first.is_empty() && tail.eq_ignore_ascii_case(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::bears;

    #[test]
    fn a_star_stands_for_the_first_label_alone() {
        for (pattern, host, expected) in [
            ("*.example.test", "api.example.test", true),
            ("*.example.test", "a.b.example.test", false),
            ("*.example.test", "example.test", false),
            ("a*.example.test", "api.example.test", false),
            ("api.example.test", "API.example.test.", true),
        ] {
            assert_eq!(bears(pattern, host), expected, "{pattern} {host}");
        }
    }
}
