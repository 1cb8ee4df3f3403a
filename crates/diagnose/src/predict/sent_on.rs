//! Where an answer sends the caller on to, as nginx writes `Location` (`ngx_http_header_filter`), and as curl then takes it.

use super::client::Failure;
use super::variables::Request;
use super::walk::Walk;
use super::{Assumption, Outcome, Reason};
use crate::curl::{Url, UrlError};

/// Statuses with which `add_header` adds a header though it does not say `always` (`ngx_http_headers_filter`).
const WITH_HEADERS: [u16; 10] = [200, 201, 204, 206, 301, 302, 303, 304, 307, 308];

impl Walk<'_> {
    /// What stands in `Location`: what the answer itself says, else what is added.
    pub(super) fn header_location(
        &self,
        request: &Request<'_>,
        own: Option<String>,
        outcome: &mut Outcome,
    ) -> Option<String> {
        let status = outcome.http_status?;
        let own = own.map(|location| self.absolute(request, location));
        if own.as_ref().is_some_and(|location| !location.trim().is_empty()) {
            return own;
        }
        let added = self.scope.all("add_header").into_iter().find(|item| {
            let always = item.word(2) == "always";
            item.word(0).eq_ignore_ascii_case("location")
                && !item.word(1).is_empty()
                && (always || WITH_HEADERS.contains(&status))
        });
        let added = added.filter(|_| (300..400).contains(&status))?;
        let location = request.expand(added.word(1));
        if location.is_none() {
            outcome
                .assumptions
                .push(Assumption::NotFollowed(format!("add_header Location {}", added.word(1))));
        }
        location
    }

    /// A path on the server itself gets the server's address before it, unless `absolute_redirect` is off.
    fn absolute(&self, request: &Request<'_>, location: String) -> String {
        if !location.starts_with('/') || self.scope.is_off("absolute_redirect") {
            return location;
        }
        let host = if self.scope.is_on("server_name_in_redirect") { "server_name" } else { "host" };
        let known = |name: &str| request.value(name).unwrap_or_default();
        let (scheme, host, port) = (known("scheme"), known(host), known("server_port"));
        let host = if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host };
        let usual = if scheme == "https" { "443" } else { "80" };
        let port = if port == usual || self.scope.is_off("port_in_redirect") {
            String::new()
        } else {
            format!(":{port}")
        };
        format!("{scheme}://{host}{port}{location}")
    }
}

/// Why curl does not go on to where it is sent, and what was not followed of it.
pub(super) fn not_taken(location: &str, error: UrlError) -> (Failure, Option<Assumption>) {
    let parsed = |why: &str| format!("The redirect target URL could not be parsed: {why}");
    let mut open = None;
    let mut reason = Reason::BadAddress(location.to_owned());
    let (exit, words) = match error {
        UrlError::Malformed => (3, parsed(Url::fault(location))),
        UrlError::Protocol(_) => (1, parsed("Unsupported URL scheme")),
        UrlError::Other(name) if name == "ftp" || name == "ftps" => {
            open = Some(Assumption::NotFollowed(format!("{name}://")));
            reason = Reason::OtherProtocol(name);
            (7, "Couldn't connect to server".to_owned())
        }
        UrlError::Other(name) => (1, format!("Protocol \"{name}\" not supported or disabled in libcurl")),
    };
    (Failure { exit, words, reason }, open)
}
