//! Where requests and answers begin and end, in one record and in several.

use super::*;
use crate::capture;
use crate::dissect::message::application_data;
use crate::dissect::{Keys, dissect};

fn heard(talk: &mut Talk, side: Side, records: &[&str]) -> Vec<Said> {
    let one = |octets: &&str| {
        let fields = application_data(octets.as_bytes(), Kind::ApplicationData).fields;
        talk.hear(side, octets.as_bytes(), &fields)
    };
    records.iter().map(one).collect()
}

#[test]
fn a_message_of_http_1_is_whole_where_its_last_octet_stands() {
    use Said::{Begun, Interim, Other, Whole};
    type Case = (&'static str, &'static [&'static str], &'static [Said]);
    const CASES: [Case; 13] = [
        ("no body", &["GET / HTTP/1.1\r\nhost: a\r\n\r\n"], &[Whole]),
        ("head in two", &["GET / HTTP/1.1\r\nho", "st: a\r\n\r\n"], &[Begun, Whole]),
        ("head in three", &["GET / HTTP/1.1\r\nho", "st: a\r\n\r", "\n"], &[Begun, Other, Whole]),
        ("body beside", &["POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\nab"], &[Whole]),
        ("a body without an octet", &["POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n"], &[Whole]),
        (
            "body in three",
            &["POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na", "b", "c"],
            &[Begun, Other, Whole],
        ),
        (
            "a body like a head",
            &["POST / HTTP/1.1\r\nContent-Length: 16\r\n\r\n", "GET / HTTP/1.1\r\n"],
            &[Begun, Whole],
        ),
        (
            "head and body in two",
            &["POST / HTTP/1.1\r\nContent-Le", "ngth: 2\r\n\r\na", "b"],
            &[Begun, Other, Whole],
        ),
        (
            "chunks",
            &["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1\r\na\r\n", "0\r\n\r\n"],
            &[Begun, Other, Whole],
        ),
        (
            "no chunk but the last",
            &["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"],
            &[Whole],
        ),
        ("until the end", &["HTTP/1.1 200 OK\r\n\r\nab", "c"], &[Begun, Other]),
        (
            "interim answers",
            &[
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
            ],
            &[Interim, Whole],
        ),
        ("no HTTP", &["EHLO a\r\n", "QUIT\r\n"], &[Other, Other]),
    ];
    for (name, records, expected) in CASES {
        let side = if records[0].starts_with("HTTP/") { Side::Server } else { Side::Client };
        assert_eq!(heard(&mut Talk::default(), side, records), expected, "{name}");
    }
}

#[test]
fn an_answer_is_whole_at_its_head_where_its_request_wants_no_more() {
    for (request, said) in [("HEAD", Said::Whole), ("GET", Said::Begun)] {
        let mut talk = Talk::default();
        heard(&mut talk, Side::Client, &[&format!("{request} / HTTP/1.1\r\n\r\n")]);
        let answer = heard(&mut talk, Side::Server, &["HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"]);
        assert_eq!(answer, [said], "{request}");
    }
}

#[test]
fn what_goes_on_until_the_connection_ends_is_whole_there_and_nothing_else_is() {
    for (answer, ends) in [
        ("HTTP/1.0 200 OK\r\n\r\na", true),
        ("HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\na", false),
        ("HTTP/1.0 200 OK\r\n", false),
    ] {
        let mut talk = Talk::default();
        heard(&mut talk, Side::Server, &[answer]);
        assert_eq!((talk.ends(Side::Server), talk.ends(Side::Client)), (ends, false), "{answer}");
    }
}

/// What is said with each record of a recording that one side sent with frames of HTTP/2.
fn recorded(file: &[u8], side: Side) -> Vec<Said> {
    let read = capture::read(file).expect("a recording");
    let dissection = dissect(&read.connections[0].flights, Keys { log: &read.keys, shared_secret: None });
    let mut talk = Talk::default();
    let messages = dissection.messages.iter();
    let mine = messages.filter(|one| (one.side, one.kind) == (side, Kind::ApplicationData));
    mine.map(|message| talk.hear(side, &message.octets, &message.fields)).collect()
}

#[test]
fn a_message_of_http_2_is_whole_where_its_stream_ends() {
    use Said::{Begun, Other, Whole};
    let files: [(&[u8], &[Said], &[Said]); 2] = [
        // header fields in two records, and data in a third
        (
            include_bytes!("../../../tests/data/http2-divided.pcapng"),
            &[Other, Whole, Other],
            &[Other, Other, Begun, Whole],
        ),
        (include_bytes!("../../../tests/data/http2.pcapng"), &[Other, Whole, Other], &[Other, Begun, Whole]),
    ];
    for (file, requests, answers) in files {
        assert_eq!(recorded(file, Side::Client), requests);
        assert_eq!(recorded(file, Side::Server), answers);
    }
}
