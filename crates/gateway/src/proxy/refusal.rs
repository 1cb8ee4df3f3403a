//! What callers are answered by the gateway itself: a status, and two sentences as text, JSON or HTML (RFC 9110 section 12.5.1), in
//! Korean or English (section 12.5.4).

use deploy::gateway::file::Reveal;
use hyper::header::{
    ACCEPT, ACCEPT_LANGUAGE, ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue,
    RETRY_AFTER,
};
use hyper::{HeaderMap, Response, StatusCode};
use pki::verify::trust::Reason;
use text::gateway_refusal as say;
use text::{Lang, Message};

use super::body::Answer;
use super::hygiene::Flaw;

/// Why a request is not passed on, or its answer not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// For what the caller's certificate is or is not.
    Certificate(Reason),
    /// For the request itself.
    Request(Flaw),
    /// The body is larger than this.
    BodyTooLarge(u64),
    /// The body stood still, or came more slowly than allowed.
    BodySlow,
    /// More requests than are allowed; seconds to wait.
    TooMany(u64),
    /// Nobody answers behind.
    BackendUnreachable,
    /// The backend's certificate does not hold, or it speaks no TLS that is accepted.
    BackendTls,
    /// The backend has as many requests as it is given.
    BackendBusy,
    /// The connection to the backend took too long.
    BackendConnectSlow,
    /// The backend closed before it answered.
    BackendClosed,
    /// The backend's answer is not HTTP.
    BackendInvalid,
    /// The backend's answer did not begin in time.
    BackendSlow,
}

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

/// The forms of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Json,
    Html,
}

impl Refusal {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Certificate(reason) => {
                StatusCode::from_u16(reason.family().status()).expect("families have statuses of HTTP")
            }
            Self::Request(Flaw::Method) => StatusCode::METHOD_NOT_ALLOWED,
            // RFC 9110 section 15.5.20
            Self::Request(Flaw::Misdirected) => StatusCode::MISDIRECTED_REQUEST,
            // RFC 9112 section 6.1
            Self::Request(Flaw::Coding) => StatusCode::NOT_IMPLEMENTED,
            Self::Request(_) => StatusCode::BAD_REQUEST,
            Self::BodyTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodySlow => StatusCode::REQUEST_TIMEOUT,
            // RFC 6585 section 4
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::BackendUnreachable | Self::BackendTls | Self::BackendClosed | Self::BackendInvalid => {
                StatusCode::BAD_GATEWAY
            }
            // RFC 9110 section 15.6.4
            Self::BackendBusy => StatusCode::SERVICE_UNAVAILABLE,
            Self::BackendConnectSlow | Self::BackendSlow => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    /// The name by which programs know it, as the log has it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Certificate(reason) => reason.code(),
            Self::Request(Flaw::Method) => "method_not_passed_on",
            Self::Request(Flaw::Target) => "target_not_a_path",
            Self::Request(Flaw::HostMissing) => "host_missing",
            Self::Request(Flaw::HostMalformed) => "host_malformed",
            Self::Request(Flaw::Framing) => "two_lengths",
            Self::Request(Flaw::Coding) => "transfer_coding",
            Self::Request(Flaw::LineFeed) => "bare_line_feed",
            Self::Request(Flaw::Path) => "path_ambiguous",
            Self::Request(Flaw::Misdirected) => "misdirected",
            Self::BodyTooLarge(_) => "body_too_large",
            Self::BodySlow => "body_slow",
            Self::TooMany(_) => "too_many_requests",
            Self::BackendUnreachable => "backend_unreachable",
            Self::BackendTls => "backend_tls",
            Self::BackendBusy => "backend_busy",
            Self::BackendConnectSlow => "backend_connect_slow",
            Self::BackendClosed => "backend_closed",
            Self::BackendInvalid => "backend_invalid",
            Self::BackendSlow => "backend_slow",
        }
    }

    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Self::Certificate(reason) => reason.message(lang),
            Self::Request(flaw) => match flaw {
                Flaw::Method => say::method(lang),
                Flaw::Target => say::target(lang),
                Flaw::HostMissing => say::host_missing(lang),
                Flaw::HostMalformed => say::host_malformed(lang),
                Flaw::Framing => say::framing(lang),
                Flaw::Coding => say::coding(lang),
                Flaw::LineFeed => say::line_feed(lang),
                Flaw::Path => say::path(lang),
                Flaw::Misdirected => say::misdirected(lang),
            },
            Self::BodyTooLarge(most) => {
                say::body_too_large(lang, usize::try_from(*most).unwrap_or(usize::MAX))
            }
            Self::BodySlow => say::body_slow(lang),
            Self::TooMany(seconds) => say::too_many(lang, seconds),
            Self::BackendUnreachable => say::backend_unreachable(lang),
            Self::BackendTls => say::backend_tls(lang),
            Self::BackendBusy => say::backend_busy(lang),
            Self::BackendClosed => say::backend_closed(lang),
            Self::BackendInvalid => say::backend_invalid(lang),
            Self::BackendConnectSlow | Self::BackendSlow => say::backend_slow(lang),
        }
    }

    /// The answer to a request that asked so.
    #[must_use]
    pub fn answer(&self, asked: &Asked, reveal: Reveal) -> Response<Answer> {
        let lang = language(asked.accept_language.as_ref());
        let (code, message) = match (self, reveal) {
            (Self::Certificate(reason), Reveal::Little) => {
                (reason.family().code(), reason.family().message(lang))
            }
            _ => (self.code(), self.message(lang)),
        };
        let status = self.status();
        let (media_type, body) = match form(asked.accept.as_ref()) {
            Form::Text => ("text/plain; charset=utf-8", format!("{message}\n")),
            Form::Json => ("application/json", json(code, &message)),
            Form::Html => ("text/html; charset=utf-8", html(status, &message, lang)),
        };
        let mut answer = Response::new(Answer::whole(body.into()));
        *answer.status_mut() = status;
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        // what one caller is told concerns nobody else, and may change at once
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers
            .insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
        match self {
            Self::Request(Flaw::Method) => {
                headers
                    .insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
            }
            Self::TooMany(seconds) => {
                headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
            }
            Self::BackendBusy => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
            }
            // where it ends is not sure, so nothing behind it may be read as a request (RFC 9112 section 6.3)
            Self::Request(Flaw::Framing | Flaw::Coding | Flaw::LineFeed)
            | Self::BodyTooLarge(_)
            | Self::BodySlow => {
                headers.insert(CONNECTION, HeaderValue::from_static("close"));
            }
            _ => {}
        }
        answer
    }
}

