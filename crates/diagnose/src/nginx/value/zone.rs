//! Zones of memory that workers share: how they are named, how large they have to be, and what limits are put on whom.

use super::fault::Fault;
use super::measure::{is_number, number, size};
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

/// `limit_req_zone` and `limit_conn_zone`.
pub(super) fn made(item: &Item) -> Fault {
    let mut named = false;
    for word in item.words.iter().skip(1) {
        let said = match word.split_once('=') {
            Some(("zone", value)) => {
                named = true;
                match value.split_once(':').map(|(name, length)| (name, size(length))) {
                    Some((name, Some(octets))) if !name.is_empty() => {
                        (octets < SMALLEST).then(|| format!("zone \"{word}\" is too small"))
                    }
                    _ => Some(format!("invalid zone size \"{word}\"")),
                }
            }
            Some(("rate", value)) if item.name == "limit_req_zone" => {
                let digits = value.strip_suffix("r/s").or(value.strip_suffix("r/m")).unwrap_or(value);
                let right = number(digits).is_some_and(|rate| rate > 0);
                (!right).then(|| format!("invalid rate \"{word}\""))
            }
            _ => Some(format!("invalid parameter \"{word}\"")),
        };
        if let Some(words) = said {
            return Some((words, word.clone()));
        }
    }
    (!named).then(|| (format!("\"{}\" must have \"zone\" parameter", item.name), item.name.clone()))
}

/// `limit_req`.
pub(super) fn request_limit(item: &Item) -> Fault {
    let mut named = false;
    for word in &item.words {
        let said = match word.split_once('=').unwrap_or((word, "")) {
            ("zone", _) => {
                named = true;
                None
            }
            ("burst", value) => {
                let right = number(value).is_some_and(|many| many > 0);
                (!right).then(|| format!("invalid burst value \"{word}\""))
            }
            ("delay", value) => {
                let right = number(value).is_some_and(|many| many > 0);
                (!right).then(|| format!("invalid delay value \"{word}\""))
            }
            ("nodelay", "") => None,
            _ => Some(format!("invalid parameter \"{word}\"")),
        };
        if let Some(words) = said {
            return Some((words, word.clone()));
        }
    }
    (!named).then(|| ("\"limit_req\" must have \"zone\" parameter".to_owned(), item.name.clone()))
}

/// Where answers are kept: the zone of keys, and the folders inside one another (`ngx_http_file_cache_set_slot`).
pub(super) fn cache(item: &Item) -> Fault {
    let mut named = false;
    for word in item.words.iter().skip(1) {
        let said = match word.split_once('=') {
            Some(("keys_zone", zone)) => {
                named = true;
                let octets = zone.split_once(':').and_then(|(_, length)| size(length));
                octets
                    .is_none_or(|octets| octets < 2 * 4_096)
                    .then(|| format!("invalid keys zone size \"{word}\""))
            }
            Some(("levels", levels)) => {
                let parts: Vec<&str> = levels.split(':').collect();
                let right = parts.len() <= 3 && parts.iter().all(|part| ["1", "2"].contains(part));
                (!right && !levels.is_empty()).then(|| format!("invalid \"levels\" \"{word}\""))
            }
            _ => None,
        };
        if let Some(words) = said {
            return Some((words, word.clone()));
        }
    }
    (!named).then(|| (format!("\"{}\" must have \"keys_zone\" parameter", item.name), item.name.clone()))
}
