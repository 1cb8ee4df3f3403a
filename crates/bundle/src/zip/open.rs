//! Opens an archive whose entries are encrypted with AES, ours or one that was packed again with 7-Zip or bsdtar.
//! ZipCrypto, ZIP64, split archives and compressions other than deflate are named and refused.
//!
//! A hostile file costs little: sizes are checked against limits before anything is decrypted, entries may not share
//! bytes (so that few bytes cannot become many entries), and no more is decompressed than the entry declares.

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use pki::secret::Secret;
use serde::{Deserialize, Serialize};

use super::aes::{CODE_LENGTH, Keys, Size, VERIFIER_LENGTH};
use super::path::{PathFault, check_safe};
use super::{
    AE_1, AE_2, AES_FIELD, AES_METHOD, CENTRAL_HEADER, Contents, DEFLATED, ENCRYPTED, END_RECORD, Entry,
};
use super::{LOCAL_HEADER, STORED, UNIX};

/// The largest archive that is looked at, in octets. An authority bundle with 10,000 clients has 12 MiB.
pub const LARGEST_FILE: usize = 64 * 1024 * 1024;
/// The largest entry, in octets after decompression.
pub const LARGEST_ENTRY: usize = 32 * 1024 * 1024;
/// The most that all entries together may have, in octets after decompression.
pub const LARGEST_TOTAL: usize = 64 * 1024 * 1024;
/// The most entries. A bundle has about ten, and each derives its own keys.
pub const MOST_ENTRIES: usize = 256;
/// Deflate reaches 1,032 to 1 with zeros; certificates and JSON reach 10 to 1 at best.
const LARGEST_RATIO: usize = 100;
/// Below this size the ratio is of no interest.
const RATIO_FROM: usize = 64 * 1024;

/// Opens an archive and gives its files in the order of its directory; folders are left out.
/// All contents come back as [`Contents::Secret`] when they were encrypted for one owner alone (mode `0o600`).
///
/// # Errors
/// [`OpenError`]: what it is instead, what is not supported, that the passphrase is another, or what was changed.
pub fn open(archive: &[u8], passphrase: &str) -> Result<Vec<Entry>, OpenError> {
    let headers = directory(archive)?;
    let mut entries = Vec::with_capacity(headers.len());
    for header in &headers {
        if header.path.ends_with('/') {
            continue;
        }
        let contents = decrypt(archive, header, passphrase)?;
        let contents = match header.mode {
            0o600 => Contents::Secret(contents),
            _ => Contents::Public(contents.expose().to_vec()),
        };
        entries.push(Entry { path: header.path.clone(), mode: header.mode, contents });
    }
    Ok(entries)
}

/// One entry of the central directory (APPNOTE.TXT section 4.3.12) that passed every check.
struct Header {
    path: String,
    mode: u32,
    /// Where the encrypted data lie: salt, verifier, ciphertext, code.
    data: std::ops::Range<usize>,
    /// Octets after decompression.
    size: usize,
    aes: Option<AesField>,
    crc: u32,
}

struct AesField {
    size: Size,
    version: u16,
    method: u16,
}

/// The central directory, checked as a whole.
fn directory(archive: &[u8]) -> Result<Vec<Header>, OpenError> {
    if archive.len() > LARGEST_FILE {
        return Err(OpenError::TooLarge { what: Excess::File, size: archive.len(), allowed: LARGEST_FILE });
    }
    let end = end_record(archive)?;
    let mut record = Fields(archive.get(end + 4..).ok_or(OpenError::Truncated)?);
    let disks = [record.u16()?, record.u16()?];
    let counts = [record.u16()?, record.u16()?];
    let (size, offset) = (record.u32()?, record.u32()?);
    if counts[0] == u16::MAX || size == u32::MAX as usize || offset == u32::MAX as usize {
        return Err(OpenError::Unsupported(Feature::Zip64));
    }
    if disks != [0, 0] || counts[0] != counts[1] {
        return Err(OpenError::Unsupported(Feature::SplitArchive));
    }
    let count = usize::from(counts[0]);
    if count > MOST_ENTRIES {
        return Err(OpenError::TooLarge { what: Excess::Entries, size: count, allowed: MOST_ENTRIES });
    }
    let central = offset.checked_add(size).filter(|after| *after <= end).ok_or(OpenError::Truncated)?;
    let mut fields = Fields(&archive[offset..central]);
    let mut headers = Vec::with_capacity(count);
    let mut total = 0;
    for _ in 0..count {
        let header = header(archive, offset, &mut fields)?;
        total += header.size;
        if total > LARGEST_TOTAL {
            return Err(OpenError::TooLarge { what: Excess::Total, size: total, allowed: LARGEST_TOTAL });
        }
        headers.push(header);
    }
    let mut ranges: Vec<_> = headers.iter().map(|header| header.data.clone()).collect();
    ranges.sort_by_key(|range| range.start);
    if ranges.windows(2).any(|pair| pair[0].end > pair[1].start) {
        return Err(OpenError::Overlap);
    }
    let mut names: Vec<_> = headers.iter().map(|header| header.path.to_lowercase()).collect();
    names.sort();
    if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(OpenError::UnsafePath { path: pair[0].clone(), fault: PathFault::Twice });
    }
    Ok(headers)
}

