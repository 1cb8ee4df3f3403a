//! How a request goes on to the backend.

use text::Lang;
use text::deploy as say;

use super::IDENTITY_HEADERS;
use crate::choices::{Backend, Scheme};
use crate::nginx::{Argument, Block, variables};
use crate::plan::Plan;
use crate::service;

/// Hands a request on to the backend, with the caller's identity.
pub(super) fn location(plan: &Plan, lang: Lang) -> Block {
    let mut location = Block::new();
    let scheme = match &plan.choices().backend {
        Backend::Flask(_) => Scheme::Http,
        Backend::Own(address) => address.scheme,
    };
    location.line("proxy_pass", [format!("{}://{}", scheme.as_str(), plan.word())]);
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
