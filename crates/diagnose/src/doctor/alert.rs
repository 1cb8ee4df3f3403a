//! Alerts that are told of by number or name alone: as RFC 8446 section 6 writes the name, as OpenSSL, BoringSSL, rustls, Java and
//! GnuTLS print it, or as a number behind the word.

use core::ops::Range;

use super::seen::Seen;

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alert {
    number: &'static str,
    /// As RFC 8446 writes it.
    name: &'static str,
    /// As it is compared.
    squeezed: String,
}

/// Names that other things bear too (`access_denied` is OAuth's): they count where TLS is spoken of.
const COMMON: [&str; 9] = [
    "access_denied",
    "internal_error",
    "decode_error",
    "decrypt_error",
    "unexpected_message",
    "illegal_parameter",
    "protocol_version",
    "user_canceled",
    "record_overflow",
];

/// What stands between the word and what it tells, with whether a number is announced by it.
const BETWEEN: [(&str, bool); 14] = [
    // the event log of Windows
    ("codeis", true),
    ("number", true),
    ("[", true),
    ("received", false),
    ("description", false),
    ("fatal", false),
    ("level", false),
    ("read", false),
    (":", false),
    (",", false),
    ("=", false),
    ("(", true),
    ("{", false),
    (">", false),
];

/// Alerts of RFC 6066 that begin as another one.
const LONGER: [&str; 2] = ["statusresponse", "hashvalue"];

impl Alert {
    pub(super) fn of(written: &'static str) -> Option<Alert> {
        let (number, name) = written.split_once(' ')?;
        Some(Alert { number, name, squeezed: name.replace('_', "") })
    }

    /// Where it is told of as something that came from the other side, and how telling that is: less than any program's own words.
    /// `small` is the message in small letters.
    pub(super) fn find(&self, seen: &Seen, small: &str) -> Option<(Range<usize>, usize)> {
        self.announced(seen).or_else(|| self.bare(seen, small)).map(|range| (range, 0))
    }

    fn announced(&self, seen: &Seen) -> Option<Range<usize>> {
        let text = seen.text();
        text.match_indices("alert").find_map(|(at, alert)| {
            let before = &text[seen.of_line(seen.line(at)).start..at];
            let mut rest = &text[at + alert.len()..];
            let (mut announced, mut fatal) = (false, false);
            while let Some((word, number)) = BETWEEN.iter().find(|(word, _)| rest.starts_with(word)) {
                announced |= number;
                fatal |= *word == "fatal";
                rest = &rest[word.len()..];
            }
            let start = text.len() - rest.len();
            let tls = || fatal || before.contains("tls") || before.contains("ssl");
            let named = rest.strip_prefix(self.squeezed.as_str()).is_some_and(|rest| {
                !LONGER.iter().any(|longer| rest.starts_with(longer))
                    && (!COMMON.contains(&self.name) || tls())
            });
            let numbered = || {
                let end = start + self.number.len();
                rest.strip_prefix(self.number).is_some_and(|rest| {
                    let next = rest.chars().next();
                    let digit = next.is_some_and(|letter| letter.is_ascii_digit());
                    let word = next.is_some_and(char::is_alphanumeric) && !announced;
                    seen.ends_line(end) || !(digit || word)
                })
            };
            let length = if named { self.squeezed.len() } else { self.number.len() };
            ((named || numbered()) && !went_out(before, &text[at..])).then_some(at..start + length)
        })
    }

    /// Its name with its underscores, somewhere.
    fn bare(&self, seen: &Seen, small: &str) -> Option<Range<usize>> {
        let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        small.match_indices(self.name).find_map(|(at, name)| {
            let alone = !small[..at].ends_with(part) && !small[at + name.len()..].starts_with(part);
            let squeezed = seen.of_line(seen.line_written(at));
            let told = &seen.text()[squeezed.clone()];
            let tls = || ["tls", "ssl", "handshake", "alert"].iter().any(|word| told.contains(word));
            let place = alone.then(|| told.find(&self.squeezed)).flatten()?;
            let counts = (!COMMON.contains(&self.name) || tls()) && !went_out(&told[..place], "");
            counts.then_some(squeezed.start + place..squeezed.start + place + self.squeezed.len())
        })
    }
}

/// Whether it is this side that sent it: then the other one was refused.
fn went_out(before: &str, alert: &str) -> bool {
    ["(out)", "sendtls", "sendingtls", "sendingfatal", "generatedandsent"]
        .iter()
        .any(|word| before.contains(word))
        || alert.starts_with("alertwrite")
}
