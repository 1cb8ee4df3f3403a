//! What nginx answers: which server, whether the client's certificate suffices, what the server and the location say, and what
//! `error_page` makes of a refusal. The order is that of nginx's phases (`ngx_http_core_module.h`).

use pki::verify::openssl::Code;

use super::answer::Answer;
use super::handshake::{Met, client_twin};
use super::route::{MOST_REWRITES, PASSES, Step, lacks_slash, locate, open_names, rewrite};
use super::variables::Request;
use super::{Assumption, Backends, Outcome, Reason, World, target};
use crate::curl::{Url, Written};
use crate::files::Missing;
use crate::nginx::item::Item;
use crate::nginx::settings::{Http, Listen, Scope, Verify};

impl World<'_> {
    pub(super) fn request(
        &self,
        http: &Http<'_>,
        socket: &Listen,
        url: &Url,
        met: Option<&Met>,
        outcome: &mut Outcome,
    ) {
        let Some(path) = Request::path_of(url) else {
            outcome.log("info", "client sent invalid request while reading client request line");
            outcome.reasons.push(Reason::Returned(400));
            return show(outcome, 400, true, 400);
        };
        let mut request = Request {
            url,
            path,
            host: url.host.clone(),
            command: self.command,
            met,
            from_loopback: target::of(url, self.command, self.question.caller)
                .is_ok_and(|reached| reached.addresses.first().is_some_and(core::net::IpAddr::is_loopback)),
            http,
            moved: false,
            set: Vec::new(),
        };
        if let Some(written) = self.command.header("host") {
            let (words, found) = match written {
                Written::LeftOut => ("client sent HTTP/1.1 request without \"Host\" header", None),
                Written::Value(value) => ("client sent invalid host header", host(value)),
            };
            let Some(found) = found else {
                outcome.log("info", &format!("{words} while reading client request headers"));
                outcome.reasons.push(Reason::NoHost);
                return show(outcome, 400, true, 400);
            };
            request.host = found;
        }
        let (on, default) = http.on_socket(socket);
        let at = http.by_name(&on, &request.host).unwrap_or(default);
        if open_names(http, &on) {
            outcome.assumptions.push(Assumption::NoExpression);
        }
        let server = &http.servers[at];
        if let Some(met) = met
            && met.named
            && request.host != url.host
            && server.verify() != Verify::Off
        {
            let words = "client attempted to request the server name different from the one that was negotiated while reading client request headers";
            outcome.log("info", words);
            outcome.reasons.push(Reason::Misdirected { asked: url.host.clone(), host: request.host.clone() });
            return show(outcome, 421, true, 421);
        }
        let tls = http.speaks_tls(socket);
        let refused = if tls && met.is_none() {
            outcome.log(
                "info",
                "client sent plain HTTP request to HTTPS port while reading client request headers",
            );
            outcome.reasons.push(Reason::PlainOnTls);
            Some(497)
        } else {
            met.and_then(|_| self.refused_client(&request, server.verify(), at, outcome))
        };
        if met.is_some() {
            outcome.client_verify = Some(request.client_verify());
        }
        let scope = server.scope.clone();
        let walk = Walk { world: self, server: at };
        let answer = match refused {
            Some(code) => Answer::Page(code),
            None => walk.server(&mut request, &scope, outcome),
        };
        walk.finish(&mut request, answer, &scope, outcome, true);
    }

    /// The code with which a client is refused, by what its certificate is.
    fn refused_client(
        &self,
        request: &Request<'_>,
        verify: Verify,
        at: usize,
        outcome: &mut Outcome,
    ) -> Option<u16> {
        let met = request.met?;
        let code = met.verdict.as_ref().map_or(Code::OK, |verdict| verdict.code);
        let subject = met.certificate.as_ref().map(|certificate| certificate.facts().subject.clone());
        let tolerated = [
            Code::SELF_SIGNED_LEAF,
            Code::SELF_SIGNED_IN_CHAIN,
            Code::ISSUER_UNKNOWN_HERE,
            Code::LEAF_UNVERIFIED,
        ];
        if verify == Verify::Off {
            outcome.reasons.push(Reason::NotVerified);
            return None;
        }
        if code != Code::OK && (verify != Verify::OptionalNoCa || !tolerated.contains(&code)) {
            outcome.log(
                "info",
                &format!(
                    "client SSL certificate verify error: ({code}) while reading client request headers"
                ),
            );
            let twin =
                met.certificate.as_ref().and_then(|certificate| client_twin(certificate, &self.servers[at]));
            outcome.reasons.push(Reason::ClientRefused { code, subject: subject.unwrap_or_default(), twin });
            return Some(495);
        }
        match (verify, subject) {
            (Verify::On, None) => {
                outcome.log(
                    "info",
                    "client sent no required SSL certificate while reading client request headers",
                );
                let shown = self.command.certificate.is_some();
                outcome.reasons.push(if shown { Reason::NotAsked } else { Reason::NoClientCertificate });
                Some(496)
            }
            (_, Some(subject)) if code == Code::OK => {
                outcome.reasons.push(Reason::Accepted(subject));
                None
            }
            (_, Some(subject)) => {
                outcome.reasons.push(Reason::Tolerated { code, subject });
                None
            }
            (_, None) => {
                outcome.reasons.push(Reason::OptionalWithout);
                None
            }
        }
    }
}

