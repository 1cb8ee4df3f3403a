//! Which headers go to the backend and come back from it: hop-by-hop ones never, those that name the caller or the connection only
//! as they are set here.

use core::net::SocketAddr;

use deploy::gateway::file;
use diagnose::gateway::Identity;
use hyper::body::Bytes;
use hyper::header::{
    CONNECTION, COOKIE, EXPECT, Entry, FORWARDED, HOST, HeaderName, HeaderValue, PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION, TE, TRANSFER_ENCODING, UPGRADE, VARY, VIA,
};
use hyper::{HeaderMap, Version};

/// Headers of one hop (RFC 9110 section 7.6.1), besides those that `Connection` names.
const HOP_BY_HOP: [HeaderName; 8] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    TE,
    TRANSFER_ENCODING,
    UPGRADE,
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
];

/// Beginnings of names by which backends know a caller or a connection: what a caller sends under one of these is a lie.
const RESERVED: [&str; 9] = [
    "client-cert",
    "x-ssl-",
    "ssl-client",
    "x-client-cert",
    "x-forwarded",
    "x-real-ip",
    "x-original-forwarded",
    "forwarded",
    "x-client-verify",
];

/// Names that mean how a request is read, and that hyper does not know in any other spelling.
const FOLDED: [&str; 6] = ["transfer-encoding", "content-length", "host", "connection", "upgrade", "te"];

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const REAL_IP: HeaderName = HeaderName::from_static("x-real-ip");

/// Takes out what must not go from a caller to the backend.
pub fn strip(headers: &mut HeaderMap, settings: &Identity) {
    hop_by_hop(headers);
    // the gateway asks for the body when the backend takes it (RFC 9110 section 10.1.1)
    headers.remove(EXPECT);
    let forged: Vec<HeaderName> =
        headers.keys().filter(|name| is_reserved(name.as_str(), settings)).cloned().collect();
    for name in forged {
        headers.remove(name);
    }
}

/// Takes out what concerns one hop only. `TE: trailers` may stay: it says what the caller can read.
pub fn hop_by_hop(headers: &mut HeaderMap) {
    let trailers = headers.get(TE).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"trailers"));
    if headers.contains_key(CONNECTION) {
        let named: Vec<HeaderName> = headers
            .get_all(CONNECTION)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(|name| HeaderName::from_bytes(name.trim().as_bytes()).ok())
            // a caller could take out what tells the backend where a request is for, or how long it is
            .filter(|name| *name != HOST && *name != hyper::header::CONTENT_LENGTH)
            .collect();
        for name in named {
            headers.remove(name);
        }
    }
    for name in &HOP_BY_HOP {
        headers.remove(name);
    }
    if trailers {
        headers.insert(TE, HeaderValue::from_static("trailers"));
    }
}

/// Whether a name is one that only the gateway may set, as a CGI or WSGI backend reads it: letters in either case, and every
/// other character an underscore (RFC 3875 section 4.1.18), so that `X_SSL_Client.Verify` is `X-SSL-Client-Verify`.
fn is_reserved(name: &str, settings: &Identity) -> bool {
    let plain = name.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-');
    let fits = |name: &str| {
        RESERVED.iter().any(|reserved| name.starts_with(reserved))
            || settings.strip.iter().any(|other| other == name)
    };
    if plain {
        // hyper's names are in lower case
        fits(name)
    } else {
        let folded: String = name
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' })
            .collect();
        // nor anything by which such a backend would read another length or another hop
        fits(&folded) || FOLDED.contains(&folded.as_str())
    }
}

/// Says how the request came: from where, for which host, over which version of HTTP.
pub fn forwarded(
    headers: &mut HeaderMap,
    settings: &Identity,
    peer: SocketAddr,
    authority: &HeaderValue,
    version: Version,
) {
    let address = peer.ip().to_canonical();
    let text = |text: &str| HeaderValue::from_str(text).expect("addresses are ASCII");
    if settings.forwarded.contains(&file::Forwarded::XForwarded) {
        let address = text(&address.to_string());
        headers.insert(FOR, address.clone());
        headers.insert(REAL_IP, address);
        headers.insert(PROTO, HeaderValue::from_static("https"));
        headers.insert(FORWARDED_HOST, authority.clone());
    }
    if settings.forwarded.contains(&file::Forwarded::Rfc7239) {
        // RFC 7239 section 6: an IPv6 address stands in brackets and quotation marks
        let node = if address.is_ipv6() { format!("\"[{address}]\"") } else { address.to_string() };
        let host = String::from_utf8_lossy(authority.as_bytes()).replace(['"', '\\'], "");
        if let Ok(value) = HeaderValue::from_str(&format!("for={node};host=\"{host}\";proto=https")) {
            headers.insert(FORWARDED, value);
        }
    }
    // RFC 9110 section 7.6.3: a gateway must say so towards the backend
    let via = if version == Version::HTTP_2 { "2.0 handfast" } else { "1.1 handfast" };
    match headers.entry(VIA) {
        Entry::Occupied(mut others) => {
            others.append(HeaderValue::from_static(via));
        }
        Entry::Vacant(none) => {
            none.insert(HeaderValue::from_static(via));
        }
    }
    headers.insert(HOST, authority.clone());
}

/// HTTP/2 may send a cookie in pieces, which HTTP/1.1 has in one line (RFC 9113 section 8.2.3).
pub fn join_cookies(headers: &mut HeaderMap) {
    let pieces: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
    if pieces.len() > 1
        && let Ok(joined) = HeaderValue::from_bytes(&pieces.join(&b"; "[..]))
    {
        headers.insert(COOKIE, joined);
    }
}

