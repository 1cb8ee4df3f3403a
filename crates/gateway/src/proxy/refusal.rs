//! What callers are answered by the gateway itself: a status, and two sentences as text, JSON or HTML (RFC 9110 section 12.5.1), in
//! Korean or English (section 12.5.4).

use deploy::gateway::file::Reveal;
use diagnose::gateway::{Flaw, Page, Refusal};
use hyper::header::{
    ACCEPT, ACCEPT_LANGUAGE, ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue,
    RETRY_AFTER,
};
use hyper::{HeaderMap, Response, StatusCode};

use super::answer::Answer;

/// The forms and languages that a request asks for: kept from the moment when the request goes on to the backend.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    accept: Option<HeaderValue>,
    accept_language: Option<HeaderValue>,
}

impl Asked {
    /// What these headers ask for, by the first of each.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Asked {
        Asked { accept: headers.get(ACCEPT).cloned(), accept_language: headers.get(ACCEPT_LANGUAGE).cloned() }
    }
}

/// The answer to a request that asked so.
#[must_use]
pub fn answer(refusal: &Refusal, asked: &Asked, reveal: Reveal) -> Response<Answer> {
    let Page { media_type, body } = refusal.page(text(&asked.accept), text(&asked.accept_language), reveal);
    let mut answer = Response::new(Answer::whole(body.into()));
    *answer.status_mut() = status(refusal);
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    // what one caller is told concerns nobody else, and may change at once
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    match refusal {
        Refusal::Request(Flaw::Method) => {
            headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
        }
        Refusal::TooMany(seconds) => {
            headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        Refusal::BackendBusy => {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        // where it ends is not sure, so nothing behind it may be read as a request (RFC 9112 section 6.3)
        Refusal::Request(Flaw::Framing | Flaw::Coding | Flaw::LineFeed)
        | Refusal::BodyTooLarge(_)
        | Refusal::BodySlow
        | Refusal::BodyBroken => {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        _ => {}
    }
    answer
}

fn text(value: &Option<HeaderValue>) -> Option<&str> {
    value.as_ref()?.to_str().ok()
}

/// The status as hyper has it.
#[must_use]
pub fn status(refusal: &Refusal) -> StatusCode {
    StatusCode::from_u16(refusal.status()).expect("refusals have statuses of HTTP")
}

/// The answer to plain HTTP on a port of TLS, whole.
#[must_use]
pub fn plain_http() -> String {
    let body = diagnose::gateway::plain_http();
    format!(
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}
