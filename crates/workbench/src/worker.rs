//! A worker of the page, as far as the page must know.

use crate::problem::Problem;

/// The worker as the page sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worker {
    /// It is being loaded; nothing can be made yet.
    Starting,
    /// It takes jobs. From here on the page needs no network.
    Ready,
    /// It could not be loaded or it died; the reason as the browser gives it.
    Failed(Problem),
}
