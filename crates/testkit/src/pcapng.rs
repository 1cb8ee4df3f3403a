//! Recordings taken to pieces, for tests that leave some of them out.

/// The blocks of a pcapng in the order of octets of most machines (draft-ietf-opsawg-pcapng section 3.1).
///
/// # Panics
/// When a block is longer than what is left of the file.
#[must_use]
pub fn blocks(file: &[u8]) -> Vec<&[u8]> {
    let mut blocks = Vec::new();
    let mut left = file;
    while let Some(length) = left.get(4..8) {
        let length = u32::from_le_bytes(length.try_into().expect("four octets")) as usize;
        let (block, rest) = left.split_at(length);
        blocks.push(block);
        left = rest;
    }
    blocks
}