/// The answer to plain HTTP on a port of TLS, whole.
#[must_use]
pub fn plain_http() -> String {
    let body = format!("{}\n{}\n", say::plain_http(Lang::En), say::plain_http(Lang::Ko));
    format!(
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn json(code: &str, message: &Message) -> String {
    let value = serde_json::json!({ "error": code, "problem": message.problem, "remedy": message.remedy });
    format!("{value}\n")
}

fn html(status: StatusCode, message: &Message, lang: Lang) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let tag = match lang {
        Lang::En => "en",
        Lang::Ko => "ko",
    };
    format!(
        "<!doctype html>\n<html lang=\"{tag}\"><meta charset=\"utf-8\"><title>{status}</title>\n<h1>{status}</h1>\n<p>{}</p>\n<p>{}</p>\n</html>\n",
        escaped(&message.problem),
        escaped(&message.remedy)
    )
}

/// The form that is wanted most; text when none of ours is named, so that curl shows something to read.
fn form(accept: Option<&HeaderValue>) -> Form {
    let wanted = |media_types: &[&str]| weight(accept, media_types);
    let json = wanted(&["application/json", "application/*"]);
    let html = wanted(&["text/html"]);
    let text = wanted(&["text/plain", "text/*", "*/*"]);
    match () {
        () if html > json && html >= text => Form::Html,
        () if json > text => Form::Json,
        () => Form::Text,
    }
}

fn language(accept_language: Option<&HeaderValue>) -> Lang {
    let korean = weight(accept_language, &["ko", "ko-kr"]);
    if korean > weight(accept_language, &["en", "en-gb", "en-us"]) { Lang::Ko } else { Lang::En }
}

/// How much one of these is wanted: its `q`, 0 when it is not named (RFC 9110 section 12.4.2).
fn weight(asked: Option<&HeaderValue>, wanted: &[&str]) -> u32 {
    let lists = asked.and_then(|value| value.to_str().ok()).into_iter().flat_map(|value| value.split(','));
    lists
        .filter_map(|item| {
            let mut parts = item.split(';').map(str::trim);
            let named = parts.next()?.to_ascii_lowercase();
            wanted.contains(&named.as_str()).then_some(())?;
            let q = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
            let q = q.map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0)).clamp(0.0, 1.0);
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it lies between 0 and 1000"
            )]
            Some((q * 1_000.0) as u32)
        })
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> HeaderValue {
        HeaderValue::from_str(text).expect("a value")
    }

    #[test]
    fn the_form_follows_what_is_accepted() {
        for (accept, expected) in [
            ("*/*", Form::Text),
            ("", Form::Text),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Form::Html),
            ("application/json", Form::Json),
            ("application/json, text/plain, */*", Form::Text),
            ("application/json, */*;q=0.5", Form::Json),
            ("text/html;q=0.1, application/json", Form::Json),
            ("image/png", Form::Text),
            ("application/json;q=0", Form::Text),
        ] {
            assert_eq!(form(Some(&value(accept))), expected, "{accept}");
        }
    }

    #[test]
    fn the_language_follows_what_is_accepted() {
        for (accepted, expected) in [
            ("ko-KR,ko;q=0.9,en;q=0.8", Lang::Ko),
            ("en, ko", Lang::En),
            ("fr", Lang::En),
            ("ko", Lang::Ko),
            ("", Lang::En),
        ] {
            assert_eq!(language(Some(&value(accepted))), expected, "{accepted}");
        }
    }

    #[test]
    fn who_is_told_little_is_told_little() {
        let refusal = Refusal::Certificate(Reason::Revoked);
        let asked = Asked { accept: Some(value("application/json")), accept_language: None };
        let told = |reveal: Reveal| match refusal.answer(&asked, reveal).into_body().octets() {
            Some(octets) => String::from_utf8(octets.to_vec()).expect("UTF-8"),
            None => String::new(),
        };
        assert!(told(Reveal::Reason).contains("client_certificate_revoked"));
        assert!(
            !told(Reveal::Little).contains("revoked")
                && told(Reveal::Little).contains("client_certificate_refused")
        );
    }
}
