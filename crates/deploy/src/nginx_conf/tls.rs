//! TLS: the server's certificate, whose clients are let in, and the advised versions and ciphers.

use text::Lang;
use text::deploy as say;

use crate::choices::{AuthorityNames, Switch, Verify};
use crate::nginx::Block;
use crate::plan::{FileKind, Plan};
use crate::policy::{Protocol, SuiteOrder};

/// Who the server is, and whose clients it lets in.
pub(super) fn certificates(plan: &Plan, block: &mut Block, lang: Lang) {
    block.comment(if plan.is_public() {
        say::nginx_public_certificate(lang)
    } else {
        say::nginx_server_certificate(lang)
    });
    block.line("ssl_certificate", [plan.server_certificate()]);
    block.line("ssl_certificate_key", [plan.server_key()]);
    if plan.encrypts_key() {
        block.comment(say::nginx_key_password(lang));
        block.line("ssl_password_file", [plan.certificate(FileKind::ServerKeyPassword.name())]);
    }
    let why = match (&plan.choices().verify, plan.is_alone()) {
        (Verify::Paths(_), _) => say::nginx_verify_paths(lang),
        (Verify::Everywhere, true) => say::nginx_verify(lang),
        (Verify::Everywhere, false) => say::nginx_verify_site(lang),
    };
    block.blank().comment(why);
    if plan.choices().partner.is_some() {
        block.comment(say::nginx_partner(lang));
    }
    let trusted = match plan.choices().authority_names {
        AuthorityNames::Sent => "ssl_client_certificate",
        AuthorityNames::Kept => {
            block.comment(say::nginx_names_kept(lang));
            "ssl_trusted_certificate"
        }
    };
    block.line(trusted, [plan.certificate("client-ca.crt")]);
    let needed = match plan.choices().verify {
        Verify::Everywhere => "on",
        Verify::Paths(_) => "optional",
    };
    block.line("ssl_verify_client", [needed]);
    if plan.choices().partner.is_some() {
        block.comment(&say::nginx_depth_partner(lang, &plan.verify_depth()));
    } else {
        block.comment(say::nginx_depth(lang));
    }
    block.line("ssl_verify_depth", [plan.verify_depth().to_string()]);
    if plan.choices().revocation == Switch::On {
        block.comment(say::nginx_revocation(lang));
        if plan.choices().partner.is_some() {
            block.comment(say::nginx_revocation_partner(lang));
        }
        block.line("ssl_crl", [plan.certificate("client-ca.crl")]);
    }
}

/// What is agreed on in a handshake, and for how long it is remembered.
pub(super) fn handshake(plan: &Plan, block: &mut Block, lang: Lang) {
    let policy = plan.policy();
    block.comment(&say::nginx_policy(lang, &policy.name, &policy.published, &policy.source));
    if !plan.choices().release.has_hybrid_groups() {
        block.comment(say::nginx_no_hybrid(lang));
    }
    block.line(
        "ssl_protocols",
        policy.protocols.iter().map(|protocol| match protocol {
            Protocol::Tls12 => "TLSv1.2",
            Protocol::Tls13 => "TLSv1.3",
        }),
    );
    if !policy.tls12_suites.is_empty() {
        block.line("ssl_ciphers", [policy.tls12_suites.join(":")]);
    }
    block.line(
        "ssl_prefer_server_ciphers",
        [match policy.suite_order {
            SuiteOrder::Client => "off",
        }],
    );
    block.line("ssl_ecdh_curve", [plan.groups().collect::<Vec<_>>().join(":")]);
    block.blank().comment(say::nginx_sessions(lang));
    block.line("ssl_session_cache", [format!("shared:{}:10m", plan.word())]);
    block.line("ssl_session_timeout", ["10m"]);
    block.line("ssl_session_tickets", ["off"]);
}
