//! One file as it is shown: plain, line by line or part by part with what explains it, and against the guide's own file.

use deploy::explain::{self, Explanation, Line};
use deploy::guide;
use deploy::nginx;
use deploy::plan::{File, Syntax};
use text::Lang;
use text::explain as say;

use crate::document::{Block, Code, Part, Tab, Tabs};
use crate::job::{compare, ink};

/// The file under its title; several views of it where there are.
pub(super) fn blocks(file: &File, title: &str, note: &str, lang: Lang) -> Vec<Block> {
    let code = |parts| Code {
        id: "file".to_owned(),
        title: title.to_owned(),
        note: note.to_owned(),
        text: file.contents.clone(),
        parts,
        command: false,
        save: Some(file.name.clone()),
    };
    let plain = Block::Code(code(ink::parts(file.syntax, &file.contents)));
    let mut tabs = vec![tab(say::plain(lang), "", plain)];
    if let Some(explained) = explained(file, lang) {
        let explained = Block::Code(code(explained));
        tabs.push(tab(say::explained(lang), say::explained_how(lang), explained));
    }
    if let Some(older) = guide::file(file.kind) {
        let (text, parts) = compare::against(file.kind, older, &file.contents, lang);
        let compared = Code { text, parts, save: None, ..code(Vec::new()) };
        tabs.push(tab(say::against_guide(lang), say::guide_how(lang), Block::Code(compared)));
    }
    if let [only] = &mut tabs[..] {
        return std::mem::take(&mut only.blocks);
    }
    vec![Block::Tabs(Tabs { id: "view".to_owned(), label: say::view(lang).to_owned(), tabs })]
}

pub(in crate::job) fn tab(label: &str, how: &str, block: Block) -> Tab {
    let how = (!how.is_empty()).then(|| Block::Aside(how.into()));
    Tab { label: label.to_owned(), role: None, blocks: how.into_iter().chain([block]).collect() }
}

/// The file with what its lines or its parts do; `None` when nothing is told of such a file.
fn explained(file: &File, lang: Lang) -> Option<Vec<Part>> {
    let told = |found: Explanation| vec![found.words.to_owned(), say::source(lang, &found.source)];
    let lines = file.contents.split_inclusive('\n');
    let parts = |why: &dyn Fn(usize, &str) -> Option<Vec<String>>| {
        let part = |(number, line)| Part {
            inks: ink::line(file.syntax, line),
            why: why(number, line).unwrap_or_default(),
            ..Part::default()
        };
        lines.enumerate().map(part).collect()
    };
    match file.syntax {
        Syntax::Nginx => {
            let tree = nginx::read(&file.contents).unwrap_or_default();
            let directives = explain::lines(&tree);
            Some(parts(&|number, _| match directives.get(number) {
                Some(Line::Directive(directive, inside)) => {
                    explain::directive(directive, inside, lang).map(told)
                }
                _ => None,
            }))
        }
        Syntax::Systemd => Some(parts(&|_, line| explain::setting(line, lang).map(told))),
        _ if explain::has_parts(file.kind) => {
            Some(parts(&|_, line| explain::part(file.kind, line, lang).map(|words| vec![words.to_owned()])))
        }
        _ => None,
    }
}
