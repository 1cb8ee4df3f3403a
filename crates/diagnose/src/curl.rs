//! A command line of curl, as people paste it, becomes typed options: words as POSIX shells, cmd.exe and PowerShell make them
//! (`line`), options by the table of curl's own (`option`), what each means (`apply`). What curl then does is `predict`'s.

mod apply;
mod body;
mod calls;
mod cut;
mod document;
mod error;
mod line;
mod open;
mod option;
mod prompt;
mod url;

pub use body::Sent;
pub use calls::calls;
pub use cut::Cut;
pub use error::{ReadError, Refusal};
pub use line::Shell;
pub(crate) use line::commands;
pub use option::{NEWEST_KNOWN, VERSION};
pub use url::{Scheme, Url, UrlError};

use deploy::unwritable::shown;
use pki::secret::Secret;
use text::{Lang, Message};

use crate::once::once;

/// A command of curl.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Command {
    /// Whose rules of quoting it was written by.
    pub shell: Shell,
    /// Variables that are set before it on the same line: `CURL_CA_BUNDLE=ca.crt curl …`.
    pub environment: Vec<(String, String)>,
    /// What is asked for, as it was written.
    pub urls: Vec<String>,
    /// `--cert`: the client's certificate, a file unless the type says otherwise.
    pub certificate: Option<String>,
    /// `--cert-type`: `PEM`, `DER`, `P12`, `ENG`.
    pub certificate_type: Option<String>,
    /// `--key`.
    pub key: Option<String>,
    /// `--key-type`.
    pub key_type: Option<String>,
    /// `--pass`, or what stands behind the colon of `--cert`.
    pub passphrase: Option<Secret>,
    /// `--cacert`.
    pub authorities: Option<String>,
    /// `--capath`.
    pub authority_folder: Option<String>,
    /// `--crlfile`.
    pub lists: Option<String>,
    /// `--insecure`.
    pub insecure: bool,
    /// `--resolve`, in their order.
    pub resolve: Vec<String>,
    /// `--connect-to`, in their order.
    pub connect_to: Vec<String>,
    /// `--unix-socket`.
    pub unix_socket: Option<String>,
    /// `--proxy` and its kin, with the scheme that they stand for.
    pub proxy: Option<String>,
    /// `--preproxy`: the proxy before the proxy.
    pub first_proxy: Option<String>,
    /// `--ipv4` or `--ipv6`.
    pub family: Option<Family>,
    /// `--request-target`: what is asked for in place of the address's path.
    pub target: Option<String>,
    /// `--pinnedpubkey`.
    pub pinned: Option<String>,
    /// `--cert-status`: the server has to send what its authority says of its certificate.
    pub stapled: bool,
    /// The kinds of request that options ask for, in their order.
    pub kinds: Vec<Kind>,
    /// `--noproxy`.
    pub no_proxy: Option<String>,
    /// The lowest version of TLS: `--tlsv1.2`.
    pub tls_min: Option<Tls>,
    /// The highest: `--tls-max`.
    pub tls_max: Option<Tls>,
    /// `--ciphers`.
    pub ciphers: Option<String>,
    /// `--tls13-ciphers`.
    pub tls13_ciphers: Option<String>,
    /// `--curves`.
    pub curves: Option<String>,
    /// `--header`, in their order.
    pub headers: Vec<String>,
    /// `--request`.
    pub method: Option<String>,
    /// What is sent along, in its order, `--upload-file` as well.
    pub sent: Vec<Sent>,
    /// `--head`.
    pub head: bool,
    /// Which HTTP is spoken: `--http1.1`.
    pub http: Option<Http>,
    /// `--fail`: statuses from 400 on are failures (exit code 22).
    pub fail: bool,
    /// `--fail-with-body`: the same, and what was answered is kept.
    pub keeps_body: bool,
    /// `--location`.
    pub follow: bool,
    /// `--silent`.
    pub silent: bool,
    /// `--show-error`.
    pub show_error: bool,
    /// Options that are known and change nothing here, with their values.
    pub others: Vec<(String, Option<String>)>,
    /// What is remarkable about the line itself.
    pub notes: Vec<Note>,
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Tls {
    /// TLS 1.0 (RFC 2246).
    V1_0,
    /// TLS 1.1 (RFC 4346).
    V1_1,
    /// TLS 1.2 (RFC 5246).
    V1_2,
    /// TLS 1.3 (RFC 8446).
    V1_3,
}

