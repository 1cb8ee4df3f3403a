//! Regular expressions that nginx refuses as it reads them, in PCRE's words: brackets that are not closed, and repeats of nothing. What
//! else PCRE refuses is not looked for; expressions are tried elsewhere.

use std::collections::HashSet;

/// What `ngx_regex_compile` says to an expression: PCRE2's message, and where in the pattern it stopped (pcre2api(3), "ERROR
/// MESSAGES"); nothing where the mistakes known here are not in it.
pub(super) fn fault(pattern: &str) -> Option<String> {
    let (words, at) = mistake(pattern)?;
    let rest = &pattern[at..];
    let behind = if rest.is_empty() { String::new() } else { format!(" at \"{rest}\"") };
    Some(format!("pcre2_compile() failed: {words} in \"{pattern}\"{behind}"))
}

fn mistake(pattern: &str) -> Option<(&'static str, usize)> {
    // quoted stretches, comments and verbs have rules of their own
    if pattern.contains("\\Q") || pattern.contains("(?#") || pattern.contains("(*") {
        return None;
    }
    let octets = pattern.as_bytes();
    let mut open = 0_usize;
    let mut repeatable = false;
    let mut names = HashSet::new();
    let mut at = 0;
    while let Some(octet) = octets.get(at) {
        match octet {
            b'\\' if at + 1 == octets.len() => return Some(("\\ at end of pattern", octets.len())),
            b'\\' => {
                at += 1;
                repeatable = true;
            }
            b'[' => match class(octets, at) {
                Ok(end) => {
                    at = end;
                    repeatable = true;
                }
                Err(mistake) => return Some(mistake),
            },
            b'(' => {
                if let Some(mistake) = named(pattern, at, &mut names) {
                    return Some(mistake);
                }
                open += 1;
                repeatable = false;
                // what stands behind `(?` is no repeat
                at += usize::from(octets.get(at + 1) == Some(&b'?'));
            }
            b')' if open == 0 => return Some(("unmatched closing parenthesis", at)),
            b')' => {
                open -= 1;
                repeatable = true;
            }
            b'*' | b'+' | b'?' if !repeatable => {
                return Some(("quantifier does not follow a repeatable item", at));
            }
            b'*' | b'+' | b'?' => {
                // behind a repeat one of these makes it possessive or lazy, and nothing else may come
                at += usize::from(matches!(octets.get(at + 1), Some(b'+' | b'?')));
                repeatable = false;
            }
            b'{' if let Some((end, least, most)) = counted(pattern, at) => {
                if least > most {
                    return Some(("numbers out of order in {} quantifier", end));
                }
                at = end;
            }
            b'|' => repeatable = false,
            _ => repeatable = true,
        }
        at += 1;
    }
    (open > 0).then_some(("missing closing parenthesis", octets.len()))
}

/// What is wrong with the name that a group has (`(?<name>`, `(?P<name>`), if it has one.
fn named<'a>(pattern: &'a str, at: usize, names: &mut HashSet<&'a str>) -> Option<(&'static str, usize)> {
    let inside = pattern.get(at..)?.strip_prefix("(?")?;
    let inside = inside.strip_prefix('P').unwrap_or(inside).strip_prefix('<')?;
    let (name, behind) = inside.split_once('>')?;
    // what looks back has no name
    if name.starts_with(['=', '!']) {
        return None;
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return Some(("subpattern name must start with a non-digit", pattern.len() - inside.len()));
    }
    let again = !names.insert(name);
    again.then(|| {
        ("two named subpatterns have the same name (PCRE2_DUPNAMES not set)", pattern.len() - behind.len())
    })
}

/// `{least,most}` that begins here: where it ends, and both numbers.
fn counted(pattern: &str, at: usize) -> Option<(usize, u32, u32)> {
    let inside = pattern.get(at + 1..)?;
    let end = inside.find('}')?;
    let (least, most) = inside[..end].split_once(',')?;
    Some((at + 1 + end, least.parse().ok()?, most.parse().ok()?))
}

/// Names of classes (pcre2pattern(3), "POSIX CHARACTER CLASSES").
const CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
    "upper", "word", "xdigit",
];

/// The `]` of the class that begins here; one that stands first is a letter, and classes of POSIX have their own.
fn class(octets: &[u8], from: usize) -> Result<usize, (&'static str, usize)> {
    let mut at = from + 1;
    at += usize::from(octets.get(at) == Some(&b'^'));
    at += usize::from(octets.get(at) == Some(&b']'));
    // the letter before, where a range may begin with it
    let mut before = None;
    while let Some(octet) = octets.get(at) {
        let single = octet.is_ascii_alphanumeric().then_some(*octet);
        match octet {
            b'\\' => at += 1,
            b'[' if octets.get(at + 1) == Some(&b':') => {
                if let Some(end) = octets[at..].windows(2).position(|pair| pair == b":]") {
                    let name = &octets[at + 2..(at + end).max(at + 2)];
                    let name = name.strip_prefix(b"^").unwrap_or(name);
                    if !CLASSES.iter().any(|known| known.as_bytes() == name) {
                        return Err(("unknown POSIX class name", at + 2));
                    }
                    at += end + 1;
                }
            }
            b']' => return Ok(at),
            b'-' => {
                if let (Some(first), Some(last)) = (before, octets.get(at + 1))
                    && last.is_ascii_alphanumeric()
                {
                    if first > *last {
                        return Err(("range out of order in character class", at + 1));
                    }
                    at += 1;
                }
            }
            _ => {}
        }
        before = single;
        at += 1;
    }
    Err(("missing terminating ] for character class", octets.len()))
}
