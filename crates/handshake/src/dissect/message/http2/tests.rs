//! HTTP/2 as real programs speak it, in records and frames that are cut otherwise.

use super::{CONTINUATION, END_HEADERS, HEADER, HEADERS, PREFACE, Speech, length};
use crate::capture;
use crate::dissect::field::Field;
use crate::dissect::message::Kind;
use crate::dissect::{Keys, dissect};
use crate::transcript::Side;

const FILES: [&[u8]; 3] = [
    include_bytes!("../../../../tests/data/http2.pcapng"),
    include_bytes!("../../../../tests/data/chromium-http2.pcapng"),
    include_bytes!("../../../../tests/data/http2-divided.pcapng"),
];

/// What one side said, put together.
fn said(file: &[u8], side: Side) -> Vec<u8> {
    let read = capture::read(file).expect("a recording");
    let dissection = dissect(&read.connections[0].flights, Keys { log: &read.keys, shared_secret: None });
    let messages = dissection.messages.into_iter();
    let mine = messages.filter(|one| (one.side, one.kind) == (side, Kind::ApplicationData));
    mine.flat_map(|message| message.octets).collect()
}

fn values(fields: &[Field], name: &str) -> Vec<String> {
    let mut found = Vec::new();
    fields.iter().for_each(|field| field.find_all(name, &mut found));
    found.into_iter().map(|field| field.value.clone()).collect()
}

#[test]
fn wherever_records_end_the_same_is_heard() {
    for (file, side) in FILES.iter().flat_map(|file| Side::ALL.map(|side| (file, side))) {
        let octets = said(file, side);
        let whole = Speech::new().read(&octets, side).fields;
        let name = if side == Side::Client { ":path" } else { ":status" };
        assert!(!values(&whole, name).is_empty() && values(&whole, "(not decoded)").is_empty());
        for at in 24..octets.len() {
            let mut speech = Speech::new();
            let (first, second) = octets.split_at(at);
            let parts = [first, second].map(|part| {
                let read = speech.read(part, side);
                assert_eq!(read.findings, [], "{at}");
                read.fields
            });
            assert!(speech.is_heard(), "{at}");
            // each stands where it ends
            for name in [name, "field-line"] {
                let heard = parts.iter().flat_map(|part| values(part, name)).collect::<Vec<_>>();
                assert_eq!(heard, values(&whole, name), "{at}");
            }
        }
    }
}

#[test]
fn in_small_records_and_in_several_frames_each_field_stands_by_itself() {
    for (file, side) in FILES.iter().flat_map(|file| Side::ALL.map(|side| (file, side))) {
        let octets = said(file, side);
        let name = if side == Side::Client { ":path" } else { ":status" };
        let whole = Speech::new().read(&octets, side).fields;
        let (first, rest) = octets.split_at(PREFACE.len());
        for size in [1, 2, 5, 40] {
            let mut speech = Speech::new();
            let records = [first].into_iter().chain(rest.chunks(size));
            let fields = records.flat_map(|record| speech.read(record, side).fields).collect::<Vec<_>>();
            assert!(speech.is_heard());
            for name in [name, "field-line"] {
                assert_eq!(values(&fields, name), values(&whole, name), "{size}: {name}");
            }
        }
        // the same header block in two frames, wherever it is cut
        let at = frame_of_fields(&octets, if side == Side::Client { PREFACE.len() } else { 0 });
        let (frame, behind) = octets[at..].split_at(length(&octets[at..]).expect("a frame"));
        let front = HEADER + super::front(HEADERS, frame[4]);
        for cut in front..frame.len() {
            let header = |length: usize, kind: u8, flags: u8| {
                let length = u32::try_from(length).expect("it is short").to_be_bytes();
                [&length[1..], &[kind, flags], &frame[5..HEADER]].concat()
            };
            let begin = header(cut - HEADER, HEADERS, frame[4] & !END_HEADERS);
            let end = header(frame.len() - cut, CONTINUATION, END_HEADERS);
            let parts = [&octets[..at], &begin, &frame[HEADER..cut], &end, &frame[cut..], behind];
            let mut speech = Speech::new();
            let fields = speech.read(&parts.concat(), side).fields;
            assert!(speech.is_heard(), "{cut}");
            for name in [name, "field-line"] {
                assert_eq!(values(&fields, name), values(&whole, name), "{cut}: {name}");
            }
        }
    }
}

/// Where the first frame with header fields begins.
fn frame_of_fields(octets: &[u8], mut at: usize) -> usize {
    while octets[at + 3] != HEADERS {
        at += length(&octets[at..]).expect("a frame");
    }
    at
}

#[test]
fn behind_what_is_missing_or_damaged_nothing_is_guessed() {
    let octets = said(FILES[0], Side::Client);
    let mut speech = Speech::new();
    speech.interrupt();
    speech.read(&octets[..60], Side::Client);
    speech.interrupt();
    let fields = speech.read(&octets[60..], Side::Client).fields;
    assert_eq!(values(&fields, "data").len(), 1);
    assert!(fields.len() == 1 && !speech.is_heard());
    for at in 0..octets.len() {
        for bit in 0..8 {
            let mut octets = octets.clone();
            octets[at] ^= 1 << bit;
            Speech::new().read(&octets, Side::Client);
        }
    }
}

#[test]
fn of_thousands_of_fields_the_first_are_read() {
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    // literals with the name of the path, "a" packed by Huffman's code
    let block = [0x04, 0x81, 0x1f].repeat(4000);
    let header = [&[0, 0x2e, 0xe0, 1, 4, 0, 0, 0, 1], block.as_slice()].concat();
    let mut speech = Speech::new();
    speech.read(&settings, Side::Server);
    let fields = speech.read(&header, Side::Server).fields;
    assert_eq!(values(&fields, ":path"), vec!["a"; 4000]);
    speech.read(&header, Side::Server);
    let fields = speech.read(&header, Side::Server).fields;
    assert!(!speech.is_heard() && values(&fields, "(not decoded)").len() == 1);
}
