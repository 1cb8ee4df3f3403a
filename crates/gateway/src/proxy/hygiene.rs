//! Whether a request may be passed on at all, whoever sends it: one host, one length, one way to read its path (RFC 9110, 9112, 9113).
//! hyper has refused what is not HTTP; this refuses what two programs could read differently.

use diagnose::gateway::{Flaw, Plain, host};
use hyper::header::{CONTENT_LENGTH, HOST, HeaderValue, TRANSFER_ENCODING};
use hyper::{HeaderMap, Method, Request, Version};

/// What is left to know of a request that may pass.
#[derive(Debug)]
pub struct Target<'a> {
    /// The host as it was asked for, with its port.
    pub authority: HeaderValue,
    /// The path.
    pub path: Plain<'a>,
}

/// Whether a message tells its length twice, which "ought to be handled as an error" in a request, and in an answer "might indicate an attempt
/// to perform response splitting" (RFC 9112 section 6.3). Over HTTP/1.1 hyper refuses the same length twice; over HTTP/2 h2 lets it pass, and
/// each would be a line for whoever hears it next (RFC 9110 section 8.6).
#[must_use]
pub fn has_two_lengths(headers: &HeaderMap) -> bool {
    let lengths = headers.get_all(CONTENT_LENGTH).iter().count();
    lengths > 1 || lengths == 1 && headers.contains_key(TRANSFER_ENCODING)
}

/// Looks at the head of a request; `is_ours` tells whether the connection was made for a host.
///
/// # Errors
/// The first [`Flaw`].
pub fn check<B>(head: &Request<B>, is_ours: impl FnOnce(&str) -> bool) -> Result<Target<'_>, Flaw> {
    if *head.method() == Method::CONNECT || *head.method() == Method::TRACE {
        return Err(Flaw::Method);
    }
    let coded = head.headers().contains_key(TRANSFER_ENCODING);
    if has_two_lengths(head.headers()) || coded && head.version() < Version::HTTP_11 {
        return Err(Flaw::Framing);
    }
    if head.version() == Version::HTTP_2 && head.headers().values().any(has_blank_end) {
        return Err(Flaw::Blank);
    }
    let authority = authority(head)?;
    let host = host(authority.to_str().map_err(|_| Flaw::HostMalformed)?)?;
    let path = head.uri().path();
    if !path.starts_with('/') {
        return Err(Flaw::Target);
    }
    let path = Plain::parse(path).map_err(|_| Flaw::Path)?;
    if !is_ours(&host) {
        return Err(Flaw::Misdirected);
    }
    Ok(Target { authority, path })
}

fn has_blank_end(value: &HeaderValue) -> bool {
    let is_blank = |octet: Option<&u8>| matches!(octet, Some(b' ' | b'\t'));
    is_blank(value.as_bytes().first()) || is_blank(value.as_bytes().last())
}

/// The one host of a request: `Host` (RFC 9112 section 3.2), `:authority` (RFC 9113 section 8.3.1), or both when they agree.
fn authority<B>(head: &Request<B>) -> Result<HeaderValue, Flaw> {
    let mut hosts = head.headers().get_all(HOST).iter();
    let (first, second) = (hosts.next(), hosts.next());
    if second.is_some() {
        return Err(Flaw::HostMissing);
    }
    match (head.uri().authority(), first) {
        (None, None) => Err(Flaw::HostMissing),
        (None, Some(host)) => Ok(host.clone()),
        (Some(target), host) => {
            let same =
                host.is_none_or(|host| target.as_str().as_bytes().eq_ignore_ascii_case(host.as_bytes()));
            // RFC 9112 requires Host also beside an absolute target
            let needed = host.is_none() && head.version() <= Version::HTTP_11;
            match HeaderValue::from_str(target.as_str()) {
                Ok(value) if same && !needed => Ok(value),
                _ if needed => Err(Flaw::HostMissing),
                _ => Err(Flaw::HostMalformed),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Flaw, Request, check};

    fn verdict(method: &str, target: &str, headers: &[(&str, &str)]) -> Result<String, Flaw> {
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let head = request.body(()).expect("a request");
        let target = check(&head, |host| host == "api.example.com" || host == "::1")?;
        Ok(target.authority.to_str().expect("text").to_owned())
    }

    #[test]
    fn each_flaw_stands_beside_what_passes() {
        let host = ("host", "api.example.com");
        type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], Result<&'a str, Flaw>);
        let cases: [Case<'_>; 19] = [
            ("GET", "/", &[host], Ok("api.example.com")),
            ("GET", "/", &[("host", "API.example.com:8443")], Ok("API.example.com:8443")),
            ("GET", "/", &[("host", "api.example.com.")], Ok("api.example.com.")),
            ("GET", "/", &[("host", "[::1]:8443")], Ok("[::1]:8443")),
            ("GET", "https://api.example.com/x", &[host], Ok("api.example.com")),
            ("GET", "/", &[], Err(Flaw::HostMissing)),
            ("GET", "/", &[host, host], Err(Flaw::HostMissing)),
            ("GET", "https://api.example.com/", &[], Err(Flaw::HostMissing)),
            ("GET", "https://other.example.com/", &[host], Err(Flaw::HostMalformed)),
            ("GET", "/", &[("host", "user@api.example.com")], Err(Flaw::HostMalformed)),
            ("GET", "/", &[("host", "api.example.com:port")], Err(Flaw::HostMalformed)),
            ("GET", "/", &[("host", "")], Err(Flaw::HostMalformed)),
            ("GET", "/", &[("host", "other.example.com")], Err(Flaw::Misdirected)),
            ("TRACE", "/", &[host], Err(Flaw::Method)),
            ("OPTIONS", "*", &[host], Err(Flaw::Target)),
            ("GET", "/../x", &[host], Err(Flaw::Path)),
            (
                "POST",
                "/",
                &[host, ("content-length", "5"), ("transfer-encoding", "chunked")],
                Err(Flaw::Framing),
            ),
            ("POST", "/", &[host, ("content-length", "5")], Ok("api.example.com")),
            ("POST", "/", &[host, ("content-length", "5"), ("content-length", "5")], Err(Flaw::Framing)),
        ];
        for (method, target, headers, expected) in cases {
            let found = verdict(method, target, headers);
            assert_eq!(found.as_deref().map_err(|flaw| *flaw), expected, "{method} {target} {headers:?}");
        }
    }
}
