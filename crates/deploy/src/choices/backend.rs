//! The address of a backend that runs already: `http://host:port`. Whether it answers is the machine's to know.

use pki::name::host::HostName;
use serde::{Deserialize, Serialize};

use super::{BackendFault, ChoiceError, Port};
use crate::service;

/// How nginx speaks to the backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scheme {
    /// Unencrypted.
    Http,
    /// TLS; nginx checks the backend's certificate against the authorities that the machine trusts.
    Https,
}

impl Scheme {
    /// As it stands before `://`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Http => "http",
            Scheme::Https => "https",
        }
    }

    /// The port when none is named (RFC 9110 section 4.2).
    fn port(self) -> Port {
        match self {
            Scheme::Http => Port::HTTP,
            Scheme::Https => Port::HTTPS,
        }
    }
}

/// Where the user's own backend is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackendAddress {
    /// How nginx speaks to it.
    pub scheme: Scheme,
    /// Its name or address; never a wildcard.
    pub host: HostName,
    /// Its port.
    pub port: Port,
}

impl BackendAddress {
    /// Checks what was typed; a slash at the end is dropped, and a port that is not named is the scheme's.
    ///
    /// # Errors
    /// [`ChoiceError::Backend`] with the first fault.
    pub fn parse(typed: &str) -> Result<BackendAddress, ChoiceError> {
        BackendAddress::read(typed.trim_matches(' '))
            .map_err(|fault| ChoiceError::Backend { typed: typed.to_owned(), fault })
    }

    /// `host:port`, an IPv6 address in brackets.
    #[must_use]
    pub fn authority(&self) -> String {
        format!("{}:{}", service::in_url(&self.host), self.port)
    }

    fn read(text: &str) -> Result<BackendAddress, BackendFault> {
        if text.is_empty() {
            return Err(BackendFault::Empty);
        }
        let (scheme, rest) = text.split_once("://").ok_or(BackendFault::Scheme)?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return Err(BackendFault::Scheme),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains(['/', '?', '#']) {
            return Err(BackendFault::Path);
        }
        if rest.contains('@') {
            return Err(BackendFault::UserInfo);
        }
        let (host, port) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, Some(port.strip_prefix(':').ok_or(BackendFault::Port)?)),
            None => match rest.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (rest, None),
            },
        };
        let host = HostName::parse(host).map_err(BackendFault::Host)?;
        if service::is_wildcard(&host) {
            return Err(BackendFault::Wildcard);
        }
        let port = match port {
            Some(port) if !port.contains(' ') => Port::parse(port).map_err(|_| BackendFault::Port)?,
            Some(_) => return Err(BackendFault::Port),
            None => scheme.port(),
        };
        Ok(BackendAddress { scheme, host, port })
    }
}

#[cfg(test)]
mod tests {
    use super::{BackendAddress, BackendFault, ChoiceError};

    #[test]
    fn backends_are_taken_or_refused_with_the_reason() {
        type Expected = Result<&'static str, fn(&BackendFault) -> bool>;
        let cases: &[(&str, Expected)] = &[
            ("http://127.0.0.1:8080", Ok("http 127.0.0.1:8080")),
            (" http://127.0.0.1:8080/ ", Ok("http 127.0.0.1:8080")),
            ("HTTP://app.internal:9000", Ok("http app.internal:9000")),
            ("https://app.internal", Ok("https app.internal:443")),
            ("http://app.internal", Ok("http app.internal:80")),
            ("http://[2001:db8::1]:8080", Ok("http [2001:db8::1]:8080")),
            ("http://[2001:db8::1]", Ok("http [2001:db8::1]:80")),
            ("", Err(|fault| *fault == BackendFault::Empty)),
            ("127.0.0.1:8080", Err(|fault| *fault == BackendFault::Scheme)),
            ("ftp://app.internal", Err(|fault| *fault == BackendFault::Scheme)),
            ("unix:/run/app.sock", Err(|fault| *fault == BackendFault::Scheme)),
            ("http://app.internal/api", Err(|fault| *fault == BackendFault::Path)),
            ("http://app.internal?x", Err(|fault| *fault == BackendFault::Path)),
            ("http://user:word@app.internal", Err(|fault| *fault == BackendFault::UserInfo)),
            ("http://", Err(|fault| matches!(fault, BackendFault::Host(_)))),
            ("http://a..b", Err(|fault| matches!(fault, BackendFault::Host(_)))),
            ("http://a b", Err(|fault| matches!(fault, BackendFault::Host(_)))),
            ("http://a;b", Err(|fault| matches!(fault, BackendFault::Host(_)))),
            ("http://a{b}", Err(|fault| matches!(fault, BackendFault::Host(_)))),
            ("http://$host", Err(|fault| matches!(fault, BackendFault::Host(_)))),
            ("http://a\nb", Err(|fault| matches!(fault, BackendFault::Host(_)))),
            ("http://a\u{202e}b", Err(|fault| matches!(fault, BackendFault::Host(_)))),
            ("http://[fe80::1%25eth0]:80", Err(|fault| matches!(fault, BackendFault::Host(_)))),
            ("http://*.app.internal", Err(|fault| *fault == BackendFault::Wildcard)),
            ("http://app.internal:", Err(|fault| *fault == BackendFault::Port)),
            ("http://app.internal:0", Err(|fault| *fault == BackendFault::Port)),
            ("http://app.internal:65536", Err(|fault| *fault == BackendFault::Port)),
            ("http://app.internal:80 80", Err(|fault| *fault == BackendFault::Port)),
            ("http://[::1]8080", Err(|fault| *fault == BackendFault::Port)),
        ];
        for (typed, expected) in cases {
            match (BackendAddress::parse(typed), expected) {
                (Ok(found), Ok(expected)) => {
                    assert_eq!(
                        format!("{} {}", found.scheme.as_str(), found.authority()),
                        *expected,
                        "{typed}"
                    );
                }
                (Err(ChoiceError::Backend { typed: kept, fault }), Err(expected)) => {
                    assert_eq!(kept, *typed);
                    assert!(expected(&fault), "{typed:?}: {fault:?}");
                }
                (found, _) => panic!("{typed:?}: {found:?}"),
            }
        }
    }
}
