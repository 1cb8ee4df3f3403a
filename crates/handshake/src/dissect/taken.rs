//! Whether a side took what the other proved or confirmed, by what it says behind it: somebody who refuses a signature or a checksum
//! says nothing more but an alert (RFC 8446 sections 4.4.3 and 4.4.4; RFC 5246 sections 7.4.8 and 7.4.9).

use super::finding::{Finding, Found};
use super::message::Kind;
use super::why::Why;
use super::{Computed, Message};

/// Whether the one whom a message is for goes on behind it as only somebody does who took it.
fn is_taken(messages: &[Message], number: usize) -> bool {
    let Some((message, behind)) = messages.get(number..).and_then(<[Message]>::split_first) else {
        return false;
    };
    let to = message.side.peer();
    // data before the handshake is over, or before the other's answer has come, say nothing of it
    let is_done = |before: &[Message]| {
        before.iter().any(|message| message.side == to && message.kind == Kind::Finished)
    };
    behind.iter().enumerate().filter(|(_, later)| later.side == to).any(|(at, later)| match later.kind {
        Kind::Certificate
        | Kind::CertificateVerify
        | Kind::ClientKeyExchange
        | Kind::Finished
        | Kind::NewSessionTicket
        | Kind::KeyUpdate => true,
        // in TLS 1.3 it says nothing
        Kind::ChangeCipherSpec => later.why == Why::ChangeCipherSpec,
        Kind::ApplicationData => is_done(&messages[..=number + at]),
        _ => false,
    })
}

/// What does not fit and was not refused by an alert: then what was recorded is at fault, or there is not enough of it.
pub(super) fn contradictions(messages: &[Message]) -> Vec<Found> {
    let is_wrong = |message: &Message| {
        matches!(
            message.computed,
            Some(Computed::VerifyData { fits: false, .. } | Computed::Signed { fits: Ok(false), .. })
        )
    };
    let one = |(number, message): (usize, &Message)| {
        let is_taken = is_taken(messages, number);
        let to = message.side.peer();
        let is_refused = messages[number..].iter().any(|later| later.side == to && later.why == Why::Alert);
        let finding = Finding::DoesNotFit { side: message.side, kind: message.kind, is_taken };
        let record = message.pieces.first().map(|piece| piece.record);
        (is_taken || !is_refused).then_some(Found { record, message: Some(number), finding })
    };
    messages.iter().enumerate().filter(|(_, message)| is_wrong(message)).filter_map(one).collect()
}
