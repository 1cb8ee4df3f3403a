//! Regular expressions as configurations have them: the part of PCRE that is plain (pcre2pattern(3)): letters, `.`, classes, groups,
//! alternatives, `*`, `+`, `?`, `^`, `$`. What goes beyond it (looking around, counts, references) is not tried, and whoever asks is told so:
//! a whole engine would weigh more than all that is predicted with it.

/// An expression that can be tried.
#[derive(Debug)]
pub(crate) struct Expression {
    alternatives: Vec<Vec<Node>>,
    groups: usize,
    caseless: bool,
}

#[derive(Debug)]
enum Node {
    Letter(char),
    Any,
    /// Ranges, and whether all else is meant.
    Class(Vec<(char, char)>, bool),
    Start,
    End,
    /// Alternatives; the number of what it captures.
    Group(Vec<Vec<Node>>, Option<usize>),
    /// At least so often, and once at most if so.
    Repeat(Box<Node>, usize, bool),
}

/// What a match captured: the whole, then group after group.
pub(crate) type Captures = Vec<Option<String>>;

/// More steps than any expression of a configuration takes: those that repeat what repeats could take for ever.
const MOST_STEPS: usize = 100_000;

impl Expression {
    /// Reads one; `None` where it goes beyond what is tried here.
    pub(crate) fn read(pattern: &str, caseless: bool) -> Option<Expression> {
        // in small letters `\D` would be another
        let lowered =
            |(at, _): (usize, &str)| pattern[at + 1..].starts_with(|next: char| next.is_ascii_uppercase());
        if caseless && pattern.match_indices('\\').any(lowered) {
            return None;
        }
        let pattern = if caseless { pattern.to_lowercase() } else { pattern.to_owned() };
        let mut reader = Reader { letters: pattern.chars().collect(), at: 0, groups: 0 };
        let alternatives = reader.alternatives()?;
        let whole = reader.at == reader.letters.len();
        whole.then_some(Expression { alternatives, groups: reader.groups, caseless })
    }

    /// What the first match captures; the outer `None` where it takes too long to say.
    pub(crate) fn find(&self, text: &str) -> Option<Option<Captures>> {
        let letters: Vec<char> = text.chars().collect();
        let compared: Vec<char> =
            if self.caseless { text.to_lowercase().chars().collect() } else { letters.clone() };
        // a letter that becomes two in small letters has no place of its own
        if compared.len() != letters.len() {
            return None;
        }
        let mut run = Run { text: &compared, steps: 0, captured: vec![None; self.groups + 1] };
        for start in 0..=letters.len() {
            let mut end = None;
            let found = run.any(&self.alternatives, start, &mut |_, at| {
                end = Some(at);
                true
            });
            if run.steps > MOST_STEPS {
                return None;
            }
            if found {
                run.captured[0] = end.map(|end| (start, end));
                let text = |(from, to): (usize, usize)| letters[from..to].iter().collect();
                return Some(Some(run.captured.into_iter().map(|range| range.map(text)).collect()));
            }
        }
        Some(None)
    }
}

/// Whether an expression is found in a text; `None` where that cannot be said here.
pub(crate) fn fits(pattern: &str, text: &str, caseless: bool) -> Option<bool> {
    Some(Expression::read(pattern, caseless)?.find(text)?.is_some())
}

struct Reader {
    letters: Vec<char>,
    at: usize,
    groups: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn takes(&mut self, words: &str) -> bool {
        let found = words
            .chars()
            .enumerate()
            .all(|(ahead, letter)| self.letters.get(self.at + ahead) == Some(&letter));
        self.at += if found { words.chars().count() } else { 0 };
        found
    }

    fn alternatives(&mut self) -> Option<Vec<Vec<Node>>> {
        let mut all = vec![self.sequence()?];
        while self.takes("|") {
            all.push(self.sequence()?);
        }
        Some(all)
    }

