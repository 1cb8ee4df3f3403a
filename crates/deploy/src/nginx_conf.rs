//! `nginx.conf`, a complete configuration that runs by itself with `nginx -c`, from any folder, as root or not; or `site.conf`,
//! one site of the distribution's nginx. How it is quoted is [`crate::nginx`]'s, which settings are advised [`crate::policy`]'s.

mod admission;
mod forwarding;
mod server;
mod tls;

use text::Lang;
use text::deploy as say;

use crate::choices::{Backend, BaseFolder, FlaskListen, Layout, PlainPort, Strangers};
use crate::nginx::{Argument, Block, Node, variables};
use crate::plan::{Plan, TEMPORARY};
use crate::service;
use crate::unwritable::Unwritable;

/// The identity headers that a backend may trust, and the nginx variable that fills each. The first says whether the others mean anything.
pub const IDENTITY_HEADERS: [(&str, &str); 6] = [
    ("X-SSL-Client-Verify", "$ssl_client_verify"),
    ("X-SSL-Client-S-DN", "$ssl_client_s_dn"),
    ("X-SSL-Client-I-DN", "$ssl_client_i_dn"),
    ("X-SSL-Client-Serial", "$ssl_client_serial"),
    ("X-SSL-Client-Fingerprint", "$ssl_client_fingerprint"),
    ("X-SSL-Client-Cert", "$ssl_client_escaped_cert"),
];

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
    match &plan.choices().layout {
        Layout::Alone(base) => alone(plan, base, lang),
        Layout::System(strangers) => site(plan, *strangers, lang),
        // there is no nginx
        Layout::Gateway(_) => Block::new(),
    }
    .into_nodes()
}

const NONE: [Argument; 0] = [];

/// A complete configuration.
fn alone(plan: &Plan, base: &BaseFolder, lang: Lang) -> Block {
    let below = |name: &str| format!("{}/nginx/{name}", base.as_str());
    let mut main = Block::new();
    main.comment(&say::nginx_head(lang, &plan.called(), &plan.nginx_needed()));
    main.comment(&say::nginx_head_check(lang, &plan.configuration()));
    main.blank();
    if let Backend::Flask(FlaskListen::Socket) = plan.choices().backend {
        main.comment(say::nginx_user(lang));
        main.line("user", [plan.account()]);
    }
    main.line("worker_processes", ["auto"]).line("pid", [below("nginx.pid")]);
    main.blank();
    error_log(plan, &mut main, lang);
    let mut events = Block::new();
    events.line("worker_connections", ["1024"]);
    main.blank().block("events", NONE, events);

    let mut http = Block::new();
    http.comment(say::nginx_temp(lang));
    for kind in TEMPORARY {
        http.line(&format!("{kind}_temp_path"), [below(&format!("{kind}_temp"))]);
    }
    http.blank();
    log_format(plan, &mut http, lang);
    requests(plan, &mut http, lang);
    http.blank();
    names_hash(plan, &mut http, lang);
    // for every server of this file alike: a difference between servers would be a way around the one that verifies
    tls::certificates(plan, &mut http, lang);
    http.blank();
    tls::handshake(plan, &mut http, lang);
    http.blank();
    admission::list(plan, &mut http, lang);
    forwarding::connections(plan, &mut http);
    upstream(plan, &mut http, lang);
    http.blank().block("server", NONE, server::strangers(plan, lang));
    servers(plan, &mut http, lang);
    main.blank().block("http", NONE, http);
    main
}

/// A site among others: it stands inside the distribution's `http`, where most directives may stand only once, so all that
/// other sites could have their own of stands in the servers.
fn site(plan: &Plan, strangers: Strangers, lang: Lang) -> Block {
    let mut http = Block::new();
    http.comment(&say::nginx_site_head(lang, &plan.called(), &plan.nginx_needed()));
    http.blank();
    log_format(plan, &mut http, lang);
    http.blank();
    if longest_name(plan) > FITS_ANYWHERE {
        names_hash(plan, &mut http, lang);
    }
    admission::list(plan, &mut http, lang);
    forwarding::connections(plan, &mut http);
    upstream(plan, &mut http, lang);
    if strangers == Strangers::Refuse {
        http.blank().block("server", NONE, server::strangers(plan, lang));
    }
    servers(plan, &mut http, lang);
    http
}

/// The server of our names, and what stands on port 80.
fn servers(plan: &Plan, http: &mut Block, lang: Lang) {
    http.blank().block("server", NONE, server::service(plan, lang));
    if plan.choices().plain_port == PlainPort::Redirect {
        for plain in server::plain(plan, lang) {
            http.blank().block("server", NONE, plain);
        }
    }
}

/// The logs and what is said of nginx itself, where they cannot stand in `http`.
fn logs(plan: &Plan, server: &mut Block, lang: Lang) {
    error_log(plan, server, lang);
    requests(plan, server, lang);
}

/// How requests are logged and read, in `http` or in a server.
fn requests(plan: &Plan, block: &mut Block, lang: Lang) {
    block.line("access_log", [plan.log("access"), plan.word()]);
    block.line("server_tokens", ["off"]);
    block.comment(say::nginx_underscores(lang));
    block.line("underscores_in_headers", ["off"]);
}

fn error_log(plan: &Plan, block: &mut Block, lang: Lang) {
    block.comment(say::nginx_error_log(lang));
    block.line("error_log", [plan.log("error").as_str(), "info"]);
}

fn log_format(plan: &Plan, http: &mut Block, lang: Lang) {
    http.comment(say::nginx_access_log(lang));
    http.line("log_format", [
        Argument::from(plan.word()),
        Argument::from("escape=json"),
        variables(concat!(
            r#"{"time":"$time_iso8601","from":"$remote_addr","host":"$host","request":"$request","status":$status,"#,
            r#""tls":"$ssl_protocol","verify":"$ssl_client_verify","client":"$ssl_client_s_dn","issuer":"$ssl_client_i_dn","serial":"$ssl_client_serial"}"#,
        )),
    ]);
}

/// Octets of the longest entry that nginx's hash tables take by default, on every processor: the bucket is a cache line, 32 to
/// 128 octets, and nginx takes 64 at least where Debian and Ubuntu run.
const FITS_ANYWHERE: usize = 40;

/// Octets of a bucket that holds an entry this long with some bytes of its own: a power of two.
fn bucket(longest: usize) -> usize {
    (longest + 64).next_power_of_two()
}

fn longest_name(plan: &Plan) -> usize {
    plan.names().iter().map(|name| service::in_url(name).len()).max().unwrap_or(0)
}

/// nginx keeps server names in a hash table whose defaults are too small for long or many names.
fn names_hash(plan: &Plan, http: &mut Block, lang: Lang) {
    let bucket = bucket(longest_name(plan)).max(128);
    let most = (plan.names().iter().count() * 4).next_power_of_two().max(512);
    http.comment(say::nginx_names_hash(lang));
    http.line("server_names_hash_bucket_size", [bucket.to_string()]);
    http.line("server_names_hash_max_size", [most.max(bucket).to_string()]);
    http.blank();
}

fn upstream(plan: &Plan, http: &mut Block, lang: Lang) {
    let mut inside = Block::new();
    match plan.choices().backend {
        Backend::Flask(_) => http.comment(say::nginx_upstream_flask(lang)),
        Backend::Own(_) => http.comment(say::nginx_upstream_own(lang)),
    };
    inside.line("server", [plan.backend().authority()]);
    inside.line("keepalive", ["16"]);
    http.block("upstream", [plan.word()], inside);
}
