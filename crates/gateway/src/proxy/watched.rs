//! A connection whose requests are watched on their way to hyper.

use core::cell::{Cell, RefCell};
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use std::io;
use std::rc::Rc;

use hyper::body::{Buf as _, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::framing::{Found, Framing};
use super::patience::Patience;
use super::turned::Turned;

/// What was found on a connection, and how far it has come.
#[derive(Default)]
pub struct Findings {
    found: Cell<Option<Found>>,
    /// Whether the last octet that was read ended a request.
    between: Cell<bool>,
    /// Requests that were read, less those that were handled.
    waiting: Cell<usize>,
    /// Whether what was written may not have left yet.
    unflushed: Cell<bool>,
    /// How often something was read or written.
    moves: Cell<u64>,
    /// Octets that were written so far.
    written: Cell<u64>,
    /// Whether nothing was taken for so long that it was given up.
    given_up: Cell<bool>,
    turned: RefCell<Option<Box<Turned>>>,
}

impl Findings {
    /// What was found so far.
    #[must_use]
    pub fn found(&self) -> Option<Found> {
        self.found.get()
    }

    /// A request has come to where it is answered.
    pub fn handled(&self) {
        self.waiting.set(self.waiting.get().saturating_sub(1));
    }

    /// Whether every request that was read was handled, nothing of a further one has come, and everything written has left.
    #[must_use]
    pub fn all_answered(&self) -> bool {
        self.between.get() && self.waiting.get() == 0 && !self.unflushed.get()
    }

    /// How often something was read or written so far.
    #[must_use]
    pub fn moves(&self) -> u64 {
        self.moves.get()
    }

    /// How many octets were written so far.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.written.get()
    }

    /// Whether writing was given up, since nothing was taken for long.
    #[must_use]
    pub fn given_up(&self) -> bool {
        self.given_up.get()
    }

    fn moved(&self) {
        self.moves.set(self.moves.get().wrapping_add(1));
    }

    /// From here on something else than HTTP is spoken.
    pub fn turn(&self, turned: Turned) {
        self.turned.replace(Some(Box::new(turned)));
    }

    /// What else is spoken from here on.
    #[must_use]
    pub fn turned(&self) -> Option<Box<Turned>> {
        self.turned.take()
    }
}

/// The connection.
pub struct Watched<S> {
    stream: S,
    framing: Framing,
    findings: Rc<Findings>,
    again: Bytes,
    /// How long the other side may take nothing.
    patience: Patience,
}

impl<S> Watched<S> {
    /// Watches a connection whose other side may take nothing for so long; what is found stands in the second.
    #[must_use]
    pub fn new(stream: S, most: Duration) -> (Watched<S>, Rc<Findings>) {
        let findings = Rc::new(Findings::default());
        findings.between.set(true);
        let watched = Watched {
            stream,
            framing: Framing::default(),
            findings: findings.clone(),
            again: Bytes::new(),
            patience: Patience::new(most),
        };
        (watched, findings)
    }

    /// What is watched.
    #[must_use]
    pub fn stream(&self) -> &S {
        &self.stream
    }

    /// What was watched, of which nothing further is looked at.
    #[must_use]
    pub fn into_stream(self) -> S {
        self.stream
    }

    /// What came of writing; an error when nothing was taken for too long.
    fn taken<T>(&mut self, outcome: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.patience.rest();
            self.findings.moved();
            return outcome;
        }
        ready!(self.patience.poll_lost(context));
        self.findings.given_up.set(true);
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    fn wrote(
        &mut self,
        outcome: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(length)) = outcome {
            self.findings.written.set(self.findings.written.get() + length as u64);
        }
        self.taken(outcome, context)
    }

    /// Takes octets back that were read and are to be read once more; they were watched already.
    pub fn put_back(&mut self, octets: Bytes) {
        // none of them would still hold the whole buffer from which they were cut
        self.again = if octets.is_empty() { Bytes::new() } else { octets };
        self.framing.rest();
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if !this.again.is_empty() {
            let length = this.again.len().min(into.remaining());
            into.put_slice(&this.again[..length]);
            this.again.advance(length);
            if this.again.is_empty() {
                this.again = Bytes::new();
            }
            return Poll::Ready(Ok(()));
        }
        let before = into.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(context, into))?;
        let findings = &this.findings;
        findings.moved();
        if findings.found.get().is_none() {
            findings.found.set(this.framing.feed(&into.filled()[before..]));
            findings.waiting.set(findings.waiting.get() + this.framing.heads());
            findings.between.set(this.framing.is_between());
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.findings.unflushed.set(true);
        let written = Pin::new(&mut self.stream).poll_write(context, octets);
        self.wrote(written, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        ready!(self.taken(flushed, context))?;
        self.findings.unflushed.set(false);
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.findings.unflushed.set(true);
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.wrote(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
