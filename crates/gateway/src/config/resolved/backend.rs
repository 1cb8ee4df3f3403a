//! `[backend]`: where requests go, how it is known, and how long that may take.

use core::time::Duration;
use std::path::PathBuf;
use std::sync::Arc;

use aws_lc_rs::digest;
use deploy::gateway::Problem;
use deploy::gateway::file::{self, Http};
use hyper::Uri;
use pki::certificate::Certificate;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use toml::Spanned;

use super::{A_DAY, Desk, server, within};
use crate::tls;

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

/// How TLS is spoken with the backend. Two of these are the same when they were made of the same octets.
#[derive(Clone)]
pub struct BackendTls {
    /// For HTTP/1.1 alone.
    pub one: Arc<ClientConfig>,
    /// For HTTP/2, or HTTP/1.1 where the backend does not know it.
    pub two: Arc<ClientConfig>,
    /// By whom the backend's certificate is verified.
    pub authorities: Vec<Certificate>,
    /// What the gateway shows of itself, where the backend wants to see something.
    pub shown: Option<Shown>,
    made_of: [u8; 32],
}

/// What the gateway shows to the backend.
#[derive(Clone)]
pub struct Shown {
    /// The certificate, then the intermediate ones.
    pub chain: Vec<Certificate>,
    /// The file of the certificates.
    pub certificate_file: PathBuf,
    /// The file of the key.
    pub key_file: PathBuf,
}

impl PartialEq for BackendTls {
    fn eq(&self, other: &Self) -> bool {
        self.made_of == other.made_of
    }
}

/// The backend.
#[derive(Clone, PartialEq)]
pub struct Backend {
    /// Where it listens: at least one.
    pub addresses: Vec<Address>,
    /// How TLS is spoken with those that want it.
    pub tls: Option<BackendTls>,
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

pub(super) fn resolve(written: &Spanned<file::Backend>, desk: &mut Desk<'_>) -> Option<Backend> {
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
fn upgrades(written: &file::Backend, desk: &mut Desk<'_>) -> Vec<String> {
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

fn addresses(written: &file::Backend, span: &core::ops::Range<usize>, desk: &mut Desk<'_>) -> Vec<Address> {
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

fn address(text: &str, name: Option<&ServerName<'static>>, desk: &Desk<'_>) -> Option<Address> {
    if let Some(path) = text.strip_prefix("unix:") {
        return (!path.is_empty()).then(|| Address::Unix(desk.places.path(path)));
    }
    let uri: Uri = text.parse().ok()?;
    let plain = uri.path() == "/" && uri.query().is_none();
    let authority = uri.authority().filter(|authority| plain && !authority.as_str().contains('@'))?;
    let with = |port: u16| format!("{}:{}", authority.host(), authority.port_u16().unwrap_or(port));
    match uri.scheme_str()? {
        "http" => Some(Address::Tcp(with(80))),
        "https" => {
            let host = authority.host().trim_start_matches('[').trim_end_matches(']');
            let name = name.cloned().or_else(|| ServerName::try_from(host.to_owned()).ok())?;
            Some(Address::Tls(with(443), name))
        }
        _ => None,
    }
}

/// How TLS is spoken, where an address wants it.
fn tls(
    written: &file::Backend,
    addresses: &[Address],
    span: &core::ops::Range<usize>,
    desk: &mut Desk<'_>,
) -> Option<BackendTls> {
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
    let mut context = digest::Context::new(&digest::SHA256);
    let mut roots = RootCertStore::empty();
    let mut anchors = Vec::new();
    let Some(authorities) = &written.authorities else {
        desk.fault(span, Problem::BackendAuthorities);
        return None;
    };
    if authorities.get_ref().is_empty() {
        desk.fault(&authorities.span(), Problem::Empty { key: "authorities" });
    }
    for named in authorities.get_ref() {
        let (file, octets) = desk.read(named)?;
        context.update(&octets);
        match server::chain(&file, &octets) {
            Ok((ders, certificates)) => {
                anchors.extend(certificates);
                for der in ders {
                    if let Err(error) = roots.add(der) {
                        let problem = Problem::Certificate { file: file.clone(), words: error.to_string() };
                        desk.fault(&named.span(), problem);
                    }
                }
            }
            Err(problem) => desk.fault(&named.span(), problem),
        }
    }
    let identity = identity(written, &mut context, desk).ok()?;
    let config = |alpn: &[&[u8]]| {
        let builder = ClientConfig::builder_with_provider(Arc::new(tls::provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots.clone());
        let mut config = match &identity {
            None => builder.with_no_client_auth(),
            Some((_, key)) => {
                builder.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(key.clone())))
            }
        };
        config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
        Ok(Arc::new(config))
    };
    let made: Result<_, String> =
        config(&[b"http/1.1"]).and_then(|one| Ok((one, config(&[b"h2", b"http/1.1"])?)));
    match made {
        Ok((one, two)) => {
            let made_of = context.finish().as_ref().try_into().expect("SHA-256 has 32 octets");
            let shown = identity.map(|(shown, _)| shown);
            Some(BackendTls { one, two, authorities: anchors, shown, made_of })
        }
        Err(words) => {
            desk.fault(span, Problem::Tls { words });
            None
        }
    }
}

/// A fault was told.
struct Faulty;

/// What the gateway shows to the backend, if anything.
fn identity(
    written: &file::Backend,
    context: &mut digest::Context,
    desk: &mut Desk<'_>,
) -> Result<Option<(Shown, Arc<CertifiedKey>)>, Faulty> {
    let (certificate, key) = match (&written.certificate, &written.key) {
        (None, None) => return Ok(None),
        (Some(certificate), Some(key)) => (certificate, key),
        (Some(other), None) => {
            desk.fault(&other.span(), Problem::MissingKey { key: "key".to_owned() });
            return Err(Faulty);
        }
        (None, Some(other)) => {
            desk.fault(&other.span(), Problem::MissingKey { key: "certificate".to_owned() });
            return Err(Faulty);
        }
    };
    let (chain, certified) = server::certified(certificate, key, desk).ok_or(Faulty)?;
    // the key belongs to the certificate, so that this tells it too
    for der in &certified.cert {
        context.update(der);
    }
    let shown = Shown { chain, certificate_file: desk.path(certificate), key_file: desk.path(key) };
    Ok(Some((shown, Arc::new(certified))))
}
