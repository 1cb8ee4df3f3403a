//! Alerts that are told of by number or name alone: as RFC 8446 section 6 writes the name, as OpenSSL, BoringSSL, rustls, Java, Go and
//! GnuTLS print it, as a number behind the word, or as the only thing that is said.

use core::ops::Range;

use super::places::Searched;
use super::seen::Seen;

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alert {
    number: &'static str,
    /// As RFC 8446 writes it.
    name: &'static str,
    /// As programs write it, as it is compared: the standard's name first.
    spelt: Vec<String>,
    /// As programs that have no word for it print it, as it is compared.
    reason: String,
}

/// How else programs write a name, as it is compared: Go, GnuTLS, rustls and OpenSSL.
const OTHERWISE: [(&str, &str); 12] = [
    ("certificate_revoked", "revokedcertificate"),
    ("certificate_expired", "expiredcertificate"),
    ("certificate_unknown", "unknowncertificate"),
    ("unknown_ca", "unknowncertificateauthority"),
    ("unknown_ca", "caisunknown"),
    ("decode_error", "errordecodingmessage"),
    ("decrypt_error", "errordecryptingmessage"),
    ("protocol_version", "protocolversionnotsupported"),
    ("insufficient_security", "insufficientsecuritylevel"),
    ("user_canceled", "usercancelled"),
    ("unrecognized_name", "unrecognisedname"),
    ("ech_required", "encryptedclienthellorequired"),
];

/// What announces an alert: the word; Go, which leaves it out; OpenSSL and BoringSSL, which do so of the alerts of RFC 6066; the event log of a
/// Korean Windows.
const ANNOUNCING: [&str; 4] = [WORD, "remoteerror:tls:", "tlsv1", KOREAN];
const KOREAN: &str = "경고코드에정의된tls프로토콜은";
const WORD: &str = "alert";

/// curl writes both octets of an alert as one number: its level, which is 1 or 2, and which alert it is.
const LEVELS: [u16; 2] = [0x100, 0x200];

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
const BETWEEN: [(&str, bool); 15] = [
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
    ("desc", true),
];

/// The alert that ends a connection in order.
const ORDERLY: &str = "close_notify";

/// How names go on that begin as another one: alerts of RFC 6066, and Go for an unknown authority.
const LONGER: [&str; 3] = ["statusresponse", "hashvalue", "authority"];

/// What OpenSSL and LibreSSL add to the number of an alert that they have no words for (SSL_AD_REASON_OFFSET).
const REASON_OFFSET: u16 = 1000;

/// Where an alert may be announced.
#[derive(Debug, Clone, Copy)]
pub(super) struct Announced {
    /// Where, by what.
    at: usize,
    word: &'static str,
    /// Where that begins by which it is told.
    told: usize,
    /// Whether a number is one even where a word goes on behind it.
    numbered: bool,
    /// Whether TLS is spoken of before it in its line: other things bear the names of some alerts too.
    of_tls: bool,
    /// Whether it is this side that sent it: then the other one was refused.
    went_out: bool,
}

/// Every place where an alert may be announced: looked for once for all alerts, and each line once.
pub(super) fn announcements(seen: &Seen) -> Vec<Announced> {
    let text = seen.text();
    let mut all = Vec::new();
    for word in ANNOUNCING {
        let mut before = Before::default();
        for (at, _) in text.match_indices(word) {
            before.go_on(seen, at);
            let mut rest = &text[at + word.len()..];
            let mut numbered = word == KOREAN;
            // rustls: “received fatal alert: DecryptError”, “AlertReceived(DecryptError)”
            let of_line = &text[before.line..at];
            let mut fatal = word != WORD || of_line.ends_with("fatal") || rest.starts_with("received(");
            while let Some((between, number)) = BETWEEN.iter().find(|(between, _)| rest.starts_with(between))
            {
                numbered |= number;
                fatal |= *between == "fatal";
                rest = &rest[between.len()..];
            }
            all.push(Announced {
                at,
                word,
                told: text.len() - rest.len(),
                numbered,
                of_tls: fatal || before.tls,
                went_out: before.went_out || text[at..].starts_with("alertwrite"),
            });
        }
    }
    all
}

/// What stands in a line before a place, as far as it was looked through.
#[derive(Debug, Default)]
struct Before {
    /// Where the line begins.
    line: usize,
    /// How far it was looked through.
    until: usize,
    tls: bool,
    went_out: bool,
}

impl Before {
    /// Looks on, to a place behind the last one.
    fn go_on(&mut self, seen: &Seen, at: usize) {
        /// No mark is longer; one may begin before where the last look ended.
        const LONGEST: usize = 16;
        let line = seen.of_line(seen.line(at)).start;
        if line > self.line {
            *self = Before { line, until: line, ..Before::default() };
        }
        let mut from = self.until.saturating_sub(LONGEST).max(self.line);
        while !seen.text().is_char_boundary(from) {
            from += 1;
        }
        let between = &seen.text()[from..at];
        self.tls |= between.contains("tls") || between.contains("ssl");
        self.went_out |= went_out(between);
        self.until = at;
    }
}

impl Alert {
    pub(super) fn of(written: &'static str) -> Option<Alert> {
        let (number, name) = written.split_once(' ')?;
        let others = OTHERWISE.iter().filter(|(of, _)| *of == name).map(|(_, other)| (*other).to_owned());
        let mut spelt: Vec<String> = core::iter::once(name.replace('_', "")).chain(others).collect();
        // the longest first: one may begin as another does
        spelt[1..].sort_by_key(|spelling| core::cmp::Reverse(spelling.len()));
        let reason = number.parse().map_or(0, |number: u16| REASON_OFFSET + number);
        Some(Alert { number, name, spelt, reason: format!("reason({reason})") })
    }

