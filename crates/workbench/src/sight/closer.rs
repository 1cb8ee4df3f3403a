//! One thing, down to its octets: what each part says and does for mutual TLS, its ASN.1 as a tree, and the thing as PEM.

use pki::inspect::tree::{Hide, Node};
use pki::inspect::{Extension, Input, Item, Kind, ListFacts, PublicKeyFacts, Thing, inspect};
use pki::moment::Moment;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::inspect as say;

use crate::document::{Block, Code, Document, Fold, Section};

/// Entries of a revocation list that are written out.
const MOST_ENTRIES: usize = 200;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// Where it stands.
    pub name: String,
    /// Its octets.
    pub octets: Secret,
    /// Whether secret values are written out.
    pub reveal: bool,
    /// The moment at which dates are judged.
    pub now: Moment,
    /// The reader's language.
    pub lang: Lang,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Closer {
    /// What it says, part by part.
    pub document: Document,
    /// Its ASN.1 in the order of the octets.
    pub tree: Vec<Node>,
    /// Whether its octets may be shown: a private key's are on request alone.
    pub open: bool,
}

impl Look {
    /// Looks.
    pub(crate) fn run(&self) -> Closer {
        let input = Input { name: &self.name, bytes: self.octets.expose() };
        let report = inspect(&[input], self.now);
        // what was recognised within something else may look like another thing when it stands alone: then its tree is left
        let Some(item) = report.items.into_iter().next() else { return Closer::default() };
        let open = self.reveal || !item.kind.is_secret();
        let mut sections = self.sections(&item);
        if open {
            sections.extend(self.pem(&item));
        }
        let hide = if open { Hide::Nothing } else { Hide::Secrets };
        let has_tree = !matches!(item.kind, Kind::Zip | Kind::EncryptedPem);
        let tree = if has_tree { item.tree(hide) } else { Vec::new() };
        Closer { document: Document(sections), tree, open }
    }

    fn sections(&self, item: &Item) -> Vec<Section> {
        let lang = self.lang;
        let title = item.title().unwrap_or_else(|| item.kind.name().to_owned());
        let mut facts = Facts::default();
        let mut more = Vec::new();
        match &item.thing {
            Thing::Certificate(certificate) => {
                facts.add(say::label_subject(lang), &certificate.subject);
                facts.add(say::label_issuer(lang), &certificate.issuer);
                facts.add(say::label_version(lang), &certificate.version.to_string());
                facts.add(say::label_serial(lang), &certificate.serial_text());
                facts.add(
                    say::label_validity(lang),
                    &self.span(certificate.not_before, Some(certificate.not_after)),
                );
                facts.key(&certificate.key, lang);
                facts.add(say::label_signature(lang), &certificate.signature_algorithm);
                facts.add("SHA-256", &hex(&certificate.sha256));
                facts.add("SHA-1", &hex(&certificate.sha1));
                more.extend(extensions(&certificate.extensions, lang));
            }
            Thing::Request(request) => {
                facts.add(say::label_subject(lang), &request.subject);
                facts.key(&request.key, lang);
                facts.add(say::label_signature(lang), &request.signature_algorithm);
                facts.add("SHA-256", &hex(&request.sha256));
                more.extend(extensions(&request.extensions, lang));
            }
            Thing::List(list) => {
                facts.add(say::label_issuer(lang), &list.issuer);
                facts.add(say::label_version(lang), &list.version.to_string());
                if let Some(number) = &list.number {
                    facts.add(say::label_number(lang), number);
                }
                facts.add(say::label_updates(lang), &self.span(list.this_update, list.next_update));
                facts.add(say::label_signature(lang), &list.signature_algorithm);
                facts.add("SHA-256", &hex(&list.sha256));
                more.extend(extensions(&list.extensions, lang));
                more.extend(revoked(list, lang));
            }
            Thing::PrivateKey(key) => {
                if let Some(public) = &key.public {
                    facts.key(public, lang);
                }
            }
            Thing::PublicKey(key) => facts.key(key, lang),
            Thing::Closed | Thing::Unread => {}
        }
        let kind = item.kind.name();
        let mut blocks = if title == kind { Vec::new() } else { vec![Block::Aside(kind.into())] };
        blocks.extend((!facts.0.is_empty()).then_some(Block::Terms(facts.0)));
        let mut sections = vec![Section::new(&title, blocks)];
        sections.extend(more);
        sections
    }

