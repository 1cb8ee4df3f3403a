//! What each line of nginx's configuration does and why it has its value, with the place in nginx's documentation that says so.
//! What is rendered is [`crate::nginx_conf`]'s; a test fails when a directive is rendered that is not explained here. `gateway.toml`, units
//! and programs have theirs in [`gateway`], [`unit`] and [`part`].

pub mod gateway;
mod part;
mod unit;

use text::Lang;
use text::explain as say;

use crate::nginx::{Directive, Node};
use crate::plan::{FileKind, Syntax};

pub use part::{beginnings, has_parts, part};
pub use unit::setting;

/// Where a directive is documented, below `https://nginx.org/en/docs/`.
const DOCS: &str = "https://nginx.org/en/docs/";

const CORE: &str = "ngx_core_module";
const HTTP: &str = "http/ngx_http_core_module";
const SSL: &str = "http/ngx_http_ssl_module";
const PROXY: &str = "http/ngx_http_proxy_module";
const MAP: &str = "http/ngx_http_map_module";
const UPSTREAM: &str = "http/ngx_http_upstream_module";
const LOG: &str = "http/ngx_http_log_module";
const REWRITE: &str = "http/ngx_http_rewrite_module";

type Words = fn(Lang) -> &'static str;

/// A directive, the block in which it means this (any when empty), what is told of it, and the module that documents it.
type Row = (&'static str, &'static str, Words, &'static str);

const DIRECTIVES: &[Row] = &[
    ("user", "", say::user, CORE),
    ("worker_processes", "", say::worker_processes, CORE),
    ("worker_connections", "", say::worker_connections, CORE),
    ("pid", "", say::pid, CORE),
    ("error_log", "", say::error_log, CORE),
    ("events", "", say::events, CORE),
    ("http", "", say::http, HTTP),
    ("client_body_temp_path", "", say::temp_path, HTTP),
    ("proxy_temp_path", "", say::temp_path, PROXY),
    ("fastcgi_temp_path", "", say::temp_path, "http/ngx_http_fastcgi_module"),
    ("uwsgi_temp_path", "", say::temp_path, "http/ngx_http_uwsgi_module"),
    ("scgi_temp_path", "", say::temp_path, "http/ngx_http_scgi_module"),
    ("log_format", "", say::log_format, LOG),
    ("access_log", "", say::access_log, LOG),
    ("server_tokens", "", say::server_tokens, HTTP),
    ("underscores_in_headers", "", say::underscores, HTTP),
    ("server_names_hash_bucket_size", "", say::names_hash, HTTP),
    ("server_names_hash_max_size", "", say::names_hash, HTTP),
    ("ssl_certificate", "", say::certificate, SSL),
    ("ssl_certificate_key", "", say::certificate_key, SSL),
    ("ssl_password_file", "", say::password_file, SSL),
    ("ssl_client_certificate", "", say::client_certificate, SSL),
    ("ssl_trusted_certificate", "", say::trusted_certificate, SSL),
    ("ssl_verify_client", "", say::verify_client, SSL),
    ("ssl_verify_depth", "", say::verify_depth, SSL),
    ("ssl_crl", "", say::crl, SSL),
    ("ssl_protocols", "", say::protocols, SSL),
    ("ssl_ciphers", "", say::ciphers, SSL),
    ("ssl_prefer_server_ciphers", "", say::prefer, SSL),
    ("ssl_ecdh_curve", "", say::curve, SSL),
    ("ssl_session_cache", "", say::session_cache, SSL),
    ("ssl_session_timeout", "", say::session_timeout, SSL),
    ("ssl_session_tickets", "", say::session_tickets, SSL),
    ("ssl_reject_handshake", "", say::reject_handshake, SSL),
    ("map", "", say::map, MAP),
    ("map_hash_bucket_size", "", say::map_hash, MAP),
    ("upstream", "", say::upstream, UPSTREAM),
    ("server", "upstream", say::upstream_server, UPSTREAM),
    ("keepalive", "", say::keepalive, UPSTREAM),
    ("server", "", say::server, HTTP),
    ("listen", "", say::listen, HTTP),
    ("server_name", "", say::server_name, HTTP),
    ("http2", "", say::http2, "http/ngx_http_v2_module"),
    ("client_max_body_size", "", say::body_size, HTTP),
    ("proxy_read_timeout", "", say::patience, PROXY),
    ("proxy_send_timeout", "", say::patience, PROXY),
    ("proxy_http_version", "", say::proxy_http, PROXY),
    ("proxy_pass", "", say::proxy_pass, PROXY),
    ("proxy_ssl_name", "", say::proxy_ssl, PROXY),
    ("proxy_ssl_server_name", "", say::proxy_ssl, PROXY),
    ("proxy_ssl_trusted_certificate", "", say::proxy_ssl, PROXY),
    ("proxy_ssl_verify", "", say::proxy_ssl, PROXY),
    ("proxy_ssl_verify_depth", "", say::proxy_ssl, PROXY),
    ("error_page", "", say::error_page, HTTP),
    ("default_type", "", say::default_type, HTTP),
    ("location", "", say::location, HTTP),
    ("root", "", say::root, HTTP),
    ("if", "", say::only_if, REWRITE),
    ("return", "", say::ends, REWRITE),
];

/// Headers that `proxy_set_header` sets, by how they begin.
const HEADERS: &[(&str, Words)] = &[
    ("Host", say::proxy_host),
    ("Upgrade", say::proxy_connection),
    ("Connection", say::proxy_connection),
    ("X-Real-IP", say::proxy_address),
    ("X-Forwarded-", say::proxy_address),
    ("X-SSL-Client-Cert", say::proxy_certificate),
    ("X-SSL-Client-", say::proxy_identity),
];

/// What a directive does, and where that is documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What it does, and why it has this value.
    pub words: &'static str,
    /// Where that is documented: an address, or a manual page and what it is called there.
    pub source: String,
}

