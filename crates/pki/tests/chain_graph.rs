//! What hangs together: edges proven and only claimed, roots, cross-signed authorities, loops, twins; and the drawing of it.

mod support;

use std::collections::HashSet;

use pki::chain::layout::{Layout, size};
use pki::chain::{Graph, Identifiers, Place, Pool, Proof, Twin};
use pki::faulty::extension::{
    authority_key_identifier, basic_constraints, key_usage, subject_key_identifier,
};
use pki::faulty::{CertificateDraft, NamePart, Time};
use pki::key::{KeyAlgorithm, PrivateKey};
use support::family_tree::{Case, Fault, Lists, Sent, Trust};
use support::scene::key;
use testkit::{NOW, TestKeys};

/// ecdsa-with-SHA512 (RFC 5758 section 3.2).
const ECDSA_SHA512: &[u64] = &[1, 2, 840, 10045, 4, 3, 4];

/// A certificate of this name and key, by that issuer.
fn certificate(name: &str, own: &PrivateKey, issuer: &str, signer: &PrivateKey) -> Vec<u8> {
    draft(name, own, issuer, signer).sign(signer).expect("the key signs")
}

fn draft(name: &str, own: &PrivateKey, issuer: &str, signer: &PrivateKey) -> CertificateDraft {
    let identifier = |key: &PrivateKey| key.public_key()[key.public_key().len() - 20..].to_vec();
    CertificateDraft {
        version: Some(2),
        serial: vec![
            name.bytes().fold(0x11, |sum: u8, octet| sum.wrapping_mul(3).wrapping_add(octet)) & 0x7f
                | 1;
            16
        ],
        inner_algorithm: None,
        outer_algorithm: None,
        issuer: vec![NamePart::common_name(issuer)],
        not_before: Time::of(NOW.plus_days(-1)),
        not_after: Time::of(NOW.plus_days(100)),
        subject: vec![NamePart::common_name(name)],
        public_key: own.public_key().to_vec(),
        extensions: vec![
            basic_constraints(true, None),
            key_usage(&[0, 5, 6]),
            subject_key_identifier(&identifier(own)),
            authority_key_identifier(&identifier(signer)),
        ],
    }
}

fn graph(ders: &[Vec<u8>]) -> Graph {
    Graph::of(&Pool::from_der(ders.iter().map(Vec::as_slice), []))
}

fn edges(graph: &Graph) -> Vec<(usize, usize, Proof)> {
    graph.edges.iter().map(|edge| (edge.issuer, edge.subject, edge.proof)).collect()
}

#[test]
fn a_chain_of_three_is_a_chain_whatever_the_order() {
    let case = Case {
        between: 1,
        faults: vec![],
        trust: Trust::Root,
        sent: Sent::All,
        lists: Lists::All,
        purpose: pki::verify::Purpose::Client,
    };
    let made = case.make();
    let ders = [made.trusted[0].clone(), made.leaf.clone(), made.sent[0].clone()];
    let lists: Vec<&[u8]> = made.lists.iter().map(Vec::as_slice).collect();
    let graph = Graph::of(&Pool::from_der(ders.iter().map(Vec::as_slice), lists));
    assert_eq!(edges(&graph), [(2, 1, Proof::Proven), (0, 2, Proof::Proven)]);
    assert!(graph.edges.iter().all(|edge| edge.identifiers == Identifiers::Same));
    let places: Vec<Place> = graph.nodes.iter().map(|node| node.place).collect();
    assert_eq!(places, [Place::Root, Place::Leaf, Place::Authority]);
    // each list is found at the authority whose key has signed it
    let by: Vec<_> = graph.lists.iter().map(|list| list.by).collect();
    assert_eq!(
        (by.len(), by.iter().all(Option::is_some), graph.nodes[1].lists.len()),
        (3, true, 0),
        "{by:?}"
    );
    let layout = Layout::of(&graph);
    let layers: Vec<usize> = layout.nodes.iter().map(|spot| spot.layer).collect();
    assert_eq!((layers, layout.order.clone()), (vec![0, 2, 1], vec![0, 2, 1]));
    assert!(graph.twins.is_empty() && graph.loops.is_empty());
}

