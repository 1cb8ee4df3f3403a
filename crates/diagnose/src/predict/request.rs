//! What nginx makes of a request as it reads it: which server is asked, and whether the client's certificate suffices. What the server
//! and its locations then say is `walk`'s.

use core::cell::RefCell;

use pki::verify::openssl::Code;

use super::access::named_caller;
use super::answer::Answer;
use super::body::Body;
use super::handshake::{Met, client_twin};
use super::place::Place;
use super::route::open_names;
use super::variables::Request;
use super::walk::{Stage, Walk, show};
use super::{Assumption, Outcome, Reason, World, room, target};
use crate::curl::{Http as Version, Url, Written};
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
        let asked = || http.by_name(&on, &url.host);
        // what TLS has named is the server that reads the line of the request
        let reading = met.and_then(|_| url.address().is_none().then(asked).flatten()).unwrap_or(default);
        let Some(method) = method(self.command.method()) else {
            outcome.log("info", "client sent invalid method while reading client request line");
            outcome.reasons.push(Reason::NoMethod(self.command.method().to_owned()));
            return show(outcome, 400, 400);
        };
        let http2 = met.is_some()
            && http.offers_http2(socket)
            && !matches!(self.command.http, Some(Version::V1_0 | Version::V1_1));
        let merged = http.servers[reading].scope.word("merge_slashes") != Some("off");
        let Some(path) = Request::path_of(url, merged) else {
            outcome.log("info", "client sent invalid request while reading client request line");
            outcome.reasons.push(Reason::Returned(400));
            return show(outcome, 400, 400);
        };
        let reached = target::of(url, self.command, self.question.caller).ok();
        let reached = reached.and_then(|reached| reached.addresses.first().copied());
        let mut request = Request {
            url,
            path,
            arguments: url.path.split_once('?').map_or("", |(_, arguments)| arguments).to_owned(),
            host: url.host.clone(),
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
        if let Some(none) = if http2 { None } else { room::missing(&request) } {
            outcome.log("info", none.words);
            outcome.reasons.push(Reason::LineTooLong(none.length));
            let first = Stage::Answered(Answer::Page(none.code));
            return Walk::new(self, http.servers[reading].scope.clone()).run(&mut request, first, outcome);
        }
        if let Some(written) = self.command.header("host") {
            let (words, found) = match written {
                // before 1.1 there was none
                Written::LeftOut if self.command.http == Some(Version::V1_0) => ("", Some(String::new())),
                Written::LeftOut => ("client sent HTTP/1.1 request without \"Host\" header", None),
                Written::Value(value) => ("client sent invalid host header", host(value)),
            };
            let Some(found) = found else {
                outcome.log("info", &format!("{words} while reading client request headers"));
                outcome.reasons.push(Reason::NoHost);
                return show(outcome, 400, 400);
            };
            request.host = found;
        }
        let at = http.by_name(&on, &request.host).unwrap_or(default);
        if open_names(http, &on) {
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
            && request.host != url.host
            && server.verify() != Verify::Off
        {
            let words = "client attempted to request the server name different from the one that was negotiated while reading client request headers";
            outcome.log("info", words);
            outcome.reasons.push(Reason::Misdirected { asked: url.host.clone(), host: request.host.clone() });
            return show(outcome, 421, 421);
        }
        if ["TRACE", "CONNECT"].contains(&method) {
            outcome.log("info", &format!("client sent {method} method while reading client request headers"));
            outcome.reasons.push(Reason::NoMethod(method.to_owned()));
            return show(outcome, 405, 405);
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
        let first = refused.map_or(Stage::Server, |code| Stage::Answered(Answer::Page(code)));
        Walk::new(self, server.scope.clone()).run(&mut request, first, outcome);
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

/// A method as nginx takes it: in capital letters (`ngx_http_parse_request_line`).
fn method(written: &str) -> Option<&str> {
    let letter = |octet: u8| octet.is_ascii_uppercase() || octet == b'_' || octet == b'-';
    written.bytes().all(letter).then_some(written)
}

/// The folder of a configuration, from which what is named in it is found.
fn folder_of(configuration: &str) -> &str {
    configuration.rfind('/').map_or("", |end| &configuration[..=end])
}
