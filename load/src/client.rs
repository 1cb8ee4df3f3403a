//! A client of mutual TLS: rustls with the bench's certificate.

use core::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::{http1, http2};
use hyper::rt::Executor;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::set::HOST;

/// How it speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Speech {
    /// TLS 1.2 instead of 1.3.
    pub(crate) old: bool,
    /// HTTP/2 instead of 1.1.
    pub(crate) http2: bool,
    /// Whether sessions go on.
    pub(crate) resumes: bool,
}

impl Speech {
    /// TLS 1.3, HTTP/1.1, a full handshake each time.
    pub(crate) const PLAIN: Speech = Speech { old: false, http2: false, resumes: false };
}

/// Whom it calls, and how.
#[derive(Clone)]
pub(crate) struct Client {
    address: SocketAddr,
    connector: TlsConnector,
    speech: Speech,
}

impl Client {
    /// A client of this address with the files of this folder.
    pub(crate) fn new(folder: &Path, address: SocketAddr, speech: Speech) -> anyhow::Result<Client> {
        let certificate = CertificateDer::from_pem_file(folder.join("client.pem"))?;
        Client::with(folder, address, speech, certificate)
    }

    /// A client for each of many certificates, which have one key.
    pub(crate) fn many(folder: &Path, address: SocketAddr) -> anyhow::Result<Vec<Client>> {
        let certificates = CertificateDer::pem_file_iter(folder.join("clients.pem"))?;
        certificates.map(|certificate| Client::with(folder, address, Speech::PLAIN, certificate?)).collect()
    }

    fn with(
        folder: &Path,
        address: SocketAddr,
        speech: Speech,
        certificate: CertificateDer<'static>,
    ) -> anyhow::Result<Client> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(folder.join("ca.pem"))?)?;
        let key = PrivateKeyDer::from_pem_file(folder.join("client.key"))?;
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[if speech.old { &TLS12 } else { &TLS13 }])?
            .with_root_certificates(roots)
            .with_client_auth_cert(vec![certificate], key)?;
        config.resumption =
            if speech.resumes { Resumption::in_memory_sessions(8) } else { Resumption::disabled() };
        config.alpn_protocols = vec![if speech.http2 { b"h2".to_vec() } else { b"http/1.1".to_vec() }];
        Ok(Client { address, connector: TlsConnector::from(Arc::new(config)), speech })
    }

    /// One handshake.
    pub(crate) async fn connect(&self) -> anyhow::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let name = ServerName::try_from(HOST).context("the host is a name")?;
        Ok(self.connector.connect(name, stream).await?)
    }

    /// A connection for requests.
    pub(crate) async fn open(&self) -> anyhow::Result<Connection> {
        let stream = TokioIo::new(self.connect().await?);
        if self.speech.http2 {
            let (sender, connection) = http2::handshake(Spawn, stream).await?;
            tokio::spawn(connection);
            Ok(Connection::Two(sender))
        } else {
            let (sender, connection) = http1::handshake(stream).await?;
            tokio::spawn(connection);
            Ok(Connection::One(sender))
        }
    }
}

#[derive(Clone, Copy)]
struct Spawn;

impl<F: Future<Output: Send> + Send + 'static> Executor<F> for Spawn {
    fn execute(&self, future: F) {
        tokio::spawn(future);
    }
}

/// A connection that takes requests, one after the other.
pub(crate) enum Connection {
    One(http1::SendRequest<Full<Bytes>>),
    Two(http2::SendRequest<Full<Bytes>>),
}

impl Connection {
    /// Asks for a path and reads the answer to its end; the octets of its body.
    pub(crate) async fn get(&mut self, path: &str) -> anyhow::Result<u64> {
        self.send(Method::GET, path, Bytes::new()).await
    }

    /// Sends a body and reads the answer to its end; the octets of its body.
    pub(crate) async fn send(&mut self, method: Method, path: &str, body: Bytes) -> anyhow::Result<u64> {
        let request = match self {
            Connection::One(_) => Request::builder().uri(path).header("host", HOST),
            Connection::Two(_) => Request::builder().uri(format!("https://{HOST}{path}")),
        };
        let request = request.method(method).body(Full::new(body))?;
        let response: Response<Incoming> = match self {
            Connection::One(sender) => {
                sender.ready().await?;
                sender.send_request(request).await?
            }
            Connection::Two(sender) => {
                sender.ready().await?;
                sender.send_request(request).await?
            }
        };
        anyhow::ensure!(response.status() == 200, "answered {}", response.status());
        let mut body = response.into_body();
        let mut octets = 0;
        while let Some(frame) = body.frame().await {
            octets += frame?.data_ref().map_or(0, |data| data.len() as u64);
        }
        Ok(octets)
    }
}
