//! Who ended a recorded connection: by the alert alone and by what stands before it. What the octets do not show is not said; of the
//! lab's own connections `refusal` knows more.

use text::handshake as say;
use text::{Lang, Message};

use crate::alert::Alert;
use crate::dissect::field::Field;
use crate::dissect::message::Kind;
use crate::dissect::why::Why;
use crate::dissect::{Computed, Dissection, Message as Said};
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
    /// What stands before it and tells more than its number does.
    pub hint: Option<Hint>,
    /// Whether the alert is one of TLS 1.2 or older, by the section that its description stands in.
    pub is_older: bool,
}

/// What tells more of an alert than its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Something that was signed does not fit, and the other side has shown a certificate, which is signed itself.
    PerhapsOfCertificate,
    /// The same, and all that the other side signed and summed up in the handshake fits: a certificate's own signature is meant.
    OfCertificate,
    /// It answers a ClientHello that names a secret from before, whose binder is not known to fit.
    Binder,
    /// It answers that a new handshake was refused (RFC 5246 section 7.2.2).
    NotRenegotiated,
}

/// Every alert that ends a connection, in their order: warnings and a goodbye do not.
#[must_use]
pub fn stops(dissection: &Dissection) -> Vec<Stopped> {
    let mut heard = [Heard::default(), Heard::default()];
    let mut stops = Vec::new();
    for (number, message) in dissection.messages.iter().enumerate() {
        let by = message.side;
        if let (Kind::Alert, Why::Alert, [_, description]) = (message.kind, message.why, &*message.octets) {
            let (alert, peer) = (Alert(*description), &heard[by.peer() as usize]);
            let is_of_one = alert.is_about_a_certificate() && alert != Alert::CERTIFICATE_REQUIRED;
            stops.push(Stopped {
                message: number,
                by,
                alert,
                behind: peer.last.map(|last| last.kind),
                is_about_a_certificate: peer.has_shown && is_of_one,
                hint: peer.hint(alert, by),
                is_older: message
                    .field("description")
                    .is_some_and(|field| field.section.starts_with("RFC 5246")),
            });
        }
        heard[by as usize].hear(message);
    }
    stops
}

/// What a side said so far.
#[derive(Default)]
struct Heard<'a> {
    last: Option<&'a Said>,
    /// It has shown a certificate or a key.
    has_shown: bool,
    /// It has shown a certificate.
    has_certificate: bool,
    /// Something that it signed or summed up does not fit.
    differs: bool,
    /// Of something that it signed or summed up nobody can tell here whether it fits.
    is_in_doubt: bool,
}

impl<'a> Heard<'a> {
    fn hear(&mut self, message: &'a Said) {
        // boxes on the way are told the change of keys, nobody else
        if message.why != Why::CompatibilitySpec {
            self.last = Some(message);
        }
        let shows = |name: &str| message.kind == Kind::Certificate && message.field(name).is_some();
        self.has_certificate |= shows("certificate");
        self.has_shown |= shows("certificate") || shows("subjectPublicKeyInfo");
        match &message.computed {
            Some(Computed::Signed { fits: Ok(fits), .. } | Computed::VerifyData { fits, .. }) => {
                self.differs |= !fits;
            }
            Some(Computed::Signed { fits: Err(_), .. } | Computed::Unchecked(_)) => self.is_in_doubt = true,
            Some(Computed::Binder { .. }) => {}
            None => {
                let is_judged =
                    matches!(message.kind, Kind::CertificateVerify | Kind::Finished | Kind::Sealed);
                self.is_in_doubt |= is_judged;
            }
        }
    }

    /// What tells more of an alert that `by` answers all this with.
    fn hint(&self, alert: Alert, by: Side) -> Option<Hint> {
        let last = self.last?;
        let names_secret = || {
            let names = |field: &Field| field.value.starts_with("pre_shared_key");
            let is_right = matches!(last.computed, Some(Computed::Binder { fits: true, .. }));
            by == Side::Server
                && last.kind == Kind::ClientHello
                && last.extensions().into_iter().any(names)
                && !is_right
        };
        match alert {
            // the RFC has the second for a binder (RFC 8446 section 6.2), and OpenSSL sends the first
            Alert::ILLEGAL_PARAMETER | Alert::DECRYPT_ERROR if names_secret() => Some(Hint::Binder),
            Alert::DECRYPT_ERROR if !self.has_certificate || self.differs => None,
            Alert::DECRYPT_ERROR if self.is_in_doubt => Some(Hint::PerhapsOfCertificate),
            Alert::DECRYPT_ERROR => Some(Hint::OfCertificate),
            Alert::HANDSHAKE_FAILURE if is_no_renegotiation(last) => Some(Hint::NotRenegotiated),
            _ => None,
        }
    }
}

fn is_no_renegotiation(message: &Said) -> bool {
    message.kind == Kind::Alert && message.octets.last() == Some(&Alert::NO_RENEGOTIATION.0)
}

impl Stopped {
    /// What the alert says, and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        let (alert, side) = (&self.alert, &name(self.by, lang));
        match self.hint {
            Some(Hint::OfCertificate) => return say::alert_signature_of_certificate(lang, alert, side),
            Some(Hint::PerhapsOfCertificate) => {
                return say::alert_signature_perhaps_of_certificate(lang, alert, side);
            }
            Some(Hint::Binder) => return say::alert_binder(lang, alert, side),
            Some(Hint::NotRenegotiated) => return say::alert_not_renegotiated(lang, alert, side),
            None => {}
        }
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
        match self.hint {
            Some(Hint::Binder) => "RFC 8446, 4.2.11",
            Some(Hint::NotRenegotiated) => "RFC 5246, 7.2.2",
            _ => match self.alert.registered().map_or("RFC 8446, 6.2", |(_, section)| section) {
                "RFC 8446, 6.2" if self.is_older => "RFC 5246, 7.2.2",
                section => section,
            },
        }
    }
}

fn name(side: Side, lang: Lang) -> &'static str {
    match side {
        Side::Client => say::side_client(lang),
        Side::Server => say::side_server(lang),
    }
}
