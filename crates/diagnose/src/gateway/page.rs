//! A refusal as its caller reads it: text, JSON or HTML (RFC 9110 section 12.5.1), in Korean or English (section 12.5.4).

use deploy::gateway::file::Reveal;
use text::{Lang, Message};

use super::Refusal;

/// What stands in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its `Content-Type`.
    pub media_type: &'static str,
    /// Its body.
    pub body: String,
}

/// The forms of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Json,
    Html,
}

impl Refusal {
    /// The answer to a request with these headers `Accept` and `Accept-Language`.
    #[must_use]
    pub fn page(&self, accept: Option<&str>, accept_language: Option<&str>, reveal: Reveal) -> Page {
        let lang = language(accept_language);
        let (code, message) = self.told(reveal, lang);
        match form(accept) {
            Form::Text => Page { media_type: "text/plain; charset=utf-8", body: format!("{message}\n") },
            Form::Json => Page { media_type: "application/json", body: json(code, &message) },
            Form::Html => {
                Page { media_type: "text/html; charset=utf-8", body: html(&self.title(), &message, lang) }
            }
        }
    }

    /// The status and its phrase (RFC 9110 section 15).
    #[must_use]
    pub fn title(&self) -> String {
        let status = self.status();
        let phrase = match status {
            400 => "Bad Request",
            403 => "Forbidden",
            405 => "Method Not Allowed",
            408 => "Request Timeout",
            413 => "Payload Too Large",
            421 => "Misdirected Request",
            429 => "Too Many Requests",
            501 => "Not Implemented",
            502 => "Bad Gateway",
            503 => "Service Unavailable",
            504 => "Gateway Timeout",
            _ => "",
        };
        format!("{status} {phrase}")
    }
}

fn json(code: &str, message: &Message) -> String {
    let value = serde_json::json!({ "error": code, "problem": message.problem, "remedy": message.remedy });
    format!("{value}\n")
}

fn html(status: &str, message: &Message, lang: Lang) -> String {
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
fn form(accept: Option<&str>) -> Form {
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

fn language(accept_language: Option<&str>) -> Lang {
    let korean = weight(accept_language, &["ko", "ko-kr"]);
    if korean > weight(accept_language, &["en", "en-gb", "en-us"]) { Lang::Ko } else { Lang::En }
}

/// How much one of these is wanted: its `q`, 0 when it is not named (RFC 9110 section 12.4.2).
fn weight(asked: Option<&str>, wanted: &[&str]) -> u32 {
    let lists = asked.into_iter().flat_map(|value| value.split(','));
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
    use pki::verify::trust::Reason;

    use super::*;

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
            assert_eq!(form(Some(accept)), expected, "{accept}");
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
            assert_eq!(language(Some(accepted)), expected, "{accepted}");
        }
    }

    #[test]
    fn who_is_told_little_is_told_little() {
        let told = |reveal: Reveal| {
            Refusal::Certificate(Reason::Revoked).page(Some("application/json"), None, reveal).body
        };
        assert!(told(Reveal::Reason).contains("client_certificate_revoked"));
        assert!(
            !told(Reveal::Little).contains("revoked")
                && told(Reveal::Little).contains("client_certificate_refused")
        );
    }
}
