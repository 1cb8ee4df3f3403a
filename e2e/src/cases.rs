//! Cases with names that share one browser: libtest's command line and output, one case after another. After a failure the
//! next case gets a browser of its own, and a picture of the failed page is left behind.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::{Arguments, Failed, Trial};

use crate::browser::Browser;

/// One case: its name, and what it does with a browser.
pub struct Case {
    name: String,
    check: Box<Check>,
}

type Check = dyn FnOnce(&Browser) -> anyhow::Result<()> + Send;

/// A case.
pub fn case(
    name: impl Into<String>,
    check: impl FnOnce(&Browser) -> anyhow::Result<()> + Send + 'static,
) -> Case {
    Case { name: name.into(), check: Box::new(check) }
}

/// Runs the cases that the command line asks for.
#[must_use]
pub fn run(cases: Vec<Case>) -> ExitCode {
    let mut arguments = Arguments::from_args();
    // there is one browser, and one tab of it is on show
    arguments.test_threads = Some(1);
    let shared: Arc<Mutex<Option<Browser>>> = Arc::default();
    let trials = cases.into_iter().map(|case| {
        let shared = Arc::clone(&shared);
        Trial::test(case.name.clone(), move || {
            let mut slot = shared.lock().unwrap_or_else(PoisonError::into_inner);
            // taken out: a case that panics drops it and leaves none for the next
            let browser = slot.take().map_or_else(Browser::start, Ok).map_err(|error| told(&error))?;
            match (case.check)(&browser).and_then(|()| browser.close_tabs()) {
                Ok(()) => {
                    *slot = Some(browser);
                    Ok(())
                }
                Err(error) => {
                    let picture = picture(&browser, &case.name).unwrap_or_default();
                    Err(Failed::from(format!("{}\n{picture}", told(&error))))
                }
            }
        })
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    drop(shared);
    conclusion.exit_code()
}

fn told(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).collect::<Vec<_>>().join("\n  because: ")
}

fn picture(browser: &Browser, name: &str) -> anyhow::Result<String> {
    let folder = target().join("e2e");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{}.png", name.replace(['/', ' ', ':'], "-")));
    std::fs::write(&path, browser.driver.picture()?)?;
    Ok(format!("What the page looked like: {}", path.display()))
}

/// The folder for what a run leaves behind: the one that `HANDFAST_OUT` names, or the workspace's own `target`.
#[must_use]
pub fn target() -> PathBuf {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target"));
    std::env::var_os("HANDFAST_OUT").map_or_else(default, PathBuf::from)
}