#[test]
fn a_revoked_leaf_is_marked_with_its_list() {
    for (faults, revoked) in [(vec![Fault::Revoked(0)], true), (vec![Fault::Revoked(1)], false)] {
        let case = Case {
            between: 0,
            faults,
            trust: Trust::Root,
            sent: Sent::All,
            lists: Lists::All,
            purpose: pki::verify::Purpose::Client,
        };
        let (pool, question) = case.make().question(&case.purpose).unwrap();
        assert_eq!(Graph::of(&pool).nodes[question.leaf].revoked.is_some(), revoked);
    }
}

#[test]
fn twins_are_told_apart() {
    let (root, other, leaf) = (key(), key(), key());
    let ders = [
        certificate("Root", &root, "Root", &root),
        certificate("Root", &other, "Root", &other),
        certificate("Leaf", &leaf, "Root", &root),
        certificate("Other leaf", &leaf, "Root", &root),
    ];
    let graph = graph(&ders);
    // the right root comes first, its twin is shown as what it is
    let leaf_edges: Vec<_> = edges(&graph).into_iter().filter(|(_, subject, _)| *subject == 2).collect();
    assert_eq!(leaf_edges, [(0, 2, Proof::Proven), (1, 2, Proof::Refuted)]);
    assert_eq!(graph.edges[1].identifiers, Identifiers::Differ);
    assert_eq!(graph.twins, [Twin::SameName(0, 1), Twin::SameKey(2, 3)]);
    assert_eq!(graph.nodes.iter().filter(|node| node.place == Place::Root).count(), 2);
    assert!(Layout::of(&graph).edges.iter().filter(|edge| edge.main).count() == 2);
}

#[test]
fn a_twin_with_a_key_of_another_kind_is_refuted_and_what_nobody_can_verify_is_only_claimed() {
    let keys = TestKeys::new();
    let leaf = key();
    for (signer, twin, proof) in [
        (KeyAlgorithm::EcdsaP256, KeyAlgorithm::Rsa2048, Proof::Refuted),
        (KeyAlgorithm::Rsa2048, KeyAlgorithm::EcdsaP256, Proof::Refuted),
        (KeyAlgorithm::Ed25519, KeyAlgorithm::EcdsaP384, Proof::Refuted),
        (KeyAlgorithm::EcdsaP256, KeyAlgorithm::Ed25519, Proof::Refuted),
        (KeyAlgorithm::Rsa3072, KeyAlgorithm::Rsa2048, Proof::Refuted),
    ] {
        let (signer, twin) = (keys.make(signer), keys.make(twin));
        let ders = [certificate("Root", &twin, "Root", &twin), certificate("Leaf", &leaf, "Root", &signer)];
        assert_eq!(edges(&graph(&ders)), [(0, 1, proof)]);
    }
    // of the right kind, by a digest that is not verified here: nobody has refuted it
    let root = key();
    let mut draft = draft("Leaf", &leaf, "Root", &root);
    (draft.inner_algorithm, draft.outer_algorithm) = (Some(ECDSA_SHA512), Some(ECDSA_SHA512));
    let unknown = draft.sign(&root).expect("a key that signs");
    let ders = [certificate("Root", &root, "Root", &root), unknown];
    assert_eq!(edges(&graph(&ders)), [(0, 1, Proof::Claimed)]);
}

