//! Who may use whom: the table of ARCHITECTURE.md against `cargo metadata`.

use super::Finding;
use crate::workspace::Package;

/// Each package of ours and what it may use of ours besides `text`, which everyone may use.
/// The page may use `pki` for its
/// interfaces alone: it implements `Entropy` and `KeySource` with the browser's powers.
const MAY_USE: [(&str, &[&str]); 14] = [
    ("handfast", &["workbench", "pki"]),
    ("workbench", &["pki", "handshake", "deploy", "diagnose", "bundle"]),
    ("handshake", &["pki"]),
    ("deploy", &["pki"]),
    ("bundle", &["pki"]),
    ("diagnose", &["pki", "handshake", "deploy", "bundle"]),
    ("handfast-gateway", &["pki", "handshake", "diagnose", "deploy", "bundle"]),
    ("pki", &[]),
    ("text", &[]),
    ("testkit", &["pki", "handshake", "deploy", "diagnose", "bundle"]),
    ("xtask", &[]),
    ("load", &["pki"]),
    ("e2e", &["testkit", "pki", "handshake", "deploy", "diagnose", "bundle", "workbench"]),
    ("handfast-fuzz", &["pki", "handshake", "deploy", "diagnose", "bundle"]),
];

/// Crates that know the browser: only the page may use them.
const BROWSER: [&str; 5] = ["yew", "web-sys", "js-sys", "wasm-bindgen", "wasm-bindgen-futures"];

/// Crates that know sockets and signals, and who may use them.
const SOCKETS: [&str; 3] = ["tokio", "hyper", "hyper-util"];
const NATIVE_SHELLS: [&str; 4] = ["handfast-gateway", "xtask", "load", "e2e"];

/// Every edge that the plan does not list.
pub(super) fn check(packages: &[Package]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages {
        let Some((_, may_use)) = MAY_USE.iter().find(|(name, _)| *name == package.name) else {
            findings.push(finding(
                &package.name,
                "is not in the table of xtask/src/tidy/edges.rs: add it there and in ARCHITECTURE.md",
            ));
            continue;
        };
        for dependency in &package.dependencies {
            let test_only = dependency.kind.as_deref() == Some("dev");
            if let Some(why) = forbidden(&package.name, may_use, &dependency.name, test_only) {
                findings.push(finding(&format!("{} -> {}", package.name, dependency.name), why));
            }
        }
    }
    findings
}

fn forbidden(package: &str, may_use: &[&str], used: &str, test_only: bool) -> Option<&'static str> {
    let ours = MAY_USE.iter().any(|(name, _)| *name == used);
    let browser = BROWSER.contains(&used) || used.starts_with("gloo");
    if used == "testkit" && !test_only && package != "e2e" {
        Some("the test kit is for [dev-dependencies] alone")
    } else if ours && used != "text" && !test_only && !may_use.contains(&used) {
        Some(
            "ARCHITECTURE.md does not allow this edge: move the code to where it belongs, or change the plan",
        )
    } else if browser && package != "handfast" {
        Some("only the page (the root package) knows the browser: pass what is needed as an argument")
    } else if SOCKETS.contains(&used) && !test_only && !NATIVE_SHELLS.contains(&package) {
        Some("only the native shells know sockets: pass what is needed as an argument")
    } else {
        None
    }
}

fn finding(place: &str, what: &str) -> Finding {
    Finding { place: place.to_owned(), line: 0, what: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Dependency;

    fn findings(package: &str, used: &str, kind: Option<&str>) -> usize {
        let dependency = Dependency { name: used.to_owned(), kind: kind.map(str::to_owned) };
        check(&[Package { name: package.to_owned(), dependencies: vec![dependency] }]).len()
    }

    #[test]
    fn each_allowed_edge_has_a_forbidden_neighbour() {
        let cases = [
            ("workbench", "bundle", None, true),
            ("bundle", "workbench", None, false),
            ("deploy", "pki", None, true),
            ("pki", "deploy", None, false),
            ("handfast", "workbench", None, true),
            ("handfast", "deploy", None, false),
            ("handfast-gateway", "bundle", None, true),
            ("handfast-gateway", "workbench", None, false),
            ("pki", "text", None, true),
            ("pki", "testkit", Some("dev"), true),
            ("pki", "testkit", None, false),
            ("e2e", "testkit", None, true),
            ("handfast", "web-sys", None, true),
            ("workbench", "web-sys", None, false),
            ("handfast", "gloo-timers", None, true),
            ("workbench", "gloo-timers", Some("dev"), false),
            ("handfast-gateway", "tokio", None, true),
            ("pki", "tokio", None, false),
            ("pki", "serde", None, true),
        ];
        for (package, used, kind, allowed) in cases {
            assert_eq!(findings(package, used, kind) == 0, allowed, "{package} -> {used} ({kind:?})");
        }
    }

    #[test]
    fn an_unknown_package_is_named() {
        assert_eq!(check(&[Package { name: "stranger".into(), dependencies: vec![] }]).len(), 1);
    }
}
