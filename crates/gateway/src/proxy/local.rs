//! Where the tasks of HTTP/2 run.

use hyper::rt::Executor;

/// Runs what hyper starts on this thread.
#[derive(Debug, Clone, Copy)]
pub struct Local;

impl<F: Future + 'static> Executor<F> for Local {
    fn execute(&self, future: F) {
        tokio::task::spawn_local(async move {
            future.await;
        });
    }
}
