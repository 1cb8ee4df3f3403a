//! What nginx and curl will do with a configuration, a command and files at a moment: `nginx -t`, the handshake, the answer, the
//! line in the log, curl's message and exit code, and why. It sees these and nothing else: no network, no clock, no scenario.
//!
//! The models are of nginx 1.22.1, curl 7.88.1 and OpenSSL 3.0 as Debian 12 builds them; `tests/predict.rs` holds them against the
//! programs themselves.

mod access;
mod answer;
pub(crate) mod backend;
mod body;
pub mod cipher;
pub(crate) mod client;
mod content;
mod enact;
pub(crate) mod expression;
pub mod gateway;
mod glob;
mod handshake;
mod header;
mod named;
mod outcome;
mod output;
mod phases;
mod place;
mod proxy;
mod reason;
mod request;
mod room;
mod route;
mod script;
mod sent_on;
mod shown;
mod table;
mod target;
mod unless;
mod variables;
mod walk;

use pki::moment::Moment;

pub use client::SYSTEM_STORE;
pub use enact::{Enacted, enact, enact_gateway};
pub use named::named_files;
pub use outcome::{Alert, LogLine, Outcome, Side};
pub use reason::{Assumption, Reason};

use crate::curl::{self, Command, Kind, ReadError, Scheme, Url, UrlError};
use crate::files::Files;
use crate::nginx::load::load;
use crate::nginx::module;
use crate::nginx::settings::{Http, Listen};
use crate::nginx::tls::Tls;
use crate::nginx::unfollowed;
use crate::nginx::upstream;
use crate::nginx::whole;
use crate::once::once;
use client::Failure;
use glob::Globbed;

/// The OpenSSL whose words and numbers these are.
pub const OPENSSL: &str = "3.0";

/// What is asked.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The path of nginx's main file.
    pub configuration: &'a str,
    /// The command of curl.
    pub command: &'a str,
    /// The files of nginx's machine.
    pub files: &'a dyn Files,
    /// The files of curl's machine.
    pub caller: &'a dyn Files,
    /// When.
    pub at: Moment,
    /// Whether what nginx passes requests on to answers.
    pub backends: Backends,
}

/// Whether what stands behind nginx answers: no file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Backends {
    /// It does, with 200.
    #[default]
    Answer,
    /// Nothing listens there.
    Down,
}

/// Says what will happen.
///
/// # Errors
/// [`ReadError`] when the command is none of curl's. One that curl itself refuses, or by which it tells of itself, is an outcome.
pub fn predict(question: &Question<'_>) -> Result<Outcome, ReadError> {
    let mut outcome = Outcome::default();
    let loaded = load(question.configuration, question.files);
    let http = Http::of(&loaded);
    outcome.assumptions.extend(loaded.not_utf8.iter().cloned().map(Assumption::NotUtf8));
    let open = unfollowed::in_configuration(&loaded, question.files);
    outcome.assumptions.extend(open.into_iter().map(Assumption::NotFollowed));
    let (taken, not_followed) = module::directives(&loaded);
    outcome.assumptions.extend(not_followed.into_iter().map(Assumption::NotFollowed));
    let taken = taken.into_iter().chain(whole::variables_of_modules(&loaded));
    outcome.assumptions.extend(taken.map(Assumption::OfModule));
    let names = upstream::taken_names(&loaded, question.files);
    outcome.assumptions.extend(names.into_iter().map(Assumption::NameIsKnown));
    let listens = http.iter().flat_map(Http::listens).filter_map(Listen::may_be_foreign);
    outcome.assumptions.extend(listens.map(|address| Assumption::AddressIsHere(address.to_string())));
    let (servers, refusal) = match whole::settled(&loaded, http.as_ref(), question.files) {
        Ok(servers) => (servers, None),
        Err(refusal) => (Vec::new(), Some(refusal)),
    };
    let mut starts = refusal.is_none();
    if let Some(taken) = http.as_ref().filter(|_| starts).and_then(Http::taken) {
        starts = false;
        outcome.log("emerg", &format!("bind() to {} failed (98: Address already in use)", taken.text()));
        outcome.reasons.push(Reason::AddressTaken(taken.text()));
    }
    if let Some(refusal) = refusal {
        outcome.nginx_test = Err(refusal.to_string());
        outcome.reasons.push(Reason::NginxRefuses(Box::new(refusal)));
    }
    let command = match command(question.command)? {
        Ok(command) => command,
        Err(failure) => {
            outcome.stops(*failure);
            return Ok(outcome);
        }
    };
    let world = World { question, http: http.as_ref(), starts, servers: &servers, command: &command };
    match address(&command, question.caller, &mut outcome.assumptions) {
        Ok(url) => world.call_and_follow(url, &mut outcome),
        Err(failure) => outcome.stops(*failure),
    }
    if outcome.http_status.is_some_and(|status| status < 100) {
        outcome.http_status = None;
        outcome.fails(1, "Unsupported response code in HTTP response".to_owned());
    }
    if let Some(words) = outcome.http_status.and_then(|status| failed_by(&command, status)) {
        outcome.fails(22, words);
        if !command.keeps_body {
            outcome.body_title = None;
        }
    }
    if let Some(failure) = output::unwritable(&command, question.caller, &outcome) {
        outcome.stops(failure);
    }
    if command.head {
        outcome.body_title = None;
    }
    if command.silent && !command.show_error {
        outcome.curl_error = None;
    }
    outcome.assumptions = once(core::mem::take(&mut outcome.assumptions));
    Ok(outcome)
}

