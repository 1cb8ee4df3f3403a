//! Who may enter: which requests need a certificate, which certificates will do, and how the others are told.

use serde::{Deserialize, Serialize};

use super::{Choice, ChoiceError, ListFault};

/// Which requests need a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verify {
    /// Every one.
    Everywhere,
    /// Those whose path begins so; at least one.
    Paths(Vec<PathPrefix>),
}

/// Which requests need a certificate, as it is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyKind {
    /// Every one.
    Everywhere,
    /// Those below some paths.
    Paths,
}

impl Choice for VerifyKind {
    const ALL: &'static [VerifyKind] = &[VerifyKind::Everywhere, VerifyKind::Paths];

    fn id(self) -> &'static str {
        match self {
            VerifyKind::Everywhere => "everywhere",
            VerifyKind::Paths => "paths",
        }
    }
}

/// Which certificates will do, among those that the authority issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Allow {
    /// All.
    Any,
    /// Those that are listed; at least one.
    Listed(AllowKind, Vec<String>),
}

/// What a certificate is known by, as it is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AllowKind {
    /// Nothing: all will do.
    Any,
    /// Its serial number: renewing changes it.
    Serial,
    /// Its fingerprint, of the kind that the server knows: renewing changes it.
    Fingerprint,
    /// Its subject, as nginx writes it (RFC 2253): renewing keeps it.
    Subject,
}

/// The fingerprints that a server knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digest {
    /// nginx: SHA-1 alone.
    Sha1,
    /// The gateway: SHA-256 alone.
    Sha256,
}

impl Choice for AllowKind {
    const ALL: &'static [AllowKind] =
        &[AllowKind::Any, AllowKind::Serial, AllowKind::Fingerprint, AllowKind::Subject];

    fn id(self) -> &'static str {
        match self {
            AllowKind::Any => "any",
            AllowKind::Serial => "serial",
            AllowKind::Fingerprint => "fingerprint",
            AllowKind::Subject => "subject",
        }
    }
}

/// How callers without a good certificate are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusals {
    /// By nginx's own pages, status 400.
    Nginx,
    /// By a sentence, status 403.
    Text,
    /// By a word in JSON, status 403.
    Json,
}

impl Choice for Refusals {
    const ALL: &'static [Refusals] = &[Refusals::Nginx, Refusals::Text, Refusals::Json];

    fn id(self) -> &'static str {
        match self {
            Refusals::Nginx => "nginx",
            Refusals::Text => "text",
            Refusals::Json => "json",
        }
    }
}

/// The beginning of a request's path, as nginx compares it: decoded, without `.` and `..`, in the letters' own case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathPrefix(String);

/// Bytes of the longest entry: nginx's hash buckets grow with it.
const LONGEST: usize = 400;
/// More entries than anybody reads through.
const MOST: usize = 500;

impl PathPrefix {
    fn parse(typed: &str) -> Result<PathPrefix, ListFault> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
        let upward = |part: &str| matches!(part, "." | "..");
        if !typed.starts_with('/') || typed == "/" || typed.contains("//") || typed.split('/').any(upward) {
            return Err(ListFault::NotAPath);
        }
        if typed.bytes().all(plain) { Ok(PathPrefix(typed.to_owned())) } else { Err(ListFault::NotAPath) }
    }

    /// The text, beginning with `/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Verify {
    /// Checks what was typed: one path a line, or commas between.
    ///
    /// # Errors
    /// [`ChoiceError::List`] with the first fault.
    pub fn paths(typed: &str) -> Result<Verify, ChoiceError> {
        entries(typed, &['\n', ','], PathPrefix::parse).map(Verify::Paths)
    }
}

