//! Any file becomes a graph, is laid out and judged by everybody, whatever is in it. Its corpus is that of `inspect`. Whether the
//! verdicts are right is asked by `crates/pki/tests`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pki::chain::layout::Layout;
use pki::chain::{Graph, Pool};
use pki::inspect::{Input, inspect};
use pki::moment::Moment;
use pki::verify::compare::compare;
use pki::verify::openssl::Settings;
use pki::verify::path::validate;
use pki::verify::{Purpose, Question, webpki};

/// 2026-11-23T00:00:00Z, the moment of all tests.
const NOW: Moment = Moment::from_unix_seconds(1_795_392_000);

fuzz_target!(|bytes: &[u8]| {
    let pool = Pool::of(&inspect(&[Input { name: "fuzz", bytes }], NOW));
    let graph = Graph::of(&pool);
    let layout = Layout::of(&graph);
    assert_eq!((layout.nodes.len(), layout.edges.len()), (graph.nodes.len(), graph.edges.len()));
    let all: Vec<usize> = (0..pool.members.len()).collect();
    for leaf in all.iter().copied().take(4) {
        let question = Question {
            leaf,
            intermediates: all.clone(),
            anchors: all.iter().copied().filter(|member| pool.is_root(*member)).collect(),
            lists: (0..pool.lists.len()).collect(),
            purpose: Purpose::Client,
            at: NOW,
        };
        let validation = validate(&pool, &question);
        assert!(!validation.paths.is_empty());
        compare(&pool, &question, &Settings::nginx(1), webpki::Settings::RUSTLS);
    }
});
