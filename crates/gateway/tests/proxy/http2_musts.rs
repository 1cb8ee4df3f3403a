//! What RFC 9113 says that a server must do, asked by frames and header blocks that another implementation writes and reads
//! (`data/http2_musts.py`). What is not so stands here with its reason; when it becomes so, that is to be said too.

use serde::Deserialize;

use crate::support::{HOST, Scene};

/// What came of one case.
#[derive(Debug, Deserialize)]
struct Told {
    section: String,
    name: String,
    got: serde_json::Value,
    well: bool,
}

/// The connection ends, as it must, with a code that says less than the RFC asks for: the crate h2, on which hyper stands, tells faults that
/// it finds while it reads a frame by this one code. Nobody is let through by it.
const LESS_TELLING: &str = "connection PROTOCOL_ERROR";

/// What is not as the RFC says: case, what comes instead.
const KNOWN: &[(&str, &str)] = &[
    ("an index that is not there", LESS_TELLING),
    ("index nought", LESS_TELLING),
    ("a literal that ends early", LESS_TELLING),
    ("Huffman padding that is none", LESS_TELLING),
    ("a table beyond the limit", LESS_TELLING),
    ("a change of the table behind fields", LESS_TELLING),
    ("DATA after the end", LESS_TELLING),
    ("HEADERS after the end", LESS_TELLING),
    ("PRIORITY of four octets", LESS_TELLING),
    ("RST_STREAM of three octets", LESS_TELLING),
    ("SETTINGS of five octets", LESS_TELLING),
    ("an acknowledgement with something in it", LESS_TELLING),
    ("INITIAL_WINDOW_SIZE of two to the thirty first", LESS_TELLING),
    ("PING of seven octets", LESS_TELLING),
    ("WINDOW_UPDATE of three octets", LESS_TELLING),
    // h2 takes the settings for those at the beginning and answers
    ("a first frame that is not SETTINGS", "goes on"),
    // h2 takes the pseudo field out and says nothing; that it goes no further is asserted below
    ("a pseudo field in trailers", "answer 200"),
];

#[test]
fn each_must_is_kept() {
    let scene = Scene::new();
    let gateway = scene.start();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/proxy/data/http2_musts.py");
    let said = testkit::tool("/usr/bin/python3")
        .args([script, &gateway.port.to_string(), HOST, "ca.pem", "alice.pem", "alice.key"])
        .in_folder(scene.folder.path())
        .succeeds();
    let cases: Vec<Told> = said.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(cases.len() > 130, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for told in &cases {
        let known = KNOWN.iter().find(|(name, _)| *name == told.name);
        let expected = match known {
            None => told.well,
            Some((_, instead)) => !told.well && (told.got == *instead),
        };
        if !expected {
            wrong.push(format!(
                "{} {}: {} (known otherwise: {})",
                told.section,
                told.name,
                told.got,
                known.is_some()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (name, _) in KNOWN {
        assert!(cases.iter().any(|told| told.name == *name), "{name} is not asked any more");
    }

    // of what is malformed the backend gets no whole request
    let arrived = scene.backend.arrived();
    for (part, name) in [
        ("head", "a-field-in-upper-case"),
        ("head", "transfer-encoding-chunked"),
        ("head", "te-gzip"),
        ("head", "two-of-path"),
        ("head", "a-blank-before-a-value"),
        ("head", "host-and-authority-differ"),
        ("head", "length-and-no-body"),
        ("body", "more-than-the-content-length"),
        ("body", "less-than-the-content-length"),
        ("body", "more-in-two-pieces"),
        ("body", "less-in-two-pieces"),
        ("body", "trailers-without-end"),
    ] {
        let of_it = arrived.iter().find(|arrived| arrived.line.ends_with(&format!("/{name}")));
        let whole = of_it.filter(|arrived| part == "head" || !arrived.body.is_empty());
        assert!(whole.is_none(), "{name}: {whole:?}");
    }
    let trailers = |name: &str| {
        let line = format!("POST /{name}");
        arrived.iter().find(|arrived| arrived.line == line).map(|arrived| arrived.trailers.clone())
    };
    assert_eq!(trailers("trailers"), Some(vec![("x-sum".to_owned(), "1".to_owned())]));
    assert_eq!(trailers("pseudo-in-trailers"), Some(Vec::new()));
}