impl Allow {
    /// Checks what was typed: one certificate a line.
    ///
    /// # Errors
    /// [`ChoiceError::List`] with the first fault.
    pub fn parse(kind: AllowKind, digest: Digest, typed: &str) -> Result<Allow, ChoiceError> {
        let read = match (kind, digest) {
            (AllowKind::Any, _) => return Ok(Allow::Any),
            (AllowKind::Serial, _) => serial,
            (AllowKind::Fingerprint, Digest::Sha1) => sha1,
            (AllowKind::Fingerprint, Digest::Sha256) => sha256,
            (AllowKind::Subject, _) => subject,
        };
        entries(typed, &['\n'], read).map(|listed| Allow::Listed(kind, listed))
    }
}

/// The entries of a list, each once, in the order in which they were typed.
pub(super) fn entries<T: PartialEq>(
    typed: &str,
    between: &[char],
    read: impl Fn(&str) -> Result<T, ListFault>,
) -> Result<Vec<T>, ChoiceError> {
    let mut found = Vec::new();
    for entry in typed.split(between).map(|entry| entry.trim_matches([' ', '\r', '\t'])) {
        if entry.is_empty() {
            continue;
        }
        let long = if entry.len() > LONGEST { Err(ListFault::Long(LONGEST)) } else { Ok(()) };
        let read = long.and_then(|()| read(entry));
        let read = read.map_err(|fault| ChoiceError::List { typed: entry.to_owned(), fault })?;
        if !found.contains(&read) {
            found.push(read);
        }
    }
    let fault = match found.len() {
        0 => ListFault::Empty,
        count if count > MOST => ListFault::Many(MOST),
        _ => return Ok(found),
    };
    Err(ChoiceError::List { typed: String::new(), fault })
}

/// The digits as OpenSSL prints a serial number (`i2a_ASN1_INTEGER`): whole octets, capital letters.
fn serial(typed: &str) -> Result<String, ListFault> {
    let digits = digits(typed).ok_or(ListFault::NotASerial)?.to_ascii_uppercase();
    let significant = digits.trim_start_matches('0');
    // 20 octets at most (RFC 5280 section 4.1.2.2)
    if significant.is_empty() || significant.len() > 40 {
        return Err(ListFault::NotASerial);
    }
    let odd = if significant.len() % 2 == 1 { "0" } else { "" };
    Ok(format!("{odd}{significant}"))
}

/// The digits as nginx prints a fingerprint: 20 octets in small letters.
fn sha1(typed: &str) -> Result<String, ListFault> {
    fingerprint(typed, 40, ListFault::NotSha1)
}

/// The digits as the gateway takes a fingerprint: 32 octets.
fn sha256(typed: &str) -> Result<String, ListFault> {
    fingerprint(typed, 64, ListFault::NotSha256)
}

/// A fingerprint of so many digits; `other` where it is one of the other kind.
fn fingerprint(typed: &str, wanted: usize, other: ListFault) -> Result<String, ListFault> {
    let digits = digits(typed).ok_or(ListFault::NotAFingerprint)?.to_ascii_lowercase();
    match digits.len() {
        length if length == wanted => Ok(digits),
        40 | 64 => Err(other),
        _ => Err(ListFault::NotAFingerprint),
    }
}

/// Hexadecimal digits, between which colons and spaces may stand.
fn digits(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|character| !matches!(character, ':' | ' ')).collect();
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(digits)
}

/// A name in the form of RFC 2253, which is ASCII: other characters are escaped there as octets (`\ED\95\9C`).
fn subject(typed: &str) -> Result<String, ListFault> {
    let attribute = typed.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
    });
    // nginx has no way to write a dollar sign in its configuration
    let plain = typed.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'$');
    if attribute && plain { Ok(typed.to_owned()) } else { Err(ListFault::NotASubject) }
}

#[cfg(test)]
mod tests {
    use super::{Allow, AllowKind, ChoiceError, Digest, ListFault, PathPrefix, Verify};

