//! A connection to the backend, of either version of HTTP.

use hyper::body::Incoming;
use hyper::client::conn::{TrySendError, http1, http2};
use hyper::header::{CONNECTION, HOST, HeaderValue, TE};
use hyper::http::uri::{Authority, Scheme};
use hyper::{Request, Response, Uri};

use super::super::outgoing::Outgoing;

/// A way to send requests.
pub(super) enum Sender {
    /// RFC 9112: one request at a time.
    One(http1::SendRequest<Outgoing>),
    /// RFC 9113: many at a time.
    Two(Shared),
}

/// A connection of HTTP/2, over which all requests go.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) sender: http2::SendRequest<Outgoing>,
    /// Tells it from those before and after it.
    pub(super) number: u64,
}

impl Sender {
    /// Whether the connection is gone.
    pub(super) fn is_closed(&self) -> bool {
        match self {
            Sender::One(sender) => sender.is_closed(),
            Sender::Two(shared) => shared.sender.is_closed(),
        }
    }

    /// Sends a request, whose target is a path and whose host stands in its header.
    pub(super) async fn send(
        &mut self,
        request: Request<Outgoing>,
        scheme: &Scheme,
    ) -> Result<Response<Incoming>, TrySendError<Request<Outgoing>>> {
        match self {
            Sender::One(sender) => sender.try_send_request(of_this_hop(request)).await,
            Sender::Two(shared) => shared.sender.try_send_request(absolute(request, scheme)).await,
        }
    }
}

/// With the word that `TE` is for the next hop alone (RFC 9110 section 10.1.4).
fn of_this_hop(mut request: Request<Outgoing>) -> Request<Outgoing> {
    let headers = request.headers_mut();
    if headers.contains_key(TE) && !headers.contains_key(CONNECTION) {
        headers.insert(CONNECTION, HeaderValue::from_static("te"));
    }
    request
}

/// With `:scheme` and `:authority` instead of the header (RFC 9113 section 8.3.1).
fn absolute(mut request: Request<Outgoing>, scheme: &Scheme) -> Request<Outgoing> {
    let authority = request.headers().get(HOST).and_then(|host| Authority::try_from(host.as_bytes()).ok());
    let mut parts = request.uri().clone().into_parts();
    if let Some(authority) = authority.filter(|_| parts.authority.is_none()) {
        request.headers_mut().remove(HOST);
        parts.scheme = Some(scheme.clone());
        parts.authority = Some(authority);
        *request.uri_mut() = Uri::from_parts(parts).expect("scheme, authority and path are there");
    }
    request
}
