//! The commands of WebDriver (<https://www.w3.org/TR/webdriver2/>) that the tests use, each a blocking call. What is
//! pressed here goes through the browser's own input, as if by a person. What the browser reports is [`crate::devtools`]'s.

use std::time::Duration;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

/// The key under which WebDriver names an element ("web element identifier").
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Longer than any command takes; a driver that hangs must not hang the tests.
const ANSWER: Duration = Duration::from_secs(120);

/// A session with a browser.
#[derive(Debug)]
pub struct WebDriver {
    agent: ureq::Agent,
    /// Where commands of this session go.
    session: String,
    /// What the browser can do, as it said itself.
    pub capabilities: Value,
}

/// An element of the document that is on show. Stale as soon as it leaves the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(String);

/// Keys as WebDriver spells them.
#[allow(missing_docs, reason = "named after the keys")]
pub mod key {
    pub const TAB: &str = "\u{E004}";
    pub const ENTER: &str = "\u{E007}";
    pub const SHIFT: &str = "\u{E008}";
    pub const CONTROL: &str = "\u{E009}";
    pub const SPACE: &str = " ";
    pub const BACKSPACE: &str = "\u{E003}";
    pub const END: &str = "\u{E010}";
    pub const DOWN: &str = "\u{E015}";
    pub const LEFT: &str = "\u{E012}";
    pub const UP: &str = "\u{E013}";
    pub const RIGHT: &str = "\u{E014}";
}

impl WebDriver {
    /// Opens a session at a driver that listens on this port of 127.0.0.1.
    ///
    /// # Errors
    /// The driver's.
    pub fn open(port: u16, capabilities: &Value) -> anyhow::Result<WebDriver> {
        let config = ureq::Agent::config_builder()
            .proxy(None)
            .http_status_as_error(false)
            .timeout_global(Some(ANSWER))
            .build();
        let agent = ureq::Agent::new_with_config(config);
        let driver = format!("http://127.0.0.1:{port}");
        let mut answer = agent
            .post(format!("{driver}/session"))
            .send_json(json!({ "capabilities": { "alwaysMatch": capabilities } }))?;
        let opened = value(answer.body_mut().read_json()?).context("the browser could not be started")?;
        let id = opened["sessionId"].as_str().context("a session has an id")?;
        Ok(WebDriver {
            agent,
            session: format!("{driver}/session/{id}"),
            capabilities: opened["capabilities"].clone(),
        })
    }

    /// Ends the session and with it the browser.
    ///
    /// # Errors
    /// The driver's.
    pub fn close(&self) -> anyhow::Result<()> {
        let mut answer = self.agent.delete(&self.session).call()?;
        value(answer.body_mut().read_json()?).map(drop)
    }

    /// Goes to an address and waits until it is loaded.
    ///
    /// # Errors
    /// The driver's.
    pub fn go(&self, url: &str) -> anyhow::Result<()> {
        self.post("url", &json!({ "url": url })).map(drop)
    }

    /// Opens another tab and shows it; its handle.
    ///
    /// # Errors
    /// The driver's.
    pub fn new_tab(&self) -> anyhow::Result<String> {
        let opened = self.post("window/new", &json!({ "type": "tab" }))?;
        let handle = opened["handle"].as_str().context("a tab has a handle")?.to_owned();
        self.show_tab(&handle)?;
        Ok(handle)
    }

    /// Turns to a tab.
    ///
    /// # Errors
    /// The driver's.
    pub fn show_tab(&self, handle: &str) -> anyhow::Result<()> {
        self.post("window", &json!({ "handle": handle })).map(drop)
    }

    /// Closes the tab on show; the session turns to none.
    ///
    /// # Errors
    /// The driver's.
    pub fn close_tab(&self) -> anyhow::Result<()> {
        let mut answer = self.agent.delete(format!("{}/window", self.session)).call()?;
        value(answer.body_mut().read_json()?).map(drop)
    }

    /// The handle of the tab on show.
    ///
    /// # Errors
    /// The driver's.
    pub fn tab(&self) -> anyhow::Result<String> {
        let handle = self.get("window")?;
        Ok(handle.as_str().context("a tab has a handle")?.to_owned())
    }

