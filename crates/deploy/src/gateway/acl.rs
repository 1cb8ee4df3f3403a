//! Who may enter where. Pure: a caller's certificate, a method and a path in, yes or no out. A policy without rules lets nobody in.
//! Whether the certificate holds is [`pki::verify::trust`]'s.

use pki::certificate::{AlternativeName, Certificate};

/// A mark by which a client is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The whole subject, as nginx writes it: RFC 2253, octets beyond ASCII as `\XX`.
    Subject(String),
    /// The subject has exactly this common name, and no other.
    CommonName(String),
    /// A DNS name among the subject alternative names; letters of either case are the same (RFC 4343).
    Dns(String),
    /// A mailbox among them; its domain in either case (RFC 5321 section 2.4).
    Email(String),
    /// A URI among them.
    Uri(UriPattern),
    /// SHA-256 of the certificate.
    Sha256([u8; 32]),
    /// The issuer as RFC 4514 text.
    Issuer(String),
}

/// A URI, `*` in place of whole segments of its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UriPattern(Vec<String>);

impl UriPattern {
    /// A pattern; `None` where there is no scheme with an authority, an asterisk stands elsewhere than alone in a segment of
    /// the path, or there is more than a path.
    #[must_use]
    pub fn parse(text: &str) -> Option<UriPattern> {
        let (scheme, rest) = text.split_once("://")?;
        let segments: Vec<String> = text.split('/').map(str::to_owned).collect();
        let authority = rest.split('/').next().unwrap_or_default();
        let named =
            !scheme.is_empty() && !authority.is_empty() && !scheme.contains('*') && !authority.contains('*');
        let whole = segments.iter().all(|segment| segment == "*" || !segment.contains('*'));
        let plain =
            text.chars().all(|letter| letter.is_ascii_graphic() && !matches!(letter, '?' | '#' | '%'));
        (named && whole && plain).then_some(UriPattern(segments))
    }

    fn fits(&self, uri: &str) -> bool {
        let mut segments = uri.split('/');
        let fits = self.0.iter().enumerate().all(|(place, wanted)| {
            segments.next().is_some_and(|found| match wanted.as_str() {
                // an empty segment is nobody's name
                "*" => place > 2 && !found.is_empty() && found != "." && found != "..",
                _ => wanted == found,
            })
        });
        fits && segments.next().is_none()
    }

    /// SPIFFE IDs stand alone: a certificate with another URI beside one is no SVID (X.509-SVID section 2).
    fn stands_alone(&self) -> bool {
        self.0[0] == "spiffe:"
    }
}

impl Mark {
    fn fits(&self, certificate: &Certificate) -> bool {
        let facts = certificate.facts();
        let names = || facts.names.iter();
        match self {
            Mark::Subject(wanted) => facts.subject_in_ascii() == *wanted,
            Mark::CommonName(wanted) => {
                let attributes = certificate.subject_attributes();
                let mut found = attributes.iter().filter(|(name, _)| name == "CN").map(|(_, value)| value);
                found.next() == Some(wanted) && found.next().is_none()
            }
            Mark::Dns(wanted) => names().any(
                |name| matches!(name, AlternativeName::Dns(found) if found.eq_ignore_ascii_case(wanted)),
            ),
            Mark::Email(wanted) => names()
                .any(|name| matches!(name, AlternativeName::Email(found) if same_mailbox(found, wanted))),
            Mark::Uri(pattern) => {
                let uris: Vec<&String> = names()
                    .filter_map(|name| if let AlternativeName::Uri(uri) = name { Some(uri) } else { None })
                    .collect();
                (uris.len() == 1 || !pattern.stands_alone()) && uris.iter().any(|uri| pattern.fits(uri))
            }
            Mark::Sha256(wanted) => facts.sha256 == *wanted,
            Mark::Issuer(wanted) => facts.issuer == *wanted,
        }
    }
}

fn same_mailbox(one: &str, other: &str) -> bool {
    match (one.rsplit_once('@'), other.rsplit_once('@')) {
        (Some((one, at)), Some((other, there))) => one == other && at.eq_ignore_ascii_case(there),
        _ => false,
    }
}

/// Whom a rule lets in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Callers without a certificate too.
    Anyone,
    /// Every certificate that holds.
    AnyVerified,
    /// Clients that have all marks of one of these.
    Clients(Vec<Vec<Mark>>),
}

impl Who {
    fn takes(&self, caller: Option<&Certificate>) -> bool {
        match (self, caller) {
            (Who::Anyone, _) | (Who::AnyVerified, Some(_)) => true,
            (Who::Clients(clients), Some(certificate)) => clients
                .iter()
                .any(|marks| !marks.is_empty() && marks.iter().all(|mark| mark.fits(certificate))),
            (Who::AnyVerified | Who::Clients(_), None) => false,
        }
    }
}

/// A path and all below it, without the last slash: `/` is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(Vec<u8>);

impl Prefix {
    /// A prefix from a plain, decoded path; `None` where it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Prefix> {
        let plain = text.starts_with('/')
            && !text.contains(['?', '#', ';', '\\', '%', '\0'])
            && !text.contains("//")
            && text.split('/').all(|segment| segment != "." && segment != "..");
        plain.then(|| Prefix(text.trim_end_matches('/').as_bytes().to_vec()))
    }

    fn covers(&self, path: &[u8]) -> bool {
        path.strip_prefix(self.0.as_slice()).is_some_and(|rest| rest.is_empty() || rest[0] == b'/')
    }
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Where.
    pub path: Prefix,
    /// With which methods, as they are written (RFC 9110 section 9.1: letters count by their case); `None` is all.
    pub methods: Option<Vec<String>>,
    /// Whom.
    pub who: Who,
}

