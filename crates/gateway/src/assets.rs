//! The built page inside the binary, and which form of a file suits a request.

/// A file of the page in the forms in which it was built.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Its name, without a leading slash.
    pub name: &'static str,
    /// As it is.
    pub plain: &'static [u8],
    /// As brotli (RFC 7932), if that was built.
    pub brotli: Option<&'static [u8]>,
    /// As gzip (RFC 1952), if that was built.
    pub gzip: Option<&'static [u8]>,
}

/// The page that this binary was compiled with.
pub static EMBEDDED: &[Asset] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

impl Asset {
    /// The file that a path of a URL names; `/` is `index.html`.
    #[must_use]
    pub fn find(assets: &'static [Self], path: &str) -> Option<&'static Self> {
        let name = path.strip_prefix('/')?;
        let name = if name.is_empty() { "index.html" } else { name };
        assets.iter().find(|asset| asset.name == name)
    }

    /// Its media type. Browsers compile WebAssembly while it arrives only when it is called `application/wasm`.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        match self.name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("wasm") => "application/wasm",
            Some("svg") => "image/svg+xml",
            Some("txt") => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        }
    }

    /// Whether its name holds a hash of its contents (`app-0123456789abcdef.js`), so that it never changes.
    #[must_use]
    pub fn is_immutable(&self) -> bool {
        let hash =
            self.name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once('-')).map(|(_, hash)| hash);
        hash.is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    }

    /// The smallest form that an `Accept-Encoding` (RFC 9110, 12.5.3) takes, and the name of its coding.
    #[must_use]
    pub fn form(&self, accept_encoding: &str) -> (&'static [u8], Option<&'static str>) {
        let brotli = self.brotli.filter(|_| accepts(accept_encoding, "br")).map(|bytes| (bytes, Some("br")));
        let gzip =
            || self.gzip.filter(|_| accepts(accept_encoding, "gzip")).map(|bytes| (bytes, Some("gzip")));
        brotli.or_else(gzip).unwrap_or((self.plain, None))
    }
}

/// Whether a coding is taken: named, or covered by `*`, and not with a weight of zero.
fn accepts(accept_encoding: &str, coding: &str) -> bool {
    let weight = |name: &str| {
        accept_encoding.split(',').find_map(|item| {
            let mut parts = item.split(';').map(str::trim);
            parts.next().filter(|found| found.eq_ignore_ascii_case(name))?;
            let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
            Some(weight.map_or(1.0, |weight| weight.parse::<f32>().unwrap_or(0.0)))
        })
    };
    weight(coding).or_else(|| weight("*")).unwrap_or(0.0) > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    static ASSETS: &[Asset] = &[
        Asset { name: "index.html", plain: b"plain", brotli: Some(b"br"), gzip: Some(b"gz") },
        Asset { name: "app-0123456789abcdef.wasm", plain: b"wasm", brotli: None, gzip: None },
    ];

    #[test]
    fn only_exact_paths_find_a_file() {
        let found = |path: &str| Asset::find(ASSETS, path).map(|asset| asset.name);
        assert_eq!(found("/"), Some("index.html"));
        assert_eq!(found("/index.html"), Some("index.html"));
        for path in [
            "",
            "index.html",
            "//",
            "/index.html/",
            "/../index.html",
            "/%69ndex.html",
            "/index.html.br",
            "/INDEX.HTML",
        ] {
            assert_eq!(found(path), None, "{path:?}");
        }
    }

    #[test]
    fn the_smallest_form_that_is_accepted() {
        let cases = [
            ("br, gzip", Some("br")),
            ("gzip, deflate, br;q=0.1", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0, gzip", Some("gzip")),
            ("BR", Some("br")),
            ("*", Some("br")),
            ("*;q=0", None),
            ("br;q=0, *", Some("gzip")),
            ("br;q=x", None),
            ("brotli", None),
            ("", None),
        ];
        for (accepted, expected) in cases {
            assert_eq!(ASSETS[0].form(accepted).1, expected, "{accepted:?}");
        }
        assert_eq!(ASSETS[1].form("br, gzip").1, None, "it was not built in another form");
    }

    #[test]
    fn only_names_with_a_hash_are_immutable() {
        let named = |name| Asset { name, plain: b"", brotli: None, gzip: None }.is_immutable();
        assert!(named("app-0123456789abcdef.wasm"));
        for name in
            ["index.html", "app.wasm", "app-0123.wasm", "app-0123456789abcdeg.wasm", "app-0123456789abcdef"]
        {
            assert!(!named(name), "{name}");
        }
    }

    #[test]
    fn types_are_what_browsers_need() {
        assert_eq!(ASSETS[0].media_type(), "text/html; charset=utf-8");
        assert_eq!(ASSETS[1].media_type(), "application/wasm");
    }
}
