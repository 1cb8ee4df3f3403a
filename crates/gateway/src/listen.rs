//! Takes an address and port, or says in words why not.

use core::net::SocketAddr;
use std::io::ErrorKind;

use text::{Lang, Message};
use tokio::net::TcpListener;

/// Why an address could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListenError {
    /// Something else listens there.
    Taken(SocketAddr),
    /// This user may not listen there: a port below 1024.
    Forbidden(SocketAddr),
    /// The address is none of this machine's.
    NotOurs(SocketAddr),
    /// It was handed over by systemd, and the configuration does not name it.
    NotNamed(SocketAddr),
    /// Anything else, in the system's words.
    Other(SocketAddr, String),
}

impl ListenError {
    /// What the system said of an address.
    #[must_use]
    pub fn of(address: SocketAddr, error: &std::io::Error) -> ListenError {
        match error.kind() {
            ErrorKind::AddrInUse => ListenError::Taken(address),
            ErrorKind::PermissionDenied => ListenError::Forbidden(address),
            ErrorKind::AddrNotAvailable => ListenError::NotOurs(address),
            _ => ListenError::Other(address, error.to_string()),
        }
    }

    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Self::Taken(address) => {
                let other = SocketAddr::new(address.ip(), address.port().checked_add(1).unwrap_or(0));
                text::gateway::port_taken(lang, address, &other)
            }
            Self::Forbidden(address) => {
                text::gateway::port_forbidden(lang, address, &SocketAddr::new(address.ip(), 8600))
            }
            Self::NotOurs(address) => text::gateway::address_not_ours(lang, address, &address.port()),
            Self::NotNamed(address) => text::gateway::handed_over_not_named(lang, address),
            Self::Other(address, reason) => text::gateway::cannot_listen(lang, address, reason),
        }
    }
}

/// Reads an address and port as they are given on the command line.
pub(crate) fn read(given: &str) -> Result<SocketAddr, String> {
    given.parse().map_err(|_| {
        let Message { problem, remedy } =
            text::gateway::listen_wrong(crate::language::of_the_terminal(), &given);
        [&*problem, &*remedy].join(" ")
    })
}

/// Listens, and tells the address and port that it got.
///
/// # Errors
/// When the system refuses the address.
pub async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), ListenError> {
    let refused = |error: std::io::Error| ListenError::of(address, &error);
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let bound = listener.local_addr().map_err(refused)?;
    Ok((listener, bound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_told_from_a_strange_address() {
        let (_held, bound) = bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("a free port");
        assert_eq!(bind(bound).await.map(drop), Err(ListenError::Taken(bound)));
        // TEST-NET-1 (RFC 5737): no machine has it
        let strange = SocketAddr::from(([192, 0, 2, 1], 8600));
        assert_eq!(bind(strange).await.map(drop), Err(ListenError::NotOurs(strange)));
    }

    #[test]
    fn every_refusal_has_two_sentences_with_its_address() {
        let address = SocketAddr::from(([127, 0, 0, 1], 8600));
        let all = [
            ListenError::Taken(address),
            ListenError::Forbidden(address),
            ListenError::NotOurs(address),
            ListenError::Other(address, "reason".to_owned()),
        ];
        for lang in Lang::ALL {
            for error in &all {
                let message = error.message(lang);
                assert!(message.problem.contains("127.0.0.1:8600"), "{message}");
                assert!(!message.remedy.is_empty());
            }
        }
    }
}
