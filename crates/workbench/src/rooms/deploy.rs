//! The Deploy room: what is chosen for the machine, and the files and commands that follow.

use std::rc::Rc;

use deploy::choices::{ChoiceField, ChoicesDraft};

use crate::deployed::Packed;
use crate::fields::Group;
use crate::job::render::Rendered;
use crate::problem::Problem;
use crate::task::TaskId;

/// What the Deploy room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deploy {
    /// What the user typed and picked.
    pub draft: ChoicesDraft,
    /// The form as the worker described it for some state of the draft; empty until it first did.
    pub form: Rc<Vec<Group>>,
    /// What follows from it; the last good one stays while the fields hold errors.
    pub plan: Rc<Rendered>,
    /// What follows for the lab, or what is wrong; `None` while nothing was asked for.
    pub trial: Option<Packed>,
    /// A field holds an error, which the form shows at its place; the files follow the choices before.
    pub outdated: bool,
    /// What is wrong outside any field (the form's names, for instance).
    pub trouble: Option<Problem>,
    /// The number of the rendering that is awaited.
    pub(crate) rendering: Option<TaskId>,
}

/// What can happen in the Deploy room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A field was changed.
    Edit(ChoiceField, String),
}
