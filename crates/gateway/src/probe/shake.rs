//! One connection to a server: TLS by rustls, whatever the server shows, then one request; every octet and every secret is kept. What
//! it means is `meaning`'s.

mod notes;
mod tee;

use core::net::SocketAddr;
use core::time::Duration;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use handshake::key_log::KeyLog;
use handshake::scenario::{Group, Version};
use handshake::transcript::Flight;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, ACCEPT_LANGUAGE, CONNECTION, HOST, USER_AGENT};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::{ClientConfig, Resumption};
use tokio_rustls::rustls::crypto::SupportedKxGroup;
use tokio_rustls::rustls::crypto::aws_lc_rs::kx_group;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, HandshakeKind, ProtocolVersion};

pub use notes::Asked;
use notes::Scribe;
use tee::{Tape, Tee};

/// Whom every connection goes to.
#[derive(Debug)]
pub struct Line {
    /// The address that answers.
    pub address: SocketAddr,
    /// The connection by which that was found out: the first call takes it.
    pub spare: Mutex<Option<TcpStream>>,
    /// What the server is called in the handshake.
    pub name: ServerName<'static>,
    /// How long one connection may take from its first packet to the end of the answer.
    pub patience: Duration,
}

/// What is asked once the handshake is over.
#[derive(Debug, Clone)]
pub struct Request {
    /// The host, with its port where that is not HTTPS's.
    pub host: String,
    /// The path, with its query.
    pub path: String,
    /// The language that answers are wanted in.
    pub language: &'static str,
    /// The form that answers are wanted in.
    pub accept: Accept,
}

/// The form that answers are wanted in (RFC 9110 section 12.5.1). Any other will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accept {
    /// Something to read.
    Text,
    /// Something with names for programs.
    Json,
}

/// How a connection is begun.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The versions of TLS.
    pub versions: Vec<Version>,
    /// The only group; `None` offers all.
    pub group: Option<Group>,
    /// Protocols (RFC 7301).
    pub protocols: &'static [&'static str],
}

/// One connection.
#[derive(Debug)]
pub struct Contact {
    /// Our address.
    pub client: SocketAddr,
    /// Theirs.
    pub server: SocketAddr,
    /// What was sent.
    pub flights: Vec<Flight>,
    /// What opens it.
    pub keys: KeyLog,
    /// The server's certificates as it sent them, DER; none in a session that goes on.
    pub chain: Vec<Vec<u8>>,
    /// What it sent of OCSP.
    pub staple: Option<Vec<u8>>,
    /// What it asked for, if it asked for a certificate.
    pub asked: Option<Asked>,
    /// What was agreed, if the handshake came to its end on our side.
    pub agreed: Option<Agreed>,
    /// How it ended.
    pub end: End,
}

/// What was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// The version.
    pub version: Version,
    /// The cipher suite by its registered name.
    pub suite: String,
    /// The group; none in a session of TLS 1.2 that goes on.
    pub group: Option<String>,
    /// The protocol.
    pub protocol: Option<String>,
    /// Whether an earlier session went on.
    pub resumed: bool,
}

/// How a connection ended on our side. What the server said at its end is read out of what it sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// With an answer.
    Answered {
        /// The status (RFC 9110 section 15).
        status: u16,
        /// As much of the body as is looked at.
        body: String,
    },
    /// With the handshake: nothing was asked.
    Shaken,
    /// Without an answer: an alert, a closed connection, or octets that are not TLS.
    Broken {
        /// The words of who noticed.
        words: String,
    },
    /// Without anything, for as long as was waited.
    Silent,
}

/// How much of a body is looked at: pages of errors are shorter.
const BODY: usize = 64 * 1024;

/// Calls a server, more than once with one memory for sessions.
pub struct Caller {
    config: Arc<ClientConfig>,
    scribe: Scribe,
}

