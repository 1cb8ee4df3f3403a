//! A file seen otherwise than plain: with what explains it line by line or part by part, or against the guide's own file. The worker
//! renders the file and writes what is to be done here ([`View::tab`]); the page brings it when somebody wants to see it.

mod compare;

use deploy::explain::{self, Explanation, Line};
use deploy::guide;
use deploy::nginx;
use deploy::plan::{FileKind, Syntax};
use serde::{Deserialize, Serialize};
use text::Lang;
use text::explain as say;

use super::Examine;
use crate::document::{Block, Code, Errand, Part, Tab};
use crate::ink;

/// A file, and how it is to be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// What the file is.
    pub kind: FileKind,
    /// What it is written in.
    pub syntax: Syntax,
    /// How it is to be seen.
    pub how: How,
    /// The file; nothing is told of it yet.
    pub code: Code,
    /// The language of the explanations.
    pub lang: Lang,
}

/// How a file is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// With what explains it.
    Explained,
    /// Against the guide's own file.
    Compared,
}

impl View {
    /// The tab that shows it. Nothing is explained or compared for it yet.
    pub(crate) fn tab(self) -> Tab {
        let label = match self.how {
            How::Explained => say::explained(self.lang),
            How::Compared => say::against_guide(self.lang),
        };
        let octets = postcard::to_stdvec(&Examine::<(), &View>::View(&self));
        let octets = octets.expect("a view holds only types that postcard can write").into();
        let errand = Errand { what: format!("{label} {}", self.code.title), octets };
        Tab { label: label.to_owned(), role: None, blocks: Vec::new(), errand: Some(errand) }
    }

    /// What is seen.
    #[must_use]
    pub fn blocks(self) -> Vec<Block> {
        let View { kind, syntax, how, code, lang } = self;
        let (words, code) = match how {
            How::Explained => {
                let parts = explained(kind, syntax, &code.text, lang);
                (say::explained_how(lang), Code { parts, ..code })
            }
            How::Compared => {
                let older = guide::file(kind).unwrap_or_default();
                let (text, parts) = compare::against(kind, older, &code.text, lang);
                (say::guide_how(lang), Code { text, parts, save: None, ..code })
            }
        };
        vec![Block::Aside(words.into()), Block::Code(code)]
    }
}

/// The file with what its lines or its parts do.
fn explained(kind: FileKind, syntax: Syntax, text: &str, lang: Lang) -> Vec<Part> {
    let told = |found: Explanation| vec![found.words.to_owned(), say::source(lang, &found.source)];
    let lines = text.split_inclusive('\n');
    let parts = |why: &dyn Fn(usize, &str) -> Option<Vec<String>>| {
        let part = |(number, line)| Part {
            inks: ink::line(syntax, line),
            why: why(number, line).unwrap_or_default(),
            ..Part::default()
        };
        lines.enumerate().map(part).collect()
    };
    match syntax {
        Syntax::Nginx => {
            let tree = nginx::read(text).unwrap_or_default();
            let directives = explain::lines(&tree);
            parts(&|number, _| match directives.get(number) {
                Some(Line::Directive(directive, inside)) => {
                    explain::directive(directive, inside, lang).map(told)
                }
                _ => None,
            })
        }
        Syntax::Toml if kind == FileKind::GatewayToml => {
            let keys: Vec<_> = explain::gateway::keys(text).collect();
            parts(&|number, _| {
                let (table, key) = keys.get(number).copied().flatten()?;
                explain::gateway::key(table, key, lang).map(told)
            })
        }
        Syntax::Systemd => parts(&|_, line| explain::setting(line, lang).map(told)),
        _ => parts(&|_, line| explain::part(kind, line, lang).map(|words| vec![words.to_owned()])),
    }
}
