//! OpenSSL judges what is issued, with `-x509_strict`, for each purpose, by name and by address.

use pki::certificate::Certificate;
use pki::key::KeyAlgorithm;
use testkit::{Family, NOW, TempDir, tool};

/// `openssl verify` at the tests' moment: its words when it accepts, its words when it refuses.
fn verify(
    folder: &TempDir,
    authority: &Certificate,
    leaf: &Certificate,
    options: &[&str],
) -> Result<String, String> {
    let authority = folder.write("ca.pem", authority.to_pem());
    let leaf = folder.write("leaf.pem", leaf.to_pem());
    let said = tool("openssl")
        .args(["verify", "-x509_strict", "-no-CApath", "-no-CAstore", "-attime"])
        .arg(NOW.unix_seconds().to_string())
        .args(options)
        .arg("-CAfile")
        .arg(authority)
        .arg(leaf)
        .run();
    if said.code == Some(0) { Ok(said.all()) } else { Err(said.all()) }
}

#[test]
fn openssl_accepts_each_leaf_for_its_purpose_and_names_alone() {
    let folder = TempDir::new();
    for algorithm in KeyAlgorithm::ALL {
        let family = Family::new(algorithm);
        let (authority, server, client) =
            (family.authority.certificate(), &family.server.0, &family.client.0);
        let cases: [(&Certificate, &[&str], Option<&str>); 12] = [
            (server, &["-purpose", "sslserver"], None),
            (server, &["-purpose", "sslserver", "-verify_hostname", "localhost"], None),
            (server, &["-purpose", "sslserver", "-verify_hostname", "api.example.test"], None),
            (server, &["-purpose", "sslserver", "-verify_ip", "127.0.0.1"], None),
            (server, &["-purpose", "sslserver", "-verify_ip", "::1"], None),
            (server, &["-verify_hostname", "www.example.test"], Some("hostname mismatch")),
            (server, &["-verify_ip", "127.0.0.2"], Some("IP address mismatch")),
            (server, &["-purpose", "sslclient"], Some("unsuitable certificate purpose")),
            (client, &["-purpose", "sslclient"], None),
            (client, &["-purpose", "sslclient", "-verify_email", "alice@example.test"], None),
            (client, &["-verify_email", "bob@example.test"], Some("email address mismatch")),
            (client, &["-purpose", "sslserver"], Some("unsuitable certificate purpose")),
        ];
        for (leaf, options, refusal) in cases {
            match (verify(&folder, authority, leaf, options), refusal) {
                (Ok(_), None) => {}
                (Err(words), Some(refusal)) if words.contains(refusal) => {}
                (said, _) => panic!("{algorithm:?} {options:?}: {said:?}"),
            }
        }
    }
}