/// The host of a header as nginx takes it, without port and last dot, in small letters (`ngx_http_validate_host`).
fn host(written: &str) -> Option<String> {
    let wrong = |letter: char| letter == '/' || letter <= ' ' || letter == '\u{7f}';
    let end = match written.starts_with('[') {
        true => written.find(']')? + 1,
        false => written.find(':').unwrap_or(written.len()),
    };
    let name = written[..end].strip_suffix('.').unwrap_or(&written[..end]);
    let fits = !name.is_empty() && !name.contains("..") && !written.contains(wrong);
    fits.then(|| name.to_ascii_lowercase())
}

/// Puts the status and the title of nginx's page into the outcome.
fn show(outcome: &mut Outcome, status: u16, page: bool, code: u16) {
    outcome.http_status = Some(status);
    outcome.body_title = page.then(|| title(code).map(str::to_owned)).flatten();
}

/// The title of nginx's own page (`ngx_http_special_response.c` 1.22).
fn title(code: u16) -> Option<&'static str> {
    Some(match code {
        301 => "301 Moved Permanently",
        302 => "302 Found",
        303 => "303 See Other",
        307 => "307 Temporary Redirect",
        308 => "308 Permanent Redirect",
        400 => "400 Bad Request",
        401 => "401 Authorization Required",
        402 => "402 Payment Required",
        403 => "403 Forbidden",
        404 => "404 Not Found",
        405 => "405 Not Allowed",
        406 => "406 Not Acceptable",
        408 => "408 Request Time-out",
        409 => "409 Conflict",
        410 => "410 Gone",
        411 => "411 Length Required",
        412 => "412 Precondition Failed",
        413 => "413 Request Entity Too Large",
        414 => "414 Request-URI Too Large",
        415 => "415 Unsupported Media Type",
        416 => "416 Requested Range Not Satisfiable",
        421 => "421 Misdirected Request",
        429 => "429 Too Many Requests",
        494 => "400 Request Header Or Cookie Too Large",
        495 => "400 The SSL certificate error",
        496 => "400 No required SSL certificate was sent",
        497 => "400 The plain HTTP request was sent to HTTPS port",
        500 => "500 Internal Server Error",
        501 => "501 Not Implemented",
        502 => "502 Bad Gateway",
        503 => "503 Service Temporarily Unavailable",
        504 => "504 Gateway Time-out",
        505 => "505 HTTP Version Not Supported",
        507 => "507 Insufficient Storage",
        _ => return None,
    })
}

/// The way of a request through a server.
struct Walk<'a> {
    world: &'a World<'a>,
    server: usize,
}

