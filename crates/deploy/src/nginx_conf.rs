//! `nginx.conf`: a complete configuration that runs by itself with `nginx -c`, from any folder, as root or not.
//! How it is quoted is [`crate::nginx`]'s, which settings are advised [`crate::policy`]'s.

use text::Lang;
use text::deploy as say;

use crate::choices::{Backend, Scheme, Version};
use crate::nginx::{Argument, Block, Node, variables};
use crate::plan::Plan;
use crate::policy::{Protocol, SuiteOrder};
use crate::service;
use crate::unwritable::Unwritable;

/// The identity headers that a backend may trust, and the nginx variable that fills each. The first says whether the others mean anything.
pub const IDENTITY_HEADERS: [(&str, &str); 5] = [
    ("X-SSL-Client-Verify", "$ssl_client_verify"),
    ("X-SSL-Client-S-DN", "$ssl_client_s_dn"),
    ("X-SSL-Client-Serial", "$ssl_client_serial"),
    ("X-SSL-Client-Fingerprint", "$ssl_client_fingerprint"),
    ("X-SSL-Client-Cert", "$ssl_client_escaped_cert"),
];

/// What the upstream block is called; no name of a machine.
const UPSTREAM: &str = "handfast_backend";

/// The configuration as text, its comments in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in nginx's syntax.
pub fn render(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    crate::nginx::write(&tree(plan, lang))
}

/// The configuration as a tree.
#[must_use]
pub fn tree(plan: &Plan, lang: Lang) -> Vec<Node> {
    let mut main = Block::new();
    main.comment(&say::nginx_head(lang, &plan.called(), &plan.nginx_needed()));
    main.comment(&say::nginx_head_check(lang, &plan.path("nginx/nginx.conf")));
    main.blank().line("worker_processes", ["auto"]).line("pid", [plan.path("nginx/nginx.pid")]);
    main.blank().comment(say::nginx_error_log(lang));
    main.line("error_log", [plan.path("nginx/error.log").as_str(), "info"]);
    let mut events = Block::new();
    events.line("worker_connections", ["1024"]);
    main.blank().block("events", NONE, events);
    main.blank().block("http", NONE, http(plan, lang));
    main.into_nodes()
}

const NONE: [Argument; 0] = [];

fn http(plan: &Plan, lang: Lang) -> Block {
    let mut http = Block::new();
    http.comment(say::nginx_temp(lang));
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        http.line(&format!("{kind}_temp_path"), [plan.path(&format!("nginx/{kind}_temp"))]);
    }
    http.blank().comment(say::nginx_access_log(lang));
    http.line("log_format", [
        Argument::from("handfast"),
        Argument::from("escape=json"),
        variables(concat!(
            r#"{"time":"$time_iso8601","from":"$remote_addr","host":"$host","request":"$request","status":$status,"#,
            r#""tls":"$ssl_protocol","verify":"$ssl_client_verify","client":"$ssl_client_s_dn","serial":"$ssl_client_serial"}"#,
        )),
    ]);
    http.line("access_log", [plan.path("nginx/access.log").as_str(), "handfast"]);
    http.line("server_tokens", ["off"]);
    http.comment(say::nginx_underscores(lang));
    http.line("underscores_in_headers", ["off"]);
    http.blank();
    names_hash(plan, &mut http, lang);
    tls(plan, &mut http, lang);
    http.blank();
    upstream(plan, &mut http, lang);
    http.blank().block("server", NONE, strangers(plan, lang));
    http.blank().block("server", NONE, service(plan, lang));
    http
}

/// nginx keeps server names in a hash table whose defaults are too small for long or many names.
fn names_hash(plan: &Plan, http: &mut Block, lang: Lang) {
    let longest = plan.names().iter().map(|name| service::in_url(name).len()).max().unwrap_or(0);
    // a bucket holds the longest name with some bytes of its own, and is a power of two
    let bucket = (longest + 64).next_power_of_two().max(128);
    let most = (plan.names().iter().count() * 4).next_power_of_two().max(512);
    http.comment(say::nginx_names_hash(lang));
    http.line("server_names_hash_bucket_size", [bucket.to_string()]);
    http.line("server_names_hash_max_size", [most.max(bucket).to_string()]);
    http.blank();
}

/// TLS for every server of this file alike: a difference between servers would be a way around the one that verifies.
fn tls(plan: &Plan, http: &mut Block, lang: Lang) {
    let policy = plan.policy();
    http.comment(say::nginx_server_certificate(lang));
    http.line("ssl_certificate", [plan.path("certs/server.crt")]);
    http.line("ssl_certificate_key", [plan.path("certs/server.key")]);
    http.blank().comment(say::nginx_verify(lang));
    http.line("ssl_client_certificate", [plan.path("certs/client-ca.crt")]);
    http.line("ssl_verify_client", ["on"]);
    http.comment(say::nginx_depth(lang));
    http.line("ssl_verify_depth", ["1"]);
    http.blank().comment(&say::nginx_policy(lang, &policy.name, &policy.published, &policy.source));
    if !plan.choices().release.has_hybrid_groups() {
        http.comment(say::nginx_no_hybrid(lang));
    }
    http.line(
        "ssl_protocols",
        policy.protocols.iter().map(|protocol| match protocol {
            Protocol::Tls12 => "TLSv1.2",
            Protocol::Tls13 => "TLSv1.3",
        }),
    );
    if !policy.tls12_suites.is_empty() {
        http.line("ssl_ciphers", [policy.tls12_suites.join(":")]);
    }
    http.line(
        "ssl_prefer_server_ciphers",
        [match policy.suite_order {
            SuiteOrder::Client => "off",
        }],
    );
    http.line("ssl_ecdh_curve", [plan.groups().collect::<Vec<_>>().join(":")]);
    http.blank().comment(say::nginx_sessions(lang));
    http.line("ssl_session_cache", ["shared:handfast:10m"]);
    http.line("ssl_session_timeout", ["10m"]);
    http.line("ssl_session_tickets", ["off"]);
}

