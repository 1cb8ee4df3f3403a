//! Request -> response, without a socket: which file, in which form, with which headers.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue, VARY,
};
use hyper::http::request;
use hyper::{Method, Response, StatusCode};

use crate::assets::Asset;
use crate::headers;

/// What is sent back.
pub type Answer = Response<Full<Bytes>>;

/// Answers a request; its body is of no interest.
#[must_use]
pub fn respond(assets: &'static [Asset], request: &request::Parts) -> Answer {
    let mut answer = if request.method != Method::GET && request.method != Method::HEAD {
        let mut answer = plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.\n");
        answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        answer
    } else if request.uri.path() == "/healthz" {
        plain(StatusCode::OK, "ok\n")
    } else {
        match Asset::find(assets, request.uri.path()) {
            Some(asset) => file(asset, &accepted(request)),
            None => plain(StatusCode::NOT_FOUND, "There is no such file here. The page is at /.\n"),
        }
    };
    headers::secure(answer.headers_mut());
    answer
}

fn file(asset: &Asset, accepted: &str) -> Answer {
    let (bytes, coding) = asset.form(accepted);
    let mut answer = Response::new(Full::new(Bytes::from_static(bytes)));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media_type()));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    // one year, the most that RFC 9111 thinks sensible; the page itself is asked for each time
    let cache = if asset.is_immutable() { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    answer
}

fn plain(status: StatusCode, text: &'static str) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from_static(text.as_bytes())));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// All `Accept-Encoding` lines as one list (RFC 9110, 5.3).
fn accepted(request: &request::Parts) -> String {
    let values = request.headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.collect::<Vec<_>>().join(",")
}
