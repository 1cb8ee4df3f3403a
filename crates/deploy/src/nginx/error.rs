//! Why a text is not nginx's syntax, in nginx's own words and in ours. What directives mean is not judged here.

use serde::{Deserialize, Serialize};
use text::{Lang, Message};

use super::Place;
use crate::unwritable::shown;

/// Why a text is not nginx's syntax, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadError {
    /// Where nginx stops reading; nginx itself tells the line alone.
    pub at: Place,
    /// What is wrong there.
    pub fault: ReadFault,
}

/// What can be wrong in nginx's syntax; each stands for a message of nginx itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadFault {
    /// The text ends inside a quoted word.
    UnclosedQuote {
        /// The quote.
        quote: char,
        /// Where it was opened.
        opened: Place,
    },
    /// The text ends inside a block.
    UnclosedBlock {
        /// Whose block it is.
        name: String,
        /// Where its directive stands.
        opened: Place,
    },
    /// The text ends inside a directive.
    UnfinishedDirective {
        /// Its name.
        name: String,
        /// Where it stands.
        opened: Place,
    },
    /// `;` or `{` without a directive before it, or `}` without a block.
    Unexpected(char),
    /// A word that is glued to a closing quote.
    Glued(char),
    /// A directive without its `;` before `}`.
    MissingSemicolon {
        /// Its name.
        name: String,
        /// Where it stands.
        opened: Place,
    },
    /// A word or a comment that does not fit in nginx's buffer of 4,096 octets (`NGX_CONF_BUFFER`).
    TooLong {
        /// The quote that it begins with.
        quote: Option<char>,
        /// How it begins.
        begins: String,
    },
    /// More blocks inside one another than any real configuration has.
    TooDeep,
}

impl ReadError {
    /// What nginx says, without the file and the line that it adds; `None` where nginx would go on.
    #[must_use]
    pub fn in_nginx_words(&self) -> Option<String> {
        Some(match &self.fault {
            ReadFault::UnclosedQuote { .. } | ReadFault::UnfinishedDirective { .. } => {
                r#"unexpected end of file, expecting ";" or "}""#.to_owned()
            }
            ReadFault::UnclosedBlock { .. } => r#"unexpected end of file, expecting "}""#.to_owned(),
            ReadFault::Unexpected(character) | ReadFault::Glued(character) => {
                // nginx tells one octet, which of a letter with several is none
                let shown = if character.is_ascii() { *character } else { char::REPLACEMENT_CHARACTER };
                format!("unexpected \"{shown}\"")
            }
            ReadFault::MissingSemicolon { .. } => r#"unexpected "}""#.to_owned(),
            ReadFault::TooLong { quote: Some(quote), .. } => {
                format!("too long parameter, probably missing terminating \"{quote}\" character")
            }
            ReadFault::TooLong { quote: None, begins } => {
                format!("too long parameter \"{begins}...\" started")
            }
            ReadFault::TooDeep => return None,
        })
    }

    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        let Place { line, column } = self.at;
        match &self.fault {
            ReadFault::UnclosedQuote { quote, opened } => {
                text::deploy::read_unclosed_quote(lang, quote, &opened.line, &opened.column)
            }
            ReadFault::UnclosedBlock { name, opened } => {
                text::deploy::read_unclosed_block(lang, &shown(name), &opened.line, &opened.column)
            }
            ReadFault::UnfinishedDirective { name, opened } => {
                text::deploy::read_unfinished(lang, &shown(name), &opened.line, &opened.column)
            }
            ReadFault::Unexpected('}') => text::deploy::read_closing_brace(lang, &line, &column),
            ReadFault::Unexpected(character) => {
                text::deploy::read_unexpected(lang, &line, &column, character)
            }
            ReadFault::Glued(character) => {
                text::deploy::read_glued(lang, &line, &column, &shown(&character.to_string()))
            }
            ReadFault::MissingSemicolon { name, opened } => {
                text::deploy::read_semicolon(lang, &shown(name), &opened.line, &opened.column)
            }
            ReadFault::TooLong { .. } => text::deploy::read_long(lang, &line, &column),
            ReadFault::TooDeep => text::deploy::read_deep(lang, &line, &column),
        }
    }
}