/// Takes out of an answer what concerns the hop to the backend only, and lets no cache give one caller another's answer: an answer
/// that depends on `Client-Cert` depends on something that no cache in front can see (RFC 9440 section 2.4).
pub fn answered(headers: &mut HeaderMap) {
    hop_by_hop(headers);
    headers.remove(TE);
    let varies = headers.get_all(VARY).iter().any(|value| {
        let value = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
        value.split(',').any(|name| matches!(name.trim(), "client-cert" | "client-cert-chain"))
    });
    if varies {
        headers.insert(VARY, HeaderValue::from_static("*"));
    }
}

/// Gives the values of an answer room of their own. As they come they are cut from the octets that were read of the backend's connection,
/// 8 KiB of them, and whoever keeps one keeps all: the table of HPACK (RFC 7541 section 2.3.2) does, for as long as its connection is there.
pub fn detach(headers: &mut HeaderMap) {
    let mut octets = Vec::with_capacity(headers.values().map(HeaderValue::len).sum());
    headers.values().for_each(|value| octets.extend_from_slice(value.as_bytes()));
    let mut octets = Bytes::from(octets);
    for value in headers.values_mut() {
        let copy = HeaderValue::from_maybe_shared(octets.split_to(value.len()));
        *value = copy.expect("the octets of a value are a value");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detached_values_are_the_same_and_hold_no_more_than_themselves() {
        let read = Bytes::from(vec![b'x'; 8_192]);
        let mut headers = HeaderMap::new();
        for (name, end) in [("date", 29), ("server", 5), ("x-empty", 0)] {
            let value = HeaderValue::from_maybe_shared(read.slice(..end)).expect("a value");
            headers.append(HeaderName::from_static(name), value);
        }
        headers.append("date", HeaderValue::from_static("again"));
        let before = headers.clone();
        detach(&mut headers);
        assert_eq!(headers, before);
        drop(before);
        assert!(read.is_unique(), "nobody else holds what was read");
    }

    fn settings() -> Identity {
        Identity {
            headers: vec![],
            forwarded: vec![file::Forwarded::XForwarded, file::Forwarded::Rfc7239],
            strip: vec!["x-caller".to_owned()],
        }
    }

    fn map(lines: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            headers.append(name, HeaderValue::from_str(value).expect("a value"));
        }
        headers
    }

    #[test]
    fn forged_names_go_in_every_spelling_and_their_neighbours_stay() {
        for (name, stays) in [
            ("X-SSL-Client-Verify", false),
            ("x_ssl_client_verify", false),
            ("X-SSL_Client-Verify", false),
            ("X.SSL.Client.Verify", false),
            ("SSL_CLIENT_CERT", false),
            ("Client-Cert", false),
            ("client_cert", false),
            ("CLIENT-CERT-CHAIN", false),
            ("X-Forwarded-For", false),
            ("X_Forwarded_For", false),
            ("X-Forwarded-User", false),
            ("Forwarded", false),
            ("X-Real_IP", false),
            ("X-Caller", false),
            ("x_caller", false),
            ("X-Caller-Id", true),
            ("X-Client", true),
            ("Accept", true),
            ("Client", true),
        ] {
            let mut headers = map(&[(name, "forged")]);
            strip(&mut headers, &settings());
            assert_eq!(!headers.is_empty(), stays, "{name}");
        }
    }

    #[test]
    fn what_concerns_one_hop_ends_here() {
        let mut headers = map(&[
            ("connection", "keep-alive, X-Private, Host"),
            ("x-private", "1"),
            ("x-public", "1"),
            ("host", "a"),
            ("keep-alive", "5"),
            ("te", "trailers"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "h2c"),
            ("proxy-authorization", "secret"),
            ("expect", "100-continue"),
        ]);
        strip(&mut headers, &settings());
        let mut names: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["host", "te", "x-public"]);
    }

    #[test]
    fn the_connection_is_told_and_not_what_was_claimed() {
        for (peer, plain, node) in [
            ("192.0.2.1:5", "192.0.2.1", "for=192.0.2.1;"),
            ("[2001:db8::1]:5", "2001:db8::1", "for=\"[2001:db8::1]\";"),
            ("[::ffff:192.0.2.1]:5", "192.0.2.1", "for=192.0.2.1;"),
        ] {
            let mut headers = HeaderMap::new();
            let host = HeaderValue::from_static("api.example.com:8443");
            forwarded(&mut headers, &settings(), peer.parse().expect("an address"), &host, Version::HTTP_11);
            assert_eq!(headers["x-forwarded-for"], plain);
            assert_eq!(headers["x-real-ip"], plain);
            assert_eq!(headers["x-forwarded-host"], "api.example.com:8443");
            let forwarded = headers["forwarded"].to_str().expect("text");
            assert!(forwarded.starts_with(node) && forwarded.ends_with("proto=https"), "{forwarded}");
        }
    }

    #[test]
    fn cookies_are_joined_and_answers_that_vary_by_certificate_are_not_shared() {
        let mut headers = map(&[("cookie", "a=1"), ("cookie", "b=2")]);
        join_cookies(&mut headers);
        assert_eq!(headers.get_all("cookie").iter().collect::<Vec<_>>(), ["a=1; b=2"]);
        for (vary, left) in [("Accept, Client-Cert", "*"), ("Accept", "Accept"), ("client-cert-chain", "*")] {
            let mut headers = map(&[("vary", vary)]);
            answered(&mut headers);
            assert_eq!(headers["vary"], left);
        }
    }
}