fn upstream(plan: &Plan, http: &mut Block, lang: Lang) {
    let mut inside = Block::new();
    match plan.choices().backend {
        Backend::Flask(_) => http.comment(say::nginx_upstream_flask(lang)),
        Backend::Own(_) => http.comment(say::nginx_upstream_own(lang)),
    };
    inside.line("server", [plan.backend().authority()]);
    inside.line("keepalive", ["16"]);
    http.block("upstream", [UPSTREAM], inside);
}

/// The server for names that are not ours. Without an address among ours it is the default. With one it cannot be: a call by
/// address names nobody in its handshake and gets the default, so there it takes every name that no other server has.
fn strangers(plan: &Plan, lang: Lang) -> Block {
    let mut server = Block::new();
    let rejects = plan.choices().release.version() >= Version::REJECTS_HANDSHAKES;
    if !rejects {
        server.comment(say::nginx_strangers_late(lang));
    } else if plan.has_address() {
        server.comment(say::nginx_strangers_by_name(lang));
    } else {
        server.comment(say::nginx_strangers(lang));
    }
    if plan.has_address() {
        listen(plan, &mut server, Default::Other);
        server.line("server_name", [Argument::from("~^")]);
    } else {
        listen(plan, &mut server, Default::This);
        server.line("server_name", ["_"]);
    }
    if rejects {
        server.line("ssl_reject_handshake", ["on"]);
        server.comment(say::nginx_421(lang));
        server.comment(if plan.has_address() {
            say::nginx_444_by_address(lang)
        } else {
            say::nginx_444_by_name(lang)
        });
    }
    server.line("return", ["444"]);
    server
}

/// Which server answers calls that name none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Default {
    This,
    Other,
}

fn listen(plan: &Plan, server: &mut Block, default: Default) {
    let directive = plan.choices().release.version() >= Version::HTTP2_DIRECTIVE;
    for at in plan.listens() {
        let mut words = vec![at.as_str(), "ssl"];
        if !directive {
            words.push("http2");
        }
        if default == Default::This {
            words.push("default_server");
        }
        server.line("listen", words);
    }
    if directive {
        server.line("http2", ["on"]);
    }
}

fn service(plan: &Plan, lang: Lang) -> Block {
    let mut server = Block::new();
    if plan.has_address() {
        server.comment(say::nginx_default_address(lang));
    }
    listen(plan, &mut server, if plan.has_address() { Default::This } else { Default::Other });
    // one line for each name: many names would make one line longer than nginx reads
    for name in plan.names().iter() {
        server.line("server_name", [service::in_url(name)]);
    }
    server.blank().block("location", ["/"], location(plan, lang));
    server
}

fn location(plan: &Plan, lang: Lang) -> Block {
    let mut location = Block::new();
    let scheme = match &plan.choices().backend {
        Backend::Flask(_) => Scheme::Http,
        Backend::Own(address) => address.scheme,
    };
    location.line("proxy_pass", [format!("{}://{UPSTREAM}", scheme.as_str())]);
    if let (Scheme::Https, Backend::Own(address)) = (scheme, &plan.choices().backend) {
        location.comment(say::nginx_backend_tls(lang));
        location.line("proxy_ssl_server_name", ["on"]);
        location.line("proxy_ssl_name", [service::in_url(&address.host)]);
        location.line("proxy_ssl_verify", ["on"]);
        location.line("proxy_ssl_verify_depth", ["2"]);
        location.line("proxy_ssl_trusted_certificate", ["/etc/ssl/certs/ca-certificates.crt"]);
        location.blank();
    }
    location.comment(say::nginx_keepalive(lang));
    location.line("proxy_http_version", ["1.1"]);
    location.line("proxy_set_header", ["Connection", ""]);
    location.blank();
    let header = |location: &mut Block, name: &str, value: &'static str| {
        location.line("proxy_set_header", [Argument::from(name), variables(value)]);
    };
    header(&mut location, "Host", "$host");
    header(&mut location, "X-Real-IP", "$remote_addr");
    location.comment(say::nginx_forwarded(lang));
    header(&mut location, "X-Forwarded-For", "$remote_addr");
    header(&mut location, "X-Forwarded-Proto", "$scheme");
    location.blank().comment(say::nginx_identity(lang));
    for (name, value) in IDENTITY_HEADERS {
        header(&mut location, name, value);
    }
    location
}
