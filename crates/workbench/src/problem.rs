//! Everything that the application can have to tell people: the rooms' own troubles and those of the crates below.
//! The sentences stand in `crates/text/locales/*/workbench.ftl` or belong to the crate that owns the error.

use serde::{Deserialize, Serialize};
use text::{Lang, Message};

/// Something is wrong; nothing that was typed or made is lost by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// An error of a crate below, in its own words.
    Told(Box<Told>),
    /// There is no service name.
    NoServices,
    /// A certificate was to be called nothing.
    LabelEmpty,
    /// A name for a certificate is longer than this many characters.
    LabelLong(usize),
    /// A name for a certificate has a character that cannot be seen or misleads the eye.
    LabelCharacter,
    /// Another certificate of the same kind is called so; the name.
    LabelTaken(String),
    /// A choice in the Deploy room cannot be used.
    InDeploy(Box<Told>),
    /// The server's bundle wants a revocation list, and there is no good one.
    NoRevocationList,
    /// The form holds problems, shown at their fields; how many.
    FormHasProblems(usize),
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

/// Which crate's error it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// Parts of the form do not go together, or one is missing.
    Form,
    /// The record inside a bundle.
    Record,
    /// A name is not one.
    Name,
    /// A part of the subject cannot be written.
    Subject,
    /// A lifetime or the dates that follow from it.
    Validity,
    /// A key could not be made or read.
    Key,
    /// A certificate could not be issued.
    Issue,
    /// A revocation list could not be signed or read.
    RevocationList,
    /// A profile has a doubt that stops nothing.
    Profile,
    /// A choice for the machine, or files that could not be rendered from it.
    Deploy,
    /// A passphrase was refused.
    Passphrase,
    /// A bundle could not be made.
    Seal,
    /// A line of a list of clients could not be made.
    List,
    /// A bundle could not be opened.
    Open,
}

/// What a crate below has to say, in both languages. The typed error is turned into sentences in the worker, so that the
/// page needs neither the crates' error types nor their texts: that keeps a fifth of its weight away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Whose words these are.
    pub source: Source,
    english: Message,
    korean: Message,
}

impl Told {
    /// The sentences of an error in both languages.
    pub fn new(source: Source, message: impl Fn(Lang) -> Message) -> Told {
        Told { source, english: message(Lang::En), korean: message(Lang::Ko) }
    }

    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match lang {
            Lang::En => self.english.clone(),
            Lang::Ko => self.korean.clone(),
        }
    }
}

impl Problem {
    /// A problem in the words of a crate below.
    pub fn told(source: Source, message: impl Fn(Lang) -> Message) -> Problem {
        Problem::Told(Box::new(Told::new(source, message)))
    }

    // What only the worker finds is told in its own words too, so that these stay out of the page.

    /// There is no client.
    pub(crate) fn no_clients() -> Problem {
        Problem::told(Source::Form, text::workbench::no_clients)
    }

    /// Two clients have the same name; the name.
    pub(crate) fn repeated_client(name: &str) -> Problem {
        Problem::told(Source::Form, |lang| text::workbench::repeated_client(lang, &name))
    }

    /// A client of the set has this name; the name.
    pub(crate) fn taken_client(name: &str) -> Problem {
        Problem::told(Source::Form, |lang| text::workbench::taken_client(lang, &name))
    }

    /// A leaf would have the authority's own subject; the name.
    pub(crate) fn subject_like_authority(name: &str) -> Problem {
        Problem::told(Source::Form, |lang| text::workbench::subject_like_authority(lang, &name))
    }

    /// The bundle is none of an authority, or its record is not ours; the reason in the parser's words.
    pub(crate) fn record_unreadable(reason: &str) -> Problem {
        Problem::told(Source::Record, |lang| text::workbench::record_unreadable(lang, &reason))
    }

    /// The words of the part that it comes from: those of the page's own troubles stay out of the worker, which meets one alone.
    pub(crate) fn told_in(&self, lang: Lang) -> Message {
        match self {
            Problem::Told(told) | Problem::InDeploy(told) => told.message(lang),
            _ => text::workbench::no_services(lang),
        }
    }

    /// Whether it is in the words of that part.
    #[must_use]
    pub fn is_from(&self, source: Source) -> bool {
        matches!(self, Problem::Told(told) if told.source == source)
    }

    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        use text::workbench as say;
        let told = |reason: &String| {
            if reason.is_empty() { text::page::untold(lang).to_owned() } else { reason.clone() }
        };
        match self {
            Problem::Told(told) => told.message(lang),
            Problem::NoServices => say::no_services(lang),
            Problem::LabelEmpty => say::label_empty(lang),
            Problem::LabelLong(limit) => say::label_long(lang, *limit),
            Problem::LabelCharacter => say::label_character(lang),
            Problem::LabelTaken(name) => say::label_taken(lang, name),
            Problem::InDeploy(told) => {
                let Message { problem, remedy } = told.message(lang);
                say::in_deploy(lang, &problem, &remedy)
            }
            Problem::NoRevocationList => say::no_revocation_list(lang),
            Problem::FormHasProblems(count) => say::form_has_problems(lang, *count),
            Problem::WorkerNotLoaded(reason) => say::worker_not_loaded(lang, &told(reason)),
            Problem::WorkerDied(reason) => say::worker_died(lang, &told(reason)),
            Problem::ClipboardRefused => say::clipboard_refused(lang),
            Problem::DownloadRefused(name) => say::download_refused(lang, name),
            Problem::FileUnreadable(name) => say::file_unreadable(lang, name),
            Problem::FileTooLarge(name, size, limit) => say::file_too_large(lang, name, *size, *limit),
            Problem::StorageRefused => say::storage_refused(lang),
        }
    }
}

/// Whatever was to be drawn: without randomness nothing is issued, and issuing has the words for it.
impl From<pki::entropy::NoEntropy> for Problem {
    fn from(_: pki::entropy::NoEntropy) -> Problem {
        pki::issue::IssueError::NoEntropy.into()
    }
}

macro_rules! problem_from {
    ($($error:path => $source:ident,)*) => {$(
        impl From<$error> for Problem {
            fn from(error: $error) -> Problem {
                Problem::told(Source::$source, |lang| error.message(lang))
            }
        }
    )*};
}

problem_from! {
    pki::name::NameError => Name,
    pki::name::subject::SubjectError => Subject,
    pki::validity::ValidityError => Validity,
    pki::key::KeyError => Key,
    pki::issue::IssueError => Issue,
    pki::crl::SignError => RevocationList,
    pki::crl::ReadError => RevocationList,
    deploy::choices::ChoiceError => Deploy,
    deploy::file_set::RenderError => Deploy,
    bundle::passphrase::PassphraseError => Passphrase,
    bundle::p12::WriteError => Seal,
    bundle::zip::SealError => Seal,
    bundle::collection::CollectError => Seal,
    bundle::authority::SealError => Seal,
    bundle::zip::OpenError => Open,
    bundle::authority::OpenError => Open,
    bundle::material::ReadError => Open,
    bundle::encrypted_key::WriteError => Seal,
}
