//! Opens an archive whose entries are encrypted with AES and not compressed, as ours are.
//! ZipCrypto, split archives and compressed entries are named and refused: nothing here can become more than it is.
//!
//! The `zip` crate reads; what it read is judged here. A hostile file costs little: the file's size is checked first, the
//! declared sizes before anything is decrypted, and entries may not share bytes (so that few bytes cannot become many
//! entries).

use std::io::{ErrorKind, Read as _};

use ::zip::read::{Config, ZipFileEntry};
use ::zip::result::ZipError;
use ::zip::{CompressionMethod, HasZipMetadata as _, System, ZipArchive, ZipReadOptions};
use pki::secret::Secret;
use serde::{Deserialize, Serialize};

use super::part::Part;
use super::path::{PathFault, check_safe};
use super::{Contents, Entry};

/// The largest archive that is looked at, in octets. An authority bundle with 10,000 clients has 12 MiB.
pub const LARGEST_FILE: usize = 64 * 1024 * 1024;
/// The largest entry, in octets.
pub const LARGEST_ENTRY: usize = 32 * 1024 * 1024;
/// The most that all entries together may have, in octets.
pub const LARGEST_TOTAL: usize = 64 * 1024 * 1024;
/// The most entries. A bundle has about ten, and each derives its own keys.
pub const MOST_ENTRIES: usize = 256;

/// Opens an archive and gives its files in the order of its directory; folders are left out.
/// All contents come back as [`Contents::Secret`] when they were encrypted for one owner alone (mode `0o600`).
///
/// # Errors
/// [`OpenError`]: what it is instead, what is not supported, that the passphrase is another, or what was changed.
pub fn open(archive: &[u8], passphrase: &str) -> Result<Vec<Entry>, OpenError> {
    let mut reader = reader(archive)?;
    let headers = directory(&mut reader)?;
    let mut entries = Vec::with_capacity(headers.len());
    for header in headers {
        let contents = decrypt(&mut reader, &header, passphrase)?;
        let contents = match header.mode {
            0o600 => Contents::Secret(contents),
            _ => Contents::Public(contents.expose().to_vec()),
        };
        entries.push(Entry { path: header.path, mode: header.mode, contents });
    }
    Ok(entries)
}

/// What reads an archive that is not too large.
pub(super) fn reader(archive: &[u8]) -> Result<ZipArchive<Part<'_>>, OpenError> {
    if archive.len() > LARGEST_FILE {
        return Err(OpenError::TooLarge { what: Excess::File, size: archive.len(), allowed: LARGEST_FILE });
    }
    // Bytes before the archive (a self-extracting program) are none of ours, so nothing searches for where it begins.
    let config = Config { archive_offset: ::zip::read::ArchiveOffset::Known(0) };
    let reader = ZipArchive::with_config(config, Part::whole(archive))
        .map_err(|error| directory_error(archive, &error))?;
    if reader.len() > MOST_ENTRIES {
        let (size, allowed) = (reader.len(), MOST_ENTRIES);
        return Err(OpenError::TooLarge { what: Excess::Entries, size, allowed });
    }
    Ok(reader)
}

/// One file of the directory that passed every check.
struct Header {
    index: usize,
    path: String,
    mode: u32,
    size: usize,
    encrypted: bool,
}

/// The archive's files, checked as a whole before any of them is read.
fn directory(archive: &mut ZipArchive<Part<'_>>) -> Result<Vec<Header>, OpenError> {
    // The library keeps one of several entries with the same name, and does not say which name it was.
    if archive.has_duplicate_names() {
        return Err(OpenError::Damaged { path: String::new() });
    }
    let mut headers = Vec::with_capacity(archive.len());
    let mut total = 0;
    let mut names = std::collections::BTreeSet::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|_| OpenError::Damaged { path: String::new() })?;
        let header = header(index, &entry)?;
        total += header.size;
        if total > LARGEST_TOTAL {
            return Err(OpenError::TooLarge { what: Excess::Total, size: total, allowed: LARGEST_TOTAL });
        }
        if !names.insert(header.path.to_lowercase()) {
            return Err(OpenError::UnsafePath { path: header.path, fault: PathFault::Twice });
        }
        if !header.path.ends_with('/') {
            headers.push(header);
        }
    }
    match archive.has_overlapping_entries() {
        Ok(false) => Ok(headers),
        Ok(true) => Err(OpenError::Overlap),
        Err(_) => Err(OpenError::Damaged { path: String::new() }),
    }
}

