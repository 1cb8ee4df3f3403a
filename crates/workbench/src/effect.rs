//! What the application asks of the browser. The shell carries each out with one power and answers with a message.

use crate::clip::Clip;
use crate::document::Errand;
use crate::download::Download;
use crate::form::Which;
use crate::job::Job;
use crate::lab::told::Told;
use crate::room::Room;
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
