//! Ports for servers that a test starts by number.

use std::net::{Ipv4Addr, TcpListener, UdpSocket};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};

/// The first port that is given; all are below those that systems take for outgoing connections.
const FIRST: u16 = 12_000;
/// Ports that one process gives.
const BLOCK: u16 = 400;
/// Processes that can give ports at the same time.
const BLOCKS: u16 = 50;

/// A port of 127.0.0.1 that nobody listens on, and that no test is given besides, in whatever process: had two machines the same,
/// the second would take the first one's server for its own, and lose it with it.
///
/// A port comes round again when its process was given all of the others.
///
/// # Panics
/// Where all ports are taken.
#[must_use]
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = block();
    (0..BLOCK)
        .map(|_| first + NEXT.fetch_add(1, Ordering::Relaxed) % BLOCK)
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .unwrap_or_else(|| panic!("ports {first} to {} are all taken", first + BLOCK - 1))
}

/// The first port of the block that this process has for itself, for as long as it lives: who holds the UDP port of that number
/// has the block, and the operating system takes it back however the process ends.
fn block() -> u16 {
    static HELD: OnceLock<(u16, UdpSocket)> = OnceLock::new();
    let hold = || {
        (0..BLOCKS)
            .map(|number| FIRST + number * BLOCK)
            .find_map(|port| Some((port, UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).ok()?)))
            .unwrap_or_else(|| panic!("{BLOCKS} processes give ports already"))
    };
    HELD.get_or_init(hold).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_port_is_given_twice_in_a_row_and_none_that_is_taken() {
        let one = free_port();
        let other = free_port();
        assert_ne!(one, other);
        assert!((FIRST..FIRST + BLOCK * BLOCKS).contains(&other));

        let ahead: Vec<TcpListener> = (0..3)
            .filter_map(|step| TcpListener::bind((Ipv4Addr::LOCALHOST, other + 1 + step)).ok())
            .collect();
        let next = free_port();
        assert!(ahead.iter().all(|held| held.local_addr().unwrap().port() != next), "{next} is taken");
    }

    #[test]
    fn the_block_is_held() {
        assert!(UdpSocket::bind((Ipv4Addr::LOCALHOST, block())).is_err());
    }
}
