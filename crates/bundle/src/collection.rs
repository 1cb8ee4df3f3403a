//! Many bundles in one file: a ZIP that is not encrypted itself, since each bundle in it is, under a passphrase of its own.
//! The names of the bundles can be read by everybody who has the file. What is in the bundles is not known here.
//!
//! **Memory.** A thousand bundles are sealed one after another, and nobody holds more than one of them open. The archive grows
//! in portions: [`Collection::add`] copies a sealed bundle behind those of the same portion, [`Collection::finish`] gives
//! the portion's octets and the [`Directory`] for the end. The file at any moment is all portions, then the newest directory. To
//! go on, a portion needs that directory alone (about 200 octets for each bundle), and neither what came before nor the keys.
//! So whoever stops halfway has a whole archive of what was made until then.
//!
//! The `zip` crate writes and reads, as it appends to any archive; `Part` shows it the part of the file that it needs.

use std::io::{self, Write as _};

use ::zip::read::{ArchiveOffset, Config};
use ::zip::{ZipArchive, ZipWriter};
use pki::moment::Moment;
use serde::{Deserialize, Serialize};

use crate::zip::{Part, stored};

/// The end of an archive: what is in it, and where.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Directory {
    /// Octets of all portions before it.
    from: u64,
    #[serde(with = "serde_bytes")]
    octets: Vec<u8>,
}

impl Directory {
    /// Its octets, which stand behind the last portion.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Directory({} octets at {})", self.octets.len(), self.from)
    }
}

/// A portion under way.
pub struct Collection {
    writer: ZipWriter<Part<'static>>,
    from: u64,
    added: Vec<(String, usize)>,
    at: Moment,
}

impl Collection {
    /// Goes on behind a directory; an empty one ([`Directory::default`]) begins a new archive. All entries have the time `at`.
    ///
    /// # Errors
    /// [`CollectError`] when it is no directory.
    pub fn after(directory: &Directory, at: Moment) -> Result<Collection, CollectError> {
        let from = directory.from;
        let tail = Part::behind(from, directory.octets.clone());
        let writer = if directory.octets.is_empty() {
            ZipWriter::new(tail)
        } else {
            ZipWriter::new_append_with_config(config(), tail).map_err(|_| CollectError::Directory)?
        };
        Ok(Collection { writer, from, added: Vec::new(), at })
    }

    /// Copies a sealed bundle behind those that are there.
    ///
    /// # Errors
    /// [`CollectError::Twice`] when another has this name.
    pub fn add(&mut self, name: &str, sealed: &[u8]) -> Result<(), CollectError> {
        // the library knows the names of earlier portions too
        let refused = |_| CollectError::Twice { name: name.to_owned() };
        self.writer.start_file(name, stored(self.at)).map_err(refused)?;
        self.writer.write_all(sealed).map_err(|_| CollectError::NotTheSame)?;
        self.added.push((name.to_owned(), sealed.len()));
        Ok(())
    }

    /// The portion's octets and what stands behind them. The portion is read again, with its checksums.
    ///
    /// # Errors
    /// [`CollectError::NotTheSame`].
    pub fn finish(self) -> Result<(Vec<u8>, Directory), CollectError> {
        let Collection { writer, from, added, .. } = self;
        let tail = writer.finish().map_err(|_| CollectError::NotTheSame)?;
        let (mut octets, start) = check(tail, &added).ok_or(CollectError::NotTheSame)?;
        let directory = octets.split_off(usize::try_from(start - from).expect("it is within the octets"));
        Ok((octets, Directory { from: start, octets: directory }))
    }
}

/// Reads what was added; gives the octets, and the place of the directory in the whole file.
fn check(tail: Part<'static>, added: &[(String, usize)]) -> Option<(Vec<u8>, u64)> {
    let mut archive = ZipArchive::with_config(config(), tail).ok()?;
    for (name, size) in added {
        let mut entry = archive.by_name(name).ok()?;
        // it compares the checksum at the end
        if io::copy(&mut entry, &mut io::sink()).ok()? != *size as u64 {
            return None;
        }
    }
    let start = archive.central_directory_start();
    Some((archive.into_inner().into_octets(), start))
}

fn config() -> Config {
    Config { archive_offset: ArchiveOffset::Known(0) }
}

/// Why bundles were not put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CollectError {
    /// What should be the end of an archive is none.
    Directory,
    /// Two bundles have the same name.
    Twice {
        /// The name.
        name: String,
    },
    /// What was written does not read as what was given. It is not handed out.
    NotTheSame,
}

impl CollectError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            CollectError::Twice { name } => text::bundle::zip_path_twice(lang, name),
            CollectError::Directory | CollectError::NotTheSame => text::bundle::not_the_same(lang),
        }
    }
}
