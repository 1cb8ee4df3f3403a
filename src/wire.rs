//! What page and worker say to each other, as bytes (postcard). Both are built from the same sources, so the format
//! needs no version.

use serde::{Deserialize, Serialize};
use workbench::job::{Job, Output};
use workbench::task::{Progress, TaskId};

/// From the page to the worker.
#[derive(Serialize, Deserialize)]
pub struct Request {
    /// The number of the job.
    pub task: TaskId,
    /// The work.
    pub job: Job,
}

/// From the worker to the page.
#[derive(Serialize, Deserialize)]
pub enum Reply {
    /// The worker takes jobs.
    Ready,
    /// How far a job has come.
    Progress(TaskId, Progress),
    /// A job's result.
    Done(TaskId, Box<Output>),
}

/// A message as bytes.
pub fn write<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_stdvec(message).expect("messages hold only types that postcard can write")
}

/// A message from bytes; `None` when they are none.
#[must_use]
pub fn read<T: for<'a> Deserialize<'a>>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
