//! From an address of the backend to a connection over which requests go: TCP or a socket in the file system, TLS where the address says
//! so, then HTTP/1.1 or HTTP/2.

use core::time::Duration;
use std::io;

use deploy::gateway::file::Http;
use diagnose::gateway::Refusal;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::super::local::Local;
use super::super::outgoing::Outgoing;
use crate::config::resolved::{Address, Backend};

/// How often a shared connection is asked whether it is still there, while requests are under way on it.
const ALIVE: Duration = Duration::from_secs(20);

/// A new connection, of the version of HTTP that was agreed on.
pub(super) enum Connection {
    /// RFC 9112.
    One(http1::SendRequest<Outgoing>),
    /// RFC 9113.
    Two(http2::SendRequest<Outgoing>),
}

/// Makes a connection within the time for it.
pub(super) async fn connect(address: &Address, backend: &Backend, http: Http) -> Result<Connection, Refusal> {
    match timeout(backend.connect, reach(address, backend, http)).await {
        Ok(Ok(sender)) => Ok(sender),
        Ok(Err(Unreached::Network(error))) => {
            tracing::warn!(backend = %address, %error, "the backend cannot be reached");
            Err(Refusal::BackendUnreachable)
        }
        Ok(Err(Unreached::Tls(error))) => {
            tracing::warn!(backend = %address, %error, "the backend's TLS is not accepted");
            Err(Refusal::BackendTls)
        }
        Ok(Err(Unreached::Http(error))) => {
            tracing::warn!(backend = %address, %error, "the backend does not speak HTTP");
            Err(Refusal::BackendInvalid)
        }
        Err(_) => {
            tracing::warn!(backend = %address, "connecting to the backend took too long");
            Err(Refusal::BackendConnectSlow)
        }
    }
}

/// Where the way to the backend ended.
enum Unreached {
    Network(io::Error),
    Tls(io::Error),
    Http(hyper::Error),
}

async fn reach(address: &Address, backend: &Backend, http: Http) -> Result<Connection, Unreached> {
    match (address, &backend.tls) {
        (Address::Unix(path), _) => {
            begin(UnixStream::connect(path).await.map_err(Unreached::Network)?, http).await
        }
        (Address::Tls(authority, name), Some(tls)) => {
            let config = match http {
                Http::One => tls.one.clone(),
                Http::Two => tls.two.clone(),
            };
            let stream = dial(authority).await?;
            let stream =
                TlsConnector::from(config).connect(name.clone(), stream).await.map_err(Unreached::Tls)?;
            // a backend may not know HTTP/2
            let agreed =
                if stream.get_ref().1.alpn_protocol() == Some(b"h2") { Http::Two } else { Http::One };
            begin(stream, agreed).await
        }
        (Address::Tcp(authority) | Address::Tls(authority, _), _) => {
            begin(dial(authority).await?, http).await
        }
    }
}

async fn dial(authority: &str) -> Result<TcpStream, Unreached> {
    let stream = TcpStream::connect(authority).await.map_err(Unreached::Network)?;
    stream.set_nodelay(true).map_err(Unreached::Network)?;
    Ok(stream)
}

async fn begin<S>(stream: S, http: Http) -> Result<Connection, Unreached>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let stream = TokioIo::new(stream);
    match http {
        Http::One => {
            let (sender, connection) =
                http1::Builder::new().handshake(stream).await.map_err(Unreached::Http)?;
            tokio::task::spawn_local(async move {
                if let Err(error) = connection.with_upgrades().await {
                    tracing::debug!(%error, "a connection to the backend ended");
                }
            });
            Ok(Connection::One(sender))
        }
        Http::Two => {
            let (sender, connection) = http2::Builder::new(Local)
                .timer(TokioTimer::new())
                .keep_alive_interval(ALIVE)
                .handshake(stream)
                .await
                .map_err(Unreached::Http)?;
            tokio::task::spawn_local(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "a connection to the backend ended");
                }
            });
            Ok(Connection::Two(sender))
        }
    }
}
