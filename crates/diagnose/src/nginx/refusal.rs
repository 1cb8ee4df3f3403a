//! Why nginx does not take a configuration, and that in words for people; its own words are `load`'s and `tls`'s.

use deploy::nginx::ReadError;
use deploy::unwritable::shown;
use text::{Lang, Message};

use super::VERSION;
use crate::files::Missing;

/// Why nginx does not take a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Its words behind `[emerg]`, without the place.
    pub words: String,
    /// The file as nginx names it, and the line.
    pub place: Option<(String, usize)>,
    /// What kind of refusal it is.
    pub cause: Cause,
}

/// What kind of refusal it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The syntax is broken.
    Syntax(Box<ReadError>),
    /// A directive that is not known.
    Unknown(String),
    /// A directive that may not stand there.
    Misplaced {
        /// The directive.
        name: String,
        /// The blocks in which it may.
        places: String,
    },
    /// A `server` outside of every block: a site's file without the one that includes it.
    SiteAlone,
    /// Too many words, or too few.
    Arguments(String),
    /// A block without `{`, or a directive with one.
    Braces(String),
    /// A directive that stands twice.
    Duplicate(String),
    /// A value that is not taken.
    Value {
        /// The directive.
        name: String,
        /// The value.
        value: String,
    },
    /// A file that is named and cannot be used; the path as nginx opens it.
    File {
        /// The directive.
        name: String,
        /// The path.
        path: String,
        /// What is wrong with it.
        fault: FileFault,
    },
    /// A name that does not fit into the table that nginx builds.
    Bucket {
        /// The directive that makes room.
        setting: String,
        /// The name.
        name: String,
    },
    /// A file that includes itself.
    IncludesItself(String),
    /// A host name that cannot be resolved.
    Host(String),
    /// `listen … ssl` without a certificate.
    NoCertificate,
    /// A certificate without its key.
    NoKey,
    /// Clients are to be verified, and nothing says by which authorities.
    NoAuthorities,
    /// There is no `events` block.
    NoEvents,
    /// A list of ciphers or groups that matches none.
    Ciphers(String),
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileFault {
    /// It cannot be read.
    Missing(Missing),
    /// There is no certificate in it.
    NoCertificate,
    /// There is no key in it.
    NoKey,
    /// There is neither a certificate nor a list in it.
    Nothing,
    /// The key belongs to another certificate.
    OtherKey,
    /// The key is under a password that is not there, or another.
    Locked,
    /// The key is too short for the security level.
    Weak,
    /// There are no parameters of Diffie-Hellman in it.
    NoParameters,
    /// A certificate in it is signed with a digest that is too weak.
    WeakDigest,
    /// The parameters are too short for the security level.
    WeakParameters,
}

impl core::fmt::Display for Refusal {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str(&self.words)?;
        match &self.place {
            Some((file, line)) => write!(out, " in {file}:{line}"),
            None => Ok(()),
        }
    }
}

impl Refusal {
    /// What nginx prints of it in any case, where it has no words of its own.
    pub(super) fn said(self, main: &str) -> Refusal {
        if !self.words.is_empty() {
            return self;
        }
        Refusal { words: format!("configuration file {main} test failed"), place: None, ..self }
    }

    /// What is wrong, and what to do about it.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        use text::diagnose as say;
        match &self.cause {
            Cause::Syntax(error) => error.message(lang),
            // what an editor put before the first word, which nobody sees
            Cause::Unknown(name) if name.starts_with('\u{feff}') => say::nginx_mark(lang),
            Cause::Unknown(name) if name.starts_with('\u{fffd}') && name.contains('\0') => {
                say::nginx_utf16(lang)
            }
            Cause::Unknown(name) => match newer(name) {
                Some(since) => say::nginx_newer(lang, &shown(name), &since, &VERSION),
                None => say::nginx_unknown(lang, &VERSION, &shown(name)),
            },
            Cause::Misplaced { name, places } => say::nginx_misplaced(lang, &shown(name), places),
            Cause::SiteAlone => say::nginx_site_alone(lang),
            Cause::Arguments(name) => say::nginx_arguments(lang, &shown(name)),
            Cause::Braces(name) => say::nginx_braces(lang, &shown(name)),
            Cause::Duplicate(name) => say::nginx_duplicate(lang, &shown(name)),
            Cause::Value { name, value } if name == "listen" && value == "quic" => {
                say::nginx_quic(lang, &VERSION)
            }
            Cause::Value { name, value } => say::nginx_value(lang, &shown(value), &shown(name)),
            Cause::Bucket { setting, name } => say::nginx_bucket(lang, &shown(name), setting),
            Cause::File { name, path, fault } => file(name, path, *fault, lang),
            Cause::IncludesItself(path) => say::nginx_includes_itself(lang, &shown(path)),
            Cause::Host(host) => say::nginx_host(lang, &shown(host)),
            Cause::NoCertificate => say::nginx_no_certificate(lang),
            Cause::NoKey => say::nginx_no_key(lang),
            Cause::NoAuthorities => say::nginx_no_authorities(lang, &VERSION),
            Cause::NoEvents => say::nginx_no_events(lang),
            Cause::Ciphers(text) => say::nginx_ciphers(lang, &shown(text)),
        }
    }
}

fn file(name: &str, path: &str, fault: FileFault, lang: Lang) -> Message {
    use text::diagnose as say;
    let (name, path) = (shown(name), shown(path));
    match fault {
        FileFault::Missing(Missing::NotFound) => say::file_not_found(lang, &path, &name),
        FileFault::Missing(Missing::Forbidden) => say::file_forbidden(lang, &path, &name),
        FileFault::Missing(Missing::Folder) => say::file_folder(lang, &path, &name),
        FileFault::NoCertificate => say::file_no_certificate(lang, &path, &name),
        FileFault::NoKey => say::file_no_key(lang, &path, &name),
        FileFault::Nothing => say::file_nothing(lang, &path, &name),
        FileFault::OtherKey => say::file_other_key(lang, &path),
        FileFault::Locked => say::file_locked(lang, &path),
        FileFault::Weak => say::file_weak(lang, &path),
        FileFault::WeakDigest => say::file_weak_digest(lang, &path),
        FileFault::WeakParameters => say::file_weak_parameters(lang, &path),
        FileFault::NoParameters => say::file_no_parameters(lang, &path, &name),
    }
}

/// Directives that came later, with the version (nginx's change log).
const NEWER: [(&str, &str); 10] = [
    ("http2", "1.25.1"),
    ("http3", "1.25.0"),
    ("quic_retry", "1.25.0"),
    ("ssl_key_log", "1.27.2"),
    ("ssl_object_cache_inheritable", "1.27.4"),
    ("ssl_certificate_cache", "1.27.4"),
    ("ssl_certificate_compression", "1.29.1"),
    ("ssl_ech_file", "1.29.4"),
    ("early_hints", "1.29.0"),
    ("add_trailer", "1.13.2"),
];

/// Since which nginx there is a directive that the modelled one does not know.
pub(super) fn newer(name: &str) -> Option<&'static str> {
    NEWER.iter().find(|(known, _)| *known == name).map(|(_, since)| *since)
}