    fn sequence(&mut self) -> Option<Vec<Node>> {
        let mut nodes = Vec::new();
        while let Some(letter) = self.peek().filter(|letter| !"|)".contains(*letter)) {
            self.at += 1;
            let node = match letter {
                '.' => Node::Any,
                '^' => Node::Start,
                '$' => Node::End,
                '(' => self.group()?,
                '[' => self.class()?,
                '\\' => self.escape()?,
                '*' | '+' | '?' | '{' => return None,
                other => Node::Letter(other),
            };
            let (least, once) = match self.peek() {
                Some('*') => (0, false),
                Some('+') => (1, false),
                Some('?') => (0, true),
                Some('{') => return None,
                _ => {
                    nodes.push(node);
                    continue;
                }
            };
            self.at += 1;
            // lazy and possessive ones
            if matches!(self.peek(), Some('?' | '+')) {
                return None;
            }
            nodes.push(Node::Repeat(Box::new(node), least, once));
        }
        Some(nodes)
    }

    fn group(&mut self) -> Option<Node> {
        let mut number = None;
        if !self.takes("?:") {
            if self.takes("?<") || self.takes("?P<") || self.takes("?p<") {
                let length = self.letters[self.at..].iter().position(|letter| *letter == '>')?;
                let name = &self.letters[self.at..self.at + length];
                if !name.iter().all(|letter| letter.is_alphanumeric() || *letter == '_') {
                    return None;
                }
                self.at += length + 1;
            } else if matches!(self.peek(), Some('?' | '*')) {
                return None;
            }
            self.groups += 1;
            number = Some(self.groups);
        }
        let inside = self.alternatives()?;
        self.takes(")").then_some(Node::Group(inside, number))
    }

    fn class(&mut self) -> Option<Node> {
        let negated = self.takes("^");
        let mut ranges = Vec::new();
        loop {
            let first = self.peek()?;
            self.at += 1;
            match first {
                ']' if !ranges.is_empty() => return Some(Node::Class(ranges, negated)),
                '[' => return None,
                '\\' => match self.escape()? {
                    Node::Letter(letter) => ranges.push((letter, letter)),
                    Node::Class(inner, false) => ranges.extend(inner),
                    _ => return None,
                },
                first => {
                    let range = self.peek() == Some('-')
                        && self.letters.get(self.at + 1).is_some_and(|end| !"]\\".contains(*end));
                    let last = if range { self.letters[self.at + 1] } else { first };
                    self.at += if range { 2 } else { 0 };
                    ranges.push((first, last));
                }
            }
        }
    }

    fn escape(&mut self) -> Option<Node> {
        let letter = self.peek()?;
        self.at += 1;
        let digits = ('0', '9');
        Some(match letter {
            'd' => Node::Class(vec![digits], false),
            'w' => Node::Class(vec![digits, ('a', 'z'), ('A', 'Z'), ('_', '_')], false),
            's' => Node::Class(vec![(' ', ' '), ('\t', '\r')], false),
            other if other.is_ascii_alphanumeric() => return None,
            other => Node::Letter(other),
        })
    }
}

struct Run<'a> {
    text: &'a [char],
    steps: usize,
    captured: Vec<Option<(usize, usize)>>,
}

