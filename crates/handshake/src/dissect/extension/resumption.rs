//! What takes up an earlier session: pre-shared keys, their modes, early data.

use super::Place;
use crate::dissect::field::{Reader, hex, plain, why};
use crate::dissect::why::Why;

pub(super) fn pre_shared_key(data: &mut Reader<'_>, place: Place) {
    const SECTION: &str = "RFC 8446, 4.2.11";
    if place != Place::ClientHello {
        data.number("selected_identity", 2, plain(SECTION), |number| number.to_string());
        return;
    }
    data.vector("identities", 2, plain(SECTION), |list| {
        while !list.is_empty() {
            list.vector("identity", 2, why(SECTION, Why::PskIdentity), |inner| {
                inner.rest("ticket", plain(SECTION), hex);
            });
            list.number("obfuscated_ticket_age", 4, why(SECTION, Why::TicketAge), |age| {
                format!("0x{age:08x}")
            });
        }
    });
    data.vector("binders", 2, why(SECTION, Why::Binders), |list| {
        while !list.is_empty() {
            list.vector("PskBinderEntry", 1, plain(SECTION), |inner| {
                inner.rest("binder", plain(SECTION), hex);
            });
        }
    });
}

pub(super) fn early_data(data: &mut Reader<'_>, place: Place) {
    if place == Place::NewSessionTicket {
        data.number("max_early_data_size", 4, plain("RFC 8446, 4.2.10"), |size| size.to_string());
    }
}

pub(super) fn modes(data: &mut Reader<'_>) {
    data.vector("ke_modes", 1, plain("RFC 8446, 4.2.9"), |list| {
        while !list.is_empty() {
            list.number("PskKeyExchangeMode", 1, plain("RFC 8446, 4.2.9"), |number| match number {
                0 => "psk_ke (0)".to_owned(),
                1 => "psk_dhe_ke (1)".to_owned(),
                other => other.to_string(),
            });
        }
    });
}
