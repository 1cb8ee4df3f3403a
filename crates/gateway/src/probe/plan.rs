//! Which connections are made, one after the other: in each version without and with the certificate, then with the session of the last
//! one and nothing to show; and one for each group. What they mean is `meaning`'s.

use std::io;
use std::sync::Arc;

use handshake::alert::Alert;
use handshake::scenario::{Group, Version};
use tokio_rustls::rustls;
use tokio_rustls::rustls::sign::CertifiedKey;

use super::ending::{Ending, ending, refuses};
use super::kit::{self, Kit};
use super::observed::{Look, Observed, Run, Shown};
use super::shake::{Caller, Line, Offer, Request, Unreached, connect};
use super::target::Target;

/// Finds the first address that answers, and gives the connection to it.
///
/// # Errors
/// [`Unreached`]: of the last address, or the name is not known.
pub async fn find(
    target: &Target,
    patience: core::time::Duration,
) -> Result<(core::net::SocketAddr, tokio::net::TcpStream), Unreached> {
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
            Ok(socket) => return Ok((address, socket)),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Shows each certificate of a kit, in each version.
///
/// # Errors
/// rustls' own, for a combination that its provider does not have: none of these.
pub async fn try_kit(line: &Line, request: &Request, kit: &Kit) -> Result<kit::Shows, rustls::Error> {
    let mut shows = kit::Shows::new();
    for trial in &kit.trials {
        let mut ends = Vec::new();
        for version in Version::ALL {
            let offer = Offer { versions: vec![version], group: None, protocols: &["http/1.1"] };
            let shown = trial.own.as_ref().map(|own| Arc::clone(&own.certified));
            match Caller::new(&offer, shown)?.call(line, Some(request)).await {
                Ok(contact) => ends.push((version, contact)),
                Err(_) => break,
            }
        }
        shows.push(ends);
    }
    Ok(shows)
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

/// What is offered to servers that speak nothing older.
const HTTP_2: &[&str] = &["h2"];

async fn run_all(
    line: &Line,
    request: &Request,
    own: Option<&Arc<CertifiedKey>>,
    observed: &mut Observed,
) -> Result<Result<(), Unreached>, rustls::Error> {
    let mut protocols: &[&str] = &["http/1.1"];
    for version in Version::ALL {
        let mut offer = Offer { versions: vec![version], group: None, protocols };
        let mut last = Caller::new(&offer, None)?;
        let mut shown = Shown::Nothing;
        loop {
            let contact = match last.call(line, Some(request)).await {
                Ok(contact) => contact,
                Err(unreached) => return Ok(Err(unreached)),
            };
            let end = ending(&contact);
            let no_common = matches!(end, Ending::Alert { alert: Alert::NO_APPLICATION_PROTOCOL, .. });
            if no_common && protocols != HTTP_2 {
                // it speaks HTTP/2 alone, as servers of gRPC do (RFC 7301 section 3.2)
                protocols = HTTP_2;
                offer.protocols = protocols;
                last = Caller::new(&offer, None)?;
                observed.declined = Some(contact);
                continue;
            }
            let (spoken, talks_tls) = (end.speaks(), end.is_tls());
            // who was refused has no session, or one that is worth nothing
            let let_in = matches!(end, Ending::Answered { status, .. } if !refuses(status));
            observed.runs.push(Run { version, shown, contact });
            if !talks_tls {
                return Ok(Ok(()));
            }
            shown = match (shown, own) {
                (Shown::Nothing, Some(own)) if spoken => {
                    last = Caller::new(&offer, Some(Arc::clone(own)))?;
                    Shown::Certificate
                }
                (Shown::Nothing | Shown::Certificate, _) if let_in => {
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
