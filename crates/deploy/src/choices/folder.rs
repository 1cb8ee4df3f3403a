//! The folder on the machine below which everything stands. Whether it exists is the machine's to know.

use serde::{Deserialize, Serialize};

use super::{ChoiceError, FolderFault};

/// An absolute folder that can be written into nginx's configuration, a shell command and a Python program alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BaseFolder(String);

/// Bytes of the longest base folder: file names are added below it, and Linux takes paths of 4,096 bytes at most;
/// this much keeps every command on a line or two.
const LONGEST: usize = 200;

/// Folders of the Filesystem Hierarchy Standard 3.0. Our `nginx/`, `certs/` and `backend/` right below one of them would mix
/// with the system's files: `/etc/nginx/nginx.conf` is the configuration of every other site.
const SYSTEM: [&str; 22] = [
    "",
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/etc/nginx",
    "/home",
    "/lib",
    "/lib64",
    "/media",
    "/mnt",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/sys",
    "/tmp",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/share",
    "/var",
];

/// Folders below which the services could not do their work: `ProtectSystem=full` lets nginx's unit, and logrotate's of Debian, write
/// nothing below the first seven (systemd.exec(5)), and the homes of people are closed to the accounts of the workers and the backend.
const CLOSED: [&str; 9] =
    ["/etc/", "/usr/", "/boot/", "/bin/", "/lib/", "/lib64/", "/sbin/", "/home/", "/root/"];

/// Folders that the system clears away, and of which units with `PrivateTmp=yes` see others of their own (file-hierarchy(7)).
const FLEETING: [&str; 3] = ["/tmp/", "/var/tmp/", "/run/"];

/// File systems that the kernel makes up: nothing can be kept in them.
const KERNEL: [&str; 3] = ["/dev/", "/proc/", "/sys/"];

impl BaseFolder {
    /// Checks what was typed; spaces around it and one slash at the end are dropped.
    ///
    /// # Errors
    /// [`ChoiceError::Folder`] with the first fault.
    pub fn parse(typed: &str) -> Result<BaseFolder, ChoiceError> {
        let refuse = |fault| Err(ChoiceError::Folder { typed: typed.to_owned(), fault });
        let folder = typed.trim_matches(' ');
        if folder.is_empty() {
            return refuse(FolderFault::Empty);
        }
        if let Some(character) = folder.chars().find(|character| !is_safe(*character)) {
            return refuse(FolderFault::Character(character));
        }
        if !folder.starts_with('/') {
            return refuse(FolderFault::Relative);
        }
        if folder.len() > LONGEST {
            return refuse(FolderFault::Long(LONGEST));
        }
        let folder = folder.strip_suffix('/').unwrap_or(folder);
        if let Some(part) = folder.split('/').skip(1).find(|part| matches!(*part, "" | "." | "..")) {
            let part = if part.is_empty() { "//" } else { part };
            return refuse(FolderFault::Segment(part.to_owned()));
        }
        if SYSTEM.contains(&folder) || KERNEL.iter().any(|system| folder.starts_with(system)) {
            return refuse(FolderFault::System);
        }
        if CLOSED.iter().any(|closed| folder.starts_with(closed)) {
            return refuse(FolderFault::Closed);
        }
        Ok(BaseFolder(folder.to_owned()))
    }

    /// The folder, beginning with `/` and not ending with it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it stands where the system clears away.
    #[must_use]
    pub fn is_fleeting(&self) -> bool {
        FLEETING.iter().any(|fleeting| self.0.starts_with(fleeting))
    }
}

/// Letters and digits of any script, and marks that no shell, nginx, Python or Markdown takes for syntax inside a word.
fn is_safe(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '/' | '.' | '_' | '-' | '+' | '@')
}

#[cfg(test)]
mod tests {
    use super::{BaseFolder, ChoiceError, FolderFault, LONGEST};

    #[test]
    fn folders_are_taken_or_refused_with_the_reason() {
        let long = format!("/{}", "a".repeat(LONGEST));
        let segment = |part: &str| Err(FolderFault::Segment(part.to_owned()));
        for (typed, expected) in [
            ("/mtls-demo", Ok("/mtls-demo")),
            (" /mtls-demo/ ", Ok("/mtls-demo")),
            ("/srv/결제/mtls_1.0", Ok("/srv/결제/mtls_1.0")),
            ("/tmp/mtls", Ok("/tmp/mtls")),
            ("/var/lib/mtls", Ok("/var/lib/mtls")),
            ("/etc-mtls", Ok("/etc-mtls")),
            ("/etc/mtls", Err(FolderFault::Closed)),
            ("/usr/local/mtls", Err(FolderFault::Closed)),
            ("/home/kim/mtls/", Err(FolderFault::Closed)),
            ("/root/mtls", Err(FolderFault::Closed)),
            (&long[..LONGEST], Ok(&long[..LONGEST])),
            (&long, Err(FolderFault::Long(LONGEST))),
            ("", Err(FolderFault::Empty)),
            ("  ", Err(FolderFault::Empty)),
            ("mtls-demo", Err(FolderFault::Relative)),
            ("./mtls", Err(FolderFault::Relative)),
            ("C:\\mtls", Err(FolderFault::Character(':'))),
            ("~/mtls", Err(FolderFault::Character('~'))),
            ("/", Err(FolderFault::System)),
            ("/etc", Err(FolderFault::System)),
            ("/etc/", Err(FolderFault::System)),
            ("/etc/nginx", Err(FolderFault::System)),
            ("/proc/self", Err(FolderFault::System)),
            ("/a/../etc", segment("..")),
            ("/a/./b", segment(".")),
            ("/a//b", segment("//")),
            ("//", segment("//")),
            ("/a b", Err(FolderFault::Character(' '))),
            ("/a;b", Err(FolderFault::Character(';'))),
            ("/a{b", Err(FolderFault::Character('{'))),
            ("/a}b", Err(FolderFault::Character('}'))),
            ("/a$b", Err(FolderFault::Character('$'))),
            ("/a'b", Err(FolderFault::Character('\''))),
            ("/a\"b", Err(FolderFault::Character('"'))),
            ("/a`b", Err(FolderFault::Character('`'))),
            ("/a\\b", Err(FolderFault::Character('\\'))),
            ("/a#b", Err(FolderFault::Character('#'))),
            ("/a*b", Err(FolderFault::Character('*'))),
            ("/a\nb", Err(FolderFault::Character('\n'))),
            ("/a\tb", Err(FolderFault::Character('\t'))),
            ("/a\0b", Err(FolderFault::Character('\0'))),
            ("/a\u{202e}b", Err(FolderFault::Character('\u{202e}'))),
            ("/a\u{200f}b", Err(FolderFault::Character('\u{200f}'))),
            ("/a\u{a0}b", Err(FolderFault::Character('\u{a0}'))),
        ] {
            let found = BaseFolder::parse(typed);
            let expected = expected
                .map(str::to_owned)
                .map_err(|fault| ChoiceError::Folder { typed: typed.to_owned(), fault });
            assert_eq!(found.map(|folder| folder.as_str().to_owned()), expected, "{typed:?}");
        }
    }
}
