//! What each option means: the words behind `curl` become the fields of a command, in curl's order (`tool_getparam.c`). An option
//! that nothing here depends on is kept with its value.

use pki::secret::Secret;

use super::body::Sent;
use super::line::Line;
use super::option::{self, Found, Known};
use super::{Command, Http, Note, ReadError, Refusal, Shell, Tls};

pub(super) fn apply(line: Line) -> Result<Command, ReadError> {
    let mut command =
        Command { shell: line.shell, environment: line.environment, notes: line.notes, ..Command::default() };
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
        } else if let Some(letters) = word.strip_prefix('-').filter(|rest| options && !rest.is_empty()) {
            command.letters(letters, &word, &mut words)?;
        } else {
            command.urls.push(word);
        }
    }
    if command.urls.is_empty() {
        return refuse(Refusal::NoUrl);
    }
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
        let text = value.clone().unwrap_or_default();
        match known.name {
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
            "proxy" => self.proxy = value,
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
                self.body |= known.name != "upload-file";
                self.sent.extend(Sent::of(known.name, &text));
            }
            "head" => self.head = !off,
            "http1.0" => self.http = Some(Http::V1_0),
            "http1.1" => self.http = Some(Http::V1_1),
            "http2" | "http2-prior-knowledge" => self.http = Some(Http::V2),
            // Debian's curl is built without it
            "http3" | "http3-only" => return refuse(Refusal::NotBuiltIn(word.to_owned())),
            "fail" => self.fail = !off,
            "fail-with-body" => (self.fail, self.keeps_body) = (!off, !off),
            "location" => self.follow = !off,
            "location-trusted" => {
                self.follow = !off;
                self.others.push((known.name.to_owned(), None));
            }
            "silent" => self.silent = !off,
            "show-error" => self.show_error = !off,
            "url" => self.urls.push(text),
            name => {
                let name =
                    if off && !name.starts_with("no-") { format!("no-{name}") } else { name.to_owned() };
                self.others.push((name, value));
            }
        }
        Ok(())
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
