//! The corpus of the fuzz targets, replayed: whatever once was interesting is read again by every ordinary run of the tests.

mod support;

use std::path::Path;

use pki::inspect::tree::{Hide, Structure, lines, tree};
use pki::inspect::{Asn1, Kind};
use text::Lang;

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("a readable folder").path())
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a readable file"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_file_is_inspected_and_said_in_words() {
    let files = corpus("inspect");
    assert!(files.len() >= 20, "{}", files.len());
    let mut kinds = Vec::new();
    for (name, bytes) in &files {
        let report = support::look(&[(name, bytes)]);
        for lang in Lang::ALL {
            let json = report.to_json(Asn1::Included, lang);
            assert_eq!(json, report.to_json(Asn1::Included, lang), "{name}: the same JSON each time");
            assert!(
                !json.contains('\u{202e}') && !json.contains('\u{200b}'),
                "{name}: nothing hides or turns text"
            );
        }
        assert!(!report.items.is_empty() || !report.findings.is_empty(), "{name}");
        kinds.extend(report.items.iter().map(|item| item.kind));
    }
    for kind in [
        Kind::Certificate,
        Kind::Request,
        Kind::RevocationList,
        Kind::Pkcs8,
        Kind::Sec1,
        Kind::EncryptedPkcs8,
        Kind::EncryptedPem,
        Kind::Pkcs12,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} is in no file");
    }
}

#[test]
fn every_tree_stays_within_its_bytes() {
    for (name, bytes) in corpus("tree") {
        for structure in
            [Structure::Certificate, Structure::CertificateList, Structure::Pfx, Structure::Unknown]
        {
            let nodes = tree(&bytes, structure, Hide::Nothing);
            assert!(nodes.iter().all(|node| node.content().end <= bytes.len()), "{name}");
            assert_eq!(lines(&nodes).lines().count(), nodes.len(), "{name}");
        }
    }
}
