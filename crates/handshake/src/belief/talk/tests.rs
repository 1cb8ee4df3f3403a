//! Where requests and answers begin and end, in one record and in several.

use super::*;
use crate::capture;
use crate::dissect::message::{Kind, application_data};
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
    const CASES: [Case; 24] = [
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
        (
            "trailers",
            &[
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;a=b\r\na\r\n000;c\r\nx-a: b\r\n",
                "\r\n",
            ],
            &[Begun, Whole],
        ),
        (
            "chunks that hold what ends them",
            &[
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\na\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n12345\r\n0\r\n\r\n",
            ],
            &[Begun, Whole],
        ),
        ("no carriage returns", &["GET / HTTP/1.1\nhost: a\n\n"], &[Whole]),
        (
            "no carriage return at the end of a head in two",
            &["GET / HTTP/1.1\nhost: a\n", "\n"],
            &[Begun, Whole],
        ),
        ("no version", &["GET /a\r\n"], &[Whole]),
        ("two at once", &["GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\nho", "st: a\r\n\r\n"], &[Whole, Whole]),
        (
            "one behind a body",
            &["POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n", "abcGET / HTTP/1.1\r\n", "\r\n"],
            &[Begun, Whole, Whole],
        ),
        ("a length twice", &["HTTP/1.1 200 OK\r\ncontent-length: 1, 1\r\n\r\na"], &[Whole]),
        ("two lengths", &["HTTP/1.1 200 OK\r\ncontent-length: 1, 2\r\n\r\na", "b"], &[Begun, Other]),
        (
            "an interim answer in two",
            &["HTTP/1.1 103 Early\r\n", "\r\nHTTP/1.1 204 No Content\r\n\r\n"],
            &[Other, Whole],
        ),
        (
            "another protocol",
            &["HTTP/1.1 101 Switching Protocols\r\n\r\n", "GET / HTTP/1.1\r\n"],
            &[Whole, Other],
        ),
        ("no HTTP", &["EHLO a\r\n", "QUIT\r\n"], &[Other, Other]),
    ];
    for (name, records, expected) in CASES {
        let side = if records[0].starts_with("HTTP/") { Side::Server } else { Side::Client };
        assert_eq!(heard(&mut Talk::default(), side, records), expected, "{name}");
    }
}

#[test]
fn an_answer_is_whole_at_its_head_where_its_own_request_wants_no_more() {
    use Said::{Begun, Whole};
    const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n";
    const REFUSED: &str = "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 9\r\n\r\n";
    type Case = (&'static [&'static str], &'static [&'static str], &'static [Said]);
    const CASES: [Case; 6] = [
        (&["HEAD"], &[OK], &[Whole]),
        (&["GET"], &[OK], &[Begun]),
        // each by what it asked
        (&["GET", "HEAD"], &[OK, "123456789", OK], &[Begun, Whole, Whole]),
        (&["HEAD", "GET"], &[OK, OK], &[Whole, Begun]),
        (&["CONNECT"], &[OK], &[Whole]),
        (&["CONNECT"], &[REFUSED, "123456789"], &[Begun, Whole]),
    ];
    for (methods, answers, said) in CASES {
        let mut talk = Talk::default();
        for method in methods {
            heard(&mut talk, Side::Client, &[&format!("{method} / HTTP/1.1\r\n\r\n")]);
        }
        assert_eq!(heard(&mut talk, Side::Server, answers), said, "{methods:?}");
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
