//! One request: may it pass, where does it go, what comes back.

use std::rc::Rc;

use diagnose::gateway::{Flaw, Refusal};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_LENGTH, COOKIE, HeaderValue, UPGRADE};
use hyper::http::response::Parts;
use hyper::http::uri::PathAndQuery;
use hyper::upgrade::OnUpgrade;
use hyper::{HeaderMap, Method, Request, Response, StatusCode, Uri, Version};

use super::access::Entry;
use super::answer::Answer;
use super::caller::{Caller, Judged};
use super::framing::Found;
use super::header;
use super::hearing::Heard;
use super::hygiene::{self, Target};
use super::outgoing::Outgoing;
use super::refusal::{self, Asked};
use super::tunnel;
use super::turned::Turned;
use super::upstream::{Attempt, Lease};
use super::watched::Findings;
use super::worker::{Now, Worker};

/// Answers a request: by the backend, or with the reason why not.
///
/// `findings` is what was found on the way here, for HTTP/1.1.
pub async fn handle(
    worker: Rc<Worker>,
    caller: Rc<Caller>,
    findings: Option<Rc<Findings>>,
    request: Request<Incoming>,
) -> Response<Answer> {
    let now = worker.now();
    let judged = caller.judge(&now.generation, worker.moment());
    let mut entry = Entry::new(worker.lines(), caller.clone(), &request);
    let asked = Asked::of(request.headers());
    let found = findings.as_ref().and_then(|findings| findings.found());
    let request = Heard::of(request, worker.hearing());
    let without_body = request.method() == Method::HEAD && request.version() == Version::HTTP_2;
    if has_too_many_lines(&request, now.generation.config.limits.header_lines) {
        // as hyper says it over HTTP/1.1, where such a head never becomes a request
        entry.answered(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.as_u16(), Some("headers_too_large"));
        let mut answer = Response::new(Answer::whole(Bytes::new()).logged(entry));
        *answer.status_mut() = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        return answer;
    }
    let passed = async {
        match check(found, &now, &caller, &judged, &request) {
            Ok(checked) => pass(&now, &caller, &judged, request, checked).await,
            Err(refusal) => Err(refusal),
        }
    };
    match passed.await {
        Ok(Passed { answer, backend }) => {
            entry.backend_answered();
            entry.answered(answer.status().as_u16(), None);
            match backend.zip(findings) {
                None => answer.map(|body| body.logged(entry)),
                Some(((backend, lease), findings)) => {
                    findings.turn(Turned { backend, lease, entry });
                    answer
                }
            }
        }
        Err(refusal) => {
            entry.answered(refusal.status(), Some(refusal.code()));
            let mut answer = refusal::answer(&refusal, &asked, now.generation.config.clients.reveal);
            if without_body {
                // RFC 9110 section 9.3.2; over HTTP/1.1 hyper leaves it out itself
                *answer.body_mut() = Answer::whole(Bytes::new());
            }
            answer.map(|body| body.logged(entry))
        }
    }
}

/// Whether a head of HTTP/2 has more lines than are allowed; over HTTP/1.1 hyper counts them. Pieces of a cookie are one line, as they are on
/// their way to the backend (RFC 9113 section 8.2.3).
fn has_too_many_lines(request: &Request<Heard>, most: usize) -> bool {
    let headers = request.headers();
    request.version() == Version::HTTP_2
        && headers.len() > most
        && headers.len() - headers.get_all(COOKIE).iter().skip(1).count() > most
}

/// What of a request was found to be in order.
struct Checked {
    authority: HeaderValue,
    uri: Uri,
}

/// Whether a request may pass.
fn check(
    found: Option<Found>,
    now: &Now,
    caller: &Caller,
    judged: &Judged,
    request: &Request<Heard>,
) -> Result<Checked, Refusal> {
    let config = &now.generation.config;
    // who is refused learns nothing of what is behind, not even whether the request was well made
    judged.standing.suffices(config.clients.need).map_err(Refusal::Certificate)?;
    match found {
        Some(Found::TwoLengths) => return Err(Refusal::Request(Flaw::Framing)),
        Some(Found::Coding) => return Err(Refusal::Request(Flaw::Coding)),
        Some(Found::BareLineFeed) => return Err(Refusal::Request(Flaw::LineFeed)),
        None => {}
    }
    if let Some(pace) = &config.pace {
        pace.count(&caller.counted_as()).map_err(Refusal::TooMany)?;
    }
    let Target { authority, path } =
        hygiene::check(request, |host| caller.server.answers_to(host)).map_err(Refusal::Request)?;
    let may = judged.standing.may(&judged.grants, request.method().as_str(), &path.compared);
    may.map_err(Refusal::Certificate)?;
    let most = config.limits.body_octets;
    if length(request.headers()).is_some_and(|length| length > most) {
        return Err(Refusal::BodyTooLarge(most));
    }
    Ok(Checked { authority, uri: target(&path.forward, request.uri().query()) })
}

