//! How long what curl sends along is: nginx holds its length against `client_max_body_size` before anything else.

use crate::curl::{Command, Sent, Written};
use crate::files::Files;

/// How many octets are sent along, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Body {
    /// At least so many.
    pub(super) least: u64,
    /// At most; `None` where nothing tells.
    pub(super) most: Option<u64>,
    /// Whether the request tells it (`Content-Length`): what is sent in pieces nginx counts as it reads them.
    pub(super) told: bool,
}

/// What a field of a form has around its value: two lines of its header, of which one may name a type (RFC 7578).
const AROUND_FIELD: (u64, u64) = (90, 400);

impl Body {
    /// Of a command; `None` where nothing is sent along.
    pub(super) fn of(command: &Command, caller: &dyn Files) -> Option<Body> {
        if let Some(path) = command.upload() {
            // from the standard input there is no length
            let told = !["-", "."].contains(&path) && !is_chunked(command);
            let found = if told { Body::of_file(path, true, caller) } else { Body::UNKNOWN };
            return Some(Body { told, ..found });
        }
        if command.sends_in_address() || command.sent.is_empty() {
            return None;
        }
        // whoever tells a length of one's own has nginx believe it
        if command.header("content-length").is_some() {
            return Some(Body::UNKNOWN);
        }
        let mut whole: Option<Body> = None;
        for sent in &command.sent {
            let part = Body::of_part(sent, caller);
            whole = Some(match whole {
                None => part,
                Some(before) if matches!(sent, Sent::Json(_) | Sent::Field(_) | Sent::Literal(_)) => {
                    before.and(part)
                }
                Some(before) => before.and(Body::exactly(1)).and(part),
            });
        }
        whole.map(|whole| Body { told: !is_chunked(command), ..whole })
    }

    /// Nothing tells how long it is.
    const UNKNOWN: Body = Body { least: 0, most: None, told: true };

    fn exactly(length: u64) -> Body {
        Body { least: length, most: Some(length), told: true }
    }

    fn and(self, other: Body) -> Body {
        let most = self.most.zip(other.most).map(|(one, two)| one + two);
        Body { least: self.least + other.least, most, told: true }
    }

    fn of_part(sent: &Sent, caller: &dyn Files) -> Body {
        match sent {
            Sent::Text(text) => Body::exactly(count(text.len())),
            Sent::File { path, lines } => Body::of_file(path, *lines, caller),
            Sent::Escaped { before, text } => Body::exactly(count(before.len()) + escaped(text.as_bytes())),
            Sent::EscapedFile { before, path } => match caller.read(path) {
                Ok(contents) => Body::exactly(count(before.len()) + escaped(&contents)),
                Err(_) => Body::UNKNOWN,
            },
            Sent::Json(part) => Body::of_part(part, caller),
            Sent::Field(text) => Body::of_field(text, Some(caller)),
            Sent::Literal(text) => Body::of_field(text, None),
            Sent::Upload(path) => Body::of_file(path, true, caller),
        }
    }

    /// Without its line ends a file is sent without zeros too (`file2string` of curl's `tool_paramhlp.c`).
    fn of_file(path: &str, lines: bool, caller: &dyn Files) -> Body {
        if path == "-" {
            return Body::UNKNOWN;
        }
        match caller.read(path) {
            Ok(contents) if lines => Body::exactly(count(contents.len())),
            Ok(contents) => {
                let kept = contents.iter().filter(|octet| !matches!(octet, b'\r' | b'\n' | 0));
                Body::exactly(count(kept.count()))
            }
            Err(_) => Body::UNKNOWN,
        }
    }

    /// A field of a form; one that may name a file is given the files.
    fn of_field(text: &str, caller: Option<&dyn Files>) -> Body {
        let (least, most) = AROUND_FIELD;
        let around = Body { least, most: Some(most + 2 * count(text.len())), told: true };
        let value = text.split_once('=').map_or("", |(_, value)| value);
        let path = value.strip_prefix(['@', '<']).map(|path| path.split(';').next().unwrap_or_default());
        match path.zip(caller) {
            Some((path, caller)) => around.and(Body::of_file(path, true, caller)),
            None => around.and(Body::exactly(count(value.len()))),
        }
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Whether a command sends its body in pieces: nginx learns its length while it reads it.
fn is_chunked(command: &Command) -> bool {
    let coded =
        |value: Written<'_>| matches!(value, Written::Value(value) if value.eq_ignore_ascii_case("chunked"));
    command.header("transfer-encoding").is_some_and(coded)
}

/// How long a text is once everything but letters, digits and `-._~` is escaped (`curl_easy_escape`).
fn escaped(text: &[u8]) -> u64 {
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~".contains(&octet);
    text.iter().map(|octet| if plain(*octet) { 1 } else { 3 }).sum()
}

#[cfg(test)]
mod tests {
    use super::Body;
    use crate::curl;
    use crate::files::Memory;

    #[test]
    fn lengths_are_those_that_curl_tells() {
        let files = Memory::new().with("f", "a\r\nb\0c\n");
        let of = |line: &str| {
            Body::of(&curl::read(&format!("curl {line} https://a/")).expect("a command"), &files)
        };
        for (line, expected) in [
            ("", None),
            ("-G -d abc", None),
            ("-d abc", Some(3)),
            ("-d a -d b=c", Some(5)),
            ("-d @f", Some(3)),
            ("--data-binary @f", Some(7)),
            ("--data-raw @f", Some(2)),
            ("--json a --json b", Some(2)),
            ("--data-urlencode 'n=a b~'", Some(8)),
            ("--data-urlencode n@f", Some(17)),
            ("-T f", Some(7)),
        ] {
            let found = of(line);
            assert_eq!(found, expected.map(Body::exactly), "{line}");
        }
        let form = of("-F a=@f").expect("a body");
        assert!(form.least > 7 && form.most.is_some_and(|most| most < 1000));
        let literal = of("--form-string a=@none").expect("a body");
        assert!(literal.least > 2 && literal.most.is_some_and(|most| most < 1000));
        assert_eq!(of("-F a=@none").map(|body| body.most), Some(None));
        let told = |line: &str| of(line).map(|body| body.told);
        assert_eq!(told("-T -"), Some(false));
        assert_eq!(told("-d a -H 'Transfer-Encoding: chunked'"), Some(false));
        assert_eq!(told("-d a -H 'Transfer-Encoding: identity'"), Some(true));
        assert_eq!(of("-d @none").map(|body| body.most), Some(None));
    }
}