    #[test]
    fn paths_are_taken_or_refused_with_the_reason() {
        for (typed, expected) in [
            ("/admin", Ok("/admin")),
            (" /admin ,\r\n/v1/pay-out/,/admin", Ok("/admin /v1/pay-out/")),
            ("", Err(ListFault::Empty)),
            (" ,\n", Err(ListFault::Empty)),
            ("/", Err(ListFault::NotAPath)),
            ("admin", Err(ListFault::NotAPath)),
            ("/a/../b", Err(ListFault::NotAPath)),
            ("/a/./b", Err(ListFault::NotAPath)),
            ("/a//b", Err(ListFault::NotAPath)),
            ("/a b", Err(ListFault::NotAPath)),
            ("/a%2fb", Err(ListFault::NotAPath)),
            ("/$uri", Err(ListFault::NotAPath)),
            ("/a;b", Err(ListFault::NotAPath)),
            ("/관리", Err(ListFault::NotAPath)),
        ] {
            let found = Verify::paths(typed).map(|verify| match verify {
                Verify::Paths(paths) => paths.iter().map(PathPrefix::as_str).collect::<Vec<_>>().join(" "),
                Verify::Everywhere => panic!("{typed:?}"),
            });
            let found = found.map_err(|error| match error {
                ChoiceError::List { fault, .. } => fault,
                other => panic!("{typed:?}: {other:?}"),
            });
            assert_eq!(found, expected.map(str::to_owned), "{typed:?}");
        }
    }

    #[test]
    fn certificates_are_written_as_nginx_writes_them_or_refused() {
        use AllowKind::{Fingerprint, Serial, Subject};
        let sha1 = "6A:3B:9E:5C:E5:F4:3C:F5:7D:F0:D0:BC:18:4C:9D:F1:65:80:D6:CB";
        for (kind, typed, expected) in [
            (Serial, "5E:81:bf", Ok("5E81BF")),
            (Serial, "00 0a", Ok("0A")),
            (Serial, "abc", Ok("0ABC")),
            (Serial, "0", Err(ListFault::NotASerial)),
            (Serial, "xyz", Err(ListFault::NotASerial)),
            (Serial, &"1".repeat(41), Err(ListFault::NotASerial)),
            (Fingerprint, sha1, Ok("6a3b9e5ce5f43cf57df0d0bc184c9df16580d6cb")),
            (Fingerprint, &"a".repeat(64), Err(ListFault::NotSha1)),
            (Fingerprint, "a", Err(ListFault::NotAFingerprint)),
            (Subject, "CN=partner-a,O=Example\\, Inc.", Ok("CN=partner-a,O=Example\\, Inc.")),
            (Subject, "2.5.4.5=7", Ok("2.5.4.5=7")),
            (Subject, "partner-a", Err(ListFault::NotASubject)),
            (Subject, "CN=한국", Err(ListFault::NotASubject)),
            (Subject, "CN=$1", Err(ListFault::NotASubject)),
            (Subject, "~^CN=a", Err(ListFault::NotASubject)),
            (Subject, &format!("CN={}", "a".repeat(400)), Err(ListFault::Long(400))),
        ] {
            let found = match Allow::parse(kind, Digest::Sha1, typed) {
                Ok(Allow::Listed(_, listed)) => Ok(listed.join(" ")),
                Ok(Allow::Any) => panic!("{typed:?}"),
                Err(ChoiceError::List { fault, .. }) => Err(fault),
                Err(other) => panic!("{typed:?}: {other:?}"),
            };
            assert_eq!(found, expected.map(str::to_owned), "{typed:?}");
        }
        assert_eq!(Allow::parse(AllowKind::Any, Digest::Sha1, "nonsense"), Ok(Allow::Any));
        // the gateway wants the other kind
        let wanted = |typed: &str| match Allow::parse(Fingerprint, Digest::Sha256, typed) {
            Ok(Allow::Listed(_, listed)) => Ok(listed.join(" ")),
            Err(ChoiceError::List { fault, .. }) => Err(fault),
            other => panic!("{typed:?}: {other:?}"),
        };
        assert_eq!(wanted(&"AB:".repeat(32)), Ok("ab".repeat(32)));
        assert_eq!(wanted(sha1), Err(ListFault::NotSha256));
        assert_eq!(wanted("a"), Err(ListFault::NotAFingerprint));
    }
}
