//! Many bundles in one file: a ZIP that is not encrypted itself, since each bundle in it is, under a passphrase of its own.
//! The names of the bundles can be read by everybody who has the file. What is in the bundles is not known here.
//!
//! **Memory.** A thousand bundles are sealed one after another, and nobody holds more than one of them open. The archive grows
//! in portions: [`Collection::add`] copies a sealed bundle behind those of the same portion, [`Collection::finish`] gives
//! the portion's octets and the [`Directory`] for the end. The file at any moment is all portions, then the newest directory. To
//! go on, a portion needs that directory alone (about 200 octets for each bundle), and neither what came before nor the keys.
//! So whoever stops halfway has a whole archive of what was made until then.
//!
//! The `zip` crate writes and reads, as it appends to any archive; [`Tail`] shows it the part of the file that it needs.

use std::io::{self, Read, Seek, SeekFrom, Write};

use ::zip::read::{ArchiveOffset, Config};
use ::zip::{ZipArchive, ZipWriter};
use pki::moment::Moment;
use serde::{Deserialize, Serialize};

use crate::zip::stored;

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
    writer: ZipWriter<Tail>,
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
        let tail = Tail { from, octets: directory.octets.clone(), place: from };
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
fn check(tail: Tail, added: &[(String, usize)]) -> Option<(Vec<u8>, u64)> {
    let mut archive = ZipArchive::with_config(config(), tail).ok()?;
    for (name, size) in added {
        let mut entry = archive.by_name(name).ok()?;
        // it compares the checksum at the end
        if io::copy(&mut entry, &mut io::sink()).ok()? != *size as u64 {
            return None;
        }
    }
    let start = archive.central_directory_start();
    Some((archive.into_inner().octets, start))
}

fn config() -> Config {
    Config { archive_offset: ArchiveOffset::Known(0) }
}

/// A file of which the part before `from` is elsewhere: it reads as zeros, in which nothing is found, and cannot be written.
struct Tail {
    from: u64,
    octets: Vec<u8>,
    place: u64,
}

impl Read for Tail {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match self.from.checked_sub(self.place) {
            Some(elsewhere @ 1..) => io::repeat(0).take(elsewhere).read(into)?,
            _ => {
                let here = usize::try_from(self.place - self.from).unwrap_or(usize::MAX);
                (&self.octets[here.min(self.octets.len())..]).read(into)?
            }
        };
        self.place += read as u64;
        Ok(read)
    }
}

impl Write for Tail {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let here = self.place.checked_sub(self.from).and_then(|here| usize::try_from(here).ok());
        let here = here.filter(|here| *here <= self.octets.len()).ok_or(io::ErrorKind::NotSeekable)?;
        let over = octets.len().min(self.octets.len() - here);
        self.octets[here..here + over].copy_from_slice(&octets[..over]);
        self.octets.extend_from_slice(&octets[over..]);
        self.place += octets.len() as u64;
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Tail {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let end = self.from + self.octets.len() as u64;
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => end.checked_add_signed(by),
            SeekFrom::Current(by) => self.place.checked_add_signed(by),
        };
        self.place = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.place)
    }
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
