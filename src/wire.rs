//! What page and workers say to each other, as bytes (postcard). All are built from the same sources, so the format needs no
//! version. A worker's first message is the texts that come with it: it takes work from then on.

use serde::{Deserialize, Serialize};
use workbench::task::{Progress, TaskId};

/// From the page to a worker.
#[derive(Serialize, Deserialize)]
pub struct Request<W> {
    /// The number of the work.
    pub task: TaskId,
    /// The work.
    pub work: W,
}

/// From a worker to the page.
#[derive(Serialize, Deserialize)]
pub enum Reply<A> {
    /// How far some work has come.
    Progress(TaskId, Progress),
    /// What came of it.
    Done(TaskId, Box<A>),
}

/// A message as bytes.
pub fn write<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_stdvec(message).expect("messages hold only types that postcard can write")
}

/// A [`Request`] whose work is bytes already.
pub fn enclose(task: TaskId, work: &[u8]) -> Vec<u8> {
    let mut bytes = write(&task);
    bytes.extend_from_slice(work);
    bytes
}

/// A message from bytes; `None` when they are none.
#[must_use]
pub fn read<T: for<'a> Deserialize<'a>>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
