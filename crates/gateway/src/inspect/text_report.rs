//! The report in lines: findings first, the most serious on top, then each thing with what it says.

use pki::finding::Rank;
use pki::inspect::tree::{Hide, lines};
use pki::inspect::{Asn1, Extension, Item, Kind, Link, PublicKeyFacts, Report, Thing};
use pki::moment::Moment;
use text::Lang;
use text::inspect as say;

/// Entries of a revocation list that are written out.
const MOST_ENTRIES: usize = 20;

pub(super) fn write(report: &Report, asn1: Asn1, lang: Lang) -> String {
    let mut page = Page { report, asn1, lang, out: String::new() };
    page.findings();
    page.line(0, &say::items_title(lang, report.items.len()));
    for index in 0..report.items.len() {
        page.item(index);
    }
    page.out
}

struct Page<'a> {
    report: &'a Report,
    asn1: Asn1,
    lang: Lang,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, text: &str) {
        self.out.push_str(&"  ".repeat(indent));
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn pair(&mut self, label: &str, value: &str) {
        self.line(1, &format!("{label}: {value}"));
    }

    fn findings(&mut self) {
        let (report, lang) = (self.report, self.lang);
        let count = |rank: Rank| (rank, report.count(rank));
        let counts: Vec<String> = Rank::ALL
            .into_iter()
            .map(count)
            .filter(|(_, count)| *count > 0)
            .map(|(rank, count)| format!("{} {count}", rank.label(lang)))
            .collect();
        if counts.is_empty() {
            self.line(0, say::findings_none(lang));
        } else {
            self.line(0, &say::findings_title(lang, &counts.join(", ")));
        }
        self.line(0, &say::judged_at(lang, &report.now.minute(lang)));
        self.line(0, "");
        for finding in &report.findings {
            let told = finding.fault.told(lang);
            let place = report.place(&finding.place);
            self.line(0, &format!("[{}] {place}: {}", told.rank.label(lang), told.message.problem));
            self.line(1, &told.consequence);
            self.line(1, &told.message.remedy);
            self.line(1, &format!("{} ({})", say::rule(lang, &told.rule), told.id));
            self.line(0, "");
        }
    }

    fn item(&mut self, index: usize) {
        let (report, lang) = (self.report, self.lang);
        let item = &report.items[index];
        self.line(0, "");
        self.line(0, &format!("{}  {}", report.place(&item.place), item.kind.name()));
        match &item.thing {
            Thing::Certificate(facts) => {
                self.pair(say::label_subject(lang), &facts.subject);
                self.pair(say::label_issuer(lang), &facts.issuer);
                self.pair(say::label_version(lang), &facts.version.to_string());
                self.pair(say::label_serial(lang), &facts.serial_text());
                self.pair(say::label_validity(lang), &span(facts.not_before, Some(facts.not_after), lang));
                self.key(&facts.key);
                self.pair(say::label_signature(lang), &facts.signature_algorithm);
                self.pair("SHA-256", &octets(&facts.sha256));
                self.pair("SHA-1", &octets(&facts.sha1));
                self.extensions(1, &facts.extensions);
            }
            Thing::Request(facts) => {
                self.pair(say::label_subject(lang), &facts.subject);
                self.key(&facts.key);
                self.pair(say::label_signature(lang), &facts.signature_algorithm);
                self.pair("SHA-256", &octets(&facts.sha256));
                self.extensions(1, &facts.extensions);
            }
            Thing::List(facts) => {
                self.pair(say::label_issuer(lang), &facts.issuer);
                self.pair(say::label_version(lang), &facts.version.to_string());
                if let Some(number) = &facts.number {
                    self.pair(say::label_number(lang), number);
                }
                self.pair(say::label_updates(lang), &span(facts.this_update, facts.next_update, lang));
                self.pair(say::label_signature(lang), &facts.signature_algorithm);
                self.pair("SHA-256", &octets(&facts.sha256));
                self.extensions(1, &facts.extensions);
                self.pair(say::label_revoked(lang), &facts.entries.len().to_string());
                for entry in facts.entries.iter().take(MOST_ENTRIES) {
                    self.line(2, &format!("{}  {}", octets(&entry.serial), entry.since.minute(lang)));
                    for extension in &entry.extensions {
                        self.values(3, extension);
                    }
                }
                if let Some(more) = facts.entries.len().checked_sub(MOST_ENTRIES).filter(|more| *more > 0) {
                    self.line(2, &say::label_more(lang, more));
                }
            }
            Thing::PrivateKey(facts) => {
                if let Some(public) = &facts.public {
                    self.key(public);
                }
            }
            Thing::PublicKey(facts) => self.key(facts),
            Thing::Closed | Thing::Unread => {}
        }
        self.links(index);
        let unread = matches!(item.thing, Thing::Unread);
        if (self.asn1 == Asn1::Included || unread) && !matches!(item.kind, Kind::Zip | Kind::EncryptedPem) {
            self.asn1(item);
        }
    }

    fn key(&mut self, key: &PublicKeyFacts) {
        let lang = self.lang;
        self.pair(say::label_key(lang), &key.label);
        self.pair(say::label_pin(lang), &key.pin());
        self.pair(say::label_identifier(lang), &octets(&key.identifier));
    }

    fn extensions(&mut self, indent: usize, extensions: &[Extension]) {
        if extensions.is_empty() {
            return;
        }
        self.line(indent, &format!("{}:", say::label_extensions(self.lang)));
        for extension in extensions {
            self.values(indent + 1, extension);
            self.line(indent + 2, extension.purpose(self.lang));
        }
    }

    fn values(&mut self, indent: usize, extension: &Extension) {
        let critical = match extension.critical {
            true => format!(" ({})", say::label_critical(self.lang)),
            false => String::new(),
        };
        self.line(indent, &format!("{}{critical}", extension.name()));
        for row in &extension.rows {
            self.line(indent + 1, &format!("{}: {}", row.label, row.value));
        }
    }

    fn links(&mut self, index: usize) {
        let links = self.report.links.iter().filter(|link| link.from == index || link.to == index);
        let links: Vec<&Link> = links.collect();
        if links.is_empty() {
            return;
        }
        self.line(1, &format!("{}:", say::label_links(self.lang)));
        for link in links {
            let other = if link.from == index { link.to } else { link.from };
            let item = &self.report.items[other];
            let words = link.words(index, self.lang);
            let title = item.title().map_or_else(String::new, |title| format!(" ({title})"));
            self.line(2, &format!("{words} {}{title}", self.report.place(&item.place)));
        }
    }

    fn asn1(&mut self, item: &Item) {
        self.line(1, &format!("{}:", say::label_asn1(self.lang)));
        for line in lines(&item.tree(Hide::Secrets)).lines() {
            self.line(2, line);
        }
    }
}

fn span(from: Moment, to: Option<Moment>, lang: Lang) -> String {
    let end = to.map_or_else(|| say::label_no_end(lang).to_owned(), |end| end.minute(lang));
    format!("{} – {end}", from.minute(lang))
}

fn octets(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02X}")).collect::<Vec<_>>().join(":")
}
