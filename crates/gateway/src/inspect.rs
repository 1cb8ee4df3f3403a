//! Inspects files on this machine and prints the report: as text for people or as JSON. What is in them and what is wrong is
//! `pki::inspect`'s; here files are read, and the words are put in lines.

mod text_report;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use pki::inspect::{Asn1, Input};
use pki::moment::Moment;
use text::{Lang, Message};

/// How the report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Lines for people.
    Text,
    /// JSON for programs.
    Json,
}

/// Why there is no report.
#[derive(Debug)]
pub struct Unreadable {
    file: String,
    reason: std::io::Error,
}

impl Unreadable {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        text::gateway::file_unreadable(lang, &self.file, &self.reason)
    }
}

/// Reads the files and gives the report in words. `-` is the standard input.
///
/// # Errors
/// [`Unreadable`] names the first file that cannot be read.
pub fn report(
    files: &[PathBuf],
    now: Moment,
    form: Form,
    asn1: Asn1,
    lang: Lang,
) -> Result<String, Unreadable> {
    let mut read = Vec::with_capacity(files.len());
    for file in files {
        let unreadable = |reason| Unreadable { file: file.display().to_string(), reason };
        read.push((file.display().to_string(), contents(file).map_err(unreadable)?));
    }
    let inputs: Vec<_> = read.iter().map(|(name, bytes)| Input { name, bytes }).collect();
    let report = pki::inspect::inspect(&inputs, now);
    Ok(match form {
        Form::Text => text_report::write(&report, asn1, lang),
        Form::Json => report.to_json(asn1, lang),
    })
}

/// What is in a file; `-` is the standard input.
pub(crate) fn contents(file: &Path) -> std::io::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    }
}
