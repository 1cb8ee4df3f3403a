//! A file for the browser's downloads.

use std::rc::Rc;

/// A file for the browser's downloads; its `Debug` does not show the contents.
#[derive(Clone, PartialEq, Eq)]
pub struct Download {
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub media: &'static str,
    /// What stands before the contents: portions of a large file, which the page never puts together in its own memory.
    pub before: Vec<Rc<Vec<u8>>>,
    /// Its contents, or the end of them.
    pub contents: Rc<Vec<u8>>,
}

impl Download {
    /// A file in one piece.
    #[must_use]
    pub fn new(name: String, media: &'static str, contents: Rc<Vec<u8>>) -> Download {
        Download { name, media, before: Vec::new(), contents }
    }

    /// A file of certificates, keys or lists.
    pub(crate) fn pem(name: String, contents: Vec<u8>) -> Download {
        Download::new(name, "application/x-pem-file", Rc::new(contents))
    }

    /// A text file.
    #[must_use]
    pub fn text(name: &str, contents: &str) -> Download {
        Download::new(name.to_owned(), "text/plain", Rc::new(contents.as_bytes().to_vec()))
    }
}

impl std::fmt::Debug for Download {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let before: usize = self.before.iter().map(|portion| portion.len()).sum();
        write!(out, "Download({}, {} bytes)", self.name, before + self.contents.len())
    }
}