/// The command, or why curl calls nobody.
fn command(text: &str) -> Result<Result<Command, Box<Failure>>, ReadError> {
    let refused = |refusal: curl::Refusal| {
        Ok(Err(Box::new(Failure {
            exit: 2,
            words: refusal.in_curl_words(),
            reason: Reason::CurlRefuses(refusal),
        })))
    };
    let command = match curl::read(text) {
        Ok(command) => command,
        Err(ReadError::Refused(refusal)) => return refused(refusal),
        Err(ReadError::OfItself(option)) => {
            let reason = Reason::CurlOfItself(option);
            return Ok(Err(Box::new(Failure { exit: 0, words: String::new(), reason })));
        }
        Err(error) => return Err(error),
    };
    if let Some(open) = command.open() {
        return Err(open);
    }
    let newer = command.notes.iter().find_map(|note| match note {
        curl::Note::Newer { option, .. } => Some(*option),
        _ => None,
    });
    match newer {
        Some(newer) => refused(curl::Refusal::Unknown(format!("--{newer}"))),
        None => Ok(Ok(command)),
    }
}

/// Options that may change what happens, and whose part in it is not modelled.
const NOT_FOLLOWED: [&str; 24] = [
    "alt-svc",
    "anyauth",
    "config",
    "connect-timeout",
    "digest",
    "doh-url",
    "engine",
    "haproxy-protocol",
    "hsts",
    "http0.9",
    "interface",
    "local-port",
    "max-filesize",
    "max-time",
    "negotiate",
    "netrc",
    "netrc-file",
    "netrc-optional",
    "ntlm",
    "proto",
    "proto-default",
    "proto-redir",
    "tlsuser",
    "url-query",
];

/// The address that is called first, and what is taken for granted of the command.
fn address(command: &Command, files: &dyn Files, taken: &mut Vec<Assumption>) -> Result<Url, Box<Failure>> {
    let address = command.address();
    let text = &*address;
    let globbed = if command.has("globoff") {
        Ok(Globbed { first: text.to_owned(), several: false })
    } else {
        glob::first_of(text)
    };
    if command.urls.len() > 1 || globbed.as_ref().is_ok_and(|globbed| globbed.several) {
        taken.push(Assumption::FirstAddressAlone);
    }
    let open = NOT_FOLLOWED.into_iter().filter(|option| command.has(option));
    let query = (command.sends_in_address() && !command.sent.is_empty()).then_some("get");
    // a value that is no cookie is a file with some
    let jar = command.value_of("cookie").filter(|value| !value.contains('=') && files.read(value).is_ok());
    let open = open.chain(query).chain(jar.map(|_| "cookie"));
    taken.extend(open.map(|option| Assumption::NotFollowed(format!("--{option}"))));
    if let Some(path) = command.sent_files().find(|(_, path)| *path != "-" && files.read(path).is_err()) {
        let words = match path {
            (Kind::Upload, path) => format!("Can't open '{path}'!"),
            _ => "Failed to open/read local data from file/application".to_owned(),
        };
        return Err(Box::new(Failure { exit: 26, words, reason: Reason::NothingToSend(path.1.to_owned()) }));
    }
    let bad = |words| Box::new(Failure { exit: 3, words, reason: Reason::BadAddress(text.to_owned()) });
    let Globbed { first, .. } = globbed.map_err(bad)?;
    if let Some(failure) = output::unnamed(command, &first) {
        return Err(Box::new(failure));
    }
    let url = Url::parse(&first).map(|mut url| {
        if !command.has("path-as-is") {
            url.follow_dots();
        }
        if let Some(upload) = command.upload() {
            url.names_file(upload);
        }
        url
    });
    url.map_err(|error| {
        let mut reason = Reason::BadAddress(text.to_owned());
        let (exit, words) = match error {
            UrlError::Malformed => (3, "URL using bad/illegal format or missing URL".to_owned()),
            UrlError::Protocol(name) => {
                (1, format!("Protocol \"{name}\" not supported or disabled in libcurl"))
            }
            UrlError::Other(name) => {
                // curl speaks it, and what the other side makes of that is not modelled
                taken.push(Assumption::NotFollowed(format!("{name}://")));
                reason = Reason::OtherProtocol(name);
                (7, "Couldn't connect to server".to_owned())
            }
        };
        Box::new(Failure { exit, words, reason })
    })
}