/// What has to follow.
type Then<'t> = &'t mut dyn FnMut(&mut Run<'_>, usize) -> bool;

impl Run<'_> {
    fn any(&mut self, alternatives: &[Vec<Node>], at: usize, then: Then<'_>) -> bool {
        alternatives.iter().any(|nodes| self.all(nodes, at, then))
    }

    fn all(&mut self, nodes: &[Node], at: usize, then: Then<'_>) -> bool {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return false;
        }
        let Some((node, rest)) = nodes.split_first() else { return then(self, at) };
        self.one(node, at, &mut |run, at| run.all(rest, at, then))
    }

    fn one(&mut self, node: &Node, at: usize, then: Then<'_>) -> bool {
        let letter = self.text.get(at).copied();
        match node {
            Node::Letter(wanted) => letter == Some(*wanted) && then(self, at + 1),
            Node::Any => letter.is_some_and(|letter| letter != '\n') && then(self, at + 1),
            Node::Class(ranges, negated) => {
                let within = |letter: char| ranges.iter().any(|(from, to)| (*from..=*to).contains(&letter));
                letter.is_some_and(|letter| within(letter) != *negated) && then(self, at + 1)
            }
            Node::Start => at == 0 && then(self, at),
            Node::End => (at == self.text.len() || self.text[at..] == ['\n']) && then(self, at),
            Node::Group(inside, number) => self.any(inside, at, &mut |run, end| {
                let Some(number) = *number else { return then(run, end) };
                let before = run.captured[number].replace((at, end));
                let found = then(run, end);
                if !found {
                    run.captured[number] = before;
                }
                found
            }),
            Node::Repeat(inside, least, once) => self.repeat((inside, *least, *once), 0, at, then),
        }
    }

    fn repeat(&mut self, of: (&Node, usize, bool), count: usize, at: usize, then: Then<'_>) -> bool {
        self.steps += 1;
        let (inside, least, once) = of;
        let may_go_on = self.steps <= MOST_STEPS && !(once && count == 1);
        // once more, unless nothing would be taken
        let more = may_go_on
            && self.one(inside, at, &mut |run, end| end > at && run.repeat(of, count + 1, end, then));
        more || (count >= least && then(self, at))
    }
}

#[cfg(test)]
mod tests {
    use super::{Expression, fits};

    #[test]
    fn plain_expressions_are_tried_and_others_are_not() {
        for (pattern, text, expected) in [
            ("CN=alice", "O=Lab,CN=alice", Some(true)),
            ("^CN=alice", "O=Lab,CN=alice", Some(false)),
            (r"\.php$", "/a/b.php", Some(true)),
            (r"\.php$", "/a/bxphp", Some(false)),
            ("^/(api|v[12])/", "/v2/x", Some(true)),
            ("^/(api|v[12])/", "/v3/x", Some(false)),
            ("^/a/.*/z$", "/a/b/c/z", Some(true)),
            (r"^\w+@example\.(?:com|test)$", "me@example.test", Some(true)),
            (r"^\d+$", "12a", Some(false)),
            ("^[^/]+$", "a/b", Some(false)),
            ("^[a-c-]+$", "a-b", Some(true)),
            ("a*b?c", "xc", Some(true)),
            ("(a*)*b", "aaaa", Some(false)),
            ("^$", "", Some(true)),
            ("", "x", Some(true)),
            ("(?i)x", "X", None),
            ("a{2}", "aa", None),
            (r"\bx", "x", None),
            ("(?!x)", "y", None),
            ("a+?", "a", None),
            ("(", "", None),
            (")", "", None),
            ("[", "", None),
            ("*", "", None),
        ] {
            assert_eq!(fits(pattern, text, false), expected, "{pattern} in {text}");
        }
        assert_eq!(fits("Ab", "xaB", true), Some(true));
        assert_eq!(fits("Ab", "xaB", false), Some(false));
        // what would take for ever is given up
        assert_eq!(fits("(a*)*(a*)*(a*)*b", &"a".repeat(200), false), None);
    }

    #[test]
    fn groups_capture() {
        let find = |pattern: &str, text: &str| Expression::read(pattern, true)?.find(text)?;
        let texts = |found: Option<Vec<Option<String>>>| -> Vec<String> {
            found.into_iter().flatten().map(Option::unwrap_or_default).collect()
        };
        assert_eq!(texts(find("^/old/(.*)$", "/Old/A/b")), ["/Old/A/b", "A/b"]);
        assert_eq!(texts(find("(?<x>a)|(b)", "cb")), ["b", "", "b"]);
        assert_eq!(texts(find("(a|ab)(c|bcd)", "abcd")), ["abcd", "a", "bcd"]);
        assert!(find("x", "y").is_none());
    }
}
