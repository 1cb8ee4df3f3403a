//! Alerts: what one side says when it ends a connection (RFC 8446 section 6, RFC 5246 section 7.2).

use serde::{Deserialize, Serialize};

/// An alert's description, by its number in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Alert(pub u8);

#[allow(missing_docs, reason = "the names are those of the registry")]
impl Alert {
    pub const CLOSE_NOTIFY: Alert = Alert(0);
    pub const UNEXPECTED_MESSAGE: Alert = Alert(10);
    pub const HANDSHAKE_FAILURE: Alert = Alert(40);
    pub const BAD_CERTIFICATE: Alert = Alert(42);
    pub const UNSUPPORTED_CERTIFICATE: Alert = Alert(43);
    pub const CERTIFICATE_REVOKED: Alert = Alert(44);
    pub const CERTIFICATE_EXPIRED: Alert = Alert(45);
    pub const CERTIFICATE_UNKNOWN: Alert = Alert(46);
    pub const ILLEGAL_PARAMETER: Alert = Alert(47);
    pub const UNKNOWN_CA: Alert = Alert(48);
    pub const ACCESS_DENIED: Alert = Alert(49);
    pub const DECODE_ERROR: Alert = Alert(50);
    pub const DECRYPT_ERROR: Alert = Alert(51);
    pub const PROTOCOL_VERSION: Alert = Alert(70);
    pub const USER_CANCELED: Alert = Alert(90);
    pub const NO_RENEGOTIATION: Alert = Alert(100);
    pub const CERTIFICATE_REQUIRED: Alert = Alert(116);
    pub const NO_APPLICATION_PROTOCOL: Alert = Alert(120);
}

impl Alert {
    /// Its name in the registry, with the section that defines it; `None` for a number that has none.
    #[must_use]
    pub fn registered(self) -> Option<(&'static str, &'static str)> {
        NAMES.iter().find(|(number, ..)| *number == self.0).map(|(_, name, section)| (*name, *section))
    }

    /// Whether it says what is wrong with a certificate that was shown, or that none was (RFC 8446 section 6.2; RFC 6066 section 9).
    #[must_use]
    pub fn is_about_a_certificate(self) -> bool {
        matches!(self.0, 41..=46 | 48 | 111 | 113 | 114 | 116)
    }
}

/// `unknown_ca (48)`.
impl std::fmt::Display for Alert {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.registered().map_or("unassigned", |(name, _)| name);
        write!(out, "{name} ({})", self.0)
    }
}

/// The registry "TLS Alerts" of IANA, with where each is defined.
const NAMES: [(u8, &str, &str); 35] = [
    (0, "close_notify", "RFC 8446, 6.1"),
    (10, "unexpected_message", "RFC 8446, 6.2"),
    (20, "bad_record_mac", "RFC 8446, 6.2"),
    (21, "decryption_failed", "RFC 5246, 7.2.2"),
    (22, "record_overflow", "RFC 8446, 6.2"),
    (30, "decompression_failure", "RFC 5246, 7.2.2"),
    (40, "handshake_failure", "RFC 8446, 6.2"),
    (41, "no_certificate", "RFC 5246, 7.2.2"),
    (42, "bad_certificate", "RFC 8446, 6.2"),
    (43, "unsupported_certificate", "RFC 8446, 6.2"),
    (44, "certificate_revoked", "RFC 8446, 6.2"),
    (45, "certificate_expired", "RFC 8446, 6.2"),
    (46, "certificate_unknown", "RFC 8446, 6.2"),
    (47, "illegal_parameter", "RFC 8446, 6.2"),
    (48, "unknown_ca", "RFC 8446, 6.2"),
    (49, "access_denied", "RFC 8446, 6.2"),
    (50, "decode_error", "RFC 8446, 6.2"),
    (51, "decrypt_error", "RFC 8446, 6.2"),
    (52, "too_many_cids_requested", "RFC 9147, 9"),
    (60, "export_restriction", "RFC 5246, 7.2.2"),
    (70, "protocol_version", "RFC 8446, 6.2"),
    (71, "insufficient_security", "RFC 8446, 6.2"),
    (80, "internal_error", "RFC 8446, 6.2"),
    (86, "inappropriate_fallback", "RFC 7507, 4"),
    (90, "user_canceled", "RFC 8446, 6.1"),
    (100, "no_renegotiation", "RFC 5246, 7.2.2"),
    (109, "missing_extension", "RFC 8446, 6.2"),
    (110, "unsupported_extension", "RFC 8446, 6.2"),
    (111, "certificate_unobtainable", "RFC 6066, 9"),
    (112, "unrecognized_name", "RFC 8446, 6.2"),
    (113, "bad_certificate_status_response", "RFC 8446, 6.2"),
    (114, "bad_certificate_hash_value", "RFC 6066, 9"),
    (115, "unknown_psk_identity", "RFC 8446, 6.2"),
    (116, "certificate_required", "RFC 8446, 6.2"),
    (120, "no_application_protocol", "RFC 7301, 3.2"),
];

#[cfg(test)]
mod tests {
    use super::{Alert, NAMES};

    #[test]
    fn every_number_stands_once_and_in_order() {
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(Alert::UNKNOWN_CA.to_string(), "unknown_ca (48)");
        assert_eq!(Alert(255).to_string(), "unassigned (255)");
    }
}
