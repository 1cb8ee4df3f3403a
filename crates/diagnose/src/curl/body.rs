//! What a command sends along (curl's manual, `--data` and its kin): the values as they were written become parts. No file is read here.

use super::{Command, Kind};

/// A part of what is sent along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// Text as it stands; behind another part, an `&` comes first.
    Text(String),
    /// A file.
    File {
        /// Its path; `-` is the standard input.
        path: String,
        /// Whether line ends are sent as well (`--data-binary`).
        lines: bool,
    },
    /// Text of which everything is escaped that an address may not have, behind what stands as it is (`--data-urlencode`).
    Escaped {
        /// As it is.
        before: String,
        /// Escaped.
        text: String,
    },
    /// A file that is escaped in the same way.
    EscapedFile {
        /// As it is.
        before: String,
        /// Its path.
        path: String,
    },
    /// A further piece of JSON, which nothing parts from the one before it (`--json`).
    Json(Box<Sent>),
    /// A field of a form (`--form`), as it was written.
    Field(String),
    /// A field that is text whatever it begins with (`--form-string`).
    Literal(String),
    /// A file of its own, by PUT (`--upload-file`).
    Upload(String),
}

impl Sent {
    /// What an option with this value sends along; `None` where it is none of those that do.
    pub(super) fn of(option: &str, value: &str) -> Option<Sent> {
        let file = |lines: bool| match value.strip_prefix('@') {
            Some(path) => Sent::File { path: path.to_owned(), lines },
            None => Sent::Text(value.to_owned()),
        };
        Some(match option {
            "data" | "data-ascii" => file(false),
            "data-binary" => file(true),
            "data-raw" => Sent::Text(value.to_owned()),
            "json" => Sent::Json(Box::new(file(true))),
            "data-urlencode" => escaped(value),
            "form" => Sent::Field(value.to_owned()),
            "form-string" => Sent::Literal(value.to_owned()),
            "upload-file" => Sent::Upload(value.to_owned()),
            _ => return None,
        })
    }
}

/// `content`, `=content`, `name=content`, `@file`, `name@file`.
fn escaped(value: &str) -> Sent {
    let Some(at) = value.find('=').or_else(|| value.find('@')) else {
        return Sent::Escaped { before: String::new(), text: value.to_owned() };
    };
    let (name, rest) = (&value[..at], value[at + 1..].to_owned());
    let before = if name.is_empty() { String::new() } else { format!("{name}=") };
    match value.as_bytes()[at] {
        b'@' => Sent::EscapedFile { before, path: rest },
        _ => Sent::Escaped { before, text: rest },
    }
}

impl Command {
    /// The file that is uploaded, by PUT.
    #[must_use]
    pub fn upload(&self) -> Option<&str> {
        self.sent.iter().rev().find_map(|sent| match sent {
            Sent::Upload(path) => Some(path.as_str()),
            _ => None,
        })
    }

    /// Files that are sent as they are, each with the kind of request that sends it: an upload, or a field of a form (`name=@file;…`, `name=<file`).
    pub fn sent_files(&self) -> impl Iterator<Item = (Kind, &str)> {
        self.sent.iter().filter_map(|sent| match sent {
            Sent::Upload(path) => Some((Kind::Upload, path.as_str())),
            Sent::Field(text) => {
                // `<` sends what the file holds in place of the file
                let path = text.split_once('=')?.1.strip_prefix(['@', '<'])?;
                Some((Kind::Form, path.split(';').next().unwrap_or_default().trim_matches('"')))
            }
            _ => None,
        })
    }

    /// Whether something is sent by POST, unless a method is named.
    #[must_use]
    pub fn posts(&self) -> bool {
        !self.sends_in_address() && self.sent.iter().any(|sent| !matches!(sent, Sent::Upload(_)))
    }

    /// The user and the password: `--user`, or what stands before the host of the address.
    #[must_use]
    pub fn user(&self) -> Option<String> {
        self.value_of("user").map(str::to_owned).or_else(|| {
            let (_, rest) = self.urls.first()?.split_once("://")?;
            let (user, _) = rest.split('/').next()?.rsplit_once('@')?;
            Some(user.to_owned())
        })
    }

