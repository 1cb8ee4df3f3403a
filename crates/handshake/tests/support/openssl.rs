//! What openssl computes by the commands that are shown.

use data_encoding::HEXLOWER;
use handshake::dissect::{Computed, Dissection};
use pki::secret::Secret;
use testkit::tool;

/// Has openssl compute what it is said to compute, and counts.
pub(crate) fn by_openssl(dissection: &Dissection) -> usize {
    let finished = dissection.messages.iter().filter_map(|message| match &message.computed {
        Some(Computed::VerifyData { expected, command, .. } | Computed::Binder { expected, command, .. }) => {
            Some((expected.clone(), command))
        }
        _ => None,
    });
    let values = dissection
        .schedule
        .iter()
        .filter_map(|value| value.command.as_ref().map(|command| (value.octets.expose().to_vec(), command)));
    let compare = |(octets, command): (Vec<u8>, &Secret)| {
        let line = String::from_utf8(command.expose().to_vec()).expect("a line of shell");
        let said = tool("sh").args(["-c", &line]).succeeds().text();
        let hex: String = said.chars().filter(char::is_ascii_hexdigit).collect();
        assert_eq!(hex.to_ascii_lowercase(), HEXLOWER.encode(&octets), "{line}");
    };
    values.chain(finished).map(compare).count()
}
