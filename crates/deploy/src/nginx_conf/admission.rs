//! Who may enter beyond what the handshake says: which paths need a certificate, which certificates are on the list, what the
//! others are answered, and what the backend is told of a caller.

use std::collections::HashSet;

use text::Lang;
use text::deploy as say;

use super::{FITS_ANYWHERE, IDENTITY_HEADERS, bucket};
use crate::choices::{Allow, AllowKind, Refusals, Verify};
use crate::nginx::{Argument, Block, variables};
use crate::plan::Plan;
use crate::refusal::Refusal;

/// The list of certificates that will do, for `http`.
pub(super) fn list(plan: &Plan, http: &mut Block, lang: Lang) {
    let Allow::Listed(kind, listed) = &plan.choices().allow else { return };
    let known_by = match kind {
        AllowKind::Serial => "$ssl_client_serial",
        AllowKind::Fingerprint => "$ssl_client_fingerprint",
        AllowKind::Subject | AllowKind::Any => "$ssl_client_s_dn",
    };
    let longest = listed.iter().map(String::len).max().unwrap_or(0);
    if longest > FITS_ANYWHERE {
        http.comment(say::nginx_map_hash(lang));
        http.line("map_hash_bucket_size", [bucket(longest).to_string()]);
    }
    let mut map = Block::new();
    map.line("default", ["0"]);
    // nginx takes no two rows that differ in capital letters alone
    let mut rows = HashSet::new();
    for certificate in listed.iter().filter(|listed| rows.insert(listed.to_ascii_lowercase())) {
        map.line(certificate, ["1"]);
    }
    http.comment(say::nginx_allow(lang));
    http.block("map", [variables(known_by), Argument::Variables(allowed(plan))], map);
    http.blank();
    http.comment(say::nginx_listed_identity(lang));
    for (_, variable) in IDENTITY_HEADERS {
        let unlisted = if variable == VERIFIED { "NONE" } else { "" };
        let mut told = Block::new();
        told.line("default", [unlisted]).line("1", [variables(variable)]);
        let names =
            [Argument::Variables(allowed(plan)), Argument::Variables(listed_identity(plan, variable))];
        http.block("map", names, told);
    }
    http.blank();
}

/// What nginx's own verification comes to: `SUCCESS`, `NONE`, or `FAILED:` and the reason.
const VERIFIED: &str = "$ssl_client_verify";

/// What the backend is told in place of this variable of nginx. Where certificates are listed, one that is not on the list is told
/// of as if none had been shown, wherever the request goes: a path that needs none hands it on too, and a backend believes `SUCCESS`.
pub(super) fn identity(plan: &Plan, variable: &'static str) -> Argument {
    match plan.choices().allow {
        Allow::Any => variables(variable),
        Allow::Listed(..) => Argument::Variables(listed_identity(plan, variable)),
    }
}

/// Our own variable for one of nginx's: empty, or `NONE`, unless the caller's certificate is on the list.
fn listed_identity(plan: &Plan, variable: &str) -> String {
    plan.variable(variable.trim_start_matches("$ssl_client_").trim_start_matches("escaped_"))
}

/// The variable that says whether the caller's certificate is on the list.
fn allowed(plan: &Plan) -> String {
    plan.variable("allowed")
}

/// What a request must pass before it goes on to the backend. Where all need a certificate, nginx sees to that by itself.
pub(super) fn guard(plan: &Plan, block: &mut Block, lang: Lang) {
    if let Verify::Paths(_) = plan.choices().verify {
        block.comment(say::nginx_guard(lang));
        let mut missing = Block::new();
        missing.line("return", [Refusal::Missing.code()]);
        block.block(
            "if",
            [Argument::Variables(format!("({VERIFIED}")), Argument::from("!="), Argument::from("SUCCESS)")],
            missing,
        );
    }
    if let Allow::Listed(..) = plan.choices().allow {
        let mut other = Block::new();
        other.line("return", [Refusal::NotAllowed.code()]);
        let variable = format!("({}", allowed(plan));
        block.block("if", [Argument::Variables(variable), Argument::from("="), Argument::from("0)")], other);
    }
}

/// What the others are answered, when it is not nginx's own page.
pub(super) fn answers(plan: &Plan, server: &mut Block, lang: Lang) {
    let refusals = plan.choices().refusals;
    if refusals == Refusals::Nginx {
        return;
    }
    server.blank().comment(say::nginx_answers(lang));
    let listed = matches!(plan.choices().allow, Allow::Listed(..));
    let used: Vec<Refusal> =
        Refusal::ALL.into_iter().filter(|refusal| listed || *refusal != Refusal::NotAllowed).collect();
    for refusal in &used {
        server.line("error_page", [refusal.code(), "=", refusal.location()]);
    }
    for refusal in used {
        let Some((media_type, body)) = refusal.body(refusals) else { continue };
        let mut location = Block::new();
        location.line("default_type", [media_type]);
        location.line("return", [plan.answer(refusal).status.to_string(), body]);
        server.block("location", [refusal.location()], location);
    }
}
