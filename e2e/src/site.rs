//! Where the page comes from: the gateway, or the one file opened from disk. Everything else is the same for both.

use std::path::Path;

use crate::gateway::Gateway;
use crate::tool;

/// Names the single file.
pub const SINGLE_FILE: &str = "HANDFAST_HTML";

/// A place to open the page from.
#[derive(Debug)]
pub struct Site {
    url: String,
    gateway: Option<Gateway>,
}

impl Site {
    /// The page from a gateway that is started for it. Its log goes into `folder`.
    ///
    /// # Errors
    /// See [`Gateway::start`].
    pub fn served(folder: &Path) -> anyhow::Result<Site> {
        let gateway = Gateway::start(folder)?;
        Ok(Site { url: gateway.url(), gateway: Some(gateway) })
    }

    /// The page from a gateway, under a name that is not this machine's own: what a neighbour on the network meets.
    ///
    /// # Errors
    /// See [`Gateway::start`].
    pub fn served_to_neighbours(folder: &Path) -> anyhow::Result<Site> {
        let gateway = Gateway::start(folder)?;
        let url = gateway.url().replace("127.0.0.1", crate::browser::NEIGHBOUR);
        Ok(Site { url, gateway: Some(gateway) })
    }

    /// The single file, opened from disk.
    ///
    /// # Errors
    /// That it is missing.
    pub fn file() -> anyhow::Result<Site> {
        let path = tool::file_from(SINGLE_FILE, "the page as one file, handfast.html")?;
        Ok(Site { url: format!("file://{}", path.display()), gateway: None })
    }

    /// The address of a room, such as `create`.
    #[must_use]
    pub fn room(&self, slug: &str) -> String {
        format!("{}#/{slug}", self.url)
    }

    /// Takes the network away: stops the server, if there is one.
    ///
    /// # Errors
    /// See [`Gateway::stop`].
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.gateway.take().map_or(Ok(()), Gateway::stop)
    }

    /// Whether a request is for the page's own files.
    #[must_use]
    pub fn owns(&self, url: &str) -> bool {
        if self.url.starts_with("file:") {
            url.split(['#', '?']).next() == Some(self.url.as_str())
        } else {
            url.starts_with(&self.url)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(url: &str) -> Site {
        Site { url: url.to_owned(), gateway: None }
    }

    #[test]
    fn a_site_owns_its_own_files_and_nothing_beside_them() {
        let served = site("http://127.0.0.1:8600/");
        assert!(served.owns("http://127.0.0.1:8600/app-1234.wasm"));
        for stranger in [
            "http://127.0.0.1:86001/",
            "http://127.0.0.2:8600/",
            "https://127.0.0.1:8600/",
            "http://a/?http://127.0.0.1:8600/",
        ] {
            assert!(!served.owns(stranger), "{stranger}");
        }
        let file = site("file:///tmp/handfast.html");
        assert!(file.owns("file:///tmp/handfast.html#/about"));
        assert!(!file.owns("file:///tmp/handfast.html.js") && !file.owns("file:///etc/passwd"));
    }
}
