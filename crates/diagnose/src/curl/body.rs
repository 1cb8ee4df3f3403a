//! What a command sends along (curl's manual, `--data` and its kin): the values as they were written become parts. No file is read here.

use super::Command;

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
            "form" | "form-string" => Sent::Field(value.to_owned()),
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

    /// Whether what is sent along stands behind the question mark of the address (`--get`).
    #[must_use]
    pub fn sends_in_address(&self) -> bool {
        self.others.iter().any(|(name, _)| name == "get")
    }
}

#[cfg(test)]
mod tests {
    use super::Sent;

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