    /// The handles of all tabs.
    ///
    /// # Errors
    /// The driver's.
    pub fn tabs(&self) -> anyhow::Result<Vec<String>> {
        let handles = self.get("window/handles")?;
        Ok(handles
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|handle| handle.as_str().map(str::to_owned))
            .collect())
    }

    /// Runs a function body in the page; what it returns, promises awaited.
    ///
    /// # Errors
    /// What it throws.
    pub fn execute(&self, script: &str, arguments: &[Value]) -> anyhow::Result<Value> {
        self.post("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// All elements that a selector finds, in the document's order.
    ///
    /// # Errors
    /// The driver's.
    pub fn find_all(&self, css: &str) -> anyhow::Result<Vec<Element>> {
        let found = self.post("elements", &json!({ "using": "css selector", "value": css }))?;
        Ok(found.as_array().into_iter().flatten().filter_map(element).collect())
    }

    /// The first element that a selector finds, if there is one.
    ///
    /// # Errors
    /// The driver's.
    pub fn find(&self, css: &str) -> anyhow::Result<Option<Element>> {
        Ok(self.find_all(css)?.into_iter().next())
    }

    /// The element that has the focus.
    ///
    /// # Errors
    /// The driver's.
    pub fn focused(&self) -> anyhow::Result<Element> {
        element(&self.get("element/active")?).context("some element has the focus")
    }

    /// Scrolls to an element and presses it; an element that is covered is an error.
    ///
    /// # Errors
    /// The driver's.
    pub fn click(&self, on: &Element) -> anyhow::Result<()> {
        // as a person would, who does not press at the very edge of the window, where a bar may lie over the page
        self.execute("arguments[0].scrollIntoView({ block: 'center' })", &[argument(on)])?;
        self.post(&format!("element/{}/click", on.0), &json!({})).map(drop)
    }

    /// Empties a text field as a person does who selects all and deletes.
    ///
    /// # Errors
    /// The driver's.
    pub fn clear(&self, field: &Element) -> anyhow::Result<()> {
        self.type_into(field, &format!("{}a{0}{}", key::CONTROL, key::BACKSPACE))
    }

    /// Types into an element, key by key. Into a file field: chooses the file with that path.
    ///
    /// # Errors
    /// The driver's.
    pub fn type_into(&self, field: &Element, text: &str) -> anyhow::Result<()> {
        self.post(&format!("element/{}/value", field.0), &json!({ "text": text })).map(drop)
    }

    /// Presses keys wherever the focus is, all of one chord down before the first comes up.
    ///
    /// # Errors
    /// The driver's.
    pub fn press(&self, chord: &[&str]) -> anyhow::Result<()> {
        let down = chord.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = chord.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        let actions: Vec<Value> = down.chain(up).collect();
        self.post("actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }))
            .map(drop)
    }

    /// The text of an element as a person sees it.
    ///
    /// # Errors
    /// The driver's.
    pub fn text(&self, of: &Element) -> anyhow::Result<String> {
        Ok(self.get(&format!("element/{}/text", of.0))?.as_str().unwrap_or_default().to_owned())
    }

    /// The name by which assistive technology calls an element.
    ///
    /// # Errors
    /// The driver's.
    pub fn spoken(&self, of: &Element) -> anyhow::Result<String> {
        Ok(self.get(&format!("element/{}/computedlabel", of.0))?.as_str().unwrap_or_default().to_owned())
    }

    /// A property of an element, such as `value`.
    ///
    /// # Errors
    /// The driver's.
    pub fn property(&self, of: &Element, name: &str) -> anyhow::Result<Value> {
        self.get(&format!("element/{}/property/{name}", of.0))
    }

    /// An attribute of an element.
    ///
    /// # Errors
    /// The driver's.
    pub fn attribute(&self, of: &Element, name: &str) -> anyhow::Result<Option<String>> {
        let value = self.get(&format!("element/{}/attribute/{name}", of.0))?;
        Ok(value.as_str().map(str::to_owned))
    }

    /// A command of the DevTools protocol for the tab on show.
    ///
    /// # Errors
    /// The browser's.
    pub fn devtools(&self, method: &str, parameters: &Value) -> anyhow::Result<Value> {
        self.post("goog/cdp/execute", &json!({ "cmd": method, "params": parameters }))
    }

    /// A picture of what is in view, as PNG.
    ///
    /// # Errors
    /// The driver's.
    pub fn picture(&self) -> anyhow::Result<Vec<u8>> {
        let picture = self.get("screenshot")?;
        Ok(BASE64_STANDARD.decode(picture.as_str().unwrap_or_default())?)
    }

    fn get(&self, path: &str) -> anyhow::Result<Value> {
        let mut answer = self.agent.get(format!("{}/{path}", self.session)).call()?;
        value(answer.body_mut().read_json()?).with_context(|| path.to_owned())
    }

    fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let mut answer = self.agent.post(format!("{}/{path}", self.session)).send_json(body)?;
        let read = answer.body_mut().with_config().limit(64 * 1024 * 1024).read_json()?;
        value(read).with_context(|| {
            let body: String = body.to_string().chars().take(200).collect();
            format!("{path} {body}")
        })
    }
}

/// What an argument of a script looks like when it is an element.
#[must_use]
pub fn argument(element: &Element) -> Value {
    json!({ ELEMENT: element.0 })
}

fn element(found: &Value) -> Option<Element> {
    Some(Element(found[ELEMENT].as_str()?.to_owned()))
}

/// WebDriver wraps every answer; an error is an object with `error` and `message`.
fn value(mut answer: Value) -> anyhow::Result<Value> {
    let value = answer["value"].take();
    if let Some(error) = value.get("error").and_then(Value::as_str) {
        let message = value["message"].as_str().unwrap_or_default();
        bail!("{error}: {}", message.lines().next().unwrap_or_default());
    }
    Ok(value)
}