impl Walk<'_> {
    /// The server's own directives, then its locations.
    fn server(&self, request: &mut Request<'_>, scope: &Scope<'_>, outcome: &mut Outcome) -> Answer {
        if let Step::Answer(answer) = rewrite(request, scope.innermost(), outcome) {
            return answer;
        }
        for _ in 0..=MOST_REWRITES {
            if lacks_slash(&request.path, scope) {
                return Answer::Redirect(301, Some(format!("{}/", request.path)));
            }
            let Some(inner) = locate(&request.path, scope, outcome) else {
                return self.content(request, scope, outcome);
            };
            match rewrite(request, inner.innermost(), outcome) {
                Step::Answer(answer) => return answer,
                Step::Elsewhere => request.moved = true,
                Step::Here => return self.content(request, &inner, outcome),
            }
        }
        outcome.log("error", "rewrite or internal redirection cycle while processing");
        outcome.reasons.push(Reason::Returned(500));
        Answer::Page(500)
    }

    fn content(&self, request: &Request<'_>, scope: &Scope<'_>, outcome: &mut Outcome) -> Answer {
        let command = self.world.command;
        if scope.word("auth_request").is_some_and(|uri| uri != "off") {
            outcome.assumptions.push(Assumption::NotFollowed("auth_request".to_owned()));
        }
        if command.body && scope.word("client_max_body_size").is_some() {
            outcome.assumptions.push(Assumption::NotFollowed("client_max_body_size".to_owned()));
        }
        if let Some(answer) = access(request, &for_method(command.method(), scope), outcome) {
            return answer;
        }
        let has = |name: &str| scope.innermost().iter().find(|item| item.name == name);
        if has("internal").is_some() && !request.moved {
            outcome.reasons.push(Reason::NoFile(request.path.clone()));
            return Answer::Page(404);
        }
        for name in PASSES {
            if let Some(pass) = has(name) {
                return self.pass(pass.word(0), outcome);
            }
        }
        if has("stub_status").is_some() || has("empty_gif").is_some() {
            return Answer::Body(200);
        }
        let open = ["try_files", "alias"].into_iter().filter(|name| scope.last(name).is_some());
        outcome.assumptions.extend(open.map(|name| Assumption::NotFollowed(name.to_owned())));
        self.file(request, scope, outcome)
    }

    fn pass(&self, to: &str, outcome: &mut Outcome) -> Answer {
        match self.world.question.backends {
            Backends::Answer => {
                outcome.assumptions.push(Assumption::BackendAnswers(to.to_owned()));
                Answer::Body(200)
            }
            Backends::Down => {
                outcome
                    .log("error", "connect() failed (111: Connection refused) while connecting to upstream");
                outcome.reasons.push(Reason::BackendDown(to.to_owned()));
                Answer::Page(502)
            }
        }
    }

    /// A file below `root`, or a folder's index.
    fn file(&self, request: &Request<'_>, scope: &Scope<'_>, outcome: &mut Outcome) -> Answer {
        let root = scope.word("root").unwrap_or("html");
        let root = if root.starts_with('/') { root.to_owned() } else { format!("/usr/share/nginx/{root}") };
        let path = request.path.as_str();
        let files = self.world.question.files;
        let method = self.world.command.method();
        if !path.ends_with('/') {
            // ngx_http_static_handler
            if !["GET", "HEAD", "POST"].contains(&method) {
                outcome.reasons.push(Reason::NoMethodOfFiles(method.to_owned()));
                return Answer::Page(405);
            }
            let file = format!("{root}{path}");
            return match files.read(&file) {
                Ok(_) if method == "POST" => {
                    outcome.reasons.push(Reason::NoMethodOfFiles(method.to_owned()));
                    Answer::Page(405)
                }
                Ok(contents) => {
                    outcome.body_title = own_title(&contents);
                    Answer::Body(200)
                }
                Err(Missing::Folder) => Answer::Redirect(301, Some(format!("{path}/"))),
                Err(missing) => {
                    let (number, words) = missing.errno();
                    outcome.log("error", &format!("open() \"{file}\" failed ({number}: {words})"));
                    outcome.reasons.push(Reason::NoFile(file));
                    Answer::Page(if missing == Missing::NotFound { 404 } else { 403 })
                }
            };
        }
        let indexes =
            scope.last("index").map_or_else(|| vec!["index.html".to_owned()], |item| item.words.clone());
        for index in &indexes {
            let file = format!("{root}{path}{index}");
            if let Ok(contents) = files.read(&file) {
                outcome.body_title = own_title(&contents);
                return Answer::Body(200);
            }
        }
        let folder = format!("{root}{path}");
        if files.read(&folder) == Err(Missing::Folder) {
            if scope.word("autoindex") == Some("on") {
                return Answer::Body(200);
            }
            outcome.log("error", &format!("directory index of \"{folder}\" is forbidden"));
            outcome.reasons.push(Reason::NoFile(folder));
            return Answer::Page(403);
        }
        let last = format!("{folder}{}", indexes.last().map_or("", String::as_str));
        outcome.log("error", &format!("\"{last}\" is not found (2: No such file or directory)"));
        outcome.reasons.push(Reason::NoFile(last));
        Answer::Page(404)
    }

    /// What `error_page` makes of a refusal, once.
    fn finish(
        &self,
        request: &mut Request<'_>,
        answer: Answer,
        scope: &Scope<'_>,
        outcome: &mut Outcome,
        first: bool,
    ) {
        let code = match answer {
            Answer::Page(code) => code,
            Answer::Body(status) => {
                outcome.http_status = Some(status);
                return;
            }
            Answer::Redirect(code, location) => {
                outcome.location = location;
                return show(outcome, code, true, code);
            }
            Answer::Nothing => {
                outcome.fails(52, "Empty reply from server".to_owned());
                outcome.reasons.push(Reason::Closed);
                return;
            }
        };
        // codes of nginx's own go out as 400
        let plain = if (494..=499).contains(&code) { 400 } else { code };
        let pages = if first { scope.all("error_page") } else { Vec::new() };
        let number = code.to_string();
        let Some(page) =
            pages.into_iter().find(|item| item.words[..item.words.len().saturating_sub(1)].contains(&number))
        else {
            return show(outcome, plain, true, code);
        };
        let target = page.words.last().map_or("", String::as_str);
        let change = page.words.iter().find_map(|word| word.strip_prefix('='));
        outcome.reasons.push(Reason::ErrorPage { code, target: target.to_owned() });
        let server = self.world.http.map(|http| http.servers[self.server].scope.clone());
        let Some(server) = server else { return show(outcome, plain, true, code) };
        let inner = if target.starts_with('@') {
            let named =
                server.innermost().iter().find(|item| item.name == "location" && item.word(0) == target);
            match named {
                Some(item) => server.within(item.inside()),
                None => return show(outcome, 500, true, 500),
            }
        } else if target.starts_with('/') {
            let path = request.expand(target).unwrap_or_else(|| target.to_owned());
            // from here on the page is what is asked for
            request.moved = true;
            request.path = path.split('?').next().unwrap_or_default().to_owned();
            locate(&path, &server, outcome).unwrap_or_else(|| server.clone())
        } else {
            let status = change
                .and_then(|text| text.parse().ok())
                .filter(|code| [301, 302, 303, 307, 308].contains(code));
            let status = status.unwrap_or(302);
            outcome.location = request.expand(target);
            return show(outcome, status, true, status);
        };
        let answer = match rewrite(request, inner.innermost(), outcome) {
            Step::Answer(answer) => answer,
            Step::Here | Step::Elsewhere => self.content(request, &inner, outcome),
        };
        let log = outcome.nginx_log.clone();
        let is_page = matches!(answer, Answer::Page(_));
        self.finish(request, answer, &inner, outcome, false);
        if log.is_some() {
            outcome.nginx_log = log;
        }
        match change {
            // a page of its own says its own status
            _ if is_page => {}
            None => outcome.http_status = Some(plain),
            Some("") => {}
            Some(status) => outcome.http_status = status.parse().ok().or(Some(plain)),
        }
    }
}

