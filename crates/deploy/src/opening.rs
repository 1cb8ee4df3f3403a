//! How a recipient opens an encrypted bundle on each system. AES-256 in a ZIP is opened by fewer programs than people expect.
//! Making the bundle is `bundle`'s.

use serde::{Deserialize, Serialize};
use text::Lang;
use text::deploy as say;

use crate::shell::Command;

/// A system that people sit at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the systems' own names")]
pub enum System {
    Macos,
    Windows,
    Debian,
}

impl System {
    /// All of them, in the order in which they are shown.
    pub const ALL: [System; 3] = [System::Macos, System::Windows, System::Debian];

    /// The system's name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            System::Macos => "macOS",
            System::Windows => "Windows",
            System::Debian => "Debian, Ubuntu",
        }
    }

    /// What opens the bundle there, and what does not.
    #[must_use]
    pub fn advice(self, lang: Lang) -> &'static str {
        match self {
            System::Macos => say::open_macos(lang),
            System::Windows => say::open_windows(lang),
            System::Debian => say::open_debian(lang),
        }
    }

    /// The commands that unpack `archive` into a folder of its own; none for Windows, where 7-Zip's window does it.
    #[must_use]
    pub fn commands(self, archive: &str) -> Vec<Command> {
        let into = format!("-o{}", folder(archive));
        let seven_zip = |program: &str| Command::new(program).args(["x", &into, archive]);
        match self {
            System::Macos => vec![Command::new("brew").args(["install", "sevenzip"]), seven_zip("7zz")],
            System::Windows => Vec::new(),
            System::Debian => {
                vec![Command::new("sudo").args(["apt-get", "install", "-y", "p7zip-full"]), seven_zip("7z")]
            }
        }
    }
}

/// The same without 7-Zip: libarchive's tar, Debian's package `libarchive-tools`. It asks for the passphrase.
#[must_use]
pub fn bsdtar(archive: &str) -> [Command; 2] {
    let folder = folder(archive);
    [Command::new("mkdir").arg(folder), Command::new("bsdtar").args(["-xf", archive, "-C", folder])]
}

/// The folder into which an archive is unpacked.
fn folder(archive: &str) -> &str {
    archive.strip_suffix(".zip").unwrap_or("bundle")
}
