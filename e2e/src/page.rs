//! The page as a person meets it: rooms, fields, buttons by their names in tests (`data-test`). It waits for what should
//! come about, and says in a failure what it waited for. What is right or wrong is the tests' business.

mod export;
mod hands;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::site::Site;
use crate::wait::{self, PATIENCE};
use crate::webdriver::{Element, key};

/// How long a set of the slowest keys, or its bundles, may take on a busy machine.
const WORK: Duration = Duration::from_secs(90);

/// The page's languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the languages")]
pub enum Language {
    English,
    Korean,
}

impl Language {
    /// Both.
    pub const ALL: [Language; 2] = [Language::English, Language::Korean];

    /// The tag of BCP 47.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Korean => "ko",
        }
    }
}

/// The rooms by the names in their addresses.
pub const ROOMS: [&str; 8] =
    ["create", "deploy", "export", "inspect", "chain", "handshake", "doctor", "about"];

/// What is remembered from an earlier visit.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// `handfast.language`.
    pub language: Language,
    /// `handfast.theme`: `light`, `dark` or `system`.
    pub theme: &'static str,
}

/// What is typed into the Create room.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Names and addresses of the server.
    pub services: &'a [&'a str],
    /// The first client's name.
    pub client: &'a str,
    /// The key type of all three roles, as the page names it: `p256`, `rsa2048`.
    pub algorithm: &'a str,
}

/// One bundle as it left the page.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// The end of its elements' names: `authority`, `server-1`, `client-2`.
    pub end: String,
    /// The file.
    pub file: PathBuf,
    /// Its passphrase.
    pub passphrase: String,
    /// The SHA-256 that the page shows, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// A tab that shows the page. It stays open until [`Browser::close_tabs`], so that a failure can be looked at.
#[derive(Debug)]
pub struct Page<'a> {
    /// The browser that the tab is in.
    pub browser: &'a Browser,
}

