//! What is wrong with a configuration, where, and what to do about it.

use std::path::PathBuf;

use text::gateway_config as say;
use text::{Lang, Message};

use super::place::Place;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: Problem,
}

impl Fault {
    /// One line: the place, what is wrong, what to try.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        format!("{}: {}", self.place, self.problem.message(lang))
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the values that the sentences name")]
pub enum Problem {
    /// The file is not TOML.
    NotToml { words: String },
    /// A key that is not one of this file's.
    UnknownKey { key: String, nearest: Option<String> },
    /// A word that is not one of those possible.
    UnknownValue { value: String, possible: Vec<String> },
    /// A key without which nothing can be done.
    MissingKey { key: String },
    /// A value of another kind.
    WrongType { found: String, expected: String },
    /// A number outside of what can be.
    OutOfRange { key: &'static str, least: u64, most: u64 },
    /// A list without anything in it.
    Empty { key: &'static str },
    /// A file that cannot be read.
    Unreadable { file: PathBuf, reason: String },
    /// A file that systemd should hand over, and there is nobody who did.
    Credential { name: String },
    /// Not an address with a port.
    Address { value: String },
    /// Neither an address nor a network.
    Network { value: String },
    /// An address where others than this machine would be told.
    BeyondLoopback { value: String },
    /// The same twice.
    Twice { value: String },
    /// A file without a certificate.
    NoCertificate { file: PathBuf },
    /// A certificate that cannot be read or used.
    Certificate { file: PathBuf, words: String },
    /// A file without a private key that can be used.
    NoKey { file: PathBuf },
    /// A key that belongs to another certificate.
    KeyOfAnother { key: PathBuf, certificate: PathBuf },
    /// A certificate that names no host, where none is given either.
    NoNames { certificate: PathBuf },
    /// Not a host name.
    Name { value: String },
    /// A certificate that is not an authority's.
    NotAuthority { file: PathBuf, subject: String },
    /// A file without a revocation list, or one that cannot be read.
    List { file: PathBuf, words: String },
    /// Neither or both of `who` and `clients`.
    WhoOrClients,
    /// A client without a mark.
    NoMark,
    /// `anyone`, where every caller needs a certificate.
    AnyoneNeedsOptional,
    /// Not a path.
    Path { value: String },
    /// Not a method.
    Method { value: String },
    /// Not a SHA-256 fingerprint.
    Fingerprint { value: String },
    /// Not a URI that can be compared.
    Uri { value: String },
    /// Not an address of a backend.
    Backend { value: String },
    /// Neither or both of `address` and `addresses`.
    AddressOrAddresses,
    /// An address with TLS, and nobody by whom its certificate is verified.
    BackendAuthorities,
    /// A setting of TLS where no address speaks it.
    BackendNotTls { key: &'static str },
    /// Not the name of a header.
    Header { value: String },
    /// Settings that TLS refuses.
    Tls { words: String },
    /// Another address to listen on, while running.
    ListenChanged,
    /// The log cannot be written.
    Log { file: PathBuf, reason: String },
}

impl Problem {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Self::NotToml { words } => say::not_toml(lang, words),
            Self::UnknownKey { key, nearest: Some(nearest) } => say::unknown_key_near(lang, key, nearest),
            Self::UnknownKey { key, nearest: None } => say::unknown_key(lang, key),
            Self::UnknownValue { value, possible } => say::unknown_value(lang, value, &possible.join(", ")),
            Self::MissingKey { key } => say::missing_key(lang, key),
            Self::WrongType { found, expected } => say::wrong_type(lang, found, &kind(expected, lang)),
            Self::OutOfRange { key, least, most } => say::out_of_range(lang, key, least, most),
            Self::Empty { key } => say::empty(lang, key),
            Self::Unreadable { file, reason } => say::unreadable(lang, &file.display(), reason),
            Self::Credential { name } => say::credential(lang, name),
            Self::Address { value } => say::address(lang, value),
            Self::Network { value } => say::network(lang, value),
            Self::BeyondLoopback { value } => say::beyond_loopback(lang, value),
            Self::Twice { value } => say::twice(lang, value),
            Self::NoCertificate { file } => say::no_certificate(lang, &file.display()),
            Self::Certificate { file, words } => say::certificate(lang, &file.display(), words),
            Self::NoKey { file } => say::no_key(lang, &file.display()),
            Self::KeyOfAnother { key, certificate } => {
                say::key_of_another(lang, &key.display(), &certificate.display())
            }
            Self::NoNames { certificate } => say::no_names(lang, &certificate.display()),
            Self::Name { value } => say::name(lang, value),
            Self::NotAuthority { file, subject } => say::not_authority(lang, subject, &file.display()),
            Self::List { file, words } => say::list(lang, &file.display(), words),
            Self::WhoOrClients => say::who_or_clients(lang),
            Self::NoMark => say::no_mark(lang),
            Self::AnyoneNeedsOptional => say::anyone_needs_optional(lang),
            Self::Path { value } => say::path(lang, value),
            Self::Method { value } => say::method(lang, value),
            Self::Fingerprint { value } => say::fingerprint(lang, value),
            Self::Uri { value } => say::uri(lang, value),
            Self::Backend { value } => say::backend(lang, value),
            Self::AddressOrAddresses => say::address_or_addresses(lang),
            Self::BackendAuthorities => say::backend_authorities(lang),
            Self::BackendNotTls { key } => say::backend_not_tls(lang, key),
            Self::Header { value } => say::header(lang, value),
            Self::Tls { words } => say::tls(lang, words),
            Self::ListenChanged => say::listen_changed(lang),
            Self::Log { file, reason } => say::log(lang, &file.display(), reason),
        }
    }
}

/// serde's name of a kind of value, in words for people.
fn kind(expected: &str, lang: Lang) -> String {
    match expected {
        "a boolean" => say::kind_boolean(lang).to_owned(),
        "a string" => say::kind_text(lang).to_owned(),
        "usize" | "u64" | "u32" | "u16" => say::kind_number(lang).to_owned(),
        "a sequence" => say::kind_list(lang).to_owned(),
        table if table.starts_with("struct ") => say::kind_table(lang).to_owned(),
        other => other.to_owned(),
    }
}
