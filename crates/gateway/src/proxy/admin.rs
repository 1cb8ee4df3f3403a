//! What those who run the gateway ask it: metrics, whether it lives, whether it wants requests. On an address of its own, this machine's
//! unless told otherwise; nothing can be changed here.

use core::convert::Infallible;
use core::time::Duration;
use std::sync::Arc;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

use crate::clock::Clock;
use crate::generation::Generations;
use crate::metrics::Metrics;

/// What there is to tell.
#[derive(Clone)]
pub struct Admin {
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// The configurations.
    pub generations: Generations,
    /// Becomes true when the process is to end.
    pub stop: watch::Receiver<bool>,
    /// Whom to ask for the time.
    pub clock: Clock,
}

/// How long one asker may stay.
const STAY: Duration = Duration::from_secs(60);
/// Askers at a time.
const MOST: usize = 32;

/// Answers for ever.
pub async fn serve(listener: TcpListener, admin: Admin) {
    let places = Arc::new(Semaphore::new(MOST));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(10)).max_buf_size(16 * 1024);
    loop {
        let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let admin = admin.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let answer = match *request.method() {
                Method::GET | Method::HEAD => answer(&admin, request.uri().path()),
                _ => other_method(),
            };
            async move { Ok::<_, Infallible>(answer) }
        });
        let serving = http.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            drop(timeout(STAY, serving).await);
            drop(place);
        });
    }
}

/// Nothing is changed here (RFC 9110 section 15.5.6).
fn other_method() -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

fn answer(admin: &Admin, path: &str) -> Response<Full<Bytes>> {
    let plain = "text/plain; charset=utf-8";
    let (status, media_type, body) = match path {
        "/metrics" => {
            let generation = admin.generations.borrow().clone();
            let text = admin.metrics.text(&generation, (admin.clock)());
            (StatusCode::OK, "application/openmetrics-text; version=1.0.0; charset=utf-8", text)
        }
        "/healthz" => (StatusCode::OK, plain, "ok\n".to_owned()),
        "/readyz" if *admin.stop.borrow() => {
            (StatusCode::SERVICE_UNAVAILABLE, plain, "stopping\n".to_owned())
        }
        "/readyz" => (StatusCode::OK, plain, "ready\n".to_owned()),
        _ => (StatusCode::NOT_FOUND, plain, "/metrics, /healthz, /readyz\n".to_owned()),
    };
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
