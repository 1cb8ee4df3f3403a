//! How long a chain of 200 certificates takes to be put together and laid out, and a path to be judged:
//! `cargo bench --package pki --bench chain`. Beside it what `openssl verify` takes for the same path, with its start.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures, and fails as a test does"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use pki::chain::layout::Layout;
use pki::chain::{Graph, Pool};
use pki::key::{KeyAlgorithm, ProviderKeys};
use pki::validity::Lifetime;
use pki::verify::openssl::Settings;
use pki::verify::{Purpose, Question, openssl, path, timeline, webpki};
use testkit::family::{client_profile, make_authority};
use testkit::{NOW, SeededEntropy, TempDir, tool};

fn main() {
    println!("{:>12} {:>12} {:>10} {:>10}", "certificates", "read, linked", "graph", "layout");
    for count in [3, 50, 200, 300, 5_000] {
        let ders = certificates(count);
        let pool = pool(&ders);
        let graph = Graph::of(&pool);
        let read = best(3, || self::pool(&ders));
        let put = best(20, || Graph::of(&pool));
        let laid = best(20, || Layout::of(&graph));
        println!("{count:>12} {:>9.1} ms {:>7.3} ms {:>7.3} ms", ms(read), ms(put), ms(laid));
    }
    let ders = certificates(200);
    let pool = pool(&ders);
    let question = Question {
        leaf: 1,
        intermediates: Vec::new(),
        anchors: vec![0],
        lists: Vec::new(),
        purpose: Purpose::Client,
        at: NOW,
    };
    let settings = Settings::nginx(1);
    assert!(path::validate(&pool, &question).is_accepted());
    let rules = best(50, || path::validate(&pool, &question));
    let model = best(50, || openssl::verify(&pool, &question, &settings));
    let real = best(50, || webpki::verify(&pool, &question, webpki::Settings::RUSTLS).unwrap());
    let line = best(5, || timeline::changes(&pool, &question, &settings, webpki::Settings::RUSTLS));
    let folder = TempDir::new();
    let pem = |der: &[u8]| pki::certificate::Certificate::from_der(der).unwrap().to_pem();
    let (root, leaf) = (folder.write("ca.pem", pem(&ders[0])), folder.write("leaf.pem", pem(&ders[1])));
    let process = best(5, || {
        let verify = tool("openssl").args(["verify", "-no-CApath", "-purpose", "sslclient", "-attime"]);
        verify.arg(NOW.unix_seconds().to_string()).arg("-CAfile").arg(&root).arg(&leaf).succeeds()
    });
    println!(
        "\none path       steps {:.1} µs, OpenSSL's model {:.1} µs (their signatures were verified when read), webpki {:.1} µs",
        ms(rules) * 1e3,
        ms(model) * 1e3,
        ms(real) * 1e3
    );
    println!(
        "               every change of verdict {:.2} ms; a process of openssl verify {:.1} ms",
        ms(line),
        ms(process)
    );
}

fn pool(ders: &[Vec<u8>]) -> Pool {
    Pool::from_der(ders.iter().map(Vec::as_slice), [])
}

/// An authority's certificate and this many less one of clients.
fn certificates(count: usize) -> Vec<Vec<u8>> {
    let mut entropy = SeededEntropy::new(count as u64);
    let key = || ProviderKeys.make(KeyAlgorithm::EcdsaP256).unwrap();
    let authority = make_authority("Bench Authority", key(), &mut entropy);
    let mut ders = vec![authority.certificate().der().to_vec()];
    for index in 1..count {
        let profile = client_profile(&format!("client {index}"), &[], Lifetime::Days(365));
        let client = pki::issue::client(&profile, &key(), &authority, NOW, &mut entropy).unwrap();
        ders.push(client.der().to_vec());
    }
    ders
}

fn best<T>(times: usize, mut run: impl FnMut() -> T) -> Duration {
    let once = || {
        let began = Instant::now();
        black_box(run());
        began.elapsed()
    };
    std::iter::repeat_with(once).take(times).min().unwrap()
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}
