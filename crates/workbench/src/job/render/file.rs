//! One file as it is shown: plain, line by line with what explains it, and against the guide's own file.

use deploy::explain::{self, Line};
use deploy::guide;
use deploy::nginx;
use deploy::plan::{File, FileKind, Syntax};
use similar::{Algorithm, DiffTag};
use text::Lang;
use text::explain as say;

use crate::document::{Block, Code, Ground, Ink, Part, Tab, Tabs};
use crate::job::ink;

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
    if file.syntax == Syntax::Nginx {
        let explained = Block::Code(code(explained(&file.contents, lang)));
        tabs.push(tab(say::explained(lang), say::explained_how(lang), explained));
    }
    if let Some(older) = guide::file(file.kind) {
        let (text, parts) = against(file.kind, older, &file.contents, lang);
        let compared = Code { text, parts, save: None, ..code(Vec::new()) };
        tabs.push(tab(say::against_guide(lang), say::guide_how(lang), Block::Code(compared)));
    }
    if let [only] = &mut tabs[..] {
        return std::mem::take(&mut only.blocks);
    }
    vec![Block::Tabs(Tabs { id: "view".to_owned(), label: say::view(lang).to_owned(), tabs })]
}

fn tab(label: &str, how: &str, block: Block) -> Tab {
    let how = (!how.is_empty()).then(|| Block::Aside(how.into()));
    Tab { label: label.to_owned(), role: None, blocks: how.into_iter().chain([block]).collect() }
}

/// nginx's configuration with what each directive does.
fn explained(text: &str, lang: Lang) -> Vec<Part> {
    let tree = nginx::read(text).unwrap_or_default();
    let lines = explain::lines(&tree);
    let parts = text.split_inclusive('\n').enumerate().map(|(number, line)| {
        let why = match lines.get(number) {
            Some(Line::Directive(directive, inside)) => explain::directive(directive, inside, lang)
                .map(|found| vec![found.words.to_owned(), say::source(lang, &found.source)]),
            _ => None,
        };
        Part { inks: ink::line(Syntax::Nginx, line), why: why.unwrap_or_default(), ..Part::default() }
    });
    parts.collect()
}

/// The lines that count in a comparison: without remarks and empty lines.
fn counted(text: &str) -> Vec<&str> {
    let lines = text.lines().map(|line| line.split_once("  #").map_or(line, |(before, _)| before).trim_end());
    lines.filter(|line| !line.is_empty() && !line.trim_start().starts_with('#')).collect()
}

/// The guide's file against ours, with the reasons for what differs.
fn against(kind: FileKind, older: &str, newer: &str, lang: Lang) -> (String, Vec<Part>) {
    let (older, newer) = (counted(older), counted(newer));
    let bare = |lines: &[&str]| lines.iter().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    let (mut text, mut parts) = (String::new(), Vec::new());
    for change in similar::capture_diff_slices(Algorithm::Myers, &bare(&older), &bare(&newer)) {
        let (gone, come) = (&older[change.old_range()], &newer[change.new_range()]);
        if change.tag() == DiffTag::Equal {
            parts.push(part(Ground::Same, come, Vec::new(), &mut text));
            continue;
        }
        let why = reasons(kind, gone, come, lang);
        let (before, after) = if come.is_empty() { (why, Vec::new()) } else { (Vec::new(), why) };
        if !gone.is_empty() {
            parts.push(part(Ground::Removed, gone, before, &mut text));
        }
        if !come.is_empty() {
            parts.push(part(Ground::Added, come, after, &mut text));
        }
    }
    (text, parts)
}

fn part(ground: Ground, lines: &[&str], why: Vec<String>, text: &mut String) -> Part {
    let before = text.len();
    for line in lines {
        text.push_str(match ground {
            Ground::Same => "  ",
            Ground::Added => "+ ",
            Ground::Removed => "- ",
        });
        text.push_str(line);
        text.push('\n');
    }
    Part { ground, inks: vec![(Ink::Plain, text.len() - before)], why }
}

/// Why lines are gone, and what those do that came.
fn reasons(kind: FileKind, gone: &[&str], come: &[&str], lang: Lang) -> Vec<String> {
    let both = || gone.iter().chain(come).copied();
    let mut why: Vec<String> = guide::reasons(both(), lang).into_iter().map(str::to_owned).collect();
    match kind {
        FileKind::NginxConf | FileKind::NginxSite => {
            for line in both() {
                let line = line.trim();
                let known = explain::by_line(line, lang).map(|(name, words)| format!("{name}: {words}"));
                why.extend(known.filter(|known| !why.contains(known)));
            }
        }
        FileKind::FlaskApp if why.is_empty() => why.push(say::guide_identity(lang).to_owned()),
        _ => {}
    }
    why
}

#[cfg(test)]
mod tests {
    use super::against;
    use crate::document::Ground;
    use deploy::guide;
    use deploy::plan::FileKind;
    use text::Lang;

    #[test]
    fn a_comparison_tells_what_went_what_came_and_why() {
        let older = guide::file(FileKind::FlaskApp).expect("the guide has one");
        let newer = older.replace("0.0.0.0", "127.0.0.1").replace("import Flask", "import Flask, request");
        let (text, parts) = against(FileKind::FlaskApp, older, &newer, Lang::En);
        let grounds: Vec<_> = parts.iter().map(|part| part.ground).collect();
        use Ground::{Added, Removed, Same};
        assert_eq!(grounds, [Removed, Added, Same, Removed, Added], "{text}");
        assert!(
            text.contains("-     app.run(host='0.0.0.0', port=8080)\n+     app.run(host='127.0.0.1'"),
            "{text}"
        );
        assert!(parts[4].why[0].contains("bypasses mutual TLS"), "{:?}", parts[4].why);
        let (_, same) = against(FileKind::FlaskApp, older, older, Lang::En);
        assert_eq!(same.len(), 1);
        assert_eq!(same[0].ground, Same);
    }
}
