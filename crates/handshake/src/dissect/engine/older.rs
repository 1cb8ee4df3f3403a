//! TLS 1.2 and older by the names and sections of its own RFC where hellos look alike: which version it is, only the ServerHello tells.

use super::super::suite::Suite;
use super::super::{Field, Message, Record};
use crate::dissect::message::Kind;

/// Names the fields of all records as RFC 5246 section 6.2 has them, and has the lengths and headers of messages stand where it defines
/// them.
pub(super) fn rename(records: &mut [Record], messages: &mut [Message], suite: Option<&Suite>) {
    for record in records {
        rename_fields(&mut record.fields, suite);
    }
    for message in messages {
        if message.kind == Kind::Sealed {
            rename_fields(&mut message.fields, suite);
        }
        let is_request = message.kind == Kind::CertificateRequest;
        message.fields.iter_mut().for_each(|field| place(field, is_request));
    }
}

/// Vectors (RFC 5246 section 4.3), the header of handshake messages (section 7.4), alerts (section 7.2), and what stands in a
/// CertificateRequest itself and not in extensions of it (section 7.4.4).
fn place(field: &mut Field, is_request: bool) {
    let older = match &*field.section {
        "RFC 8446, 3.4" => Some("RFC 5246, 4.3"),
        "RFC 8446, 4" => Some("RFC 5246, 7.4"),
        "RFC 8446, 6" => Some("RFC 5246, 7.2"),
        "RFC 8446, 6.1" => Some("RFC 5246, 7.2.1"),
        "RFC 8446, 6.2" => Some("RFC 5246, 7.2.2"),
        "RFC 8446, 4.2.3" | "RFC 8446, 4.2.4" if is_request => Some("RFC 5246, 7.4.4"),
        _ => None,
    };
    if let Some(section) = older {
        field.section = section.into();
    }
    field.children.iter_mut().for_each(|field| place(field, is_request));
}

fn rename_fields(fields: &mut [Field], suite: Option<&Suite>) {
    let has = |name: &str| fields.iter().any(|field| field.name == name);
    let header = if has("encrypted_record") { "RFC 5246, 6.2.3" } else { "RFC 5246, 6.2.1" };
    let is_cut = fields.iter().any(|field| field.name == "encrypted_record" && !field.children.is_empty());
    let (name, section) = if is_cut { AEAD } else { ciphered(suite) };
    for field in fields {
        if field.section == "RFC 8446, 5.1" {
            field.section = header.into();
        }
        match &*field.name {
            "legacy_record_version" => field.name = "version".into(),
            "encrypted_record" => (field.name, field.section) = (name.into(), section.into()),
            _ => {}
        }
    }
}

/// What is encrypted in a record whose nonce, ciphertext and tag are told apart.
const AEAD: (&str, &str) = ("aead-ciphered", "RFC 5246, 6.2.3.3");

/// What a record is that is not cut into its parts, by the kind of the suite's cipher.
fn ciphered(suite: Option<&Suite>) -> (&'static str, &'static str) {
    let name = suite.map_or("", |suite| suite.name);
    let is = |kinds: &[&str]| kinds.iter().any(|kind| name.contains(kind));
    if is(&["_CBC_"]) {
        ("GenericBlockCipher", "RFC 5246, 6.2.3.2")
    } else if is(&["_RC4_", "_NULL_"]) {
        ("GenericStreamCipher", "RFC 5246, 6.2.3.1")
    } else if is(&["_GCM_", "_CCM", "_POLY1305_"]) {
        ("GenericAEADCipher", "RFC 5246, 6.2.3.3")
    } else {
        ("TLSCiphertext.fragment", "RFC 5246, 6.2.3")
    }
}
