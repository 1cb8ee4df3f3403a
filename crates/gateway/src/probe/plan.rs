//! Which connections are made, one after the other: in each version without and with the certificate, then with the session of the last
//! one and nothing to show; and one for each group. What they mean is `meaning`'s.

use std::io;
use std::sync::Arc;

use handshake::capture::{Sent, write_sent};
use handshake::scenario::{Group, Version};
use pki::moment::Moment;
use pki::secret::Secret;
use tokio_rustls::rustls;
use tokio_rustls::rustls::sign::CertifiedKey;

use super::meaning::ending;
use super::shake::{Caller, Contact, Line, Offer, Request, Unreached, connect};
use super::target::Target;

/// What a connection shows when it is asked for a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shown {
    /// Nothing.
    Nothing,
    /// The certificate.
    Certificate,
    /// Nothing, and the session of the connection before is offered.
    Session,
}

/// One connection with its request.
#[derive(Debug)]
pub struct Run {
    /// The only version that was offered.
    pub version: Version,
    /// What was shown.
    pub shown: Shown,
    /// What came of it.
    pub contact: Contact,
}

/// One connection without a request, in which one group was offered.
#[derive(Debug)]
pub struct Look {
    /// The group.
    pub group: Group,
    /// What came of it.
    pub contact: Contact,
}

/// All that was seen.
#[derive(Debug, Default)]
pub struct Observed {
    /// Connections with a request.
    pub runs: Vec<Run>,
    /// Connections without one.
    pub looks: Vec<Look>,
    /// Why there are no more, when the server went away in between or was never there.
    pub unreached: Option<Unreached>,
}

impl Observed {
    /// Every connection in its order.
    pub fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.runs.iter().map(|run| &run.contact).chain(self.looks.iter().map(|look| &look.contact))
    }

    /// All of it as pcapng, with the secrets that open it.
    #[must_use]
    pub fn recording(&self, at: Moment) -> Secret {
        let mut sent = Vec::new();
        for contact in self.contacts() {
            sent.push(Sent {
                client: contact.client,
                server: contact.server,
                flights: &contact.flights,
                keys: &contact.keys,
            });
        }
        write_sent(&sent, at)
    }
}

/// Finds the first address that answers.
///
/// # Errors
/// [`Unreached`]: of the last address, or the name is not known.
pub async fn find(
    target: &Target,
    patience: core::time::Duration,
) -> Result<core::net::SocketAddr, Unreached> {
    let host = target.host();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let found = tokio::time::timeout(patience, tokio::net::lookup_host((bare, target.port))).await;
    let addresses: Vec<_> = match found {
        Ok(Ok(addresses)) => addresses.collect(),
        Ok(Err(error)) => return Err(Unreached::UnknownHost(error)),
        Err(_) => return Err(Unreached::UnknownHost(io::ErrorKind::TimedOut.into())),
    };
    let mut last = Unreached::UnknownHost(io::ErrorKind::NotFound.into());
    for address in addresses {
        match connect(address, patience).await {
            Ok(_) => return Ok(address),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Makes all connections.
///
/// # Errors
/// rustls' own, for a combination that its provider does not have: none of these.
pub async fn observe(
    line: &Line,
    request: &Request,
    own: Option<&Arc<CertifiedKey>>,
) -> Result<Observed, rustls::Error> {
    let mut observed = Observed::default();
    if let Err(unreached) = run_all(line, request, own, &mut observed).await? {
        observed.unreached = Some(unreached);
    }
    Ok(observed)
}

async fn run_all(
    line: &Line,
    request: &Request,
    own: Option<&Arc<CertifiedKey>>,
    observed: &mut Observed,
) -> Result<Result<(), Unreached>, rustls::Error> {
    for version in Version::ALL {
        let offer = Offer { versions: vec![version], group: None, protocols: &["http/1.1"] };
        let mut last = Caller::new(&offer, None)?;
        let mut shown = Shown::Nothing;
        loop {
            let contact = match last.call(line, Some(request)).await {
                Ok(contact) => contact,
                Err(unreached) => return Ok(Err(unreached)),
            };
            let spoken = ending(&contact).speaks();
            let talks_tls = ending(&contact).is_tls();
            let agreed = contact.agreed.is_some();
            observed.runs.push(Run { version, shown, contact });
            if !talks_tls {
                return Ok(Ok(()));
            }
            shown = match (shown, own) {
                (Shown::Nothing, Some(own)) if spoken => {
                    last = Caller::new(&offer, Some(Arc::clone(own)))?;
                    Shown::Certificate
                }
                (Shown::Nothing | Shown::Certificate, _) if agreed => {
                    last.take_away();
                    Shown::Session
                }
                _ => break,
            };
        }
    }
    if observed.runs.iter().any(|run| run.contact.agreed.is_some()) {
        for group in Group::ALL {
            let offer =
                Offer { versions: Version::ALL.to_vec(), group: Some(group), protocols: &["h2", "http/1.1"] };
            match Caller::new(&offer, None)?.call(line, None).await {
                Ok(contact) => observed.looks.push(Look { group, contact }),
                Err(unreached) => return Ok(Err(unreached)),
            }
        }
    }
    Ok(Ok(()))
}
