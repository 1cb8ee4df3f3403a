//! What was opened: files that can be taken out one by one, what can be made of them, and an authority that can go on.
//! Plain data: the worker finds it, the page draws it.

use std::rc::Rc;

use bundle::p12::Algorithms;
use pki::certificate::Certificate;
use pki::key::PrivateKey;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use text::Lang;

use crate::document::Verdict;
use crate::problem::Told;
use crate::reopened::Reopened;

/// A file that was given to be opened. Its `Debug` does not show the contents.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its contents.
    #[serde(with = "crate::octets")]
    pub bytes: Rc<Vec<u8>>,
}

impl std::fmt::Debug for Given {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Given({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Opened {
    /// An authority bundle: everything goes on from it.
    Authority(Box<Reopened>),
    /// Anything else.
    Unpacked(Box<Unpacked>),
}

/// Files with what is to be known of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unpacked {
    /// What is to be known, the gravest first.
    pub findings: Vec<(Verdict, Told)>,
    /// What was inside, in its order, and then what can be made of it.
    pub files: Vec<OpenedFile>,
    /// The authority among it, if it can issue.
    pub authority: Option<Box<Reopened>>,
    /// The key that is written in other forms.
    pub(crate) pair: Option<Pair>,
}

/// A key with its certificate and those above it, if they are there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pair {
    pub(crate) key: PrivateKey,
    pub(crate) certificates: Vec<Certificate>,
    /// Under which name systems list it.
    pub(crate) called: String,
}

/// One file that can be taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedFile {
    /// Its path inside the bundle, or its name.
    pub path: String,
    /// What it is, of one that was not inside.
    pub about: Option<Spoken>,
    /// Who may see it.
    pub secrecy: Secrecy,
    pub(crate) contents: Contents,
}

/// A short text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    english: String,
    korean: String,
}

impl Spoken {
    /// What this says in each language.
    pub(crate) fn new(say: impl Fn(Lang) -> &'static str) -> Spoken {
        Spoken { english: say(Lang::En).to_owned(), korean: say(Lang::Ko).to_owned() }
    }

    /// The text.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.english,
            Lang::Ko => &self.korean,
        }
    }
}

/// Who may see a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Secrecy {
    /// Everybody. The text is shown where it is one.
    Public,
    /// Its owner alone, who needs a passphrase too.
    Encrypted,
    /// Its owner alone: whoever has the file has the key, so a question comes before it is saved.
    Unencrypted,
}

/// Where a file's contents come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Contents {
    /// They are here, and whether they are text.
    Here(Secret, bool),
    /// They are written when the file is saved, which derives keys and takes a second or two.
    Made(Form),
}

/// A form in which a key can be written under a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Form {
    /// Encrypted PKCS#8.
    Key,
    /// With its certificates.
    Pkcs12(Algorithms),
}

impl OpenedFile {
    /// The text, of a public one that is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match (&self.contents, self.secrecy) {
            (Contents::Here(octets, true), Secrecy::Public) => std::str::from_utf8(octets.expose()).ok(),
            _ => None,
        }
    }

    /// The octets, of one that is there already.
    #[must_use]
    pub fn size(&self) -> Option<usize> {
        match &self.contents {
            Contents::Here(octets, _) => Some(octets.expose().len()),
            Contents::Made(_) => None,
        }
    }

    /// The name without folders, under which it is saved.
    pub(crate) fn name(&self) -> String {
        self.path.rsplit('/').next().unwrap_or_default().to_owned()
    }
}
