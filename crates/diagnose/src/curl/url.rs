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
    /// The same as it was written, which is how curl calls it.
    pub typed: String,
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

impl core::fmt::Display for Url {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (scheme, usual) = match self.scheme {
            Scheme::Http => ("http", 80),
            Scheme::Https => ("https", 443),
        };
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let port = if self.port == usual { String::new() } else { format!(":{}", self.port) };
        write!(out, "{scheme}://{host}{port}{}", self.path)
    }
}

impl Url {
    /// Reads one.
    ///
    /// # Errors
    /// [`UrlError`] with what curl would say.
    pub fn parse(text: &str) -> Result<Url, UrlError> {
        // one slash to three are taken for two
        let slashes = |text: &str| text.len() - text.trim_start_matches('/').len();
        let loose = text.split_once(":/").filter(|(scheme, rest)| {
            slashes(rest) < 3 && ["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme))
        });
        let split = loose.map(|(scheme, rest)| (scheme, rest.trim_start_matches('/')));
        let (scheme, rest) = match split.or_else(|| text.split_once("://")) {
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
        Ok(Url { scheme, host: host.to_ascii_lowercase(), typed: host.to_owned(), port, path })
    }

    /// Follows dot segments in the path as curl does before it sends it, unless `--path-as-is` forbids it: those above the root are left
    /// out (RFC 3986 section 5.2.4; curl's `dedotdotify`).
    pub fn follow_dots(&mut self) {
        let end = self.path.find('?').unwrap_or(self.path.len());
        let (path, arguments) = self.path.split_at(end);
        let mut kept: Vec<&str> = Vec::new();
        let mut open_end = false;
        for segment in path.split('/').skip(1) {
            open_end = matches!(segment, "." | "..");
            match segment {
                "." => {}
                ".." => drop(kept.pop()),
                other => kept.push(other),
            }
        }
        let slash = if open_end && !kept.is_empty() { "/" } else { "" };
        self.path = format!("/{}{slash}{arguments}", kept.join("/"));
    }

    /// Behind the last slash of a path the name of the file stands that is uploaded (curl's manual, `--upload-file`).
    pub fn names_file(&mut self, file: &str) {
        let name = file.rsplit('/').next().unwrap_or_default();
        let (path, arguments) = match self.path.split_once('?') {
            Some((path, arguments)) => (path, format!("?{arguments}")),
            None => (self.path.as_str(), String::new()),
        };
        if path.ends_with('/') && !["-", "."].contains(&file) {
            self.path = format!("{path}{name}{arguments}");
        }
    }

    /// Where an answer sends the caller on to: `Location` (RFC 9110 section 10.2.2; curl's `concat_url`). An address of its own, or one
    /// on the same server. What may not stand in an address is written in escapes first, as `urlencode_str` does.
    ///
    /// # Errors
    /// [`UrlError`] when it is neither.
    pub fn join(&self, location: &str, follows_dots: bool) -> Result<Url, UrlError> {
        let scheme = if self.scheme == Scheme::Http { "http" } else { "https" };
        let own = self.path.split('?').next().unwrap_or_default();
        let mut joined = if let Some(named) = scheme_of(location) {
            if !location[named.len() + 1..].starts_with('/') {
                return Err(UrlError::Protocol(named.to_owned()));
            }
            Url::parse(&escaped(location))?
        } else if location.starts_with("//") {
            Url::parse(&escaped(&format!("{scheme}:{location}")))?
        } else {
            let path = match location.chars().next() {
                Some('/') => location.to_owned(),
                Some('?') => format!("{own}{location}"),
                // what comes behind `#` is the page's own
                Some('#') => self.path.clone(),
                _ => format!("{}/{location}", own.rsplit_once('/').map_or("", |(folder, _)| folder)),
            };
            let path = escaped(path.split('#').next().unwrap_or_default());
            if path.contains(char::is_control) {
                return Err(UrlError::Malformed);
            }
            Url { path, ..self.clone() }
        };
        if follows_dots {
            joined.follow_dots();
        }
        Ok(joined)
    }

    /// What curl says of an address that it cannot read (`curl_url_strerror`).
    #[must_use]
    pub fn fault(text: &str) -> &'static str {
        let rest = text.split_once(':').map_or(text, |(_, rest)| rest).trim_start_matches('/');
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let port = host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).map(|(_, port)| port);
        let wrong_port = port.is_some_and(|port| !port.is_empty() && port.parse::<u16>().is_err());
        if path.contains(char::is_control) {
            "Bad path"
        } else if host.is_empty() {
            "No host part in the URL"
        } else if wrong_port {
            "Port number was not a decimal number between 0 and 65535"
        } else {
            "Bad hostname"
        }
    }

