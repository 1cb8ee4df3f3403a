//! Internationalized names without a browser: the tables of the `idna` crate.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use pki::name::idna::Idna;

/// What a browser has, here for tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tables;

impl Idna for Tables {
    fn to_ascii(&self, name: &str) -> Option<String> {
        // the list of characters that no host may hold is the one of browsers (WHATWG URL, "forbidden host code points")
        let ascii =
            Uts46::new().to_ascii(name.as_bytes(), AsciiDenyList::URL, Hyphens::Allow, DnsLength::Ignore);
        ascii.ok().map(std::borrow::Cow::into_owned)
    }
}
