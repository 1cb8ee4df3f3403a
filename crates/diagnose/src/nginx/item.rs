//! What a configuration is read into: its directives, and the files that they stand in.

use deploy::nginx::Place;

use super::module::Modules;
use super::refusal::Refusal;
use super::table::is_table;

/// One directive, with what the files that it includes hold in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// The words after it, without quotes.
    pub words: Vec<String>,
    /// What stands in its braces.
    pub block: Option<Vec<Item>>,
    /// In which file it stands: a place in [`Loaded::files`].
    pub file: usize,
    /// Where it begins.
    pub start: Place,
    /// The line that nginx names when it refuses it.
    pub line: usize,
    /// The line on which its block ends.
    pub close: usize,
    /// Whether the modelled nginx knows it; if not, a module that is loaded may.
    pub known: bool,
}

impl Item {
    /// The word at this place after the name, or nothing.
    #[must_use]
    pub fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }

    /// The directives in its braces: no rows of a table.
    #[must_use]
    pub fn directives(&self) -> &[Item] {
        if is_table(&self.name) { &[] } else { self.inside() }
    }

    /// What stands in its braces.
    #[must_use]
    pub fn inside(&self) -> &[Item] {
        self.block.as_deref().unwrap_or_default()
    }
}

/// All directives below a block, the block's own first.
pub(crate) fn below(block: &[Item]) -> Vec<&Item> {
    block.iter().flat_map(|item| core::iter::once(item).chain(below(item.inside()))).collect()
}

/// A configuration as far as nginx reads it.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The files that were read, as nginx names them.
    pub files: Vec<String>,
    /// Those of them that are not UTF-8.
    pub not_utf8: Vec<String>,
    /// The modules that it loads.
    pub modules: Modules,
    /// The directives of the main context.
    pub items: Vec<Item>,
    /// Whether `http` was read to its end, where nginx looks at all of it together.
    pub http_ended: bool,
    /// Why nginx stops reading.
    pub refusal: Option<Refusal>,
}
