//! The calls that show whether mutual TLS works, each with what must come of it. A check without its expected outcome proves
//! nothing. How a shell quotes is [`crate::shell`]'s.

use core::net::IpAddr;

use pki::name::host::HostName;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::deploy as say;

use crate::choices::Backend;
use crate::flask_app;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::service;
use crate::shell::{self, Command, Line};
use crate::unwritable::Unwritable;

/// One call with its expected outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What is tried.
    pub kind: CheckKind,
    /// What must be run before, once.
    pub prepare: Vec<Command>,
    /// The call. It names the files of a client's bundle in the folder at hand.
    pub command: Command,
    /// What must come of it.
    pub expect: Expectation,
}

/// What a call tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CheckKind {
    /// With the certificate that was issued.
    WithCertificate,
    /// Without any certificate.
    WithoutCertificate,
    /// With a certificate that somebody made for themselves.
    Stranger,
    /// Without the authority's certificate: what guides call a proof, and is none.
    WithoutAuthority,
}

/// What must come of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// curl's exit code.
    pub exit: i32,
    /// The HTTP status, when there is an answer at all.
    pub status: Option<u16>,
    /// A text in the answer, or in curl's message when there is no answer. `None` when the backend is not ours.
    pub text: Option<String>,
}

/// How the name of the service is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// By DNS, as every caller will.
    Dns,
    /// At this address: before DNS is set, or past it.
    At(IpAddr),
}

/// All checks in the order in which they are worth making.
#[must_use]
pub fn checks(plan: &Plan, reach: Reach) -> Vec<Check> {
    let trusting = || trusting(plan, reach);
    let to = |command: Command| command.arg(plan.url());
    let refused = |refusal| {
        let answer = plan.answer(refusal);
        Expectation { exit: 0, status: Some(answer.status), text: Some(answer.words.into_owned()) }
    };
    let mut checks = vec![
        Check {
            kind: CheckKind::WithCertificate,
            prepare: Vec::new(),
            command: to(trusting().args(["--cert", "client.crt", "--key", "client.key"])),
            expect: match plan.choices().backend {
                Backend::Flask(_) => Expectation {
                    exit: 0,
                    status: Some(200),
                    text: Some(flask_app::greeting(&plan.called())),
                },
                Backend::Own(_) => Expectation { exit: 0, status: Some(200), text: None },
            },
        },
        Check {
            kind: CheckKind::WithoutCertificate,
            prepare: Vec::new(),
            command: to(trusting()),
            expect: refused(Refusal::Missing),
        },
        Check {
            kind: CheckKind::Stranger,
            prepare: vec![stranger()],
            command: to(trusting().args(["--cert", "stranger.crt", "--key", "stranger.key"])),
            expect: refused(Refusal::Refused),
        },
    ];
    // a public authority is known to every system: there is no call that does not know it
    if !plan.is_public() {
        checks.push(Check {
            kind: CheckKind::WithoutAuthority,
            prepare: Vec::new(),
            command: to(call(plan, reach)),
            // OpenSSL and LibreSSL add a reason, which differs
            expect: Expectation { exit: 60, status: None, text: Some("SSL certificate problem".to_owned()) },
        });
    }
    checks
}

/// A call that trusts the server as callers do: by the authority that comes with their certificate, or by their system.
pub(crate) fn trusting(plan: &Plan, reach: Reach) -> Command {
    let call = call(plan, reach);
    if plan.is_public() { call } else { call.args(["--cacert", "ca.crt"]) }
}

fn call(plan: &Plan, reach: Reach) -> Command {
    // the status line must be seen: without it a 400 looks like any other page
    let command = Command::new("curl").arg("--include");
    match reach {
        Reach::At(address) if called_by_name(plan) => {
            let address = match address {
                IpAddr::V4(address) => address.to_string(),
                IpAddr::V6(address) => format!("[{address}]"),
            };
            let at = format!("{}:{}:{address}", plan.called(), plan.choices().listen_port);
            command.args(["--resolve", at.as_str()])
        }
        Reach::At(_) | Reach::Dns => command,
    }
}

/// The files that the calls name, as people list them.
pub(crate) fn needed(plan: &Plan, lang: Lang) -> String {
    let files = ["client.crt", "client.key", "ca.crt"];
    listed(if plan.is_public() { &files[..2] } else { &files }, lang)
}

/// Words as people list them.
pub(crate) fn listed(words: &[&str], lang: Lang) -> String {
    match (words.split_last(), lang) {
        (Some((last, others)), Lang::En) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => words.join(", "),
    }
}

/// Whether the commands call the service by a name, which must be found, and not by address.
pub(crate) fn called_by_name(plan: &Plan) -> bool {
    !plan.names().iter().any(|name| matches!(name, HostName::Ip(_)) && plan.called() == service::in_url(name))
}

/// Makes a certificate that nobody vouches for, good for one day.
fn stranger() -> Command {
    Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"])
        .args(["-subj", "/CN=stranger", "-days", "1", "-keyout", "stranger.key", "-out", "stranger.crt"])
}

impl CheckKind {
    /// Its name among the runbook's steps.
    pub(crate) fn id(self) -> &'static str {
        match self {
            CheckKind::WithCertificate => "check-with",
            CheckKind::WithoutCertificate => "check-without",
            CheckKind::Stranger => "check-stranger",
            CheckKind::WithoutAuthority => "check-no-authority",
        }
    }
}

impl Check {
    /// What is tried, in a few words.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &'static str {
        match self.kind {
            CheckKind::WithCertificate => say::check_with(lang),
            CheckKind::WithoutCertificate => say::check_without(lang),
            CheckKind::Stranger => say::check_stranger(lang),
            CheckKind::WithoutAuthority => say::check_no_authority(lang),
        }
    }

    /// What must come of it, as a person sees it.
    #[must_use]
    pub fn outcome(&self, lang: Lang) -> String {
        let Expectation { exit, status, text } = &self.expect;
        match (status, text) {
            (Some(status), Some(text)) => say::expect_status_text(lang, status, text),
            (Some(status), None) => say::expect_status(lang, status),
            (None, text) => say::expect_exit(lang, exit, &text.as_deref().unwrap_or_default()),
        }
    }

    /// What the outcome means, and what it does not.
    #[must_use]
    pub fn meaning(&self, lang: Lang) -> &'static str {
        match self.kind {
            CheckKind::WithCertificate => say::check_with_meaning(lang),
            CheckKind::WithoutCertificate => say::check_without_meaning(lang),
            CheckKind::Stranger => say::check_stranger_meaning(lang),
            CheckKind::WithoutAuthority => say::check_no_authority_meaning(lang),
        }
    }
}

/// `curl.sh` of a client's bundle: the call with the certificate, to be run in the folder of the files.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in a shell's syntax.
pub fn render(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let calls = checks(plan, Reach::Dns).into_iter().filter(|check| check.kind == CheckKind::WithCertificate);
    let mut lines = vec![Line::Comment(say::curl_head(lang, &needed(plan, lang)))];
    for check in calls {
        lines.push(Line::Comment(check.outcome(lang)));
        lines.push(Line::Run(check.command));
    }
    shell::script(&lines)
}
