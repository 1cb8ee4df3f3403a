//! What each option means: the words behind `curl` become the fields of a command, in curl's order (`tool_getparam.c`). An option
//! that nothing here depends on is kept with its value.

use pki::secret::Secret;

use super::body::Sent;
use super::line::Line;
use super::option::{self, Found, Known};
use super::{Command, Family, Http, Kind, Note, ReadError, Refusal, Shell, Tls};

pub(super) fn apply(line: Line) -> Result<Command, ReadError> {
    let mut command =
        Command { shell: line.shell, environment: line.environment, notes: line.notes, ..Command::default() };
    if line.words.is_empty() {
        return refuse(Refusal::NoWords);
    }
    let mut words = line.words.into_iter();
    let mut options = true;
    while let Some(word) = words.next() {
        if word == "--" && options {
            options = false;
        } else if let Some(name) = word.strip_prefix("--").filter(|_| options) {
            let (known, off) = match option::by_name(name) {
                Found::One(known, off) => (known, off),
                Found::NotBoolean => return refuse(Refusal::NotBoolean(word)),
                Found::Several => return refuse(Refusal::Ambiguous(word)),
                Found::None => return refuse(Refusal::Unknown(word)),
            };
            let value = if known.value {
                Some(words.next().ok_or(ReadError::Refused(Refusal::NoValue(word.clone())))?)
            } else {
                None
            };
            command.set(known, off, value, &word)?;
        } else if word == "-" && options {
            return refuse(Refusal::Unknown(word));
        } else if let Some(letters) = word.strip_prefix('-').filter(|_| options) {
            command.letters(letters, &word, &mut words)?;
        } else {
            command.urls.push(word);
        }
    }
    // what another command would print is not known
    let printed = command.urls.first().filter(|url| url.starts_with("$(") || url.starts_with('`'));
    if let Some(url) = printed {
        return Err(ReadError::Printed(url.clone()));
    }
    // a file of options may hold one
    if command.urls.is_empty() && !command.has("config") {
        return refuse(Refusal::NoUrl);
    }
    command.kinds_agree()?;
    Ok(command)
}

fn refuse<T>(refusal: Refusal) -> Result<T, ReadError> {
    Err(ReadError::Refused(refusal))
}

impl Command {
    /// `-sSk`, `-Ecert`, `-H value`.
    fn letters(
        &mut self,
        letters: &str,
        word: &str,
        words: &mut impl Iterator<Item = String>,
    ) -> Result<(), ReadError> {
        for (at, letter) in letters.char_indices() {
            let Some(known) = option::by_letter(letter) else {
                return refuse(Refusal::Unknown(word.to_owned()));
            };
            if !known.value {
                self.set(known, false, None, word)?;
                // letters behind that of --next are not looked at (`parse_args`)
                if known.name == "next" {
                    break;
                }
                continue;
            }
            let rest = &letters[at + letter.len_utf8()..];
            let value = if rest.is_empty() { words.next() } else { Some(rest.to_owned()) };
            let value = value.ok_or(ReadError::Refused(Refusal::NoValue(word.to_owned())))?;
            return self.set(known, false, Some(value), word);
        }
        Ok(())
    }

