//! What a shell puts into a command, and of which nobody can know here what it is: where it decides whom is called or with what,
//! nothing can be foretold.

use std::borrow::Cow;

use super::line::is_variable;
use super::{Command, Note, ReadError};

/// An address that is longer, and more remarks, are not looked through.
const MOST: usize = 65_536;

impl Command {
    /// What of it decides whom is called or with what, and is known to the shell alone.
    pub(crate) fn open(&self) -> Option<ReadError> {
        let address = self.urls.first().map_or("", String::as_str);
        if address.len() > MOST {
            return None;
        }
        self.notes.iter().take(MOST / 16).find_map(|note| match note {
            Note::Variable(name) if decides(name, address, &self.urls) => Some(ReadError::Open(name.clone())),
            Note::Printed(text) if before_query(address).contains(text) => {
                Some(ReadError::Printed(text.clone()))
            }
            Note::Home if address.starts_with("$HOME") => Some(ReadError::Open("~".to_owned())),
            Note::Braces(word) => Some(ReadError::Open(word.clone())),
            Note::Wildcard(word) if self.files().any(|file| word.contains(file)) => {
                Some(ReadError::Open(word.clone()))
            }
            _ => None,
        })
    }

    /// The address that is called first; what the shell puts into its path and its query stands there without the signs that curl
    /// would take for its own.
    pub(crate) fn address(&self) -> Cow<'_, str> {
        let mut address = Cow::Borrowed(self.urls.first().map_or("", String::as_str));
        let most = if address.len() > MOST { 0 } else { MOST / 16 };
        for note in self.notes.iter().take(most) {
            let (Note::Variable(text) | Note::Printed(text)) = note else { continue };
            if text.contains(['{', '}', '[', ']', ' ']) && address.contains(text) {
                let plain: String = text.chars().filter(|letter| !"{}[] \n\\".contains(*letter)).collect();
                address = Cow::Owned(address.replace(text, &plain));
            }
        }
        address
    }

    /// The files by whose names it names them and that have a wildcard in it.
    fn files(&self) -> impl Iterator<Item = &str> {
        let named = [&self.certificate, &self.key, &self.authorities, &self.authority_folder, &self.lists];
        let named = named.into_iter().flatten().map(String::as_str).chain(self.upload());
        named.filter(|file| file.contains(['*', '?', '[']))
    }
}

/// Whether a variable decides where an address leads: it stands before the path, or is more than a name.
fn decides(name: &str, address: &str, urls: &[String]) -> bool {
    let bare = name.trim_matches(['$', '{', '}', '%']);
    let all = ["$@", "$*"].contains(&name) && urls.iter().any(|url| url.contains(name));
    let place = address.find("://").map_or(0, |at| at + 3);
    let end = address[place..].find(['/', '?', '#']).map_or(address.len(), |end| place + end);
    // who asks is not whom is asked
    let host = address[place..end].rfind('@').map_or(place, |at| place + at + 1);
    let scheme = &address[..place];
    all || scheme.contains(name)
        || address[host..end].contains(name)
        || !is_variable(bare) && before_query(address).contains(name)
}

fn before_query(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}
