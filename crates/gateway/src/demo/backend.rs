//! A backend that answers who called, on a port of this machine that the system chooses.

use core::convert::Infallible;
use core::net::SocketAddr;
use std::fmt::Write as _;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// Starts it on a thread of its own, which lives as long as the process.
pub(super) fn start() -> std::io::Result<SocketAddr> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("demo-backend".to_owned()).spawn(move || {
        runtime.block_on(async move {
            let Ok(listener) = TcpListener::from_std(listener) else { return };
            while let Ok((stream, _)) = listener.accept().await {
                let service = service_fn(|request| async move { Ok::<_, Infallible>(answer(&request)) });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
    })?;
    Ok(address)
}

/// Letters of a value that are shown: a certificate would fill the screen.
const SHOWN: usize = 60;

fn answer(request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let header =
        |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut text = format!("Hello {}\n\n", header("x-ssl-client-s-dn"));
    writeln!(text, "{} {}", request.method(), request.uri()).expect("a String");
    for (name, value) in request.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        let shown: String = value.chars().take(SHOWN).collect();
        let more = if shown.len() < value.len() { "…" } else { "" };
        writeln!(text, "{name}: {shown}{more}").expect("a String");
    }
    let mut response = Response::new(Full::new(Bytes::from(text)));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