/// Whether the lines or the parts of such a file are explained.
#[must_use]
pub fn is_explained(kind: FileKind, syntax: Syntax) -> bool {
    matches!(syntax, Syntax::Nginx | Syntax::Systemd) || kind == FileKind::GatewayToml || has_parts(kind)
}

/// Explains a directive that stands in a block of this name; `None` when nothing is known of it.
#[must_use]
pub fn directive(directive: &Directive, inside: &str, lang: Lang) -> Option<Explanation> {
    let explained = |words: Words, module: &str, anchor: &str| {
        Some(Explanation { words: words(lang), source: format!("{DOCS}{module}.html#{anchor}") })
    };
    // the rows of a map begin with the values that are looked for, whichever those are
    if inside == "map" {
        return explained(say::map_entry, MAP, "map");
    }
    let name = directive.name.as_str();
    if name == "proxy_set_header" {
        let header = directive.arguments.first()?.text();
        let (_, words) = HEADERS.iter().find(|(begins, _)| header.starts_with(begins))?;
        return explained(*words, PROXY, name);
    }
    let row =
        DIRECTIVES.iter().find(|(known, block, ..)| *known == name && (block.is_empty() || *block == inside));
    row.and_then(|(_, _, words, module)| explained(*words, module, name))
}

/// The directive that a line of a configuration begins with, and what it does; by the line alone, so without what only the block
/// around it tells.
#[must_use]
pub fn by_line(line: &str, lang: Lang) -> Option<(&str, &'static str)> {
    let mut words = line.split([' ', ';', '{']).filter(|word| !word.is_empty());
    let name = words.next()?;
    let arguments = words.map(Into::into).collect();
    let found = directive(&Directive::new(name, arguments, None), "", lang)?;
    Some((name, found.words))
}

/// A line of a configuration as [`crate::nginx::write`] writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line<'a> {
    /// An empty line or a remark.
    Quiet,
    /// The end of a block.
    End,
    /// A directive or the beginning of a block, and the name of the block around it.
    Directive(&'a Directive, &'a str),
}

/// The lines of a tree, in the order in which they are written.
#[must_use]
pub fn lines(tree: &[Node]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    level(tree, "", &mut lines);
    lines
}

fn level<'a>(tree: &'a [Node], inside: &'a str, lines: &mut Vec<Line<'a>>) {
    for node in tree {
        match node {
            Node::Blank | Node::Comment(_) => lines.push(Line::Quiet),
            Node::Verbatim(text) => lines.extend(text.lines().map(|_| Line::Quiet)),
            Node::Directive(directive) => {
                lines.push(Line::Directive(directive, inside));
                if let Some(block) = &directive.block {
                    level(block, &directive.name, lines);
                    lines.push(Line::End);
                }
            }
        }
    }
}
