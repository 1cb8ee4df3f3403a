//! `[backend]`: where requests go, how it is known, and how long that may take.

use core::time::Duration;
use std::path::PathBuf;

use deploy::gateway::Problem;
use deploy::gateway::file::{self, Http};
use fluent_uri::Uri;
use pki::certificate::Certificate;
use pki::verify::trust::Anchor;
use rustls_pki_types::ServerName;
use toml::Spanned;

use super::{A_DAY, Desk, server, within};
use crate::gateway::Machine;

/// Where the backend listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Host and port, over TCP.
    Tcp(String),
    /// The same with TLS, and the name that its certificate has to bear.
    Tls(String, ServerName<'static>),
    /// A socket in the file system.
    Unix(PathBuf),
}

impl core::fmt::Display for Address {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Address::Tcp(authority) => write!(out, "http://{authority}"),
            Address::Tls(authority, _) => write!(out, "https://{authority}"),
            Address::Unix(path) => write!(out, "unix:{}", path.display()),
        }
    }
}

/// What the gateway shows to the backend.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The certificate, then the intermediate ones.
    pub chain: Vec<Certificate>,
    /// The file of the certificates.
    pub certificate_file: PathBuf,
    /// The file of the key.
    pub key_file: PathBuf,
}

/// How TLS is spoken with the backend.
pub struct BackendTls<K> {
    /// Whose certificates are accepted.
    pub authorities: Vec<Certificate>,
    /// What the gateway shows of itself with its key, where the backend wants to see something.
    pub shown: Option<(Shown, K)>,
}

/// The backend; `T` is what is known of its TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backend<T> {
    /// Where it listens: at least one.
    pub addresses: Vec<Address>,
    /// How TLS is spoken with those that want it.
    pub tls: Option<T>,
    /// The version of HTTP that is asked for.
    pub http: Http,
    /// How long a connection may take.
    pub connect: Duration,
    /// How long the answer may take to begin.
    pub answer: Duration,
    /// How long a body may stand still.
    pub idle: Duration,
    /// Protocols to which a connection may turn, lower case.
    pub upgrades: Vec<String>,
    /// Idle connections that each worker keeps.
    pub keep: usize,
    /// For how long.
    pub keep_for: Duration,
    /// For how long an address that has failed is passed over.
    pub fail_for: Duration,
    /// Requests under way at each address, for each worker; 0 for any number.
    pub most: usize,
}

impl<T> Backend<T> {
    /// The same with something else in place of what is known of its TLS.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn made<U, E>(self, make: impl FnOnce(T) -> Result<U, E>) -> Result<Backend<U>, E> {
        let tls = self.tls.map(make).transpose()?;
        let Backend {
            addresses, http, connect, answer, idle, upgrades, keep, keep_for, fail_for, most, ..
        } = self;
        Ok(Backend { addresses, tls, http, connect, answer, idle, upgrades, keep, keep_for, fail_for, most })
    }
}

pub(super) fn settle<M: Machine>(
    written: &Spanned<file::Backend>,
    desk: &mut Desk<'_, M>,
) -> Option<Backend<BackendTls<M::Key>>> {
    let (span, written) = (written.span(), written.get_ref());
    for (key, seconds) in [
        ("connect_seconds", written.connect_seconds),
        ("answer_seconds", written.answer_seconds),
        ("idle_seconds", written.idle_seconds),
        ("keep_seconds", written.keep_seconds),
        ("fail_seconds", written.fail_seconds),
    ] {
        within(key, seconds, 1, A_DAY, &span, desk);
    }
    let addresses = addresses(written, &span, desk);
    let tls = tls(written, &addresses, &span, desk);
    let upgrades = upgrades(written, desk);
    (!addresses.is_empty()).then(|| Backend {
        addresses,
        tls,
        http: written.http,
        connect: Duration::from_secs(written.connect_seconds),
        answer: Duration::from_secs(written.answer_seconds),
        idle: Duration::from_secs(written.idle_seconds),
        upgrades,
        keep: written.keep,
        keep_for: Duration::from_secs(written.keep_seconds),
        fail_for: Duration::from_secs(written.fail_seconds),
        most: written.requests,
    })
}

/// `h2c` is never among them: it would open a second way to the backend beside all rules (RFC 9113 section 3.1 has done away with it).
fn upgrades<M: Machine>(written: &file::Backend, desk: &mut Desk<'_, M>) -> Vec<String> {
    let Some(listed) = &written.upgrades else { return vec!["websocket".to_owned()] };
    let mut upgrades = Vec::new();
    for text in listed {
        let lower = text.get_ref().to_ascii_lowercase();
        let token = !lower.is_empty()
            && lower.chars().all(|letter| letter.is_ascii_alphanumeric() || "-._/".contains(letter));
        if !token || lower == "h2c" {
            desk.fault(
                &text.span(),
                Problem::UnknownValue {
                    value: text.get_ref().clone(),
                    possible: vec!["websocket".to_owned()],
                },
            );
        }
        upgrades.push(lower);
    }
    upgrades
}

