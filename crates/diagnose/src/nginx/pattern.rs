//! Regular expressions as PCRE reads them without compiling them: what it refuses of the syntax that configurations have, in its words
//! (pcre2pattern(3)). Of what goes beyond that it is said that nobody here knows. Expressions are tried elsewhere.

mod class;

use std::collections::HashSet;

/// What PCRE makes of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// It takes it: so many groups capture.
    Taken(usize),
    /// It refuses it: its words, and the octet where it stopped.
    Refused(&'static str, usize),
    /// It has what is not followed here.
    Unknown,
}

/// What `ngx_regex_compile` says to an expression: PCRE2's message, and where in the pattern it stopped (pcre2api(3), "ERROR
/// MESSAGES"); nothing where it takes it, or nobody here knows.
pub(super) fn fault(pattern: &str) -> Option<String> {
    let Reading::Refused(words, at) = reading(pattern) else { return None };
    let rest = String::from_utf8_lossy(&pattern.as_bytes()[at..]);
    let behind = if rest.is_empty() { String::new() } else { format!(" at \"{rest}\"") };
    Some(format!("pcre2_compile() failed: {words} in \"{pattern}\"{behind}"))
}

/// Reads an expression.
pub(super) fn reading(pattern: &str) -> Reading {
    let mut reader = Reader { octets: pattern.as_bytes(), ..Reader::default() };
    match reader.read() {
        Err(Stop::Refused(words, at)) => Reading::Refused(words, at),
        Err(Stop::Unknown) => Reading::Unknown,
        // groups may be referred to before they begin
        Ok(()) if reader.referred > reader.groups => Reading::Unknown,
        // which is seen once all is read
        Ok(()) if reader.cut => Reading::Refused(CUT, pattern.len()),
        Ok(()) => Reading::Taken(reader.groups),
    }
}

/// Why reading ends early.
#[derive(Debug, Clone, Copy)]
enum Stop {
    Refused(&'static str, usize),
    Unknown,
}

type Step<T> = Result<T, Stop>;

fn refuse<T>(words: &'static str, at: usize) -> Step<T> {
    Err(Stop::Refused(words, at))
}

/// A repeat of what cannot be repeated.
const REPEATS_NOTHING: &str = "quantifier does not follow a repeatable item";
/// What is found is cut off at its start by what only looks ahead.
const CUT: &str = "\\K is not allowed in lookarounds (but see PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK)";
/// The largest number of repeats.
const MOST_REPEATS: u64 = 65_535;
/// Repeats and groups inside one another beyond which an expression may be too large for PCRE.
const LARGE: u64 = 100;
const DEEP: usize = 100;

#[derive(Debug, Default)]
struct Reader<'a> {
    octets: &'a [u8],
    at: usize,
    /// Groups that are open.
    open: usize,
    /// How many were open where one began that only looks ahead.
    ahead: Vec<usize>,
    /// Whether `\K` stands in such a group.
    cut: bool,
    /// Groups that capture.
    groups: usize,
    /// The highest group that is referred to.
    referred: usize,
    names: HashSet<&'a [u8]>,
    /// Whether what stands before may be repeated.
    repeatable: bool,
}

impl<'a> Reader<'a> {
    fn read(&mut self) -> Step<()> {
        while let Some(octet) = self.peek(0) {
            match octet {
                b'\\' => self.escape()?,
                b'[' => {
                    self.at = class::read(self.octets, self.at)?;
                    self.repeatable = true;
                }
                b'(' => self.group()?,
                b')' if self.open == 0 => return refuse("unmatched closing parenthesis", self.at),
                b')' => {
                    self.ahead.pop_if(|at| *at == self.open);
                    self.open -= 1;
                    self.take(true);
                }
                b'*' | b'+' | b'?' => self.repeat(self.at)?,
                b'{' => match self.counted()? {
                    Some(end) => {
                        self.at = end;
                        self.repeat(end)?;
                    }
                    None => self.take(true),
                },
                b'|' | b'^' | b'$' => self.take(false),
                _ => self.take(true),
            }
        }
        if self.open > 0 { refuse("missing closing parenthesis", self.at) } else { Ok(()) }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.octets.get(self.at + ahead).copied()
    }

