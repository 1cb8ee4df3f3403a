//! The backend behind every proxy: 1 KiB, 10 MB, or whatever is sent to it swallowed. On a thread of its own.

use core::convert::Infallible;
use core::net::SocketAddr;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// The path of 10 MB.
pub(crate) const LARGE: &str = "/large";

/// Starts it; it lives as long as the process.
pub(crate) fn start() -> std::io::Result<SocketAddr> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        runtime.block_on(async move {
            let Ok(listener) = TcpListener::from_std(listener) else { return };
            let (small, large) = (Bytes::from(vec![b'x'; 1_024]), Bytes::from(vec![b'x'; 10_000_000]));
            while let Ok((stream, _)) = listener.accept().await {
                drop(stream.set_nodelay(true));
                let (small, large) = (small.clone(), large.clone());
                let service = service_fn(move |request: Request<Incoming>| {
                    let body = if request.uri().path() == LARGE { large.clone() } else { small.clone() };
                    async move {
                        // an upload is read to its end; one that breaks off is no matter of the backend's
                        drop(request.into_body().collect().await);
                        Ok::<_, Infallible>(Response::new(Full::new(body)))
                    }
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
    });
    Ok(address)
}
