//! Opening what was given: what is awaited, from the file and its passphrase to what is taken out, or to an authority that goes on.

use std::rc::Rc;

use pki::secret::Secret;

use crate::opened::{Given, OpenedFile, Unpacked};
use crate::problem::Problem;
use crate::reopened::Reopened;
use crate::task::Task;

/// Opening something.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Opening {
    /// The files that were chosen or dropped.
    pub files: Vec<Given>,
    /// A certificate or a key that was pasted.
    pub pasted: Secret,
    /// The passphrase as typed. What is written anew opens with it too.
    pub passphrase: Secret,
    /// What is awaited.
    pub awaits: Awaits,
}

/// What opening waits for.
#[derive(Debug, Clone, PartialEq)]
pub enum Awaits {
    /// Something to open; the worker may be at it.
    Input(Task<Problem>),
    /// The answer whether this authority may take the place of the set.
    Answer(Rc<Reopened>),
    /// What shall be saved of this, or that its authority shall issue; a file to be saved may be in the making.
    Choice(Rc<Unpacked>, Task<Problem>),
}

impl Default for Awaits {
    fn default() -> Awaits {
        Awaits::Input(Task::Idle)
    }
}

impl Opening {
    /// The worker's part in it.
    #[must_use]
    pub fn task(&self) -> Option<&Task<Problem>> {
        match &self.awaits {
            Awaits::Input(task) | Awaits::Choice(_, task) => Some(task),
            Awaits::Answer(_) => None,
        }
    }

    /// What was opened and can be taken out.
    #[must_use]
    pub fn unpacked(&self) -> Option<&Rc<Unpacked>> {
        match &self.awaits {
            Awaits::Choice(unpacked, _) => Some(unpacked),
            Awaits::Input(_) | Awaits::Answer(_) => None,
        }
    }

    /// One file of what was opened.
    #[must_use]
    pub fn opened_file(&self, place: usize) -> Option<&OpenedFile> {
        self.unpacked().and_then(|unpacked| unpacked.files.get(place))
    }

    pub(crate) fn task_mut(&mut self) -> Option<&mut Task<Problem>> {
        match &mut self.awaits {
            Awaits::Input(task) | Awaits::Choice(_, task) => Some(task),
            Awaits::Answer(_) => None,
        }
    }

    /// Whether the worker is at it.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.task().is_some_and(Task::is_running)
    }

    pub(crate) fn fails(&mut self, problem: Problem) {
        if let Some(task) = self.task_mut() {
            *task = Task::Failed(problem);
        }
    }
}

/// What can happen to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A file was chosen or dropped. A ZIP stands alone; certificates and keys may come in several files.
    File(Given),
    /// A file was refused before it could be read.
    Refused(Problem),
    /// A certificate or key was pasted or typed.
    Pasted(Secret),
    /// The passphrase was typed.
    Passphrase(Secret),
    /// It shall be opened.
    Open,
    /// What was given and opened shall be forgotten.
    Forget,
    /// The file in this place shall be saved; where its key would lie unencrypted, a question comes first.
    Save(usize),
    /// The opened authority shall issue from now on.
    Adopt,
}
