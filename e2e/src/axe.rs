//! axe-core (<https://github.com/dequelabs/axe-core>), which looks at a painted page for what shuts people out.

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::tool;

/// Names axe-core's source file.
pub const SOURCE: &str = "HANDFAST_AXE";

/// axe-core, ready to be put into pages.
#[derive(Debug, Clone)]
pub struct Axe {
    source: String,
}

impl Axe {
    /// Reads the source.
    ///
    /// # Errors
    /// That it is missing, and how to get it.
    pub fn load() -> anyhow::Result<Axe> {
        let path = tool::file_from(SOURCE, "axe.min.js of the npm package axe-core")?;
        Ok(Axe { source: tool::read(&path)? })
    }

    /// Everything that axe-core finds in the tab on show: rule, meaning and where, one line each.
    ///
    /// # Errors
    /// That axe-core could not run.
    pub fn look(&self, browser: &Browser) -> anyhow::Result<Vec<String>> {
        let driver = &browser.driver;
        if driver.execute("return typeof axe === 'undefined'", &[])? == json!(true) {
            // The page's policy allows no foreign script in the document; the driver's own scripts are not under it.
            driver.execute(&format!("{}\nwindow.axe = axe;", self.source), &[])?;
        }
        let found = driver.execute(
            "return axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations)",
            &[],
        )?;
        let violations = found.as_array().context("axe-core returns a list")?;
        Ok(violations.iter().flat_map(lines).collect())
    }
}

fn lines(violation: &Value) -> Vec<String> {
    let nodes = violation["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |node: &Value| {
        let summary = words(&node["failureSummary"]).replace('\n', " ");
        format!("{}: {} at {}: {summary}", words(&violation["id"]), words(&violation["help"]), node["target"])
    };
    nodes.iter().map(line).collect()
}
