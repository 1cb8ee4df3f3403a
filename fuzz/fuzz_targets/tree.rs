//! Any bytes become a tree whose nodes lie within them, whatever structure they are said to be. What the values mean is not
//! asked here.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pki::inspect::tree::{Hide, Structure, lines, tree};

fuzz_target!(|bytes: &[u8]| {
    let structures = [
        Structure::Certificate,
        Structure::CertificationRequest,
        Structure::CertificateList,
        Structure::PrivateKeyInfo,
        Structure::Pfx,
        Structure::Unknown,
    ];
    for structure in structures {
        let nodes = tree(bytes, structure, Hide::Nothing);
        assert!(nodes.iter().all(|node| node.content().end <= bytes.len()), "a node beyond the bytes");
        assert_eq!(lines(&nodes).lines().count(), nodes.len());
    }
});
