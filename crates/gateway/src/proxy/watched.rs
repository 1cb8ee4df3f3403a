//! A connection whose requests are watched on their way to hyper.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::framing::{Found, Framing};

/// What was found on a connection. One thread alone touches it; hyper asks for more.
#[derive(Debug, Default)]
pub struct Findings(AtomicU8);

const NOTHING: u8 = 0;
const TWO_LENGTHS: u8 = 1;
const BARE_LINE_FEED: u8 = 2;
const NO_LONGER_HTTP: u8 = 3;

impl Findings {
    /// What was found so far.
    #[must_use]
    pub fn found(&self) -> Option<Found> {
        match self.0.load(Ordering::Relaxed) {
            TWO_LENGTHS => Some(Found::TwoLengths),
            BARE_LINE_FEED => Some(Found::BareLineFeed),
            _ => None,
        }
    }

    /// From here on something else than HTTP is spoken.
    pub fn look_away(&self) {
        self.0.store(NO_LONGER_HTTP, Ordering::Relaxed);
    }
}

/// The connection.
pub struct Watched<S> {
    stream: S,
    framing: Framing,
    findings: Arc<Findings>,
}

impl<S> Watched<S> {
    /// Watches a connection; what is found stands in the second.
    #[must_use]
    pub fn new(stream: S) -> (Watched<S>, Arc<Findings>) {
        let findings = Arc::new(Findings::default());
        (Watched { stream, framing: Framing::default(), findings: findings.clone() }, findings)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let this = &mut *self;
        ready!(Pin::new(&mut this.stream).poll_read(context, into))?;
        if this.findings.0.load(Ordering::Relaxed) == NOTHING {
            let found = this.framing.feed(&into.filled()[before..]);
            let number = match found {
                None => NOTHING,
                Some(Found::TwoLengths) => TWO_LENGTHS,
                Some(Found::BareLineFeed) => BARE_LINE_FEED,
            };
            this.findings.0.store(number, Ordering::Relaxed);
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
        Pin::new(&mut self.stream).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