impl Caller {
    /// A caller that offers this and shows this when it is asked.
    ///
    /// # Errors
    /// rustls' own, for a combination that its provider does not have.
    pub fn new(offer: &Offer, shown: Option<Arc<CertifiedKey>>) -> Result<Caller, rustls::Error> {
        let mut provider = crate::tls::provider();
        if let Some(group) = offer.group {
            provider.kx_groups = vec![key_exchange(group)];
        }
        let schemes = provider.signature_verification_algorithms.supported_schemes();
        let scribe = Scribe::new(shown, schemes);
        let versions: Vec<_> = offer.versions.iter().map(|version| supported(*version)).collect();
        let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(&versions)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(scribe.clone()))
            .with_client_cert_resolver(Arc::new(scribe.clone()));
        config.alpn_protocols = offer.protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        config.key_log = Arc::new(scribe.clone());
        config.resumption = Resumption::in_memory_sessions(8);
        Ok(Caller { config: Arc::new(config), scribe })
    }

    /// From now on it has nothing to show; its sessions stay.
    pub fn take_away(&self) {
        self.scribe.take_away();
    }

    /// Calls, and asks when there is something to ask.
    ///
    /// # Errors
    /// There was no connection.
    pub async fn call(&self, line: &Line, request: Option<&Request>) -> Result<Contact, Unreached> {
        let spare = line.spare.lock().unwrap_or_else(PoisonError::into_inner).take();
        let socket = match spare {
            Some(socket) => socket,
            None => connect(line.address, line.patience).await?,
        };
        let client = socket.local_addr().map_err(Unreached::Failed)?;
        let tape = Tape::default();
        let mut agreed = None;
        let mine = Tee { socket: Arc::new(socket), tape: tape.clone() };
        let theirs = Tee { socket: Arc::clone(&mine.socket), tape: tape.clone() };
        let talk = self.talk(line, theirs, request, &mut agreed);
        let end = timeout(line.patience, talk).await.unwrap_or(End::Silent);
        if matches!(end, End::Broken { .. }) {
            mine.drain(FAREWELL).await;
        }
        let notes = self.scribe.take();
        Ok(Contact {
            client,
            server: line.address,
            flights: tape.flights(),
            keys: notes.keys,
            chain: notes.chain,
            staple: notes.staple,
            asked: notes.asked,
            agreed,
            end,
        })
    }

    async fn talk(
        &self,
        line: &Line,
        tee: Tee,
        request: Option<&Request>,
        agreed: &mut Option<Agreed>,
    ) -> End {
        let began = Instant::now();
        let connector = TlsConnector::from(Arc::clone(&self.config));
        let broken = |error: &dyn std::error::Error| End::Broken { words: words(error) };
        let mut stream = match connector.connect(line.name.clone(), tee).await {
            Ok(stream) => stream,
            Err(error) => return broken(&error),
        };
        *agreed = settled(stream.get_ref().1);
        let Some(request) = request else {
            // the farewell is a courtesy: whoever does not hear it notices the end all the same
            drop(tokio::io::AsyncWriteExt::shutdown(&mut stream).await);
            return End::Shaken;
        };
        // in TLS 1.3 a server says no after we have finished (RFC 8446 section 4.4.4), and a request on its way then may end the
        // connection before the alert is read: it is given the time of two handshakes, or until it says something
        let patience = began.elapsed() * 2 + Duration::from_millis(20);
        drop(timeout(patience, stream.get_ref().0.socket.readable()).await);
        let two = agreed.as_ref().is_some_and(|agreed| agreed.protocol.as_deref() == Some("h2"));
        let answer = if two { ask_two(stream, request).await } else { ask_one(stream, request).await };
        answer.unwrap_or_else(|error| broken(&error))
    }
}

/// What every request says (RFC 9110 sections 10.1.5 and 12.5).
fn common(request: &Request) -> hyper::http::request::Builder {
    let accept = match request.accept {
        Accept::Text => "text/plain, */*;q=0.5",
        Accept::Json => "application/json, */*;q=0.5",
    };
    hyper::Request::builder()
        .header(USER_AGENT, concat!("handfast-gateway/", env!("CARGO_PKG_VERSION"), " (probe)"))
        .header(ACCEPT, accept)
        .header(ACCEPT_LANGUAGE, request.language)
}

/// Asks by HTTP/1.1 (RFC 9112).
async fn ask_one(stream: TlsStream<Tee>, request: &Request) -> Result<End, hyper::Error> {
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let request = common(request).uri(&request.path).header(HOST, &request.host).header(CONNECTION, "close");
    let request = request.body(Empty::<Bytes>::new()).expect(READ);
    exchanged(connection, async move { sender.send_request(request).await }).await
}

/// Asks by HTTP/2 (RFC 9113): of whom speaks nothing else.
async fn ask_two(stream: TlsStream<Tee>, request: &Request) -> Result<End, hyper::Error> {
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await?;
    let request = common(request).uri(format!("https://{}{}", request.host, request.path));
    let request = request.body(Empty::<Bytes>::new()).expect(READ);
    // once nobody can ask any more, the connection ends when the answer is whole
    exchanged(connection, async move { sender.send_request(request).await }).await
}

