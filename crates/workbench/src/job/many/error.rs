//! What can be wrong with a list: as a whole, or on one of its lines. What is wrong with a name or a date is its own crate's.

use text::many as say;
use text::{Lang, Message};

use super::column::{Column, known_recipients};

/// Why a list is not taken at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ListError {
    /// It has more octets than are looked at.
    TooLong { allowed: usize },
    /// It has more lines than are made at once.
    TooMany { count: usize, allowed: usize },
    /// A line has NUL or a character in the place of one that could not be read: it is in another encoding, or no text.
    Unreadable { line: usize },
    /// The headings on this line have none for names.
    NoNames { line: usize },
    /// The headings on this line have two for one column.
    Twice { line: usize, column: Column },
    /// The authority's record holds no more; how many it may hold.
    RecordFull { allowed: usize },
}

impl ListError {
    /// What is wrong and what to try.
    pub(crate) fn message(&self, lang: Lang) -> Message {
        const MIB: usize = 1024 * 1024;
        match self {
            ListError::TooLong { allowed } => say::too_long(lang, allowed / MIB),
            ListError::TooMany { count, allowed } => say::too_many(lang, *count, *allowed),
            ListError::Unreadable { line } => say::unreadable(lang, *line),
            ListError::NoNames { line } => say::no_names(lang, *line),
            ListError::Twice { line, column } => say::column_twice(lang, *line, &column.called(lang)),
            ListError::RecordFull { allowed } => say::record_full(lang, *allowed),
        }
    }
}

/// Why a line stands for no client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LineError {
    /// A quotation mark is not closed, or stands where none may.
    Quotes,
    /// It has more cells than there are columns.
    Columns { count: usize, allowed: usize },
    /// Nobody is called so who opens bundles; the word.
    Recipient { word: String },
    /// An earlier line has the same name; its number.
    NameOnLine { name: String, line: usize },
    /// A certificate of the set is called so.
    NameInSet { name: String },
}

impl LineError {
    /// What is wrong and what to try.
    pub(crate) fn message(&self, lang: Lang) -> Message {
        match self {
            LineError::Quotes => say::quotes(lang),
            LineError::Columns { count, allowed } => say::columns(lang, *count, *allowed),
            LineError::Recipient { word } => say::recipient_unknown(lang, word, &known_recipients()),
            LineError::NameOnLine { name, line } => say::name_on_line(lang, name, *line),
            LineError::NameInSet { name } => say::name_in_set(lang, name),
        }
    }
}
