//! "The same with openssl": the commands that would make the set, while they are on show.

use std::rc::Rc;

use crate::document::Block;
use crate::problem::Problem;
use crate::task::TaskId;

/// "The same with openssl".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Openssl {
    /// Being rendered.
    Rendering(TaskId),
    /// The files, the commands first.
    Ready(Rc<Vec<Block>>),
    /// It could not be rendered.
    Failed(Problem),
}
