//! The parts of an address as curl takes it: without a scheme it is guessed, brackets mark IPv6 (curl's `urlapi.c`, RFC 3986).
//! Nothing is resolved.

/// A scheme that is modelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// `http`.
    Http,
    /// `https`.
    Https,
}

/// An address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    /// Its scheme; `http` where none was written.
    pub scheme: Scheme,
    /// The host without brackets, in small letters.
    pub host: String,
    /// The port that is called.
    pub port: u16,
    /// The path with what follows it, as it is sent.
    pub path: String,
}

/// Why curl does not take an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlError {
    /// `URL using bad/illegal format or missing URL` (exit code 3).
    Malformed,
    /// `Protocol "x" not supported or disabled in libcurl` (exit code 1).
    Protocol(String),
    /// A protocol of curl that is not modelled here: `ftp`.
    Other(String),
}

impl Url {
    /// Reads one.
    ///
    /// # Errors
    /// [`UrlError`] with what curl would say.
    pub fn parse(text: &str) -> Result<Url, UrlError> {
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest))
                if scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter)) =>
            {
                match scheme.to_ascii_lowercase().as_str() {
                    "http" => (Scheme::Http, rest),
                    "https" => (Scheme::Https, rest),
                    other if OTHERS.contains(&other) => return Err(UrlError::Other(other.to_owned())),
                    _ => return Err(UrlError::Protocol(scheme.to_owned())),
                }
            }
            Some(_) => return Err(UrlError::Malformed),
            None => (Scheme::Http, text),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = match authority.strip_prefix('[') {
            Some(inside) => {
                let (host, after) = inside.split_once(']').ok_or(UrlError::Malformed)?;
                host.parse::<core::net::Ipv6Addr>().map_err(|_| UrlError::Malformed)?;
                (host, after.strip_prefix(':').or(after.is_empty().then_some("")).ok_or(UrlError::Malformed)?)
            }
            None => authority.split_once(':').unwrap_or((authority, "")),
        };
        let bad = |letter: char| {
            letter.is_whitespace() || letter.is_control() || "\\^`{|}<>\"[]:%".contains(letter)
        };
        if host.is_empty() || (!authority.starts_with('[') && host.contains(bad)) {
            return Err(UrlError::Malformed);
        }
        let port = match (port, scheme) {
            ("", Scheme::Http) => 80,
            ("", Scheme::Https) => 443,
            (port, _) if port.bytes().all(|octet| octet.is_ascii_digit()) => {
                port.parse().map_err(|_| UrlError::Malformed)?
            }
            _ => return Err(UrlError::Malformed),
        };
        let path = path.split('#').next().unwrap_or_default();
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        if path.contains(|letter: char| letter == ' ' || letter.is_control()) {
            return Err(UrlError::Malformed);
        }
        Ok(Url { scheme, host: host.to_ascii_lowercase(), port, path })
    }

    /// Whether the host is an address and not a name.
    #[must_use]
    pub fn address(&self) -> Option<core::net::IpAddr> {
        self.host.parse().ok()
    }
}

/// What curl speaks besides.
const OTHERS: [&str; 24] = [
    "dict", "file", "ftp", "ftps", "gopher", "gophers", "imap", "imaps", "ldap", "ldaps", "mqtt", "pop3",
    "pop3s", "rtmp", "rtsp", "scp", "sftp", "smb", "smbs", "smtp", "smtps", "telnet", "tftp", "rtmps",
];

#[cfg(test)]
mod tests {
    use super::{Scheme, Url, UrlError};

    #[test]
    fn addresses_are_taken_apart() {
        let read = |text: &str| Url::parse(text).map(|url| (url.scheme, url.host, url.port, url.path));
        let good =
            |scheme, host: &str, port, path: &str| Ok((scheme, host.to_owned(), port, path.to_owned()));
        for (text, expected) in [
            ("https://API.example.test", good(Scheme::Https, "api.example.test", 443, "/")),
            ("https://api.example.test:8443/a?b#c", good(Scheme::Https, "api.example.test", 8443, "/a?b")),
            ("api.example.test/x", good(Scheme::Http, "api.example.test", 80, "/x")),
            ("https://u:p@[::1]:1/", good(Scheme::Https, "::1", 1, "/")),
            ("HTTPS://127.0.0.1?q", good(Scheme::Https, "127.0.0.1", 443, "/?q")),
            ("https://api.example.test:/", good(Scheme::Https, "api.example.test", 443, "/")),
            ("https:///", Err(UrlError::Malformed)),
            ("https://h:99999/", Err(UrlError::Malformed)),
            ("https://h:x/", Err(UrlError::Malformed)),
            ("https://[::1/", Err(UrlError::Malformed)),
            ("http s://x", Err(UrlError::Malformed)),
            ("foo://x", Err(UrlError::Protocol("foo".to_owned()))),
            ("ftp://x", Err(UrlError::Other("ftp".to_owned()))),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
