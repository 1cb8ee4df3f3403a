//! A backend that answers with what it was asked, and remembers it.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) trailers: Vec<(String, String)>,
    /// The version of HTTP.
    pub(crate) http: String,
    /// The certificate that was shown.
    pub(crate) client: Option<Vec<u8>>,
}

/// How a backend speaks.
#[derive(Clone)]
enum Speech {
    One,
    Two,
    Tls(Arc<ServerConfig>),
}

impl Arrived {
    /// All values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The one value of a header; empty without it.
    pub(crate) fn one(&self, name: &str) -> &str {
        match self.all(name)[..] {
            [] => "",
            [value] => value,
            _ => panic!("{name} came several times: {self:?}"),
        }
    }
}

type Seen = Arc<Mutex<Vec<Arrived>>>;

/// It ends when it is dropped.
pub(crate) struct Backend {
    address: String,
    arrived: Seen,
    begun: Seen,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Backend {
    /// On a free port of this machine.
    pub(crate) fn start() -> Backend {
        Backend::listen(None, Speech::One)
    }

    /// On a free port, of HTTP/2 without TLS.
    pub(crate) fn of_http2() -> Backend {
        Backend::listen(None, Speech::Two)
    }

    /// On a free port, with TLS and the version of HTTP that is agreed on.
    pub(crate) fn of_tls(config: ServerConfig) -> Backend {
        Backend::listen(None, Speech::Tls(Arc::new(config)))
    }

    /// On a socket in the file system.
    pub(crate) fn on_socket(path: &Path) -> Backend {
        Backend::listen(Some(path), Speech::One)
    }

    fn listen(path: Option<&Path>, speech: Speech) -> Backend {
        let (arrived, begun) = (Seen::default(), Seen::default());
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = std::sync::mpsc::channel();
        let (seen, path) = ([begun.clone(), arrived.clone()], path.map(Path::to_owned));
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let serving = async move {
                    match path {
                        None => {
                            let listener =
                                TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
                            let scheme = if matches!(speech, Speech::Tls(_)) { "https" } else { "http" };
                            tell.send(format!("{scheme}://{}", listener.local_addr().unwrap())).unwrap();
                            loop {
                                let stream = listener.accept().await.unwrap().0;
                                let (seen, speech) = (seen.clone(), speech.clone());
                                tokio::spawn(async move {
                                    match speech {
                                        Speech::One => serve(stream, seen, None, false).await,
                                        Speech::Two => serve(stream, seen, None, true).await,
                                        Speech::Tls(config) => {
                                            let accepted = TlsAcceptor::from(config).accept(stream).await;
                                            let Ok(stream) = accepted else { return };
                                            let session = stream.get_ref().1;
                                            let two = session.alpn_protocol() == Some(b"h2");
                                            let client = session.peer_certificates();
                                            let client = client.map(|chain| chain[0].to_vec());
                                            serve(stream, seen, client, two).await;
                                        }
                                    }
                                });
                            }
                        }
                        Some(path) => {
                            let listener = UnixListener::bind(&path).unwrap();
                            tell.send(format!("unix:{}", path.display())).unwrap();
                            loop {
                                let stream = listener.accept().await.unwrap().0;
                                tokio::spawn(serve(stream, seen.clone(), None, false));
                            }
                        }
                    }
                };
                tokio::select! { () = serving => {}, _ = stopped => {} }
            });
        });
        Backend { address: told.recv().unwrap(), arrived, begun, stop: Some(stop), thread: Some(thread) }
    }

    /// As the configuration names it.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// All that has arrived.
    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    /// Whether the head of a request is there.
    pub(crate) fn has_begun(&self, line: &str) -> bool {
        self.begun.lock().unwrap().iter().any(|begun| begun.line == line)
    }

    /// Waits until the head of a request is there.
    pub(crate) fn wait_for(&self, line: &str) {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while !self.has_begun(line) {
            assert!(std::time::Instant::now() < deadline, "{line} did not come");
            std::thread::yield_now();
        }
    }

    /// The only request that has arrived.
    #[track_caller]
    pub(crate) fn only(&self) -> Arrived {
        let arrived = self.arrived();
        assert_eq!(arrived.len(), 1, "{arrived:?}");
        arrived.into_iter().next().unwrap()
    }

    /// Nothing has arrived.
    #[track_caller]
    pub(crate) fn saw_nothing(&self) {
        assert_eq!(self.arrived().len(), 0, "{:?}", self.arrived());
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).unwrap_or(());
        }
        drop(self.thread.take().map(JoinHandle::join));
    }
}

async fn serve<S>(stream: S, seen: [Seen; 2], client: Option<Vec<u8>>, two: bool)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| {
        let (seen, client) = (seen.clone(), client.clone());
        async move { Ok::<_, Infallible>(answer(request, client, &seen).await) }
    });
    let stream = TokioIo::new(stream);
    if two {
        drop(http2::Builder::new(TokioExecutor::new()).serve_connection(stream, service).await);
    } else {
        drop(http1::Builder::new().serve_connection(stream, service).await);
    }
}

async fn answer(
    request: Request<Incoming>,
    client: Option<Vec<u8>>,
    [begun, seen]: &[Seen; 2],
) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let line = format!("{} {}", head.method, head.uri);
    let http = format!("{:?}", head.version);
    begun.lock().unwrap().push(Arrived {
        line: line.clone(),
        headers: Vec::new(),
        body: Vec::new(),
        trailers: Vec::new(),
        http: http.clone(),
        client: None,
    });
    let texts = |headers: &hyper::HeaderMap| -> Vec<(String, String)> {
        let text =
            |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
    };
    // a body that ends early is as good as none
    let collected = body.collect().await.ok();
    let trailers = collected.as_ref().and_then(|body| body.trailers().map(texts)).unwrap_or_default();
    let body = collected.map(|body| body.to_bytes().to_vec()).unwrap_or_default();
    let said = format!("the backend saw {line} with {} octets\n", body.len());
    seen.lock().unwrap().push(Arrived { line, headers: texts(&head.headers), body, trailers, http, client });
    let mut response = Response::new(Full::new(Bytes::from(said)));
    if head.uri.path() == "/large" {
        *response.body_mut() = Full::new(Bytes::from(vec![b'x'; 3_000_000]));
    }
    if head.method == hyper::Method::HEAD {
        // over HTTP/2 nobody else takes it away
        *response.body_mut() = Full::default();
    }
    if head.uri.path() == "/vary" {
        response.headers_mut().insert("vary", hyper::header::HeaderValue::from_static("Client-Cert"));
    }
    response
}
