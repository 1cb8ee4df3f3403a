//! HTTP/2 in recordings: tshark reads the same frames and header fields.

mod support;

use handshake::capture;
use handshake::dissect::field::Field;
use handshake::dissect::message::Kind;
use handshake::dissect::{Keys, dissect};
use handshake::transcript::Side;
use support::explained::everything_is_explained;
use testkit::{TempDir, tool};

/// What tshark calls a field, and the last names under which it stands in ours.
const FIELDS: [(&str, &[&str]); 11] = [
    ("http2.length", &["Length"]),
    ("http2.type", &["Type"]),
    ("http2.streamid", &["Stream Identifier"]),
    ("http2.settings.id", &["Identifier"]),
    ("http2.window_update.window_size_increment", &["Window Size Increment"]),
    ("http2.header.name", &["(name)"]),
    ("http2.headers.method", &[":method"]),
    ("http2.headers.path", &[":path"]),
    ("http2.headers.authority", &[":authority"]),
    ("http2.headers.status", &[":status"]),
    ("http2.headers.user_agent", &["user-agent"]),
];

fn ours(file: &[u8]) -> Vec<Vec<String>> {
    let read = capture::read(file).expect("a recording");
    let flights = &read.connections[0].flights;
    let dissection = dissect(flights, Keys { log: &read.keys, shared_secret: None });
    everything_is_explained(flights, &dissection);
    assert_eq!(dissection.findings, []);
    let mut values = vec![Vec::new(); FIELDS.len()];
    for message in dissection.messages.iter().filter(|message| message.kind == Kind::ApplicationData) {
        message.fields.iter().for_each(|field| gather(field, &message.octets, &mut values));
    }
    values
}

fn gather(field: &Field, octets: &[u8], values: &mut [Vec<String>]) {
    let slice = &octets[field.range.clone()];
    let number = || slice.iter().fold(0_u64, |number, octet| number << 8 | u64::from(*octet)).to_string();
    let mut note = |name: &str, value: String| {
        for ((_, places), found) in FIELDS.iter().zip(values.iter_mut()) {
            if places.contains(&name) {
                found.push(value.clone());
            }
        }
    };
    match &*field.name {
        "field-line" => {
            let (name, value) = field.value.split_once(": ").expect("a name and a value");
            note("(name)", name.to_owned());
            note(name, value.to_owned());
        }
        name if name.starts_with(':') => {
            note("(name)", name.to_owned());
            note(name, field.value.clone());
        }
        name => note(name, number()),
    }
    field.children.iter().for_each(|child| gather(child, octets, values));
}

fn theirs(file: &[u8]) -> Vec<Vec<String>> {
    let folder = TempDir::new();
    let path = folder.write("file.pcapng", file);
    let mut command = tool("tshark").arg("-r").arg(&path).args(["-Y", "http2", "-T", "fields"]);
    // header fields may have commas and semicolons
    command = command.args(["-E", "occurrence=a", "-E", "separator=|", "-E", "aggregator=~"]);
    for (name, _) in FIELDS {
        command = command.args(["-e", name]);
    }
    let said = command.succeeds().text();
    let mut values = vec![Vec::new(); FIELDS.len()];
    for line in said.lines() {
        let columns: Vec<&str> = line.split('|').collect();
        assert_eq!(columns.len(), FIELDS.len(), "{line}");
        for (found, column) in values.iter_mut().zip(columns) {
            found.extend(column.split('~').filter(|value| !value.is_empty()).map(str::to_owned));
        }
    }
    values
}

#[test]
fn tshark_reads_the_same_frames_and_header_fields() {
    for (name, file, requests) in [
        ("curl", &include_bytes!("data/http2.pcapng")[..], 1),
        ("chromium", include_bytes!("data/chromium-http2.pcapng"), 2),
        // a frame of header fields in two records
        ("nginx", include_bytes!("data/http2-divided.pcapng"), 1),
    ] {
        let (ours, theirs) = (ours(file), theirs(file));
        for (((field, _), ours), theirs) in FIELDS.iter().zip(&ours).zip(&theirs) {
            let theirs: Vec<String> = theirs.iter().map(|value| decimal(value)).collect();
            assert_eq!(*ours, theirs, "{name}: {field}");
        }
        assert_eq!(ours[7].len(), requests, "{name}");
        assert!(ours[5].len() > 8 * requests, "{name}");
    }
}

fn decimal(value: &str) -> String {
    match value.strip_prefix("0x").and_then(|hex| u64::from_str_radix(hex, 16).ok()) {
        Some(number) => number.to_string(),
        None => value.to_owned(),
    }
}

#[test]
fn a_frame_in_several_records_has_its_header_fields_one_by_one() {
    let read = capture::read(include_bytes!("data/http2-divided.pcapng")).expect("a recording");
    let dissection = dissect(&read.connections[0].flights, Keys { log: &read.keys, shared_secret: None });
    let of_server = dissection.messages.iter().filter(|message| message.side == Side::Server);
    let parts: Vec<Vec<&Field>> = of_server
        .map(|message| {
            let mut lines = Vec::new();
            message.fields.iter().for_each(|field| field.find_all("field-line", &mut lines));
            lines
        })
        .filter(|lines| !lines.is_empty())
        .collect();
    let [begin, end] = &parts[..] else { panic!("{parts:?}") };
    let names = |lines: &[&Field]| {
        let names = lines.iter().filter_map(|line| line.value.split(": ").next());
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(names(begin), ["server", "date", "content-type", "content-length"]);
    assert_eq!(names(end), ["x-policy", "x-request-id", "cache-control"]);
}