/// The title of a page of one's own (HTML, section 4.2.2).
fn own_title(contents: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(contents);
    let (_, rest) = text.split_once("<title>")?;
    Some(rest.split_once("</title>")?.0.trim().to_owned())
}

/// `allow` and `deny`, and passwords: all must let in, or with `satisfy any` one of them (`ngx_http_core_access_phase`).
fn access(request: &Request<'_>, scope: &Scope<'_>, outcome: &mut Outcome) -> Option<Answer> {
    let any = scope.word("satisfy") == Some("any");
    let denied = match ruled(request, scope, outcome) {
        Some(rule) if rule.name == "deny" => Some(rule.word(0).to_owned()),
        Some(_) if any => return None,
        _ => None,
    };
    let asks = scope.word("auth_basic").is_some_and(|realm| realm != "off");
    let shown = !request.header("authorization").is_empty();
    if let Some(rule) = denied.filter(|_| !(any && asks)) {
        outcome.log("error", "access forbidden by rule");
        outcome.reasons.push(Reason::Denied(rule));
        return Some(Answer::Page(403));
    }
    if asks && !shown {
        outcome.reasons.push(Reason::WantsPassword);
        return Some(Answer::Page(401));
    }
    None
}

/// The first rule that fits who calls.
fn ruled<'a>(request: &Request<'_>, scope: &Scope<'a>, outcome: &mut Outcome) -> Option<&'a Item> {
    scope.all_of(&["allow", "deny"]).into_iter().find(|rule| match rule.word(0) {
        "all" => true,
        "127.0.0.1" | "127.0.0.0/8" => request.from_loopback,
        _ if request.from_loopback => false,
        other => {
            outcome.assumptions.push(Assumption::AddressOfCaller(other.to_owned()));
            false
        }
    })
}

/// What holds for a method that a block of `limit_except` does not name; HEAD goes with GET.
fn for_method<'a>(method: &str, scope: &Scope<'a>) -> Scope<'a> {
    let named = |item: &&Item| {
        item.words.iter().any(|word| {
            word.eq_ignore_ascii_case(method) || word.eq_ignore_ascii_case("GET") && method == "HEAD"
        })
    };
    let limit = scope.innermost().iter().find(|item| item.name == "limit_except");
    limit.filter(|item| !named(item)).map_or_else(|| scope.clone(), |item| scope.within(item.inside()))
}
