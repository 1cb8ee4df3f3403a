//! A request's body on its way to the backend. Nothing is gathered; each piece goes on as it comes. What stands still for too long is
//! given up, and what is longer than allowed is cut.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use std::sync::{Arc, Mutex, PoisonError};

use deploy::gateway::file::Http;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::Instant;

use super::header;
use super::hearing::Heard;
use super::patience::Patience;
use crate::generation::Generation;

/// Why a request's body went no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It is longer than allowed.
    TooLarge,
    /// It stood still, or came more slowly than allowed.
    Slow,
    /// The caller went away, or sent what is not a body.
    Broken,
}

impl fmt::Display for Cut {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Cut::TooLarge => "the body is larger than allowed",
            Cut::Slow => "the body came too slowly",
            Cut::Broken => "the body ended early",
        })
    }
}

impl core::error::Error for Cut {}

/// What is known of a request's body while it is sent. One thread alone touches it; hyper asks for more.
#[derive(Debug)]
pub struct Progress(Mutex<State>);

#[derive(Debug)]
struct State {
    last: Instant,
    waits: bool,
    cut: Option<Cut>,
    whole: Option<Bytes>,
}

/// What a body of one piece may have for it to be kept until there is an answer.
const KEPT: usize = 64 * 1024;

impl Progress {
    fn begun() -> Progress {
        Progress(Mutex::new(State { last: Instant::now(), waits: false, cut: None, whole: None }))
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the last piece came.
    #[must_use]
    pub fn last(&self) -> Instant {
        self.state().last
    }

    /// Whether the next step is the caller's, who is given up elsewhere when it is not taken.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state().waits
    }

    /// The whole of it, where it was sent and came in one piece that is not large.
    #[must_use]
    pub fn whole(&self) -> Option<Bytes> {
        self.state().whole.clone()
    }

    /// Why it went no further, if it did not.
    #[must_use]
    pub fn cut(&self) -> Option<Cut> {
        self.state().cut
    }
}

/// A request's body.
pub enum Outgoing {
    /// None.
    Empty,
    /// One that was sent before, to a backend that has not begun the request.
    Whole(Bytes),
    /// As it comes from the caller.
    Streamed {
        /// Where it comes from.
        body: Heard,
        /// Octets that may still come.
        left: u64,
        /// How long it is waited for.
        patience: Patience,
        /// What is known of it.
        progress: Arc<Progress>,
        /// What may not stand in its trailers.
        generation: Arc<Generation>,
    },
}

impl Outgoing {
    /// A body within the limits of a configuration.
    #[must_use]
    pub fn streamed(body: Heard, generation: &Arc<Generation>) -> (Outgoing, Option<Arc<Progress>>) {
        if body.body().is_end_stream() {
            return (Outgoing::Empty, None);
        }
        let limits = &generation.config.limits;
        let progress = Arc::new(Progress::begun());
        let streamed = Outgoing::Streamed {
            body,
            left: limits.body_octets,
            patience: Patience::at_least(
                Duration::from_secs(limits.body_idle_seconds),
                limits.body_octets_per_second,
            ),
            progress: progress.clone(),
            generation: generation.clone(),
        };
        (streamed, Some(progress))
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let (body, left, patience, progress, generation) = match &mut *self {
            Outgoing::Empty => return Poll::Ready(None),
            Outgoing::Whole(octets) if octets.is_empty() => return Poll::Ready(None),
            Outgoing::Whole(octets) => return Poll::Ready(Some(Ok(Frame::data(core::mem::take(octets))))),
            Outgoing::Streamed { body, left, patience, progress, generation } => {
                (body.body_mut(), left, patience, progress, generation)
            }
        };
        // a backend of HTTP/1.1 cannot say that it has not begun a request
        let config = &generation.config;
        let may_be_left = config.backend.http == Http::Two && *left == config.limits.body_octets;
        let cut = |cut: Cut| {
            progress.state().cut = Some(cut);
            Poll::Ready(Some(Err(cut)))
        };
        let got = Pin::new(&mut *body).poll_frame(context);
        progress.state().waits = got.is_pending();
        match got {
            Poll::Ready(Some(Ok(mut frame))) => {
                if let Some(trailers) = frame.trailers_mut() {
                    // a backend may read them as headers
                    header::strip(trailers, &generation.config.identity);
                }
                let octets = frame.data_ref().map_or(0, |data| data.len() as u64);
                patience.renew(octets);
                let whole =
                    frame.data_ref().filter(|data| may_be_left && data.len() <= KEPT && body.is_end_stream());
                {
                    let mut state = progress.state();
                    state.last = Instant::now();
                    state.whole = whole.cloned();
                }
                match left.checked_sub(octets) {
                    Some(rest) => {
                        *left = rest;
                        Poll::Ready(Some(Ok(frame)))
                    }
                    None => cut(Cut::TooLarge),
                }
            }
            Poll::Ready(Some(Err(_))) => cut(Cut::Broken),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => {
                ready!(patience.poll_lost(context));
                cut(Cut::Slow)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Outgoing::Empty => true,
            Outgoing::Whole(octets) => octets.is_empty(),
            Outgoing::Streamed { body, .. } => body.body().is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Outgoing::Empty => SizeHint::with_exact(0),
            Outgoing::Whole(octets) => SizeHint::with_exact(octets.len() as u64),
            Outgoing::Streamed { body, .. } => body.body().size_hint(),
        }
    }
}