/// The backend's answer, and its end of a connection that turns to another protocol.
struct Passed {
    answer: Response<Answer>,
    backend: Option<(OnUpgrade, Lease)>,
}

async fn pass(
    now: &Now,
    caller: &Caller,
    judged: &Judged,
    request: Request<Heard>,
    Checked { authority, uri }: Checked,
) -> Result<Passed, Refusal> {
    let config = &now.generation.config;
    let upgrade = tunnel::wanted(&request, &config.backend.upgrades);
    let version = request.version();
    let (mut head, body) = request.into_parts();
    let most = config.limits.body_octets;
    let (body, progress) = Outgoing::streamed(body, &now.generation);
    let repeatable = progress.is_none() && upgrade.is_none() && is_safe(&head.method);
    let headers = &mut head.headers;
    header::strip(headers, &config.identity);
    if head.version == Version::HTTP_2 {
        header::join_cookies(headers);
    }
    header::forwarded(headers, &config.identity, caller.peer, &authority, head.version);
    judged.headers.set(headers);
    if let Some(protocol) = &upgrade {
        tunnel::ask(headers, protocol.clone());
    }
    let mut request = Request::new(body);
    *request.method_mut() = head.method;
    *request.uri_mut() = uri;
    *request.headers_mut() = head.headers;
    let sent = now.pool.send(Attempt { request, progress, repeatable, turns: upgrade.is_some() }).await;
    let (mut response, lease) = sent.map_err(|refusal| match refusal {
        Refusal::BodyTooLarge(_) => Refusal::BodyTooLarge(most),
        other => other,
    })?;
    if hygiene::has_two_lengths(response.headers()) {
        tracing::warn!("the backend's answer has two lengths");
        return Err(Refusal::BackendInvalid);
    }
    let turned = response.status() == StatusCode::SWITCHING_PROTOCOLS;
    let agrees = |asked: &HeaderValue| {
        let named = response.headers().get(UPGRADE);
        named.is_some_and(|named| named.as_bytes().eq_ignore_ascii_case(asked.as_bytes()))
    };
    let protocol = match upgrade {
        Some(protocol) if turned && agrees(&protocol) => protocol,
        // RFC 9110 section 7.8: to nothing else than what was asked for
        _ if turned => return Err(Refusal::BackendInvalid),
        _ => {
            let (mut head, body) = answered(response);
            if version == Version::HTTP_2 {
                header::detach(&mut head.headers);
            }
            let body = Answer::streamed(body, lease, now.pool.backend().idle);
            return Ok(Passed { answer: Response::from_parts(head, body), backend: None });
        }
    };
    let backend = hyper::upgrade::on(&mut response);
    let (mut head, _) = answered(response);
    tunnel::ask(&mut head.headers, protocol);
    let answer = Response::from_parts(head, Answer::whole(Bytes::new()));
    Ok(Passed { answer, backend: Some((backend, lease)) })
}

/// An answer as it goes on.
fn answered(response: Response<Incoming>) -> (Parts, Incoming) {
    let (mut head, body) = response.into_parts();
    head.version = Version::HTTP_11;
    header::answered(&mut head.headers);
    (head, body)
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The target in origin form (RFC 9112 section 3.2.1).
fn target(path: &str, query: Option<&str>) -> Uri {
    let target = match query {
        Some(query) => format!("{path}?{query}").parse::<PathAndQuery>(),
        None => path.parse(),
    };
    target.map_or_else(|_| Uri::from_static("/"), Uri::from)
}

/// Methods that ask for nothing to be changed (RFC 9110 section 9.2.1).
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
