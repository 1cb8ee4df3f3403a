//! What can happen to the application: the user did something, the worker answered, the browser reported.

use pki::moment::Moment;
use text::Lang;

use crate::document::Block;
use crate::fields::Place;
use crate::job::Output;
use crate::problem::Problem;
use crate::reading;
use crate::room::Room;
use crate::rooms::{create, deploy, export};
use crate::settings::Theme;
use crate::sight::handshake::kit::Issued;
use crate::task::{Progress, TaskId};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The shell tells the time; it does so before each message of the user.
    Tick(Moment),
    /// A room was entered.
    Entered(Room),
    /// The language was chosen.
    Language(Lang),
    /// The theme was chosen.
    Theme(Theme),
    /// In the Create room.
    Create(create::Msg),
    /// In the Deploy room.
    Deploy(deploy::Msg),
    /// The text of a field that the worker described was changed.
    Typed(Place, String),
    /// In the Export room.
    Export(export::Msg),
    /// The question was answered with yes.
    Confirm,
    /// The question was answered with no.
    Dismiss,
    /// The running work shall stop.
    Cancel,
    /// The reader of a document did something.
    Reading(reading::Msg),
    /// In the lab, something was made below the set's authority.
    Issued(Box<Issued>),
    /// The lab could not be loaded.
    LabFailed(Problem),
    /// The worker is loaded and takes jobs.
    WorkerReady,
    /// The worker could not be loaded, or died.
    WorkerFailed(Problem),
    /// How far a job has come.
    Progress(TaskId, Progress),
    /// A job's result.
    Done(TaskId, Box<Output>),
    /// What the examiner wrote for a document on show.
    Viewed(TaskId, Vec<Block>),
    /// The examiner could not be loaded, or died.
    ExaminerFailed(Problem),
    /// The clipboard took the text.
    Copied,
    /// The browser refused something.
    Refused(Problem),
}
