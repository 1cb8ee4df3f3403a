//! What sealing yields, and how an own passphrase was judged. Only plain data: the page shows it.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use text::Lang;

use crate::document::Block;
use crate::set::ItemId;

/// What a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BundleId {
    /// For the machine that serves.
    Server(ItemId),
    /// For one client.
    Client(ItemId),
    /// For the safe: the only one that holds the authority's key.
    Authority,
}

/// How well an own passphrase withstands guessing, judged for the derivation of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// log2 of the guesses.
    pub bits: u16,
    pub(crate) english: String,
    pub(crate) korean: String,
}

impl Judgement {
    /// How long the guesses take.
    #[must_use]
    pub fn time(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.english,
            Lang::Ko => &self.korean,
        }
    }
}

/// A finished bundle.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The file's name.
    pub name: String,
    /// The encrypted ZIP.
    #[serde(with = "crate::octets")]
    pub bytes: Rc<Vec<u8>>,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// What is inside, in order.
    pub contents: Vec<Inside>,
    /// How to open it, in English and in Korean.
    pub(crate) opening: [Vec<Block>; 2],
}

impl Sealed {
    /// How to open it.
    #[must_use]
    pub fn opening(&self, lang: Lang) -> &[Block] {
        let [english, korean] = &self.opening;
        match lang {
            Lang::En => english,
            Lang::Ko => korean,
        }
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Sealed({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// One file inside a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inside {
    /// Its path.
    pub path: String,
    /// Its size in bytes.
    pub size: usize,
    /// Whether it is or holds a secret.
    pub secret: bool,
}