/// What curl says to a status that is a failure for it (`--fail`).
fn failed_by(command: &Command, status: u16) -> Option<String> {
    ((command.fail || command.keeps_body) && status >= 400)
        .then(|| format!("The requested URL returned error: {status}"))
}

/// What curl says when nobody takes its connection.
fn unreached(reached: &target::Reached, url: &Url) -> String {
    let (host, port) = match &reached.unix {
        Some(_) => (&url.typed, url.port),
        None => (&reached.host, reached.port),
    };
    refused_connection(host, port)
}

/// The same of a host and a port.
fn refused_connection(host: &str, port: u16) -> String {
    format!("Failed to connect to {host} port {port} after 0 ms: Couldn't connect to server")
}

/// Everything that the call goes through.
struct World<'a> {
    question: &'a Question<'a>,
    http: Option<&'a Http<'a>>,
    /// Whether nginx is there.
    starts: bool,
    servers: &'a [Tls],
    command: &'a Command,
}

impl World<'_> {
    /// curl calls, and with `--location` goes on to where it is sent.
    fn call_and_follow(&self, mut url: Url, outcome: &mut Outcome) {
        // curl's own limit; -1 is none, and a circle is found to be one by then
        let most = self.command.value_of("max-redirs").and_then(|text| text.parse().ok()).unwrap_or(50_u16);
        let mut command = self.command.clone();
        let blank = |letter: char| letter.is_ascii_whitespace() || letter == '\u{b}';
        for followed in 0..=most {
            World { command: &command, ..*self }.call(&url, outcome);
            let target = outcome.location.take().map(|target| target.trim_matches(blank).to_owned());
            let Some(target) = target.filter(|target| self.command.follow && !target.is_empty()) else {
                return;
            };
            // of an answer that sends it on, curl keeps nothing but the status
            outcome.body_title = None;
            if followed == most {
                return outcome.fails(47, format!("Maximum ({most}) redirects followed"));
            }
            let next = match url.join(&target, !self.command.has("path-as-is")) {
                Ok(next) => next,
                Err(error) => {
                    let (failure, open) = sent_on::not_taken(&target, error);
                    outcome.assumptions.extend(open);
                    return outcome.stops(failure);
                }
            };
            let http_status = outcome.http_status;
            let status = http_status.unwrap_or_default();
            *outcome = Outcome {
                http_status,
                nginx_log: outcome.nginx_log.take(),
                assumptions: core::mem::take(&mut outcome.assumptions),
                reasons: vec![Reason::Redirected { status, to: next.to_string() }],
                ..Outcome::default()
            };
            let elsewhere = (next.scheme, &next.host, next.port) != (url.scheme, &url.host, url.port);
            command = command.sent_on(status, elsewhere);
            url = next;
        }
    }

    /// curl calls.
    fn call(&self, url: &Url, outcome: &mut Outcome) {
        let Some(socket) = self.connect(url, outcome) else { return };
        let asked = self.command.target.as_ref().filter(|target| target.starts_with('/'));
        let url = &asked.map_or_else(|| url.clone(), |target| Url { path: target.clone(), ..url.clone() });
        let Some(http) = self.http else { return };
        outcome.logs_to(&http.servers[http.on_socket(&socket).1].scope);
        if socket.proxy_protocol && !self.command.has("haproxy-protocol") {
            let exit = if url.scheme == Scheme::Https { 35 } else { 56 };
            outcome.fails(exit, "Recv failure: Connection reset by peer".to_owned());
            outcome.log("error", "broken header");
            return outcome.reasons.push(Reason::WantsProxyProtocol(url.port));
        }
        match (url.scheme, http.speaks_tls(&socket)) {
            (Scheme::Https, true) => {
                let client = match client::prepare(self.command, self.question.caller) {
                    Ok(client) => client,
                    Err(failure) => {
                        // the connection stands by then; authorities and lists are read behind the ClientHello
                        outcome.log(
                            "info",
                            match failure.exit {
                                77 | 82 => "peer closed connection in SSL handshake",
                                _ => "client closed connection while SSL handshaking",
                            },
                        );
                        return outcome.stops(failure);
                    }
                };
                if let Some(met) = self.handshake(http, &socket, url, &client, outcome) {
                    // where nobody asks for HTTP/2 in the handshake, curl speaks it all the same
                    if self.command.has("no-alpn") && self.speaks_another_http(false, outcome) {
                        return;
                    }
                    self.request(http, &socket, url, Some(&met), outcome);
                    outcome.reasons.extend(met.doubt.filter(|_| outcome.http_status.is_some()));
                }
            }
            (Scheme::Https, false) => {
                // its own certificate curl loads before it says anything
                if let Err(failure) = client::prepare(self.command, self.question.caller) {
                    let words = match failure.exit {
                        77 | 82 => "client sent invalid method while reading client request line",
                        _ => "client closed connection while waiting for request",
                    };
                    outcome.log("info", words);
                    return outcome.stops(failure);
                }
                outcome.fails(35, "error:0A00010B:SSL routines::wrong version number".to_owned());
                let words = match http.offers_http2(&socket) {
                    true => "invalid connection preface while processing HTTP/2 connection",
                    false => "client sent invalid method while reading client request line",
                };
                outcome.log("info", words);
                outcome.reasons.push(Reason::NoTlsOnPort(url.port));
            }
            (Scheme::Http, tls) if self.speaks_another_http(http.offers_http2(&socket) && !tls, outcome) => {}
            (Scheme::Http, _) => self.request(http, &socket, url, None, outcome),
        }
    }

    /// Whether curl and a socket that speaks HTTP/2 alone, or never, do not understand one another: without TLS nobody can ask.
    fn speaks_another_http(&self, http2_alone: bool, outcome: &mut Outcome) -> bool {
        let at_once = self.command.http == Some(curl::Http::V2AtOnce);
        let (exit, words, log) = match (http2_alone, at_once) {
            (true, false) => (
                1,
                "Received HTTP/0.9 when not allowed",
                "invalid connection preface while processing HTTP/2 connection",
            ),
            (false, true) => (
                52,
                "Empty reply from server",
                "client sent invalid request while reading client request line",
            ),
            (true, true) | (false, false) => return false,
        };
        outcome.fails(exit, words.to_owned());
        outcome.log("info", log);
        outcome.reasons.push(if http2_alone { Reason::Http2Alone } else { Reason::NoHttp2 });
        true
    }

    /// The socket of nginx that the connection reaches.
    fn connect(&self, url: &Url, outcome: &mut Outcome) -> Option<Listen> {
        let listens: Vec<Listen> = match self.http.filter(|_| self.starts) {
            Some(http) => http.listens().cloned().collect(),
            None => Vec::new(),
        };
        // what curl makes of other letters (IDNA, RFC 5890) is not known here
        let hosts = [&url.typed].into_iter().chain(&self.command.connect_to);
        let other = hosts.filter(|text| !text.is_ascii());
        outcome.assumptions.extend(other.cloned().map(Assumption::NotFollowed));
        let way = proxy::check(url, self.command, self.question.caller, &listens, &mut outcome.assumptions);
        let reached = match way.and_then(|()| target::of(url, self.command, self.question.caller)) {
            Ok(reached) => reached,
            Err(failure) => {
                outcome.stops(failure);
                return None;
            }
        };
        if reached.assumed {
            outcome.assumptions.push(Assumption::AddressIsThisMachine(reached.host.clone()));
        }
        let found = target::socket(&reached, &listens).cloned();
        if found.is_none() && self.starts && self.question.backends == Backends::Answer {
            let backends = self.http.map(backend::listens).unwrap_or_default();
            if url.scheme == Scheme::Http && target::socket(&reached, &backends).is_some() {
                let place = format!("{}:{}", reached.host, reached.port);
                outcome.http_status = Some(200);
                outcome.assumptions.push(Assumption::CalledAnswers(format!("http://{place}")));
                outcome.reasons.push(Reason::PastMutualTls(place));
                return None;
            }
        }
        if found.is_none() {
            outcome.fails(7, unreached(&reached, url));
            if self.starts {
                outcome.reasons.push(Reason::NobodyListens(reached.port));
            }
        }
        found
    }
}
