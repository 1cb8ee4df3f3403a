//! tshark's reading of a file beside ours: every message, length, extension, certificate, alert and field that both name.

use data_encoding::HEXLOWER;
use handshake::capture;
use handshake::dissect::field::Field;
use handshake::dissect::{Dissection, Keys, dissect, dissect_connection};
use handshake::transcript::{Connection, Transcript};
use testkit::{NOW, TempDir, tool};

/// How a field of tshark's is written.
#[derive(Debug, Clone, Copy)]
enum Form {
    Number,
    Octets,
    Text,
    /// tshark says that it is there, and no more.
    Presence,
}

/// What tshark calls a field, where it stands in ours (the names of the innermost fields), and how it is written. Of several places
/// each counts, in the order of the octets.
const FIELDS: &[(&str, &[&[&str]], Form)] = &[
    ("tls.handshake.type", &[&["msg_type"]], Form::Number),
    ("tls.handshake.length", &[&["*", "length"]], Form::Number),
    (
        "tls.handshake.version",
        &[&["*", "legacy_version"], &["*", "client_version"], &["*", "server_version"]],
        Form::Number,
    ),
    ("tls.handshake.random", &[&["random"]], Form::Octets),
    (
        "tls.handshake.session_id_length",
        &[&["legacy_session_id", "length"], &["legacy_session_id_echo", "length"], &["session_id", "length"]],
        Form::Number,
    ),
    (
        "tls.handshake.session_id",
        &[&["legacy_session_id", "session_id"], &["legacy_session_id_echo", "session_id"], &["SessionID"]],
        Form::Octets,
    ),
    ("tls.handshake.cipher_suites_length", &[&["cipher_suites", "length"]], Form::Number),
    ("tls.handshake.ciphersuite", &[&["cipher_suite"]], Form::Number),
    ("tls.handshake.comp_method", &[&["compression_method"], &["legacy_compression_method"]], Form::Number),
    ("tls.handshake.extensions_length", &[&["extensions", "length"]], Form::Number),
    ("tls.handshake.extension.type", &[&["extension_type"]], Form::Number),
    ("tls.handshake.extension.len", &[&["extension_data", "length"]], Form::Number),
    ("tls.handshake.extensions_server_name", &[&["host"]], Form::Text),
    ("tls.handshake.extensions_supported_group", &[&["NamedGroup"]], Form::Number),
    ("tls.handshake.extensions_ec_point_format", &[&["ECPointFormat"]], Form::Number),
    ("tls.handshake.extensions_alpn_str", &[&["ProtocolName", "name"]], Form::Text),
    ("tls.handshake.extensions_key_share_group", &[&["KeyShareEntry", "group"]], Form::Number),
    ("tls.handshake.extensions_key_share_key_exchange_length", &[&["key_exchange", "length"]], Form::Number),
    ("tls.handshake.extensions_key_share_selected_group", &[&["selected_group"]], Form::Number),
    (
        "tls.handshake.extensions.supported_version",
        &[&["ProtocolVersion"], &["selected_version"]],
        Form::Number,
    ),
    ("tls.extension.psk_ke_mode", &[&["PskKeyExchangeMode"]], Form::Number),
    ("tls.handshake.extensions.psk.identity.identity", &[&["identity", "ticket"]], Form::Octets),
    (
        "tls.handshake.extensions.psk.identity.obfuscated_ticket_age",
        &[&["obfuscated_ticket_age"]],
        Form::Number,
    ),
    ("tls.handshake.extensions.psk.identity.selected", &[&["selected_identity"]], Form::Number),
    ("tls.handshake.sig_hash_alg", &[&["SignatureScheme"], &["algorithm"]], Form::Number),
    ("tls.handshake.certificates_length", &[&["certificate_list", "length"]], Form::Number),
    ("tls.handshake.certificate", &[&["certificate"]], Form::Octets),
    ("tls.handshake.cert_type", &[&["certificate_type"]], Form::Number),
    ("tls.handshake.dname_len", &[&["DistinguishedName", "length"]], Form::Number),
    ("tls.handshake.server_named_curve", &[&["namedcurve"]], Form::Number),
    ("tls.handshake.server_point", &[&["public", "point"]], Form::Octets),
    ("tls.handshake.client_point", &[&["ecdh_Yc", "value"]], Form::Octets),
    ("tls.handshake.sig_len", &[&["ServerKeyExchange", "signature", "length"]], Form::Number),
    ("tls.handshake.sig", &[&["ServerKeyExchange", "signature", "signature"]], Form::Octets),
    (
        "tls.handshake.client_cert_vrfy.sig_len",
        &[&["CertificateVerify", "signature", "length"]],
        Form::Number,
    ),
    ("tls.handshake.client_cert_vrfy.sig", &[&["CertificateVerify", "signature", "signature"]], Form::Octets),
    ("tls.handshake.verify_data", &[&["verify_data"]], Form::Presence),
    (
        "tls.handshake.session_ticket_lifetime_hint",
        &[&["ticket_lifetime"], &["ticket_lifetime_hint"]],
        Form::Number,
    ),
    ("tls.handshake.session_ticket_age_add", &[&["ticket_age_add"]], Form::Number),
    ("tls.handshake.session_ticket_nonce", &[&["nonce"]], Form::Octets),
    ("tls.handshake.session_ticket", &[&["*", "ticket", "ticket"]], Form::Octets),
    ("tls.change_cipher_spec", &[&["ChangeCipherSpec", "type"]], Form::Presence),
    ("tls.alert_message.level", &[&["level"]], Form::Number),
    ("tls.alert_message.desc", &[&["description"]], Form::Number),
    ("tls.record.length", &[&["(record)", "length"]], Form::Number),
];

