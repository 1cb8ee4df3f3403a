//! What a configuration holds that neither `nginx -t` nor a request is followed into, so that predictions say so.

use std::collections::HashSet;

use super::folder::{folder_of, full};
use super::item::{Item, Loaded, below};
use super::pattern::{self, Reading};
use super::tls::is_followed;
use super::value::expression;
use crate::files::Files;
use crate::material;

/// Each, as it is written in the configuration.
#[must_use]
pub fn in_configuration(loaded: &Loaded, files: &dyn Files) -> Vec<String> {
    let folder = folder_of(loaded.files.first().map_or("", String::as_str));
    let mut looked_into = HashSet::new();
    let mut found = Vec::new();
    for item in below(&loaded.items) {
        let first = item.word(0);
        match item.name.as_str() {
            // engines are of the machine, and answers of an OCSP responder are not read
            "ssl_engine" | "ssl_stapling_file" => found.push(format!("{} {first}", item.name)),
            "ssl_conf_command" if !is_followed(first) => found.push(format!("ssl_conf_command {first}")),
            "ssl_certificate" | "ssl_client_certificate" | "ssl_trusted_certificate" => {
                let path = full(folder, first);
                if looked_into.insert(path.clone()) && limits_trust(&path, files) {
                    found.push(format!("{}: {path}", material::TRUSTED));
                }
            }
            name if name.ends_with("_ssl_conf_command") => found.push(format!("{name} {first}")),
            name if name.ends_with("_ssl_certificate_key") => {
                let path = full(folder, first);
                if files.read(&path).is_ok_and(|key| material::is_locked_the_old_way(&key)) {
                    found.push(format!("{name} {path}"));
                }
            }
            _ => {}
        }
        found.extend(expressions(item).map(str::to_owned));
    }
    found
}

/// Whether a file has certificates in OpenSSL's own form, which may say what they are trusted for (x509(1), "Trust Options").
fn limits_trust(path: &str, files: &dyn Files) -> bool {
    let mark = format!("-----BEGIN {}-----", material::TRUSTED);
    let contents = files.read(path).unwrap_or_default();
    contents.windows(mark.len()).any(|octets| octets == mark.as_bytes())
}

/// Expressions of which it is not known here whether PCRE takes them.
fn expressions(item: &Item) -> impl Iterator<Item = &str> {
    let open = |pattern: &&str| pattern::reading(pattern) == Reading::Unknown;
    expression::all(item).into_iter().filter(open)
}
