//! One file as it is shown: plain, and the tabs of what else can be seen of it.

use deploy::plan::File;
use deploy::{explain, guide};
use text::Lang;
use text::explain as say;

use crate::document::{Block, Code, Tab, Tabs};
use crate::ink;
use crate::sight::view::{How, View};

/// The file under its title; several views of it where there are.
pub(super) fn blocks(file: &File, title: &str, note: &str, lang: Lang) -> Vec<Block> {
    let code = Code {
        id: "file".to_owned(),
        title: title.to_owned(),
        note: note.to_owned(),
        text: file.contents.clone(),
        parts: Vec::new(),
        command: false,
        save: Some(file.name.clone()),
    };
    let view = |how| View { kind: file.kind, syntax: file.syntax, how, code: code.clone(), lang }.tab();
    let mut tabs = Vec::new();
    if explain::is_explained(file.kind, file.syntax) {
        tabs.push(view(How::Explained));
    }
    if guide::has(file.kind) {
        tabs.push(view(How::Compared));
    }
    let parts = ink::parts(file.syntax, &file.contents);
    let plain = Block::Code(Code { parts, ..code });
    if tabs.is_empty() {
        return vec![plain];
    }
    tabs.insert(0, self::plain(plain, lang));
    vec![Block::Tabs(Tabs { id: "view".to_owned(), label: say::view(lang).to_owned(), tabs })]
}

/// The tab of a file as it is.
pub(in crate::job) fn plain(file: Block, lang: Lang) -> Tab {
    Tab { label: say::plain(lang).to_owned(), role: None, blocks: vec![file], errand: None }
}
