//! How a connection ended for one side, out of what rustls says of it and what was verified.

use rustls::{CommonState, ConnectionCommon, Error, HandshakeKind, ProtocolVersion, SideData};

use super::party::Party;
use crate::alert::Alert;
use crate::refusal::Refusal;
use crate::scenario::{Group, Suite, Version};
use crate::transcript::{Agreed, End, Flight, Judged, Judgement, Kind, Outcome, Side, Step};

/// What can be said of one side before the other has been asked.
pub(super) struct Ended {
    /// The alert that it heard.
    pub(super) alert: Option<Alert>,
}

impl Ended {
    pub(super) fn of<T>(party: &Party<T>) -> Ended {
        let alert = match &party.error {
            Some(Error::AlertReceived(description)) => Some(Alert((*description).into())),
            _ => None,
        };
        Ended { alert }
    }

    /// The whole of it. `sent` is the alert that the other side heard from this one, `next` what would have come next of the handshake.
    pub(super) fn outcome<T, D>(
        self,
        party: &Party<T>,
        judgements: Vec<Judgement>,
        sent: Option<Alert>,
        next: impl Fn(Side) -> Step,
    ) -> Outcome
    where
        T: std::ops::Deref<Target = ConnectionCommon<D>>,
        D: SideData,
    {
        let connection: &CommonState = &party.connection;
        let agreed = agreed(connection);
        let awaited = || {
            if connection.is_handshaking() { next(party.side) } else { Step::Application }
        };
        let end = match (&party.error, self.alert) {
            (_, Some(alert)) => End::Told { step: awaited(), alert },
            (Some(error), None) => End::Stopped {
                step: stopped_at(party.side, connection, error, &judgements).unwrap_or_else(awaited),
                refusal: Refusal::of(error, failed(&judgements) == Some(Judged::Signature)),
                alert: sent,
                words: error.to_string(),
            },
            (None, None) if party.farewell => End::Completed,
            (None, None) => End::LeftWaiting { step: awaited() },
        };
        Outcome { end, agreed, judgements, heard: party.heard.clone() }
    }
}

/// The fatal alert that stands in clear among what `from` sent, if there is one.
pub(super) fn plain_alert(flights: &[Flight], from: Side) -> Option<Alert> {
    let octets: Vec<u8> = flights
        .iter()
        .filter(|flight| flight.side == from)
        .flat_map(|flight| flight.octets.clone())
        .collect();
    let mut rest = octets.as_slice();
    // type, version, length, then that many octets (RFC 8446 section 5.1)
    while let [kind, _, _, high, low, behind @ ..] = rest {
        let (body, after) = behind.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?;
        if let (21, [2, description]) = (*kind, body) {
            return Some(Alert(*description));
        }
        rest = after;
    }
    None
}

/// What was found bad, if something was.
fn failed(judgements: &[Judgement]) -> Option<Judged> {
    judgements.iter().find(|judgement| judgement.verdict.is_err()).map(|judgement| judgement.about)
}

/// What a side was reading when it stopped, where its reason tells.
fn stopped_at(side: Side, connection: &CommonState, error: &Error, judgements: &[Judgement]) -> Option<Step> {
    let in_version_1_2 = connection.protocol_version() == Some(ProtocolVersion::TLSv1_2);
    Some(match (side, failed(judgements), error) {
        (Side::Client, Some(Judged::Chain), _) => Step::ServerCertificate,
        (Side::Client, Some(Judged::Signature), _) if in_version_1_2 => Step::ServerKeyExchange,
        (Side::Client, Some(Judged::Signature), _) => Step::ServerCertificateVerify,
        (Side::Server, Some(Judged::Chain), _) | (Side::Server, None, Error::NoCertificatesPresented) => {
            Step::ClientCertificate
        }
        (Side::Server, Some(Judged::Signature), _) => Step::ClientCertificateVerify,
        (Side::Client, None, Error::PeerIncompatible(_)) => Step::ServerHello,
        (Side::Server, None, Error::PeerIncompatible(_) | Error::NoApplicationProtocol) => Step::ClientHello,
        _ => return None,
    })
}

fn agreed(connection: &CommonState) -> Option<Agreed> {
    if connection.is_handshaking() {
        return None;
    }
    let peer = connection.peer_certificates().unwrap_or_default();
    Some(Agreed {
        version: match connection.protocol_version()? {
            ProtocolVersion::TLSv1_3 => Version::Tls13,
            ProtocolVersion::TLSv1_2 => Version::Tls12,
            _ => return None,
        },
        suite: Suite::of(connection.negotiated_cipher_suite()?)?,
        group: connection.negotiated_key_exchange_group().and_then(|group| Group::of(group.name())),
        protocol: connection.alpn_protocol().map(|protocol| String::from_utf8_lossy(protocol).into_owned()),
        kind: match connection.handshake_kind()? {
            HandshakeKind::Full => Kind::Full,
            HandshakeKind::FullWithHelloRetryRequest => Kind::Retried,
            HandshakeKind::Resumed => Kind::Resumed,
        },
        peer: peer.iter().map(|certificate| certificate.to_vec()).collect(),
    })
}