fn header(index: usize, entry: &ZipFileEntry<'_>) -> Result<Header, OpenError> {
    let path = String::from_utf8_lossy(entry.name_raw()).into_owned();
    check_safe(&path).map_err(|fault| OpenError::UnsafePath { path: path.clone(), fault })?;
    let mode = match entry.system() {
        System::Unix => entry.unix_mode().unwrap_or(0o644) & 0o777,
        _ => 0o644,
    };
    let encrypted = encryption(&path, entry)?;
    let size = match usize::try_from(entry.size()) {
        Ok(size) if size <= LARGEST_ENTRY => size,
        size => {
            let size = size.unwrap_or(usize::MAX);
            return Err(OpenError::TooLarge { what: Excess::Entry, size, allowed: LARGEST_ENTRY });
        }
    };
    Ok(Header { index, path, mode, size, encrypted })
}

/// Whether an entry is encrypted with AES. Folders and empty files need not be: some programs leave them as they are.
fn encryption(path: &str, entry: &ZipFileEntry<'_>) -> Result<bool, OpenError> {
    if !entry.encrypted() {
        return if entry.size() == 0 {
            Ok(false)
        } else {
            Err(OpenError::NotEncrypted { path: path.to_owned() })
        };
    }
    if entry.get_metadata().aes_settings().is_none() {
        return Err(OpenError::ZipCrypto);
    }
    match entry.compression() {
        CompressionMethod::Stored => Ok(true),
        #[expect(
            deprecated,
            reason = "the number is what people can search for, and no constant names them all"
        )]
        CompressionMethod::Unsupported(number) => Err(OpenError::Unsupported(Feature::Compression(number))),
        _ => Err(OpenError::Damaged { path: path.to_owned() }),
    }
}

/// Decrypts one file. The local header must tell the same as the directory.
fn decrypt(
    archive: &mut ZipArchive<Part<'_>>,
    header: &Header,
    passphrase: &str,
) -> Result<Secret, OpenError> {
    if !header.encrypted {
        return Ok(Secret::new(Vec::new()));
    }
    let damaged = || OpenError::Damaged { path: header.path.clone() };
    let options =
        ZipReadOptions::new().password(Some(passphrase.as_bytes())).enforce_header_consistency(true);
    let mut file = archive.by_index_with_options(header.index, options).map_err(|error| match error {
        ZipError::InvalidPassword => OpenError::WrongPassphrase,
        _ => damaged(),
    })?;
    // One octet of room more than declared, so that the vector never moves and leaves no copy of a secret behind.
    let mut contents = Vec::with_capacity(header.size + 1);
    let read = file.read_to_end(&mut contents);
    let contents = Secret::new(contents);
    match read {
        Ok(length) if length == header.size => Ok(contents),
        _ => Err(damaged()),
    }
}

