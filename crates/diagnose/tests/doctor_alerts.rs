//! Alerts by name or number: every one of the registry, in every spelling that programs have for it, and what only looks like one.

use diagnose::doctor::{Diagnosis, Loaded, doctor};
use handshake::alert::Alert;

fn taken_for(message: &str) -> Vec<&'static str> {
    doctor(message, &Loaded::nothing()).recognised.iter().map(|one| one.entry.id).collect()
}

/// The registry, and the alert of encrypted ClientHellos (RFC 9849).
fn registry() -> impl Iterator<Item = (u8, &'static str)> {
    let registered = |number: u8| Alert(number).registered().map(|(name, _)| (number, name));
    (0..=u8::MAX).filter_map(registered).chain([(121, "ech_required")])
}

/// `decrypt_error` as rustls writes it.
fn camel(name: &str) -> String {
    let words = name.split('_').map(|word| word[..1].to_ascii_uppercase() + &word[1..]);
    words.collect()
}

#[test]
fn every_alert_of_the_registry_is_known_in_every_spelling() {
    for (number, name) in registry() {
        let words = name.replace('_', " ");
        let known = taken_for(name);
        assert_eq!(known.len(), 1, "{name}: {known:?}");
        let level = 0x200 + u16::from(number);
        for written in [
            number.to_string(),
            format!("({number})"),
            format!("{name} ({number})"),
            format!("{number} {name}"),
            name.to_ascii_uppercase(),
            camel(name),
            format!("AlertDescription::{}", camel(name)),
            format!("alert {number}"),
            format!("Alert ({number})"),
            format!("fatal alert: {name}"),
            format!("SSL alert number {number}"),
            format!(
                "error:0A000000:SSL routines::reason({}):SSL alert number {number}",
                1000 + u16::from(number)
            ),
            format!("error:1401E45C:SSL routines:CONNECT_CR_FINISHED:reason({})", 1000 + u16::from(number)),
            format!("tls: alert({number})"),
            format!("remote error: tls: alert({number})"),
            format!("received fatal alert: {}", camel(name)),
            format!("Custom {{ kind: InvalidData, error: AlertReceived({}) }}", camel(name)),
            format!("* TLSv1.3 (IN), TLS alert, unknown ({level}):"),
            format!("* TLSv1.3 (IN), TLS alert, {words} ({level}):"),
            format!("SSL3 alert read:fatal:{words}"),
            format!("\"{name}\"\r\n"),
        ] {
            assert_eq!(taken_for(&written), known, "{written}");
        }
        let java = format!("javax.net.ssl.SSLHandshakeException: Received fatal alert: {name}");
        assert_eq!(taken_for(&java).len(), 1, "{java}");
    }
}

/// `alertText` of crypto/tls in Go 1.19 and 1.27, but for what Go has entries of its own for.
#[test]
fn the_words_of_go_are_known() {
    for (words, name) in [
        ("unexpected message", "unexpected_message"),
        ("bad record MAC", "bad_record_mac"),
        ("decryption failed", "decryption_failed"),
        ("record overflow", "record_overflow"),
        ("handshake failure", "handshake_failure"),
        ("unsupported certificate", "unsupported_certificate"),
        ("revoked certificate", "certificate_revoked"),
        ("unknown certificate", "certificate_unknown"),
        ("illegal parameter", "illegal_parameter"),
        ("unknown certificate authority", "unknown_ca"),
        ("access denied", "access_denied"),
        ("error decoding message", "decode_error"),
        ("error decrypting message", "decrypt_error"),
        ("export restriction", "export_restriction"),
        ("protocol version not supported", "protocol_version"),
        ("insufficient security level", "insufficient_security"),
        ("internal error", "internal_error"),
        ("inappropriate fallback", "inappropriate_fallback"),
        ("user canceled", "user_canceled"),
        ("no renegotiation", "no_renegotiation"),
        ("missing extension", "missing_extension"),
        ("unsupported extension", "unsupported_extension"),
        ("certificate unobtainable", "certificate_unobtainable"),
        ("bad certificate status response", "bad_certificate_status_response"),
        ("bad certificate hash value", "bad_certificate_hash_value"),
        ("unknown PSK identity", "unknown_psk_identity"),
        ("no application protocol", "no_application_protocol"),
        ("encrypted client hello required", "ech_required"),
    ] {
        assert_eq!(taken_for(&format!("remote error: tls: {words}")), taken_for(name), "{words}");
    }
}

/// OpenSSL leaves the word “alert” out of some, and Python its number.
#[test]
fn the_words_of_openssl_without_a_number_are_known() {
    for (words, name) in [
        ("TLSV1_UNSUPPORTED_EXTENSION", "unsupported_extension"),
        ("TLSV1_CERTIFICATE_UNOBTAINABLE", "certificate_unobtainable"),
        ("TLSV1_UNRECOGNIZED_NAME", "unrecognized_name"),
        ("TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE", "bad_certificate_status_response"),
        ("TLSV1_BAD_CERTIFICATE_HASH_VALUE", "bad_certificate_hash_value"),
        ("TLSV1_ALERT_UNKNOWN_PSK_IDENTITY", "unknown_psk_identity"),
        ("TLSV1_ALERT_USER_CANCELLED", "user_canceled"),
        ("TLSV1_ALERT_NO_RENEGOTIATION", "no_renegotiation"),
    ] {
        assert_eq!(
            taken_for(&format!("ssl.SSLError: [SSL: {words}] (_ssl.c:1006)")),
            taken_for(name),
            "{words}"
        );
    }
}

#[test]
fn what_only_looks_like_an_alert_is_none() {
    for text in [
        "480",
        "53",
        "48 hosts are down",
        "version 48",
        "256",
        "-1",
        "access denied",
        "internal error",
        "protocol version",
        "alert 480",
        "alert 121 hosts",
        "* TLSv1.3 (OUT), TLS alert, unknown (628):",
        "TLS alert, unknown (700)",
        "no_unknown_ca_here",
        "TLSv1.3 unsupported",
        "40 41",
        "exit: reason(1116)",
        "error:1401E45C:SSL routines::reason(116)",
    ] {
        assert_eq!(doctor(text, &Loaded::nothing()), Diagnosis::default(), "{text}");
    }
    // an orderly end is told of where nothing else is said, and not below what went wrong
    let ended = "* TLSv1.3 (IN), TLS alert, close notify (256):";
    assert_eq!(taken_for(ended), ["alert-close-notify"]);
    assert_eq!(taken_for(&format!("curl: (52) Empty reply from server\n{ended}")), ["empty-reply"]);
    assert_eq!(taken_for(&format!("* Connected\n{ended}")), Vec::<&str>::new());
}
