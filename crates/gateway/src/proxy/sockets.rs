//! Sockets to listen on: for each address one for each worker (SO_REUSEPORT), between which the system spreads the connections. One that
//! was handed over is there once, and all workers take from it what comes.

use core::net::SocketAddr;
use std::io;
use std::net::TcpListener;

use socket2::{Domain, Protocol, Socket, Type};

use crate::listen::ListenError;

/// Connections that may wait to be accepted, at most; the system may have a lower limit (net.core.somaxconn).
const BACKLOG: i32 = 4_096;

/// Listeners of all workers, and the addresses that they got.
#[derive(Debug)]
pub struct Sockets {
    /// One list for each worker.
    pub workers: Vec<Vec<TcpListener>>,
    /// The addresses, with the ports that were free where 0 was asked for.
    pub bound: Vec<SocketAddr>,
}

/// Listens on every address for every worker; where a listener of an address was handed over, on that one.
///
/// # Errors
/// The first address that cannot be had, or that was handed over and is none of these. Nothing is left open then.
pub fn bind(
    addresses: &[SocketAddr],
    workers: usize,
    handed: Vec<TcpListener>,
) -> Result<Sockets, ListenError> {
    let mut handed: Vec<(SocketAddr, TcpListener)> = handed
        .into_iter()
        .filter_map(|listener| listener.local_addr().ok().map(|address| (address, listener)))
        .collect();
    if let Some((stranger, _)) = handed.iter().find(|(address, _)| !addresses.contains(address)) {
        return Err(ListenError::NotNamed(*stranger));
    }
    let mut sockets = Sockets { workers: (0..workers).map(|_| Vec::new()).collect(), bound: Vec::new() };
    for address in addresses {
        let refused = |error: io::Error| ListenError::of(*address, &error);
        if let Some(place) = handed.iter().position(|(found, _)| found == address) {
            let (_, listener) = handed.swap_remove(place);
            keep_little_unsent(&listener).map_err(refused)?;
            for listeners in &mut sockets.workers {
                listeners.push(listener.try_clone().map_err(refused)?);
            }
            sockets.bound.push(*address);
            continue;
        }
        // sockets that share a port would share it with another gateway too, so an ordinary one asks first whether it is free
        let asked = socket(*address, Sharing::Alone).map_err(refused)?;
        let bound = TcpListener::from(asked).local_addr().map_err(refused)?;
        for listeners in &mut sockets.workers {
            let socket = socket(bound, Sharing::BetweenWorkers).map_err(refused)?;
            keep_little_unsent(&socket).map_err(refused)?;
            socket.listen(BACKLOG).map_err(refused)?;
            listeners.push(socket.into());
        }
        sockets.bound.push(bound);
    }
    Ok(sockets)
}

/// Listens on one address alone.
///
/// # Errors
/// When it cannot be had.
pub fn bind_one(address: SocketAddr) -> Result<TcpListener, ListenError> {
    let refused = |error: io::Error| ListenError::of(address, &error);
    let socket = socket(address, Sharing::Alone).map_err(refused)?;
    socket.listen(BACKLOG).map_err(refused)?;
    Ok(socket.into())
}

/// What the system keeps of an answer beyond what is on its way (TCP_NOTSENT_LOWAT), as octets. Without such a limit it takes up to 4 MB
/// (net.ipv4.tcp_wmem) and asks for more only when a third of that has left: a caller that takes 10 KB a second would seem to take nothing
/// for minutes, and many of them would fill the memory.
#[cfg(target_os = "linux")]
const UNSENT: u32 = 128 * 1_024;

/// Has the connections of a listener, which take it over from it, keep little.
#[cfg(target_os = "linux")]
fn keep_little_unsent<'a, L: std::os::fd::AsFd>(listener: &'a L) -> io::Result<()>
where
    socket2::SockRef<'a>: From<&'a L>,
{
    socket2::SockRef::from(listener).set_tcp_notsent_lowat(UNSENT)
}

#[cfg(not(target_os = "linux"))]
fn keep_little_unsent<L>(_: &L) -> io::Result<()> {
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sharing {
    Alone,
    BetweenWorkers,
}

fn socket(address: SocketAddr, sharing: Sharing) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // a port whose old connections are still closing can be had at once after a restart
    socket.set_reuse_address(true)?;
    if address.is_ipv6() {
        // `[::]` beside `0.0.0.0` is two addresses
        socket.set_only_v6(true)?;
    }
    if sharing == Sharing::BetweenWorkers {
        socket.set_reuse_port(true)?;
    }
    socket.bind(&address.into())?;
    if sharing == Sharing::Alone {
        // whether somebody listens shows only when one listens oneself
        socket.listen(1)?;
    }
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_share_a_port_and_strangers_do_not() {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let sockets = bind(&[any], 3, Vec::new()).expect("a free port");
        let [bound] = sockets.bound[..] else { panic!("one address") };
        assert_eq!(sockets.workers.len(), 3);
        assert!(sockets.workers.iter().flatten().all(|listener| listener.local_addr().ok() == Some(bound)));
        assert_eq!(
            bind(&[bound], 3, Vec::new()).map(|sockets| sockets.bound).expect_err("taken"),
            ListenError::Taken(bound)
        );
        drop(sockets);
        assert!(bind(&[bound], 1, Vec::new()).is_ok(), "it is free again");
    }

    #[test]
    fn what_is_handed_over_is_used_where_it_is_named() {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let listener = TcpListener::bind(any).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let again = listener.try_clone().expect("a second one");
        let sockets = bind(&[address, any], 2, vec![listener]).expect("one is there, one is free");
        assert_eq!(sockets.bound[0], address);
        assert!(sockets.workers.iter().all(|listeners| listeners.len() == 2));
        assert_eq!(
            bind(&[any], 2, vec![again]).map(|sockets| sockets.bound).expect_err("nobody named it"),
            ListenError::NotNamed(address)
        );
    }
}
