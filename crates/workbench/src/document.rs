//! A text for people with its parts, as plain data: the worker writes it, and the page draws whatever comes. So long texts weigh
//! nothing on the page, which must start small. What the reader did with it (ticks, chosen tabs) is the `reading` module's.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use text::Message;

use crate::role::Role;
use crate::room::Room;

/// Sections from the top.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document(pub Vec<Section>);

/// A heading with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading; without one the blocks stand for themselves.
    pub title: Option<String>,
    /// What stands below it.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// The heading of what follows, below the section's.
    Heading(String),
    /// A paragraph.
    Paragraph(Words),
    /// A paragraph of less weight.
    Aside(Words),
    /// What must come of something, with a tick.
    Expect(String),
    /// A verdict: what is wrong or should be known, and what to try.
    Finding(Verdict, Message),
    /// Points that hold, each with a tick.
    Good(Vec<String>),
    /// Points to know before one relies on something, each with a warning sign.
    Caution(Vec<String>),
    /// What to do, in this order.
    Steps(Vec<String>),
    /// What to do, in this order, each with more than a sentence.
    Deeds(Vec<Deed>),
    /// Terms, each with what is said of it.
    Terms(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A file or a command to be read, copied and saved.
    Code(Code),
    /// What is there when it is wanted.
    Fold(Fold),
    /// Several things, one of them on show.
    Tabs(Tabs),
    /// The way to another place of the page: its address and the words of the link.
    Link(String, String),
}

/// Words in which some have a meaning that opens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words(pub Vec<Run>);

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Run {
    /// Words as they stand.
    Plain(String),
    /// A term: its name in the document, the word, and what it means.
    Term(String, String, String),
}

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Good.
    Fine,
    /// Good, with something to know.
    Caution,
    /// Not good.
    Refused,
}

/// One of several steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// What is done.
    pub title: String,
    /// The name under which the reader's tick is kept; `None` when it has none.
    pub tick: Option<String>,
    /// How.
    pub blocks: Vec<Block>,
}

/// Rows of two cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What the columns hold.
    pub head: [String; 2],
    /// The rows.
    pub rows: Vec<[String; 2]>,
}

/// A file or a command.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Code {
    /// Its name in the document; its buttons are `copy-<name>` and `save-<name>`.
    pub id: String,
    /// What it is: a path, or the name of a command.
    pub title: String,
    /// Beside the title: mode and owner, for instance.
    pub note: String,
    /// The text.
    pub text: String,
    /// What is told of it, from the top. What no part covers is plain.
    pub parts: Vec<Part>,
    /// A command below a heading of its own: without a head, and with long lines broken.
    pub command: bool,
    /// The name under which it can be saved, if it can.
    pub save: Option<String>,
}

/// A part of a file: as much of it as has the same ground and the same explanation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Part {
    /// What became of it.
    pub ground: Ground,
    /// Its colours, each for as many octets of the text.
    pub inks: Vec<(Ink, usize)>,
    /// What opens below it, paragraph by paragraph.
    pub why: Vec<String>,
}

/// What became of a part between two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Ground {
    /// It stands in both, or there are no two.
    #[default]
    Same,
    /// It stands in the newer file alone.
    Added,
    /// It stood in the older file alone.
    Removed,
}

/// What a piece of source is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Ink {
    /// Anything else.
    #[default]
    Plain,
    /// A remark for people.
    Remark,
    /// A word of the syntax: a directive, a keyword, a heading.
    Word,
    /// A text or a value.
    Value,
    /// A variable.
    Variable,
}

/// What is there when it is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fold {
    /// Its name in the document.
    pub id: String,
    /// The line that is always there.
    pub title: String,
    /// What is inside.
    pub blocks: Vec<Block>,
}

/// Several things, one of them on show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tabs {
    /// The name under which the reader's choice is kept, and the beginning of the elements' names. Several with the same name
    /// share the choice; they must not be on show together.
    pub id: String,
    /// What they are tabs of.
    pub label: String,
    /// In the order in which they are used.
    pub tabs: Vec<Tab>,
}

/// One of several things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tab {
    /// Its word.
    pub label: String,
    /// Whose it is.
    pub role: Option<Role>,
    /// What it shows.
    pub blocks: Vec<Block>,
    /// What the examiner writes when the tab is on show, in the place of the blocks.
    pub errand: Option<Errand>,
}

/// Work for the examiner, as the worker wrote it: the page carries it and reads nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Errand {
    /// What will be seen. What was seen before under the same name stands in its place until it is there.
    pub what: String,
    /// The work.
    #[serde(with = "crate::octets")]
    pub octets: Rc<Vec<u8>>,
}

impl Section {
    /// Blocks below a heading.
    #[must_use]
    pub fn new(title: &str, blocks: Vec<Block>) -> Section {
        Section { title: Some(title.to_owned()), blocks }
    }
}

impl Block {
    /// The way to another room.
    #[must_use]
    pub fn to_room(room: Room, words: &str) -> Block {
        Block::Link(room.address(), words.to_owned())
    }
}

impl Code {
    /// A command below a heading that says what it does.
    #[must_use]
    pub fn command(id: &str, title: &str, text: &str) -> Code {
        Code {
            id: id.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
            command: true,
            ..Code::default()
        }
    }
}

impl From<&str> for Words {
    fn from(words: &str) -> Words {
        words.to_owned().into()
    }
}

impl From<String> for Words {
    fn from(words: String) -> Words {
        Words(vec![Run::Plain(words)])
    }
}