impl Tls {
    /// All, the oldest first.
    pub const ALL: [Tls; 4] = [Tls::V1_0, Tls::V1_1, Tls::V1_2, Tls::V1_3];

    /// As curl writes it behind `--tlsv`.
    #[must_use]
    pub const fn number(self) -> &'static str {
        match self {
            Tls::V1_0 => "1.0",
            Tls::V1_1 => "1.1",
            Tls::V1_2 => "1.2",
            Tls::V1_3 => "1.3",
        }
    }
}

/// A family of addresses that alone is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// IPv4.
    Four,
    /// IPv6.
    Six,
}

/// What a request is made of, of which curl sends one alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `--data` and its kin.
    Data,
    /// `--form`.
    Form,
    /// `--head`.
    Head,
    /// `--upload-file`.
    Upload,
}

impl Kind {
    /// The option that asks for it.
    #[must_use]
    pub const fn option(self) -> &'static str {
        match self {
            Kind::Data => "--data",
            Kind::Form => "--form",
            Kind::Head => "--head",
            Kind::Upload => "--upload-file",
        }
    }
}

/// A version of HTTP that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Http {
    /// HTTP/1.0.
    V1_0,
    /// HTTP/1.1.
    V1_1,
    /// HTTP/2, where the server offers it.
    V2,
    /// HTTP/2 from the first octet on, where no TLS is spoken by which the server could offer it.
    V2AtOnce,
    /// HTTP/3.
    V3,
}

/// What is remarkable about a line, without being wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// In Windows PowerShell 5 `curl` is another program: `Invoke-WebRequest`.
    PowerShellAlias,
    /// A variable of the shell that nobody has replaced: `$HOST`.
    Variable(String),
    /// What another command prints: `$(…)`, `<(…)`.
    Printed(String),
    /// A word of which bash makes several: `X-A:{p,q}`.
    Braces(String),
    /// A word in whose place the shell puts the files that fit: `client.*`.
    Wildcard(String),
    /// The home directory of whoever runs the shell: `~/client.crt`, which is read as `$HOME/client.crt`.
    Home,
    /// A `~` that the shell leaves as it is, in quotes or within a word, and that curl takes for a folder's name.
    HomeAsWritten(String),
    /// Something for the shell after the command, which is left out: `| jq .`.
    RestOfLine(String),
    /// What was meant for curl, and stands behind what ended the command.
    CutOff {
        /// What ended it.
        by: Cut,
        /// What curl did not get.
        text: String,
    },
    /// An option that came after the curl whose model this is.
    Newer {
        /// The option.
        option: &'static str,
        /// Since which curl there is one.
        since: &'static str,
    },
    /// A value stands before its option's file in another language's quotes: `“ca.crt”`.
    TypographicQuote(char),
    /// The password of the key stands in the command, where every user of the machine can read it.
    PassphraseInSight,
}

