//! The JSON of a transcript is read by another program and holds what it promises.

mod support;

use handshake::{capture, json};
use pki::key::KeyAlgorithm;
use serde_json::Value;
use testkit::family::Family;
use testkit::tool;
use text::Lang;

#[test]
fn another_program_finds_messages_fields_reasons_and_keys() {
    let transcript = support::play(&support::good(&Family::new(KeyAlgorithm::EcdsaP256)));
    for lang in Lang::ALL {
        let text = json::of_transcript(&transcript, lang);
        // Python's reading of it
        tool("/usr/bin/python3").args(["-m", "json.tool"]).input(text.expose()).succeeds();
        let whole: Value = serde_json::from_slice(text.expose()).expect("JSON");
        let connection = &whole["connections"][0];
        assert_eq!(whole["handfast-transcript"], 1);
        assert_eq!(connection["messages"][0]["kind"], "ClientHello");
        assert_eq!(connection["messages"][0]["fields"][2]["name"], "legacy_version");
        assert_eq!(connection["messages"][0]["fields"][2]["value"], "TLS 1.2 (0x0303)");
        let why = connection["messages"][0]["why"].as_str().expect("a sentence");
        assert_eq!(why.contains("클라이언트"), lang == Lang::Ko, "{why}");
        assert_eq!(connection["client"]["end"]["kind"], "completed");
        assert_eq!(connection["learnt"][0]["side"], "server");
        assert_eq!(connection["server"]["agreed"]["group"], "X25519MLKEM768");
        assert_eq!(connection["keys"].as_array().map(Vec::len), Some(5));
        assert_eq!(connection["key_schedule"][0]["name"], "early_secret");
    }
}

#[test]
fn a_refusal_says_who_why_and_what_to_try() {
    let mut scenario = support::good(&Family::new(KeyAlgorithm::EcdsaP256));
    scenario.client.credential = None;
    let text = json::of_transcript(&support::play(&scenario), Lang::En);
    let whole: Value = serde_json::from_slice(text.expose()).expect("JSON");
    let (client, server) =
        (&whole["connections"][0]["client"]["end"], &whole["connections"][0]["server"]["end"]);
    assert_eq!((client["kind"].as_str(), server["kind"].as_str()), (Some("told"), Some("stopped")));
    assert_eq!(server["step"], "Certificate");
    assert_eq!(client["alert"], "certificate_required (116)");
    assert!(server["remedy"].as_str().is_some_and(|remedy| remedy.contains("--cert")));
}

#[test]
fn a_recording_is_written_with_the_keys_of_its_own_connections_alone() {
    let file = include_bytes!("../recordings/openssl-tls13.pcapng");
    let mut recording = capture::read(file).expect("it is read");
    let own = recording.keys.entries.len();
    let mut other = recording.keys.entries[0].clone();
    other.client_random[0] ^= 1;
    recording.keys.entries.push(other);
    let text = json::of_capture(&recording, Lang::En);
    let whole: Value = serde_json::from_slice(text.expose()).expect("JSON");
    let connections = whole["connections"].as_array().expect("a list");
    assert_eq!(connections.len(), recording.connections.len());
    let keys: usize = connections.iter().filter_map(|one| one["keys"].as_array()).map(Vec::len).sum();
    assert_eq!(keys, own);
    assert_eq!(connections[0]["server_address"], recording.connections[0].server);
    let opened = connections[0]["records"].as_array().expect("a list").iter();
    assert!(opened.filter(|record| !record["opened"].is_null()).count() > 3);
}
