//! The corpus of the fuzz targets, replayed: whatever once was interesting is read again by every ordinary run of the tests.

mod support;

use std::path::Path;

use pki::chain::layout::Layout;
use pki::chain::{Graph, Pool};
use pki::inspect::tree::{Hide, Structure, lines, tree};
use pki::inspect::{Asn1, Kind};
use pki::verify::compare::compare;
use pki::verify::openssl::Settings;
use pki::verify::path::validate;
use pki::verify::{Purpose, Question, webpki};
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
fn every_file_is_drawn_and_judged_alone_and_all_of_them_together() {
    let files = corpus("inspect");
    let mut inputs: Vec<Vec<(String, Vec<u8>)>> = files.iter().map(|file| vec![file.clone()]).collect();
    inputs.push(files);
    let mut judged = 0;
    for input in inputs {
        let files: Vec<(&str, &[u8])> =
            input.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let pool = Pool::of(&support::look(&files));
        let graph = Graph::of(&pool);
        assert_eq!(Layout::of(&graph).nodes.len(), graph.nodes.len());
        let all: Vec<usize> = (0..pool.members.len()).collect();
        for leaf in all.iter().copied() {
            let question = Question {
                leaf,
                intermediates: all.clone(),
                anchors: all.iter().copied().filter(|member| pool.is_root(*member)).collect(),
                lists: (0..pool.lists.len()).collect(),
                purpose: Purpose::Client,
                at: testkit::NOW,
            };
            assert!(!validate(&pool, &question).paths.is_empty());
            let both = compare(&pool, &question, &Settings::nginx(1), webpki::Settings::RUSTLS);
            assert!(both.openssl.is_accepted() == both.openssl.reported.is_empty());
            judged += 1;
        }
    }
    assert!(judged >= 10, "{judged}");
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
