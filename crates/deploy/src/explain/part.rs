//! What the parts of a program do that is read more often than written: the backend, the scripts, the calls, the rules for logs. A part
//! is known by the line that it begins with.

use text::Lang;
use text::explain as say;

use super::Words;
use crate::plan::FileKind;
use crate::plan::Snippet;

/// How the first line of a part begins, and what is told of it.
type Row = (&'static str, Words);

const BACKEND: &[Row] = &[
    ("PROTECTED = ", say::app_protected),
    ("def refuse_unverified", say::app_refuse),
    ("def as_text", say::app_text),
    ("def hello", say::app_hello),
    ("def whoami", say::app_whoami),
    ("if __name__ == ", say::app_run),
];

const INSTALL: &[Row] = &[
    ("set -eu", say::script_careful),
    ("TEXT_USAGE=", say::script_texts),
    ("each_file() {", say::script_files),
    ("check_server() {", say::script_server),
    ("list() {", say::script_list),
    ("check_tools() {", say::script_tools),
    ("check_certificate() {", say::script_certificate),
    ("check_list() {", say::script_revocation),
    ("check_port() {", say::script_port),
    ("rollback() {", say::script_rollback),
    ("put() {", say::script_put),
    ("check_configuration() {", say::script_configuration),
    ("rehearse() {", say::script_rehearse),
    ("start_services() {", say::script_start),
    ("install_all() {", say::script_all),
    ("uninstall_all() {", say::script_uninstall),
];

const CHECK: &[Row] = &[
    ("say_usage=", say::script_texts),
    ("# --- What was asked for", say::proof_asked),
    ("# --- How it is told", say::proof_told),
    ("# --- How the server is called", say::proof_called),
    ("# --- The name", say::proof_name),
    ("# --- With the certificate", say::proof_with),
    ("# --- Without one", say::proof_without),
    ("# --- Without the authority", say::proof_authority),
    ("# --- Old TLS", say::proof_tls),
    ("# --- Forged identity headers", say::proof_headers),
    ("# --- The way around the server", say::proof_around),
    ("# --- Days left", say::proof_days),
    ("# --- What it comes to", say::proof_sum),
];

/// logrotate(8).
const ROTATION: &[Row] = &[
    ("/", say::rotation_logs),
    ("    weekly", say::rotation_often),
    ("    rotate ", say::rotation_kept),
    ("    maxsize ", say::rotation_size),
    ("    missingok", say::rotation_missing),
    ("    notifempty", say::rotation_empty),
    ("    compress", say::rotation_compress),
    ("    delaycompress", say::rotation_delay),
    ("    sharedscripts", say::rotation_once),
    ("    postrotate", say::rotation_after),
    ("        [ ! -f ", say::rotation_reopen),
];

const CURL: &[Row] = &[("curl ", say::call_curl)];
const WGET: &[Row] = &[("wget ", say::call_wget)];

const HOOK: &[Row] = &[
    ("set -eu", say::script_careful),
    ("[ \"${RENEWED_LINEAGE", say::hook_lineage),
    ("nginx \"$@\"", say::hook_test),
    ("systemctl reload", say::hook_reload),
    ("said=$(", say::hook_test),
    ("systemctl restart", say::hook_restart),
];

/// Whether the parts of such a file are explained. Said without the explanations, for programs that do not hold them.
#[must_use]
pub fn has_parts(kind: FileKind) -> bool {
    matches!(
        kind,
        FileKind::FlaskApp
            | FileKind::InstallScript
            | FileKind::CheckScript
            | FileKind::LogRotation
            | FileKind::RenewalHook
            | FileKind::CurlCommand
            | FileKind::Snippet(Snippet::Wget)
    )
}

fn rows(kind: FileKind) -> &'static [Row] {
    match kind {
        FileKind::FlaskApp => BACKEND,
        FileKind::InstallScript => INSTALL,
        FileKind::CheckScript => CHECK,
        FileKind::LogRotation => ROTATION,
        FileKind::RenewalHook => HOOK,
        FileKind::CurlCommand => CURL,
        FileKind::Snippet(Snippet::Wget) => WGET,
        _ => &[],
    }
}

/// Explains the part of a file that begins with this line.
#[must_use]
pub fn part(kind: FileKind, line: &str, lang: Lang) -> Option<&'static str> {
    rows(kind).iter().find(|(begins, _)| line.starts_with(begins)).map(|(_, words)| words(lang))
}

/// How the explained parts of such a file begin.
pub fn beginnings(kind: FileKind) -> impl Iterator<Item = &'static str> {
    rows(kind).iter().map(|(begins, _)| *begins)
}
