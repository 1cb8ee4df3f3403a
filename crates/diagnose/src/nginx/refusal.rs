//! Why nginx does not take a configuration, in words for people; its own words are `load`'s and `tls`'s.

use deploy::unwritable::shown;
use text::{Lang, Message};

use super::VERSION;
use super::load::{Cause, FileFault, Refusal};
use crate::files::Missing;

impl Refusal {
    /// What is wrong, and what to do about it.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        use text::diagnose as say;
        match &self.cause {
            Cause::Syntax(error) => error.message(lang),
            Cause::Unknown(name) => match newer(name) {
                Some(since) => say::nginx_newer(lang, &shown(name), &since, &VERSION),
                None => say::nginx_unknown(lang, &VERSION, &shown(name)),
            },
            Cause::Misplaced(name) => say::nginx_misplaced(lang, &shown(name)),
            Cause::Arguments(name) => say::nginx_arguments(lang, &shown(name)),
            Cause::Braces(name) => say::nginx_braces(lang, &shown(name)),
            Cause::Duplicate(name) => say::nginx_duplicate(lang, &shown(name)),
            Cause::Value { name, value } => say::nginx_value(lang, &shown(value), &shown(name)),
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
fn newer(name: &str) -> Option<&'static str> {
    NEWER.iter().find(|(known, _)| *known == name).map(|(_, since)| *since)
}
