//! What can happen to the application: the user did something, the worker answered, the browser reported.

use pki::moment::Moment;
use text::Lang;

use crate::fields::Place;
use crate::job::Output;
use crate::problem::Problem;
use crate::rooms::{Room, chain, create, deploy, export, inspect};
use crate::settings::Theme;
use crate::sight::Seen;
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
    /// In the Inspect room.
    Inspect(inspect::Msg),
    /// In the Chain room.
    Chain(chain::Msg),
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
    /// A text shall go to the clipboard.
    Copy(String),
    /// A text shall be saved under this name.
    Save(String, String),
    /// A step of a document was ticked, or its tick was taken away.
    Ticked(String),
    /// A tab of a document was chosen: the name of the row, and the tab's place in it.
    Chosen(String, usize),
    /// The worker is loaded and takes jobs.
    WorkerReady,
    /// The worker could not be loaded, or died.
    WorkerFailed(Problem),
    /// The examiner is loaded and looks at things.
    ExaminerReady,
    /// The examiner could not be loaded, or died.
    ExaminerFailed(Problem),
    /// What the examiner saw.
    Seen(TaskId, Box<Seen>),
    /// How far a job has come.
    Progress(TaskId, Progress),
    /// A job's result.
    Done(TaskId, Box<Output>),
    /// The clipboard took the text.
    Copied,
    /// The browser refused something.
    Refused(Problem),
}
