//! What the tests of inspecting share.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses a part of it, and may fail as a test does")]

pub(crate) mod certificate_faults;
pub(crate) mod family_tree;
pub(crate) mod scene;

use std::sync::OnceLock;

use pki::crl::{CrlLifetime, CrlNumber, Reason, Revocation, Revoked};
use pki::finding::{Fault, Rank};
use pki::inspect::tree::Hide;
use pki::inspect::{Input, Report, Thing, inspect};
use pki::key::KeyAlgorithm;
use testkit::{Family, NOW};
use text::Lang;

/// Inspects these files at the time of all tests.
pub(crate) fn look(files: &[(&str, &[u8])]) -> Report {
    let inputs: Vec<_> = files.iter().map(|(name, bytes)| Input { name, bytes }).collect();
    let report = inspect(&inputs, NOW);
    say_everything(&report);
    report
}

/// The names of all findings, in the report's order.
pub(crate) fn ids(report: &Report) -> Vec<String> {
    report.findings.iter().map(|finding| finding.fault.id()).collect()
}

/// Has everything said in both languages, and looks at how it is said.
pub(crate) fn say_everything(report: &Report) {
    let mut ranks: Vec<Rank> = Vec::new();
    for finding in &report.findings {
        ranks.push(finding.fault.rank());
        for lang in Lang::ALL {
            let told = finding.fault.told(lang);
            assert!(!told.rule.is_empty() && !report.place(&finding.place).contains('\n'));
            for sentence in [&*told.message.problem, &*told.message.remedy, &told.consequence] {
                assert!(sentence.ends_with('.'), "{sentence}");
                // damaged names may hold anything; what we write ourselves may not
                let ours = matches!(finding.fault, Fault::Input(_) | Fault::Key(_));
                assert!(!ours || !sentence.contains(['!', '{', '}']), "{sentence}");
                let hangul = sentence.chars().any(|character| ('가'..='힣').contains(&character));
                assert!(hangul || lang == Lang::En, "{sentence}");
            }
        }
    }
    assert!(ranks.is_sorted(), "the most serious first");
    for item in &report.items {
        let length = item.octets.expose().len();
        for node in item.tree(Hide::Nothing) {
            assert!(node.content().end <= length);
        }
        if let Thing::Certificate(facts) = &item.thing {
            for extension in &facts.extensions {
                assert!(!extension.purpose(Lang::Ko).is_empty());
            }
        }
    }
}

/// A certificate, a key, a list and a request, DER, made once.
pub(crate) fn samples() -> &'static [Vec<u8>; 4] {
    static SAMPLES: OnceLock<[Vec<u8>; 4]> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let family = Family::new(KeyAlgorithm::EcdsaP256);
        let revocation = Revocation { at: NOW, reason: Reason::KeyCompromise };
        let revoked = [Revoked::new(&family.client.0, revocation)];
        let list = pki::crl::sign(&revoked, CrlNumber::FIRST, CrlLifetime::default(), &family.authority, NOW)
            .unwrap();
        let request = testkit::tool("openssl")
            .args(["req", "-new", "-key", "/dev/stdin", "-subj", "/CN=a.example", "-outform", "DER"])
            .input(family.server.1.to_pem().expose())
            .succeeds()
            .out;
        [
            family.server.0.der().to_vec(),
            family.server.1.pkcs8_der().expose().to_vec(),
            list.der().to_vec(),
            request,
        ]
    })
}
