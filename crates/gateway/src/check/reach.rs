//! Whether the backend answers: a connection to each address, and the handshake of TLS where it is spoken. No request is sent.

use core::time::Duration;
use std::io::{self, ErrorKind};
use std::net::{TcpStream, ToSocketAddrs as _};

use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConnection, ProtocolVersion};

use super::Remark;
use crate::config::resolved::{Address, Backend, BackendTls};

/// How long the backend may take to answer a connection, and each step of the handshake.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long it may take to refuse what was shown to it, or that nothing was: in TLS 1.3 it does so after our last word, when no answer to that has to come
/// (RFC 8446 section 4.4.2.4). Those that send tickets say at once that all is well.
const LAST_WORD: Duration = Duration::from_secs(1);

pub(super) fn remarks(backend: &Backend) -> impl Iterator<Item = Remark> {
    backend.addresses.iter().filter_map(|address| remark(address, backend.tls.as_ref()))
}

fn remark(address: &Address, tls: Option<&BackendTls>) -> Option<Remark> {
    let reached = match address {
        Address::Tcp(authority) => connect(authority).map(drop),
        Address::Tls(authority, name) => match (connect(authority), tls) {
            (Ok(stream), Some(tls)) => {
                let reason = shake(stream, tls, name).err()?.to_string();
                return Some(Remark::BackendTls { address: address.to_string(), reason });
            }
            (reached, _) => reached.map(drop),
        },
        #[cfg(unix)]
        Address::Unix(path) => std::os::unix::net::UnixStream::connect(path).map(drop),
        #[cfg(not(unix))]
        Address::Unix(_) => Err(ErrorKind::Unsupported.into()),
    };
    let address = address.to_string();
    reached.err().map(|reason| Remark::BackendUnreachable { address, reason: reason.to_string() })
}

/// The first of the host's addresses that answers.
fn connect(authority: &str) -> io::Result<TcpStream> {
    let mut failed = io::Error::from(ErrorKind::NotFound);
    for address in authority.to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// Does the handshake as the gateway would, and hears whether what was shown is accepted.
fn shake(mut stream: TcpStream, tls: &BackendTls, name: &ServerName<'static>) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut session = ClientConnection::new(tls.one.clone(), name.clone()).map_err(io::Error::other)?;
    while session.is_handshaking() {
        session.complete_io(&mut stream)?;
    }
    if session.protocol_version() == Some(ProtocolVersion::TLSv1_3) {
        stream.set_read_timeout(Some(LAST_WORD))?;
        match session.read_tls(&mut stream) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(_) => {
                session.process_new_packets().map_err(io::Error::other)?;
            }
            // it is silent, as those are that are content and send no tickets
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
    }
    session.send_close_notify();
    // it has heard enough
    drop(session.write_tls(&mut stream));
    Ok(())
}
