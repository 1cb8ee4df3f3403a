//! A backend that answers with what it was asked, and remembers it.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::oneshot;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) trailers: Vec<(String, String)>,
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
        Backend::listen(None)
    }

    /// On a socket in the file system.
    pub(crate) fn on_socket(path: &Path) -> Backend {
        Backend::listen(Some(path))
    }

    fn listen(path: Option<&Path>) -> Backend {
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
                            tell.send(format!("http://{}", listener.local_addr().unwrap())).unwrap();
                            loop {
                                serve(listener.accept().await.unwrap().0, seen.clone());
                            }
                        }
                        Some(path) => {
                            let listener = UnixListener::bind(&path).unwrap();
                            tell.send(format!("unix:{}", path.display())).unwrap();
                            loop {
                                serve(listener.accept().await.unwrap().0, seen.clone());
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

    /// Waits until the head of a request is there.
    pub(crate) fn wait_for(&self, line: &str) {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while !self.begun.lock().unwrap().iter().any(|begun| begun.line == line) {
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

fn serve<S>(stream: S, seen: [Seen; 2])
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    tokio::spawn(async move {
        let service = service_fn(move |request: Request<Incoming>| {
            let seen = seen.clone();
            async move { Ok::<_, Infallible>(answer(request, &seen).await) }
        });
        drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
    });
}

async fn answer(request: Request<Incoming>, [begun, seen]: &[Seen; 2]) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let line = format!("{} {}", head.method, head.uri);
    begun.lock().unwrap().push(Arrived {
        line: line.clone(),
        headers: Vec::new(),
        body: Vec::new(),
        trailers: Vec::new(),
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
    seen.lock().unwrap().push(Arrived { line, headers: texts(&head.headers), body, trailers });
    let mut response = Response::new(Full::new(Bytes::from(said)));
    if head.uri.path() == "/large" {
        *response.body_mut() = Full::new(Bytes::from(vec![b'x'; 3_000_000]));
    }
    if head.uri.path() == "/vary" {
        response.headers_mut().insert("vary", hyper::header::HeaderValue::from_static("Client-Cert"));
    }
    response
}
