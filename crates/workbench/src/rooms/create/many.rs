//! Many clients at once: the list as typed, what the worker says of it, and what was made of it so far. How a list is read and made
//! is [`crate::job::many`]'s, and so is why nothing half done is lost.

use std::rc::Rc;

use crate::job::many::{Before, Face};
use crate::problem::Problem;
use crate::sealed::Sealed;
use crate::task::{Task, TaskId};

/// What the Create room knows of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Many {
    /// Whether it is on show. What was typed and made stays while it is not.
    pub open: bool,
    /// The list; while it is being made, as it was at the beginning.
    pub text: Rc<str>,
    /// What the worker last said of it.
    pub face: Option<Rc<Face>>,
    /// Making it.
    pub making: Task<Problem>,
    /// How fast that goes, in words.
    pub pace: String,
    /// What can be saved.
    pub ready: Ready,
    /// What is left of the list while it is being made.
    pub(crate) rest: Rc<str>,
    /// When the button was pressed, in seconds as Unix counts them.
    pub(crate) began: i64,
    /// How many were made since.
    pub(crate) done: usize,
    /// The number of the look that is awaited.
    pub(crate) looking: Option<TaskId>,
}

/// Bundles and sheet as they can be saved.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ready {
    /// The sheet of passphrases, sealed.
    pub sheet: Option<Rc<Sealed>>,
    /// What the next portion goes on from.
    pub(crate) before: Before,
    /// What the bundles' archive is called.
    pub(crate) name: String,
    /// Its octets but for the directory.
    pub(crate) portions: Vec<Rc<Vec<u8>>>,
    /// How many of the bundles were saved.
    pub(crate) saved: usize,
    /// How many passphrases the saved sheet has.
    pub(crate) sheet_saved: usize,
    /// Whether the passphrase of the sheet was shown or copied.
    pub(crate) taken: bool,
}

/// What can happen to a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// It shall be shown, or no longer.
    Open(bool),
    /// The list is this from now on.
    Edit(Rc<str>),
    /// A file with a list could not be taken.
    Refused(Problem),
    /// The certificates and bundles shall be made.
    Make,
    /// The bundles shall be saved.
    SaveBundles,
    /// The sheet of passphrases shall be saved.
    SaveSheet,
    /// The passphrase of the sheet is being shown.
    Shown,
    /// It shall go to the clipboard.
    CopyPassphrase,
}

/// The largest file that is read as a list, in MiB.
pub const LIMIT_MIB: usize = crate::job::many::LONGEST_OCTETS / 1024 / 1024;

impl Many {
    /// Ends what waits for the worker: what was made can be saved, and what is left stands in the list.
    pub(crate) fn abandon(&mut self, fault: Option<&Problem>) {
        self.looking = None;
        if self.making.is_running() {
            self.stop(fault);
        }
    }

    pub(crate) fn stop(&mut self, fault: Option<&Problem>) {
        self.making.abandon(fault);
        self.text = std::mem::take(&mut self.rest);
    }

    /// The browser did not take a file of this name: nothing in it is saved.
    pub(crate) fn not_saved(&mut self, name: &str) {
        let ready = &mut self.ready;
        if ready.name == name {
            ready.saved = 0;
        }
        if ready.sheet.as_ref().is_some_and(|sheet| sheet.name == name) {
            ready.sheet_saved = 0;
        }
    }
}

impl Ready {
    /// The passphrase of the sheet.
    #[must_use]
    pub fn passphrase(&self) -> &str {
        std::str::from_utf8(self.before.passphrase.expose()).unwrap_or_default()
    }

    /// Keys that stand in bundles which were not saved.
    pub(crate) fn unsaved(&self) -> usize {
        self.before.count - self.saved
    }

    /// Passphrases that nobody could find again: they are in no saved sheet, or in one whose own passphrase nobody has seen.
    pub(crate) fn passphrases_at_risk(&self) -> usize {
        if self.taken { self.before.count - self.sheet_saved } else { self.before.count }
    }
}
