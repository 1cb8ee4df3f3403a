//! Why a message is there: by what it is, who sent it, what it says, and what was said before it.

use super::{Kind, KindShown, Knowledge};
use crate::alert::Alert;
use crate::dissect::signature::Shown;
use crate::dissect::suite::Exchange;
use crate::dissect::why::Why;
use crate::transcript::Side;

/// The sentence that says what it does here. What the message itself says is known already.
pub(in crate::dissect) fn reason(kind: Kind, side: Side, octets: &[u8], known: &Knowledge) -> Why {
    let kind_shown = known.kinds_shown[side as usize];
    let is_bare = |side: Side| known.kinds_shown[side as usize].is_bare();
    let shows_certificate = |shown: &Option<Shown>| matches!(shown, Some(Shown::Certificate(_)));
    match (kind, side) {
        (Kind::HelloRequest, _) => Why::HelloRequest,
        (Kind::ClientHello, _) if known.retried => Why::ClientHelloAgain,
        (Kind::ClientHello, _) if known.is_renegotiation => Why::ClientHelloAnew,
        (Kind::ClientHello, _) if known.offers_share => Why::ClientHello,
        (Kind::ClientHello, _) => Why::ClientHelloWithoutShare,
        (Kind::ServerHello, _) if known.is_13() && known.pre_shared => match known.answers_share {
            true => Why::ServerHelloOfBoth,
            false => Why::ServerHelloOfSecret,
        },
        (Kind::ServerHello, _) if known.is_13() => Why::ServerHello,
        (Kind::ServerHello, _) => Why::ServerHelloLegacy,
        (Kind::HelloRetryRequest, _) => Why::HelloRetryRequest,
        (Kind::EncryptedExtensions, _) => Why::EncryptedExtensions,
        (Kind::CertificateRequest, _) => Why::CertificateRequest,
        (Kind::Certificate, Side::Server) if kind_shown == KindShown::BareKeyUnsaid => {
            Why::ServerBareKeyUnsaid
        }
        (Kind::Certificate, Side::Client) if kind_shown == KindShown::BareKeyUnsaid => {
            Why::ClientBareKeyUnsaid
        }
        (Kind::Certificate, Side::Server) if is_bare(side) => Why::ServerBareKey,
        (Kind::Certificate, Side::Client) if is_bare(side) => Why::ClientBareKey,
        (Kind::CertificateVerify, _) if is_bare(side) => Why::BareKeyVerify,
        (Kind::Certificate, Side::Server) => Why::ServerCertificate,
        (Kind::Certificate, Side::Client) => Why::ClientCertificate,
        (Kind::CertificateVerify, Side::Server) => Why::ServerCertificateVerify,
        (Kind::CertificateVerify, Side::Client) => Why::ClientCertificateVerify,
        // of those asked behind the handshake nobody thinks that it ends it
        (Kind::Finished, Side::Client) if known.is_13() && known.asked && !known.is_over => {
            Why::ClientFinished
        }
        (Kind::Finished, _) => Why::Finished,
        // of those that showed none there is nothing to be spared
        (Kind::NewSessionTicket, _) if !known.shown.iter().any(shows_certificate) => {
            Why::NewSessionTicketAlone
        }
        (Kind::NewSessionTicket, _) => Why::NewSessionTicket,
        (Kind::KeyUpdate, _) => Why::KeyUpdate,
        (Kind::EndOfEarlyData, _) => Why::EndOfEarlyData,
        (Kind::ServerKeyExchange, _) => match known.suite.map(|suite| suite.exchange) {
            Some(exchange) if exchange.has_secret() => Why::ServerKeyExchangeOfSecret,
            Some(Exchange::DhAnonymous | Exchange::EcdhAnonymous) => Why::ServerKeyExchangeUnsigned,
            _ if is_bare(side) => Why::ServerKeyExchangeOfBareKey,
            _ => Why::ServerKeyExchange,
        },
        (Kind::ServerHelloDone, _) => Why::ServerHelloDone,
        (Kind::ClientKeyExchange, _) => match known.suite.map(|suite| suite.exchange) {
            Some(Exchange::Psk) => Why::ClientKeyExchangeOfSecret,
            _ => Why::ClientKeyExchange,
        },
        (Kind::CertificateStatus, _) => Why::CertificateStatus,
        (Kind::Handshake(_), _) => Why::UnknownHandshake,
        (Kind::ChangeCipherSpec, _) if known.takes_no_spec() => Why::CompatibilitySpec,
        (Kind::ChangeCipherSpec, _) => Why::ChangeCipherSpec,
        (Kind::Alert, _) => of_alert(octets, known),
        (Kind::ApplicationData, _) => Why::ApplicationData,
        (Kind::OtherRecord(_), _) => Why::UnknownRecord,
        (Kind::Sealed, _) => Why::Sealed,
        (Kind::NotTls, _) => Why::NotTls,
        (Kind::Remainder, _) => Why::Remainder,
    }
}

/// Whether an alert ends the connection: in TLS 1.3 every one but two does, whatever its level (RFC 8446 section 6); before, those of
/// level fatal do (RFC 5246 section 7.2).
fn of_alert(octets: &[u8], known: &Knowledge) -> Why {
    const WARNING: u8 = 1;
    match octets {
        [_, description, ..] if Alert(*description) == Alert::CLOSE_NOTIFY => Why::AlertGoodbye,
        [_, description, ..] if Alert(*description) == Alert::USER_CANCELED => Why::AlertWarning,
        [WARNING, ..] if !known.is_13() => Why::AlertWarning,
        _ => Why::Alert,
    }
}
