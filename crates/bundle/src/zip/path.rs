//! Names of entries: what can be written, and what is safe to take from a stranger's file.
//! Names of downloaded files are `crate::file`'s.

use serde::{Deserialize, Serialize};

/// The longest name of an entry, in octets: Windows allows 260 with the folder that it is unpacked into.
const LONGEST: usize = 180;

/// Why a name cannot stand in an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PathFault {
    /// It is empty, or longer than 180 octets.
    Length,
    /// It begins at the root, on a drive, or leads out of its folder by `..`.
    Escapes,
    /// It has a character that not every system can write: anything but ASCII letters, digits, `.`, `_`, `-` and `/`.
    Character,
    /// A part of it is empty, ends with a dot, or is a device on Windows (`con`, `nul`, …).
    Part,
    /// Another entry has the same name, letter case aside.
    Twice,
}

/// Whether every system can unpack this name. Folders are separated by `/`.
pub(super) fn check(path: &str) -> Result<(), PathFault> {
    if path.is_empty() || path.len() > LONGEST {
        return Err(PathFault::Length);
    }
    check_safe(path)?;
    if !path.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"._-/".contains(&octet)) {
        return Err(PathFault::Character);
    }
    for part in path.split('/') {
        let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
        if part.is_empty() || part.ends_with('.') || is_device(&stem) {
            return Err(PathFault::Part);
        }
    }
    Ok(())
}

/// Whether this name stays in the folder that it is unpacked into. Less strict than what we write ourselves.
pub(super) fn check_safe(path: &str) -> Result<(), PathFault> {
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with(['/', '\\']) || drive || path.split(['/', '\\']).any(|part| part == "..") {
        return Err(PathFault::Escapes);
    }
    if path.contains('\\') || path.chars().any(char::is_control) {
        return Err(PathFault::Character);
    }
    Ok(())
}

/// Names that Windows keeps for devices, whatever follows the dot.
fn is_device(stem: &str) -> bool {
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    matches!(stem, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::{PathFault, check, check_safe};

    #[test]
    fn names_are_taken_or_refused() {
        for (path, verdict) in [
            ("ca.crt", Ok(())),
            ("conf/nginx.conf", Ok(())),
            ("a-b_c.1", Ok(())),
            (".gitignore", Ok(())),
            ("", Err(PathFault::Length)),
            (&"a".repeat(180), Ok(())),
            (&"a".repeat(181), Err(PathFault::Length)),
            ("/etc/passwd", Err(PathFault::Escapes)),
            ("../up", Err(PathFault::Escapes)),
            ("a/../b", Err(PathFault::Escapes)),
            ("..", Err(PathFault::Escapes)),
            ("a..b", Ok(())),
            ("c:x", Err(PathFault::Escapes)),
            ("\\\\host\\x", Err(PathFault::Escapes)),
            ("a\\b", Err(PathFault::Character)),
            ("a\nb", Err(PathFault::Character)),
            ("a b", Err(PathFault::Character)),
            ("키.pem", Err(PathFault::Character)),
            ("a*b", Err(PathFault::Character)),
            ("a//b", Err(PathFault::Part)),
            ("a/", Err(PathFault::Part)),
            ("a.", Err(PathFault::Part)),
            ("./a", Err(PathFault::Part)),
            ("nul", Err(PathFault::Part)),
            ("NUL.txt", Err(PathFault::Part)),
            ("null.txt", Ok(())),
            ("x/com1.log", Err(PathFault::Part)),
            ("x/com12", Ok(())),
        ] {
            assert_eq!(check(path), verdict, "{path:?}");
        }
    }

    #[test]
    fn a_stranger_may_name_files_in_any_language() {
        assert_eq!(check_safe("키 파일.pem"), Ok(()));
        assert_eq!(check_safe("키/../../x"), Err(PathFault::Escapes));
    }
}