    fn set(&mut self, known: Known, off: bool, value: Option<String>, word: &str) -> Result<(), ReadError> {
        if let Some(since) = known.since {
            self.notes.push(Note::Newer { option: known.name, since });
        }
        // the folder in which curl is called
        let here = |text: String| match text.strip_prefix("$PWD/").or(text.strip_prefix("${PWD}/")) {
            Some(path) => path.to_owned(),
            None => text,
        };
        let value = value.map(here);
        let text = value.clone().unwrap_or_default();
        let path = text.strip_prefix('@').filter(|_| known.name.starts_with("data")).unwrap_or(&text);
        if path.starts_with("~/") && self.shell != Shell::PowerShell && known.name != "data-raw" {
            self.notes.push(Note::HomeAsWritten(path.to_owned()));
        }
        match known.name {
            // what stands behind is not read any more, and what stood before was taken
            "help" | "manual" | "version" if !off => return Err(self.of_itself(word)),
            "engine" if text.eq_ignore_ascii_case("list") => {
                return Err(self.of_itself(&format!("{word} {text}")));
            }
            "cert" => self.set_certificate(&text),
            "cert-type" => self.certificate_type = value,
            "key" => self.key = value,
            "key-type" => self.key_type = value,
            "pass" => self.set_passphrase(text),
            "cacert" => self.authorities = value,
            "capath" => self.authority_folder = value,
            "crlfile" => self.lists = value,
            "insecure" => self.insecure = !off,
            "resolve" => self.resolve.push(text),
            "connect-to" => self.connect_to.push(text),
            "unix-socket" => self.unix_socket = value,
            // nginx listens on none of these
            "abstract-unix-socket" => self.unix_socket = Some(format!("\0{text}")),
            "ipv4" => self.family = Some(Family::Four),
            "ipv6" => self.family = Some(Family::Six),
            "request-target" => self.target = value,
            "pinnedpubkey" => self.pinned = value,
            "cert-status" => self.stapled = !off,
            "form" if !text.contains('=') => {
                return refuse(Refusal::BadValue { option: word.to_owned(), value: text });
            }
            "proxy" => self.proxy = value,
            "proxy1.0" => self.proxy = Some(format!("http://{text}")),
            "socks4" | "socks4a" | "socks5" => self.proxy = Some(format!("{}://{text}", known.name)),
            "socks5-hostname" => self.proxy = Some(format!("socks5h://{text}")),
            "preproxy" => self.first_proxy = value,
            "noproxy" => self.no_proxy = value,
            "tlsv1" | "tlsv1.0" => self.tls_min = Some(Tls::V1_0),
            "tlsv1.1" => self.tls_min = Some(Tls::V1_1),
            "tlsv1.2" => self.tls_min = Some(Tls::V1_2),
            "tlsv1.3" => self.tls_min = Some(Tls::V1_3),
            "tls-max" => self.tls_max = highest(&text, word)?,
            "ciphers" => self.ciphers = value,
            "tls13-ciphers" => self.tls13_ciphers = value,
            "curves" => self.curves = value,
            "header" => self.headers.push(text),
            "request" => self.method = value,
            "data" | "data-ascii" | "data-binary" | "data-raw" | "data-urlencode" | "json" | "form"
            | "form-string" | "upload-file" => {
                self.sent.extend(Sent::of(known.name, &text));
                self.kinds.push(match known.name {
                    "upload-file" => Kind::Upload,
                    "form" | "form-string" => Kind::Form,
                    _ => Kind::Data,
                });
            }
            "head" => {
                self.head = !off;
                if !off {
                    self.kinds.push(Kind::Head);
                }
            }
            "http1.0" => self.http = Some(Http::V1_0),
            "http1.1" => self.http = Some(Http::V1_1),
            "http2" => self.http = Some(Http::V2),
            "http2-prior-knowledge" => self.http = Some(Http::V2AtOnce),
            // Debian's curl is built without these: HTTP/3, and a resolver of its own (c-ares)
            "http3" | "http3-only" | "dns-interface" | "dns-ipv4-addr" | "dns-ipv6-addr" | "dns-servers" => {
                return refuse(Refusal::NotBuiltIn(word.to_owned()));
            }
            // and of these it knows one kind alone
            "tlsauthtype" | "proxy-tlsauthtype" if !text.eq_ignore_ascii_case("SRP") => {
                return refuse(Refusal::NotBuiltIn(word.to_owned()));
            }
            "fail" | "fail-with-body" => {
                let flag = if known.name == "fail" { &mut self.fail } else { &mut self.keeps_body };
                *flag = !off;
                if self.fail && self.keeps_body {
                    return refuse(Refusal::FailsTwice);
                }
            }
            "output" if text.is_empty() => {
                return refuse(Refusal::BadValue { option: word.to_owned(), value: text });
            }
            "location" => self.follow = !off,
            "location-trusted" => {
                self.follow = !off;
                self.others.push((known.name.to_owned(), None));
            }
            "silent" => self.silent = !off,
            "show-error" => self.show_error = !off,
            "url" => self.urls.push(text),
            name => {
                if let Some(refusal) = number(name, &text, word) {
                    return refuse(refusal);
                }
                // the last word on it counts
                let on = name.strip_prefix("no-").unwrap_or(name).to_owned();
                let (name, other) =
                    if off { (format!("no-{on}"), on) } else { (on.clone(), format!("no-{on}")) };
                self.others.retain(|(known, _)| *known != other);
                self.others.push((name, value));
            }
        }
        Ok(())
    }