impl Note {
    /// What is remarkable, and what to do about it.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        use text::diagnose as say;
        match self {
            Note::PowerShellAlias => say::note_alias(lang),
            Note::Variable(name) => say::note_variable(lang, &shown(name)),
            Note::Printed(text) => say::note_printed(lang, &shown(text)),
            Note::Braces(word) => say::note_braces(lang, &shown(word)),
            Note::Wildcard(word) => say::note_wildcard(lang, &shown(word)),
            Note::RestOfLine(text) => say::note_rest(lang, &shown(text)),
            Note::Home => say::note_home(lang),
            Note::HomeAsWritten(path) => say::note_home_as_written(lang, &shown(path)),
            Note::CutOff { by: by @ (Cut::Ampersand | Cut::Sign(_)), text } => {
                say::note_cut_sign(lang, &by.sign(), &shown(text))
            }
            Note::CutOff { by: Cut::PowerShellChain, text } => say::note_chain(lang, &shown(text)),
            Note::CutOff { by: Cut::PowerShellAmpersand, text } => {
                say::note_cut_ampersand_power_shell(lang, &shown(text))
            }
            Note::CutOff { by: Cut::Blank(mark), text } => say::note_cut_blank(lang, mark, &shown(text)),
            Note::CutOff { by: Cut::LineEnd, text } => say::note_cut_line(lang, &shown(text)),
            Note::Newer { option, since } => say::note_newer(lang, option, since),
            Note::TypographicQuote(quote) => say::note_quote(lang, quote),
            Note::PassphraseInSight => say::note_passphrase(lang),
        }
    }
}

/// What a command says of a header (curl's manual, `--header`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written<'a> {
    /// `Name:` with nothing behind it: curl leaves out its own.
    LeftOut,
    /// `Name: value`, or `Name;` for an empty one.
    Value(&'a str),
}

/// What a line of `--header` says; `None` where curl does not take it for one.
pub(crate) fn written(line: &str) -> Option<Written<'_>> {
    let (_, value) = line.split_at(line.find([':', ';'])?);
    Some(match value {
        ":" => Written::LeftOut,
        value => Written::Value(value[1..].trim()),
    })
}

/// The name and the value of a header that a line of `--header` has curl send.
pub(crate) fn written_header(line: &str) -> Option<(&str, &str)> {
    match written(line)? {
        Written::LeftOut => None,
        Written::Value(value) => Some((line.split([':', ';']).next()?, value)),
    }
}

impl Command {
    /// Whether it has one of the options that change nothing here but where they are asked for.
    #[must_use]
    pub fn has(&self, option: &str) -> bool {
        self.others.iter().any(|(name, _)| name == option)
    }

    /// The last value of one of these options.
    #[must_use]
    pub fn value_of(&self, option: &str) -> Option<&str> {
        self.others.iter().rev().find(|(name, _)| name == option).and_then(|(_, value)| value.as_deref())
    }

    /// A variable that is set before the command on the same line, to more than nothing.
    #[must_use]
    pub fn variable(&self, wanted: &str) -> Option<&str> {
        let found = self.environment.iter().rev().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// What it says of a header; `None` where it says nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<Written<'_>> {
        let named = |line: &&String| {
            line.split([':', ';']).next().is_some_and(|found| found.eq_ignore_ascii_case(name))
        };
        self.headers.iter().filter(named).find_map(|line| written(line))
    }

    /// The method of its request.
    #[must_use]
    pub fn method(&self) -> &str {
        match &self.method {
            Some(method) => method,
            None if self.upload().is_some() => "PUT",
            None if self.head => "HEAD",
            None if self.posts() => "POST",
            None => "GET",
        }
    }
}

/// What is remarkable about a command line, each once.
#[must_use]
pub fn notes(text: &str, lang: Lang) -> Vec<Message> {
    let Ok(line) = line::read(text) else { return Vec::new() };
    // why options are missing is told beside what curl says of it
    let of_line = line.notes.clone();
    let notes = apply::apply(line).map_or(of_line, |command| command.notes);
    once(notes.iter().map(|note| note.message(lang)).collect())
}

/// Reads a command line.
///
/// # Errors
/// [`ReadError`] with what curl or the shell would refuse.
pub fn read(text: &str) -> Result<Command, ReadError> {
    let line = line::read(text)?;
    apply::apply(line)
}
