//! The key exchange of TLS 1.2 and older, which has messages of its own (RFC 5246 section 7.4.3, RFC 8422 section 5).

use super::Knowledge;
use super::certificate::signature;
use crate::dissect::field::{Reader, hex, plain, why};
use crate::dissect::names;
use crate::dissect::suite::Exchange;
use crate::dissect::why::Why;

pub(super) fn server_key_exchange(reader: &mut Reader<'_>, known: &mut Knowledge) {
    match known.suite.map(|suite| suite.exchange) {
        Some(Exchange::Ecdhe) => {
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
        Some(Exchange::Dhe) => {
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
        _ => return rest(reader),
    }
    const SECTION: &str = "RFC 5246, 7.4.3";
    signature(reader, why(SECTION, Why::ExchangeSignature), SECTION, known);
}

pub(super) fn client_key_exchange(reader: &mut Reader<'_>, known: &Knowledge) {
    let (name, width, section, about) = match known.suite.map(|suite| suite.exchange) {
        Some(Exchange::Ecdhe) => ("ecdh_Yc", 1, "RFC 8422, 5.7", Why::ClientPublic),
        Some(Exchange::Dhe) => ("dh_Yc", 2, "RFC 5246, 7.4.7.2", Why::ClientPublic),
        Some(Exchange::Rsa) => {
            ("encrypted_pre_master_secret", 2, "RFC 5246, 7.4.7.1", Why::EncryptedPremaster)
        }
        _ => return rest(reader),
    };
    reader.vector(name, width, why(section, about), |inner| {
        inner.rest("value", plain(section), hex);
    });
}

fn rest(reader: &mut Reader<'_>) {
    reader.rest("exchange_keys", plain("RFC 5246, 7.4.3"), hex);
}
