//! nginx's configuration as a tree of directives; its one writer, and the reader of the same syntax.
//! What directives mean is not known here: [`crate::nginx_conf`] chooses them.
//!
//! The syntax was read off nginx's own tokenizer (`ngx_conf_read_token` in `src/core/ngx_conf_file.c`, 1.22 to 1.29); that of
//! blocks of Lua off lua-nginx-module's documentation (`content_by_lua_block`).

mod error;
mod lua;
mod read;
mod write;

pub use error::{ReadError, ReadFault};
pub use read::{read, read_as_far_as_it_goes};
pub use write::write;

use serde::{Deserialize, Serialize};

/// One line, or one block, of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Node {
    /// An empty line, for the eye.
    Blank,
    /// One line for people, without the `#` and the space after it.
    Comment(String),
    /// What nginx reads.
    Directive(Directive),
    /// The whole inside of a block in another language (`content_by_lua_block`), octet by octet; it stands alone in its block.
    Verbatim(String),
}

/// Where something stands in what was read, counted from 1; 0 for what was read from nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// Where a directive stands. Two directives that say the same are equal wherever they stand.
#[derive(Debug, Clone, Copy, Default)]
pub struct At {
    /// Where its name begins.
    pub start: Place,
    /// Where its `;` or `{` is: the line that nginx names when it does not take it.
    pub end: Place,
    /// Where the `}` of its block is, or its `;`: the line that nginx names when it does not take what stands inside.
    pub close: Place,
}

impl PartialEq for At {
    fn eq(&self, _: &At) -> bool {
        true
    }
}

impl Eq for At {}

/// A name, its arguments, and for a block what stands inside its braces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directive {
    /// What the module that owns it calls it: `listen`.
    pub name: String,
    /// The words after the name.
    pub arguments: Vec<Argument>,
    /// `None` when it ends with `;`.
    pub block: Option<Vec<Node>>,
    /// Where it was read.
    #[serde(skip)]
    pub at: At,
}

impl Directive {
    /// One that was read from nowhere.
    #[must_use]
    pub fn new(name: &str, arguments: Vec<Argument>, block: Option<Vec<Node>>) -> Directive {
        Directive { name: name.to_owned(), arguments, block, at: At::default() }
    }

    /// The words after its name, as nginx sees them.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.arguments.iter().map(Argument::text)
    }

    /// The word at this place after its name.
    #[must_use]
    pub fn word(&self, index: usize) -> Option<&str> {
        self.arguments.get(index).map(Argument::text)
    }

    /// The directives inside its braces.
    pub fn inside(&self) -> impl Iterator<Item = &Directive> {
        directives(self.block.as_deref().unwrap_or_default())
    }
}

/// The directives of one level, without what stands between them for people.
pub fn directives(nodes: &[Node]) -> impl Iterator<Item = &Directive> {
    nodes.iter().filter_map(|node| match node {
        Node::Directive(directive) => Some(directive),
        Node::Blank | Node::Comment(_) | Node::Verbatim(_) => None,
    })
}

/// One word after a directive's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Argument {
    /// Means its characters and nothing else. It cannot hold `$`: nginx has no way to quote it where it evaluates variables.
    Literal(String),
    /// Holds at least one `$`, which nginx evaluates. Never made from what a user typed.
    Variables(String),
}

impl Argument {
    /// The characters, as nginx sees them after removing quotes.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Argument::Literal(text) | Argument::Variables(text) => text,
        }
    }
}

/// What a user chose, or any fixed word without variables.
impl From<&str> for Argument {
    fn from(text: &str) -> Argument {
        Argument::Literal(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Argument {
        Argument::Literal(text)
    }
}

/// A word with nginx variables in it. Only a text of the program can be one.
#[must_use]
pub fn variables(text: &'static str) -> Argument {
    Argument::Variables(text.to_owned())
}

/// The inside of a block while it is being put together, top to bottom.
#[derive(Debug, Clone, Default)]
pub struct Block(Vec<Node>);

impl Block {
    /// An empty one.
    #[must_use]
    pub fn new() -> Block {
        Block::default()
    }

    /// A directive that ends with `;`.
    pub fn line<A: Into<Argument>>(
        &mut self,
        name: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> &mut Block {
        self.push(name, arguments, None)
    }

    /// A directive with braces.
    pub fn block<A: Into<Argument>>(
        &mut self,
        name: &str,
        arguments: impl IntoIterator<Item = A>,
        inside: Block,
    ) -> &mut Block {
        self.push(name, arguments, Some(inside.0))
    }

    /// A text for people, wrapped into as many comment lines as it needs.
    pub fn comment(&mut self, text: &str) -> &mut Block {
        self.0.extend(crate::wrap::wrap(text).into_iter().map(Node::Comment));
        self
    }

    /// An empty line.
    pub fn blank(&mut self) -> &mut Block {
        self.0.push(Node::Blank);
        self
    }

    /// What was put together.
    #[must_use]
    pub fn into_nodes(self) -> Vec<Node> {
        self.0
    }

    fn push<A: Into<Argument>>(
        &mut self,
        name: &str,
        arguments: impl IntoIterator<Item = A>,
        block: Option<Vec<Node>>,
    ) -> &mut Block {
        let arguments = arguments.into_iter().map(Into::into).collect();
        self.0.push(Node::Directive(Directive::new(name, arguments, block)));
        self
    }
}
