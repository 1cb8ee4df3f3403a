//! The text of the About room: what is computed where, what is promised and what is not, how to check it, and whose work is inside.

mod policy;

use text::Lang;
use text::about as say;

use crate::document::{Block, Document, Fold, Section, Table};

/// One licence a line, as SPDX writes it, then the libraries under it: `MIT: one, two`. The test `libraries` compares it with what
/// Cargo links.
const LIBRARIES: &str = include_str!("about/libraries.txt");

/// The text.
#[must_use]
pub(super) fn document(lang: Lang) -> Document {
    let section = Section::new;
    Document(vec![
        section(say::r#where(lang), vec![places(lang)]),
        section(
            say::promised(lang),
            vec![Block::Good(owned(&[
                say::promised_offline(lang),
                say::promised_key(lang),
                say::promised_authority(lang),
                say::promised_compared(lang),
                say::promised_random(lang),
            ]))],
        ),
        section(
            say::not_promised(lang),
            vec![Block::Caution(owned(&[
                say::not_host(lang),
                say::not_policy(lang),
                say::not_extensions(lang),
                say::not_machine(lang),
                say::not_memory(lang),
                say::not_revoked(lang),
                say::not_lost(lang),
            ]))],
        ),
        section(
            say::prove(lang),
            vec![Block::Steps(owned(&[
                say::prove_1(lang),
                say::prove_2(lang),
                say::prove_3(lang),
                say::prove_4(lang),
                say::prove_5(lang),
            ]))],
        ),
        section(say::policy(lang), policy::blocks(lang)),
        section(say::licences(lang), vec![Block::Paragraph(say::licences_own(lang).into()), libraries(lang)]),
    ])
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn places(lang: Lang) -> Block {
    let places = [
        (say::where_tab(lang), say::where_tab_what(lang)),
        (say::where_browser(lang), say::where_browser_what(lang)),
        (say::where_server(lang), say::where_server_what(lang)),
        (say::where_stored(lang), say::where_stored_what(lang)),
    ];
    Block::Terms(places.map(|(place, what)| (place.to_owned(), what.to_owned())).to_vec())
}

fn libraries(lang: Lang) -> Block {
    let rows: Vec<(&str, &str)> = LIBRARIES.lines().filter_map(|line| line.split_once(':')).collect();
    let count = rows.iter().map(|(_, names)| names.split(',').count()).sum();
    let table = Table {
        head: [say::licence(lang).to_owned(), say::library(lang).to_owned()],
        rows: rows.iter().map(|(licence, names)| [(*licence).to_owned(), names.trim().to_owned()]).collect(),
    };
    let title = say::licences_others(lang, count);
    Block::Fold(Fold { id: "libraries".to_owned(), title, blocks: vec![Block::Table(table)] })
}
