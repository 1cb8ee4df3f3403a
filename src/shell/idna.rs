//! Internationalized names by the browser's own tables.

use pki::name::idna::Idna;
use web_sys::Url;

/// The host parser of `URL` (WHATWG URL, "domain to ASCII": UTS #46, non-transitional).
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserIdna;

impl Idna for BrowserIdna {
    fn to_ascii(&self, name: &str) -> Option<String> {
        // nothing but a host can stand there: the caller lets no `/`, `@`, `:`, `%` or other mark pass
        let url = Url::new(&format!("https://{name}")).ok()?;
        Some(url.hostname()).filter(|host| !host.is_empty())
    }
}
