//! The servers: the one for our names, and the one that refuses all other names.

use text::Lang;
use text::deploy as say;

use super::{admission, forwarding, logs, tls};
use crate::choices::{Port, Verify, Version};
use crate::nginx::{Argument, Block};
use crate::plan::Plan;
use crate::service;

/// The server for names that are not ours. Without an address among ours it is the default. With one it cannot be: a call by
/// address names nobody in its handshake and gets the default, so there it takes every name that no other server has.
pub(super) fn strangers(plan: &Plan, lang: Lang) -> Block {
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
    if !plan.is_alone() {
        // what stands in `http` there is every site's
        logs(plan, &mut server, lang);
        server.blank();
        tls::handshake(plan, &mut server, lang);
        if !rejects {
            server.blank();
            tls::certificates(plan, &mut server, lang);
        }
        server.blank();
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
    for at in plan.listens(plan.choices().listen_port) {
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

/// The server for the names that are ours.
pub(super) fn service(plan: &Plan, lang: Lang) -> Block {
    let mut server = Block::new();
    if plan.has_address() {
        server.comment(say::nginx_default_address(lang));
    }
    listen(plan, &mut server, if plan.has_address() { Default::This } else { Default::Other });
    names(plan, &mut server);
    if !plan.is_alone() {
        server.blank();
        logs(plan, &mut server, lang);
        server.blank();
        tls::certificates(plan, &mut server, lang);
        server.blank();
        tls::handshake(plan, &mut server, lang);
    }
    server.blank();
    forwarding::forwarding(plan, &mut server, lang);
    admission::answers(plan, &mut server, lang);
    server.blank();
    let location = |guarded: bool| {
        let mut location = Block::new();
        if guarded {
            admission::guard(plan, &mut location, lang);
        }
        forwarding::pass(plan, &mut location);
        location
    };
    match &plan.choices().verify {
        Verify::Everywhere => {
            server.block("location", ["/"], location(true));
        }
        Verify::Paths(paths) => {
            server.comment(say::nginx_open(lang));
            server.block("location", ["/"], location(false));
            for path in paths {
                server.blank().block("location", [path.as_str()], location(true));
            }
        }
    }
    server
}

fn names(plan: &Plan, server: &mut Block) {
    // one line for each name: many names would make one line longer than nginx reads
    for name in plan.names().iter() {
        server.line("server_name", [service::in_url(name)]);
    }
}

/// The servers of port 80: one sends callers of our names to `https`; an nginx of its own refuses all other names too.
pub(super) fn plain(plan: &Plan, lang: Lang) -> Vec<Block> {
    let listen = |server: &mut Block, default: Default| {
        for at in plan.listens(Port::HTTP) {
            let default = (default == Default::This).then_some("default_server");
            server.line("listen", std::iter::once(at.as_str()).chain(default));
        }
    };
    let mut redirect = Block::new();
    redirect.comment(say::nginx_redirect(lang));
    listen(&mut redirect, Default::Other);
    names(plan, &mut redirect);
    let to = match plan.choices().listen_port {
        Port::HTTPS => "https://$host$request_uri".to_owned(),
        port => format!("https://$host:{port}$request_uri"),
    };
    let send = |block: &mut Block| {
        block.line("return", [Argument::from("308"), Argument::Variables(to.clone())]);
    };
    if let Some(folder) = plan.webroot() {
        // a `return` of the server itself would come before any location
        let mut challenge = Block::new();
        challenge.line("root", [folder]);
        redirect.blank().comment(say::nginx_challenge(lang));
        redirect.block("location", ["/.well-known/acme-challenge/"], challenge);
        let mut others = Block::new();
        send(&mut others);
        redirect.block("location", ["/"], others);
    } else {
        send(&mut redirect);
    }
    if !plan.is_alone() {
        return vec![redirect];
    }
    let mut others = Block::new();
    listen(&mut others, Default::This);
    others.line("server_name", ["_"]).line("return", ["444"]);
    vec![others, redirect]
}
