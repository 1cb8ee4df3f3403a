//! What stands in square brackets (pcre2pattern(3), "SQUARE BRACKETS AND CHARACTER CLASSES").

use super::{Step, Stop, refuse, unrecognized};

/// Names of classes (pcre2pattern(3), "POSIX CHARACTER CLASSES").
const CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
    "upper", "word", "xdigit",
];

const NO_MEMBER: &str = "escape sequence is invalid in character class";
const NO_RANGE: &str = "invalid range in character class";

/// One thing in a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Member {
    /// A letter, with which a range may begin or end.
    Letter(u8),
    /// Several, as `\d` or `[:alpha:]`.
    Several,
}

/// The place behind the class that begins here.
pub(super) fn read(octets: &[u8], from: usize) -> Step<usize> {
    if marked(octets, from).is_some() {
        let words = match octets[from + 1] {
            b':' => "POSIX named classes are supported only within a class",
            _ => "POSIX collating elements are not supported",
        };
        return refuse(words, from);
    }
    let mut at = from + 1;
    at += usize::from(octets.get(at) == Some(&b'^'));
    let first = at;
    // the letter before, where a range may begin with it, and whether it just ended one
    let mut before: Option<Member> = None;
    while let Some(octet) = octets.get(at) {
        // one that stands first is a letter
        if *octet == b']' && at > first {
            return Ok(at + 1);
        }
        let dash = *octet == b'-' && octets.get(at + 1).is_some_and(|next| *next != b']');
        let Some(least) = before.filter(|_| dash) else {
            let (member, behind) = member(octets, at)?;
            (before, at) = (Some(member), behind);
            continue;
        };
        if least == Member::Several {
            return refuse(NO_RANGE, at);
        }
        if octets[at + 1] == b'[' && marked(octets, at + 1).is_some() {
            return if octets[at + 2] == b':' { refuse(NO_RANGE, at + 2) } else { Err(Stop::Unknown) };
        }
        let (most, behind) = match member(octets, at + 1) {
            // which of two mistakes is told
            Err(Stop::Refused(words, _)) if words == NO_MEMBER => return Err(Stop::Unknown),
            read => read?,
        };
        match (least, most) {
            (Member::Letter(least), Member::Letter(most)) if least > most => {
                return refuse("range out of order in character class", behind - 1);
            }
            (_, Member::Several) => return refuse(NO_RANGE, behind),
            _ => {}
        }
        (before, at) = (None, behind);
    }
    refuse("missing terminating ] for character class", octets.len())
}

/// A named class, or what looks like one, that begins with this bracket: where its own bracket closes it.
fn marked(octets: &[u8], at: usize) -> Option<usize> {
    let mark = *octets.get(at + 1)?;
    if ![b':', b'.', b'='].contains(&mark) {
        return None;
    }
    let mut end = at + 2;
    while let Some(next) = octets.get(end + 1) {
        match octets[end] {
            b'\\' if b"]\\".contains(next) => end += 1,
            b']' => return None,
            b'[' if *next == mark => return None,
            octet if octet == mark && *next == b']' => return Some(end),
            _ => {}
        }
        end += 1;
    }
    None
}

/// The member that begins here, and the place behind it.
fn member(octets: &[u8], at: usize) -> Step<(Member, usize)> {
    let Some(octet) = octets.get(at) else { return Err(Stop::Unknown) };
    match octet {
        b'[' => {
            let Some(end) = marked(octets, at) else { return Ok((Member::Letter(b'['), at + 1)) };
            if octets[at + 1] != b':' {
                return refuse("POSIX collating elements are not supported", at);
            }
            let start = at + 2 + usize::from(octets[at + 2] == b'^');
            let name = &octets[start..end];
            if !CLASSES.iter().any(|known| known.as_bytes() == name) {
                return if name == b"<" || name == b">" {
                    Err(Stop::Unknown)
                } else {
                    refuse("unknown POSIX class name", start)
                };
            }
            Ok((Member::Several, end + 2))
        }
        b'\\' => escaped(octets, at + 1),
        octet => Ok((Member::Letter(*octet), at + 1)),
    }
}

/// What a backslash makes of what follows it in a class.
fn escaped(octets: &[u8], at: usize) -> Step<(Member, usize)> {
    let Some(octet) = octets.get(at) else { return refuse("\\ at end of pattern", at) };
    let member = match octet {
        b'd' | b'D' | b's' | b'S' | b'w' | b'W' | b'h' | b'H' | b'v' | b'V' => Member::Several,
        b'A' | b'B' | b'G' | b'k' | b'K' | b'R' | b'X' | b'Z' | b'z' => {
            return refuse(NO_MEMBER, at);
        }
        b'n' => Member::Letter(b'\n'),
        b'r' => Member::Letter(b'\r'),
        b't' => Member::Letter(b'\t'),
        octet if unrecognized(*octet) => return refuse("unrecognized character follows \\", at),
        octet if octet.is_ascii_alphanumeric() => return Err(Stop::Unknown),
        octet => Member::Letter(*octet),
    };
    Ok((member, at + 1))
}
