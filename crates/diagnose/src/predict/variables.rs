//! The values of nginx's variables in one request, as far as files and the command tell; `None` where they do not. What `map` and `geo`
//! make is `table`'s.

use core::cell::RefCell;
use core::net::IpAddr;

use super::body::Body;
use super::expression::{Captures, Expression};
use super::handshake::Met;
use super::place::Place;
use crate::curl::{Command, Http as Version, Scheme, Sent, Tls, Url, VERSION, Written, written};
use crate::files::Files;
use crate::nginx::item::Item;
use crate::nginx::settings::Http;

/// What a request is.
pub(super) struct Request<'a> {
    pub(super) url: &'a Url,
    /// The path as locations are compared with it.
    pub(super) path: String,
    /// What stands behind the question mark.
    pub(super) arguments: String,
    /// The host that was asked for, in small letters, without a port.
    pub(super) host: String,
    pub(super) command: &'a Command,
    /// The method; once `error_page` has sent it on, that is GET.
    pub(super) method: String,
    /// What is sent along.
    pub(super) body: Option<Body>,
    pub(super) met: Option<&'a Met>,
    /// The caller's address, where the caller is this machine itself.
    pub(super) caller: Option<IpAddr>,
    /// Whether the header that names the caller has been looked at (`set_real_ip_from`).
    pub(super) caller_settled: bool,
    /// Whether the caller comes by IPv4 to a socket of IPv6, which calls the address `::ffff:…`.
    pub(super) mapped: bool,
    /// Whether HTTP/2 is spoken.
    pub(super) http2: bool,
    pub(super) http: &'a Http<'a>,
    /// Which of its servers answers.
    pub(super) server: usize,
    /// The files of nginx's machine.
    pub(super) files: &'a dyn Files,
    /// The folder of its configuration.
    pub(super) folder: &'a str,
    /// Whether nginx itself has sent the request on to another address: what is `internal` is open to it then.
    pub(super) moved: bool,
    /// Where its files lie.
    pub(super) place: Place,
    /// What `set`, named groups and tables have set.
    pub(super) set: RefCell<Vec<(String, Option<String>)>>,
    /// What the last expression that fitted captured: `$1`.
    pub(super) captures: RefCell<Captures>,
}

