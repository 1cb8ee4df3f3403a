//! Callers of HTTP/2 that do not take their answers. Over HTTP/1.1 such a caller stops the writing of the connection, which is noticed there
//! ([`super::watched`]); here each stream has a window of its own (RFC 9113 section 5.2), and one that is never opened holds up its stream
//! alone, with the backend's connection behind it.

use core::cell::RefCell;
use core::future::poll_fn;
use core::pin::pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::rc::Rc;

use hyper::rt::Executor;
use tokio::task_local;

use super::caller::Caller;
use super::patience::Patience;

task_local! {
    static TAKING: RefCell<Taking>;
}

/// How far the answer of one stream is.
struct Taking {
    patience: Patience,
    /// Whether the next step is the caller's: a piece was given, and no further one is asked for.
    waits: bool,
}

/// Tells the stream on which an answer runs what it got when it asked for a piece: it does so only when the caller has taken what was
/// before. Nothing is done where no stream is.
pub fn asked<T>(got: &Poll<T>) {
    // over HTTP/1.1 there is none
    let _ = TAKING.try_with(|taking| {
        let mut taking = taking.borrow_mut();
        taking.patience.renew(1);
        taking.waits = got.is_ready();
    });
}

/// Runs what hyper starts for each stream of a connection, and gives up the one of which nothing was taken for so long.
#[derive(Clone)]
pub struct Streams {
    caller: Rc<Caller>,
    most: Duration,
}

impl Streams {
    /// The streams of this caller.
    #[must_use]
    pub fn new(caller: Rc<Caller>, most: Duration) -> Streams {
        Streams { caller, most }
    }
}

impl<F: Future + 'static> Executor<F> for Streams {
    fn execute(&self, stream: F) {
        let taking = RefCell::new(Taking { patience: Patience::new(self.most), waits: false });
        let caller = self.caller.clone();
        tokio::task::spawn_local(TAKING.scope(taking, async move {
            let taken = {
                let mut stream = pin!(stream);
                let taken = poll_fn(|context| match stream.as_mut().poll(context) {
                    Poll::Ready(_) => Poll::Ready(true),
                    Poll::Pending => poll_lost(context).map(|()| false),
                })
                .await;
                // the line of the log is written when the stream is dropped, which resets it (RFC 9113 section 5.4.2)
                caller.takes(taken);
                taken
            };
            if !taken {
                caller.takes(true);
            }
        }));
    }
}

fn poll_lost(context: &mut Context<'_>) -> Poll<()> {
    TAKING.with(|taking| {
        let mut taking = taking.borrow_mut();
        if taking.waits { taking.patience.poll_lost(context) } else { Poll::Pending }
    })
}