/// What tshark says of each connection, field by field.
pub(crate) fn tshark(file: &[u8], connections: usize) -> Vec<Vec<Vec<String>>> {
    let folder = TempDir::new();
    let path = folder.write("file.pcapng", file);
    let form = ["-T", "fields", "-E", "occurrence=a", "-E", "separator=|", "-e", "tcp.stream"];
    let mut command = tool("tshark").arg("-r").arg(&path).args(form);
    for (field, ..) in FIELDS {
        command = command.args(["-e", field]);
    }
    let said = command.succeeds().text();
    let mut values = vec![vec![Vec::new(); FIELDS.len()]; connections];
    for line in said.lines() {
        let columns: Vec<&str> = line.split('|').collect();
        assert_eq!(columns.len(), FIELDS.len() + 1, "{line}");
        let stream: usize = columns[0].parse().expect("every packet is TCP");
        for (found, column) in values[stream].iter_mut().zip(&columns[1..]) {
            found.extend(column.split(',').filter(|value| !value.is_empty()).map(str::to_owned));
        }
    }
    values
}

/// The same out of ours.
pub(crate) fn ours(dissection: &Dissection) -> Vec<Vec<String>> {
    let mut values = vec![Vec::new(); FIELDS.len()];
    for message in &dissection.messages {
        for field in &message.fields {
            gather(field, &mut vec![message.kind.label()], &message.octets, &mut values);
        }
    }
    for record in &dissection.records {
        for field in &record.fields {
            gather(field, &mut vec!["(record)"], &record.octets, &mut values);
        }
    }
    values
}

fn gather<'a>(field: &'a Field, above: &mut Vec<&'a str>, octets: &[u8], values: &mut [Vec<String>]) {
    above.push(&field.name);
    let slice = &octets[field.range.clone()];
    for ((_, places, form), found) in FIELDS.iter().zip(values.iter_mut()) {
        if field.children.is_empty() && places.iter().any(|place| stands_at(above, place)) {
            found.push(written(slice, *form));
        }
    }
    for child in &field.children {
        gather(child, above, octets, values);
    }
    above.pop();
}

/// Whether the innermost names are those of the place. A star is the message itself, whatever it is.
fn stands_at(above: &[&str], place: &[&str]) -> bool {
    match place {
        ["*", rest @ ..] => above.len() == place.len() && above.ends_with(rest) && above[0] != "(record)",
        _ => above.ends_with(place),
    }
}

fn written(octets: &[u8], form: Form) -> String {
    match form {
        Form::Number => {
            octets.iter().fold(0_u64, |number, octet| number << 8 | u64::from(*octet)).to_string()
        }
        Form::Octets => HEXLOWER.encode(octets),
        Form::Text => String::from_utf8_lossy(octets).into_owned(),
        Form::Presence => "1".to_owned(),
    }
}

/// tshark writes numbers in decimal or hexadecimal, by the field.
fn number(text: &str) -> String {
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).expect("hexadecimal").to_string(),
        None => text.to_owned(),
    }
}

/// Compares one connection, and gives how many values were the same.
pub(crate) fn compare(name: &str, theirs: &[Vec<String>], dissection: &Dissection) -> usize {
    let mut count = 0;
    for (((field, _, form), theirs), ours) in FIELDS.iter().zip(theirs).zip(ours(dissection)) {
        let theirs: Vec<String> = match form {
            Form::Number => theirs.iter().map(|value| number(value)).collect(),
            Form::Octets | Form::Text | Form::Presence => theirs.clone(),
        };
        assert_eq!(theirs, ours, "{name}: {field}");
        count += ours.len();
    }
    count
}

/// Has tshark read all connections from one file that is ours, compares each, and gives how many values were the same.
pub(crate) fn agrees(named: Vec<(String, Connection)>) -> usize {
    let (names, connections): (Vec<String>, Vec<Connection>) = named.into_iter().unzip();
    let transcript = Transcript { connections };
    let file = capture::write(&transcript, NOW);
    let read = capture::read(file.expose()).expect("our own file");
    assert_eq!((read.findings.as_slice(), read.connections.len()), (&[][..], names.len()));
    let theirs = tshark(file.expose(), names.len());
    let mut count = 0;
    for (at, (name, connection)) in names.iter().zip(&transcript.connections).enumerate() {
        let dissection = dissect_connection(connection);
        // what is read back from the file is what was written
        let keys = Keys { log: &read.keys, shared_secret: connection.shared_secret.as_ref() };
        let reread = dissect(&read.connections[at].flights, keys);
        assert_eq!(reread.messages, dissection.messages, "{name}");
        count += compare(name, &theirs[at], &dissection);
    }
    count
}
