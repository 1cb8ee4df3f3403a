//! What will happen, and why, before anything is deployed: a configuration of nginx or of the gateway and the files that it names, commands of curl, at
//! a moment. The prediction is `diagnose`'s; here files are brought together and the words are put in blocks.

pub(in crate::sight) mod call;
mod materials;
mod remarks;

use diagnose::curl;
use diagnose::dropped::{Answer, Dropped, GATEWAY, MAIN};
use diagnose::predict::gateway::{Taken, taken};
use diagnose::predict::{Backends, Question};
use pki::moment::Moment;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use text::doctor_room as say;
use text::{Lang, Message};

use super::chosen::{Chosen, PUBLIC_FILE, STRANGER, Shows};
use super::handshake::Ours;
use crate::deployed::{Deployed, Packed};
use crate::document::{Block, Document, Section, Verdict};
use crate::opened::Given;
use crate::work::Powers;

/// The most calls that are looked at: a script may have more.
const MOST: usize = 12;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// The configuration of nginx or of the gateway as typed or pasted; what is blank is looked for among the files.
    pub configuration: Secret,
    /// Files that were given.
    pub files: Vec<Given>,
    /// Commands as typed or pasted.
    pub commands: Secret,
    /// Where files come from that were not given.
    pub source: Source,
    /// What was chosen and rendered in Deploy, for [`Source::Deployed`].
    pub deployed: Option<Packed>,
    /// What was made on the page, with its keys.
    pub ours: Option<Box<Ours>>,
    /// The certificates and lists that were made on the page.
    pub made: Vec<Given>,
    /// Whether keys that were not given are taken to be the right ones.
    pub keep_keys: bool,
    /// Whether nothing answers behind nginx.
    pub backend_down: bool,
    /// When the bundles would be made.
    pub now: Moment,
    /// When it happens.
    pub at: Moment,
    /// The reader's language.
    pub lang: Lang,
}

/// Where files come from that were not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Source {
    /// From nowhere.
    #[default]
    Given,
    /// From the set that was made on the page.
    Deployed,
    /// Made on the spot as the guide's commands make them.
    Guide,
}

/// Whose configuration it is.
pub(in crate::sight) enum Server {
    /// nginx's.
    Nginx,
    /// The gateway's, as it takes it.
    Gateway(Box<Taken>),
}

impl Server {
    pub(in crate::sight) fn of(files: &Dropped) -> Server {
        if files.is_gateway() { Server::Gateway(Box::new(taken(GATEWAY, files))) } else { Server::Nginx }
    }

    /// Where its configuration is taken to be.
    pub(in crate::sight) fn configuration(&self) -> &'static str {
        match self {
            Server::Nginx => MAIN,
            Server::Gateway(_) => GATEWAY,
        }
    }
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Foreseen {
    /// When.
    pub summary: String,
    /// The server's own test, then call after call: a heading, and what comes of it.
    pub calls: Vec<(String, Vec<Block>)>,
    /// What is remarkable about the configuration, its files and the commands.
    pub remarks: Document,
    /// Every file that something asked for, and whether it is there.
    pub files: Vec<Block>,
}

/// The guide's own configuration and commands.
#[must_use]
pub fn guide() -> (&'static str, &'static str) {
    let configuration = deploy::guide::file(deploy::plan::FileKind::NginxConf).unwrap_or_default();
    (configuration, include_str!("dry_run/guide.md"))
}

