//! `ssl_conf_command`: which settings of OpenSSL 3.0 nginx may hand on, and which values of them it takes as far as they are known here.

use crate::files::{Files, Missing};
use crate::nginx::item::Item;
use crate::nginx::refusal::{Cause, Refusal};
use crate::nginx::settings::Server;
use crate::predict::cipher;

/// What OpenSSL 3.0 lets servers set by name in any spelling of it (SSL_CONF_cmd(3), "SUPPORTED CONFIGURATION FILE COMMANDS").
const CONF_COMMANDS: [&str; 24] = [
    "CipherString",
    "Ciphersuites",
    "Certificate",
    "PrivateKey",
    "ChainCAFile",
    "ChainCAPath",
    "ChainCAStore",
    "VerifyCAFile",
    "VerifyCAPath",
    "VerifyCAStore",
    "RequestCAFile",
    "RequestCAPath",
    "RequestCAStore",
    "ClientCAFile",
    "ClientCAPath",
    "ClientCAStore",
    "ServerInfoFile",
    "SignatureAlgorithms",
    "ClientSignatureAlgorithms",
    "Groups",
    "Curves",
    "MinProtocol",
    "MaxProtocol",
    "Protocol",
];
/// Those that change nothing of what is predicted.
const CONF_COMMANDS_ASIDE: [&str; 6] =
    ["Options", "VerifyMode", "RecordPadding", "NumTickets", "DHParameters", "ECDHParameters"];

/// Versions by name (SSL_CONF_cmd(3), "MinProtocol"), which OpenSSL compares letter by letter.
const VERSIONS: [&str; 8] = ["None", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "DTLSv1", "DTLSv1.2"];
/// The same manual, "Protocol".
const PROTOCOLS: [&str; 9] =
    ["ALL", "SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "DTLSv1", "DTLSv1.2"];
/// The same manual, "VerifyMode".
const VERIFY_MODES: [&str; 6] =
    ["Peer", "Request", "Require", "Once", "RequestPostHandshake", "RequirePostHandshake"];
/// The same manual, "Options", as OpenSSL 3.0 takes them.
const OPTIONS: [&str; 20] = [
    "SessionTicket",
    "Compression",
    "EmptyFragments",
    "Bugs",
    "DHSingle",
    "ECDHSingle",
    "ServerPreference",
    "PrioritizeChaCha",
    "NoResumptionOnRenegotiation",
    "NoRenegotiation",
    "UnsafeLegacyRenegotiation",
    "UnsafeLegacyServerConnect",
    "ClientRenegotiation",
    "EncryptThenMac",
    "AllowNoDHEKEX",
    "MiddleboxCompat",
    "AntiReplay",
    "ExtendedMasterSecret",
    "CANames",
    "KTLS",
];
/// The most octets that a record is filled up to (the same manual, "RecordPadding").
const MOST_PADDING: i64 = 16_384;

fn is_among(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The names of the settings of OpenSSL in a server's `ssl_conf_command` whose part in a handshake is not modelled.
#[must_use]
pub fn open_commands<'a>(server: &Server<'a>) -> Vec<&'a str> {
    let names = server.scope.all("ssl_conf_command").into_iter().map(|line| line.word(0));
    names
        .filter(|name| is_among(&CONF_COMMANDS, name) && !name.eq_ignore_ascii_case("Ciphersuites"))
        .collect()
}

/// Whether it is known here what OpenSSL says to any value of a setting.
pub fn is_followed(name: &str) -> bool {
    const JUDGED: [&str; 12] = [
        "CipherString",
        "Ciphersuites",
        "MinProtocol",
        "MaxProtocol",
        "Protocol",
        "Groups",
        "Curves",
        "ECDHParameters",
        "VerifyMode",
        "Options",
        "NumTickets",
        "RecordPadding",
    ];
    is_among(&JUDGED, name) || !is_among(&CONF_COMMANDS, name) && !is_among(&CONF_COMMANDS_ASIDE, name)
}

