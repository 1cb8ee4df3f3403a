//! Opening what somebody gives: an authority bundle goes on, another of our bundles is unpacked file by file, and certificates and
//! keys from elsewhere are put together. What is found in them is told; the page decides nothing.

mod files;
mod together;

use bundle::material::{Material, ReadError};
use bundle::{authority, p12, zip};
use pki::moment::Moment;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use text::Message;
use text::opening as say;

pub use files::Convert;

use crate::form::Form;
use crate::opened::{Given, Opened, OpenedFile, Unpacked};
use crate::problem::{Problem, Source};
use crate::reopened::Reopened;
use together::Together;

/// Something to be opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// The files, of which a ZIP counts alone.
    pub files: Vec<Given>,
    /// A pasted text.
    pub pasted: Secret,
    /// The passphrase as typed.
    pub passphrase: Secret,
    /// What would be issued from an authority that was made elsewhere.
    pub form: Form,
    /// The time of opening.
    pub now: Moment,
}

impl Open {
    /// Opens it.
    pub(crate) fn run(self) -> Result<Opened, Problem> {
        let typed = String::from_utf8_lossy(self.passphrase.expose());
        match self.files.iter().find(|file| file.bytes.starts_with(b"PK")) {
            // none that a bundle was ever sealed with begins or ends with a space: those came along when it was copied
            Some(archive) => self.archive(&archive.bytes, typed.trim()),
            None => self.loose(&typed),
        }
    }

    fn archive(&self, bytes: &[u8], passphrase: &str) -> Result<Opened, Problem> {
        let entries = zip::open(bytes, passphrase).map_err(Problem::from)?;
        if entries.is_empty() {
            return Err(Problem::told(Source::Open, say::archive_empty));
        }
        if entries.iter().any(|entry| entry.path.rsplit('/').next() == Some(authority::WORKSPACE)) {
            let bundle = authority::open(bytes, passphrase).map_err(Problem::from)?;
            return Reopened::of_bundle(bundle).map(|authority| Opened::Authority(Box::new(authority)));
        }
        let mut material = Material::default();
        let inside = |entry: zip::Entry| {
            // what is no key or certificate, or has another passphrase, can be taken out all the same
            let read = material.add(entry.contents.expose(), passphrase);
            // Java's trust store: PKCS#12 with certificates alone
            let keyless = matches!(read, Err(ReadError::P12(p12::ReadError::NoKey)));
            files::inside(entry, keyless)
        };
        let files = entries.into_iter().map(inside).collect();
        Ok(self.unpacked(material, files))
    }

    fn loose(&self, typed: &str) -> Result<Opened, Problem> {
        let mut material = Material::default();
        let mut files = Vec::new();
        let pasted = self.pasted.expose();
        for Given { name, bytes } in &self.files {
            let told = |error: ReadError| {
                Problem::told(Source::Open, |lang| {
                    let Message { problem, remedy } = error.message(lang);
                    say::in_file(lang, name, &problem, &remedy)
                })
            };
            // a passphrase of somebody else may begin with a space; one that was copied more likely has one too many
            let read = material.add(bytes, typed);
            read.or_else(|error| match typed.trim() {
                same if same == typed => Err(error),
                trimmed => material.add(bytes, trimmed),
            })
            .map_err(told)?;
            files.push(files::given(name.clone(), bytes));
        }
        if pasted.iter().any(|octet| !octet.is_ascii_whitespace()) {
            material.add(pasted, typed).map_err(Problem::from)?;
        } else if self.files.is_empty() {
            return Err(Problem::told(Source::Open, say::nothing_given));
        }
        Ok(self.unpacked(material, files))
    }

    /// What is to be known of what was found, and what can be made of it.
    fn unpacked(&self, material: Material, mut files: Vec<OpenedFile>) -> Opened {
        let Together { findings, authority, pair } = Together::of(material, self);
        if let Some(pair) = &pair {
            files::add_forms(&mut files, pair);
        }
        Opened::Unpacked(Box::new(Unpacked { findings, files, authority, pair }))
    }
}