    fn pem(&self, item: &Item) -> Option<Section> {
        let text = item.pem()?;
        let code = Code {
            id: "item-pem".to_owned(),
            title: "PEM".to_owned(),
            text,
            save: Some("inspected.pem".to_owned()),
            ..Code::default()
        };
        let fold =
            Fold { id: "item-pem-fold".to_owned(), title: "PEM".to_owned(), blocks: vec![Block::Code(code)] };
        Some(Section { title: None, blocks: vec![Block::Fold(fold)] })
    }

    fn span(&self, from: Moment, to: Option<Moment>) -> String {
        let end = to.map_or_else(|| say::label_no_end(self.lang).to_owned(), |end| end.minute(self.lang));
        format!("{} – {end}", from.minute(self.lang))
    }
}

#[derive(Default)]
struct Facts(Vec<(String, String)>);

impl Facts {
    fn add(&mut self, label: &str, value: &str) {
        self.0.push((label.to_owned(), value.to_owned()));
    }

    fn key(&mut self, key: &PublicKeyFacts, lang: Lang) {
        self.add(say::label_key(lang), &key.label);
        self.add(say::label_pin(lang), &key.pin());
        self.add(say::label_identifier(lang), &hex(&key.identifier));
    }
}

/// Extensions of which all is told; somebody's certificate may have thousands, and no reader.
const MOST_EXTENSIONS: usize = 100;

/// Each extension with what it says and what it does for mutual TLS.
fn extensions(extensions: &[Extension], lang: Lang) -> Option<Section> {
    if extensions.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    for extension in extensions.iter().take(MOST_EXTENSIONS) {
        let critical =
            if extension.critical { format!(" ({})", say::label_critical(lang)) } else { String::new() };
        let rule = extension.rule().map(|rule| format!(" · {rule}")).unwrap_or_default();
        blocks.push(Block::Heading(format!("{}{critical}{rule}", extension.name())));
        let rows = extension.rows.iter().map(|row| (row.label.clone(), row.value.clone()));
        blocks.push(Block::Terms(rows.collect()));
        blocks.push(Block::Aside(extension.purpose(lang).into()));
    }
    let further = extensions.len().saturating_sub(MOST_EXTENSIONS);
    if further > 0 {
        blocks.push(Block::Aside(say::extensions_more(lang, further).into()));
    }
    Some(Section::new(say::label_extensions(lang), blocks))
}

fn revoked(list: &ListFacts, lang: Lang) -> Option<Section> {
    if list.entries.is_empty() {
        return None;
    }
    let entry = |entry: &pki::inspect::list::Entry| {
        let more = entry.extensions.iter().flat_map(|extension| &extension.rows);
        let values: Vec<&str> = more.map(|row| row.value.as_str()).collect();
        (hex(&entry.serial), format!("{} {}", entry.since.minute(lang), values.join(", ")))
    };
    let mut blocks = vec![Block::Terms(list.entries.iter().take(MOST_ENTRIES).map(entry).collect())];
    if let Some(more) = list.entries.len().checked_sub(MOST_ENTRIES).filter(|more| *more > 0) {
        blocks.push(Block::Aside(say::label_more(lang, more).into()));
    }
    Some(Section::new(say::label_revoked(lang), blocks))
}

/// As most tools write fingerprints and serial numbers.
fn hex(octets: &[u8]) -> String {
    pki::certificate::hex(octets, ":")
}
