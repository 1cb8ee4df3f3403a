//! Whether nginx has room for the lines of a request (`client_header_buffer_size`, `large_client_header_buffers`). Of HTTP/2 this is not
//! asked: there a header has no line.

use super::variables::Request;
use crate::nginx::value::measure::octets;

/// A request that nginx has no room for.
pub(super) struct NoRoom {
    /// The code of its refusal.
    pub(super) code: u16,
    /// What it says in its log.
    pub(super) words: &'static str,
    /// How many octets the line has.
    pub(super) length: u64,
}

/// The line at which nginx gives up (`ngx_http_alloc_large_header_buffer`): each that is not whole where a buffer ends is moved to the
/// beginning of the next one.
pub(super) fn missing(request: &Request<'_>) -> Option<NoRoom> {
    let scope = &request.http.servers[request.server].scope;
    let large = scope.last("large_client_header_buffers");
    let mut buffers: u64 = large.and_then(|item| item.word(0).parse().ok()).unwrap_or(4);
    let size = large.and_then(|item| octets(item.word(1))).unwrap_or(8 << 10);
    let mut room = scope.word("client_header_buffer_size").and_then(octets).unwrap_or(1 << 10);
    for (at, length) in lines(request).into_iter().enumerate() {
        if length > room {
            if buffers == 0 || length > size {
                let (code, words) = match at {
                    0 => (414, "client sent too long URI while reading client request line"),
                    _ => (494, "client sent too long header line"),
                };
                return Some(NoRoom { code, words, length });
            }
            buffers -= 1;
            room = size;
        }
        room -= length;
    }
    None
}

/// The lengths of the lines that curl sends, in its order, with their ends.
fn lines(request: &Request<'_>) -> Vec<u64> {
    let command = request.command;
    let mut lines = vec![format!("{} {} HTTP/1.1", request.method, request.url.path)];
    let own = ["host", "authorization", "user_agent", "accept", "referer", "cookie"];
    let written = |name: &str| command.header(&name.replace('_', "-")).is_some();
    for name in own.into_iter().filter(|name| !written(name)) {
        let value = if name == "host" { request.host_header() } else { request.header(name) };
        if !value.is_empty() {
            lines.push(format!("{name}: {value}"));
        }
    }
    lines.extend(command.headers.iter().cloned());
    if let Some(body) = request.body.filter(|body| body.told) {
        lines.push(format!("content-length: {}", body.least));
        lines.push(format!("content-type: {}", request.header("content_type")));
    }
    lines.into_iter().map(|line| u64::try_from(line.len() + "\r\n".len()).unwrap_or(u64::MAX)).collect()
}
