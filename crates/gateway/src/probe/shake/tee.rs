//! A socket that keeps every octet that goes through it, in its order and with its side.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use handshake::transcript::{Flight, Side};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What was sent so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Tape(Arc<Mutex<Vec<Flight>>>);

impl Tape {
    /// What was sent so far.
    pub(super) fn flights(&self) -> Vec<Flight> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn add(&self, side: Side, octets: &[u8]) {
        if octets.is_empty() {
            return;
        }
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match flights.last_mut() {
            Some(last) if last.side == side => last.octets.extend_from_slice(octets),
            _ => flights.push(Flight { side, lost: 0, octets: octets.to_vec() }),
        }
    }
}

/// How much is read of what is left: an alert is short, and nobody is to fill the memory.
const REST: usize = 64 * 1024;

/// The socket. Others may hold it too, to hear what was sent when whoever read from it has given up.
#[derive(Debug)]
pub(super) struct Tee {
    /// Its inside.
    pub(super) socket: Arc<TcpStream>,
    /// What goes through it.
    pub(super) tape: Tape,
}

impl Tee {
    /// Reads what is left, as far as it comes within this time: a server that closes while we still write has often said why before, and
    /// the failure of our writing hides it.
    pub(super) async fn drain(&self, patience: Duration) {
        let rest = async {
            let mut octets = [0; 4096];
            let mut left = REST;
            while left > 0 && self.socket.readable().await.is_ok() {
                match self.socket.try_read(&mut octets) {
                    Ok(0) => return,
                    Ok(count) => {
                        left = left.saturating_sub(count);
                        self.tape.add(Side::Server, &octets[..count]);
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(_) => return,
                }
            }
        };
        // what does not come in time is not there
        drop(tokio::time::timeout(patience, rest).await);
    }
}

impl AsyncRead for Tee {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            ready!(self.socket.poll_read_ready(context))?;
            match self.socket.try_read(into.initialize_unfilled()) {
                Ok(count) => {
                    into.advance(count);
                    let filled = into.filled();
                    self.tape.add(Side::Server, &filled[filled.len() - count..]);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

impl AsyncWrite for Tee {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.socket.poll_write_ready(context))?;
            match self.socket.try_write(octets) {
                Ok(count) => {
                    self.tape.add(Side::Client, &octets[..count]);
                    return Poll::Ready(Ok(count));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        // nothing is kept back
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(socket2::SockRef::from(&*self.socket).shutdown(std::net::Shutdown::Write))
    }
}