/// Why there is no directory. A file that begins as an archive and has no whole end record was cut off.
fn directory_error(archive: &[u8], error: &ZipError) -> OpenError {
    const BEGINNINGS: [&[u8]; 2] = [b"PK\x03\x04", END_RECORD];
    const END_RECORD: &[u8] = b"PK\x05\x06";
    /// Octets of the end record without its comment (APPNOTE.TXT section 4.3.16).
    const END_LENGTH: usize = 22;
    if !BEGINNINGS.iter().any(|beginning| archive.starts_with(beginning)) {
        return OpenError::NotZip;
    }
    let end = archive.windows(END_RECORD.len()).rposition(|window| window == END_RECORD);
    match error {
        // The library tells this by words alone.
        ZipError::InvalidArchive(words) if words.contains("ulti-disk") => {
            OpenError::Unsupported(Feature::SplitArchive)
        }
        ZipError::UnsupportedArchive(words) if words.contains("ulti-disk") => {
            OpenError::Unsupported(Feature::SplitArchive)
        }
        ZipError::Io(error) if error.kind() == ErrorKind::UnexpectedEof => OpenError::Truncated,
        _ if end.is_none_or(|end| archive.len() - end < END_LENGTH) => OpenError::Truncated,
        _ => OpenError::Damaged { path: String::new() },
    }
}

/// Why an archive was not opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpenError {
    /// It is no ZIP at all.
    NotZip,
    /// It begins as a ZIP and its end is missing.
    Truncated,
    /// An entry is not encrypted, so it is not one of ours.
    NotEncrypted {
        /// The entry's name.
        path: String,
    },
    /// It is encrypted with ZipCrypto (APPNOTE.TXT section 6.1), which is broken, so it is not one of ours.
    ZipCrypto,
    /// It uses something that our archives never do.
    Unsupported(Feature),
    /// The passphrase is another.
    WrongPassphrase,
    /// An entry's check value, size or header does not agree with its contents.
    Damaged {
        /// The entry's name; empty when not even that can be read.
        path: String,
    },
    /// It is more than may be unpacked.
    TooLarge {
        /// What is too large.
        what: Excess,
        /// How large it is.
        size: usize,
        /// How large it may be.
        allowed: usize,
    },
    /// Two entries share their bytes: a zip bomb.
    Overlap,
    /// An entry's name leads out of its folder, or stands twice.
    UnsafePath {
        /// The name.
        path: String,
        /// What is wrong with it.
        fault: PathFault,
    },
}

/// What our archives never use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Feature {
    /// An archive in several files (section 8).
    SplitArchive,
    /// A compression; its number (section 4.4.5), 8 for deflate.
    Compression(u16),
}

impl Feature {
    /// What it is, in a few words.
    #[must_use]
    pub fn text(self, lang: text::Lang) -> String {
        match self {
            Feature::SplitArchive => text::bundle::zip_split(lang).to_owned(),
            Feature::Compression(number) => text::bundle::zip_compression(lang, &number),
        }
    }
}

/// What can be too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Excess {
    /// The archive itself, in octets.
    File,
    /// The number of entries.
    Entries,
    /// One entry, in octets.
    Entry,
    /// All entries together, in octets.
    Total,
}

impl OpenError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            OpenError::NotZip => text::bundle::zip_not(lang),
            OpenError::Truncated => text::bundle::zip_truncated(lang),
            OpenError::NotEncrypted { path } => text::bundle::zip_not_encrypted(lang, path),
            OpenError::ZipCrypto => text::bundle::zip_crypto(lang),
            OpenError::Unsupported(feature) => text::bundle::zip_unsupported(lang, &feature.text(lang)),
            OpenError::WrongPassphrase => text::bundle::zip_wrong_passphrase(lang),
            OpenError::Damaged { path } if path.is_empty() => text::bundle::zip_directory_damaged(lang),
            OpenError::Damaged { path } => text::bundle::zip_damaged(lang, path),
            OpenError::TooLarge { what, size, allowed } => match what {
                Excess::File => text::bundle::zip_file_too_large(lang, *size, *allowed),
                Excess::Entries => text::bundle::zip_too_many(lang, *size, *allowed),
                Excess::Entry | Excess::Total => text::bundle::zip_contents_too_large(lang, *size, *allowed),
            },
            OpenError::Overlap => text::bundle::zip_overlap(lang),
            OpenError::UnsafePath { path, .. } => text::bundle::zip_unsafe_path(lang, path),
        }
    }
}
