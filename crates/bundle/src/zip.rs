//! ZIP archives encrypted with AES-256 (WinZip's AE-2), as 7-Zip, bsdtar and Keka open them. Sealed here, opened in
//! [`open`]. What the entries mean is not known here.
//!
//! The names of entries, their sizes and times stay readable without the passphrase: callers give neutral names. AE-2
//! leaves the CRC-32 of the plaintext out, which AE-1 shows to everybody: whoever guesses a file's contents could confirm
//! the guess by it. Nothing is compressed: bundles are small, and sizes after compression tell about contents.
//!
//! The `zip` crate writes and reads, encryption included. Here is what it leaves to its user: which names, sizes and
//! encryptions are taken, and the salts, which come from the same [`Entropy`] as everything random.

mod open;
mod part;
mod path;
mod plain;

use std::io::Write as _;

use ::zip::write::FullFileOptions;
use ::zip::{AesSalt, CompressionMethod, DateTime, System, ZipWriter};

use pki::entropy::Entropy;
use pki::moment::Moment;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};

use crate::passphrase::Passphrase;

pub use open::{Excess, Feature, LARGEST_ENTRY, LARGEST_FILE, LARGEST_TOTAL, MOST_ENTRIES, OpenError, open};
pub(crate) use part::Part;
pub use path::PathFault;
pub use plain::open_plain;

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The name inside the archive, folders separated by `/`: ASCII letters, digits, `.`, `_`, `-`.
    pub path: String,
    /// The permissions on Unix, `0o644` for instance. Secrets become `0o600` whatever stands here.
    pub mode: u32,
    /// The contents.
    pub contents: Contents,
}

impl Entry {
    /// A file that anybody may read.
    #[must_use]
    pub fn public(path: &str, contents: impl Into<Vec<u8>>) -> Entry {
        Entry { path: path.to_owned(), mode: 0o644, contents: Contents::Public(contents.into()) }
    }

    /// A file for its owner alone.
    #[must_use]
    pub fn secret(path: &str, contents: Secret) -> Entry {
        Entry { path: path.to_owned(), mode: 0o600, contents: Contents::Secret(contents) }
    }

    /// The permissions that are written.
    #[must_use]
    pub fn effective_mode(&self) -> u32 {
        match self.contents {
            Contents::Secret(_) => 0o600,
            Contents::Public(_) => self.mode & 0o777,
        }
    }
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contents {
    /// Certificates, configuration, explanations.
    Public(Vec<u8>),
    /// Private keys.
    Secret(Secret),
}

impl Contents {
    /// The octets, secret or not.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        match self {
            Contents::Public(octets) => octets,
            Contents::Secret(secret) => secret.expose(),
        }
    }
}

