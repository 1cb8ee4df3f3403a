//! What a file is written in.

use serde::{Deserialize, Serialize};

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the syntaxes' own names")]
pub enum Syntax {
    Pem,
    Pkcs12,
    Nginx,
    Python,
    Shell,
    Systemd,
    Logrotate,
    OpensslConfig,
    Markdown,
    Calendar,
    Json,
    Text,
    PropertyList,
    PowerShell,
    JavaScript,
    Go,
    Java,
    CSharp,
    Rust,
    Toml,
}
