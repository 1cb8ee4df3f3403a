//! Bodies of HTTP/2 that nobody wants any more: the request is refused, the backend is gone, or it has answered before it has read all.
//!
//! A stream whose body is dropped is reset with `NO_ERROR` (RFC 9113 section 8.1), and callers that are still sending then, curl 7.88 for
//! one, take that for a failure and show no answer. So what is left of a body is taken for a while, and goes nowhere. Over HTTP/1.1 hyper
//! does this itself.

use core::time::Duration;

use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use hyper::{Request, Version};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::timeout;

/// How long a body is still taken.
const LONG: Duration = Duration::from_secs(2);
/// How many octets of it.
const MOST: u64 = 1024 * 1024;

/// A way to whoever hears bodies out.
#[derive(Clone)]
pub struct Hearing(UnboundedSender<Incoming>);

impl Hearing {
    /// Begins to hear, on this thread.
    #[must_use]
    pub fn start() -> Hearing {
        let (sender, mut bodies) = unbounded_channel();
        tokio::task::spawn_local(async move {
            while let Some(body) = bodies.recv().await {
                tokio::task::spawn_local(timeout(LONG, hear_out(body)));
            }
        });
        Hearing(sender)
    }
}

async fn hear_out(mut body: Incoming) {
    let mut heard = 0;
    while let Some(Ok(frame)) = body.frame().await {
        heard += frame.data_ref().map_or(0, |data| data.len() as u64);
        if heard > MOST {
            return;
        }
    }
}

/// A body of which the rest is heard out when it is dropped.
pub struct Heard {
    /// There until it is dropped.
    body: Option<Incoming>,
    /// For HTTP/2 alone.
    hearing: Option<Hearing>,
}

impl Heard {
    /// The body of a request, and its head.
    #[must_use]
    pub fn of(request: Request<Incoming>, hearing: &Hearing) -> Request<Heard> {
        let hearing = (request.version() == Version::HTTP_2).then(|| hearing.clone());
        request.map(|body| Heard { body: Some(body), hearing })
    }

    /// The body.
    pub fn body(&self) -> &Incoming {
        self.body.as_ref().expect("it is taken when this is dropped")
    }

    /// The body, to be read.
    pub fn body_mut(&mut self) -> &mut Incoming {
        self.body.as_mut().expect("it is taken when this is dropped")
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        let left = self.body.take().filter(|body| !body.is_end_stream());
        if let (Some(body), Some(hearing)) = (left, &self.hearing) {
            // the worker is gone: so is the connection
            drop(hearing.0.send(body));
        }
    }
}