    /// Whether the host is an address and not a name.
    #[must_use]
    pub fn address(&self) -> Option<core::net::IpAddr> {
        self.host.parse().ok()
    }
}

/// The scheme that an address begins with (RFC 3986 section 3.1).
fn scheme_of(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let rest = scheme.strip_prefix(|first: char| first.is_ascii_alphabetic())?;
    let inside = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    rest.chars().all(inside).then_some(scheme)
}

/// An address with its blanks and all that is not ASCII in escapes; the host stays as it is.
fn escaped(address: &str) -> String {
    let from = address.find("://").map_or(0, |at| {
        let rest = &address[at + 3..];
        at + 3 + rest.find(['/', '?', '#']).unwrap_or(rest.len())
    });
    let mut out = address[..from].to_owned();
    let mut behind = false;
    for octet in address[from..].bytes() {
        behind |= octet == b'?';
        match octet {
            b' ' if behind => out.push('+'),
            b' ' => out.push_str("%20"),
            0x80.. => out.push_str(&format!("%{octet:02x}")),
            octet => out.push(char::from(octet)),
        }
    }
    out
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
    fn dots_are_followed_and_answers_lead_on() {
        let mut url = Url::parse("https://a:8443/").expect("an address");
        for (path, sent) in [
            ("/", "/"),
            ("/a/b", "/a/b"),
            ("/a/../b/.", "/b/"),
            ("/../x?y=/../z", "/x?y=/../z"),
            ("/a/..", "/"),
            ("/a/", "/a/"),
        ] {
            path.clone_into(&mut url.path);
            url.follow_dots();
            assert_eq!(url.path, sent, "{path}");
        }
        "/a/b?c".clone_into(&mut url.path);
        for (location, host, port, path) in [
            ("https://b/x", "b", 443, "/x"),
            ("https://b/a/../x#y", "b", 443, "/x"),
            ("https://b?a b", "b", 443, "/?a+b"),
            ("//b:1/x", "b", 1, "/x"),
            ("/x", "a", 8443, "/x"),
            ("/x#/login", "a", 8443, "/x"),
            ("/x y?a=b c", "a", 8443, "/x%20y?a=b+c"),
            ("/é", "a", 8443, "/%c3%a9"),
            ("?x=1", "a", 8443, "/a/b?x=1"),
            ("#x", "a", 8443, "/a/b?c"),
            ("x", "a", 8443, "/a/x"),
            ("../x", "a", 8443, "/x"),
        ] {
            let joined = url.join(location, true).expect("an address");
            assert_eq!(
                (joined.host.as_str(), joined.port, joined.path.as_str()),
                (host, port, path),
                "{location}"
            );
        }
        assert_eq!(url.join("/a/../b", false).map(|url| url.path), Ok("/a/../b".to_owned()));
        assert_eq!(url.join("mailto:a@b", true), Err(UrlError::Protocol("mailto".to_owned())));
        assert_eq!(url.join("http://", true), Err(UrlError::Malformed));
        assert!(url.join("ftp://b/", true).is_err());
    }

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