    /// What it is looked for by in whole messages.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.spelt.first().map(String::as_str).into_iter().chain([self.reason.as_str()])
    }

    /// Where it is told of as something that came from the other side, and how telling that is: less than any program's own words.
    /// `small` is the message in small letters.
    pub(super) fn find(
        &self,
        message: &Searched<'_>,
        small: &str,
        announced: &[Announced],
    ) -> Option<(Range<usize>, usize)> {
        let seen = message.seen;
        let told = || {
            let by_word = self.announced(seen, announced).or_else(|| self.bare(message, small));
            by_word.or_else(|| self.as_reason(message))
        };
        // an orderly end stands below much that went wrong, and explains none of it
        let ends = || (self.name != ORDERLY || small.trim().lines().count() < 2).then(told).flatten();
        self.alone(seen, small).or_else(ends).map(|range| (range, 0))
    }

    /// As all that is said: its number, or its name in any spelling, or both.
    fn alone(&self, seen: &Seen, small: &str) -> Option<Range<usize>> {
        const LONGEST: usize = 80;
        let said = small.trim();
        if said.len() > LONGEST || said.contains(char::is_control) {
            return None;
        }
        let compact: String = said.chars().filter(char::is_ascii_alphanumeric).collect();
        let compact = compact.strip_prefix("alertdescription").unwrap_or(&compact);
        let one_word = !said.contains(char::is_whitespace);
        let named = |name: &str| {
            name.strip_prefix(self.number).or_else(|| name.strip_suffix(self.number)).map_or_else(
                || self.is_spelt(name) && (one_word || !self.is_common()),
                |name| self.is_spelt(name),
            )
        };
        let number = said.trim_matches(['(', ')', '[', ']', '"', '\'', '`', '.', ':', '#']);
        let told = number == self.number || named(compact);
        told.then(|| 0..seen.text().len())
    }

    fn announced(&self, seen: &Seen, announced: &[Announced]) -> Option<Range<usize>> {
        let text = seen.text();
        announced.iter().find_map(|announced| {
            let Announced { at, word, told: start, .. } = *announced;
            let rest = &text[start..];
            let named = || {
                let name = self.spelt.iter().find(|name| {
                    rest.strip_prefix(name.as_str())
                        .is_some_and(|rest| !LONGER.iter().any(|longer| rest.starts_with(longer)))
                })?;
                (!self.is_common() || announced.of_tls).then_some(name.len())
            };
            let numbered = || {
                let end = start + self.number.len();
                let behind = rest.strip_prefix(self.number).filter(|_| word != "tlsv1")?;
                let next = behind.chars().next();
                let digit = next.is_some_and(|letter| letter.is_ascii_digit());
                let letter = next.is_some_and(char::is_alphanumeric) && !announced.numbered;
                (seen.ends_line(end) || !(digit || letter)).then_some(self.number.len())
            };
            let length = named().or_else(numbered).or_else(|| self.unnamed(rest))?;
            (!announced.went_out).then_some(at..start + length)
        })
    }

    /// What curl prints of an alert that its OpenSSL has no name for: `unknown (628)`.
    fn unnamed(&self, rest: &str) -> Option<usize> {
        let number: u16 = rest.starts_with("unknown(").then(|| self.number.parse().ok())??;
        let printed = LEVELS.iter().map(|level| format!("unknown({})", level | number));
        printed.filter(|printed| rest.starts_with(printed)).map(|printed| printed.len()).next()
    }

    fn is_spelt(&self, name: &str) -> bool {
        self.spelt.iter().any(|spelt| spelt == name)
    }

    fn is_common(&self) -> bool {
        COMMON.contains(&self.name)
    }

    /// As OpenSSL and LibreSSL print an alert that they have no words for: `SSL routines:…:reason(1116)`.
    fn as_reason(&self, message: &Searched<'_>) -> Option<Range<usize>> {
        /// How long the name of a function between may be.
        const FUNCTION: usize = 80;
        let at = message.places.next(&self.reason, 0)?;
        let routines = message.seen.text()[..at].rfind("sslroutines:")?;
        (at - routines < FUNCTION).then(|| at..at + self.reason.len())
    }

    /// Its name with its underscores, somewhere.
    fn bare(&self, message: &Searched<'_>, small: &str) -> Option<Range<usize>> {
        let seen = message.seen;
        // it stands nowhere where it does not without them
        self.spelt.first().filter(|name| message.places.any(name))?;
        let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let mut looked_at = None;
        small.match_indices(self.name).find_map(|(at, name)| {
            let alone = !small[..at].ends_with(part) && !small[at + name.len()..].starts_with(part);
            // the first of a line tells what all of it do
            let line = alone.then(|| seen.line_written(at)).filter(|line| looked_at != Some(*line))?;
            looked_at = Some(line);
            let squeezed = seen.of_line(line);
            let told = &seen.text()[squeezed.clone()];
            let tls = || ["tls", "ssl", "handshake", "alert"].iter().any(|word| told.contains(word));
            let name = self.spelt.first()?;
            let place = told.find(name)?;
            let counts = (!self.is_common() || tls()) && !went_out(&told[..place]);
            counts.then_some(squeezed.start + place..squeezed.start + place + name.len())
        })
    }
}

/// Whether it is said before an alert that it is this side that sent it: then the other one was refused.
fn went_out(before: &str) -> bool {
    ["(out)", "sendtls", "sendingtls", "sendingfatal", "generatedandsent"]
        .iter()
        .any(|word| before.contains(word))
}