impl Request<'_> {
    /// What `$ssl_client_verify` holds.
    pub(super) fn client_verify(&self) -> String {
        let verdict = self.met.and_then(|met| met.verdict.as_ref());
        verdict.map_or_else(|| "NONE".to_owned(), pki::verify::openssl::Verdict::client_verify)
    }

    /// The path that an address has for nginx: without arguments, decoded, with slashes merged and dots followed
    /// (`ngx_http_parse_complex_uri`); nothing where it leaves the root or an escape is broken.
    pub(super) fn path_of(url: &Url, merged: bool) -> Option<String> {
        let raw = url.path.split('?').next().unwrap_or_default().as_bytes();
        let mut decoded = Vec::with_capacity(raw.len());
        let mut at = 0;
        while let Some(octet) = raw.get(at) {
            let (octet, length) = match octet {
                b'%' => {
                    let digits = core::str::from_utf8(raw.get(at + 1..at + 3)?).ok()?;
                    (u8::from_str_radix(digits, 16).ok().filter(|octet| *octet != 0)?, 3)
                }
                other => (*other, 1),
            };
            decoded.push(octet);
            at += length;
        }
        let decoded = String::from_utf8_lossy(&decoded).into_owned();
        let mut kept: Vec<&str> = Vec::new();
        let mut folder = true;
        let segments: Vec<&str> = decoded.split('/').skip(1).collect();
        for (at, segment) in segments.iter().enumerate() {
            let last = at + 1 == segments.len();
            folder = matches!(*segment, "" | "." | "..");
            match *segment {
                "" if merged || last => {}
                "." => {}
                ".." => drop(kept.pop()?),
                other => kept.push(other),
            }
        }
        let slash = if folder && !kept.is_empty() { "/" } else { "" };
        Some(format!("/{}{slash}", kept.join("/")))
    }

    /// Whether an expression is found in a text, and with what it captures; `None` where that cannot be said here.
    pub(super) fn matches(&self, pattern: &str, caseless: bool, text: &str) -> Option<bool> {
        let expression = Expression::read(pattern, caseless)?;
        let Some(captures) = expression.find(text)? else { return Some(false) };
        for (name, value) in expression.names().zip(&captures) {
            if let Some(name) = name {
                self.put(name, Some(value.clone().unwrap_or_default()));
            }
        }
        *self.captures.borrow_mut() = captures;
        Some(true)
    }

    /// Gives a variable its value.
    pub(super) fn put(&self, name: &str, value: Option<String>) {
        let mut set = self.set.borrow_mut();
        set.retain(|(known, _)| known != name);
        set.push((name.to_owned(), value));
    }

    /// The folder of its files, as far as it is known.
    pub(super) fn root(&self) -> Option<String> {
        self.place.root(&|text| self.expand(text))
    }

    /// The file of a path.
    pub(super) fn file_of(&self, path: &str) -> Option<String> {
        self.place.file(&|text| self.expand(text), path)
    }

    /// A text with its variables replaced.
    pub(super) fn expand(&self, text: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let (name, after) = match rest.strip_prefix('{') {
                Some(inside) => inside.split_once('}')?,
                // of digits the first alone counts
                None if rest.starts_with(|letter: char| letter.is_ascii_digit()) => rest.split_at(1),
                None => {
                    let part = |octet: &u8| octet.is_ascii_alphanumeric() || *octet == b'_';
                    rest.split_at(rest.bytes().take_while(part).count())
                }
            };
            out.push_str(&self.value(name)?);
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }

    pub(super) fn value(&self, name: &str) -> Option<String> {
        if let Ok(group) = name.parse::<usize>() {
            let captures = self.captures.borrow();
            return Some(captures.get(group).cloned().flatten().unwrap_or_default());
        }
        if let Some((_, value)) = self.set.borrow().iter().find(|(known, _)| known == name) {
            return value.clone();
        }
        let text = |text: &str| Some(text.to_owned());
        match name {
            "scheme" => {
                text(if self.url.scheme == Scheme::Https && self.met.is_some() { "https" } else { "http" })
            }
            "https" => text(if self.met.is_some() { "on" } else { "" }),
            "host" if self.host.is_empty() => self.value("server_name"),
            "host" => Some(self.host.clone()),
            "http_host" => Some(self.host_header()),
            "request_method" => text(&self.method),
            "request_uri" => Some(self.url.path.clone()),
            "uri" | "document_uri" => text(&self.path),
            "args" | "query_string" => text(&self.arguments),
            "is_args" => text(if self.arguments.is_empty() { "" } else { "?" }),
            "server_name" => self.http.servers[self.server].names.first().cloned().or_else(|| text("")),
            "server_port" => Some(self.url.port.to_string()),
            "server_protocol" => text(match self.command.http {
                _ if self.http2 => "HTTP/2.0",
                Some(Version::V1_0) => "HTTP/1.0",
                _ => "HTTP/1.1",
            }),
            "remote_addr" => self.caller.map(|address| match address {
                IpAddr::V4(four) if self.mapped && !self.caller_settled => four.to_ipv6_mapped().to_string(),
                address => address.to_string(),
            }),
            "remote_user" => Some(self.credentials().map_or_else(String::new, |(user, _)| user)),
            "document_root" => self.root(),
            "request_filename" => self.file_of(&self.path),
            "content_length" => match self.body.filter(|body| body.told) {
                None => text(""),
                Some(body) => body.most.filter(|most| *most == body.least).map(|length| length.to_string()),
            },
            "content_type" => Some(self.header("content_type")),
            _ => self.of_certificate(name).or_else(|| self.of_request(name)),
        }
    }

    /// What TLS tells (`ngx_http_ssl_module`).
    fn of_certificate(&self, name: &str) -> Option<String> {
        let certificate = self.met.and_then(|met| met.certificate.as_ref());
        let fact = |of: &dyn Fn(&pki::certificate::Certificate) -> String| {
            Some(certificate.map(of).unwrap_or_default())
        };
        match name {
            "ssl_client_verify" => Some(self.met.map(|_| self.client_verify()).unwrap_or_default()),
            "ssl_client_s_dn" => fact(&|found| found.facts().subject_in_ascii()),
            "ssl_client_i_dn" => fact(&|found| found.facts().issuer_in_ascii()),
            "ssl_client_serial" => {
                fact(&|found| found.facts().serial_text().replace(':', "").to_ascii_uppercase())
            }
            "ssl_client_fingerprint" => fact(&|found| found.sha1_text()),
            "ssl_client_raw_cert" => fact(&pki::certificate::Certificate::to_pem),
            "ssl_client_cert" => fact(&|found| found.to_pem().trim_end().replace('\n', "\n\t")),
            "ssl_client_escaped_cert" if certificate.is_none() => Some(String::new()),
            "ssl_protocol" => Some(
                match self.met.map(|met| met.version) {
                    Some(Tls::V1_3) => "TLSv1.3",
                    Some(Tls::V1_2) => "TLSv1.2",
                    Some(Tls::V1_1) => "TLSv1.1",
                    Some(Tls::V1_0) => "TLSv1",
                    None => "",
                }
                .to_owned(),
            ),
            "ssl_server_name" if self.met.is_some() => {
                Some(if self.url.address().is_none() { self.url.host.clone() } else { String::new() })
            }
            // a first connection
            "ssl_session_reused" if self.met.is_some() => Some(".".to_owned()),
            name if name.starts_with("ssl_") && self.met.is_none() => Some(String::new()),
            _ => None,
        }
    }

    /// Headers, arguments, cookies and what the configuration makes.
    fn of_request(&self, name: &str) -> Option<String> {
        if let Some(header) = name.strip_prefix("http_") {
            return Some(self.header(header));
        }
        if let Some(wanted) = name.strip_prefix("arg_") {
            let pairs = self.arguments.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            let found = pairs.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            return Some(found.map_or_else(String::new, |(_, value)| value.to_owned()));
        }
        if let Some(wanted) = name.strip_prefix("cookie_") {
            let cookies = self.header("cookie");
            let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
            let found = pairs.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            return Some(found.map_or_else(String::new, |(_, value)| value.to_owned()));
        }
        let blocks = self.http.scope.innermost();
        self.of_table(blocks, name).unwrap_or_else(|| declares(blocks, name).then(String::new))
    }

    /// Whether nginx takes a name of a header: what is broken it leaves out (`underscores_in_headers`, `ignore_invalid_headers`).
    pub(super) fn takes_header(&self, name: &str) -> bool {
        let server = &self.http.servers[self.server];
        let underscores = server.is_on("underscores_in_headers");
        let usual =
            |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_' && underscores;
        server.scope.word("ignore_invalid_headers") == Some("off") || name.bytes().all(usual)
    }

    /// The value of a header by the name that variables give it: `x_real_ip`.
    pub(super) fn header(&self, wanted: &str) -> String {
        let named = |name: &str| name.to_ascii_lowercase().replace('-', "_") == wanted;
        let counts = |line: &&String| {
            line.split([':', ';']).next().is_some_and(|name| named(name) && self.takes_header(name))
        };
        let all: Vec<Written<'_>> =
            self.command.headers.iter().filter(counts).filter_map(|line| written(line)).collect();
        // of these nginx joins what was sent several times; of others the first counts
        let between = match wanted {
            "cookie" => Some("; "),
            "x_forwarded_for" => Some(", "),
            _ => None,
        };
        let values = all.iter().filter_map(|written| match written {
            Written::Value(value) => Some(*value),
            Written::LeftOut => None,
        });
        match (all.is_empty(), between) {
            (true, _) => self.by_curl(wanted),
            (false, Some(between)) => values.collect::<Vec<_>>().join(between),
            (false, None) => values.take(1).collect(),
        }
    }

    /// What curl sends by itself.
    fn by_curl(&self, wanted: &str) -> String {
        let option = |name: &str| self.command.value_of(name).map(str::to_owned);
        let json = self.command.sent.iter().any(|sent| matches!(sent, Sent::Json(_)));
        let form = self.command.sent.iter().any(|sent| matches!(sent, Sent::Field(_) | Sent::Literal(_)));
        match wanted {
            "content_type" if json => "application/json".to_owned(),
            // what curl parts the fields with is made anew each time
            "content_type" if form => "multipart/form-data; boundary=------------------------".to_owned(),
            "user_agent" => option("user-agent").unwrap_or_else(|| format!("curl/{VERSION}")),
            "referer" => option("referer").unwrap_or_default(),
            "cookie" => option("cookie").filter(|value| value.contains('=')).unwrap_or_default(),
            "accept" if json => "application/json".to_owned(),
            "accept" => "*/*".to_owned(),
            "authorization" => match (self.command.user(), option("oauth2-bearer")) {
                (Some(user), _) => {
                    format!("Basic {}", data_encoding::BASE64.encode(user.as_bytes()))
                }
                (None, Some(token)) => format!("Bearer {token}"),
                (None, None) => String::new(),
            },
            "content_type" if self.command.posts() => "application/x-www-form-urlencoded".to_owned(),
            _ => String::new(),
        }
    }

    /// The user and the password of basic authentication (RFC 7617).
    pub(super) fn credentials(&self) -> Option<(String, String)> {
        let header = self.header("authorization");
        let encoded = header.get(..6).filter(|scheme| scheme.eq_ignore_ascii_case("basic "))?;
        let encoded = header[encoded.len()..].trim();
        let text = String::from_utf8(data_encoding::BASE64.decode(encoded.as_bytes()).ok()?).ok()?;
        text.split_once(':').map(|(user, word)| (user.to_owned(), word.to_owned()))
    }

    pub(super) fn host_header(&self) -> String {
        let own = self.header("host");
        if !own.is_empty() {
            return own;
        }
        let default = if self.url.scheme == Scheme::Https { 443 } else { 80 };
        if self.url.port == default {
            self.url.typed.clone()
        } else {
            format!("{}:{}", self.url.typed, self.url.port)
        }
    }

    /// Whether the condition of an `if` holds.
    pub(super) fn holds(&self, item: &Item) -> Option<bool> {
        let mut words: Vec<String> = item.words.clone();
        let first = words.first_mut()?;
        *first = first.strip_prefix('(')?.to_owned();
        let last = words.last_mut()?;
        *last = last.strip_suffix(')')?.to_owned();
        // what stands in quotes may be empty
        let inner = words.len();
        let mut kept =
            words.iter().enumerate().filter(|(at, word)| !word.is_empty() || (*at != 0 && *at + 1 != inner));
        let words: Vec<&str> = kept.by_ref().map(|(_, word)| word.as_str()).collect();
        match words[..] {
            [one] => self.expand(one).map(|value| !value.is_empty() && value != "0"),
            [one, "="] => self.expand(one).map(|value| value.is_empty()),
            [one, "!="] => self.expand(one).map(|value| !value.is_empty()),
            [sign, path] if sign.trim_start_matches('!').starts_with('-') => {
                let path = self.expand(path)?;
                let found = self.files.read(&path);
                let folder = found == Err(crate::files::Missing::Folder);
                let holds = match sign.trim_start_matches('!') {
                    "-f" => found.is_ok(),
                    "-d" => folder,
                    "-e" => found.is_ok() || folder,
                    _ => return None,
                };
                Some(holds != sign.starts_with('!'))
            }
            [one, "=", other] => Some(self.expand(one)? == self.expand(other)?),
            [one, "!=", other] => Some(self.expand(one)? != self.expand(other)?),
            [one, sign @ ("~" | "!~" | "~*" | "!~*"), pattern] => {
                let found = self.matches(pattern, sign.ends_with('*'), &self.expand(one)?)?;
                Some(found != sign.starts_with('!'))
            }
            _ => None,
        }
    }
}

/// Whether a configuration gives a variable its value somewhere: until then it is empty.
fn declares(items: &[Item], name: &str) -> bool {
    let groups = [format!("(?<{name}>"), format!("(?P<{name}>")];
    items.iter().any(|item| {
        item.name == "set" && item.word(0).strip_prefix('$') == Some(name)
            || item.words.iter().any(|word| groups.iter().any(|group| word.contains(group)))
            || declares(item.inside(), name)
    })
}
