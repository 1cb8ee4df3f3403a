//! What each key of `gateway.toml` does and why it has its value, with the place in the README of `handfast-gateway` that names it.
//! What is rendered is [`crate::gateway_toml`]'s; a test fails when a key is rendered that is not explained here.

use text::Lang;
use text::explain as say;

use super::{Explanation, Words};

/// The table in which a key stands (empty before the first), the key, and what is told of it.
type Row = (&'static str, &'static str, Words);

const KEYS: &[Row] = &[
    ("", "listen", say::toml_listen),
    ("server", "certificate", say::certificate),
    ("server", "key", say::toml_key),
    ("server", "names", say::toml_names),
    ("tls", "versions", say::protocols),
    ("clients", "certificate", say::toml_need),
    ("clients", "authorities", say::toml_authorities),
    ("clients", "send_authorities", say::toml_send),
    ("clients", "depth", say::verify_depth),
    ("clients", "lists", say::toml_lists),
    ("clients", "reveal", say::toml_reveal),
    ("allow", "path", say::toml_path),
    ("allow", "who", say::toml_who),
    ("allow", "clients", say::toml_clients),
    ("allow", "subject", say::toml_subject),
    ("allow", "sha256", say::toml_sha256),
    ("identity", "headers", say::toml_headers),
    ("identity", "forwarded", say::proxy_address),
    ("backend", "address", say::toml_address),
    ("backend", "authorities", say::proxy_ssl),
    ("backend", "answer_seconds", say::toml_answer),
    ("backend", "idle_seconds", say::toml_idle),
    ("backend", "upgrades", say::toml_upgrades),
    ("limits", "body_octets", say::body_size),
    ("admin", "listen", say::toml_admin),
];

/// For each line of a `gateway.toml` as [`crate::toml`] writes it the table in which it stands, and the key that it begins with: of a
/// client in a line of its own the mark by which the client is known.
pub fn keys(text: &str) -> impl Iterator<Item = Option<(&str, &str)>> {
    let mut table = "";
    text.lines().map(move |line| {
        if let Some(heading) = line.strip_prefix('[') {
            table = heading.trim_matches(['[', ']']);
            return None;
        }
        let (key, _) = line.split_once(" = ").filter(|_| !line.starts_with('#'))?;
        Some((table, key.trim_start_matches([' ', '{'])))
    })
}

/// Explains a key in a table; `None` when nothing is known of it.
#[must_use]
pub fn key(table: &str, key: &str, lang: Lang) -> Option<Explanation> {
    let (.., words) = KEYS.iter().find(|(inside, known, _)| *inside == table && *known == key)?;
    let table = match table {
        "" => String::new(),
        // there may be several of them
        "server" | "allow" => format!("[[{table}]] "),
        _ => format!("[{table}] "),
    };
    Some(Explanation { words: words(lang), source: format!("handfast-gateway, README.md: {table}{key}") })
}

/// Every table and key that is explained.
pub fn known() -> impl Iterator<Item = (&'static str, &'static str)> {
    KEYS.iter().map(|(table, key, _)| (*table, *key))
}
