//! What nginx makes of a request as it reads it: which server is asked, and whether the client's certificate suffices. What the server
//! and its locations then say is `walk`'s.

use core::cell::RefCell;

use pki::verify::openssl::{Code, Verdict};

use super::access::named_caller;
use super::answer::Answer;
use super::body::Body;
use super::handshake::{Met, client_twin};
use super::header::Broken;
use super::place::Place;
use super::route::open_names;
use super::variables::Request;
use super::walk::{Stage, Walk};
use super::{Assumption, Outcome, Reason, World, header, room, target};
use crate::curl::{Http as Version, Url, Written, written_header};
use crate::nginx::folder::folder_of;
use crate::nginx::settings::{Http, Listen, Verify};

impl World<'_> {
    pub(super) fn request(
        &self,
        http: &Http<'_>,
        socket: &Listen,
        url: &Url,
        met: Option<&Met>,
        outcome: &mut Outcome,
    ) {
        let (on, default) = http.on_socket(socket);
        let host = url.host.strip_suffix('.').unwrap_or(&url.host);
        let asked = || http.by_name(on, host);
        // what TLS has named is the server that reads the line of the request
        let reading = met.and_then(|_| url.address().is_none().then(asked).flatten()).unwrap_or(default);
        outcome.logs_to(&http.servers[reading].scope);
        let method = self.command.method();
        // without TLS there is only what curl begins with
        let http2 = match self.command.http {
            Some(Version::V1_0 | Version::V1_1) => false,
            Some(Version::V2AtOnce) => http.offers_http2(socket),
            _ => met.is_some() && http.offers_http2(socket) && !self.command.has("no-alpn"),
        };
        let merged = http.servers[reading].scope.word("merge_slashes") != Some("off");
        let path = Request::path_of(url, merged);
        let fits = path.is_some();
        let reached = target::of(url, self.command, self.question.caller).ok();
        let reached =
            reached.and_then(|reached| reached.addresses.into_iter().find(|address| socket.takes(*address)));
        let mut request = Request {
            url,
            path: path.unwrap_or_default(),
            arguments: url.path.split_once('?').map_or("", |(_, arguments)| arguments).to_owned(),
            host: host.to_owned(),
            command: self.command,
            method: method.to_owned(),
            body: Body::of(self.command, self.question.caller),
            met,
            caller: reached.filter(core::net::IpAddr::is_loopback).map(|address| match address {
                // whoever calls any of these addresses comes from the first of them
                core::net::IpAddr::V4(_) => core::net::Ipv4Addr::LOCALHOST.into(),
                six @ core::net::IpAddr::V6(_) => six,
            }),
            caller_settled: false,
            mapped: socket.address.is_some_and(|address| address.is_ipv6()),
            http2,
            http,
            server: reading,
            files: self.question.files,
            folder: folder_of(self.question.configuration),
            moved: false,
            place: Place::default(),
            set: RefCell::default(),
            captures: RefCell::default(),
        };
        if http2 && room::missing(&request).is_some() {
            outcome.assumptions.push(Assumption::NotFollowed("large_client_header_buffers".to_owned()));
        }
        let reads = if http2 { "headers" } else { "line" };
        let own_target = self.command.target.as_deref().filter(|target| !target.starts_with('/'));
        if http2 && (method.is_empty() || own_target == Some("")) {
            outcome.fails(27, "Failed sending HTTP request".to_owned());
            let why = own_target.map_or_else(|| method.to_owned(), str::to_owned);
            return outcome.reasons.push(Reason::NoSuchTarget(why));
        }
        // whole addresses are what proxies are sent
        let whole =
            own_target.filter(|target| !http2 && Url::parse(target).is_ok() && target.contains("://"));
        outcome.assumptions.extend(whole.map(|_| Assumption::NotFollowed("--request-target".to_owned())));
        let broken = if !is_method(method) {
            // behind a blank the address would stand
            let what = match (method.split_once(' '), http2) {
                (Some((_, rest)), true) => format!(":path header: \"{rest} {}\"", url.path),
                (None, true) => format!("method: \"{method}\""),
                (Some(_), false) => "request".to_owned(),
                (None, false) => "method".to_owned(),
            };
            outcome.log("info", &format!("client sent invalid {what} while reading client request {reads}"));
            Some((400, Reason::NoMethod(method.to_owned())))
        } else if let Some(none) = room::missing(&request).filter(|_| !http2) {
            outcome.log("info", none.words);
            Some((none.code, Reason::LineTooLong(none.length)))
        } else if let Some(target) = own_target.filter(|_| whole.is_none()) {
            let what = if http2 { format!(":path header: \"{target}\"") } else { "request".to_owned() };
            outcome.log("info", &format!("client sent invalid {what} while reading client request {reads}"));
            Some((400, Reason::NoSuchTarget(target.to_owned())))
        } else if fits {
            self.set_host(&mut request, outcome)
        } else {
            outcome.log("info", &format!("client sent invalid request while reading client request {reads}"));
            Some((400, Reason::Returned(400)))
        };
        if let Some((code, reason)) = broken {
            outcome.reasons.push(reason);
            return self.refuse(&mut request, reading, code, outcome);
        }
        let at = http.by_name(on, &request.host).unwrap_or(default);
        if open_names(http, on) {
            outcome.assumptions.push(Assumption::NoExpression);
        }
        request.server = at;
        let server = &http.servers[at];
        // an expression that names the server captures
        for pattern in server.names.iter().filter_map(|name| name.strip_prefix('~')) {
            if request.matches(pattern, true, &request.host) == Some(true) {
                break;
            }
        }
        if let Some(met) = met
            && met.named
            && request.host != host
            && server.verify() != Verify::Off
        {
            let words = "client attempted to request the server name different from the one that was negotiated while reading client request headers";
            outcome.log("info", words);
            outcome.reasons.push(Reason::Misdirected { asked: url.host.clone(), host: request.host.clone() });
            return self.refuse(&mut request, reading, 421, outcome);
        }
        outcome.logs_to(&server.scope);
        match header::broken(&request, outcome) {
            Some(Broken::Code(code, reason)) => {
                outcome.reasons.push(reason);
                return self.refuse(&mut request, at, code, outcome);
            }
            Some(Broken::Stream(reason)) => return outcome.reasons.push(reason),
            None => {}
        }
        if ["TRACE", "CONNECT"].contains(&method) {
            outcome.log("info", &format!("client sent {method} method while reading client request headers"));
            outcome.reasons.push(Reason::NoMethod(method.to_owned()));
            return self.refuse(&mut request, at, 405, outcome);
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
        named_caller(&mut request, &server.scope, outcome);
        let place = outcome.reasons.len();
        let comes_without =
            refused.is_none() && server.verify() != Verify::Off && met.is_some_and(Met::is_bare);
        let first = refused.map_or(Stage::Server, |code| Stage::Answered(Answer::Page(code)));
        Walk::new(self, server.scope.clone()).run(&mut request, first, outcome);
        // what the server's own lines turn away has not come in
        let comes_in = outcome.http_status.is_none_or(|status| status < 400) || outcome.reasons.is_empty();
        if comes_without && comes_in {
            outcome.reasons.insert(place.min(outcome.reasons.len()), Reason::OptionalWithout);
        }
    }

    /// The host that the command writes itself; or why nginx does not take it.
    fn set_host(&self, request: &mut Request<'_>, outcome: &mut Outcome) -> Option<(u16, Reason)> {
        // where the first line takes curl's own away, the next one is sent as any other
        let first = self.command.header("host")?;
        let line = self.command.headers.iter().filter_map(|line| written_header(line));
        let next = line.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
        let (words, found) = match next.map_or(first, |(_, value)| Written::Value(value)) {
            // before 1.1 there was none
            Written::LeftOut if self.command.http == Some(Version::V1_0) => ("", Some(String::new())),
            Written::LeftOut => ("client sent HTTP/1.1 request without \"Host\" header", None),
            Written::Value(value) => ("client sent invalid host header", host(value)),
        };
        match found {
            Some(found) => {
                request.host = found;
                None
            }
            None => {
                outcome.log("info", &format!("{words} while reading client request headers"));
                Some((400, Reason::NoHost))
            }
        }
    }

    /// A request is refused before any directive is looked at, but for a server's `error_page`.
    fn refuse<'b>(&'b self, request: &mut Request<'b>, server: usize, code: u16, outcome: &mut Outcome) {
        let scope = request.http.servers[server].scope.clone();
        Walk::new(self, scope).run(request, Stage::Answered(Answer::Page(code)), outcome);
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
            let code = met.verdict.as_ref().map_or(code, first_fault);
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
            (_, None) => None,
        }
    }
}