/// Where the end record begins. It is the last thing but for a comment of up to 65,535 octets (section 4.3.16).
fn end_record(archive: &[u8]) -> Result<usize, OpenError> {
    const LENGTH: usize = 22;
    let starts =
        archive.starts_with(&LOCAL_HEADER.to_le_bytes()) || archive.starts_with(&END_RECORD.to_le_bytes());
    let missing = if starts { OpenError::Truncated } else { OpenError::NotZip };
    let Some(last) = archive.len().checked_sub(LENGTH) else { return Err(missing) };
    let first = last.saturating_sub(usize::from(u16::MAX));
    (first..=last)
        .rev()
        .find(|at| {
            archive[*at..].starts_with(&END_RECORD.to_le_bytes())
                && usize::from(u16::from_le_bytes([archive[at + 20], archive[at + 21]])) == last - at
        })
        .ok_or(missing)
}

fn header(archive: &[u8], directory: usize, fields: &mut Fields<'_>) -> Result<Header, OpenError> {
    if fields.u32()? != CENTRAL_HEADER as usize {
        return Err(OpenError::Damaged { path: String::new() });
    }
    let made_by = fields.u16()?;
    let _needed = fields.u16()?;
    let flags = fields.u16()?;
    let method = fields.u16()?;
    fields.skip(4)?;
    let crc = u32::try_from(fields.u32()?).expect("four octets");
    let (stored, size) = (fields.u32()?, fields.u32()?);
    let (name_length, extra_length, comment_length) = (fields.u16()?, fields.u16()?, fields.u16()?);
    fields.skip(4)?;
    let attributes = fields.u32()?;
    let offset = fields.u32()?;
    let name = fields.take(usize::from(name_length))?;
    let extra = fields.take(usize::from(extra_length))?;
    fields.skip(usize::from(comment_length))?;

    let path = String::from_utf8_lossy(name).into_owned();
    check_safe(&path).map_err(|fault| OpenError::UnsafePath { path: path.clone(), fault })?;
    if [stored, size, offset].contains(&(u32::MAX as usize)) {
        return Err(OpenError::Unsupported(Feature::Zip64));
    }
    let mode = if made_by >> 8 == UNIX { (attributes >> 16) as u32 & 0o777 } else { 0o644 };
    let aes = encryption(&path, flags, method, extra, size)?;
    if size > LARGEST_ENTRY {
        return Err(OpenError::TooLarge { what: Excess::Entry, size, allowed: LARGEST_ENTRY });
    }
    if size > RATIO_FROM && size / stored.max(1) > LARGEST_RATIO {
        return Err(OpenError::TooLarge {
            what: Excess::Ratio,
            size: size / stored.max(1),
            allowed: LARGEST_RATIO,
        });
    }
    let start = data_start(archive, directory, offset, name)?;
    let after = start.checked_add(stored).filter(|after| *after <= directory).ok_or(OpenError::Truncated)?;
    Ok(Header { path, mode, data: start..after, size, aes, crc })
}

/// How an entry is encrypted; `None` for folders and empty files, which some programs leave as they are.
fn encryption(
    path: &str,
    flags: u16,
    method: u16,
    extra: &[u8],
    size: usize,
) -> Result<Option<AesField>, OpenError> {
    if flags & ENCRYPTED == 0 {
        return if size == 0 { Ok(None) } else { Err(OpenError::NotEncrypted { path: path.to_owned() }) };
    }
    if method != AES_METHOD {
        return Err(OpenError::ZipCrypto);
    }
    let damaged = || OpenError::Damaged { path: path.to_owned() };
    let mut fields = Fields(extra);
    while fields.0.len() >= 4 {
        let (kind, length) = (fields.u16()?, fields.u16()?);
        let mut field = Fields(fields.take(usize::from(length)).map_err(|_| damaged())?);
        if kind != AES_FIELD {
            continue;
        }
        let version = field.u16().map_err(|_| damaged())?;
        field.skip(2).map_err(|_| damaged())?;
        let number = field.take(1).map_err(|_| damaged())?[0];
        let method = field.u16().map_err(|_| damaged())?;
        let size = Size::from_number(number).ok_or_else(damaged)?;
        if version != AE_1 && version != AE_2 {
            return Err(damaged());
        }
        if method != STORED && method != DEFLATED {
            return Err(OpenError::Unsupported(Feature::Compression(method)));
        }
        return Ok(Some(AesField { size, version, method }));
    }
    Err(damaged())
}

