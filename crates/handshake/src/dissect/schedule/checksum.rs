//! The checksums of Finished, and of whatever is made like one.

use data_encoding::HEXLOWER;
use pki::secret::Secret;
use ring::digest::Digest;

use super::{command, prf_command};
use crate::dissect::cipher::{self, expand_label};
use crate::dissect::suite::Hash;
use crate::transcript::Side;

/// The checksum of a Finished of TLS 1.2 (RFC 5246 section 7.4.9), and openssl's command.
pub(in crate::dissect) fn verify_data12(
    hash: Hash,
    master: &Secret,
    side: Side,
    transcript: &Digest,
) -> (Vec<u8>, Secret) {
    let label = match side {
        Side::Client => "client finished",
        Side::Server => "server finished",
    };
    let value = cipher::prf(hash, master.expose(), label, transcript.as_ref(), 12);
    (value.expose().to_vec(), prf_command(hash, master, label, transcript.as_ref(), 12))
}

/// The checksum of a Finished of TLS 1.3 (RFC 8446 section 4.4.4), and openssl's command.
pub(in crate::dissect) fn verify_data13(
    hash: Hash,
    traffic_secret: &Secret,
    transcript: &Digest,
) -> (Vec<u8>, Secret) {
    let key = expand_label(hash, traffic_secret.expose(), "finished", &[], hash.length());
    let value = cipher::verify_data(hash, key.expose(), transcript);
    let octal: String = transcript.as_ref().iter().map(|octet| format!("\\{octet:03o}")).collect();
    let command = command(&format!(
        "printf '{octal}' | openssl mac -digest {} -macopt hexkey:{} HMAC",
        hash.openssl(),
        HEXLOWER.encode(key.expose()),
    ));
    (value, command)
}