impl<'a> Page<'a> {
    /// Opens a room in a tab of its own, with nothing remembered but the settings.
    ///
    /// # Errors
    /// The driver's.
    pub fn open(
        browser: &'a Browser,
        site: &Site,
        room: &str,
        settings: Settings,
    ) -> anyhow::Result<Page<'a>> {
        let remembered = format!(
            "try {{ localStorage.setItem('handfast.language', '{}'); localStorage.setItem('handfast.theme', '{}') }} catch {{}}",
            settings.language.tag(),
            settings.theme
        );
        Page::open_with(browser, site, room, &remembered)
    }

    /// Opens a room in a tab of its own, after a script has run in it.
    ///
    /// # Errors
    /// The driver's.
    pub fn open_with(
        browser: &'a Browser,
        site: &Site,
        room: &str,
        script: &str,
    ) -> anyhow::Result<Page<'a>> {
        let driver = &browser.driver;
        driver.new_tab()?;
        driver.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }))?;
        driver.go(&site.room(room))?;
        Ok(Page { browser })
    }

    /// Opens a room in a tab of its own as a browser in that language does that was never here, or was, with this site.
    ///
    /// # Errors
    /// The driver's.
    pub fn open_first(
        browser: &'a Browser,
        site: &Site,
        room: &str,
        language: &str,
    ) -> anyhow::Result<Page<'a>> {
        let driver = &browser.driver;
        driver.new_tab()?;
        let agent = driver.execute("return navigator.userAgent", &[])?;
        driver.devtools(
            "Emulation.setUserAgentOverride",
            &json!({ "userAgent": agent, "acceptLanguage": language }),
        )?;
        driver.go(&site.room(room))?;
        Ok(Page { browser })
    }

    /// Waits until the page says that it takes work and needs no network any more.
    ///
    /// # Errors
    /// That it did not, with what it shows.
    pub fn ready(&self) -> anyhow::Result<()> {
        self.until("the page to be ready (<html data-ready=\"true\">)", PATIENCE, || {
            Ok((self.ask("return document.documentElement.dataset.ready")? == json!("true")).then_some(()))
        })
    }

    /// Goes to a room as a person does, by its link.
    ///
    /// # Errors
    /// That the room did not come.
    pub fn enter(&self, room: &str) -> anyhow::Result<()> {
        self.click(&format!("room-{room}"))?;
        self.until(&format!("the room {room}"), PATIENCE, || {
            let link = format!("[data-test=room-{room}][aria-current=page]");
            // behind the room the address tells what is on show there
            let here = self.ask("return location.hash.split('/')[1] ?? ''")? == json!(room);
            Ok((here && self.browser.driver.find(&link)?.is_some()).then_some(()))
        })
    }

    /// Chooses the language as a person does, by its button.
    ///
    /// # Errors
    /// That the page did not change.
    pub fn speak(&self, language: Language) -> anyhow::Result<()> {
        self.click(&format!("language-{}", language.tag()))?;
        self.until("the language to change", PATIENCE, || {
            Ok((self.ask("return document.documentElement.lang")? == json!(language.tag())).then_some(()))
        })
    }

    /// Waits for an element by its name in tests.
    ///
    /// # Errors
    /// That it did not come.
    pub fn element(&self, test: &str) -> anyhow::Result<Element> {
        self.until(&format!("[data-test={test}]"), PATIENCE, || self.find(test))
    }

    /// An element by its name in tests, if it is there now.
    ///
    /// # Errors
    /// The driver's.
    pub fn find(&self, test: &str) -> anyhow::Result<Option<Element>> {
        self.browser.driver.find(&format!("[data-test=\"{test}\"]"))
    }

    /// How many elements a selector finds now.
    ///
    /// # Errors
    /// The driver's.
    pub fn count(&self, css: &str) -> anyhow::Result<usize> {
        Ok(self.browser.driver.find_all(css)?.len())
    }

    /// The visible text of an element.
    ///
    /// # Errors
    /// That it did not come.
    pub fn text(&self, test: &str) -> anyhow::Result<String> {
        self.with(test, |element| self.browser.driver.text(element))
    }

    /// What stands in a field.
    ///
    /// # Errors
    /// That the field did not come.
    pub fn value(&self, test: &str) -> anyhow::Result<String> {
        let value = self.with(test, |element| self.browser.driver.property(element, "value"))?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Presses something.
    ///
    /// # Errors
    /// That it did not come, is covered or cannot be pressed.
    pub fn click(&self, test: &str) -> anyhow::Result<()> {
        self.until(&format!("[data-test={test}] to be pressable"), PATIENCE, || {
            let Some(element) = self.find(test)? else { return Ok(None) };
            let says = |property, value| self.browser.driver.property(&element, property).ok() == Some(value);
            if says("disabled", json!(true)) || says("ariaDisabled", json!("true")) {
                return Ok(None);
            }
            // it may be drawn anew, or a notice may pass over it, between looking and pressing
            Ok(self.browser.driver.click(&element).ok())
        })
    }

    /// Replaces what stands in a field, key by key.
    ///
    /// # Errors
    /// That the field did not take it.
    pub fn fill(&self, test: &str, text: &str) -> anyhow::Result<()> {
        self.with(test, |element| {
            self.browser.driver.clear(element)?;
            if text.is_empty() { Ok(()) } else { self.browser.driver.type_into(element, text) }
        })?;
        self.until(&format!("[data-test={test}] to hold {text:?}"), PATIENCE, || {
            Ok((self.value(test)? == text).then_some(()))
        })
    }

    /// Chooses a day, so many days from today, in a field that takes days: their keys differ from language to language.
    ///
    /// # Errors
    /// That the field did not come.
    pub fn fill_day(&self, test: &str, days: u32) -> anyhow::Result<()> {
        let script = "const field = document.querySelector(`[data-test='${arguments[0]}']`);
            field.value = new Date(Date.now() + arguments[1] * 86400000).toISOString().slice(0, 10);
            field.dispatchEvent(new Event('input', { bubbles: true }));
            field.dispatchEvent(new Event('change', { bubbles: true }));";
        self.element(test)?;
        self.browser.driver.execute(script, &[json!(test), json!(days)]).map(drop)
    }

    /// Pastes a text into a field, as if from the clipboard, of which a test has none.
    ///
    /// # Errors
    /// That the field did not come.
    pub fn paste(&self, test: &str, text: &str) -> anyhow::Result<()> {
        let script = "const field = document.querySelector(`[data-test='${arguments[0]}']`);
            field.focus();
            const clipboardData = new DataTransfer();
            clipboardData.setData('text/plain', arguments[1]);
            const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
            if (field.dispatchEvent(event)) { document.execCommand('insertText', false, arguments[1]); }";
        self.element(test)?;
        self.browser.driver.execute(script, &[json!(test), json!(text)]).map(drop)
    }

    /// Chooses in a drop-down list by the choice's value.
    ///
    /// # Errors
    /// That there is no such choice.
    pub fn choose(&self, test: &str, value: &str) -> anyhow::Result<()> {
        let option = format!("[data-test=\"{test}\"] option[value=\"{value}\"]");
        self.element(test)?;
        let option =
            self.browser.driver.find(&option)?.with_context(|| format!("{test} offers no {value}"))?;
        self.browser.driver.click(&option)?;
        self.until(&format!("{test} to be {value}"), PATIENCE, || {
            Ok((self.value(test)? == value).then_some(()))
        })
    }

    /// Unfolds something.
    ///
    /// # Errors
    /// That it did not come.
    pub fn unfold(&self, test: &str) -> anyhow::Result<()> {
        self.until(&format!("[data-test={test}] to unfold"), PATIENCE, || {
            let summary =
                self.browser.driver.find(&format!("[data-test=\"{test}\"]:not([open]) > summary"))?;
            match summary {
                Some(summary) => {
                    // a notice may lie over it for a while
                    drop(self.browser.driver.click(&summary));
                    Ok(None)
                }
                None => Ok(self.browser.driver.find(&format!("[data-test=\"{test}\"][open]"))?.map(drop)),
            }
        })
    }

    /// Puts these names into a list of chips in place of those that are there.
    ///
    /// # Errors
    /// That the list did not take them.
    pub fn fill_chips(&self, test: &str, names: &[&str]) -> anyhow::Result<()> {
        while self.find(&format!("{test}-remove-0"))?.is_some() {
            let before = self.chips(test)?.len();
            self.click(&format!("{test}-remove-0"))?;
            self.until("a chip to go", PATIENCE, || Ok((self.chips(test)?.len() < before).then_some(())))?;
        }
        for name in names {
            self.with(test, |element| {
                self.browser.driver.type_into(element, &format!("{name}{}", key::ENTER))
            })?;
        }
        self.until(&format!("{test} to hold {names:?}"), PATIENCE, || {
            Ok((self.chips(test)? == names).then_some(()))
        })
    }

    /// The texts of the chips of a list.
    ///
    /// # Errors
    /// The driver's.
    pub fn chips(&self, test: &str) -> anyhow::Result<Vec<String>> {
        let script = "return [...document.querySelectorAll('.chip > span')]
            .filter(it => it.parentElement.dataset.test.startsWith(arguments[0] + '-')).map(it => it.textContent)";
        let texts = self.browser.driver.execute(script, &[json!(test)])?;
        Ok(texts.as_array().into_iter().flatten().map(crate::browser::text).collect())
    }

    /// Fills the Create room.
    ///
    /// # Errors
    /// That a field did not take it.
    pub fn fill_create(&self, wanted: &Wanted<'_>) -> anyhow::Result<()> {
        self.fill_chips("service-entry", wanted.services)?;
        self.fill("client-name-0", wanted.client)?;
        self.unfold("more-choices")?;
        for role in ["authority", "server", "client"] {
            self.choose(&format!("algorithm-{role}"), wanted.algorithm)?;
        }
        Ok(())
    }

    /// Presses the button that makes the set, and waits for it.
    ///
    /// # Errors
    /// That no set came, with what the page says instead.
    pub fn make_set(&self) -> anyhow::Result<()> {
        self.click("make-set")?;
        self.made()
    }

    /// Waits for the set.
    ///
    /// # Errors
    /// With what the page says instead.
    pub fn made(&self) -> anyhow::Result<()> {
        let result = self.until("the set", WORK, || {
            self.unrefused()?;
            let done = self.find("set")?.is_some() && self.find("busy")?.is_none();
            Ok(done.then_some(()))
        });
        result.context("no set was made")
    }

    /// That nothing is refused. One look, for what the page says may be gone by the next.
    fn unrefused(&self) -> anyhow::Result<()> {
        let said =
            self.ask("return document.querySelector('[data-test=finding][role=alert]')?.innerText ?? null")?;
        ensure!(said.is_null(), "the page says: {said}");
        Ok(())
    }

    /// Issues one more client from the authority at hand. The Create room must be on show.
    ///
    /// # Errors
    /// That it was not issued, with what the page says instead.
    pub fn issue_client(&self, name: &str) -> anyhow::Result<()> {
        let before = self.count("[data-test=card-client]")?;
        self.click("issue-clients")?;
        self.fill("more-client-name-0", name)?;
        self.click("issue")?;
        self.until("the new client", WORK, || {
            Ok((self.count("[data-test=card-client]")? == before + 1).then_some(()))
        })
    }

    /// Makes sure that nothing happened that must not happen.
    ///
    /// # Errors
    /// With all of it.
    pub fn faultless(&self, site: &Site) -> anyhow::Result<()> {
        let faults = self.browser.faults(|url| site.owns(url));
        ensure!(faults.is_empty(), "console errors, policy violations or foreign requests: {faults:#?}");
        Ok(())
    }

    /// Runs a script and returns what it returns.
    ///
    /// # Errors
    /// What it throws.
    pub fn ask(&self, script: &str) -> anyhow::Result<Value> {
        self.browser.driver.execute(script, &[])
    }

    /// Waits for something; a failure tells what the page shows.
    ///
    /// # Errors
    /// That it did not come about.
    pub fn until<T>(
        &self,
        what: &str,
        patience: Duration,
        look: impl FnMut() -> anyhow::Result<Option<T>>,
    ) -> anyhow::Result<T> {
        wait::until(what, patience, look).with_context(|| {
            let shown = self.ask("return document.body.innerText").unwrap_or_default();
            let shown: String =
                crate::browser::text(&shown).lines().take(40).collect::<Vec<_>>().join("\n    ");
            format!("the page shows:\n    {shown}")
        })
    }

    /// Does something with an element that may be drawn anew meanwhile.
    fn with<T>(&self, test: &str, mut deed: impl FnMut(&Element) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let mut tries = 0;
        loop {
            let element = self.element(test)?;
            match deed(&element) {
                Err(error)
                    if error.to_string().contains("stale")
                        || format!("{error:#}").contains("stale element") =>
                {
                    tries += 1;
                    if tries > 20 {
                        bail!("[data-test={test}] is drawn anew all the time: {error:#}");
                    }
                }
                result => return result,
            }
        }
    }
}
