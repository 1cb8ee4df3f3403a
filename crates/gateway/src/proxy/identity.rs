//! How the backend is told who is calling: `Client-Cert` (RFC 9440), headers as the exported nginx.conf sends them, or both. They are
//! made once for a certificate and set on each of its requests.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use data_encoding::{BASE64, HEXLOWER, HEXUPPER};
use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};
use pki::certificate::Certificate;
use tokio_rustls::rustls::pki_types::CertificateDer;

use deploy::gateway::file::Headers;

/// `Client-Cert` (RFC 9440 section 2.2).
const CLIENT_CERT: HeaderName = HeaderName::from_static("client-cert");
/// `Client-Cert-Chain` (RFC 9440 section 2.3).
const CLIENT_CERT_CHAIN: HeaderName = HeaderName::from_static("client-cert-chain");
const VERIFY: HeaderName = HeaderName::from_static("x-ssl-client-verify");

/// Headers that name a caller.
#[derive(Debug, Clone, Default)]
pub struct IdentityHeaders(Vec<(HeaderName, HeaderValue)>);

impl IdentityHeaders {
    /// Those of a caller without a certificate.
    #[must_use]
    pub fn of_nobody(kinds: &[Headers]) -> IdentityHeaders {
        let nginx = kinds.contains(&Headers::Nginx);
        IdentityHeaders(nginx.then(|| (VERIFY, HeaderValue::from_static("NONE"))).into_iter().collect())
    }

    /// Those of a caller whose certificate holds.
    #[must_use]
    pub fn of(
        kinds: &[Headers],
        certificate: &Certificate,
        intermediates: &[CertificateDer<'_>],
    ) -> IdentityHeaders {
        let mut headers = Vec::new();
        let value = |text: &str| HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""));
        if kinds.contains(&Headers::Rfc9440) {
            let octets = |der: &[u8]| format!(":{}:", BASE64.encode(der));
            headers.push((CLIENT_CERT, value(&octets(certificate.der()))));
            if !intermediates.is_empty() {
                let others: Vec<String> = intermediates.iter().map(|der| octets(der)).collect();
                headers.push((CLIENT_CERT_CHAIN, value(&others.join(", "))));
            }
        }
        if kinds.contains(&Headers::Nginx) {
            let facts = certificate.facts();
            let serial =
                if facts.serial.is_empty() { "00".to_owned() } else { HEXUPPER.encode(&facts.serial) };
            // SHA-1 because nginx's $ssl_client_fingerprint is that; nothing here relies on it
            let fingerprint = HEXLOWER.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate.der()).as_ref());
            let name = HeaderName::from_static;
            headers.extend([
                (VERIFY, HeaderValue::from_static("SUCCESS")),
                (name("x-ssl-client-s-dn"), value(&facts.subject_in_ascii())),
                (name("x-ssl-client-i-dn"), value(&facts.issuer_in_ascii())),
                (name("x-ssl-client-serial"), value(&serial)),
                (name("x-ssl-client-fingerprint"), value(&fingerprint)),
                (name("x-ssl-client-cert"), value(&escaped(&certificate.to_pem()))),
            ]);
        }
        IdentityHeaders(headers)
    }

    /// Sets them.
    pub fn set(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.0 {
            headers.insert(name.clone(), value.clone());
        }
    }
}

/// Percent-encoding as nginx's `$ssl_client_escaped_cert` has it: everything but unreserved characters (RFC 3986 section 2.3).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(octet));
        } else {
            out.push('%');
            out.push_str(&HEXUPPER.encode(&[octet]));
        }
    }
    out
}