impl Look {
    /// Looks.
    pub(crate) fn run(&self, powers: &impl Powers) -> Foreseen {
        let lang = self.lang;
        let deployed = self.deployed.as_ref().and_then(Packed::unpacked);
        let chosen = deployed.as_ref().filter(|_| self.source == Source::Deployed);
        let chosen = chosen.map(|deployed| self.chosen(deployed));
        if let Some(fault) = chosen.as_ref().and_then(|chosen| chosen.fault(lang)) {
            return self.refused(fault);
        }
        // what was given stands before what is put beside it
        let materials = materials::of(self, chosen.as_ref(), powers);
        let mut files = materials.files;
        let made_up: Vec<Vec<u8>> =
            files.iter().filter(|(name, _)| name == STRANGER).map(|(_, contents)| contents.clone()).collect();
        files.extend(self.files.iter().map(|file| (file.name.clone(), file.bytes.to_vec())));
        let files = Dropped::new(self.configuration.expose(), files).keep_keys(self.keep_keys);
        let commands = String::from_utf8_lossy(self.commands.expose());
        let mut texts = curl::calls(&commands);
        let dropped_calls = texts.len().saturating_sub(MOST);
        texts.truncate(MOST);
        let server = Server::of(&files);
        // without a call the server's own test is still of interest
        let world = Question {
            configuration: server.configuration(),
            command: "curl https://localhost/",
            files: &files,
            caller: &files,
            at: self.at,
            backends: if self.backend_down { Backends::Down } else { Backends::Answer },
        };
        let questions: Vec<Question<'_>> =
            texts.iter().map(|(_, text)| Question { command: text, ..world }).collect();
        let mut calls = Vec::new();
        if files.has_configuration() {
            let mut blocks = call::test(&world, &server, lang);
            if files.is_site() {
                blocks.push(Block::Aside(say::is_site(lang).into()));
            }
            blocks.extend(materials.notes);
            calls.push((say::test(lang).to_owned(), blocks));
            let told = |((line, _), question): (&(usize, String), &Question<'_>)| {
                (say::call(lang, *line), call::blocks(question, &server, lang))
            };
            calls.extend(texts.iter().zip(&questions).map(told));
        } else {
            calls.push((say::test(lang).to_owned(), vec![Block::Aside(say::no_configuration(lang).into())]));
            calls.extend(texts.iter().map(|(line, text)| (say::call(lang, *line), call::read(text, lang))));
        }
        if dropped_calls > 0 {
            let told = Block::Aside(say::more_calls(lang, dropped_calls).into());
            calls.push((say::call_more(lang).to_owned(), vec![told]));
        }
        let remarks = remarks::document(&files, &server, &questions, &commands, &made_up, self.at, lang);
        Foreseen {
            summary: say::foreseen(lang, &self.at.minute(lang)),
            calls,
            remarks,
            files: self.named(&files),
        }
    }

    /// What was chosen in Deploy, with what was made.
    fn chosen<'a>(&'a self, deployed: &'a Deployed) -> Chosen<'a> {
        Chosen {
            deployed,
            ours: self.ours.as_deref(),
            made: &self.made,
            now: self.now,
            at: self.at,
            shows: Shows::Good,
            is_public_given: self.files.iter().any(|file| file.name == PUBLIC_FILE),
        }
    }

    /// Nothing can be foreseen, for this reason.
    fn refused(&self, fault: Message) -> Foreseen {
        let told = vec![Block::Finding(Verdict::Refused, fault)];
        Foreseen {
            summary: say::foreseen(self.lang, &self.at.minute(self.lang)),
            calls: vec![(say::deployed(self.lang).to_owned(), told)],
            remarks: Document::default(),
            files: Vec::new(),
        }
    }

    /// Every file that something asked for, what is missing first; then what was given for nothing.
    fn named(&self, files: &Dropped) -> Vec<Block> {
        let lang = self.lang;
        let asked = files.asked();
        let of = |wanted: Answer| -> Vec<String> {
            asked.iter().filter(|(_, answer)| *answer == wanted).map(|(path, _)| path.clone()).collect()
        };
        let mut blocks = Vec::new();
        let missing = of(Answer::Missing);
        if !missing.is_empty() {
            blocks.push(Block::Paragraph(say::missing(lang).into()));
            blocks.push(Block::Caution(missing));
        }
        let kept = of(Answer::KeptBack);
        if !kept.is_empty() {
            blocks.push(Block::Paragraph(say::kept_back(lang).into()));
            blocks.push(Block::Good(kept));
        }
        let given = of(Answer::Given);
        if !given.is_empty() {
            blocks.push(Block::Paragraph(say::given(lang).into()));
            blocks.push(Block::Good(given));
        }
        let of_people = |name: &&str| self.files.iter().any(|file| file.name == *name);
        let unused: Vec<&str> = files.unused().into_iter().filter(of_people).collect();
        if !unused.is_empty() {
            blocks.push(Block::Aside(say::unused(lang, &unused.join(", ")).into()));
        }
        blocks
    }
}

/// A remark with its place before it.
fn placed(verdict: Verdict, place: &str, message: Message) -> Block {
    let problem =
        if place.is_empty() { message.problem } else { format!("{place}: {}", message.problem).into() };
    Block::Finding(verdict, Message { problem, remedy: message.remedy })
}

/// A heading with blocks, if there are any.
fn section(title: &str, blocks: Vec<Block>) -> Option<Section> {
    (!blocks.is_empty()).then(|| Section::new(title, blocks))
}
