//! What people do in the Export room.

use std::path::Path;

use serde_json::Value;

use super::{Bundle, Page, WORK};
use crate::wait::PATIENCE;

impl Page<'_> {
    /// Has all bundles made and saved, and reads their passphrases. The Export room must be on show.
    ///
    /// # Errors
    /// That a bundle is missing, with what the page says instead.
    pub fn export_all(&self, into: &Path) -> anyhow::Result<Vec<Bundle>> {
        self.click("make-all")?;
        let ends = self.bundles()?;
        self.until("all bundles to be made", WORK, || {
            self.unrefused()?;
            Ok((self.count("[data-test^=download-]")? == ends.len()).then_some(()))
        })?;
        ends.into_iter().map(|end| self.save_bundle(&end, into)).collect()
    }

    /// Has one bundle made and saved.
    ///
    /// # Errors
    /// See [`Page::export_all`].
    pub fn export_one(&self, end: &str, into: &Path) -> anyhow::Result<Bundle> {
        self.click(&format!("make-{end}"))?;
        self.until(&format!("the bundle {end} to be made"), WORK, || self.find(&format!("download-{end}")))?;
        self.save_bundle(end, into)
    }

    /// The ends of the names of all bundles.
    ///
    /// # Errors
    /// The driver's.
    pub fn bundles(&self) -> anyhow::Result<Vec<String>> {
        let script =
            "return [...document.querySelectorAll('article[data-test^=bundle-]')].map(it => it.dataset.test)";
        let names = self.ask(script)?;
        let names = names.as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(names.filter_map(|name| name.strip_prefix("bundle-")).map(str::to_owned).collect())
    }

    fn save_bundle(&self, end: &str, into: &Path) -> anyhow::Result<Bundle> {
        let sha256: String = self.text(&format!("sha256-{end}"))?.split_whitespace().collect();
        self.click(&format!("download-{end}"))?;
        let file = self.browser.downloaded(into)?;
        self.click(&format!("reveal-{end}"))?;
        let passphrase = self.until("the passphrase", PATIENCE, || {
            let words = self.text(&format!("passphrase-{end}"))?;
            Ok((!words.is_empty() && !words.contains('•')).then_some(words))
        })?;
        Ok(Bundle { end: end.to_owned(), file, passphrase, sha256: sha256.replace(':', "").to_lowercase() })
    }

    /// Opens an authority bundle in the Export room.
    ///
    /// # Errors
    /// That a field did not take it.
    pub fn reopen(&self, file: &Path, passphrase: &str) -> anyhow::Result<()> {
        self.give("open-file", &[file])?;
        self.element("chosen-file")?;
        self.fill("open-passphrase", passphrase)?;
        self.click("open")
    }
}
