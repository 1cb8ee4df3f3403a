//! What the messages show of a side beside what it was told: what it refused and what of it cannot be read.

use crate::alert::Alert;
use crate::dissect::finding::Finding;
use crate::dissect::message::Kind;
use crate::dissect::why::Why;
use crate::dissect::{Dissection, Message};
use crate::transcript::{Connection, End, Side};

/// The message that a side refused, and behind which it read nothing more; `None` where it went on to the end. Of the lab that is
/// known; of a recording the side's own alert tells.
pub(super) fn last_read(
    side: Side,
    dissection: &Dissection,
    connection: Option<&Connection>,
) -> Option<usize> {
    let messages = &dissection.messages;
    let of_peer = |end: usize, is_it: &dyn Fn(&Message) -> bool| {
        messages[..end].iter().rposition(|message| message.side != side && is_it(message))
    };
    let alert = messages.iter().position(|message| message.side == side && message.why == Why::Alert);
    match connection.map(|connection| &connection.outcome(side).end) {
        Some(End::Stopped { step, .. }) => {
            let end = alert.unwrap_or(messages.len());
            return of_peer(end, &|message| message.kind.label() == step.label()).or(alert);
        }
        Some(_) => return None,
        None => {}
    }
    let alert = alert?;
    let refused = match messages[alert].octets.get(1).copied().map(Alert)? {
        told if told.is_about_a_certificate() => of_peer(alert, &|message| message.kind == Kind::Certificate),
        Alert::DECRYPT_ERROR => of_peer(alert, &|message| {
            matches!(message.kind, Kind::CertificateVerify | Kind::ServerKeyExchange)
        }),
        _ => None,
    };
    refused.or(Some(alert))
}

/// The first place at which something that a side said, or may have said, cannot be read.
pub(super) fn first_unread(side: Side, dissection: &Dissection) -> Option<usize> {
    let is_closed = |message: &Message| {
        let is_part = matches!(message.kind, Kind::Sealed | Kind::Remainder) || message.why == Why::Beginning;
        message.side == side && is_part
    };
    let closed = dissection.messages.iter().position(is_closed);
    let missing = dissection.findings.iter().filter_map(|found| match found.finding {
        Finding::OctetsMissing { side: whose, .. } | Finding::RecordsMissing { side: whose, .. } => {
            found.message.filter(|_| whose == side)
        }
        _ => None,
    });
    missing.chain(closed).min()
}
