//! The whole report as JSON, the same octets for the same inputs, moment and language. No private number is in it: of private
//! keys it tells the public half. Its form is counted by `format`; what is added later does not change it.

use serde::Serialize;
use text::Lang;

use super::certificate::serial_text;
use super::tree::{Hide, Node};
use super::{Extension, Item, Link, PublicKeyFacts, Report, Row, Thing};
use crate::certificate::hex;

/// The number of the form.
const FORMAT: u32 = 1;

impl Report {
    /// The report as JSON with a line feed at its end; with the ASN.1 of each item when asked for.
    #[must_use]
    pub fn to_json(&self, asn1: Asn1, lang: Lang) -> String {
        let written = Written {
            format: FORMAT,
            now: self.now.to_string(),
            inputs: &self.inputs,
            findings: self.findings.iter().map(|finding| self.finding(finding, lang)).collect(),
            items: self.items.iter().map(|item| self.item(item, asn1, lang)).collect(),
            links: &self.links,
        };
        let mut out = serde_json::to_string_pretty(&written).expect("strings, numbers and lists of them");
        out.push('\n');
        out
    }

    fn finding(&self, finding: &super::Finding, lang: Lang) -> WrittenFinding {
        let told = finding.fault.told(lang);
        WrittenFinding {
            id: told.id,
            rank: told.rank,
            item: finding.item,
            place: self.place(&finding.place),
            problem: told.message.problem.into_owned(),
            consequence: told.consequence,
            remedy: told.message.remedy.into_owned(),
            rule: told.rule,
        }
    }

    fn item<'a>(&self, item: &'a Item, asn1: Asn1, lang: Lang) -> WrittenItem<'a> {
        WrittenItem {
            place: self.place(&item.place),
            kind: item.kind,
            octets: item.octets.expose().len(),
            says: says(&item.thing, lang),
            asn1: (asn1 == Asn1::Included).then(|| item.tree(Hide::Secrets)),
        }
    }
}

/// Whether the ASN.1 of each item is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asn1 {
    /// With offsets, names and values; private numbers of keys are hidden.
    Included,
    /// Left out.
    Omitted,
}

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    now: String,
    inputs: &'a [String],
    findings: Vec<WrittenFinding>,
    items: Vec<WrittenItem<'a>>,
    links: &'a [Link],
}

#[derive(Serialize)]
struct WrittenFinding {
    id: String,
    rank: crate::finding::Rank,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<usize>,
    place: String,
    problem: String,
    consequence: String,
    remedy: String,
    rule: String,
}

#[derive(Serialize)]
struct WrittenItem<'a> {
    place: String,
    kind: super::Kind,
    octets: usize,
    #[serde(flatten)]
    says: Says<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asn1: Option<Vec<Node>>,
}

#[derive(Serialize, Default)]
struct Says<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serial: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_authority: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_self_signed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature_algorithm: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key: Option<WrittenKey<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha1: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extensions: Vec<WrittenExtension<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    revoked: Vec<WrittenEntry<'a>>,
}

#[derive(Serialize)]
struct WrittenKey<'a> {
    kind: &'a str,
    pin: String,
    identifier: String,
}

#[derive(Serialize)]
struct WrittenExtension<'a> {
    oid: &'a str,
    name: &'a str,
    critical: bool,
    readable: bool,
    values: &'a [Row],
    purpose: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
}

#[derive(Serialize)]
struct WrittenEntry<'a> {
    serial: String,
    since: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extensions: Vec<WrittenExtension<'a>>,
}

fn says(thing: &Thing, lang: Lang) -> Says<'_> {
    match thing {
        Thing::Certificate(facts) => Says {
            version: Some(facts.version),
            serial: Some(facts.serial_text()),
            subject: Some(&facts.subject),
            issuer: Some(&facts.issuer),
            not_before: Some(facts.not_before.to_string()),
            not_after: Some(facts.not_after.to_string()),
            is_authority: Some(facts.is_authority),
            is_self_signed: Some(facts.is_self_signed),
            signature_algorithm: Some(&facts.signature_algorithm),
            public_key: Some(key(&facts.key)),
            sha256: Some(hex(&facts.sha256, ":")),
            sha1: Some(hex(&facts.sha1, ":")),
            extensions: extensions(&facts.extensions, lang),
            ..Says::default()
        },
        Thing::Request(facts) => Says {
            subject: Some(&facts.subject),
            signature_algorithm: Some(&facts.signature_algorithm),
            public_key: Some(key(&facts.key)),
            sha256: Some(hex(&facts.sha256, ":")),
            extensions: extensions(&facts.extensions, lang),
            ..Says::default()
        },
        Thing::List(facts) => Says {
            version: Some(facts.version),
            issuer: Some(&facts.issuer),
            not_before: Some(facts.this_update.to_string()),
            not_after: facts.next_update.map(|end| end.to_string()),
            number: facts.number.as_deref(),
            signature_algorithm: Some(&facts.signature_algorithm),
            sha256: Some(hex(&facts.sha256, ":")),
            extensions: extensions(&facts.extensions, lang),
            revoked: facts
                .entries
                .iter()
                .map(|entry| WrittenEntry {
                    serial: serial_text(&entry.serial),
                    since: entry.since.to_string(),
                    extensions: extensions(&entry.extensions, lang),
                })
                .collect(),
            ..Says::default()
        },
        Thing::PrivateKey(facts) => Says { public_key: facts.public.as_ref().map(key), ..Says::default() },
        Thing::PublicKey(facts) => Says { public_key: Some(key(facts)), ..Says::default() },
        Thing::Closed | Thing::Unread => Says::default(),
    }
}

fn key(facts: &PublicKeyFacts) -> WrittenKey<'_> {
    WrittenKey { kind: &facts.label, pin: facts.pin(), identifier: hex(&facts.identifier, ":") }
}

fn extensions(found: &[Extension], lang: Lang) -> Vec<WrittenExtension<'_>> {
    let written = |extension| {
        let extension: &Extension = extension;
        WrittenExtension {
            oid: &extension.oid,
            name: extension.name(),
            critical: extension.critical,
            readable: extension.readable,
            values: &extension.rows,
            purpose: extension.purpose(lang),
            rule: extension.rule(),
        }
    };
    found.iter().map(written).collect()
}
