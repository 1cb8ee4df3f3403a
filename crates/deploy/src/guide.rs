//! What the guide writes ("Nginx를 사용한 mTLS 설정 가이드", by polar; sections 1, 3.1, 4.1 and 6), word for word, and why the files
//! here differ. How two files are compared is the caller's.

use text::Lang;
use text::explain as say;

use crate::plan::FileKind;

/// The guide's own file of this kind; `None` where it has none.
#[must_use]
pub fn file(kind: FileKind) -> Option<&'static str> {
    match kind {
        FileKind::NginxConf | FileKind::NginxSite => Some(include_str!("guide/nginx.conf")),
        FileKind::FlaskApp => Some(include_str!("guide/app.py")),
        FileKind::OpensslScript => Some(include_str!("guide/openssl.sh")),
        FileKind::CurlCommand => Some(include_str!("guide/curl.sh")),
        _ => None,
    }
}

/// Whether the guide has a file of this kind. Said without its text, for programs that do not hold it.
#[must_use]
pub fn has(kind: FileKind) -> bool {
    matches!(
        kind,
        FileKind::NginxConf
            | FileKind::NginxSite
            | FileKind::FlaskApp
            | FileKind::OpensslScript
            | FileKind::CurlCommand
    )
}

/// What marks a line, and why it is written otherwise here.
type Reason = (&'static str, fn(Lang) -> &'static str);

/// Of lines that stood in the guide or stand here; those of nginx's directives come with [`crate::explain`].
const REASONS: &[Reason] = &[
    ("listen 443 ssl;", say::guide_listen),
    ("/certs/", say::guide_certificates),
    ("/etc/letsencrypt/", say::guide_public),
    ("HIGH:!aNULL:!MD5", say::guide_ciphers),
    ("localhost:8080", say::guide_backend),
    ("$proxy_add_x_forwarded_for", say::guide_forwarded),
    ("access.log", say::guide_log),
    ("error.log", say::guide_log),
    ("0.0.0.0", say::guide_open),
    ("refuse_unverified", say::guide_identity),
    ("whoami", say::guide_identity),
    ("curl ", say::guide_curl),
    ("cd ./certs", say::guide_folders),
    ("mkdir -p ", say::guide_folders),
    ("umask ", say::guide_careful),
    ("openssl genpkey ", say::guide_key),
    ("req -new -x509 ", say::guide_authority),
    ("req -x509 -new ", say::guide_authority),
    ("req -new -key ", say::guide_request),
    ("req -new -config ", say::guide_request),
    ("x509 -req ", say::guide_leaf),
    ("openssl verify ", say::guide_verify),
];

/// Why a line differs from the guide's, each reason once.
#[must_use]
pub fn reasons<'a>(lines: impl Iterator<Item = &'a str> + Clone, lang: Lang) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (mark, words) in REASONS {
        let words = words(lang);
        if lines.clone().any(|line| line.contains(mark)) && !found.contains(&words) {
            found.push(words);
        }
    }
    found
}
