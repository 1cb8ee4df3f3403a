//! Zones of memory that workers share: how they are named, and how large they have to be.

use super::fault::Fault;
use super::measure::{is_number, size};
use crate::nginx::item::Item;

/// Eight pages (`ngx_shared_memory_add`'s callers).
pub(crate) const SMALLEST: i64 = 8 * 4_096;

/// What nginx says to `ssl_session_cache` (`ngx_http_ssl_session_cache`).
pub(super) fn session_cache(item: &Item) -> Fault {
    item.words.iter().find_map(|word| {
        let builtin = word.strip_prefix("builtin:").is_some_and(is_number);
        let words = match session_zone(word) {
            Some((_, octets)) if octets < SMALLEST => format!("session cache \"{word}\" is too small"),
            Some(_) => return None,
            None if builtin || ["off", "none", "builtin"].contains(&word.as_str()) => return None,
            None => format!("invalid session cache \"{word}\""),
        };
        Some((words, word.clone()))
    })
}

/// The name and the size in `shared:name:size`.
pub(crate) fn session_zone(word: &str) -> Option<(&str, i64)> {
    let (name, length) = word.strip_prefix("shared:")?.split_once(':')?;
    Some((name, size(length)?)).filter(|_| !name.is_empty())
}
