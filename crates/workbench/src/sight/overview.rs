//! Everything that was given, together: what there is, what belongs together, what is wrong, the most serious first.

use bundle::look::{Told, look};
use pki::finding::Rank;
use pki::inspect::{Asn1, Item, Report, Thing};
use pki::moment::Moment;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use text::inspect as say;
use text::{Lang, Message};

use crate::document::{Block, Verdict};
use crate::opened::Given;
use crate::role::Role;

/// Faults of one kind that are told one by one; of a thousand certificates from one authority each has the same ones.
const TOLD_EACH: usize = 3;
/// Places that are named of the others.
const NAMED: usize = 20;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// Files.
    pub files: Vec<Given>,
    /// A pasted text.
    pub pasted: Secret,
    /// For what is closed; empty when none was given.
    pub passphrase: Secret,
    /// The moment at which dates are judged.
    pub now: Moment,
    /// The reader's language.
    pub lang: Lang,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// How many things there are, and when they were judged.
    pub summary: Vec<String>,
    /// What could not be opened, then what is wrong.
    pub findings: Vec<Block>,
    /// The things, in the order of the files.
    pub heads: Vec<Head>,
}

/// One thing, in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Whose it is, or what kind of thing.
    pub title: String,
    /// What kind of thing, where it stands, and what belongs to it.
    pub lines: Vec<String>,
    /// Who it is for, if it says.
    pub role: Option<Role>,
    /// Whether it is a private key.
    pub secret: bool,
    /// How it stands by its most serious fault.
    pub verdict: Verdict,
    /// SHA-256 of a certificate, by which the drawing of a chain names it.
    pub(crate) sha256: Option<[u8; 32]>,
    /// The name of its input, for a closer look.
    pub(crate) name: String,
    /// Its octets; a key's are secret, so all are kept as if they were.
    pub(crate) octets: Secret,
}

impl Look {
    /// Looks.
    pub(crate) fn overview(&self) -> Overview {
        let bundle::look::Look { report, told: closed } = self.opened();
        let lang = self.lang;
        let mut findings: Vec<Block> =
            closed.iter().map(|(place, told)| closed_one(place, told, lang)).collect();
        tell(&report, lang, &mut findings);
        Overview {
            summary: vec![
                say::items_title(lang, report.items.len()),
                say::judged_at(lang, &self.now.minute(lang)),
            ],
            findings,
            heads: heads(&report, lang),
        }
    }

    /// The report of `handfast-gateway inspect --json`.
    pub(crate) fn json(&self) -> String {
        self.report().to_json(Asn1::Omitted, self.lang)
    }

    /// What is there, with what the passphrase opens.
    pub(super) fn report(&self) -> Report {
        self.opened().report
    }

    fn opened(&self) -> bundle::look::Look {
        let files =
            self.files.iter().map(|Given { name, bytes }| (name.clone(), Secret::new(bytes.to_vec())));
        let pasted = Some(&self.pasted).filter(|pasted| !pasted.expose().is_empty());
        let pasted = pasted.map(|pasted| (say::pasted(self.lang).to_owned(), pasted.clone()));
        let passphrase = String::from_utf8_lossy(self.passphrase.expose());
        look(files.chain(pasted).collect(), &passphrase, self.now)
    }
}

/// What is to be known of something that a passphrase closes.
fn closed_one(place: &str, told: &Told, lang: Lang) -> Block {
    let verdict = match told {
        Told::Refused(_) => Verdict::Refused,
        Told::Unchecked => Verdict::Caution,
    };
    let Message { problem, remedy } = told.message(lang);
    Block::Finding(verdict, text::opening::in_file(lang, &place, &problem, &remedy))
}

/// The findings, the most serious first; the same fault in many places is told a few times and then counted.
fn tell(report: &Report, lang: Lang, out: &mut Vec<Block>) {
    let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
    let mut blocks: Vec<Vec<Block>> = Vec::new();
    for finding in &report.findings {
        let place = report.place(&finding.place);
        let told = finding.fault.told(lang);
        let at = kinds.iter().position(|(id, _)| *id == told.id).unwrap_or_else(|| {
            kinds.push((told.id.clone(), Vec::new()));
            blocks.push(Vec::new());
            kinds.len() - 1
        });
        if blocks[at].len() < 2 * TOLD_EACH {
            let more = [&*place, &*told.consequence, &*say::rule(lang, &told.rule)].join(" · ");
            blocks[at].extend([Block::Finding(verdict(told.rank), told.message), Block::Aside(more.into())]);
        } else {
            kinds[at].1.push(place);
        }
    }
    for ((_, places), told) in kinds.iter().zip(blocks) {
        out.extend(told);
        if let Some(more) = places.len().checked_sub(1) {
            let named = places[..(more + 1).min(NAMED)].join(", ");
            out.push(Block::Aside(say::also(lang, &named, places.len()).into()));
        }
    }
    if out.is_empty() && !report.items.is_empty() {
        out.push(Block::Good(vec![say::findings_none(lang).to_owned()]));
    }
}

fn verdict(rank: Rank) -> Verdict {
    match rank {
        Rank::Refused => Verdict::Refused,
        Rank::Danger | Rank::Doubt => Verdict::Caution,
        Rank::Note => Verdict::Fine,
    }
}

fn heads(report: &Report, lang: Lang) -> Vec<Head> {
    let mut worst: Vec<Option<Rank>> = vec![None; report.items.len()];
    for finding in &report.findings {
        if let Some(item) = finding.item {
            // the most serious come first
            worst[item].get_or_insert(finding.fault.rank());
        }
    }
    let mut heads: Vec<Head> =
        report.items.iter().zip(worst).map(|(item, worst)| head(report, item, worst)).collect();
    for link in &report.links {
        for (this, other) in [(link.from, link.to), (link.to, link.from)] {
            let other = &report.items[other];
            let words = link.words(this, lang);
            heads[this]
                .lines
                .push(format!("{words} {}", other.title().unwrap_or_else(|| report.place(&other.place))));
        }
    }
    for head in &mut heads {
        // of an authority with a thousand leaves nobody reads all
        if let Some(more) = head.lines.len().checked_sub(NAMED + 1).filter(|more| *more > 0) {
            head.lines.truncate(NAMED);
            head.lines.push(say::label_more(lang, more + 1));
        }
    }
    heads
}

fn head(report: &Report, item: &Item, worst: Option<Rank>) -> Head {
    let place = report.place(&item.place);
    let certificate = match &item.thing {
        Thing::Certificate(facts) => Some(facts),
        _ => None,
    };
    Head {
        title: item.title().unwrap_or_else(|| item.kind.name().to_owned()),
        lines: vec![format!("{} · {place}", item.kind.name())],
        role: certificate.and_then(|facts| Role::of(facts.is_authority, facts.purposes().as_deref())),
        secret: item.kind.is_secret(),
        verdict: worst.map_or(Verdict::Fine, verdict),
        sha256: certificate.map(|facts| facts.sha256),
        name: place,
        octets: Secret::new(item.octets.expose().to_vec()),
    }
}
