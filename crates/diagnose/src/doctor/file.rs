//! Whether a line names a file of certificates or keys: programs say of any file alike that it is not there.

use super::seen::Seen;
use super::side::nearer;

/// What stands in such names, as it is compared.
const WITHIN: [&str; 17] = [
    "cert",
    ".pem",
    ".crt",
    ".cer",
    ".der",
    ".crl",
    ".key",
    ".p12",
    ".pfx",
    ".jks",
    "keystore",
    "truststore",
    "privatekey",
    "cabundle",
    "/tls/",
    "/ssl/",
    "/pki/",
];

/// What such names end with where they have no ending that says it, as mounted secrets do.
const AT_END: [&str; 2] = ["key", "/ca"];

/// Whether such a file is named in a line behind a place of it.
pub(super) fn is_named(seen: &Seen, place: usize) -> bool {
    const LONGEST: usize = 400;
    let behind = &seen.text()[place..nearer(seen, place + LONGEST)];
    let in_line = |at: usize| seen.one_line(place.saturating_sub(1), place + at);
    let within = WITHIN.iter().flat_map(|part| behind.match_indices(part));
    let at_end = AT_END.iter().flat_map(|part| behind.match_indices(part));
    let at_end = at_end.filter(|(at, part)| seen.ends_line(place + at + part.len()));
    within.chain(at_end).any(|(at, _)| in_line(at))
}
