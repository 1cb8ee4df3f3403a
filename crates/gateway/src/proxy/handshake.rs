//! From a TCP connection to a TLS one: for which of our names, and what is said to those that do not get there.

use core::time::Duration;
use std::io;
use std::sync::Arc;

use pki::verify::trust::Reason;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::Error;
use tokio_rustls::rustls::server::Acceptor;
use tokio_rustls::server::TlsStream;

use super::announced::Unannounced;
use super::refusal;
use crate::possession;
use crate::tls::{Server, Servers};

/// Why there is no TLS connection.
#[derive(Debug)]
pub enum Failed {
    /// The peer went away before it said anything: a check of the port, mostly.
    Silent,
    /// HTTP without TLS.
    PlainHttp,
    /// A name that is nobody's; `None` when none was named.
    Nobody(Option<String>),
    /// A load balancer that does not say for whom it speaks.
    Unannounced(Unannounced),
    /// The client's certificate is refused, and the alert was sent over this connection.
    Certificate(Reason, TcpStream),
    /// What rustls says, and the connection over which it has sent its alert.
    Tls(io::Error, Option<TcpStream>),
}

/// `unrecognized_name`, fatal, in a record of its own (RFC 8446 sections 5.1 and 6, RFC 6066 section 3): rustls would send
/// `access_denied` for a name without a certificate, which says nothing.
const UNRECOGNIZED_NAME: [u8; 7] = [21, 3, 3, 0, 2, 2, 112];

/// Does the handshake.
///
/// # Errors
/// [`Failed`]; the peer was told.
pub async fn accept(
    servers: &Servers,
    stream: TcpStream,
) -> Result<(TlsStream<TcpStream>, Arc<Server>), Failed> {
    let mut first = [0];
    match stream.peek(&mut first).await {
        Ok(1) if first[0].is_ascii_uppercase() => {
            answer_plainly(stream).await;
            return Err(Failed::PlainHttp);
        }
        Ok(1) => {}
        _ => return Err(Failed::Silent),
    }
    let start = LazyConfigAcceptor::new(Acceptor::default(), stream)
        .await
        .map_err(|error| Failed::Tls(error, None))?;
    let named = start.client_hello().server_name().map(str::to_owned);
    let Some(server) = servers.find(named.as_deref()) else {
        end(start.io, &UNRECOGNIZED_NAME).await;
        return Err(Failed::Nobody(named));
    };
    let server = server.clone();
    let accepting = start.into_stream(server.key.clone()).into_fallible();
    let (accepted, refused) = possession::watched(accepting).await;
    let stream = accepted.map_err(|(error, stream)| match refused.or_else(|| missing(&error)) {
        Some(reason) => Failed::Certificate(reason, stream),
        None => Failed::Tls(error, Some(stream)),
    })?;
    Ok((stream, server))
}

/// rustls refuses by itself whoever shows no certificate, where it was told that one is needed.
fn missing(error: &io::Error) -> Option<Reason> {
    let error = error.get_ref()?.downcast_ref::<Error>()?;
    matches!(error, Error::NoCertificatesPresented).then_some(Reason::Missing)
}

/// What a handshake that failed means, where rustls' own words do not say it.
#[must_use]
pub fn in_words(error: &io::Error) -> Option<&'static str> {
    use tokio_rustls::rustls::{AlertDescription as Alert, PeerIncompatible as Cannot};
    Some(match error.get_ref()?.downcast_ref::<Error>()? {
        // what comes without signature algorithms is of version 1.1 or older (RFC 5246 section 7.4.1.4.1)
        Error::PeerIncompatible(
            Cannot::SignatureAlgorithmsExtensionRequired
            | Cannot::Tls12NotOffered
            | Cannot::Tls12NotOfferedOrEnabled
            | Cannot::SupportedVersionsExtensionRequired,
        ) => "the caller offers no version of TLS that is spoken here",
        Error::PeerIncompatible(Cannot::NoCipherSuitesInCommon) => {
            "the caller offers no cipher suite that is spoken here"
        }
        Error::PeerIncompatible(Cannot::NoKxGroupsInCommon) => {
            "the caller offers no group that is spoken here"
        }
        Error::AlertReceived(Alert::UnknownCA) => {
            "the caller does not know the authority of the server's certificate"
        }
        Error::AlertReceived(Alert::BadCertificate | Alert::CertificateUnknown) => {
            "the caller does not accept the server's certificate"
        }
        Error::AlertReceived(Alert::CertificateExpired) => {
            "the caller takes the server's certificate for ended"
        }
        _ => return None,
    })
}

async fn answer_plainly(mut stream: TcpStream) {
    // what is left unread would make the system reset the connection, and the answer with it
    let mut request = [0; 8_192];
    drop(stream.read(&mut request).await);
    end(stream, refusal::plain_http().as_bytes()).await;
}

/// How long a peer may take to hear that its handshake has failed.
const LINGER: Duration = Duration::from_secs(2);

/// Waits until a peer that was sent an alert has closed: in TLS 1.3 its request may be under way already, and what is left unread would
/// make the system reset the connection before the alert is read.
pub async fn linger(stream: TcpStream) {
    drop(timeout(LINGER, end(stream, &[])).await);
}

/// Says the last word and waits until the peer has closed, within the time for the handshake.
async fn end(mut stream: TcpStream, word: &[u8]) {
    if stream.write_all(word).await.is_ok() && stream.shutdown().await.is_ok() {
        drop(tokio::io::copy(&mut stream.take(65_536), &mut tokio::io::sink()).await);
    }
}
