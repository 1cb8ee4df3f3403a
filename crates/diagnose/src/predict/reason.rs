//! Why a call ends as it does, and what was taken for granted, in words for people. What the programs print is `outcome`'s.

use deploy::unwritable::shown;
use pki::verify::openssl::Code;
use text::{Lang, Message};

use super::outcome::Side;
use crate::curl::{Refusal, Tls};
use crate::nginx::module::Taken;
use crate::nginx::refusal;

/// Why a call ends as it does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of each stand in `message`")]
pub enum Reason {
    NginxRefuses(Box<refusal::Refusal>),
    CurlRefuses(Refusal),
    CurlOfItself(String),
    BadAddress(String),
    OtherProtocol(String),
    BadResolve(String),
    NoSuchHost(String),
    NobodyListens(u16),
    AddressTaken(String),
    PastMutualTls(String),
    NoProxyThere(String),
    BadProxy(String),
    NothingToSend(String),
    KeyKind(String),
    OtherPin,
    NotStapled,
    NoTlsOnPort(u16),
    Http2Alone,
    NoHttp2,
    NoNameForFile(String),
    NotWritable(String),
    PlainOnTls,
    NameRejected(String),
    Misdirected { asked: String, host: String },
    NoHost,
    BadHeader(String),
    HeaderLeftOut(String),
    VersionsContradict { min: Tls, max: Tls },
    NoCommonVersion { client: (Tls, Tls), server: Vec<Tls> },
    OldVersion { side: Side, version: Tls },
    NoCommonCipher { ciphers: String, rsa: bool },
    NoCommonSuite(String),
    NoCommonGroup,
    KeyMayNotSign,
    OtherKindOfKey,
    WrongCurve(String),
    NoOldCipher { ciphers: String, version: Tls },
    BadCiphers(String),
    CertificateKind(String),
    NoEngine(String),
    CertificateMissing(String),
    NoCertificateInFile(String),
    WeakKey(String),
    WeakDigest(String),
    WantsProxyProtocol(u16),
    KeyMissing(String),
    NoKeyInFile(String),
    KeyLocked(String),
    OtherKey { certificate: String, key: String },
    NotP12(String),
    P12Locked(String),
    P12Unsupported { path: String, algorithm: String },
    NoAuthorities(String),
    NoList(String),
    ServerRefused { code: Code, title: String, twin: Option<String> },
    WrongName { host: String, names: Vec<String> },
    NotVerified,
    NotAsked,
    NoClientCertificate,
    OptionalWithout,
    ClientRefused { code: Code, subject: String, twin: Option<String> },
    Tolerated { code: Code, subject: String },
    Accepted(String),
    ServerUnchecked,
    CommonNameAlone(String),
    BackendDown(String),
    NoFile(String),
    Denied(String),
    WantsPassword,
    Returned(u16),
    NoMethodOfFiles(String),
    NoMethod(String),
    LineTooLong(u64),
    TooLarge { length: u64, limit: String },
    Asked { uri: String, status: u16 },
    GivesUp(String),
    Redirected { status: u16, to: String },
    ByCondition(String),
    ErrorPage { code: u16, target: String },
    Closed,
    ConditionFailed(&'static str),
    Unchanged(&'static str),
    NoSuchTarget(String),
}

impl Reason {
    /// Whether this is how it should be: nothing is to be changed.
    #[must_use]
    pub fn is_good(&self) -> bool {
        matches!(self, Reason::Accepted(_) | Reason::Redirected { .. })
    }

    /// What happens, and what to do about it.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        use text::diagnose as say;
        match self {
            Reason::NginxRefuses(refusal) => refusal.message(lang),
            Reason::CurlRefuses(refusal) => refusal.message(lang),
            Reason::CurlOfItself(option) => say::curl_of_itself(lang, &shown(option)),
            Reason::BadAddress(text) => say::bad_address(lang, &shown(text)),
            Reason::OtherProtocol(name) => say::other_protocol(lang, &shown(name)),
            Reason::BadResolve(text) => say::bad_resolve(lang, &shown(text)),
            Reason::NoSuchHost(host) => say::no_such_host(lang, &shown(host)),
            Reason::NobodyListens(port) => say::nobody_listens(lang, port),
            Reason::AddressTaken(address) => say::address_taken(lang, &shown(address)),
            Reason::PastMutualTls(place) => say::past_mutual_tls(lang, &shown(place)),
            Reason::NoProxyThere(place) => say::no_proxy_there(lang, &shown(place)),
            Reason::BadProxy(text) => say::bad_proxy(lang, &shown(text)),
            Reason::NothingToSend(path) => say::nothing_to_send(lang, &shown(path)),
            Reason::KeyKind(kind) => say::key_kind(lang, &shown(kind)),
            Reason::OtherPin => say::other_pin(lang),
            Reason::NotStapled => say::not_stapled(lang),
            Reason::NoTlsOnPort(port) => say::no_tls_on_port(lang, port),
            Reason::Http2Alone => say::http2_alone(lang),
            Reason::NoHttp2 => say::no_http2(lang),
            Reason::NoNameForFile(address) => say::no_name_for_file(lang, &shown(address)),
            Reason::NotWritable(path) => say::not_writable(lang, &shown(path)),
            Reason::PlainOnTls => say::plain_on_tls(lang),
            Reason::NameRejected(host) => say::name_rejected(lang, &shown(host)),
            Reason::Misdirected { asked, host } => say::misdirected(lang, &shown(asked), &shown(host)),
            Reason::NoHost => say::no_host(lang),
            Reason::BadHeader(line) => say::bad_header(lang, &shown(line)),
            Reason::HeaderLeftOut(name) => say::header_left_out(lang, &shown(name)),
            Reason::VersionsContradict { min, max } => {
                say::versions_contradict(lang, &min.number(), &max.number())
            }
            Reason::NoCommonVersion { client, server } => {
                let server = list(server.iter().map(|version| version.number()));
                say::no_common_version(lang, &offered(*client), &server)
            }
            Reason::OldVersion { side: Side::Server, version } => {
                say::old_version_server(lang, &version.number())
            }
            Reason::OldVersion { side: Side::Client, version } => {
                say::old_version_client(lang, &version.number())
            }
            Reason::NoCommonCipher { ciphers, rsa } => {
                let key = if *rsa { "RSA" } else { "ECDSA" };
                say::no_common_cipher(lang, &shown(ciphers), &key)
            }
            Reason::NoCommonSuite(suites) => say::no_common_suite(lang, &shown(suites)),
            Reason::NoCommonGroup => say::no_common_group(lang),
            Reason::KeyMayNotSign => say::key_may_not_sign(lang),
            Reason::WrongCurve(curve) => say::wrong_curve(lang, curve),
            Reason::OtherKindOfKey => say::other_kind_of_key(lang),
            Reason::NoOldCipher { ciphers, version } => {
                say::no_old_cipher(lang, &shown(ciphers), &version.number())
            }
            Reason::BadCiphers(text) => say::bad_ciphers(lang, &shown(text)),
            Reason::CertificateKind(kind) => say::certificate_kind(lang, &shown(kind)),
            Reason::NoEngine(path) => say::no_engine(lang, &shown(path)),
            Reason::CertificateMissing(path) => say::certificate_missing(lang, &shown(path)),
            Reason::NoCertificateInFile(path) => say::no_certificate_in_file(lang, &shown(path)),
            Reason::WeakKey(path) => say::weak_key(lang, &shown(path)),
            Reason::WeakDigest(path) => say::weak_digest(lang, &shown(path)),
            Reason::WantsProxyProtocol(port) => say::wants_proxy_protocol(lang, port),
            Reason::KeyMissing(path) => say::key_missing(lang, &shown(path)),
            Reason::NoKeyInFile(path) => say::no_key_in_file(lang, &shown(path)),
            Reason::KeyLocked(path) => say::key_locked(lang, &shown(path)),
            Reason::OtherKey { certificate, key } => say::other_key(lang, &shown(key), &shown(certificate)),
            Reason::NotP12(path) => say::not_p12(lang, &shown(path)),
            Reason::P12Locked(path) => say::p12_locked(lang, &shown(path)),
            Reason::P12Unsupported { path, algorithm } => {
                say::p12_unsupported(lang, &shown(path), &shown(algorithm))
            }
            Reason::NoAuthorities(path) => say::no_authorities(lang, &shown(path)),
            Reason::NoList(path) => say::no_list(lang, &shown(path)),
            Reason::ServerRefused { twin: Some(name), .. } => say::server_twin(lang, &shown(name)),
            Reason::ServerRefused { code, title, twin: None } => server_refused(*code, title, lang),
            Reason::WrongName { host, names } => {
                let names = names.iter().map(|name| shown(name)).collect::<Vec<_>>();
                say::wrong_name(lang, &list(names.iter().map(String::as_str)), &shown(host))
            }
            Reason::NotVerified => say::not_verified(lang),
            Reason::NotAsked => say::not_asked(lang),
            Reason::NoClientCertificate => say::no_client_certificate(lang),
            Reason::OptionalWithout => say::optional_without(lang),
            Reason::ClientRefused { twin: Some(name), subject, .. } => {
                say::client_twin(lang, &shown(name), &shown(subject))
            }
            Reason::ClientRefused { code, subject, twin: None } => client_refused(*code, subject, lang),
            Reason::Tolerated { code, subject } => say::tolerated(lang, &shown(subject), &code.text()),
            Reason::Accepted(subject) => say::accepted(lang, &shown(subject)),
            Reason::ServerUnchecked => say::server_unchecked(lang),
            Reason::CommonNameAlone(host) => say::common_name_alone(lang, &shown(host)),
            Reason::BackendDown(to) => say::backend_down(lang, &shown(to)),
            Reason::NoFile(path) => say::no_file(lang, &shown(path)),
            Reason::Denied(whom) => say::denied(lang, &shown(whom)),
            Reason::WantsPassword => say::wants_password(lang),
            Reason::Returned(code) => say::returned(lang, code),
            Reason::NoMethodOfFiles(method) => say::no_method_of_files(lang, &shown(method)),
            Reason::NoMethod(method) => say::no_method(lang, &shown(method)),
            Reason::LineTooLong(length) => say::line_too_long(lang, length),
            Reason::TooLarge { length, limit } => say::too_large(lang, length, &shown(limit)),
            Reason::Asked { uri, status } => say::asked(lang, &shown(uri), status),
            Reason::GivesUp(words) => say::gives_up(lang, &shown(words)),
            Reason::Redirected { status, to } => say::redirected(lang, status, &shown(to)),
            Reason::ByCondition(text) => say::by_condition(lang, &shown(text)),
            Reason::ErrorPage { code, target } => say::error_page(lang, code, &shown(target)),
            Reason::Closed => say::closed(lang),
            Reason::NoSuchTarget(text) => say::no_such_target(lang, &shown(text)),
            Reason::ConditionFailed(name) => say::condition_failed(lang, name),
            Reason::Unchanged(name) => say::condition_unchanged(lang, name),
        }
    }
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// The versions of TLS that curl offers, as a person would say it.
pub(super) fn offered((min, max): (Tls, Tls)) -> String {
    if min == max { min.number().to_owned() } else { format!("{}–{}", min.number(), max.number()) }
}

fn server_refused(code: Code, title: &str, lang: Lang) -> Message {
    use text::diagnose as say;
    let title = shown(title);
    match code {
        Code::ISSUER_UNKNOWN | Code::ISSUER_UNKNOWN_HERE | Code::LEAF_UNVERIFIED => {
            say::server_issuer(lang, &title)
        }
        Code::SELF_SIGNED_LEAF => say::server_self_signed(lang, &title),
        Code::SELF_SIGNED_IN_CHAIN => say::server_root(lang, &title),
        Code::EXPIRED => say::server_expired(lang, &title),
        Code::NOT_YET_VALID => say::server_early(lang, &title),
        Code::PURPOSE => say::server_purpose(lang, &title),
        Code::REVOKED => say::server_revoked(lang, &title),
        Code::NO_LIST => say::server_no_list(lang, &title),
        Code::LIST_EXPIRED => say::server_list_expired(lang),
        Code::SIGNATURE => say::server_signature(lang, &title),
        code => say::server_other(lang, &title, &code.text()),
    }
}

fn client_refused(code: Code, subject: &str, lang: Lang) -> Message {
    use text::diagnose as say;
    let subject = shown(subject);
    match code {
        Code::ISSUER_UNKNOWN_HERE | Code::LEAF_UNVERIFIED => say::client_issuer(lang, &subject),
        Code::ISSUER_UNKNOWN => say::client_issuer_above(lang, &subject),
        Code::SELF_SIGNED_LEAF => say::client_self_signed(lang, &subject),
        Code::SELF_SIGNED_IN_CHAIN => say::client_root(lang, &subject),
        Code::EXPIRED => say::client_expired(lang, &subject),
        Code::NOT_YET_VALID => say::client_early(lang, &subject),
        Code::PURPOSE => say::client_purpose(lang, &subject),
        Code::REVOKED => say::client_revoked(lang, &subject),
        Code::NO_LIST => say::client_no_list(lang),
        Code::LIST_EXPIRED => say::client_list_expired(lang),
        Code::LIST_NOT_YET_VALID => say::client_list_early(lang),
        Code::SIGNATURE | Code::LIST_SIGNATURE => say::client_signature(lang, &subject),
        Code::CHAIN_TOO_LONG => say::client_too_long(lang, &subject),
        Code::PATH_LENGTH => say::client_path_length(lang, &subject),
        Code::INVALID_AUTHORITY | Code::NO_CERTIFICATE_SIGNING => {
            say::client_no_authority(lang, &subject, &code.text())
        }
        code => say::client_other(lang, &subject, &code.text()),
    }
}

/// What was taken for granted, because neither the files nor the command tell it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words of each stand in `sentence`")]
pub enum Assumption {
    AddressIsThisMachine(String),
    BackendAnswers(String),
    NameIsKnown(String),
    CalledAnswers(String),
    FirstAddressAlone,
    NoProxy,
    NotFollowed(String),
    ConditionFails(String),
    NoExpression,
    AddressOfCaller(String),
    KeyTakenForRight(String),
    NotUtf8(String),
    OfModule(Taken),
    AddressIsHere(String),
}

impl Assumption {
    /// What was taken for granted.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        use text::diagnose as say;
        match self {
            Assumption::AddressIsThisMachine(host) => say::assume_address(lang, &shown(host)),
            Assumption::BackendAnswers(to) => say::assume_backend(lang, &shown(to)),
            Assumption::NameIsKnown(host) => say::assume_name(lang, &shown(host)),
            Assumption::CalledAnswers(to) => say::assume_called(lang, &shown(to)),
            Assumption::FirstAddressAlone => say::assume_first(lang).to_owned(),
            Assumption::NoProxy => say::assume_no_proxy(lang).to_owned(),
            Assumption::NotFollowed(text) => say::assume_not_followed(lang, &shown(text)),
            Assumption::ConditionFails(text) => say::assume_condition(lang, &shown(text)),
            Assumption::NoExpression => say::assume_expression(lang).to_owned(),
            Assumption::AddressOfCaller(text) => say::assume_caller(lang, &shown(text)),
            Assumption::KeyTakenForRight(path) => say::assume_key(lang, &shown(path)),
            Assumption::AddressIsHere(address) => say::assume_here(lang, address),
            Assumption::OfModule(Taken { name, module, near: Some(near) }) => {
                say::assume_of_module_near(lang, &shown(name), &shown(module), &shown(near))
            }
            Assumption::OfModule(Taken { name, module, near: None }) => {
                say::assume_of_module(lang, &shown(name), &shown(module))
            }
            Assumption::NotUtf8(path) => say::assume_utf8(lang, &shown(path)),
        }
    }
}
