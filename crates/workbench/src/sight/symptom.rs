//! A message of some program beside everything that was given: what is known of it, what among the given certificates explains it,
//! and what to ask where nothing is known. All in the reader's language, so that the page only draws.

use diagnose::doctor::{Diagnosis, Loaded, Recognised, Says, doctor};
use pki::chain::Pool;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::doctor_room as say;

use super::overview;
use crate::document::{Block, Document, Section, Verdict};
use crate::room::Room;

/// The most of a line that is repeated, in characters: some programs write all on one.
const LONGEST: usize = 300;
/// The most lines that are named as unknown.
const MOST: usize = 10;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// The message.
    pub message: Secret,
    /// Everything that was given, which may explain it.
    pub loaded: overview::Look,
}

/// What was said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnosed {
    /// How much was recognised, in a sentence.
    pub summary: String,
    /// What was recognised, the most telling first; then what was not, and what to ask next.
    pub document: Document,
}

impl Look {
    /// Looks.
    pub(crate) fn run(&self) -> Diagnosed {
        let lang = self.loaded.lang;
        let message = String::from_utf8_lossy(self.message.expose());
        let pool = Pool::of(&self.loaded.report());
        let found = doctor(&message, &Loaded::of(&pool, self.loaded.now));
        let lines: Vec<&str> = message.lines().collect();
        let mut sections: Vec<Section> =
            found.recognised.iter().map(|one| recognised(one, &lines, lang)).collect();
        let count = sections.len();
        sections.extend(others(&found, &message, lang));
        if found.cut {
            let blocks = vec![Block::Finding(Verdict::Caution, Diagnosis::cut_short(lang))];
            sections.push(Section { title: None, blocks });
        }
        if pool.members.is_empty() {
            let way = Block::to_room(Room::Inspect, say::to_inspect(lang));
            let blocks = vec![Block::Aside(say::nothing_loaded(lang).into()), way];
            sections.push(Section { title: None, blocks });
        }
        Diagnosed { summary: say::recognised(lang, count), document: Document(sections) }
    }
}

fn recognised(one: &Recognised, lines: &[&str], lang: Lang) -> Section {
    let title = match (one.of_server, one.says) {
        (Some(_), _) => say::by_either(lang, one.line),
        (None, Says::Server) => say::by_server(lang, one.line),
        (None, Says::Client) => say::by_client(lang, one.line),
        (None, Says::Tool) => say::by_tool(lang, one.line),
    };
    let line = lines.get(one.line - 1).copied().unwrap_or_default();
    let mut blocks = vec![Block::Aside(shortened(line).into())];
    match one.of_server {
        Some(entry) => {
            let if_client = text::diagnose::if_client(lang, &one.entry.means(lang));
            let if_server = text::diagnose::if_server(lang, &entry.means(lang), &entry.remedy(lang));
            blocks.extend([if_client, if_server].map(|told| Block::Paragraph(told.into())));
        }
        None => blocks.push(Block::Paragraph(one.entry.means(lang).into())),
    }
    // what is loaded explains it: nothing else has to be guessed
    blocks.extend(one.facts.iter().map(|fact| Block::Finding(Verdict::Refused, fact.message(lang))));
    let of_client = one.of_server.map(|_| text::diagnose::row_causes_client(lang));
    blocks.push(Block::Paragraph(of_client.unwrap_or_else(|| say::causes(lang)).into()));
    let causes = one.entry.causes(lang).iter().map(|cause| (*cause).to_owned());
    blocks.push(Block::Steps(causes.collect()));
    let term = |name: &str, what: &str| (name.to_owned(), what.to_owned());
    blocks.push(Block::Terms(vec![
        term(say::tell_apart(lang), one.entry.tell(lang)),
        term(say::remedy(lang), one.entry.remedy(lang)),
        term(say::seen_in(lang), &one.entry.sources.join(", ")),
    ]));
    Section::new(&title, blocks)
}

/// What is not known, and what to ask next.
fn others(found: &Diagnosis, message: &str, lang: Lang) -> Option<Section> {
    let questions = || {
        let questions = Diagnosis::questions(lang).map(str::to_owned);
        Block::Steps(questions.to_vec())
    };
    if found.recognised.is_empty() {
        let told = Block::Finding(Verdict::Caution, Diagnosis::unknown(lang));
        return Some(Section::new(say::unknown(lang), vec![told, questions()]));
    }
    let open: Vec<(String, String)> = found
        .unrecognised(message)
        .take(MOST)
        .map(|(number, line)| (say::line(lang, &number), shortened(line)))
        .collect();
    let blocks = vec![Block::Aside(say::unknown_lines(lang).into()), Block::Terms(open.clone()), questions()];
    (!open.is_empty()).then(|| Section::new(say::unknown(lang), blocks))
}

fn shortened(line: &str) -> String {
    let line = line.trim();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