/// All rules, by path, the longest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy(Vec<(Prefix, Vec<Rule>)>);

impl Policy {
    /// A policy of these rules; none lets nobody in.
    #[must_use]
    pub fn new(rules: Vec<Rule>) -> Policy {
        let mut places: Vec<(Prefix, Vec<Rule>)> = Vec::new();
        for rule in rules {
            match places.iter_mut().find(|(path, _)| *path == rule.path) {
                Some((_, others)) => others.push(rule),
                None => places.push((rule.path.clone(), vec![rule])),
            }
        }
        places.sort_by_key(|(path, _)| core::cmp::Reverse(path.0.len()));
        Policy(places)
    }

    /// What a caller may do: asked once for each connection, since a list of clients may be long.
    #[must_use]
    pub fn grants(&self, caller: Option<&Certificate>) -> Grants {
        let granted = |rules: &[Rule]| {
            let taking = rules.iter().filter(|rule| rule.who.takes(caller));
            taking.map(|rule| rule.methods.clone().map_or(Granted::All, Granted::Some)).collect()
        };
        Grants(self.0.iter().map(|(path, rules)| (path.clone(), granted(rules))).collect())
    }

    /// Whether callers without a certificate may do anything on any path that has no rule of its own.
    #[must_use]
    pub fn opens_everything(&self) -> bool {
        let root = self.0.iter().find(|(path, _)| path.0.is_empty());
        root.is_some_and(|(_, rules)| {
            rules.iter().any(|rule| rule.who == Who::Anyone && rule.methods.is_none())
        })
    }

    /// Whether there is a rule at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Methods that were granted.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Granted {
    All,
    Some(Vec<String>),
}

/// What one caller may do: the longest path that covers a request decides alone, so a rule for `/` opens nothing below `/admin`
/// once there is a rule for `/admin`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grants(Vec<(Prefix, Vec<Granted>)>);

impl Grants {
    /// Whether a request may pass. The path is decoded and plain.
    #[must_use]
    pub fn allow(&self, method: &str, path: &[u8]) -> bool {
        let deciding = self.0.iter().find(|(prefix, _)| prefix.covers(path));
        deciding.is_some_and(|(_, granted)| {
            granted.iter().any(|granted| match granted {
                Granted::All => true,
                Granted::Some(methods) => methods.iter().any(|granted| granted == method),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(rules: &[(&str, Option<&str>, Who)]) -> Grants {
        let rule = |(path, method, who): &(&str, Option<&str>, Who)| Rule {
            path: Prefix::parse(path).expect("a path"),
            methods: method.map(|method| vec![method.to_owned()]),
            who: who.clone(),
        };
        Policy::new(rules.iter().map(rule).collect()).grants(None)
    }

    #[test]
    fn no_rule_lets_nobody_in() {
        assert!(!grants(&[]).allow("GET", b"/"));
        assert!(Policy::new(vec![]).is_empty());
    }

    #[test]
    fn the_longest_path_decides_and_methods_add_up() {
        let grants = grants(&[
            ("/", Some("GET"), Who::Anyone),
            ("/closed", None, Who::Clients(vec![])),
            ("/", Some("POST"), Who::Anyone),
            ("/closed/open", Some("GET"), Who::Anyone),
            ("/verified", None, Who::AnyVerified),
        ]);
        for (method, path, allowed) in [
            ("GET", "/", true),
            ("POST", "/x", true),
            ("PUT", "/x", false),
            ("GET", "/closed", false),
            ("GET", "/closed/x", false),
            ("GET", "/closedx", true),
            ("GET", "/closed/open/x", true),
            ("POST", "/closed/open/x", false),
            ("GET", "/verified", false),
        ] {
            assert_eq!(grants.allow(method, path.as_bytes()), allowed, "{method} {path}");
        }
    }

    #[test]
    fn an_asterisk_is_one_segment_of_a_path() {
        for (pattern, uri, fits) in [
            ("spiffe://a.test/x/*", "spiffe://a.test/x/1", true),
            ("spiffe://a.test/x/*", "spiffe://a.test/x/1/2", false),
            ("spiffe://a.test/x/*", "spiffe://a.test/x", false),
            ("spiffe://a.test/x/*", "spiffe://a.test/x/", false),
            ("spiffe://a.test/x/*", "spiffe://a.test/x/..", false),
            ("spiffe://a.test/*/y", "spiffe://a.test/x/y", true),
            ("spiffe://a.test/*/y", "spiffe://b.test/x/y", false),
            ("spiffe://a.test/x", "spiffe://a.test/x", true),
            ("spiffe://a.test/x", "SPIFFE://a.test/x", false),
        ] {
            let pattern = UriPattern::parse(pattern).expect("a pattern");
            assert_eq!(pattern.fits(uri), fits, "{pattern:?} {uri}");
        }
        for wrong in [
            "spiffe://*/x",
            "spiffe://a.test/x*",
            "*",
            "",
            "a.test/x",
            "spiffe:///x",
            "s*://a/x",
            "spiffe://a.test/x?y",
            "spiffe://a.test/가",
        ] {
            assert_eq!(UriPattern::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn paths_of_rules_are_plain() {
        for (text, plain) in [
            ("/", true),
            ("/a/b", true),
            ("/a/", true),
            ("/가", true),
            ("a", false),
            ("", false),
            ("/a/../b", false),
            ("/a//b", false),
            ("/a?b", false),
            ("/a%20b", false),
            ("/a;b", false),
        ] {
            assert_eq!(Prefix::parse(text).is_some(), plain, "{text}");
        }
    }
}
