//! Which certificate is a key's, and what is to be known of the two: an authority that may issue, a leaf, or nothing whole.

use bundle::material::Material;
use pki::adoption::{self, Finding};
use pki::certificate::Certificate;
use pki::finding::Rank;
use pki::key::PrivateKey;
use text::opening as say;
use text::{Lang, Message};

use super::Open;
use crate::document::Verdict;
use crate::opened::Pair;
use crate::problem::{Source, Told};
use crate::reopened::Reopened;

/// What came of it.
#[derive(Default)]
pub(super) struct Together {
    /// What is to be known, the gravest first.
    pub(super) findings: Vec<(Verdict, Told)>,
    /// An authority that can issue.
    pub(super) authority: Option<Box<Reopened>>,
    /// The key with what belongs to it.
    pub(super) pair: Option<Pair>,
}

impl Together {
    /// Looks at everything that was found in the files.
    pub(super) fn of(material: Material, open: &Open) -> Together {
        let Material { certificates, mut keys, friendly_name } = material;
        let mut together = Together::default();
        match (keys.pop(), keys.is_empty()) {
            (None, _) if certificates.is_empty() => {}
            (None, _) => together.tell(Rank::Note, say::no_key),
            (Some(key), true) => together.key(key, certificates, friendly_name, open),
            (Some(_), false) => together.tell(Rank::Refused, say::several_keys),
        }
        together
    }

    fn tell(&mut self, rank: Rank, message: impl Fn(Lang) -> Message) {
        let verdict = match rank {
            Rank::Refused => Verdict::Refused,
            Rank::Danger | Rank::Doubt => Verdict::Caution,
            Rank::Note => Verdict::Fine,
        };
        self.findings.push((verdict, Told::new(Source::Open, message)));
    }

    fn key(&mut self, key: PrivateKey, certificates: Vec<Certificate>, name: String, open: &Open) {
        let (mut own, others): (Vec<_>, Vec<_>) = certificates
            .into_iter()
            .partition(|certificate| certificate.public_key_der() == key.public_key());
        match own.as_slice() {
            [] => match others.first().map(|other| &other.facts().subject) {
                None => self.tell(Rank::Note, say::no_certificate),
                Some(other) => {
                    self.tell(Rank::Refused, |lang| text::pki::issue_key_of_another(lang, other));
                }
            },
            [certificate] if certificate.facts().is_authority => self.authority(certificate, &key, open),
            [certificate] => self.leaf(certificate, open),
            several => {
                let names: Vec<_> = several.iter().map(|own| &*own.facts().subject).collect();
                let names = names.join(" · ");
                self.tell(Rank::Refused, |lang| say::several_certificates(lang, &names));
            }
        }
        if own.len() == 1 {
            own.extend(others);
        } else {
            own.clear();
        }
        let own_name = own.first().and_then(|own| own.facts().common_name.clone());
        let called = if name.is_empty() { own_name.unwrap_or_default() } else { name };
        self.pair = Some(Pair { key, certificates: own, called });
    }

    fn authority(&mut self, certificate: &Certificate, key: &PrivateKey, open: &Open) {
        match adoption::examine(certificate, key, open.now) {
            Ok(found) => {
                for finding in &found {
                    self.tell(finding.told(Lang::En).rank, |lang| words(finding, lang));
                }
                if !found.iter().any(Finding::stops) {
                    let (certificate, key) = (certificate.clone(), key.clone());
                    let authority = Reopened::of_elsewhere(certificate, key, open.form.clone(), open.now);
                    self.authority = Some(Box::new(authority));
                }
            }
            Err(error) => self.tell(Rank::Refused, |lang| error.message(lang)),
        }
    }

    /// A certificate that issues nothing: whose it is, and whether it is good.
    fn leaf(&mut self, certificate: &Certificate, open: &Open) {
        let facts = certificate.facts();
        let name = facts.common_name.as_ref().unwrap_or(&facts.subject);
        let day = |lang| facts.not_after.day(lang);
        if facts.not_after < open.now {
            self.tell(Rank::Doubt, |lang| say::leaf_over(lang, name, &day(lang)));
        } else {
            self.tell(Rank::Note, |lang| say::leaf(lang, name, &day(lang)));
        }
    }
}

/// What a finding is, what follows from it and by which rule, and what to try.
fn words(finding: &Finding, lang: Lang) -> Message {
    let told = finding.told(lang);
    let rule = if told.rule.is_empty() { String::new() } else { format!("({})", told.rule) };
    let parts = [&*told.message.problem, &told.consequence, &rule];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Message { problem: parts.join(" ").into(), remedy: told.message.remedy }
}
