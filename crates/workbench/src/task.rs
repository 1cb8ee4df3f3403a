//! Work under way in the worker: its number, its progress, and how late answers are told from current ones.

/// The number of one job sent to the worker. Numbers grow and are never used again.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub struct TaskId(pub u32);

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Progress {
    /// Pieces finished.
    pub done: usize,
    /// Pieces in all; 0 while that is not known.
    pub total: usize,
}

/// A piece of work that somebody waits for. What it yields is stored elsewhere when it is done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Task<E> {
    /// Nothing is under way.
    #[default]
    Idle,
    /// The worker is at it.
    Running(TaskId, Progress),
    /// It ended with this fault; what was there before is still there.
    Failed(E),
}

impl<E> Task<E> {
    /// Whether the worker is at it.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self, Task::Running(..))
    }

    /// Whether an answer with this number is the one awaited.
    #[must_use]
    pub fn awaits(&self, id: TaskId) -> bool {
        matches!(self, Task::Running(awaited, _) if *awaited == id)
    }

    /// Ends the waiting, with the fault that ended the work if there is one.
    pub(crate) fn abandon(&mut self, fault: Option<&E>)
    where
        E: Clone,
    {
        if self.is_running() {
            *self = fault.cloned().map_or(Task::Idle, Task::Failed);
        }
    }

    /// A fault that was shown goes away as soon as the user changes something.
    pub(crate) fn settle(&mut self) {
        if !self.is_running() {
            *self = Task::Idle;
        }
    }

    /// Notes how far it has come, if this is the number of what is under way.
    pub fn note(&mut self, id: TaskId, progress: Progress) {
        if self.awaits(id) {
            *self = Task::Running(id, progress);
        }
    }

    /// How far it has come, when it is under way.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        match self {
            Task::Running(_, progress) => Some(*progress),
            Task::Idle | Task::Failed(_) => None,
        }
    }

    /// The fault it ended with.
    #[must_use]
    pub fn fault(&self) -> Option<&E> {
        match self {
            Task::Failed(fault) => Some(fault),
            Task::Idle | Task::Running(..) => None,
        }
    }
}