const READ: &str = "the path and the host were looked at when they were read";

/// Waits for the answer while the connection runs.
async fn exchanged(
    connection: impl Future<Output = Result<(), hyper::Error>>,
    answer: impl Future<Output = Result<hyper::Response<hyper::body::Incoming>, hyper::Error>>,
) -> Result<End, hyper::Error> {
    let exchange = async {
        let answer = answer.await?;
        let status = answer.status().as_u16();
        let mut body = answer.into_body();
        let mut octets = Vec::new();
        // a body that breaks off is still an answer
        while let Some(Ok(frame)) = body.frame().await {
            octets.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data));
            if octets.len() >= BODY {
                break;
            }
        }
        octets.truncate(BODY);
        Ok(End::Answered { status, body: String::from_utf8_lossy(&octets).into_owned() })
    };
    let mut connection = core::pin::pin!(connection);
    let mut exchange = core::pin::pin!(exchange);
    tokio::select! {
        biased;
        end = &mut exchange => {
            // what comes behind the answer, a ticket or a farewell, is wanted, too; a body that was cut off is not
            if matches!(&end, Ok(End::Answered { body, .. }) if body.len() < BODY) {
                drop(timeout(FAREWELL, connection).await);
            }
            end
        }
        // the end of the connection is told to whoever waits for the answer
        _ = &mut connection => exchange.await,
    }
}

/// How long what still comes is waited for once the answer is whole, or there will be none.
const FAREWELL: Duration = Duration::from_millis(500);

/// Why there was no connection.
#[derive(Debug)]
pub enum Unreached {
    /// No name server knows the host.
    UnknownHost(io::Error),
    /// Somebody said no: nothing listens there.
    Refused,
    /// Nobody said anything.
    Silent,
    /// Another failure, in the system's words.
    Failed(io::Error),
}

/// Makes the connection.
///
/// # Errors
/// [`Unreached`].
pub async fn connect(address: SocketAddr, patience: Duration) -> Result<TcpStream, Unreached> {
    match timeout(patience, TcpStream::connect(address)).await {
        Ok(Ok(socket)) => {
            // small messages go at once; where that cannot be said they go a little later
            drop(socket.set_nodelay(true));
            Ok(socket)
        }
        Ok(Err(error)) => Err(match error.kind() {
            io::ErrorKind::ConnectionRefused => Unreached::Refused,
            io::ErrorKind::TimedOut => Unreached::Silent,
            _ => Unreached::Failed(error),
        }),
        Err(_) => Err(Unreached::Silent),
    }
}

fn supported(version: Version) -> &'static rustls::SupportedProtocolVersion {
    match version {
        Version::Tls13 => &rustls::version::TLS13,
        Version::Tls12 => &rustls::version::TLS12,
    }
}

fn settled(connection: &rustls::ClientConnection) -> Option<Agreed> {
    let version = match connection.protocol_version()? {
        ProtocolVersion::TLSv1_3 => Version::Tls13,
        ProtocolVersion::TLSv1_2 => Version::Tls12,
        _ => return None,
    };
    let protocol = connection.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned());
    Some(Agreed {
        version,
        suite: connection
            .negotiated_cipher_suite()
            .map(|suite| suite_name(suite.suite()))
            .unwrap_or_default(),
        group: connection.negotiated_key_exchange_group().map(|group| group_name(group.name())),
        protocol,
        resumed: connection.handshake_kind() == Some(HandshakeKind::Resumed),
    })
}

/// The registered name: rustls writes `TLS13_` where the registry has `TLS_`.
fn suite_name(suite: rustls::CipherSuite) -> String {
    format!("{suite:?}").replacen("TLS13_", "TLS_", 1)
}

fn key_exchange(group: Group) -> &'static dyn SupportedKxGroup {
    match group {
        Group::X25519MlKem768 => kx_group::X25519MLKEM768,
        Group::X25519 => kx_group::X25519,
        Group::Secp256r1 => kx_group::SECP256R1,
        Group::Secp384r1 => kx_group::SECP384R1,
    }
}

/// The registered name, as the lab has it.
fn group_name(group: rustls::NamedGroup) -> String {
    let known = Group::ALL.into_iter().find(|known| key_exchange(*known).name() == group);
    known.map_or_else(|| format!("{group:?}"), |known| known.label().to_owned())
}

/// The words of an error and of what is behind it.
fn words(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut behind = error.source();
    while let Some(error) = behind {
        let more = error.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        behind = error.source();
    }
    words
}
