//! How a list looks on the page: its words, what will be made of it, and what is wrong on which line. The page draws it.

use serde::{Deserialize, Serialize};
use text::many as say;
use text::{Lang, Message};

use super::column::{Column, known_recipients};
use super::error::ListError;
use super::list::List;
use super::row::{Client, Fault};
use crate::document::{Block, Fold, Table, Verdict};
use crate::form::Form;

/// Everything that the page shows of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// The heading.
    pub title: String,
    /// What may stand in the list.
    pub why: Vec<Block>,
    /// What the field for the list is called.
    pub label: String,
    /// The button that chooses a file, and what else one can do.
    pub choose: [String; 2],
    /// What was found in the list.
    pub preview: Vec<Block>,
    /// The button that makes it; `None` while that cannot be done.
    pub make: Option<String>,
    /// What is being done once it was pressed.
    pub making: String,
    /// What was made and can be saved; `None` before there is something.
    pub shown: Option<Shown>,
}

/// What was made, with the words of its buttons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What it is, and what to do with it.
    pub what: Vec<Block>,
    /// Saves the bundles.
    pub save_bundles: String,
    /// Saves the sheet.
    pub save_sheet: String,
    /// What the passphrase of the sheet is called.
    pub passphrase: String,
}

/// Faults that are shown; nobody mends more at once.
const MOST_FAULTS: usize = 20;
/// Clients that are shown.
const MOST_CLIENTS: usize = 20;

/// What a list looks like: as it was read, and each line as a client or with what is wrong on it.
pub(super) fn face(
    list: &Result<List, ListError>,
    clients: &[Result<Client, Vec<Fault>>],
    form: &Form,
    made: usize,
    lang: Lang,
) -> Face {
    let faults: Vec<&Fault> = clients.iter().filter_map(|client| client.as_ref().err()).flatten().collect();
    let good: Vec<&Client> = clients.iter().filter_map(|client| client.as_ref().ok()).collect();
    let mut preview = Vec::new();
    match list {
        Err(error) => preview.push(Block::Finding(Verdict::Refused, error.message(lang))),
        Ok(list) => {
            preview.extend(mistakes(&faults, clients.len() - good.len(), lang));
            preview.extend(headings(list, lang));
            preview.extend(found(&good, lang));
        }
    }
    let can_make = list.is_ok() && faults.is_empty() && !good.is_empty();
    Face {
        title: say::title(lang).to_owned(),
        why: vec![
            Block::Paragraph(say::why(lang).into()),
            Block::Aside(say::columns_are(lang, &known_recipients(), &form.lifetimes.client).into()),
        ],
        label: say::label(lang).to_owned(),
        choose: [say::choose(lang).to_owned(), say::or_drop(lang).to_owned()],
        preview,
        make: can_make.then(|| say::make(lang, good.len())),
        making: say::making(lang).to_owned(),
        shown: (made > 0).then(|| Shown {
            what: vec![
                Block::Good(vec![say::made(lang, made), say::made_keys(lang).to_owned()]),
                Block::Aside(say::sheet_why(lang).into()),
            ],
            save_bundles: say::save_bundles(lang, made),
            save_sheet: say::save_sheet(lang).to_owned(),
            passphrase: say::sheet_passphrase(lang).to_owned(),
        }),
    }
}

/// What is wrong, line by line.
fn mistakes(faults: &[&Fault], lines: usize, lang: Lang) -> Vec<Block> {
    if faults.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Paragraph(say::mend(lang, lines).into())];
    blocks.extend(faults.iter().take(MOST_FAULTS).map(|fault| {
        let Message { problem, remedy } = fault.message(lang);
        let problem = place(fault.line, fault.column, &problem, lang).into();
        Block::Finding(Verdict::Refused, Message { problem, remedy })
    }));
    if faults.len() > MOST_FAULTS {
        blocks.push(Block::Aside(say::more_faults(lang, faults.len() - MOST_FAULTS).into()));
    }
    blocks
}

/// A problem with its line and column before it.
pub(super) fn place(line: usize, column: Option<Column>, problem: &str, lang: Lang) -> String {
    match column {
        Some(column) => say::on_line_column(lang, line, &column.called(lang), &problem),
        None => say::on_line(lang, line, &problem),
    }
}

/// How the first line was understood.
fn headings(list: &List, lang: Lang) -> Vec<Block> {
    let Some(head) = &list.head else { return Vec::new() };
    let mut blocks = vec![Block::Aside(say::headings(lang, head.line).into())];
    if !head.unused.is_empty() {
        blocks.push(Block::Caution(vec![say::unused(lang, &head.unused.join(", "))]));
    }
    blocks
}

/// What will be made.
fn found(clients: &[&Client], lang: Lang) -> Option<Block> {
    if clients.is_empty() {
        return None;
    }
    let row = |client: &&Client| {
        let name = client.profile.subject().common_name().unwrap_or_default().to_owned();
        let mut parts: Vec<String> =
            client.profile.names().as_slice().iter().map(ToString::to_string).collect();
        parts.push(client.recipient.label(lang).to_owned());
        parts.push(say::until(lang, &client.until.day(lang)));
        [name, parts.join(" · ")]
    };
    let mut rows: Vec<[String; 2]> = clients.iter().take(MOST_CLIENTS).map(row).collect();
    if clients.len() > MOST_CLIENTS {
        rows.push(["…".to_owned(), say::more_clients(lang, clients.len() - MOST_CLIENTS)]);
    }
    let head = [Column::Name.called(lang).to_owned(), say::gets(lang).to_owned()];
    let table = Block::Table(Table { head, rows });
    Some(Block::Fold(Fold {
        id: "many-found".to_owned(),
        title: say::found(lang, clients.len()),
        blocks: vec![table],
    }))
}
