//! Text files in the encodings that spreadsheets write, by the browser's own tables.

use js_sys::Uint8Array;
use web_sys::{TextDecoder, TextDecoderOptions};

/// The text of a file: UTF-16 where it says so by its first two octets, else UTF-8, else what Excel writes on a Korean Windows when
/// it is asked for plain CSV (CP949, which the Encoding Standard calls `euc-kr`). What is none of these is read as UTF-8, with
/// U+FFFD in the places that are not.
#[must_use]
pub fn text(octets: &Uint8Array) -> Option<String> {
    let marked = match (octets.at(0), octets.at(1)) {
        (Some(0xff), Some(0xfe)) => "utf-16le",
        (Some(0xfe), Some(0xff)) => "utf-16be",
        _ => "utf-8",
    };
    read(octets, marked, true)
        .or_else(|| read(octets, "euc-kr", true))
        .or_else(|| read(octets, marked, false))
}

fn read(octets: &Uint8Array, label: &str, is_strict: bool) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(is_strict);
    TextDecoder::new_with_label_and_options(label, &options).ok()?.decode_with_buffer_source(octets).ok()
}
