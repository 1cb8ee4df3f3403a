//! How long inspecting takes, beside what openssl takes to read the same files: `cargo bench --package pki --bench inspect`.
//! A file of 1, 10 and 100 MB, so that whatever does not grow with the size alone is seen. The certificates differ in everything: key, serial number, name. Each signature is verified.

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
    println!(
        "{:>12} {:>9} {:>11} {:>9} {:>27}",
        "certificates", "MB", "inspect", "MB/s", "openssl storeutl (MB/s)"
    );
    let most = certificates(100_000_000);
    for octets in [1_000_000, 10_000_000, 100_000_000] {
        // whole certificates, the authority's first
        let end = most.len().min(octets);
        let pem = &most[..most[..end].rfind("-----BEGIN").filter(|_| end < most.len()).unwrap_or(end)];
        let count = pem.matches("-----BEGIN").count() - 1;
        let megabytes = pem.len() as f64 / 1e6;
        let took = best_of_three(|| {
            let report = inspect(&[Input { name: "all.pem", bytes: pem.as_bytes() }], NOW);
            assert_eq!((report.items.len(), report.links.len()), (count + 1, count));
        });
        let folder = TempDir::new();
        let file = folder.write("all.pem", pem);
        let openssl = best_of_three(|| {
            let said = tool("openssl").args(["storeutl", "-noout", "-certs"]).arg(&file).succeeds();
            assert!(said.all().contains(&format!("Total found: {}", count + 1)), "{}", said.all());
        });
        println!(
            "{count:>12} {megabytes:>9.2} {:>8.0} ms {:>9.1} {:>15.0} ms {:>9.1}",
            took.as_secs_f64() * 1e3,
            megabytes / took.as_secs_f64(),
            openssl.as_secs_f64() * 1e3,
            megabytes / openssl.as_secs_f64()
        );
    }
}

/// An authority's certificate and clients' certificates of about so many octets, as PEM.
fn certificates(octets: usize) -> String {
    let mut entropy = SeededEntropy::new(1);
    let key = || ProviderKeys.make(KeyAlgorithm::EcdsaP256).unwrap();
    let authority = make_authority("Bench Authority", key(), &mut entropy);
    let mut pem = authority.certificate().to_pem();
    for index in 0.. {
        if pem.len() >= octets {
            break;
        }
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
