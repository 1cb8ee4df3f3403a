//! Which files a configuration and a command name.

use super::Question;
use crate::curl;
use crate::nginx::folder::{folder_of, full};
use crate::nginx::item::Item;
use crate::nginx::load::{load_on, same_file};

/// The files with certificates and lists that a configuration and a command name, for an inspection of each: with the path, and
/// whether it is the caller's.
#[must_use]
pub fn named_files(question: &Question<'_>) -> Vec<(String, bool)> {
    let loaded = load_on(question.configuration, question.files);
    let folder = folder_of(question.configuration);
    let mut found: Vec<(String, bool)> = Vec::new();
    fn search(items: &[Item], folder: &str, found: &mut Vec<(String, bool)>) {
        const NAMING: [&str; 4] =
            ["ssl_certificate", "ssl_client_certificate", "ssl_trusted_certificate", "ssl_crl"];
        // what is shown to backends, and whom they are trusted to come from
        const TOWARD_BACKENDS: [&str; 3] = ["proxy_", "grpc_", "uwsgi_"];
        for item in items {
            let name = item.name.as_str();
            let name = TOWARD_BACKENDS.iter().find_map(|module| name.strip_prefix(module)).unwrap_or(name);
            if NAMING.contains(&name) && !item.word(0).contains('$') && !item.word(0).is_empty() {
                found.push((full(folder, item.word(0)), false));
            }
            search(item.inside(), folder, found);
        }
    }
    search(&loaded.items, folder, &mut found);
    if let Ok(command) = curl::read(question.command) {
        let own = [command.certificate, command.authorities, command.lists];
        found.extend(own.into_iter().flatten().map(|path| (path, true)));
    }
    let mut unique: Vec<(String, bool)> = Vec::new();
    for (path, of_caller) in found {
        let same = |(known, _): &(String, bool)| same_file(known, &path);
        if !unique.iter().any(same) {
            unique.push((path, of_caller));
        }
    }
    unique
}