/// Where the data of an entry begin, by its local header (section 4.3.7), which must tell the same name.
fn data_start(archive: &[u8], directory: usize, offset: usize, name: &[u8]) -> Result<usize, OpenError> {
    let local = archive.get(offset..directory).ok_or(OpenError::Truncated)?;
    let mut fields = Fields(local);
    let damaged = || OpenError::Damaged { path: String::from_utf8_lossy(name).into_owned() };
    if fields.u32()? != LOCAL_HEADER as usize {
        return Err(damaged());
    }
    fields.skip(22)?;
    let (name_length, extra_length) = (fields.u16()?, fields.u16()?);
    if fields.take(usize::from(name_length))? != name {
        return Err(damaged());
    }
    fields.skip(usize::from(extra_length))?;
    Ok(directory - fields.0.len())
}

fn decrypt(archive: &[u8], header: &Header, passphrase: &str) -> Result<Secret, OpenError> {
    let damaged = || OpenError::Damaged { path: header.path.clone() };
    let Some(aes) = &header.aes else { return Ok(Secret::new(Vec::new())) };
    let data = &archive[header.data.clone()];
    let overhead = aes.size.salt_length() + VERIFIER_LENGTH + CODE_LENGTH;
    if data.len() < overhead {
        return Err(damaged());
    }
    let (salt, data) = data.split_at(aes.size.salt_length());
    let (verifier, data) = data.split_at(VERIFIER_LENGTH);
    let (ciphertext, code) = data.split_at(data.len() - CODE_LENGTH);
    let keys = Keys::derive(aes.size, passphrase, salt);
    if keys.verifier() != verifier {
        return Err(OpenError::WrongPassphrase);
    }
    if keys.code(ciphertext) != code {
        return Err(damaged());
    }
    let mut plaintext = ciphertext.to_vec();
    keys.apply(&mut plaintext);
    let contents = Secret::new(plaintext);
    let contents = match aes.method {
        DEFLATED => Secret::new(inflate(contents.expose(), header)?),
        _ => contents,
    };
    let crc_agrees = aes.version == AE_2 || crc32(contents.expose()) == header.crc;
    if contents.expose().len() == header.size && crc_agrees { Ok(contents) } else { Err(damaged()) }
}

fn inflate(deflated: &[u8], header: &Header) -> Result<Vec<u8>, OpenError> {
    decompress_to_vec_with_limit(deflated, header.size).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => OpenError::TooLarge {
            what: Excess::Undeclared,
            size: header.size.saturating_add(1),
            allowed: header.size,
        },
        _ => OpenError::Damaged { path: header.path.clone() },
    })
}

/// CRC-32 of ISO 3309, which AE-1 keeps. Bit by bit: archives with it are strangers', and small.
fn crc32(octets: &[u8]) -> u32 {
    !octets.iter().fold(u32::MAX, |value, octet| {
        (0..8).fold(value ^ u32::from(*octet), |value, _| {
            if value & 1 == 1 { value >> 1 ^ 0xedb8_8320 } else { value >> 1 }
        })
    })
}

/// Little-endian numbers one after the other; what is missing was cut off.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], OpenError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(OpenError::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    fn skip(&mut self, length: usize) -> Result<(), OpenError> {
        self.take(length).map(|_| ())
    }

    fn u16(&mut self) -> Result<u16, OpenError> {
        let octets = self.take(2)?;
        Ok(u16::from_le_bytes([octets[0], octets[1]]))
    }

    fn u32(&mut self) -> Result<usize, OpenError> {
        let octets = self.take(4)?;
        Ok(u32::from_le_bytes([octets[0], octets[1], octets[2], octets[3]]) as usize)
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
    /// Sizes beyond 4 GiB (APPNOTE.TXT section 4.3.14).
    Zip64,
    /// An archive in several files (section 8).
    SplitArchive,
    /// A compression other than deflate; its number (section 4.4.5).
    Compression(u16),
}

impl std::fmt::Display for Feature {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Feature::Zip64 => out.write_str("ZIP64"),
            Feature::SplitArchive => out.write_str("split archive"),
            Feature::Compression(number) => write!(out, "compression method {number}"),
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
    /// One entry, in octets after decompression.
    Entry,
    /// All entries together, in octets after decompression.
    Total,
    /// How many octets one compressed octet becomes.
    Ratio,
    /// An entry becomes larger than it declares, in octets.
    Undeclared,
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
            OpenError::Unsupported(feature) => text::bundle::zip_unsupported(lang, feature),
            OpenError::WrongPassphrase => text::bundle::zip_wrong_passphrase(lang),
            OpenError::Damaged { path } if path.is_empty() => text::bundle::zip_directory_damaged(lang),
            OpenError::Damaged { path } => text::bundle::zip_damaged(lang, path),
            OpenError::TooLarge { what, size, allowed } => match what {
                Excess::File => text::bundle::zip_file_too_large(lang, *size, *allowed),
                Excess::Entries => text::bundle::zip_too_many(lang, *size, *allowed),
                Excess::Entry | Excess::Total | Excess::Undeclared => {
                    text::bundle::zip_contents_too_large(lang, *size, *allowed)
                }
                Excess::Ratio => text::bundle::zip_bomb(lang, *size, *allowed),
            },
            OpenError::Overlap => text::bundle::zip_overlap(lang),
            OpenError::UnsafePath { path, .. } => text::bundle::zip_unsafe_path(lang, path),
        }
    }
}