/// Seals entries into one archive, in the order given, all with the same time. The archive is opened again and compared.
///
/// # Errors
/// [`SealError`] for a name that not every system can unpack, too much to hold, or no randomness.
pub fn seal(
    entries: &[Entry],
    passphrase: &Passphrase,
    at: Moment,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, SealError> {
    check(entries)?;
    // As a stream: where the library can go back in its output it makes AE-1 of AE-2, to have a CRC-32 of the plaintext.
    let mut writer = ZipWriter::new_stream(Vec::new());
    for entry in entries {
        let mut salt = [0; 16];
        entropy.fill(&mut salt).map_err(|_| SealError::NoEntropy)?;
        let options = options(entry.effective_mode(), at)
            .with_aes_encryption_and_salt(passphrase.expose().as_bytes(), AesSalt::Aes256(salt));
        // What the library might refuse (names, sizes) was checked above; if it still does, nothing is handed out.
        writer.start_file(entry.path.as_str(), options).map_err(|_| SealError::NotTheSame)?;
        writer.write_all(entry.contents.expose()).map_err(|_| SealError::NotTheSame)?;
    }
    let archive = writer.finish().map_err(|_| SealError::NotTheSame)?.into_inner();
    let again = open(&archive, passphrase.expose()).map_err(|_| SealError::NotTheSame)?;
    let same = again.len() == entries.len()
        && again.iter().zip(entries).all(|(again, entry)| {
            again.path == entry.path
                && again.mode == entry.effective_mode()
                && again.contents.expose() == entry.contents.expose()
        });
    if same { Ok(archive) } else { Err(SealError::NotTheSame) }
}

fn check(entries: &[Entry]) -> Result<(), SealError> {
    if entries.len() > MOST_ENTRIES {
        return Err(SealError::TooMany { count: entries.len(), allowed: MOST_ENTRIES });
    }
    let mut total = 0;
    let mut seen = std::collections::BTreeSet::new();
    for entry in entries {
        let refuse = |fault| SealError::Path { path: entry.path.clone(), fault };
        path::check(&entry.path).map_err(refuse)?;
        if !seen.insert(entry.path.to_ascii_lowercase()) {
            return Err(refuse(PathFault::Twice));
        }
        let size = entry.contents.expose().len();
        total += size;
        if size > LARGEST_ENTRY || total > LARGEST_TOTAL {
            return Err(SealError::TooLarge { path: entry.path.clone(), size });
        }
    }
    Ok(())
}

/// An entry that is sealed already, or public: stored as it is, for its owner alone.
pub(crate) fn stored(at: Moment) -> FullFileOptions<'static, 'static> {
    options(0o600, at)
}

/// Everything about an entry but its name, contents and passphrase.
fn options<'k>(mode: u32, at: Moment) -> FullFileOptions<'k, 'static> {
    let options = FullFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .system(System::Unix)
        .unix_permissions(mode)
        .last_modified_time(dos_time(at));
    // The time in UTC to the second, where Info-ZIP's signed 32 bits hold it.
    match i32::try_from(at.unix_seconds()).ok().and_then(|seconds| u32::try_from(seconds).ok()) {
        Some(seconds) => options
            .with_extended_timestamp(Some(seconds), None, None)
            .expect("one short extra field always fits"),
        None => options,
    }
}

/// Date and time of MS-DOS, in steps of two seconds, from 1980 to 2107; what lies outside becomes the nearest end.
fn dos_time(at: Moment) -> DateTime {
    let first = Moment::from_day(1980, 1, 1).expect("a day");
    let last = Moment::from_day(2107, 12, 31).expect("a day");
    let at = at.clamp(first, last).civil();
    let year = u16::try_from(at.year).expect("clamped");
    DateTime::from_date_and_time(year, at.month, at.day, at.hour, at.minute, at.second).expect("clamped")
}

/// Why nothing was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SealError {
    /// A name cannot stand in an archive.
    Path {
        /// The name.
        path: String,
        /// What is wrong with it.
        fault: PathFault,
    },
    /// More entries than can be opened again.
    TooMany {
        /// How many were given.
        count: usize,
        /// How many may be.
        allowed: usize,
    },
    /// An entry is too large by itself, or makes the whole too large.
    TooLarge {
        /// The entry's name.
        path: String,
        /// Its size in octets.
        size: usize,
    },
    /// The system gave no random bytes.
    NoEntropy,
    /// What was sealed does not open to what was given. It is not handed out.
    NotTheSame,
}

impl SealError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            SealError::Path { path, fault: PathFault::Twice } => text::bundle::zip_path_twice(lang, path),
            SealError::Path { path, .. } => text::bundle::zip_path(lang, path),
            SealError::TooMany { count, allowed } => text::bundle::zip_too_many(lang, *count, *allowed),
            SealError::TooLarge { path, size } => text::bundle::zip_entry_too_large(lang, path, *size),
            SealError::NoEntropy => text::bundle::no_entropy(lang),
            SealError::NotTheSame => text::bundle::not_the_same(lang),
        }
    }
}
