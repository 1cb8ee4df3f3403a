//! Regular expressions that nginx refuses as it reads them, in PCRE's words: brackets that are not closed, and repeats of nothing. What
//! else PCRE refuses is not looked for; expressions are tried elsewhere.

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
    let mut at = 0;
    while let Some(octet) = octets.get(at) {
        match octet {
            b'\\' if at + 1 == octets.len() => return Some(("\\ at end of pattern", octets.len())),
            b'\\' => {
                at += 1;
                repeatable = true;
            }
            b'[' => match class(octets, at) {
                Some(end) => {
                    at = end;
                    repeatable = true;
                }
                None => return Some(("missing terminating ] for character class", octets.len())),
            },
            b'(' => {
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
            b'|' => repeatable = false,
            _ => repeatable = true,
        }
        at += 1;
    }
    (open > 0).then_some(("missing closing parenthesis", octets.len()))
}

/// The `]` of the class that begins here; one that stands first is a letter, and classes of POSIX have their own.
fn class(octets: &[u8], from: usize) -> Option<usize> {
    let mut at = from + 1;
    at += usize::from(octets.get(at) == Some(&b'^'));
    at += usize::from(octets.get(at) == Some(&b']'));
    while let Some(octet) = octets.get(at) {
        match octet {
            b'\\' => at += 1,
            b'[' if octets.get(at + 1) == Some(&b':') => {
                let end = octets[at..].windows(2).position(|pair| pair == b":]");
                at += end.map_or(0, |end| end + 1);
            }
            b']' => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}
