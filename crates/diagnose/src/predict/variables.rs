//! The values of nginx's variables in one request, as far as files and the command tell; `None` where they do not.

use super::expression::fits;
use super::handshake::Met;
use crate::curl::{Command, Scheme, Tls, Url, VERSION, Written};
use crate::nginx::item::Item;
use crate::nginx::settings::Http;

/// What a request is.
pub(super) struct Request<'a> {
    pub(super) url: &'a Url,
    /// The path as locations are compared with it.
    pub(super) path: String,
    /// The host that was asked for, in small letters, without a port.
    pub(super) host: String,
    pub(super) command: &'a Command,
    pub(super) met: Option<&'a Met>,
    /// Whether the caller is this machine itself.
    pub(super) from_loopback: bool,
    pub(super) http: &'a Http<'a>,
    /// Whether nginx itself has sent the request on to another address: what is `internal` is open to it then.
    pub(super) moved: bool,
    /// What `set` has set.
    pub(super) set: Vec<(String, Option<String>)>,
}

impl Request<'_> {
    /// What `$ssl_client_verify` holds.
    pub(super) fn client_verify(&self) -> String {
        let verdict = self.met.and_then(|met| met.verdict.as_ref());
        verdict.map_or_else(|| "NONE".to_owned(), pki::verify::openssl::Verdict::client_verify)
    }

    /// The path that an address has for nginx: without arguments, decoded, with slashes merged and dots followed
    /// (`ngx_http_parse_complex_uri`); nothing where it leaves the root or an escape is broken.
    pub(super) fn path_of(url: &Url) -> Option<String> {
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
        for segment in decoded.split('/').skip(1) {
            folder = matches!(segment, "" | "." | "..");
            match segment {
                "" | "." => {}
                ".." => drop(kept.pop()?),
                other => kept.push(other),
            }
        }
        let slash = if folder && !kept.is_empty() { "/" } else { "" };
        Some(format!("/{}{slash}", kept.join("/")))
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
                None => {
                    let length = rest
                        .bytes()
                        .take_while(|octet| octet.is_ascii_alphanumeric() || *octet == b'_')
                        .count();
                    rest.split_at(length)
                }
            };
            out.push_str(&self.value(name)?);
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }

    fn value(&self, name: &str) -> Option<String> {
        if let Some((_, value)) = self.set.iter().rev().find(|(known, _)| known == name) {
            return value.clone();
        }
        let certificate = self.met.and_then(|met| met.certificate.as_ref());
        let fact = |of: &dyn Fn(&pki::certificate::Certificate) -> String| {
            Some(certificate.map(of).unwrap_or_default())
        };
        let text = |text: &str| Some(text.to_owned());
        match name {
            "ssl_client_verify" if self.met.is_some() => Some(self.client_verify()),
            "ssl_client_s_dn" => fact(&|found| found.facts().subject_in_ascii()),
            "ssl_client_serial" => {
                fact(&|found| found.facts().serial_text().replace(':', "").to_ascii_uppercase())
            }
            "ssl_protocol" => text(match self.met.map(|met| met.version) {
                Some(Tls::V1_3) => "TLSv1.3",
                Some(Tls::V1_2) => "TLSv1.2",
                Some(Tls::V1_1) => "TLSv1.1",
                Some(Tls::V1_0) => "TLSv1",
                None => "",
            }),
            "https" => text(if self.met.is_some() { "on" } else { "" }),
            "scheme" => {
                text(if self.url.scheme == Scheme::Https && self.met.is_some() { "https" } else { "http" })
            }
            "host" => Some(self.host.clone()),
            "http_host" => Some(self.host_header()),
            "request_method" => text(self.command.method()),
            "request_uri" => Some(self.url.path.clone()),
            "uri" | "document_uri" => text(&self.path),
            "args" | "query_string" => text(self.url.path.split_once('?').map_or("", |(_, args)| args)),
            "server_port" => Some(self.url.port.to_string()),
            "remote_addr" if self.from_loopback => text("127.0.0.1"),
            name if name.starts_with("http_") => Some(self.header(&name[5..].replace('_', "-"))),
            name => self.map(name),
        }
    }

    pub(super) fn header(&self, wanted: &str) -> String {
        match self.command.header(wanted) {
            Some(Written::Value(value)) => value.to_owned(),
            Some(Written::LeftOut) => String::new(),
            // what curl sends by itself
            None if wanted == "user-agent" => format!("curl/{VERSION}"),
            None if wanted == "accept" => "*/*".to_owned(),
            None => String::new(),
        }
    }

    fn host_header(&self) -> String {
        let own = self.header("host");
        if !own.is_empty() {
            return own;
        }
        let default = if self.url.scheme == Scheme::Https { 443 } else { 80 };
        if self.url.port == default {
            self.url.host.clone()
        } else {
            format!("{}:{}", self.url.host, self.url.port)
        }
    }

    /// A variable that a `map` makes: the plain row, then the first expression that fits, then `default`.
    fn map(&self, name: &str) -> Option<String> {
        let target = format!("${name}");
        let blocks = self.http.scope.innermost();
        let map = blocks.iter().find(|item| item.name == "map" && item.word(1) == target)?;
        let value = self.expand(map.word(0))?;
        let rows = map.inside();
        let row = |wanted: &dyn Fn(&Item) -> bool| rows.iter().find(|row| wanted(row));
        let plain =
            |row: &Item| row.name.strip_prefix('\\').unwrap_or(&row.name).eq_ignore_ascii_case(&value);
        if let Some(found) = row(&plain) {
            return self.expand(found.word(0));
        }
        // of nothing no expression is asked (`ngx_http_map_find`)
        for row in rows.iter().filter(|_| !value.is_empty()) {
            let Some(pattern) = row.name.strip_prefix('~') else { continue };
            let (pattern, caseless) =
                pattern.strip_prefix('*').map_or((pattern, false), |pattern| (pattern, true));
            if fits(pattern, &value, caseless)? {
                return self.expand(row.word(0));
            }
        }
        match row(&|row| row.name == "default") {
            Some(found) => self.expand(found.word(0)),
            None => Some(String::new()),
        }
    }

    /// Whether the condition of an `if` holds.
    pub(super) fn holds(&self, item: &Item) -> Option<bool> {
        let mut words: Vec<String> = item.words.clone();
        let first = words.first_mut()?;
        *first = first.strip_prefix('(')?.to_owned();
        let last = words.last_mut()?;
        *last = last.strip_suffix(')')?.to_owned();
        words.retain(|word| !word.is_empty());
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            [one] => self.expand(one).map(|value| !value.is_empty() && value != "0"),
            [one, "="] => self.expand(one).map(|value| value.is_empty()),
            [one, "!="] => self.expand(one).map(|value| !value.is_empty()),
            [one, "=", other] => Some(self.expand(one)? == self.expand(other)?),
            [one, "!=", other] => Some(self.expand(one)? != self.expand(other)?),
            [one, sign @ ("~" | "!~" | "~*" | "!~*"), pattern] => {
                let found = fits(pattern, &self.expand(one)?, sign.ends_with('*'))?;
                Some(found != sign.starts_with('!'))
            }
            _ => None,
        }
    }
}
