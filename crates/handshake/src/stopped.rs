//! Who ended a recorded connection: by the alert alone and by what stands before it. What the octets do not show is not said; of the
//! lab's own connections `refusal` knows more.

use text::handshake as say;
use text::{Lang, Message};

use crate::alert::Alert;
use crate::dissect::Dissection;
use crate::dissect::message::Kind;
use crate::dissect::why::Why;
use crate::transcript::Side;

/// An alert that ends a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// The alert, by its place in the dissection.
    pub message: usize,
    /// Who sent it.
    pub by: Side,
    /// What it says.
    pub alert: Alert,
    /// What the other side had said last before it.
    pub behind: Option<Kind>,
    /// Whether the other side had shown a certificate, and the alert is about one.
    pub is_about_a_certificate: bool,
}

/// Every alert that ends a connection, in their order: warnings and a goodbye do not.
#[must_use]
pub fn stops(dissection: &Dissection) -> Vec<Stopped> {
    // by side: what it said last, and whether it showed a certificate
    let mut last: [Option<Kind>; 2] = [None, None];
    let mut shown = [false, false];
    let mut stops = Vec::new();
    for (number, message) in dissection.messages.iter().enumerate() {
        let (by, peer) = (message.side, message.side.peer() as usize);
        if let (Kind::Alert, Why::Alert, [_, description]) = (message.kind, message.why, &*message.octets) {
            let alert = Alert(*description);
            let is_of_one = alert.is_about_a_certificate() && alert != Alert::CERTIFICATE_REQUIRED;
            let is_about_a_certificate = shown[peer] && is_of_one;
            stops.push(Stopped { message: number, by, alert, behind: last[peer], is_about_a_certificate });
        }
        // boxes on the way are told the change of keys, nobody else
        if message.why != Why::CompatibilitySpec {
            last[by as usize] = Some(message.kind);
        }
        shown[by as usize] |= message.kind == Kind::Certificate
            && ["certificate", "subjectPublicKeyInfo"].iter().any(|name| message.field(name).is_some());
    }
    stops
}

impl Stopped {
    /// What the alert says, and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        let (alert, side) = (&self.alert, &name(self.by, lang));
        match self.alert.0 {
            10 | 20..=22 | 30 | 47 | 50 | 109 | 110 => say::alert_protocol_breach(lang, alert, side),
            40 => say::alert_handshake_failure(lang, alert, side),
            42 => say::alert_bad_certificate(lang, alert, side),
            43 => say::alert_unsupported_certificate(lang, alert, side),
            44 => say::alert_certificate_revoked(lang, alert, side),
            45 => say::alert_certificate_expired(lang, alert, side),
            46 => say::alert_certificate_unknown(lang, alert, side),
            48 => say::alert_unknown_ca(lang, alert, side),
            49 => say::alert_access_denied(lang, alert, side),
            51 => say::alert_decrypt_error(lang, alert, side),
            70 => say::alert_protocol_version(lang, alert, side),
            71 => say::alert_insufficient_security(lang, alert, side),
            80 => say::alert_internal_error(lang, alert, side),
            86 => say::alert_inappropriate_fallback(lang, alert, side),
            112 => say::alert_unrecognized_name(lang, alert, side),
            115 => say::alert_unknown_psk_identity(lang, alert, side),
            41 | 116 => say::alert_certificate_required(lang, alert, side),
            120 => say::alert_no_application_protocol(lang, alert, side),
            _ => say::alert_other(lang, alert, side),
        }
    }

    /// What it follows, and what it is about, as far as the octets tell.
    #[must_use]
    pub fn follows(&self, lang: Lang) -> Vec<String> {
        let peer = &name(self.by.peer(), lang);
        let mut told = vec![match self.behind {
            Some(kind) => say::alert_behind(lang, peer, &kind.label()),
            None => say::alert_behind_nothing(lang, peer),
        }];
        told.extend(self.is_about_a_certificate.then(|| say::alert_about(lang, peer)));
        told
    }

    /// Where it is defined.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.alert.registered().map_or("RFC 8446, 6.2", |(_, section)| section)
    }
}

fn name(side: Side, lang: Lang) -> &'static str {
    match side {
        Side::Client => say::side_client(lang),
        Side::Server => say::side_server(lang),
    }
}
