//! ZIP archives encrypted with AES-256 (WinZip's AE-2), as 7-Zip, bsdtar and Keka open them. Sealed here, opened in
//! [`open`]. What the entries mean is not known here.
//!
//! The names of entries, their sizes and times stay readable without the passphrase: callers give neutral names. AE-2
//! leaves the CRC-32 of the plaintext out, which AE-1 shows to everybody: whoever guesses a file's contents could confirm
//! the guess by it. Nothing is compressed: bundles are small, and sizes after compression tell about contents.

mod aes;
mod open;
mod path;

use pki::entropy::Entropy;
use pki::moment::Moment;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};

use crate::passphrase::Passphrase;

pub use open::{Excess, Feature, LARGEST_ENTRY, LARGEST_FILE, LARGEST_TOTAL, MOST_ENTRIES, OpenError, open};
pub use path::PathFault;

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
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        append(entry, passphrase, at, entropy, &mut archive, &mut directory)?;
    }
    finish(&mut archive, &directory, entries.len());
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

/// Appends one entry to the archive and its description to the central directory (APPNOTE.TXT sections 4.3.7, 4.3.12).
fn append(
    entry: &Entry,
    passphrase: &Passphrase,
    at: Moment,
    entropy: &mut dyn Entropy,
    archive: &mut Vec<u8>,
    directory: &mut Vec<u8>,
) -> Result<(), SealError> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt).map_err(|_| SealError::NoEntropy)?;
    let keys = aes::Keys::derive(aes::Size::Aes256, passphrase.expose(), &salt);
    let plaintext = entry.contents.expose();
    let mut ciphertext = plaintext.to_vec();
    keys.apply(&mut ciphertext);

    let stored = salt.len() + aes::VERIFIER_LENGTH + ciphertext.len() + aes::CODE_LENGTH;
    let extra = extra_fields(at);
    let (date, time) = dos_time(at);
    let mut common = Vec::new();
    for number in [VERSION_NEEDED, ENCRYPTED, AES_METHOD, time, date] {
        common.extend(number.to_le_bytes());
    }
    // The CRC-32 is zero: AE-2.
    for number in [0, small(stored), small(plaintext.len())] {
        common.extend(number.to_le_bytes());
    }
    for length in [entry.path.len(), extra.len()] {
        common.extend(u16::try_from(length).expect("names and extra fields are short").to_le_bytes());
    }

    let offset = small(archive.len());
    archive.extend(LOCAL_HEADER.to_le_bytes());
    archive.extend_from_slice(&common);
    archive.extend_from_slice(entry.path.as_bytes());
    archive.extend_from_slice(&extra);
    archive.extend_from_slice(&salt);
    archive.extend_from_slice(keys.verifier());
    archive.extend_from_slice(&ciphertext);
    archive.extend_from_slice(&keys.code(&ciphertext));

    directory.extend(CENTRAL_HEADER.to_le_bytes());
    directory.extend((UNIX << 8 | VERSION_NEEDED).to_le_bytes());
    directory.extend_from_slice(&common);
    // No comment, first disk, no internal attributes.
    directory.extend_from_slice(&[0; 6]);
    directory.extend(((REGULAR_FILE | entry.effective_mode()) << 16).to_le_bytes());
    directory.extend(offset.to_le_bytes());
    directory.extend_from_slice(entry.path.as_bytes());
    directory.extend_from_slice(&extra);
    Ok(())
}

/// The central directory and its end record (APPNOTE.TXT section 4.3.16).
fn finish(archive: &mut Vec<u8>, directory: &[u8], count: usize) {
    let offset = small(archive.len());
    let count = u16::try_from(count).expect("checked against MOST_ENTRIES").to_le_bytes();
    archive.extend_from_slice(directory);
    archive.extend(END_RECORD.to_le_bytes());
    archive.extend_from_slice(&[0; 4]);
    archive.extend(count);
    archive.extend(count);
    archive.extend(small(directory.len()).to_le_bytes());
    archive.extend(offset.to_le_bytes());
    archive.extend_from_slice(&[0; 2]);
}

/// Which encryption it is, and the time in UTC to the second, if it fits.
fn extra_fields(at: Moment) -> Vec<u8> {
    let mut extra = Vec::new();
    extra.extend(AES_FIELD.to_le_bytes());
    extra.extend(7_u16.to_le_bytes());
    extra.extend(AE_2.to_le_bytes());
    extra.extend_from_slice(b"AE");
    extra.push(3);
    extra.extend(STORED.to_le_bytes());
    if let Ok(seconds) = i32::try_from(at.unix_seconds()) {
        extra.extend(TIME_FIELD.to_le_bytes());
        extra.extend(5_u16.to_le_bytes());
        extra.push(1);
        extra.extend(seconds.to_le_bytes());
    }
    extra
}

/// Date and time of MS-DOS, in steps of two seconds, from 1980 to 2107; what lies outside becomes the nearest end.
fn dos_time(at: Moment) -> (u16, u16) {
    let first = Moment::from_day(1980, 1, 1).expect("a day");
    let last = Moment::from_day(2107, 12, 31).expect("a day");
    let at = at.clamp(first, last).civil();
    let year = u16::try_from(at.year - 1980).expect("clamped");
    let date = year << 9 | u16::from(at.month) << 5 | u16::from(at.day);
    let time = u16::from(at.hour) << 11 | u16::from(at.minute) << 5 | u16::from(at.second / 2);
    (date, time)
}

fn small(length: usize) -> u32 {
    u32::try_from(length).expect("checked against LARGEST_TOTAL")
}

/// Signatures, APPNOTE.TXT sections 4.3.7, 4.3.12 and 4.3.16.
const LOCAL_HEADER: u32 = 0x0403_4b50;
const CENTRAL_HEADER: u32 = 0x0201_4b50;
const END_RECORD: u32 = 0x0605_4b50;
/// 5.1: the first version that knows AES (APPNOTE.TXT section 4.4.3).
const VERSION_NEEDED: u16 = 51;
/// The system of the external attributes (section 4.4.2).
const UNIX: u16 = 3;
/// Bit 0 of the general purpose flags (section 4.4.4).
const ENCRYPTED: u16 = 1;
/// The compression methods that mean AES, none, and deflate (section 4.4.5).
const AES_METHOD: u16 = 99;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// The extra field of AES, and its version without CRC.
const AES_FIELD: u16 = 0x9901;
const AE_1: u16 = 1;
const AE_2: u16 = 2;
/// Info-ZIP's extended timestamp.
const TIME_FIELD: u16 = 0x5455;
/// S_IFREG of POSIX's st_mode.
const REGULAR_FILE: u32 = 0o100_000;

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
