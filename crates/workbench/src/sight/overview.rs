//! Everything that was given, together: what there is, what belongs together, what is wrong, the most serious first.

use bundle::material::Material;
use bundle::zip;
use pki::finding::{Fault, InputFault, KeyFault, Rank};
use pki::inspect::{Asn1, Input, Item, Kind, Report, Thing, inspect};
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
/// How deep something closed may stand in something closed.
const DEEPEST: usize = 3;

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
        let inputs = self.inputs();
        let report = inspect(&inputs.given(), self.now);
        let lang = self.lang;
        let mut findings =
            inputs.refused.iter().map(|told| Block::Finding(Verdict::Refused, told.clone())).collect();
        tell(&report, &inputs, lang, &mut findings);
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
        inspect(&self.inputs().given(), self.now).to_json(Asn1::Omitted, self.lang)
    }

    /// What is there, with what the passphrase opens.
    pub(super) fn report(&self) -> Report {
        inspect(&self.inputs().given(), self.now)
    }

    /// What was given, and what came out of it with the passphrase.
    fn inputs(&self) -> Inputs {
        let typed = String::from_utf8_lossy(self.passphrase.expose()).into_owned();
        let mut inputs = Inputs::default();
        for Given { name, bytes } in &self.files {
            inputs.all.push((name.clone(), Secret::new(bytes.to_vec())));
        }
        if !self.pasted.expose().is_empty() {
            inputs.all.push((say::pasted(self.lang).to_owned(), self.pasted.clone()));
        }
        inputs.of_people = inputs.all.len();
        if typed.is_empty() {
            return inputs;
        }
        // a bundle holds keys and `.p12` files under its own passphrase
        for _ in 0..DEEPEST {
            let closed = inspect(&inputs.given(), self.now);
            let before = inputs.all.len();
            for item in
                closed.items.iter().filter(|item| item.kind.wants_passphrase() || item.kind == Kind::Zip)
            {
                let place = closed.place(&item.place);
                if inputs.tried.contains(&place) {
                    continue;
                }
                match within(item, &typed) {
                    Ok(found) => {
                        let named =
                            found.into_iter().map(|(name, octets)| (format!("{place} › {name}"), octets));
                        inputs.all.extend(named);
                        inputs.opened.push(place.clone());
                    }
                    Err(told) => {
                        let Message { problem, remedy } = told(self.lang);
                        inputs.refused.push(text::opening::in_file(self.lang, &place, &problem, &remedy));
                    }
                }
                inputs.tried.push(place);
            }
            if inputs.all.len() == before {
                break;
            }
        }
        inputs
    }
}

/// What is looked at.
#[derive(Default)]
struct Inputs {
    all: Vec<(String, Secret)>,
    /// How many of these were given; the others came out of them.
    of_people: usize,
    /// The places of what the passphrase was tried with.
    tried: Vec<String>,
    /// The places of what was opened: it wants no passphrase any more.
    opened: Vec<String>,
    refused: Vec<Message>,
}

impl Inputs {
    fn given(&self) -> Vec<Input<'_>> {
        self.all.iter().map(|(name, bytes)| Input { name, bytes: bytes.expose() }).collect()
    }
}

/// Why something could not be opened.
type Refusal = Box<dyn Fn(Lang) -> Message>;

/// What is inside something that a passphrase closes.
fn within(item: &Item, passphrase: &str) -> Result<Vec<(String, Secret)>, Refusal> {
    let octets = item.octets.expose();
    if item.kind == Kind::Zip {
        let entries = zip::open(octets, passphrase.trim())
            .map_err(|error| -> Refusal { Box::new(move |lang| error.message(lang)) })?;
        let entry = |entry: zip::Entry| (entry.path.clone(), Secret::new(entry.contents.expose().to_vec()));
        return Ok(entries.into_iter().map(entry).collect());
    }
    let mut material = Material::default();
    material
        .add(octets, passphrase)
        .map_err(|error| -> Refusal { Box::new(move |lang| error.message(lang)) })?;
    let certificates = material.certificates.iter().map(|certificate| certificate.der().to_vec());
    let keys = material.keys.iter().map(|key| key.pkcs8_der().expose().to_vec());
    Ok(certificates
        .chain(keys)
        .enumerate()
        .map(|(place, der)| ((place + 1).to_string(), Secret::new(der)))
        .collect())
}

/// The findings, the most serious first; the same fault in many places is told a few times and then counted.
fn tell(report: &Report, inputs: &Inputs, lang: Lang, out: &mut Vec<Block>) {
    let wanted = |fault: &Fault, input: usize, place: &str| match fault {
        Fault::Key(KeyFault::PassphraseWanted) => !inputs.opened.iter().any(|opened| opened == place),
        Fault::Input(InputFault::Archive) => !inputs.opened.iter().any(|opened| opened == place),
        // a bundle holds READMEs and scripts too, and its keys lay closed in it
        Fault::Input(InputFault::Unknown) | Fault::Key(KeyFault::Open) => input < inputs.of_people,
        _ => true,
    };
    let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
    let mut blocks: Vec<Vec<Block>> = Vec::new();
    for finding in &report.findings {
        let place = report.place(&finding.place);
        if !wanted(&finding.fault, finding.place.input, &place) {
            continue;
        }
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
    Head {
        title: item.title().unwrap_or_else(|| item.kind.name().to_owned()),
        lines: vec![format!("{} · {place}", item.kind.name())],
        role: role(item),
        secret: item.kind.is_secret(),
        verdict: worst.map_or(Verdict::Fine, verdict),
        sha256: match &item.thing {
            Thing::Certificate(facts) => Some(facts.sha256),
            _ => None,
        },
        name: place,
        octets: Secret::new(item.octets.expose().to_vec()),
    }
}

/// Who a certificate is for: an authority, or whom its extended key usage names alone.
fn role(item: &Item) -> Option<Role> {
    let Thing::Certificate(facts) = &item.thing else { return None };
    if facts.is_authority {
        return Some(Role::Authority);
    }
    let usage = facts.extensions.iter().find(|extension| extension.oid == "2.5.29.37")?;
    let named = |purpose: &str| usage.rows.iter().any(|row| row.value.contains(purpose));
    match (named("serverAuth"), named("clientAuth")) {
        (true, false) => Some(Role::Server),
        (false, true) => Some(Role::Client),
        _ => None,
    }
}
