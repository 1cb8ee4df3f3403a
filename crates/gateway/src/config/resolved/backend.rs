//! `[backend]`: where requests go, and how long that may take.

use core::time::Duration;
use std::path::PathBuf;

use hyper::Uri;

use super::{A_DAY, Desk, within};
use crate::config::fault::Problem;
use crate::config::file;

/// Where the backend listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Host and port, over TCP.
    Tcp(String),
    /// A socket in the file system.
    Unix(PathBuf),
}

impl core::fmt::Display for Address {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Address::Tcp(authority) => write!(out, "http://{authority}"),
            Address::Unix(path) => write!(out, "unix:{}", path.display()),
        }
    }
}

/// The backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backend {
    /// Where it listens.
    pub address: Address,
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
}

pub(super) fn resolve(written: &file::Backend, desk: &mut Desk<'_>) -> Option<Backend> {
    let span = written.address.span();
    for (key, seconds) in [
        ("connect_seconds", written.connect_seconds),
        ("answer_seconds", written.answer_seconds),
        ("idle_seconds", written.idle_seconds),
        ("keep_seconds", written.keep_seconds),
    ] {
        within(key, seconds, 1, A_DAY, &span, desk);
    }
    let Some(address) = address(written.address.get_ref(), desk) else {
        desk.fault(&span, Problem::Backend { value: written.address.get_ref().clone() });
        return None;
    };
    Some(Backend {
        address,
        connect: Duration::from_secs(written.connect_seconds),
        answer: Duration::from_secs(written.answer_seconds),
        idle: Duration::from_secs(written.idle_seconds),
        upgrades: upgrades(written, desk),
        keep: written.keep,
        keep_for: Duration::from_secs(written.keep_seconds),
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

fn address(text: &str, desk: &Desk<'_>) -> Option<Address> {
    if let Some(path) = text.strip_prefix("unix:") {
        return (!path.is_empty()).then(|| Address::Unix(desk.places.path(path)));
    }
    let uri: Uri = text.parse().ok()?;
    let plain = uri.scheme_str() == Some("http") && uri.path() == "/" && uri.query().is_none();
    let authority = uri.authority().filter(|authority| plain && !authority.as_str().contains('@'))?;
    Some(Address::Tcp(format!("{}:{}", authority.host(), authority.port_u16().unwrap_or(80))))
}
