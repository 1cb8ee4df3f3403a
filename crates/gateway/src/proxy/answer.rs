//! An answer's body on its way to the caller. Nothing is gathered; each piece goes on as it comes, and what stands still for too long is
//! given up.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};

use super::access::Entry;
use super::patience::Patience;
use super::taking;
use super::upstream::Lease;

/// An answer's body, and what is to be logged once it is through.
pub struct Answer {
    source: Source,
    entry: Option<Entry>,
}

enum Source {
    Whole(Bytes),
    Streamed { body: Incoming, lease: Option<Lease>, patience: Patience },
}

/// The next piece of an answer. Nobody asks for one before the last one was taken.
fn next(body: &mut Incoming, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
    let got = Pin::new(body).poll_frame(context);
    taking::asked(&got);
    got
}

fn give_back(lease: &mut Option<Lease>) {
    if let Some(lease) = lease.take() {
        lease.give_back();
    }
}

/// The backend's body ended early or stood still: the caller's connection is cut, so that nobody takes it for whole.
#[derive(Debug)]
pub struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the backend's answer ended early")
    }
}

impl core::error::Error for Broken {}

impl Answer {
    /// A body of our own.
    #[must_use]
    pub fn whole(octets: Bytes) -> Answer {
        Answer { source: Source::Whole(octets), entry: None }
    }

    /// The backend's.
    #[must_use]
    pub fn streamed(body: Incoming, lease: Lease, idle: Duration) -> Answer {
        let mut lease = Some(lease);
        if body.is_end_stream() {
            give_back(&mut lease);
        }
        Answer { source: Source::Streamed { body, lease, patience: Patience::new(idle) }, entry: None }
    }

    /// With a line for the log.
    #[must_use]
    pub fn logged(self, entry: Entry) -> Answer {
        Answer { entry: Some(entry), ..self }
    }

    /// The octets of a body of our own.
    #[must_use]
    pub fn octets(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Whole(octets) => Some(octets),
            Source::Streamed { .. } => None,
        }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        let Answer { source, entry } = &mut *self;
        let frame = match source {
            Source::Whole(octets) if octets.is_empty() => return Poll::Ready(None),
            Source::Whole(octets) => Some(Ok(Frame::data(core::mem::take(octets)))),
            Source::Streamed { body, lease, patience } => match next(body, context) {
                Poll::Ready(Some(Ok(frame))) => {
                    patience.renew(frame.data_ref().map_or(0, |data| data.len() as u64));
                    if body.is_end_stream() {
                        give_back(lease);
                    }
                    Some(Ok(frame))
                }
                Poll::Ready(Some(Err(_))) => Some(Err(Broken)),
                Poll::Ready(None) => {
                    give_back(lease);
                    None
                }
                Poll::Pending => {
                    ready!(patience.poll_lost(context));
                    Some(Err(Broken))
                }
            },
        };
        match (&frame, entry) {
            (Some(Ok(frame)), Some(entry)) => {
                entry.sent(frame.data_ref().map_or(0, |data| data.len() as u64));
            }
            (Some(Err(_)), Some(entry)) => entry.broken(),
            _ => {}
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        match &self.source {
            Source::Whole(octets) => octets.is_empty(),
            Source::Streamed { body, .. } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.source {
            Source::Whole(octets) => SizeHint::with_exact(octets.len() as u64),
            Source::Streamed { body, .. } => body.size_hint(),
        }
    }
}