/// What is to be mended first: nginx tells of the last fault, and a list that is missing helps nobody whom no authority vouches for.
fn first_fault(verdict: &Verdict) -> Code {
    const OF_LISTS: [Code; 3] = [Code::NO_LIST, Code::LIST_EXPIRED, Code::LIST_NOT_YET_VALID];
    if !OF_LISTS.contains(&verdict.code) {
        return verdict.code;
    }
    let mut reported = verdict.reported.iter().map(|fault| fault.code);
    reported.find(|code| !OF_LISTS.contains(code)).unwrap_or(verdict.code)
}

/// The host of a header as nginx takes it, without port and last dot, in small letters (`ngx_http_validate_host`).
fn host(written: &str) -> Option<String> {
    let wrong = |letter: char| letter == '/' || letter <= ' ' || letter == '\u{7f}';
    let end = match written.starts_with('[') {
        true => written.find(']').map_or(written.len(), |end| end + 1),
        false => written.find(':').unwrap_or(written.len()),
    };
    let name = written[..end].strip_suffix('.').unwrap_or(&written[..end]);
    let fits = !name.is_empty() && !name.contains("..") && !written.contains(wrong);
    fits.then(|| name.to_ascii_lowercase())
}

/// Whether a method is one that nginx takes: in capital letters (`ngx_http_parse_request_line`).
fn is_method(written: &str) -> bool {
    !written.is_empty()
        && written.bytes().all(|octet| octet.is_ascii_uppercase() || octet == b'_' || octet == b'-')
}
