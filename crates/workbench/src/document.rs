//! A text for people with its parts, as plain data: the worker writes it, and the page draws whatever comes. So long texts weigh
//! nothing on the page, which must start small.

use serde::{Deserialize, Serialize};

/// Sections from the top.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document(pub Vec<Section>);

/// A heading with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// What stands below it.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A paragraph of less weight.
    Aside(String),
    /// Points that hold, each with a tick.
    Good(Vec<String>),
    /// Points to know before one relies on something, each with a warning sign.
    Caution(Vec<String>),
    /// What to do, in this order.
    Steps(Vec<String>),
    /// Terms, each with what is said of it.
    Terms(Vec<(String, String)>),
    /// A table.
    Table(Table),
}

/// Rows of two cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What the columns hold.
    pub head: [String; 2],
    /// The rows.
    pub rows: Vec<[String; 2]>,
    /// Folded away under this title.
    pub folded: Option<String>,
}
