//! What a side was waiting for when it heard no more of the handshake: what comes after the last that it was sent.

use crate::dissect::message::Kind;
use crate::dissect::{Keys, Message, dissect};
use crate::key_log::KeyLog;
use crate::transcript::{Flight, Side, Step};

/// The message that comes next (RFC 8446 section 2; RFC 5246 section 7.3), for a side that has not finished the handshake.
pub(super) fn awaited(side: Side, flights: &[Flight], keys: &KeyLog) -> Step {
    let dissection = dissect(flights, Keys { log: keys, shared_secret: None });
    let of = |from: Side| {
        dissection.messages.iter().filter(move |message| message.side == from && message.kind.is_handshake())
    };
    let own = |kind: Kind| of(side).any(|message| message.kind == kind);
    let is_13 = of(Side::Server).any(|message| message.field("selected_version").is_some());
    let heard = of(side.peer()).next_back();
    match side {
        Side::Client => of_server(heard, is_13, of(side.peer()).any(is_taken_up)),
        Side::Server => of_client(heard, is_13, own),
    }
}

/// A ServerHello of TLS 1.3 that takes up a session: no certificates follow.
fn is_taken_up(message: &Message) -> bool {
    message.kind == Kind::ServerHello && message.field("pre_shared_key").is_some()
}

fn of_server(heard: Option<&Message>, is_13: bool, taken_up: bool) -> Step {
    match heard.map(|message| message.kind) {
        None | Some(Kind::HelloRetryRequest) => Step::ServerHello,
        Some(Kind::ServerHello) if is_13 => Step::EncryptedExtensions,
        Some(Kind::EncryptedExtensions) if taken_up => Step::Finished,
        Some(Kind::ServerHello | Kind::EncryptedExtensions) => Step::ServerCertificate,
        Some(Kind::CertificateRequest) if is_13 => Step::ServerCertificate,
        Some(Kind::Certificate) if is_13 => Step::ServerCertificateVerify,
        Some(Kind::Certificate | Kind::CertificateStatus) => Step::ServerKeyExchange,
        Some(Kind::ServerKeyExchange | Kind::CertificateRequest) => Step::ServerHelloDone,
        Some(_) => Step::Finished,
    }
}

fn of_client(heard: Option<&Message>, is_13: bool, said: impl Fn(Kind) -> bool) -> Step {
    let shown = |message: &Message| message.field("certificate").is_some();
    match heard.map(|message| (message, message.kind)) {
        None => Step::ClientHello,
        Some((_, Kind::ClientHello)) if said(Kind::HelloRetryRequest) && !said(Kind::ServerHello) => {
            Step::ClientHello
        }
        Some((_, Kind::ClientHello)) if said(Kind::CertificateRequest) => Step::ClientCertificate,
        Some((_, Kind::ClientHello)) if said(Kind::ServerHelloDone) => Step::ClientKeyExchange,
        Some((message, Kind::Certificate)) if is_13 && shown(message) => Step::ClientCertificateVerify,
        Some((_, Kind::Certificate)) if !is_13 => Step::ClientKeyExchange,
        _ => Step::Finished,
    }
}
