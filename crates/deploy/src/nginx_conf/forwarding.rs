//! How a request goes on to the backend, with the caller's identity. All but `proxy_pass` stands in the server, so that no location
//! can be without it.

use text::Lang;
use text::deploy as say;

use super::{IDENTITY_HEADERS, admission};
use crate::choices::{Backend, Scheme, Switch};
use crate::nginx::{Argument, Block, variables};
use crate::plan::Plan;
use crate::service;

/// The connection to the backend, and the headers that go with every request.
pub(super) fn forwarding(plan: &Plan, server: &mut Block, lang: Lang) {
    let choices = plan.choices();
    server.line("client_max_body_size", [format!("{}m", choices.body_mib)]);
    let patience = format!("{}s", choices.patience);
    server.line("proxy_read_timeout", [patience.as_str()]).line("proxy_send_timeout", [patience.as_str()]);
    if let Backend::Own(address) = &choices.backend
        && address.scheme == Scheme::Https
    {
        server.comment(say::nginx_backend_tls(lang));
        server.line("proxy_ssl_server_name", ["on"]);
        server.line("proxy_ssl_name", [service::in_url(&address.host)]);
        server.line("proxy_ssl_verify", ["on"]);
        server.line("proxy_ssl_verify_depth", ["2"]);
        server.line("proxy_ssl_trusted_certificate", ["/etc/ssl/certs/ca-certificates.crt"]);
        server.blank();
    }
    let header = |server: &mut Block, name: &str, value: Argument| {
        server.line("proxy_set_header", [Argument::from(name), value]);
    };
    server.comment(say::nginx_keepalive(lang));
    server.line("proxy_http_version", ["1.1"]);
    if choices.websocket == Switch::On {
        server.comment(say::nginx_websocket(lang));
        header(server, "Upgrade", variables("$http_upgrade"));
        header(server, "Connection", Argument::Variables(connection(plan)));
    } else {
        header(server, "Connection", Argument::from(""));
    }
    server.blank();
    header(server, "Host", variables("$host"));
    header(server, "X-Real-IP", variables("$remote_addr"));
    server.comment(say::nginx_forwarded(lang));
    header(server, "X-Forwarded-For", variables("$remote_addr"));
    header(server, "X-Forwarded-Proto", variables("$scheme"));
    server.blank().comment(say::nginx_identity(lang));
    for (name, variable) in IDENTITY_HEADERS {
        header(server, name, admission::identity(plan, variable));
    }
}

/// Hands requests on, inside a location.
pub(super) fn pass(plan: &Plan, location: &mut Block) {
    let scheme = match &plan.choices().backend {
        Backend::Flask(_) => Scheme::Http,
        Backend::Own(address) => address.scheme,
    };
    location.line("proxy_pass", [format!("{}://{}", scheme.as_str(), plan.word())]);
}

/// The variable that says what becomes of a connection to the backend.
fn connection(plan: &Plan) -> String {
    plan.variable("connection")
}

/// What becomes of a connection to the backend, for `http`: a WebSocket, or one that is used again.
pub(super) fn connections(plan: &Plan, http: &mut Block) {
    if plan.choices().websocket == Switch::Off {
        return;
    }
    let mut map = Block::new();
    map.line("default", ["upgrade"]).line("", [""]);
    http.block("map", [variables("$http_upgrade"), Argument::Variables(connection(plan))], map);
    http.blank();
}
