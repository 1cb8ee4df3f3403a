//! Ready calls and imports for what somebody opens a bundle with.

use serde::{Deserialize, Serialize};

use super::syntax::Syntax;

/// A ready call, or what puts the files in place for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "most variants are the programs' own names")]
pub enum Snippet {
    Wget,
    /// curl with an encrypted key.
    CurlKey,
    /// curl.exe from PowerShell.
    CurlWindows,
    /// Imports into the keychain of macOS.
    ImportMacos,
    /// Imports into the store of Windows.
    ImportWindows,
    Requests,
    Httpx,
    /// httpx with an encrypted key.
    HttpxKey,
    NodeHttps,
    Undici,
    Java,
    Java8,
    Go,
    CSharp,
    Rust,
    /// What cargo needs beside [`Snippet::Rust`].
    CargoManifest,
}

impl Snippet {
    /// Its name inside a bundle.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Snippet::Wget => "wget.sh",
            Snippet::CurlKey => "curl.sh",
            Snippet::CurlWindows => "curl.ps1",
            Snippet::ImportMacos => "import.sh",
            Snippet::ImportWindows => "import.ps1",
            Snippet::Requests => "call_requests.py",
            Snippet::Httpx | Snippet::HttpxKey => "call_httpx.py",
            Snippet::NodeHttps => "call_https.mjs",
            Snippet::Undici => "call_undici.mjs",
            // Java wants the class to have the file's name
            Snippet::Java | Snippet::Java8 => "Call.java",
            Snippet::Go => "call.go",
            Snippet::CSharp => "Call.cs",
            Snippet::Rust => "call.rs",
            Snippet::CargoManifest => "Cargo.toml",
        }
    }

    /// What calls, as people say it.
    #[must_use]
    pub fn program(self) -> &'static str {
        match self {
            Snippet::Wget => "wget",
            Snippet::CurlKey => "curl",
            Snippet::CurlWindows => "curl.exe",
            Snippet::ImportMacos => "macOS",
            Snippet::ImportWindows => "Windows",
            Snippet::Requests => "Python requests",
            Snippet::Httpx | Snippet::HttpxKey => "Python httpx",
            Snippet::NodeHttps => "Node.js https",
            Snippet::Undici => "Node.js undici",
            Snippet::Java | Snippet::Java8 => "Java",
            Snippet::Go => "Go",
            Snippet::CSharp => "C#",
            Snippet::Rust | Snippet::CargoManifest => "Rust reqwest",
        }
    }

    /// What it is written in.
    #[must_use]
    pub fn syntax(self) -> Syntax {
        match self {
            Snippet::Wget | Snippet::CurlKey | Snippet::ImportMacos => Syntax::Shell,
            Snippet::CurlWindows | Snippet::ImportWindows => Syntax::PowerShell,
            Snippet::Requests | Snippet::Httpx | Snippet::HttpxKey => Syntax::Python,
            Snippet::NodeHttps | Snippet::Undici => Syntax::JavaScript,
            Snippet::Java | Snippet::Java8 => Syntax::Java,
            Snippet::Go => Syntax::Go,
            Snippet::CSharp => Syntax::CSharp,
            Snippet::Rust => Syntax::Rust,
            Snippet::CargoManifest => Syntax::Toml,
        }
    }
}