    fn take(&mut self, repeatable: bool) {
        self.at += 1;
        self.repeatable = repeatable;
    }

    /// A repeat whose last octet this is; behind it one sign makes it possessive or lazy, and no other may come.
    fn repeat(&mut self, at: usize) -> Step<()> {
        if !self.repeatable {
            return refuse(REPEATS_NOTHING, at);
        }
        self.take(false);
        self.at += usize::from(matches!(self.peek(0), Some(b'+' | b'?')));
        Ok(())
    }

    /// The end of `{n}`, `{n,}` or `{n,m}` that begins here; braces around anything else are letters.
    fn counted(&self) -> Step<Option<usize>> {
        let inside = &self.octets[self.at + 1..];
        let Some(end) = inside.iter().position(|octet| *octet == b'}') else { return Ok(None) };
        let text = str::from_utf8(&inside[..end]).unwrap_or_default();
        let (least, most) = text.split_once(',').unwrap_or((text, text));
        let digits = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit());
        if least.is_empty() || !digits(least) || !digits(most) {
            return Ok(None);
        }
        if least.len().max(most.len()) > 5 {
            return Err(Stop::Unknown);
        }
        let number = |text: &str| text.parse::<u64>().unwrap_or_default();
        if number(least) > MOST_REPEATS {
            return refuse("number too big in {} quantifier", self.at + 1 + least.len());
        }
        let end = self.at + 1 + end;
        // many of what is large itself may be too much
        let many = number(least).max(number(most)) > LARGE;
        if many && (self.open > 0 || self.octets[..self.at].ends_with(b")")) {
            return Err(Stop::Unknown);
        }
        if most.is_empty() {
            return Ok(Some(end));
        }
        if number(most) > MOST_REPEATS {
            return refuse("number too big in {} quantifier", end);
        }
        if number(most) < number(least) {
            return refuse("numbers out of order in {} quantifier", end);
        }
        Ok(Some(end))
    }

    /// What a backslash makes of what follows it.
    fn escape(&mut self) -> Step<()> {
        self.at += 1;
        let Some(octet) = self.peek(0) else { return refuse("\\ at end of pattern", self.at) };
        let behind = self.at + 1;
        let next = self.peek(1);
        match octet {
            b'A' | b'B' | b'b' | b'G' | b'K' | b'Z' | b'z' => {
                self.cut |= octet == b'K' && !self.ahead.is_empty();
                self.take(false);
            }
            b'N' if next == Some(b'{') => return Err(Stop::Unknown),
            b'F' | b'L' | b'l' | b'U' | b'u' => {
                return refuse("PCRE2 does not support \\F, \\L, \\l, \\N{name}, \\U, or \\u", behind);
            }
            b'g' if next.is_none_or(|next| !next.is_ascii_digit() && !b"{<'+-".contains(&next)) => {
                return refuse(
                    "\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number",
                    behind,
                );
            }
            b'k' if next.is_none_or(|next| !b"{<'".contains(&next)) => {
                return refuse("\\k is not followed by a braced, angle-bracketed, or quoted name", behind);
            }
            b'x' if next == Some(b'{') => return Err(Stop::Unknown),
            b'o' if next.is_some_and(|next| next != b'{') => {
                return refuse("missing opening brace after \\o", behind);
            }
            b'c' => match next {
                None => return refuse("\\c at end of pattern", behind),
                Some(next) if !(b' '..=b'~').contains(&next) => {
                    return refuse("\\c must be followed by a printable ASCII character", behind);
                }
                Some(_) => {
                    self.at += 1;
                    self.take(true);
                }
            },
            b'1'..=b'9' => {
                if next.is_some_and(|next| next.is_ascii_digit()) {
                    return Err(Stop::Unknown);
                }
                self.referred = self.referred.max(usize::from(octet - b'0'));
                self.take(true);
            }
            b'g' | b'k' | b'o' | b'p' | b'P' | b'Q' | b'E' => return Err(Stop::Unknown),
            _ if unrecognized(octet) => return refuse("unrecognized character follows \\", self.at),
            _ => self.take(true),
        }
        Ok(())
    }

    /// A group, or what else begins with a bracket.
    fn group(&mut self) -> Step<()> {
        let from = self.at;
        let is_verb = self.peek(1) == Some(b'*') && self.peek(2).is_some_and(|next| next != b')');
        if is_verb || self.open == DEEP {
            return Err(Stop::Unknown);
        }
        self.open += 1;
        if self.peek(1) != Some(b'?') {
            self.groups += 1;
            self.take(false);
            return Ok(());
        }
        self.at += 2;
        let missing = || refuse("missing closing parenthesis", from + 2);
        match self.peek(0) {
            None => missing(),
            Some(sign @ (b':' | b'>' | b'=' | b'!')) => {
                if b"=!".contains(&sign) {
                    self.ahead.push(self.open);
                }
                self.take(false);
                Ok(())
            }
            Some(b'#') => {
                let end = self.octets[self.at..].iter().position(|octet| *octet == b')');
                let Some(end) = end else {
                    return refuse("missing ) after (?# comment", self.octets.len());
                };
                self.at += end + 1;
                self.open -= 1;
                Ok(())
            }
            Some(b'P') => match self.peek(1) {
                None => refuse("missing closing parenthesis", self.at + 1),
                Some(b'<') => {
                    self.at += 1;
                    self.name(b'>')
                }
                Some(b'=' | b'>') => Err(Stop::Unknown),
                Some(_) => refuse("unrecognized character after (?P", self.at + 1),
            },
            // what looks back has to be of one length
            Some(b'<') if matches!(self.peek(1), Some(b'=' | b'!' | b'*')) => Err(Stop::Unknown),
            Some(b'<') => self.name(b'>'),
            Some(b'\'') => self.name(b'\''),
            Some(b'|' | b'^' | b'R' | b'&' | b'C' | b'(' | b'*' | b'+' | b'0'..=b'9') => Err(Stop::Unknown),
            Some(_) => self.options(),
        }
    }

    /// The name of a group.
    fn name(&mut self, end: u8) -> Step<()> {
        self.at += 1;
        let rest = &self.octets[self.at..];
        let length = rest.iter().position(|octet| !(octet.is_ascii_alphanumeric() || *octet == b'_'));
        let name = &rest[..length.unwrap_or(rest.len())];
        match name.first() {
            None => return refuse("subpattern name expected", self.at),
            Some(first) if first.is_ascii_digit() => {
                return refuse("subpattern name must start with a non-digit", self.at);
            }
            Some(_) if name.len() > 32 => return Err(Stop::Unknown),
            Some(_) => {}
        }
        self.at += name.len();
        if self.peek(0) != Some(end) {
            return refuse("syntax error in subpattern name (missing terminator?)", self.at);
        }
        self.groups += 1;
        self.take(false);
        if self.names.insert(name) {
            return Ok(());
        }
        refuse("two named subpatterns have the same name (PCRE2_DUPNAMES not set)", self.at)
    }

    /// `(?i)`, `(?i-s:…)`: which options hold from here on, or in a group.
    fn options(&mut self) -> Step<()> {
        loop {
            match self.peek(0) {
                None => return refuse("missing closing parenthesis", self.at),
                Some(b'-') if self.peek(1).is_some_and(|next| next == b'-' || next.is_ascii_digit()) => {
                    return Err(Stop::Unknown);
                }
                Some(b'i' | b'm' | b's' | b'U' | b'-') => self.at += 1,
                // blanks and names count otherwise with these
                Some(b'x' | b'n' | b'J') => return Err(Stop::Unknown),
                Some(b':') => break,
                Some(b')') => {
                    self.open -= 1;
                    break;
                }
                Some(_) => return refuse("unrecognized character after (? or (?-", self.at),
            }
        }
        self.take(false);
        Ok(())
    }
}

/// Letters that mean nothing behind a backslash.
fn unrecognized(octet: u8) -> bool {
    b"ijmqyIJMOTY".contains(&octet)
}