/// Whether OpenSSL takes an `ssl_conf_command`, as far as its name and the suites of TLS 1.3 tell.
pub(super) fn fault(line: &Item, files: &dyn Files) -> Result<(), Refusal> {
    let (name, value) = (line.word(0), line.word(1));
    let bad =
        |before: &str| format!("{before}error:0A000180:SSL routines::bad value:cmd={name}, value={value}");
    let one_of = |known: &[&str]| {
        let right = |word: &str| {
            let word = word.trim();
            let word = word.strip_prefix(['+', '-']).unwrap_or(word);
            known.iter().any(|known| known.eq_ignore_ascii_case(word))
        };
        (!value.split(',').all(right)).then(|| bad(""))
    };
    let why = if !is_among(&CONF_COMMANDS, name) && !is_among(&CONF_COMMANDS_ASIDE, name) {
        Some(format!("error:0A000182:SSL routines::unknown cmd name:cmd={name}"))
    } else {
        match name.to_ascii_lowercase().as_str() {
            "ciphersuites" if !cipher::knows_suites(value) => {
                Some(bad("error:0A0000B9:SSL routines::no cipher match "))
            }
            "cipherstring" => cipher::refuses(value).map(|why| bad(&format!("{why} "))),
            "minprotocol" | "maxprotocol" => (!VERSIONS.contains(&value)).then(|| bad("")),
            "protocol" => one_of(&PROTOCOLS),
            "verifymode" => one_of(&VERIFY_MODES),
            "options" => one_of(&OPTIONS),
            "numtickets" => (number(value) < 0).then(|| bad("")),
            "recordpadding" => (!(0..=MOST_PADDING).contains(&number(value))).then(|| bad("")),
            // one group alone
            "ecdhparameters" if is_among(&["automatic", "+automatic"], value) => None,
            "ecdhparameters" if value.contains(':') => Some(bad("")),
            "groups" | "curves" | "ecdhparameters" => cipher::refuses_groups(value).map(|why| {
                let why = why.strip_prefix(" (SSL: ").and_then(|why| why.strip_suffix(')'));
                bad(&why.map_or_else(String::new, |why| format!("{why} ")))
            }),
            _ => not_there(name, value, files).map(|why| bad(&why)),
        }
    };
    let Some(why) = why else { return Ok(()) };
    let words = format!("SSL_CONF_cmd(\"{name}\", \"{value}\") failed (SSL: {why})");
    let cause = Cause::Value { name: line.name.clone(), value: format!("{name} {value}") };
    Err(Refusal { words, place: None, cause })
}

/// What OpenSSL says of a file that it names and does not find: each of its functions says it otherwise. Relative paths begin where nginx
/// was started.
fn not_there(name: &str, path: &str, files: &dyn Files) -> Option<String> {
    const PARAMETERS: [&str; 3] = ["DHParameters", "RequestCAFile", "ClientCAFile"];
    const SHOWN: [&str; 3] = ["Certificate", "PrivateKey", "ServerInfoFile"];
    const STORES: [&str; 2] = ["ChainCAFile", "VerifyCAFile"];
    let bio = match name {
        _ if is_among(&PARAMETERS, name) => "error:10080002:BIO routines::system lib",
        _ if is_among(&SHOWN, name) => {
            "error:10080002:BIO routines::system lib error:0A080002:SSL routines::system lib"
        }
        _ if is_among(&STORES, name) => {
            "error:10000080:BIO routines::no such file error:05880002:x509 certificate routines::system lib"
        }
        _ => return None,
    };
    let missing = path.starts_with('/') && files.read(path).err() == Some(Missing::NotFound);
    missing.then(|| {
        format!("error:80000002:system library::No such file or directory:calling fopen({path}, r) {bio} ")
    })
}

/// A number as C's `atoi` reads it.
fn number(value: &str) -> i64 {
    let value = value.trim_start();
    let (sign, digits) = match value.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, value.strip_prefix('+').unwrap_or(value)),
    };
    let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
    sign * digits[..end.min(9)].parse::<i64>().unwrap_or(0)
}
