//! What hands do on the page: files that are given, and the keyboard's focus.

use std::path::Path;

use anyhow::bail;

use super::Page;
use crate::tool;
use crate::wait::PATIENCE;
use crate::webdriver::key;

impl Page<'_> {
    /// Gives files to a field, all at once.
    ///
    /// # Errors
    /// That it is missing, or takes none.
    pub fn give(&self, test: &str, files: &[&Path]) -> anyhow::Result<()> {
        let paths: Vec<String> = files.iter().map(tool::text).collect();
        self.browser.driver.type_into(&self.element(test)?, &paths.join("\n"))
    }

    /// Waits until the element with this id has the focus.
    ///
    /// # Errors
    /// That it does not get it.
    pub fn until_focus(&self, id: &str) -> anyhow::Result<()> {
        self.until(&format!("the focus on {id}"), PATIENCE, || Ok((self.focused()? == id).then_some(())))
    }

    /// Presses Tab until the element with this id has the focus.
    ///
    /// # Errors
    /// That no number of Tabs leads to it.
    pub fn tab_to(&self, id: &str) -> anyhow::Result<()> {
        const FARTHEST: usize = 120;
        for _ in 0..FARTHEST {
            self.browser.driver.press(&[key::TAB])?;
            if self.focused()? == id {
                return Ok(());
            }
        }
        bail!("no number of Tabs leads to {id}")
    }

    /// The id of what has the focus; empty where it has none.
    fn focused(&self) -> anyhow::Result<String> {
        Ok(crate::browser::text(&self.ask("return document.activeElement?.id ?? ''")?))
    }
}