    /// curl tells of itself and ends, unless it does not know what stood before.
    fn of_itself(&self, written: &str) -> ReadError {
        let newer = self.notes.iter().find_map(|note| match note {
            Note::Newer { option, .. } => Some(Refusal::Unknown(format!("--{option}"))),
            _ => None,
        });
        newer.map_or_else(|| ReadError::OfItself(written.to_owned()), ReadError::Refused)
    }

    /// The file, and behind a colon the password; `\:` and `\\` stand for themselves (curl's `parse_cert_parameter`).
    fn set_certificate(&mut self, text: &str) {
        if text.to_ascii_lowercase().starts_with("pkcs11:") {
            self.certificate = Some(text.to_owned());
            return;
        }
        // on Windows a letter with a colon is a drive
        let drive = self.shell != Shell::Posix
            && text.as_bytes().get(1) == Some(&b':')
            && text.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && text[2..].starts_with(['/', '\\']);
        let mut file = String::new();
        let mut letters = text.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' if self.shell == Shell::Posix || text[at + 1..].starts_with([':', '\\']) => {
                    match letters.next() {
                        Some((_, next @ ('\\' | ':'))) => file.push(next),
                        Some((_, next)) => file.extend(['\\', next]),
                        None => file.push('\\'),
                    }
                }
                ':' if drive && at == 1 => file.push(':'),
                ':' => {
                    if at + 1 < text.len() {
                        self.set_passphrase(text[at + 1..].to_owned());
                    }
                    break;
                }
                other => file.push(other),
            }
        }
        self.certificate = Some(file);
    }

    /// A request is of one kind alone (`SetHTTPrequest`); `--get` makes a query of what would be sent.
    fn kinds_agree(&self) -> Result<(), ReadError> {
        let get = self.has("get");
        let kinds: Vec<Kind> =
            self.kinds.iter().copied().filter(|kind| !(get && *kind == Kind::Data)).collect();
        match kinds.iter().find(|kind| **kind != kinds[0]) {
            Some(other) => refuse(Refusal::TwoKinds(kinds[0].option(), other.option())),
            None => Ok(()),
        }
    }

    fn set_passphrase(&mut self, text: String) {
        if !self.notes.contains(&Note::PassphraseInSight) {
            self.notes.push(Note::PassphraseInSight);
        }
        self.passphrase = Some(Secret::new(text.into_bytes()));
    }
}

fn highest(text: &str, word: &str) -> Result<Option<Tls>, ReadError> {
    if text == "default" {
        return Ok(None);
    }
    match Tls::ALL.into_iter().find(|version| version.number() == text) {
        Some(version) => Ok(Some(version)),
        None => refuse(Refusal::BadValue { option: word.to_owned(), value: text.to_owned() }),
    }
}

/// What curl says to a value that is no number where it wants one (`str2unum`, `secs2ms`).
fn number(name: &str, text: &str, word: &str) -> Option<Refusal> {
    const WHOLE: [&str; 9] = [
        "retry",
        "retry-delay",
        "retry-max-time",
        "keepalive-time",
        "speed-limit",
        "speed-time",
        "parallel-max",
        "happy-eyeballs-timeout-ms",
        "tftp-blksize",
    ];
    const SECONDS: [&str; 3] = ["max-time", "connect-timeout", "expect100-timeout"];
    let (digits, below) = match text.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let option = word.to_owned();
    let whole = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
    let right = if SECONDS.contains(&name) {
        digits.parse::<f64>().is_ok()
    } else if WHOLE.contains(&name) || name == "max-redirs" {
        whole
    } else {
        return None;
    };
    if !right {
        return Some(Refusal::NoNumber { option, value: text.to_owned() });
    }
    (below && name != "max-redirs").then(|| Refusal::Negative { option, value: text.to_owned() })
}
