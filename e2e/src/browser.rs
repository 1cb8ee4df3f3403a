//! Debian's Chromium with its driver: started by us, listened to, ended by us. It has a profile of its own in a folder that
//! goes away with it. What is done with a page in it is [`crate::page`]'s.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::devtools::{DevTools, Event};
use crate::process::Process;
use crate::tool;
use crate::webdriver::WebDriver;

/// A name that leads to this machine in this browser, without the browser knowing that it is this machine.
pub const NEIGHBOUR: &str = "neighbour.test";

/// What Chromium is told beside its profile: no window, nothing of its own on the network, no sandbox (tests run as root in
/// containers), and no other name can be resolved, whoever asks.
const FLAGS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP neighbour.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// The size of the window until a test wants another, in CSS pixels.
const WINDOW: (u32, u32) = (1440, 1000);

/// A running browser.
#[derive(Debug)]
pub struct Browser {
    /// Presses, types, reads.
    pub driver: WebDriver,
    /// Listens.
    pub devtools: DevTools,
    /// The tab that is there from the beginning and shows nothing.
    first: String,
    folder: TempDir,
    // fields are dropped in this order: the session is closed by `drop` below, then the driver is ended
    _process: Process,
}

impl Browser {
    /// Starts a browser.
    ///
    /// # Errors
    /// With what is missing, or what the driver said.
    pub fn start() -> anyhow::Result<Browser> {
        let folder = TempDir::new()?;
        let (profile, downloads) = (folder.path().join("profile"), folder.path().join("downloads"));
        std::fs::create_dir(&downloads)?;
        let chromium = tool::find("chromium")?;
        let mut command = tool::command("chromedriver")?;
        command.arg("--port=0");
        let mut process =
            Process::start("chromedriver", &mut command, &folder.path().join("chromedriver.log"))?;
        let port = process.ready(|said| {
            let (_, rest) = said.split_once("started successfully on port ")?;
            rest.split('.').next()?.parse().ok()
        })?;
        let mut arguments: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        arguments.push(format!("--window-size={},{}", WINDOW.0, WINDOW.1));
        let driver = WebDriver::open(
            port,
            &json!({
                "browserName": "chrome",
                "unhandledPromptBehavior": "accept",
                "goog:chromeOptions": { "binary": chromium, "args": arguments },
            }),
        )?;
        let address = driver.capabilities["goog:chromeOptions"]["debuggerAddress"].as_str();
        let devtools = DevTools::open(address.context("Chromium names the address of its DevTools")?)?;
        devtools.command(
            None,
            "Browser.setDownloadBehavior",
            json!({
                "behavior": "allow", "downloadPath": downloads, "eventsEnabled": true,
            }),
        )?;
        let first = driver.tab()?;
        Ok(Browser { driver, devtools, first, folder, _process: process })
    }

    /// The version, as the browser says it.
    #[must_use]
    pub fn version(&self) -> String {
        self.driver.capabilities["browserVersion"].as_str().unwrap_or_default().to_owned()
    }

    /// Closes all tabs but the first.
    ///
    /// # Errors
    /// The driver's.
    pub fn close_tabs(&self) -> anyhow::Result<()> {
        for tab in self.driver.tabs()?.iter().filter(|tab| **tab != self.first) {
            self.driver.show_tab(tab)?;
            self.driver.close_tab()?;
        }
        self.driver.show_tab(&self.first)
    }

    /// Waits for a download and moves it to `place`; its whole path there, with the name that the page gave it.
    ///
    /// # Errors
    /// That none was finished in time, or the file is not there.
    pub fn downloaded(&self, place: &Path) -> anyhow::Result<PathBuf> {
        let name = self.devtools.downloaded()?;
        let path = place.join(&name);
        std::fs::rename(self.folder.path().join("downloads").join(&name), &path).with_context(|| name)?;
        Ok(path)
    }

    /// Sets the size of what a page sees, in CSS pixels, of the tab on show.
    ///
    /// # Errors
    /// The driver's.
    pub fn resize(&self, width: u32, height: u32) -> anyhow::Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.driver.devtools("Emulation.setDeviceMetricsOverride", &metrics).map(drop)
    }

    /// Everything that must not have happened since the last call: console errors, policy violations, and requests to
    /// anything but what `own` says is the page's own.
    pub fn faults(&self, own: impl Fn(&str) -> bool) -> Vec<Event> {
        let harmless = |event: &Event| match event {
            Event::Request(url) => own(url) || url.starts_with("blob:") || url.starts_with("data:"),
            Event::Downloaded(_) => true,
            Event::Console(_) | Event::Violation(_) | Event::DownloadFailed(_) => false,
        };
        let mut faults = self.devtools.take();
        faults.retain(|event| !harmless(event));
        faults
    }

    /// What the operating system knows about the browser's processes: kind, process id, CPU time in seconds.
    ///
    /// # Errors
    /// The browser's.
    pub fn processes(&self) -> anyhow::Result<Vec<(String, u64, f64)>> {
        let answer = self.devtools.command(None, "SystemInfo.getProcessInfo", json!({}))?;
        let processes = answer["processInfo"].as_array().context("a list of processes")?;
        Ok(processes
            .iter()
            .map(|process| {
                let kind = process["type"].as_str().unwrap_or_default().to_owned();
                (
                    kind,
                    process["id"].as_u64().unwrap_or_default(),
                    process["cpuTime"].as_f64().unwrap_or_default(),
                )
            })
            .collect())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // without this the browser would outlive its driver; when it fails the driver ends the browser with itself
        drop(self.driver.close());
    }
}

/// A script's answer as text.
#[must_use]
pub fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