#[test]
fn cross_signed_authorities_and_circles_are_found() {
    let (one, two, middle) = (key(), key(), key());
    let crossed = graph(&[
        certificate("One", &one, "One", &one),
        certificate("Two", &two, "Two", &two),
        certificate("Middle", &middle, "One", &one),
        certificate("Middle", &middle, "Two", &two),
    ]);
    assert_eq!(crossed.twins, [Twin::Again(2, 3)]);
    let marks: Vec<bool> = crossed.nodes.iter().map(|node| node.cross_signed).collect();
    assert_eq!(marks, [false, false, true, true]);
    assert!(crossed.loops.is_empty());

    let circle = graph(&[certificate("One", &one, "Two", &two), certificate("Two", &two, "One", &one)]);
    assert_eq!(circle.loops, [vec![0, 1]]);
    let layout = Layout::of(&circle);
    assert_ne!(layout.nodes[0].layer, layout.nodes[1].layer);

    let orphan = graph(&[certificate("Leaf", &one, "Nobody", &two)]);
    assert_eq!(orphan.nodes[0].missing_issuer.as_deref(), Some("CN=Nobody"));
}

/// Every line of an edge is level or upright, and passes through no node.
fn looks_right(graph: &Graph, layout: &Layout) {
    let cells: HashSet<(usize, usize)> = layout.nodes.iter().map(|spot| (spot.row, spot.column)).collect();
    assert_eq!(cells.len(), layout.nodes.len(), "two nodes in one place");
    for (edge, route) in graph.edges.iter().zip(&layout.edges) {
        for line in route.points.windows(2) {
            let ((x1, y1), (x2, y2)) = (line[0], line[1]);
            assert!(x1 == x2 || y1 == y2, "a slanted line");
            let (left, right, top, bottom) = (x1.min(x2), x1.max(x2), y1.min(y2), y1.max(y2));
            for (node, spot) in layout.nodes.iter().enumerate() {
                let within = left < spot.x + size::NODE_WIDTH
                    && right > spot.x
                    && top < spot.y + size::NODE_HEIGHT
                    && bottom > spot.y;
                assert!(!within || node == edge.issuer || node == edge.subject, "a line through a node");
            }
        }
        assert!(
            route
                .points
                .iter()
                .all(|(x, y)| (0..=layout.width).contains(x) && (0..=layout.height).contains(y))
        );
    }
}

#[test]
fn three_hundred_nodes_stand_apart_in_a_readable_field() {
    let keys: Vec<PrivateKey> = (0..12).map(|_| key()).collect();
    let mut ders = vec![
        certificate("Root A", &keys[0], "Root A", &keys[0]),
        certificate("Root B", &keys[1], "Root B", &keys[1]),
    ];
    for index in 2..10 {
        let root = index % 2;
        let issuer = if root == 0 { "Root A" } else { "Root B" };
        ders.push(certificate(&format!("Middle {index}"), &keys[index], issuer, &keys[root]));
    }
    // one is signed by both
    ders.push(certificate("Middle 2", &keys[2], "Root B", &keys[1]));
    for index in 0..289 {
        let issuer = 2 + index % 8;
        let middle = format!("Middle {issuer}");
        ders.push(certificate(&format!("Leaf {index}"), &keys[11], &middle, &keys[issuer]));
    }
    let graph = graph(&ders);
    assert_eq!(graph.nodes.len(), 300);
    let layout = Layout::of(&graph);
    looks_right(&graph, &layout);
    assert_eq!(layout, Layout::of(&graph), "the same each time");
    let (columns, rows) = (
        layout.nodes.iter().map(|spot| spot.column).max().unwrap() + 1,
        layout.nodes.iter().map(|spot| spot.row).max().unwrap() + 1,
    );
    assert!(columns <= 32 && rows <= 20, "{columns} columns, {rows} rows");

    // a root with all the others is a field, and so are three hundred that hang together with nothing
    let mut star = vec![ders[0].clone()];
    star.extend((0..299).map(|index| certificate(&format!("L{index}"), &keys[11], "Root A", &keys[0])));
    let alone: Vec<Vec<u8>> = (0..300)
        .map(|index| certificate(&format!("L{index}"), &keys[11], &format!("N{index}"), &keys[3]))
        .collect();
    for ders in [star, alone] {
        let graph = self::graph(&ders);
        let layout = Layout::of(&graph);
        looks_right(&graph, &layout);
        assert!(layout.width < 17 * (size::NODE_WIDTH + size::GAP_X) + 2 * size::MARGIN, "{}", layout.width);
    }
}