fn addresses<M: Machine>(
    written: &file::Backend,
    span: &core::ops::Range<usize>,
    desk: &mut Desk<'_, M>,
) -> Vec<Address> {
    let listed: &[file::Text] = match (&written.address, &written.addresses) {
        (Some(one), None) => core::slice::from_ref(one),
        (None, Some(several)) => {
            if several.get_ref().is_empty() {
                desk.fault(&several.span(), Problem::Empty { key: "addresses" });
            }
            several.get_ref()
        }
        (Some(_), Some(_)) | (None, None) => {
            desk.fault(span, Problem::AddressOrAddresses);
            return Vec::new();
        }
    };
    let name = written.name.as_ref().and_then(|name| {
        let read = ServerName::try_from(name.get_ref().clone()).ok();
        if read.is_none() {
            desk.fault(&name.span(), Problem::Name { value: name.get_ref().clone() });
        }
        read
    });
    let mut addresses = Vec::new();
    for text in listed {
        let value = text.get_ref();
        match address(value, name.as_ref(), desk) {
            None => desk.fault(&text.span(), Problem::Backend { value: value.clone() }),
            Some(address) if addresses.contains(&address) => {
                desk.fault(&text.span(), Problem::Twice { value: value.clone() });
            }
            Some(address) => addresses.push(address),
        }
    }
    addresses
}

fn address<M: Machine>(
    text: &str,
    name: Option<&ServerName<'static>>,
    desk: &Desk<'_, M>,
) -> Option<Address> {
    if let Some(path) = text.strip_prefix("unix:") {
        return (!path.is_empty()).then(|| Address::Unix(desk.places.path(path)));
    }
    let uri = Uri::parse(text).ok()?;
    let plain = matches!(uri.path().as_str(), "" | "/") && uri.query().is_none() && uri.fragment().is_none();
    let authority = uri.authority().filter(|authority| plain && authority.userinfo().is_none())?;
    let host = authority.host();
    if host.is_empty() || host.contains('%') {
        return None;
    }
    let port = authority.port_to_u16().ok()?;
    let with = |usual: u16| format!("{host}:{}", port.unwrap_or(usual));
    match uri.scheme().as_str().to_ascii_lowercase().as_str() {
        "http" => Some(Address::Tcp(with(80))),
        "https" => {
            let bare = host.trim_start_matches('[').trim_end_matches(']');
            let name = name.cloned().or_else(|| ServerName::try_from(bare.to_owned()).ok())?;
            Some(Address::Tls(with(443), name))
        }
        _ => None,
    }
}

/// How TLS is spoken, where an address wants it.
fn tls<M: Machine>(
    written: &file::Backend,
    addresses: &[Address],
    span: &core::ops::Range<usize>,
    desk: &mut Desk<'_, M>,
) -> Option<BackendTls<M::Key>> {
    if !addresses.iter().any(|address| matches!(address, Address::Tls(..))) {
        let keys = [
            ("authorities", written.authorities.as_ref().map(Spanned::span)),
            ("name", written.name.as_ref().map(Spanned::span)),
            ("certificate", written.certificate.as_ref().map(Spanned::span)),
            ("key", written.key.as_ref().map(Spanned::span)),
        ];
        for (key, span) in keys {
            // of addresses that cannot be read it is not known what they want
            if let Some(span) = span.filter(|_| !addresses.is_empty()) {
                desk.fault(&span, Problem::BackendNotTls { key });
            }
        }
        return None;
    }
    let Some(listed) = &written.authorities else {
        desk.fault(span, Problem::BackendAuthorities);
        return None;
    };
    if listed.get_ref().is_empty() {
        desk.fault(&listed.span(), Problem::Empty { key: "authorities" });
    }
    let mut authorities = Vec::new();
    for named in listed.get_ref() {
        let (file, octets) = desk.read(named)?;
        match server::chain(&file, &octets) {
            Ok(chain) => {
                for certificate in chain {
                    if Anchor::new(certificate.clone()).is_none() {
                        let words = certificate.facts().subject.clone();
                        desk.fault(&named.span(), Problem::Certificate { file: file.clone(), words });
                    }
                    authorities.push(certificate);
                }
            }
            Err(problem) => desk.fault(&named.span(), problem),
        }
    }
    let shown = shown(written, desk).ok()?;
    Some(BackendTls { authorities, shown })
}

/// A fault was told.
struct Faulty;

/// What the gateway shows to the backend, if anything.
fn shown<M: Machine>(
    written: &file::Backend,
    desk: &mut Desk<'_, M>,
) -> Result<Option<(Shown, M::Key)>, Faulty> {
    match (&written.certificate, &written.key) {
        (None, None) => Ok(None),
        (Some(certificate), Some(key)) => {
            let (chain, signing) = server::certified(certificate, key, desk).ok_or(Faulty)?;
            let shown = Shown { chain, certificate_file: desk.path(certificate), key_file: desk.path(key) };
            Ok(Some((shown, signing)))
        }
        (Some(other), None) => {
            desk.fault(&other.span(), Problem::MissingKey { key: "key".to_owned() });
            Err(Faulty)
        }
        (None, Some(other)) => {
            desk.fault(&other.span(), Problem::MissingKey { key: "certificate".to_owned() });
            Err(Faulty)
        }
    }
}
