//! Inspects files on this machine and prints the report: as text for people or as JSON. What is in them and what is wrong is
//! `pki::inspect`'s, what a passphrase opens `bundle::look`'s; here files are read, and the words are put in lines.

mod text_report;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use bundle::look::{Look, look};
use pki::inspect::Asn1;
use pki::moment::Moment;
use pki::secret::Secret;
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

/// What is to be looked at, and how it is told.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The files; `-` is the standard input.
    pub files: &'a [PathBuf],
    /// The file whose first line is the passphrase of what is closed.
    pub passphrase: Option<&'a Path>,
    /// The moment at which dates are judged.
    pub now: Moment,
    /// How the report is printed.
    pub form: Form,
    /// Whether the ASN.1 of each thing is told.
    pub asn1: Asn1,
    /// The reader's language.
    pub lang: Lang,
}

/// What is told.
#[derive(Debug)]
pub struct Told {
    /// The report.
    pub report: String,
    /// What could not be opened and what is to be known of how things were closed, a line each; no part of the report.
    pub closed: Vec<String>,
}

/// Reads the files and gives the report in words.
///
/// # Errors
/// [`Unreadable`] names the first file that cannot be read.
pub fn report(asked: &Asked<'_>) -> Result<Told, Unreadable> {
    let Asked { files, passphrase, now, form, asn1, lang } = *asked;
    let read = |file: &Path| {
        let unreadable = |reason| Unreadable { file: file.display().to_string(), reason };
        contents(file).map(Secret::new).map_err(unreadable)
    };
    let passphrase = passphrase.map(read).transpose()?;
    let mut inputs = Vec::with_capacity(files.len());
    for file in files {
        inputs.push((file.display().to_string(), read(file)?));
    }
    let Look { report, told } = look(inputs, first_line(passphrase.as_ref()), now);
    let closed = told.iter().map(|(place, told)| {
        let Message { problem, remedy } = told.message(lang);
        text::opening::in_file(lang, place, &problem, &remedy).to_string()
    });
    Ok(Told {
        report: match form {
            Form::Text => text_report::write(&report, asn1, lang),
            Form::Json => report.to_json(asn1, lang),
        },
        closed: closed.collect(),
    })
}

/// A passphrase as an editor saves it: without the end of its line.
fn first_line(file: Option<&Secret>) -> &str {
    let text = file.and_then(|file| core::str::from_utf8(file.expose()).ok());
    text.and_then(|text| text.lines().next()).unwrap_or_default()
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