    /// The command once an answer with this status has sent it on (`Curl_follow`): a body is sent again with 307 and 308 alone, and elsewhere
    /// nobody learns names, passwords and cookies.
    #[must_use]
    pub fn sent_on(&self, status: u16, elsewhere: bool) -> Command {
        let kept = self.has(&format!("post{status}"));
        let mut next = self.clone();
        // of a method that is named (`--request`) the word stays, and the body goes all the same
        let posts = self.posts();
        let drops = match status {
            301 | 302 => posts && !kept,
            303 => !(self.head || posts && kept),
            _ => false,
        };
        if drops {
            next.sent.clear();
        }
        if elsewhere && !self.has("location-trusted") {
            next.others.retain(|(name, _)| !["user", "oauth2-bearer", "cookie"].contains(&name.as_str()));
            let secret = |line: &String| {
                let name = line.split([':', ';']).next().unwrap_or_default();
                name.eq_ignore_ascii_case("authorization") || name.eq_ignore_ascii_case("cookie")
            };
            next.headers.retain(|line| !secret(line));
            next.urls.clear();
        }
        next
    }

    /// Whether what is sent along stands behind the question mark of the address (`--get`).
    #[must_use]
    pub fn sends_in_address(&self) -> bool {
        self.has("get")
    }
}

#[cfg(test)]
mod tests {
    use super::Sent;

    #[test]
    fn what_is_sent_on_is_less() {
        let command = |line: &str| crate::curl::read(&format!("curl {line}")).expect("a command");
        for (line, status, method, body) in [
            ("-d x https://a/", 301, "GET", false),
            ("-d x https://a/", 303, "GET", false),
            ("-d x https://a/", 307, "POST", true),
            ("-d x https://a/", 308, "POST", true),
            ("-d x --post302 https://a/", 302, "POST", true),
            ("-d x --post302 https://a/", 301, "GET", false),
            ("-d x -X POST https://a/", 302, "POST", false),
            ("-T f https://a/", 302, "PUT", true),
            ("-T f https://a/", 303, "GET", false),
            ("-I https://a/", 303, "HEAD", false),
        ] {
            let next = command(line).sent_on(status, false);
            assert_eq!((next.method(), !next.sent.is_empty()), (method, body), "{line} {status}");
        }
        for (line, elsewhere, user, headers) in [
            ("-u a:b -H Cookie:x -H X:y https://a/", false, Some("a:b"), 2),
            ("-u a:b -H Cookie:x -H X:y https://a/", true, None, 1),
            ("--location-trusted -u a:b -H Cookie:x https://a/", true, Some("a:b"), 1),
            ("https://a:b@c/", false, Some("a:b"), 0),
            ("https://a:b@c/", true, None, 0),
        ] {
            let next = command(line).sent_on(302, elsewhere);
            assert_eq!((next.user().as_deref(), next.headers.len()), (user, headers), "{line} {elsewhere}");
        }
    }

    #[test]
    fn values_become_parts() {
        let file = |path: &str, lines| Sent::File { path: path.to_owned(), lines };
        let text = |text: &str| Sent::Text(text.to_owned());
        let escaped =
            |before: &str, text: &str| Sent::Escaped { before: before.to_owned(), text: text.to_owned() };
        for (option, value, expected) in [
            ("data", "a=b", text("a=b")),
            ("data", "@f", file("f", false)),
            ("data-binary", "@f", file("f", true)),
            ("data-raw", "@f", text("@f")),
            ("json", "{}", Sent::Json(Box::new(text("{}")))),
            ("form", "a=@f", Sent::Field("a=@f".to_owned())),
            ("form-string", "a=@f", Sent::Literal("a=@f".to_owned())),
            ("data-urlencode", "a b", escaped("", "a b")),
            ("data-urlencode", "=a@b", escaped("", "a@b")),
            ("data-urlencode", "n=@f", escaped("n=", "@f")),
            ("data-urlencode", "n@f", Sent::EscapedFile { before: "n=".to_owned(), path: "f".to_owned() }),
            ("data-urlencode", "@f", Sent::EscapedFile { before: String::new(), path: "f".to_owned() }),
        ] {
            assert_eq!(Sent::of(option, value), Some(expected), "--{option} {value}");
        }
        assert_eq!(Sent::of("header", "a"), None);
    }
}
