//! How long inspecting takes, beside what openssl takes to read the same files: `cargo bench --package pki --bench inspect`.
//! The certificates differ in everything: key, serial number, name. Each signature is verified.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures, and fails as a test does"
)]

use std::time::{Duration, Instant};

use pki::inspect::{Input, inspect};
use pki::key::{KeyAlgorithm, ProviderKeys};
use pki::validity::Lifetime;
use testkit::family::{client_profile, make_authority};
use testkit::{NOW, SeededEntropy, TempDir, tool};

fn main() {
    println!("{:>12} {:>9} {:>11} {:>9} {:>20}", "certificates", "MB", "inspect", "MB/s", "openssl storeutl");
    for count in [500, 1_000, 10_000] {
        let pem = certificates(count);
        let megabytes = pem.len() as f64 / 1e6;
        let took = best_of_three(|| {
            let report = inspect(&[Input { name: "all.pem", bytes: pem.as_bytes() }], NOW);
            assert_eq!((report.items.len(), report.links.len()), (count + 1, count));
        });
        let folder = TempDir::new();
        let file = folder.write("all.pem", &pem);
        let openssl = best_of_three(|| {
            let said = tool("openssl").args(["storeutl", "-noout", "-certs"]).arg(&file).succeeds();
            assert!(said.all().contains(&format!("Total found: {}", count + 1)), "{}", said.all());
        });
        println!(
            "{count:>12} {megabytes:>9.2} {:>8.0} ms {:>9.1} {:>17.0} ms",
            took.as_secs_f64() * 1e3,
            megabytes / took.as_secs_f64(),
            openssl.as_secs_f64() * 1e3
        );
    }
}

/// An authority's certificate and this many clients', as PEM.
fn certificates(count: usize) -> String {
    let mut entropy = SeededEntropy::new(count as u64);
    let key = || ProviderKeys.make(KeyAlgorithm::EcdsaP256).unwrap();
    let authority = make_authority("Bench Authority", key(), &mut entropy);
    let mut pem = authority.certificate().to_pem();
    for index in 0..count {
        let profile = client_profile(&format!("client {index}"), &[], Lifetime::Days(365));
        let client = pki::issue::client(&profile, &key(), &authority, NOW, &mut entropy).unwrap();
        pem.push_str(&client.to_pem());
    }
    pem
}

fn best_of_three(mut run: impl FnMut()) -> Duration {
    let once = || {
        let began = Instant::now();
        run();
        began.elapsed()
    };
    std::iter::repeat_with(once).take(3).min().unwrap()
}
