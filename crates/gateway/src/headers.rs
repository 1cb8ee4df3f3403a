//! The headers that every answer carries, with the reason for each. The page's own meta element repeats the policy.

use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};

/// What the page may load and do (Content Security Policy Level 3): its own scripts and style, compiled WebAssembly,
/// workers that it makes itself, and nothing from elsewhere. `index.html` holds the same policy, but for
/// `frame-ancestors`, which only a header can say.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    connect-src 'self'; worker-src blob:; img-src data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Powers of the browser that the page gives up: all but writing to the clipboard.
pub const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), \
    display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), \
    local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
    publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), storage-access=(), usb=(), \
    window-management=(), xr-spatial-tracking=(), clipboard-write=(self)";

/// Name and value of each header, for every answer.
const ALWAYS: [(&str, &str); 8] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("permissions-policy", PERMISSIONS_POLICY),
    // no other site learns that the workbench was open
    ("referrer-policy", "no-referrer"),
    // a process of its own: no other page can hold a window or read memory across
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    // a file is what its type says
    ("x-content-type-options", "nosniff"),
    // for browsers that do not know frame-ancestors
    ("x-frame-options", "DENY"),
];

/// Adds them.
pub fn secure(headers: &mut HeaderMap) {
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_the_header_hold_the_same_policy() {
        let html = include_str!("../../../index.html");
        let meta = CONTENT_SECURITY_POLICY.trim_end_matches("; frame-ancestors 'none'");
        assert!(html.contains(&format!("content=\"{meta}\"")), "index.html holds another policy than {meta}");
    }

    #[test]
    fn nothing_inline_and_nothing_foreign_is_allowed() {
        for forbidden in ["unsafe-inline", "unsafe-eval' ", "http:", "https:", "*", "data: blob:"] {
            let policy = CONTENT_SECURITY_POLICY.replace("'wasm-unsafe-eval'", "");
            assert!(!policy.contains(forbidden), "{forbidden}");
        }
    }
}
