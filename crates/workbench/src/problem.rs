//! Everything that the application can have to tell people: the rooms' own troubles and those of the crates below.
//! The sentences stand in `crates/text/locales/*/workbench.ftl` or belong to the crate that owns the error.

use serde::{Deserialize, Serialize};
use text::{Lang, Message};

/// Something is wrong; nothing that was typed or made is lost by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// A name is not one.
    Name(pki::name::NameError),
    /// A part of the subject cannot be written.
    Subject(pki::name::subject::SubjectError),
    /// A lifetime or the dates that follow from it.
    Validity(pki::validity::ValidityError),
    /// A key could not be made or read.
    Key(pki::key::KeyError),
    /// A certificate could not be issued.
    Issue(pki::issue::IssueError),
    /// The files for the machine could not be rendered.
    Choice(deploy::choices::ChoiceError),
    /// A passphrase was refused.
    Passphrase(bundle::passphrase::PassphraseError),
    /// The files of a bundle could not be rendered.
    Render(deploy::plan::RenderError),
    /// A `.p12` could not be made.
    Pkcs12(bundle::p12::WriteError),
    /// A bundle could not be made.
    Seal(bundle::zip::SealError),
    /// An authority bundle could not be made.
    SealAuthority(bundle::authority::SealError),
    /// A bundle that was just made could not be opened again.
    Zip(bundle::zip::OpenError),
    /// A bundle could not be opened.
    Open(bundle::authority::OpenError),
    /// There is no service name.
    NoServices,
    /// There is no client.
    NoClients,
    /// Two clients have the same name; the name.
    RepeatedClient(String),
    /// A leaf would have the authority's own subject; the name.
    SubjectLikeAuthority(String),
    /// The form holds problems, shown at their fields; how many.
    FormHasProblems(usize),
    /// The bundle is none of an authority, or its record is not ours; the reason in the parser's words.
    RecordUnreadable(String),
    /// The worker could not be loaded; the browser's words.
    WorkerNotLoaded(String),
    /// The worker ended while it was working; the browser's words.
    WorkerDied(String),
    /// The browser refused the clipboard.
    ClipboardRefused,
    /// The browser refused to save a file; its name.
    DownloadRefused(String),
    /// A dropped file could not be read; its name.
    FileUnreadable(String),
    /// A dropped file is too large; its name, its size and the limit in MiB.
    FileTooLarge(String, usize, usize),
    /// The browser keeps no settings for this page.
    StorageRefused,
}

impl Problem {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        use text::workbench as say;
        match self {
            Problem::Name(error) => error.message(lang),
            Problem::Subject(error) => error.message(lang),
            Problem::Validity(error) => error.message(lang),
            Problem::Key(error) => error.message(lang),
            Problem::Issue(error) => error.message(lang),
            Problem::Choice(error) => error.message(lang),
            Problem::Passphrase(error) => error.message(lang),
            Problem::Render(error) => error.message(lang),
            Problem::Pkcs12(error) => error.message(lang),
            Problem::Seal(error) => error.message(lang),
            Problem::SealAuthority(error) => error.message(lang),
            Problem::Zip(error) => error.message(lang),
            Problem::Open(error) => error.message(lang),
            Problem::NoServices => say::no_services(lang),
            Problem::NoClients => say::no_clients(lang),
            Problem::RepeatedClient(name) => say::repeated_client(lang, name),
            Problem::SubjectLikeAuthority(name) => say::subject_like_authority(lang, name),
            Problem::FormHasProblems(count) => say::form_has_problems(lang, *count),
            Problem::RecordUnreadable(reason) => say::record_unreadable(lang, reason),
            Problem::WorkerNotLoaded(reason) => say::worker_not_loaded(lang, reason),
            Problem::WorkerDied(reason) => say::worker_died(lang, reason),
            Problem::ClipboardRefused => say::clipboard_refused(lang),
            Problem::DownloadRefused(name) => say::download_refused(lang, name),
            Problem::FileUnreadable(name) => say::file_unreadable(lang, name),
            Problem::FileTooLarge(name, size, limit) => say::file_too_large(lang, name, *size, *limit),
            Problem::StorageRefused => say::storage_refused(lang),
        }
    }
}

/// Something that the user should know and may override.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Warning {
    /// From a profile.
    Profile(pki::profile::Warning),
}

impl Warning {
    /// What to know and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Warning::Profile(warning) => warning.message(lang),
        }
    }
}
