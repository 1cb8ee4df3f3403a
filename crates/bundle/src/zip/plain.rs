//! Looks into archives that are not encrypted, as public authorities send certificates: stored, or compressed by deflate (RFC 1951).
//! Nothing is imported from them. The same limits hold as for ours, so a hostile file costs little.

use std::io::Read as _;

use ::zip::CompressionMethod;
use flate2::Crc;
use flate2::read::DeflateDecoder;
use pki::secret::Secret;

use super::{Excess, Feature, LARGEST_ENTRY, LARGEST_TOTAL, OpenError, open};

/// The number of deflate among the methods (APPNOTE.TXT section 4.4.5).
const DEFLATE: u16 = 8;
/// Where macOS keeps what it knows of the files beside them.
const OF_MACOS: &str = "__MACOSX/";

/// The files of an archive by their names, which say nothing about where they may be written; `None` when any of them is encrypted.
/// Folders are left out, and what macOS adds.
///
/// # Errors
/// [`OpenError`]: what it is instead, what is not supported, what is damaged or too large.
pub fn open_plain(archive: &[u8]) -> Result<Option<Vec<(String, Secret)>>, OpenError> {
    let too_large = |what, size, allowed| Err(OpenError::TooLarge { what, size, allowed });
    let mut reader = open::reader(archive)?;
    let unnamed = |_| OpenError::Damaged { path: String::new() };
    if reader.has_overlapping_entries().map_err(unnamed)? {
        return Err(OpenError::Overlap);
    }
    let mut files = Vec::new();
    let mut total = 0;
    for index in 0..reader.len() {
        let mut entry = reader.by_index_raw(index).map_err(unnamed)?;
        if entry.encrypted() {
            return Ok(None);
        }
        let path = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if entry.is_dir() || path.starts_with(OF_MACOS) {
            continue;
        }
        let size = usize::try_from(entry.size()).unwrap_or(usize::MAX);
        if size > LARGEST_ENTRY {
            return too_large(Excess::Entry, size, LARGEST_ENTRY);
        }
        total += size;
        if total > LARGEST_TOTAL {
            return too_large(Excess::Total, total, LARGEST_TOTAL);
        }
        // One octet of room more than declared, so that the vector never moves: there may be a key in it.
        let mut contents = Vec::with_capacity(size + 1);
        let room = size as u64 + 1;
        let (method, sum) = (entry.compression(), entry.crc32());
        let read = match method {
            CompressionMethod::Stored => (&mut entry).take(room).read_to_end(&mut contents),
            #[expect(deprecated, reason = "the library is built without compression, so it names none")]
            CompressionMethod::Unsupported(DEFLATE) => {
                DeflateDecoder::new(&mut entry).take(room).read_to_end(&mut contents)
            }
            #[expect(deprecated, reason = "the number is what people can search for")]
            CompressionMethod::Unsupported(number) => {
                return Err(OpenError::Unsupported(Feature::Compression(number)));
            }
            _ => return Err(OpenError::Damaged { path }),
        };
        let contents = Secret::new(contents);
        let mut crc = Crc::new();
        crc.update(contents.expose());
        if read.ok() != Some(size) || crc.sum() != sum {
            return Err(OpenError::Damaged { path });
        }
        files.push((path, contents));
    }
    Ok(Some(files))
}
