//! What the application asks of the browser. The shell carries each out with one power and answers with a message.

use std::rc::Rc;

use crate::document::Errand;
use crate::form::Which;
use crate::job::Job;
use crate::lab::Told;
use crate::rooms::Room;
use crate::settings::Settings;
use crate::task::TaskId;

/// One thing that the browser shall do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send a job to the worker.
    Run(TaskId, Box<Job>),
    /// End the worker with whatever it is doing, and start a new one.
    RestartWorker,
    /// Have the examiner write what a document shows when somebody wants to see it.
    Examine(TaskId, Errand),
    /// Show a room of the lab, and mount the lab first if need be.
    Lab(Box<Told>),
    /// Put a text on the clipboard.
    Copy(Clip),
    /// Hand a file to the browser's downloads.
    Download(Download),
    /// Remember the settings.
    Store(Settings),
    /// Show a room's address, as if the user had gone there.
    Go(Room),
    /// Lead to the first field of a form that is wrong.
    Mend(Which),
}

/// A text for the clipboard; its `Debug` does not show it, since passphrases are copied too.
#[derive(Clone, PartialEq, Eq)]
pub struct Clip(pub String);

impl std::fmt::Debug for Clip {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Clip(..)")
    }
}

/// A file for the browser's downloads; its `Debug` does not show the contents.
#[derive(Clone, PartialEq, Eq)]
pub struct Download {
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub media: &'static str,
    /// What stands before the contents: portions of a large file, which the page never puts together in its own memory.
    pub before: Vec<Rc<Vec<u8>>>,
    /// Its contents, or the end of them.
    pub contents: Rc<Vec<u8>>,
}

impl Download {
    /// A file in one piece.
    #[must_use]
    pub fn new(name: String, media: &'static str, contents: Rc<Vec<u8>>) -> Download {
        Download { name, media, before: Vec::new(), contents }
    }

    /// A text file.
    #[must_use]
    pub fn text(name: &str, contents: &str) -> Download {
        Download::new(name.to_owned(), "text/plain", Rc::new(contents.as_bytes().to_vec()))
    }
}

impl std::fmt::Debug for Download {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let before: usize = self.before.iter().map(|portion| portion.len()).sum();
        write!(out, "Download({}, {} bytes)", self.name, before + self.contents.len())
    }
}
