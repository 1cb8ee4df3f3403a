//! The path of a request: as the policy compares it, and as it goes on. A backend may decode, merge slashes and drop what stands
//! behind a semicolon; so the policy sees the path after all that, and what could still be read in two ways is refused.

use std::borrow::Cow;

use data_encoding::HEXLOWER_PERMISSIVE;

/// A path that can be read in one way only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plain<'a> {
    /// As it goes on: without dot segments (RFC 3986 section 5.2.4), else as it came.
    pub forward: Cow<'a, str>,
    /// Decoded, slashes merged, without parameters of segments: what rules are compared with.
    pub compared: Cow<'a, [u8]>,
}

/// Whether a path is refused: it leaves the root, hides a dot segment or a zero behind an escape, or has an escape that is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ambiguous;

impl<'a> Plain<'a> {
    /// The path of a request in origin form (RFC 9112 section 3.2.1).
    ///
    /// # Errors
    /// [`Ambiguous`].
    pub fn parse(raw: &'a str) -> Result<Plain<'a>, Ambiguous> {
        let rest = raw.strip_prefix('/').ok_or(Ambiguous)?;
        if raw.bytes().any(|octet| octet.is_ascii_control() || octet == b'\\' || octet == b' ') {
            return Err(Ambiguous);
        }
        let suspicious = raw.contains("/.") || raw.contains("//") || raw.contains(['%', ';']);
        if !suspicious {
            return Ok(Plain { forward: Cow::Borrowed(raw), compared: Cow::Borrowed(raw.as_bytes()) });
        }
        let forward = without_dots(raw, rest)?;
        let compared = Cow::Owned(compared(&forward)?);
        Ok(Plain { forward, compared })
    }
}

/// Dot segments as they stand in the text are followed, as browsers and curl do before they send.
fn without_dots<'a>(raw: &'a str, rest: &str) -> Result<Cow<'a, str>, Ambiguous> {
    if !rest.split('/').any(|segment| segment == "." || segment == "..") {
        return Ok(Cow::Borrowed(raw));
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut open_end = false;
    for segment in rest.split('/') {
        open_end = matches!(segment, "." | "..");
        match segment {
            "." => {}
            ".." => {
                kept.pop().ok_or(Ambiguous)?;
            }
            other => kept.push(other),
        }
    }
    // what ends in a dot segment is a folder
    let end = if open_end && !kept.is_empty() { "/" } else { "" };
    Ok(Cow::Owned(format!("/{}{end}", kept.join("/"))))
}

fn compared(path: &str) -> Result<Vec<u8>, Ambiguous> {
    let decoded = decoded(path.as_bytes())?;
    let mut out = Vec::with_capacity(decoded.len());
    for segment in decoded.split(|octet| *octet == b'/') {
        let name = segment.split(|octet| *octet == b';').next().unwrap_or_default();
        // a dot segment that is left now was hidden by an escape or by a parameter
        if name == b"." || name == b".." {
            return Err(Ambiguous);
        }
        if !name.is_empty() {
            out.push(b'/');
            out.extend_from_slice(name);
        }
    }
    if out.is_empty() || path.ends_with('/') {
        out.push(b'/');
    }
    Ok(out)
}

/// Percent-decoding, once (RFC 3986 section 2.1).
fn decoded(path: &[u8]) -> Result<Vec<u8>, Ambiguous> {
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path;
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = after.get(..2).ok_or(Ambiguous)?;
            let octet = HEXLOWER_PERMISSIVE.decode(digits).map_err(|_| Ambiguous)?;
            if octet[0] == 0 || octet[0] == b'\\' {
                return Err(Ambiguous);
            }
            out.push(octet[0]);
            rest = &after[2..];
        } else {
            out.push(*first);
            rest = after;
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{Ambiguous, Plain};

    #[test]
    fn paths_become_plain_or_are_refused() {
        let cases = [
            ("/", Some(("/", "/"))),
            ("/a/b", Some(("/a/b", "/a/b"))),
            ("/a//b", Some(("/a//b", "/a/b"))),
            ("//admin", Some(("//admin", "/admin"))),
            ("/%61dmin", Some(("/%61dmin", "/admin"))),
            ("/admin;x=1/y", Some(("/admin;x=1/y", "/admin/y"))),
            ("/admin%2Fx", Some(("/admin%2Fx", "/admin/x"))),
            ("/admin%3bx", Some(("/admin%3bx", "/admin"))),
            ("/a/../b", Some(("/b", "/b"))),
            ("/a/./b", Some(("/a/b", "/a/b"))),
            ("/a/b/..", Some(("/a/", "/a/"))),
            ("/a/..", Some(("/", "/"))),
            ("/.well-known/x", Some(("/.well-known/x", "/.well-known/x"))),
            ("/%EA%B0%80", Some(("/%EA%B0%80", "/가"))),
            ("/..", None),
            ("/a/../../b", None),
            ("/%2e%2e/a", None),
            ("/a/%2E/b", None),
            ("/a%2f..%2fb", None),
            ("/a/..;/b", None),
            ("/a/..;x=1/b", None),
            ("/a%00b", None),
            ("/a%5cb", None),
            ("/a\\b", None),
            ("/a%", None),
            ("/a%4", None),
            ("/a%zz", None),
            ("/%u0041", None),
            ("a", None),
            ("*", None),
        ];
        for (raw, expected) in cases {
            let found = Plain::parse(raw);
            let found = found.as_ref().map(|plain| {
                (plain.forward.as_ref(), std::str::from_utf8(&plain.compared).expect("UTF-8 here"))
            });
            assert_eq!(found, expected.ok_or(&Ambiguous), "{raw}");
        }
    }
}
