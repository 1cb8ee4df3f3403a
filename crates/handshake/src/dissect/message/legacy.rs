//! The key exchange of TLS 1.2 and older, which has messages of its own (RFC 5246 section 7.4.3, RFC 8422 section 5, RFC 4279, RFC 5489).

use super::Knowledge;
use super::certificate::signature;
use crate::dissect::field::{Reader, hex, plain, text, why};
use crate::dissect::names;
use crate::dissect::suite::Exchange;
use crate::dissect::why::Why;

pub(super) fn server_key_exchange(reader: &mut Reader<'_>, known: &mut Knowledge) {
    let exchange = known.suite.map(|suite| suite.exchange);
    if exchange.is_some_and(Exchange::has_secret) {
        const SECTION: &str = "RFC 4279, 2";
        reader.vector("psk_identity_hint", 2, why(SECTION, Why::SecretHint), |inner| {
            inner.rest("hint", plain(SECTION), text);
        });
    }
    match exchange {
        Some(Exchange::Ecdhe | Exchange::EcdhePsk | Exchange::EcdhAnonymous) => {
            const SECTION: &str = "RFC 8422, 5.4";
            let start = reader.left();
            reader.number("curve_type", 1, plain(SECTION), |number| match number {
                3 => "named_curve (3)".to_owned(),
                other => other.to_string(),
            });
            if start.first() != Some(&3) {
                return rest(reader);
            }
            reader.number("namedcurve", 2, why(SECTION, Why::NamedCurve), names::group);
            reader.vector("public", 1, why(SECTION, Why::ServerPublic), |inner| {
                inner.rest("point", plain(SECTION), hex);
            });
        }
        Some(Exchange::Dhe | Exchange::DhePsk | Exchange::DhAnonymous) => {
            const SECTION: &str = "RFC 5246, 7.4.3";
            for (name, about) in [
                ("dh_p", plain(SECTION)),
                ("dh_g", plain(SECTION)),
                ("dh_Ys", why(SECTION, Why::ServerPublic)),
            ] {
                reader.vector(name, 2, about, |inner| {
                    inner.rest("value", plain(SECTION), hex);
                });
            }
        }
        Some(Exchange::Psk | Exchange::RsaPsk) => return,
        _ => return rest(reader),
    }
    // the others have no key that could sign
    if !matches!(exchange, Some(Exchange::Ecdhe | Exchange::Dhe)) {
        return;
    }
    const SECTION: &str = "RFC 5246, 7.4.3";
    signature(reader, why(SECTION, Why::ExchangeSignature), SECTION, known);
}

pub(super) fn client_key_exchange(reader: &mut Reader<'_>, known: &Knowledge) {
    let exchange = known.suite.map(|suite| suite.exchange);
    if exchange.is_some_and(Exchange::has_secret) {
        const SECTION: &str = "RFC 4279, 2";
        reader.vector("psk_identity", 2, why(SECTION, Why::SecretName), |inner| {
            inner.rest("identity", plain(SECTION), text);
        });
    }
    let (name, width, section, about) = match exchange {
        Some(Exchange::Ecdhe | Exchange::EcdhePsk | Exchange::EcdhAnonymous) => {
            ("ecdh_Yc", 1, "RFC 8422, 5.7", Why::ClientPublic)
        }
        Some(Exchange::Dhe | Exchange::DhePsk | Exchange::DhAnonymous) => {
            ("dh_Yc", 2, "RFC 5246, 7.4.7.2", Why::ClientPublic)
        }
        Some(Exchange::Rsa | Exchange::RsaPsk) => {
            ("encrypted_pre_master_secret", 2, "RFC 5246, 7.4.7.1", Why::EncryptedPremaster)
        }
        Some(Exchange::Psk) => return,
        _ => return rest(reader),
    };
    reader.vector(name, width, why(section, about), |inner| {
        inner.rest("value", plain(section), hex);
    });
}

fn rest(reader: &mut Reader<'_>) {
    reader.rest("exchange_keys", plain("RFC 5246, 7.4.3"), hex);
}
